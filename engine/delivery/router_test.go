package delivery

import (
	"strings"
	"testing"

	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
)

// people is a directory of bob and carol at hai.example.
type people struct{}

func (people) Mailbox(a address.Address) (string, bool) {
	for _, who := range []string{"bob@hai.example", "carol@hai.example"} {
		if strings.EqualFold(a.String(), who) {
			return who, true
		}
	}
	return "", false
}

func TestRoute(t *testing.T) {
	r := Router{Host: "mail.hai.example", Domains: []string{"hai.example", "mail.hai.example", "[203.0.113.10]"}, Accounts: people{}, Postmaster: "carol@hai.example"}
	tests := []struct {
		rcpt string
		want Route
	}{
		{"bob@hai.example", Route{Kind: Local, Account: "bob@hai.example", Domain: "hai.example"}},
		{"Bob@HAI.example", Route{Kind: Local, Account: "bob@hai.example", Domain: "hai.example"}},
		{"bob@mail.hai.example", Route{Kind: Local, Account: "bob@hai.example", Domain: "mail.hai.example"}},
		{"bob@[203.0.113.10]", Route{Kind: Local, Account: "bob@hai.example", Domain: "[203.0.113.10]"}},
		{"nobody@hai.example", Route{Kind: Unknown, Account: "", Domain: "hai.example"}},
		{"bob@sub.hai.example", Route{Kind: Remote, Account: "", Domain: "sub.hai.example"}},
		{"zhou@gone.example", Route{Kind: Remote, Account: "", Domain: "gone.example"}},
		{"postmaster", Route{Kind: Local, Account: "carol@hai.example", Domain: "hai.example"}},
		{"PostMaster@hai.example", Route{Kind: Local, Account: "carol@hai.example", Domain: "hai.example"}},
		{"postmaster@[203.0.113.10]", Route{Kind: Local, Account: "carol@hai.example", Domain: "[203.0.113.10]"}},
		{"postmaster@gone.example", Route{Kind: Remote, Account: "", Domain: "gone.example"}},
		{"no address", Route{Kind: Unknown}},
	}
	for _, tt := range tests {
		if got := r.Route(tt.rcpt); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.rcpt, got, tt.want)
		}
	}
	r.Postmaster = ""
	if got := r.Route("postmaster"); got.Kind != Unknown {
		t.Errorf("no postmaster: %+v", got)
	}
}

func TestRecipient(t *testing.T) {
	tests := []struct {
		rcpt                      string
		open, acceptAll, loggedIn bool
		want                      string
	}{
		{"bob@hai.example", false, false, false, ""},
		{"nobody@hai.example", false, false, true, "550 5.1.1 <nobody@hai.example>: no such user"},
		{"nobody@hai.example", false, true, false, ""},
		{"zhou@gone.example", false, false, false, "550 5.7.1 <zhou@gone.example>: relaying denied: gone.example is not ours, log in to send mail there"},
		{"zhou@gone.example", false, false, true, ""},
		{"zhou@gone.example", true, false, false, ""},
	}
	for _, tt := range tests {
		r := Router{Domains: []string{"hai.example"}, Accounts: people{}, OpenRelay: tt.open, AcceptAll: tt.acceptAll}
		got := ""
		if reply, _, _ := r.Judge(tt.rcpt, tt.loggedIn, now); reply != nil {
			got = reply.Error()
		}
		if got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
	if o := Nobody("x@hai.example"); o.Delivered || o.Temporary || !o.Local || o.Reply.Enhanced != "5.1.1" {
		t.Errorf("%+v", o)
	}
}

// box keeps one letter, or refuses.
type box struct {
	refuse *smtp.Reply
	data   string
}

func (b *box) Keep(_ Letter, data []byte) *smtp.Reply {
	b.data = string(data)
	return b.refuse
}

func TestDeposit(t *testing.T) {
	l := Letter{From: "alice@shan.example", Rcpt: "Bob@hai.example", Account: "bob@hai.example", Data: []byte("Subject: Hi\r\n\r\n.\r\n")}
	b := &box{}
	o := Deposit(b, l)
	if b.data != "Return-Path: <alice@shan.example>\r\nDelivered-To: Bob@hai.example\r\nSubject: Hi\r\n\r\n.\r\n" {
		t.Errorf("%q", b.data)
	}
	if !o.Delivered || o.Rcpt != l.Rcpt || o.Reply.Code != 250 {
		t.Errorf("%+v", o)
	}
	l.From = ""
	b.refuse = smtp.Refuse(452, "4.2.2", "mailbox full")
	if o = Deposit(b, l); o.Delivered || !o.Temporary || o.Reply.Enhanced != "4.2.2" || !strings.HasPrefix(b.data, "Return-Path: <>\r\n") {
		t.Errorf("%+v", o)
	}
	b.refuse = smtp.Refuse(552, "5.2.2", "mailbox full for good")
	if o = Deposit(b, l); o.Delivered || o.Temporary {
		t.Errorf("%+v", o)
	}
}

// TestRoutesByRules is RCPT at servers with rules.
func TestRoutesByRules(t *testing.T) {
	relay := Hop{Host: "relay.lin.example", Port: 587}
	store := Hop{Proto: ProtoLMTP, Host: "store.hai.example"}
	tests := []struct {
		texts Texts
		rcpt  string
		want  Route
		final Route
	}{
		{Texts{}, "bob+x@hai.example", Route{Account: "bob@hai.example", Domain: "hai.example"}, Route{Account: "bob@hai.example", Domain: "hai.example"}},
		{Texts{}, "+x@hai.example", Route{Kind: Unknown, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Aliases: []string{"sales: bob"}}, "sales@hai.example", Route{Kind: Rewritten, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Aliases: []string{"bob: carol"}}, "bob@hai.example", Route{Kind: Rewritten, Domain: "hai.example"}, Route{Account: "bob@hai.example", Domain: "hai.example"}},
		{Texts{Aliases: []string{"@old.example: @hai.example"}}, "bob@old.example", Route{Account: "bob@hai.example", Domain: "hai.example"}, Route{Account: "bob@hai.example", Domain: "hai.example"}},
		{Texts{Aliases: []string{"@old.example: @hai.example"}}, "nobody@old.example", Route{Kind: Unknown, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Aliases: []string{"@old.example: @lin.example"}}, "bob@old.example", Route{Kind: Rewritten, Domain: "old.example"}, Route{Kind: Remote, Domain: "old.example"}},
		{Texts{Lists: []string{"team: bob"}}, "team@hai.example", Route{Kind: Rewritten, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Lists: []string{"team: bob"}}, "team-bounces@hai.example", Route{Kind: Rewritten, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Lists: []string{"team: bob"}}, "crew-bounces@hai.example", Route{Kind: Unknown, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{CatchAll: "bob"}, "x@hai.example", Route{Kind: Rewritten, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Forwards: []string{"bob -> x@lin.example"}}, "bob@hai.example", Route{Kind: Rewritten, Account: "bob@hai.example", Domain: "hai.example"}, Route{Account: "bob@hai.example", Domain: "hai.example"}},
		{Texts{Forwards: []string{"bob -> x@lin.example keep"}}, "bob@hai.example", Route{Account: "bob@hai.example", Domain: "hai.example"}, Route{Account: "bob@hai.example", Domain: "hai.example"}},
		{Texts{Subdomains: []string{"on"}}, "bob@a.b.hai.example", Route{Account: "bob@hai.example", Domain: "hai.example"}, Route{Account: "bob@hai.example", Domain: "hai.example"}},
		{Texts{Subdomains: []string{"on"}}, "x@a.b.hai.example", Route{Kind: Unknown, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{Subdomains: []string{"on"}}, "postmaster@a.hai.example", Route{Account: "carol@hai.example", Domain: "hai.example"}, Route{Account: "carol@hai.example", Domain: "hai.example"}},
		{Texts{Subdomains: []string{"lin.example"}}, "bob@a.hai.example", Route{Kind: Remote, Domain: "a.hai.example"}, Route{Kind: Remote, Domain: "a.hai.example"}},
		{Texts{BackupFor: []string{"q.example: bob"}}, "bob@q.example", Route{Kind: Remote, Domain: "q.example", Backup: true}, Route{Kind: Remote, Domain: "q.example", Backup: true}},
		{Texts{BackupFor: []string{"q.example: bob"}}, "x@q.example", Route{Kind: Unknown, Domain: "q.example"}, Route{Kind: Unknown, Domain: "q.example"}},
		{Texts{BackupFor: []string{"q.example"}, SmartHost: "[relay.lin.example]:587"}, "x@q.example", Route{Kind: Remote, Domain: "q.example", Backup: true}, Route{Kind: Remote, Domain: "q.example", Backup: true}},
		{Texts{BackupFor: []string{"q.example"}, SmartHost: "[relay.lin.example]:587"}, "x@gone.example", Route{Kind: Remote, Domain: "gone.example", Hop: relay}, Route{Kind: Remote, Domain: "gone.example", Hop: relay}},
		{Texts{LMTP: "store.hai.example"}, "bob+x@hai.example", Route{Kind: HandedOver, Account: "bob@hai.example", Domain: "hai.example", Hop: store}, Route{Kind: HandedOver, Account: "bob@hai.example", Domain: "hai.example", Hop: store}},
		{Texts{LMTP: "store.hai.example"}, "postmaster", Route{Kind: HandedOver, Account: "carol@hai.example", Domain: "hai.example", Hop: store}, Route{Kind: HandedOver, Account: "carol@hai.example", Domain: "hai.example", Hop: store}},
		{Texts{LMTP: "store.hai.example"}, "x@hai.example", Route{Kind: Unknown, Domain: "hai.example"}, Route{Kind: Unknown, Domain: "hai.example"}},
		{Texts{LMTP: "store.hai.example any"}, "x@hai.example", Route{Kind: HandedOver, Domain: "hai.example", Hop: store}, Route{Kind: HandedOver, Domain: "hai.example", Hop: store}},
		{Texts{LMTP: "store.hai.example"}, "x@gone.example", Route{Kind: Remote, Domain: "gone.example"}, Route{Kind: Remote, Domain: "gone.example"}},
	}
	for _, tt := range tests {
		r := rules(t, tt.texts)
		if got := r.Route(tt.rcpt); got != tt.want {
			t.Errorf("%+v %s: %+v, want %+v", tt.texts, tt.rcpt, got, tt.want)
		}
		if got := r.Final(tt.rcpt); got != tt.final {
			t.Errorf("%+v %s in the end: %+v, want %+v", tt.texts, tt.rcpt, got, tt.final)
		}
	}
}

func TestJudge(t *testing.T) {
	texts := Texts{
		Aliases: []string{"sales: bob"}, Lists: []string{"team: bob"}, CatchAll: "mail.hai.example: bob", Subdomains: []string{"on"},
		BackupFor: []string{"q.example: bob"}, SmartHost: "[relay.lin.example]",
	}
	tests := []struct {
		rcpt     string
		loggedIn bool
		want     string
		looked   string
	}{
		{"sales+x@a.hai.example", false, "",
			"+ sales+x@a.hai.example subdomain: *.hai.example = sales+x@hai.example\n- sales+x@a.hai.example alias: 1 alias\n- sales+x@a.hai.example list: 1 list\n" +
				"- sales+x@a.hai.example account: sales+x@hai.example\n+ sales+x@a.hai.example plus: sales+… = sales@hai.example\n+ sales@hai.example alias: sales = bob@hai.example\n"},
		{"x+y@hai.example", false, "550 5.1.1 <x+y@hai.example>: no such user",
			"- x+y@hai.example alias: 1 alias\n- x+y@hai.example list: 1 list\n- x+y@hai.example account: x+y@hai.example\n- x+y@hai.example plus: x+… = nobody has the name x either\n" +
				"- x@hai.example alias: 1 alias\n- x@hai.example list: 1 list\n- x@hai.example account: x@hai.example\n- x+y@hai.example catch-all: 1 domain\n"},
		{"zhou@gone.example", false, "550 5.7.1 <zhou@gone.example>: relaying denied: gone.example is not ours, log in to send mail there",
			"- zhou@gone.example backup-mx: 1 domain\n+ zhou@gone.example smart-host: gone.example is not ours = to [relay.lin.example]\n"},
		{"zhou@gone.example", true, "", "- zhou@gone.example backup-mx: 1 domain\n+ zhou@gone.example smart-host: gone.example is not ours = to [relay.lin.example]\n"},
		{"bob@q.example", false, "", "+ bob@q.example backup-mx: q.example = to the better mail hosts of q.example\n"},
		{"x@q.example", true, "550 5.1.1 <x@q.example>: no such user at q.example, for which this server is only a backup",
			"- x@q.example backup-mx: q.example = nobody of that name is on the list of its recipients\n"},
		{"PostMaster", false, "", "- PostMaster alias: 1 alias\n- PostMaster list: 1 list\n- PostMaster account: postmaster@hai.example\n+ PostMaster postmaster: postmaster = the mailbox of carol@hai.example\n"},
	}
	for _, tt := range tests {
		refuse, _, looks := rules(t, texts).Judge(tt.rcpt, tt.loggedIn, now)
		got := ""
		if refuse != nil {
			got = refuse.Error()
		}
		if got != tt.want || looked(looks) != tt.looked {
			t.Errorf("%s: %s\n%swant %s\n%s", tt.rcpt, got, looked(looks), tt.want, tt.looked)
		}
		for _, l := range looks {
			if l.Host != "mail.hai.example" || l.Rcpt != tt.rcpt || l.Arg == "" || l.Match && l.Result == "" {
				t.Errorf("%+v", l)
			}
		}
	}
}

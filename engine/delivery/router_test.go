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
	r := Router{Domains: []string{"hai.example", "[203.0.113.10]"}, Accounts: people{}, Postmaster: "carol@hai.example"}
	tests := []struct {
		rcpt string
		want Route
	}{
		{"bob@hai.example", Route{Kind: Local, Account: "bob@hai.example", Domain: "hai.example"}},
		{"Bob@HAI.example", Route{Kind: Local, Account: "bob@hai.example", Domain: "hai.example"}},
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
		if reply := r.Recipient(tt.rcpt, tt.loggedIn); reply != nil {
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

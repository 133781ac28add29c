package host

import (
	"strings"
	"testing"

	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// TestVerify asks who lives here, and what stands behind names.
func TestVerify(t *testing.T) {
	r := newRig(t)
	r.wants("by default", r.says("VRFY bob"), "252 2.1.5 Cannot VRFY bob")
	r.wants("by default", r.says("EXPN sales"), "550 5.1.1 sales: no mailing list of that name")
	if _, err := r.hai.Store.AddAccount("bo@hai.example", "x", "Carol Bo"); err != nil {
		t.Fatal(err)
	}
	if _, err := r.hai.Store.AddAccount("dan@hai.example", "x", "Dan Li"); err != nil {
		t.Fatal(err)
	}
	r.set(r.hai, "aliases", "sales: bob, carol@hai.example")
	r.set(r.hai, "lists", "team: bob, alice@shan.example; board: bob | private")
	r.wants("no", r.says("EXPN team"), "550 5.7.2 team: this server does not say who is on its lists")
	r.set(r.hai, "vrfy", "answer")
	r.set(r.hai, "expn", "answer")
	for _, row := range []struct{ line, want string }{
		{"VRFY bob", "250 2.1.5 <bob@hai.example>"},
		{"VRFY <bob@hai.example>", "250 2.1.5 <bob@hai.example>"},
		{"VRFY Li", "250 2.1.5 Dan Li <dan@hai.example>"},
		{"VRFY carol", "553-5.1.4 Ambiguous; possibilities are\n553-5.1.4 Carol Bo <bo@hai.example>\n553 5.1.4 <carol@hai.example>"},
		{"VRFY nobody", "550 5.1.1 nobody: nobody here has this name"},
		{"VRFY nobody@hai.example", "550 5.1.1 <nobody@hai.example>: no such user"},
		{"VRFY sales@hai.example", "251 2.1.5 Letters for <sales@hai.example> are sent on"},
		{"VRFY sales", "251 2.1.5 Letters for <sales@hai.example> are sent on"},
		{"VRFY Team", "251 2.1.5 Letters for <Team@hai.example> are sent on"},
		{"VRFY alice@shan.example", "551 5.7.1 User not local; ask a mail server of shan.example"},
		{"VRFY postmaster", "250 2.1.5 Carol Bo <bo@hai.example>"},
		{"EXPN sales", "250-2.1.5 <bob@hai.example>\n250 2.1.5 <carol@hai.example>"},
		{"EXPN team", "250-2.1.5 <bob@hai.example>\n250 2.1.5 <alice@shan.example>"},
		{"EXPN board", "550 5.7.2"},
		{"EXPN nothing", "550 5.1.1"},
	} {
		r.wants(row.line, r.says(row.line), row.want)
	}
	r.set(r.hai, "backupFor", "lin.example")
	r.wants("backup", r.says("VRFY x@lin.example"), "252 2.1.5 Letters for lin.example are kept here")
}

// TestRuleTrace: what a server looked at is in the trace, whether it takes the letter or not.
func TestRuleTrace(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "aliases", "sales: bob, carol@hai.example")
	r.says("EHLO x", "MAIL FROM:<a@shan.example>", "RCPT TO:<nobody@hai.example>")
	var looked []string
	for _, b := range events[*trace.Rule](r) {
		looked = append(looked, b.What)
		if b.Conn == 0 || b.QueueID != "" || b.Rcpt != "nobody@hai.example" {
			t.Errorf("a look for a refused recipient is %+v", b)
		}
	}
	if got := strings.Join(looked, " "); got != "alias account" {
		t.Errorf("looked at %s", got)
	}
	at := len(looked)
	r.says("EHLO x", "MAIL FROM:<a@shan.example>", "RCPT TO:<sales@hai.example>", "DATA", "Subject: x\r\n\r\nHello\r\n.")
	for _, b := range events[*trace.Rule](r)[at:] {
		if b.Conn == 0 || b.QueueID != "H0001" || b.Rcpt != "sales@hai.example" {
			t.Errorf("a look for an accepted recipient is %+v", b)
		}
	}
	if r.inbox(r.hai, "bob@hai.example") != 1 || r.inbox(r.hai, "carol@hai.example") != 1 {
		t.Error("the alias did not bring the letter to both")
	}
	for _, e := range r.Rec.Log.Since(0) {
		if m, ok := e.Body.(*trace.Mail); ok && m.Act == "accepted" && r.Rec.Log.At(e.Cause).Body.Kind() == trace.KindRule {
			t.Error("a look at a rule is taken for the cause of what followed")
		}
	}
}

// TestLMTP delivers into mailboxes with one reply for each recipient.
func TestLMTP(t *testing.T) {
	r := newRig(t, func(s *Spec) {
		if s.ID == "mail.hai.example" {
			s.Services = append(s.Services, Service{"lmtp", 24})
		}
	})
	r.fault("full", "carol@hai.example", "", true)
	r.set(r.hai, "forwards", "dan: alice@shan.example, keep")
	if _, err := r.hai.Store.AddAccount("dan@hai.example", "x", ""); err != nil {
		t.Fatal(err)
	}
	term := r.terminal(r.alice, "telnet mail.hai.example 24")
	r.fault("full", "carol@hai.example", "", false)
	for _, line := range []string{"LHLO x", "MAIL FROM:<a@shan.example>", "RCPT TO:<bob@hai.example>", "RCPT TO:<carol@hai.example>", "RCPT TO:<dan@hai.example>"} {
		r.typed(term, line)
	}
	at := r.Rec.Log.Len()
	r.typed(term, "RCPT TO:<alice@shan.example>")
	r.wants("elsewhere", r.screen(term, at), "550 5.7.1")
	at = r.Rec.Log.Len()
	r.typed(term, "RCPT TO:<nobody@hai.example>")
	r.wants("nobody", r.screen(term, at), "550 5.1.1")
	r.typed(term, "DATA")
	r.fault("full", "carol@hai.example", "", true)
	at = r.Rec.Log.Len()
	r.typed(term, "Subject: x\r\n\r\nHello\r\n.")
	got := r.screen(term, at)
	for _, want := range []string{"250 2.1.5 <bob@hai.example>: delivered\n", "452 4.2.2 <carol@hai.example>: mailbox is full\n", "250 2.1.5 <dan@hai.example>: delivered\n"} {
		r.wants("after the dot", got, want)
	}
	r.rest()
	if r.inbox(r.hai, "bob@hai.example") != 1 || r.inbox(r.hai, "dan@hai.example") != 1 || r.inbox(r.shan, "alice@shan.example") != 1 || r.inbox(r.hai, "carol@hai.example") != 0 {
		t.Error("the letters are not where the replies say")
	}
	data := string(r.hai.Store.Account("bob@hai.example").Inbox().Messages()[0].Data)
	for _, want := range []string{"Return-Path: <a@shan.example>\r\n", "Delivered-To: bob@hai.example\r\n", "with LMTP"} {
		r.wants("the letter", data, want)
	}
}

// TestOneCopyByLMTP: recipients of one transaction who turn out to be the same get the letter once, and each is answered; an
// alias of several goes through the queue as a whole, so that none of them can be served and then asked to be served again.
func TestOneCopyByLMTP(t *testing.T) {
	r := newRig(t, func(s *Spec) {
		if s.ID == "mail.hai.example" {
			s.Services = append(s.Services, Service{"lmtp", 24})
		}
	})
	r.set(r.hai, "aliases", "sales: bob; team: carol, bob; away: alice@shan.example; out: alice@shan.example")
	r.set(r.hai, "vacation", "bob: Away")
	term := r.terminal(r.alice, "telnet mail.hai.example 24")
	for _, line := range []string{"LHLO x", "MAIL FROM:<alice@shan.example>"} {
		r.typed(term, line)
	}
	for _, who := range []string{"bob", "sales", "team", "carol", "away", "out"} {
		r.typed(term, "RCPT TO:<"+who+"@hai.example>")
	}
	r.typed(term, "DATA")
	r.fault("full", "carol@hai.example", "", true)
	at := r.Rec.Log.Len()
	r.typed(term, "Subject: x\r\nTo: bob@hai.example\r\n\r\nHello\r\n.")
	got := r.screen(term, at)
	for _, want := range []string{"250 2.1.5 <bob@hai.example>: delivered\n", "250 2.1.5 <sales@hai.example>: has the letter already", "250 2.1.5 <team@hai.example>: accepted as ",
		"250 2.1.5 <carol@hai.example>: has the letter already", "250 2.1.5 <away@hai.example>: accepted as ", "250 2.1.5 <out@hai.example>: has the letter already"} {
		r.wants("after the dot", got, want)
	}
	r.run(vtime.Minute)
	r.fault("full", "carol@hai.example", "", false)
	r.run(vtime.Hour)
	if bob, carol, alice := r.inbox(r.hai, "bob@hai.example"), r.inbox(r.hai, "carol@hai.example"), r.inbox(r.shan, "alice@shan.example"); bob != 1 || carol != 1 || alice != 2 {
		t.Errorf("bob has %d letters, carol %d, alice %d: want one for each, and bob's answer for alice", bob, carol, alice)
	}
}

// TestXClient: only clients of trusted networks may say on whose behalf they come, and then limits and rules are about that
// address.
func TestXClient(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "ehlo.XCLIENT", "on")
	r.wants("a stranger", r.says("EHLO x", "XCLIENT ADDR=192.0.2.99"), "550 5.7.0")
	r.set(r.hai, "xclientFrom", "198.51.100.0/24")
	r.set(r.hai, "relayFrom", "192.0.2.99")
	relay := []string{"EHLO x", "MAIL FROM:<a@shan.example>", "RCPT TO:<alice@shan.example>"}
	r.wants("as itself", r.says(relay...), "550 5.7.1")
	r.wants("for another", r.says(append([]string{"EHLO x", "XCLIENT ADDR=192.0.2.99"}, relay...)...), "250 2.1.5")
}

// TestTimetable changes the timetable of a queue in which a letter waits.
func TestTimetable(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	r.send(r.alice, "bob@hai.example")
	r.rest()
	r.set(r.shan, "retry", "0 1m*; expire 10m")
	if got := r.shan.setting("retry"); got != "0 1m*; warn 0s; expire 10m" && got != "0 1m*; expire 10m" {
		t.Errorf("the timetable is %q", got)
	}
	r.run(45 * vtime.Minute)
	if n := r.inbox(r.shan, "alice@shan.example"); n != 1 || r.shan.Queue.Len() != 0 {
		t.Errorf("Alice has %d notices and the queue holds %d letters", n, r.shan.Queue.Len())
	}
	if _, err := r.shan.SetPolicy("retry", "0 1s"); err == nil {
		t.Error("a pause of a second was taken")
	}
	if _, err := r.alice.SetPolicy("retry", "rfc"); err == nil || r.alice.Settings() != nil {
		t.Error("a computer has settings")
	}
	r.set(r.shan, "retry", "")
	for _, s := range r.shan.Settings() {
		if s.Key == "retry" && s.Value != "rfc" {
			t.Errorf("back to the default, the timetable is %q", s.Value)
		}
	}
}

// TestKeywordParameters: what EHLO says is what holds.
func TestKeywordParameters(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "ehlo.SIZE", "500")
	r.wants("SIZE 500", r.says("EHLO x"), "SIZE 500\n")
	r.wants("SIZE=501", r.says("EHLO x", "MAIL FROM:<a@shan.example> SIZE=501"), "552 5.3.4")
	r.set(r.hai, "maxSize", "400")
	r.wants("the smaller", r.says("EHLO x"), "SIZE 400\n")
	r.wants("SIZE=450", r.says("EHLO x", "MAIL FROM:<a@shan.example> SIZE=450"), "552 5.3.4")
	r.set(r.hai, "maxSize", "5000000")
	r.set(r.hai, "ehlo.SIZE", "")
	r.wants("maxSize alone", r.says("EHLO x"), "SIZE 5000000\n")
	r.set(r.hai, "ehlo.LIMITS", "RCPTMAX=1")
	r.wants("RCPTMAX", r.says("EHLO x"), "LIMITS RCPTMAX=1")
	r.wants("a second recipient", r.says("EHLO x", "MAIL FROM:<a@shan.example>", "RCPT TO:<bob@hai.example>", "RCPT TO:<carol@hai.example>"), "452 4.5.3")
	r.set(r.hai, "ehlo.AUTH", "on")
	r.wants("AUTH", r.says("EHLO x"), "AUTH PLAIN LOGIN\n")
	r.set(r.hai, "accent", "exim")
	r.set(r.hai, "ehlo.AUTH", "off")
	r.set(r.hai, "ehlo.LIMITS", "")
	r.set(r.hai, "ehlo.DSN", "on")
	r.wants("an accent and one keyword more", r.says("EHLO x"), "CHUNKING\n250-HELP\n250 DSN\n")
}

// TestSenderLogin: whoever has logged in writes as anybody, or only as themselves.
func TestSenderLogin(t *testing.T) {
	r := newRig(t)
	submit := func(from string) string {
		term := r.terminal(r.bob, "telnet mail.hai.example 587")
		r.typed(term, "EHLO x")
		r.typed(term, "AUTH PLAIN AGJvYkBoYWkuZXhhbXBsZQBib2ItcHc=")
		at := r.Rec.Log.Len()
		r.typed(term, "MAIL FROM:<"+from+">")
		return r.screen(term, at)
	}
	r.wants("by default", submit("carol@hai.example"), "250 2.1.0")
	r.set(r.hai, "senderLogin", "own")
	r.set(r.hai, "separator", "+")
	r.wants("somebody else's", submit("carol@hai.example"), "553 5.7.1 <carol@hai.example>: this address is not yours")
	r.wants("elsewhere", submit("bob@lin.example"), "553 5.7.1")
	r.wants("their own", submit("BOB@hai.example"), "250 2.1.0")
	r.wants("a detail", submit("bob+x@hai.example"), "250 2.1.0")
	r.set(r.hai, "aliases", "shop: bob; both: bob, carol")
	r.wants("an alias of their own", submit("shop@hai.example"), "250 2.1.0")
	r.wants("an alias of several", submit("both@hai.example"), "553 5.7.1")
	r.wants("nobody's", submit(""), "250 2.1.0")
	r.wants("a stranger on port 25", r.says("EHLO x", "MAIL FROM:<carol@hai.example>"), "250 2.1.0")
}

// TestHeadless: a letter without a header gets an empty line behind what servers write.
func TestHeadless(t *testing.T) {
	r := newRig(t)
	for _, letter := range []string{"Hello\r\nBob", "Subject: x\r\nHello\r\n\r\nBob"} {
		r.says("EHLO x", "MAIL FROM:<a@shan.example>", "RCPT TO:<bob@hai.example>", "DATA", letter+"\r\n.")
		box := r.hai.Store.Account("bob@hai.example").Inbox().Messages()
		data := string(box[len(box)-1].Data)
		if _, body, _ := strings.Cut(data, "\r\n\r\n"); !strings.HasPrefix(body, "Hello\r\n") {
			t.Errorf("%q became %q", letter, data)
		}
	}
}

// TestDefaults: what the table calls a default is what a server does that is told nothing.
func TestDefaults(t *testing.T) {
	var p policy.Policy
	for _, row := range []struct {
		key       string
		got, want int64
	}{
		{"maxSize", int64(p.Int(policy.MaxSize)), smtpserver.DefaultMaxSize},
		{"maxRecipients", int64(p.Int(policy.MaxRecipients)), smtpserver.DefaultMaxRecipients},
		{"maxErrors", int64(p.Int(policy.MaxErrors)), smtpserver.DefaultMaxErrors},
		{"idle", int64(p.Span(policy.Idle)), int64(smtpserver.DefaultIdleTimeout)},
		{"maxHold", int64(p.Span(policy.MaxHold)), int64(smtpserver.DefaultMaxHold)},
		{"reuse", int64(p.Int(policy.Reuse)), queue.DefaultReuse},
	} {
		if row.got != row.want {
			t.Errorf("%s: the table says %d, the machine %d", row.key, row.got, row.want)
		}
	}
}

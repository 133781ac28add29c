package host

import (
	"bytes"
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// TestProgram sends, fetches, keeps and deletes as a person does with a mail program.
func TestProgram(t *testing.T) {
	r := newRig(t)
	alice, bob := r.alice.Program, r.bob.Program
	r.do(alice.Prepare("send", "draft 1"))
	r.do(alice.Prepare("send", `{"to":"bob@hai.example","cc":"carol@hai.example","bcc":"alice@shan.example","subject":"Grüße","body":".\n..\nFrom me","attachments":[{"name":"p.bin","type":"application/octet-stream","data":"AAEC"}]}`))
	if alice.Busy() != "sending" || len(alice.Box(BoxSent)) != 2 {
		t.Errorf("busy %q, %d sent", alice.Busy(), len(alice.Box(BoxSent)))
	}
	r.rest()
	if alice.Busy() != "" || !strings.HasPrefix(alice.Last, "accepted as S") {
		t.Errorf("busy %q, last %q", alice.Busy(), alice.Last)
	}
	if r.inbox(r.hai, "bob@hai.example") != 2 || r.inbox(r.hai, "carol@hai.example") != 1 || r.inbox(r.shan, "alice@shan.example") != 1 {
		t.Error("the letters are not where they belong")
	}
	for _, m := range r.hai.Store.Account("carol@hai.example").Inbox().Messages() {
		if bytes.Contains(m.Data, []byte("Bcc")) || bytes.Contains(m.Data, []byte("alice@shan.example,")) {
			t.Errorf("the blind copy can be seen:\n%s", m.Data)
		}
	}

	// Keep: twice the same fetch brings nothing twice. Then delete mode empties the server.
	fetch := func(last string, there, inbox int) {
		t.Helper()
		r.do(bob.Prepare("fetch", ""))
		if _, err := bob.Prepare("fetch", ""); err == nil || bob.Busy() != "fetching" {
			t.Error("two fetches at once")
		}
		r.rest()
		if bob.Last != last || r.inbox(r.hai, "bob@hai.example") != there || len(bob.Box(BoxInbox)) != inbox {
			t.Errorf("%q, %d on the server, %d here; want %q, %d, %d", bob.Last, r.inbox(r.hai, "bob@hai.example"), len(bob.Box(BoxInbox)), last, there, inbox)
		}
	}
	fetch("2 new, 2 on the server", 2, 2)
	fetch("0 new, 2 on the server", 2, 2)
	r.do(bob.Prepare("mode", "delete"))
	r.send(r.alice, "bob@hai.example")
	r.rest()
	r.do(bob.Prepare("fetch", ""))
	r.rest()
	if r.inbox(r.hai, "bob@hai.example") != 0 || len(bob.Box(BoxInbox)) != 3 {
		t.Errorf("after deleting: %d on the server, %d here, %s", r.inbox(r.hai, "bob@hai.example"), len(bob.Box(BoxInbox)), bob.Last)
	}

	// Every letter has kept its identity on the way.
	for i, l := range bob.Box(BoxInbox) {
		if sent := alice.Box(BoxSent)[i]; l.Msg != sent.Msg || l.Msg == 0 {
			t.Errorf("letter %d came as %d and was sent as %d", i, l.Msg, sent.Msg)
		}
	}
	r.do(bob.Prepare("read", "inbox 1"))
	r.do(bob.Prepare("delete", "inbox 2"))
	if len(bob.Box(BoxInbox)) != 2 || !bob.Letter(BoxInbox, 1).Read || bob.Letter(BoxInbox, 2) != nil {
		t.Error("reading and deleting in the program's own box")
	}
}

// TestProgramComposes answers a letter, passes it on as it is and in pieces, and sends a page with a picture.
func TestProgramComposes(t *testing.T) {
	r := newRig(t)
	alice, bob := r.alice.Program, r.bob.Program
	r.do(alice.Prepare("send", `{"to":"bob@hai.example","subject":"Look","body":"a cat","html":"<img src=cid:cat@x>","attachments":[{"name":"猫.png","type":"image/png","data":"iVBORw==","id":"cat@x"},{"name":"n.txt","type":"text/plain","data":"eA=="}]}`))
	r.rest()
	r.do(bob.Prepare("fetch", ""))
	r.rest()
	got := bob.Letter(BoxInbox, 1)
	if root := message.Tree(got.Data); root.Type != "multipart/mixed" || root.Parts[0].Type != "multipart/related" || root.Parts[0].Parts[1].ID != "cat@x" {
		t.Fatalf("%s", got.Data)
	}
	r.do(bob.Prepare("send", `{"to":"alice@shan.example","subject":"Re: Look","body":"nice","reply":"inbox 1","attachments":[{"letter":"inbox 1"},{"letter":"inbox 1","part":"1.2"},{"letter":"inbox 1","part":"2","name":"m.txt"}]}`))
	r.rest()
	r.do(alice.Prepare("fetch", ""))
	r.rest()
	answer := alice.Letter(BoxInbox, 2).Data
	root := message.Tree(answer)
	id := strings.Trim(message.Tree(got.Data).Header.Get("Message-ID"), "<>")
	if root.Header.Get("In-Reply-To") != "<"+id+">" || root.Header.Get("References") != "<"+id+">" || len(root.Parts) != 4 {
		t.Fatalf("%s", answer)
	}
	letter, _ := root.Parts[1].Content(answer)
	picture, _ := root.Parts[2].Content(answer)
	if root.Parts[1].Type != "message/rfc822" || !bytes.Equal(letter, got.Data) || string(picture) != "\x89PNG" || root.Parts[2].Filename != "猫.png" || root.Parts[3].Filename != "m.txt" {
		t.Errorf("%s", answer)
	}
	for _, arg := range []string{
		`{"to":"a@b.example","reply":"inbox 9"}`, `{"to":"a@b.example","html":"<p>"}`, `{"to":"a@b.example","attachments":[{"letter":"inbox 9"}]}`,
		`{"to":"a@b.example","attachments":[{"letter":"inbox 1","part":"7"}]}`, `{"to":"a@b.example","attachments":[{"letter":"inbox 1","part":"1"}]}`,
	} {
		if act, err := bob.Prepare("send", arg); err == nil || act != nil {
			t.Errorf("%s is sent", arg)
		}
	}
}

// TestProgramRefusals asks for what cannot be done; nothing happens but a sentence.
func TestProgramRefusals(t *testing.T) {
	r := newRig(t)
	before := r.Rec.Log.Len()
	for _, c := range [][2]string{
		{"fly", ""}, {"send", ""}, {"send", "x"}, {"send", "[]"}, {"send", "draft 0"}, {"send", "draft 2"}, {"send", "draft x"}, {"send", `{}`},
		{"send", `{"to":"nobody at all"}`}, {"send", `{"to":7}`}, {"send", `{"to":"bob@hai.example","colour":"red"}`},
		{"send", `{"to":"bob@hai.example","attachments":7}`}, {"send", `{"to":"bob@hai.example","attachments":[{"data":"!"}]}`},
		{"send", `{"to":"bob@hai.example","attachments":[{"size":"1"}]}`}, {"send", `{"to":"bob@hai.example","attachments":[7]}`},
		{"send", `{"to":"bob@hai.example","attachments":[{"name":7}]}`}, {"mode", "maybe"}, {"read", "inbox 1"}, {"read", ""}, {"delete", "inbox x"},
	} {
		if act, err := r.alice.Program.Prepare(c[0], c[1]); err == nil || act != nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", c, err)
		}
	}
	if r.Rec.Log.Len() != before {
		t.Error("a refusal is in the trace")
	}
}

// TestProgramTroubles lets sending and fetching fail in every way that the world offers. Each time the program says why,
// is free again, and works when the trouble is over.
func TestProgramTroubles(t *testing.T) {
	for _, c := range []struct{ kind, target, arg, want string }{
		{"down", "mail.shan.example", "", "timed out"},
		{"stopped", "mail.shan.example", "", "refused"},
		{"dns", "mail.shan.example", "SERVFAIL", "SERVFAIL"},
		{"dns", "mail.shan.example", "TIMEOUT", "did not answer"},
		{"cut", "alice-pc--mail.shan.example", "", "timed out"},
		{"down", "alice-pc", "", ""},
	} {
		for _, job := range [][2]string{{"send", "draft 1"}, {"fetch", ""}} {
			r := newRig(t)
			r.fault(c.kind, c.target, c.arg, true)
			r.do(r.alice.Program.Prepare(job[0], job[1]))
			r.run(30 * vtime.Minute)
			p := r.alice.Program
			if p.Busy() != "" || p.Last == "" || !strings.Contains(p.Last, c.want) {
				t.Errorf("%s with %s: busy %q, %q; want %q", job[0], c.kind, p.Busy(), p.Last, c.want)
			}
			r.fault(c.kind, c.target, c.arg, false)
			r.run(10 * vtime.Minute) // A cached "no" is forgotten.
			r.do(p.Prepare(job[0], job[1]))
			r.run(vtime.Minute)
			if p.Busy() != "" || !strings.HasPrefix(p.Last, "accepted") && !strings.HasPrefix(p.Last, "0 new") {
				t.Errorf("%s after %s: busy %q, %q", job[0], c.kind, p.Busy(), p.Last)
			}
		}
	}
	// A wrong password, a recipient that does not exist, a fetch while somebody else is in the mailbox.
	r := newRig(t)
	r.alice.Program.Spec.Pass = "wrong"
	r.send(r.alice, "bob@hai.example")
	r.rest()
	if !strings.Contains(r.alice.Program.Last, "535") {
		t.Errorf("wrong password: %q", r.alice.Program.Last)
	}
	r.do(r.alice.Program.Prepare("fetch", ""))
	r.rest()
	if !strings.Contains(r.alice.Program.Last, "password") {
		t.Errorf("wrong password: %q", r.alice.Program.Last)
	}
	r.alice.Program.Spec.Pass = "alice-pw"
	r.send(r.alice, "ghost@shan.example, bob@hai.example")
	r.rest()
	if !strings.Contains(r.alice.Program.Last, "ghost@shan.example") {
		t.Errorf("no such user: %q", r.alice.Program.Last)
	}
	term := r.terminal(r.bob, "telnet mail.hai.example 110")
	r.typed(term, "USER bob@hai.example\r\nPASS bob-pw")
	r.do(r.bob.Program.Prepare("fetch", ""))
	r.rest()
	if !strings.Contains(r.bob.Program.Last, "use") {
		t.Errorf("in use: %q", r.bob.Program.Last)
	}
	for r.alice.Program.Busy() == "" || len(r.alice.Program.outgoing) < MaxOutgoing {
		r.do(r.alice.Program.Prepare("send", "draft 1"))
	}
	if _, err := r.alice.Program.Prepare("send", "draft 1"); err == nil {
		t.Error("the outbox has no bound")
	}
	r.run(vtime.Hour)
	if r.inbox(r.hai, "bob@hai.example") < MaxOutgoing {
		t.Error("letters of a full outbox are missing")
	}
}

// TestQueueActs works a queue by hand.
func TestQueueActs(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	for range 3 {
		r.send(r.alice, "bob@hai.example")
	}
	r.rest()
	if n := r.shan.Queue.Len(); n != 3 {
		t.Fatalf("%d letters wait", n)
	}
	for _, c := range [][2]string{{"fly", "S0001"}, {"flush", "X"}, {"hold", ""}, {"delete", "S9999"}} {
		if _, err := r.shan.QueueAct(c[0], c[1]); err == nil {
			t.Errorf("%v was taken", c)
		}
	}
	if _, err := r.alice.QueueAct("flush", ""); err == nil {
		t.Error("a mail program has a queue")
	}
	mailq := r.shan.Mailq(false)
	for _, want := range []string{"S0001", "(connect to mail.hai.example[203.0.113.10]:25: ", "refused)", "bob@hai.example", "alice@shan.example"} {
		if !strings.Contains(mailq, want) {
			t.Errorf("mailq has no %q:\n%s", want, mailq)
		}
	}
	r.do(r.shan.QueueAct("hold", "S0001"))
	r.do(r.shan.QueueAct("delete", "S0002"))
	r.fault("stopped", "mail.hai.example", "", false)
	r.do(r.shan.QueueAct("flush", "S0003"))
	r.rest()
	if r.inbox(r.hai, "bob@hai.example") != 1 {
		t.Error("the flushed letter has not come")
	}
	r.do(r.shan.QueueAct("flush", ""))
	r.run(24 * vtime.Hour)
	if r.inbox(r.hai, "bob@hai.example") != 1 || r.shan.Queue.Len() != 1 {
		t.Error("the held letter went out, or the deleted one came")
	}
	r.do(r.shan.QueueAct("release", "S0001"))
	r.rest()
	if r.inbox(r.hai, "bob@hai.example") != 2 || r.shan.Queue.Len() != 0 {
		t.Error("the released letter has not come")
	}
	// Acts on letters that changed between asking and doing are harmless.
	act, err := r.shan.QueueAct("flush", "")
	r.do(act, err)
}

// TestDeliveries sends to every kind of place: several recipients, a backup server, a name without servers, a full mailbox,
// the postmaster, a user with detail, and round in circles.
func TestDeliveries(t *testing.T) {
	r := newRig(t, func(s *Spec) { _ = s.Policy.Set("separator", "+") })
	r.hai.Spec.Domains = append(r.hai.Spec.Domains, "two.example")
	r.hai.router = r.hai.newRouter()
	r.send(r.alice, "bob+list@hai.example, postmaster@hai.example, nobody@hai.example, x@no.example")
	r.run(vtime.Hour)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 2 { // bob is the first account, so the postmaster's letters are his.
		t.Errorf("bob has %d letters, want his and the postmaster's", n)
	}
	if n := len(filter(events[*trace.Mail](r), "bounced", "mail.shan.example")); n != 1 || r.inbox(r.shan, "alice@shan.example") != 1 {
		t.Errorf("%d notices for two recipients that fail in one try, alice has %d", n, r.inbox(r.shan, "alice@shan.example"))
	}
	if _, err := r.hai.Store.AddAccount("ann@two.example", "x", ""); err != nil {
		t.Fatal(err)
	}
	r.send(r.alice, "ann@two.example")
	r.run(vtime.Hour)
	if n := r.inbox(r.hai, "ann@two.example"); n != 1 {
		t.Errorf("by the backup server came %d letters", n)
	}
	r.fault("full", "carol@hai.example", "", true)
	r.send(r.alice, "carol@hai.example")
	r.run(vtime.Hour)
	if r.inbox(r.hai, "carol@hai.example") != 0 || r.shan.Queue.Len() != 1 {
		t.Error("a full mailbox took a letter, or it was not kept")
	}
	r.fault("full", "carol@hai.example", "", false)
	r.run(10 * vtime.Hour)
	if r.inbox(r.hai, "carol@hai.example") != 1 || r.shan.Queue.Len() != 0 {
		t.Error("the letter for the full mailbox never came")
	}

	// A letter that has passed a hundred servers goes in circles.
	term := r.terminal(r.bob, "telnet mail.hai.example 25")
	r.typed(term, "HELO x\r\nMAIL FROM:<a@shan.example>\r\nRCPT TO:<bob@hai.example>\r\nDATA")
	at := r.Rec.Log.Len()
	r.typed(term, strings.Repeat("Received: from x by y; Mon, 2 Mar 2026 08:00:00 +0000\r\n", 100)+"\r\nHello\r\n.")
	if got := r.screen(term, at); !strings.Contains(got, "554 5.4.6 too many hops") {
		t.Errorf("the hundredth hop answers %q", got)
	}
}

// TestFaultRefusals asks for faults that there are not.
func TestFaultRefusals(t *testing.T) {
	r := newRig(t)
	before := r.Rec.Log.Len()
	for _, c := range []struct{ kind, target, arg string }{
		{"down", "nowhere", ""}, {"stopped", "", ""}, {"full", "x", ""}, {"dns", "hai.example", "MAYBE"}, {"dns", "hai.example", ""}, {"fire", "alice-pc", ""},
		{"cut", "alice-pc", ""}, {"cut", "alice-pc--nowhere", ""}, {"cut", "alice-pc--alice-pc", ""}, {"cut", "*--alice-pc", ""}, {"loss", "alice-pc--bob-pc", ""},
		{"loss", "alice-pc--bob-pc", "1000"}, {"loss", "alice-pc--bob-pc", "0"}, {"slow", "alice-pc--bob-pc", ""}, {"slow", "alice-pc--bob-pc", "-1s"}, {"slow", "alice-pc--*", "2h"},
		{"reply", "alice-pc", "451 RCPT"}, {"reply", "mail.hai.example", "RCPT"}, {"drop", "mail.hai.example", "451 EOD"}, {"disk", "ns.example", ""},
	} {
		if act, err := r.Fault(c.kind, c.target, c.arg, true); err == nil || act != nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", c, err)
		}
	}
	if r.Rec.Log.Len() != before {
		t.Error("a refusal is in the trace")
	}
	// Loss and delay: a letter still comes, later.
	r.fault("loss", "mail.shan.example--*", "300", true)
	r.fault("slow", "mail.shan.example--mail.hai.example", "2s", true)
	r.send(r.alice, "bob@hai.example")
	r.run(12 * vtime.Hour)
	if n := r.inbox(r.hai, "bob@hai.example"); n != 1 {
		t.Errorf("over a bad line the letter came %d times", n)
	}
	r.fault("loss", "mail.shan.example--*", "", false)
	r.fault("slow", "mail.shan.example--mail.hai.example", "", false)
	began := r.Rec.Now
	r.send(r.alice, "bob@hai.example")
	r.rest()
	if took := r.Rec.Now.Sub(began); took > 3*vtime.Second {
		t.Errorf("over the mended line it took %v", took)
	}
}

// TestNoResolver asks on a host that has no name server: an answer comes, and the trace has it.
func TestNoResolver(t *testing.T) {
	r := newRig(t, func(s *Spec) { s.Resolver = "" })
	term := r.terminal(r.alice, "dig MX hai.example")
	if got := r.screen(term, 0); !strings.Contains(got, ";; SERVFAIL") {
		t.Error(got)
	}
	if list := events[*trace.DNS](r); len(list) != 1 || list[0].Rcode != "SERVFAIL" {
		t.Errorf("%+v", list)
	}
	r.typed(term, "telnet 203.0.113.10 25") // Addresses need no names.
	if !strings.Contains(r.screen(term, 0), "220 ") {
		t.Error("no greeting")
	}
}

// TestCache asks the same name twice at once and again later: one question on the wire, then none, then one when its time
// to live is over. An answer from a stranger counts for nothing.
func TestCache(t *testing.T) {
	r := newRig(t)
	a, b := r.terminalOpen(r.alice), r.terminalOpen(r.alice)
	ask := func(terms ...*Terminal) (packets int) {
		before := r.Rec.Log.Len()
		for _, term := range terms {
			if err := term.Type([]byte("dig MX hai.example\r\n")); err != nil {
				t.Fatal(err)
			}
		}
		if port := r.alice.resolver.port; port != 0 {
			r.Net.SendUDP("bob-pc", 53, "198.51.100.5", port, []byte("nonsense from a stranger"))
		}
		r.run(vtime.Second)
		for _, e := range r.Rec.Log.Since(before) {
			if p, ok := e.Body.(*trace.Packet); ok && p.DstPort == dnsPort {
				packets++
			}
		}
		if n := strings.Count(r.screen(terms[0], before), ";; NOERROR, 1 record(s)"); n != 1 {
			t.Errorf("%d answers on the screen", n)
		}
		return packets
	}
	for i, want := range []int{1, 0} {
		if got := ask(a, b); got != want {
			t.Errorf("round %d: %d questions, want %d", i, got, want)
		}
	}
	r.run(301 * vtime.Second)
	if got := ask(a); got != 1 {
		t.Errorf("after the time to live: %d questions", got)
	}
}

func (r *rig) terminalOpen(h *Host) *Terminal {
	r.t.Helper()
	t, err := h.OpenTerminal()
	if err != nil {
		r.t.Fatal(err)
	}
	return t
}

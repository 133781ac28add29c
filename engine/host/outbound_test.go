package host

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// put puts a letter into shan's queue, as if somebody had handed it in.
func (r *rig) put(env smtp.Envelope) *queue.Item {
	r.t.Helper()
	it, err := r.shan.Queue.Add(r.Rec.Now, queue.Letter{Msg: r.NewMsg(), Envelope: env, Data: []byte("Subject: Hi\r\nMessage-ID: <1@shan.example>\r\n\r\nHello.\r\n")})
	if err != nil {
		r.t.Fatal(err)
	}
	r.shan.wake()
	return it
}

func fromAlice(rcpts ...string) smtp.Envelope {
	return smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts(rcpts...)}
}

// dials counts the connections from shan's queue to hai since event n.
func (r *rig) dials(since int) int {
	n := 0
	for _, e := range r.Rec.Log.Since(since) {
		if c, ok := e.Body.(trace.Conn); ok && c.Act == "attempt" && c.From == "mail.shan.example" && c.Port == 25 {
			n++
		}
	}
	return n
}

// TestReuse sends twenty letters at once: they go over a few connections, which are closed two seconds later.
func TestReuse(t *testing.T) {
	for _, c := range []struct{ reuse, dials int }{{100, 5}, {1, 20}, {4, 7}} {
		r := newRig(t)
		r.shan.Queue.SetReuse(c.reuse)
		for range 20 {
			r.put(fromAlice("bob@hai.example"))
		}
		r.rest()
		if n := r.inbox(r.hai, "bob@hai.example"); n != 20 || r.shan.Queue.Len() != 0 {
			t.Errorf("reuse %d: bob has %d letters, %d wait", c.reuse, n, r.shan.Queue.Len())
		}
		if n := r.dials(0); n != c.dials {
			t.Errorf("reuse %d: %d connections, want %d", c.reuse, n, c.dials)
		}
		open := len(r.shan.Sessions())
		r.run(3 * vtime.Second)
		if n := len(r.shan.Sessions()); n != 0 || c.reuse == 1 && open != 0 || len(r.shan.runner.kept) != 0 {
			t.Errorf("reuse %d: %d connections at rest, %d after three seconds", c.reuse, open, n)
		}
	}
}

// TestOneLetterLeaves: a single letter's connection is closed at once.
func TestOneLetterLeaves(t *testing.T) {
	r := newRig(t)
	r.put(fromAlice("bob@hai.example", "carol@hai.example"))
	r.rest()
	if n := r.dials(0); n != 1 || len(r.shan.Sessions()) != 0 || r.inbox(r.hai, "carol@hai.example") != 1 {
		t.Errorf("%d connections, %d open", n, len(r.shan.Sessions()))
	}
	verbs := 0
	for _, c := range events[*trace.Cmd](r) {
		if c.Verb == smtp.DATA || c.Verb == smtp.RCPT {
			verbs++
		}
	}
	if verbs != 3 {
		t.Errorf("%d commands for two recipients", verbs)
	}
}

// TestKeptConnectionGone lets the server go away while a connection to it is being kept: the next letter takes another one, and
// that is no failure.
func TestKeptConnectionGone(t *testing.T) {
	for _, kind := range []string{"stopped", "down"} {
		r := newRig(t)
		r.put(fromAlice("bob@hai.example"))
		r.put(fromAlice("bob@hai.example"))
		r.rest()
		if len(r.shan.runner.kept) != 1 {
			t.Fatalf("%d connections are kept", len(r.shan.runner.kept))
		}
		r.fault(kind, "mail.hai.example", "", true)
		r.fault(kind, "mail.hai.example", "", false)
		it := r.put(fromAlice("bob@hai.example"))
		r.run(time30m)
		if n := r.inbox(r.hai, "bob@hai.example"); n != 3 || it.State != queue.Removed {
			t.Errorf("%s: bob has %d letters; %v %v", kind, n, it.State, it.LastError())
		}
	}
}

const time30m = 31 * vtime.Minute

// TestSharedTry: of fifty letters for a server that refuses connections, one finds out for all of them.
func TestSharedTry(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	for range 50 {
		r.put(fromAlice("bob@hai.example"))
	}
	r.rest()
	if n := r.dials(0); n != 1 || r.shan.Queue.Active() != 0 {
		t.Errorf("%d connections, %d still tried", n, r.shan.Queue.Active())
	}
	if text := r.shan.Mailq(false); strings.Count(text, "(delivery temporarily suspended: connect to mail.hai.example[203.0.113.10]:25: Connection refused)") != 49 {
		t.Error(text)
	}
	r.fault("stopped", "mail.hai.example", "", false)
	before := r.Rec.Log.Len()
	r.do(r.shan.QueueAct("flush", ""))
	r.rest()
	if n := r.inbox(r.hai, "bob@hai.example"); n != 50 || r.dials(before) > 5 {
		t.Errorf("bob has %d letters over %d connections", n, r.dials(before))
	}
}

// TestManyRecipients: a letter for many goes in transactions of at most a hundred, over one connection after another.
func TestManyRecipients(t *testing.T) {
	r := newRig(t)
	var rcpts []string
	for i := range 250 {
		rcpts = append(rcpts, fmt.Sprintf("n%d@hai.example", i))
	}
	r.put(fromAlice(append(rcpts, "bob@hai.example")...))
	r.rest()
	most, now := 0, 0
	for _, c := range events[*trace.Cmd](r) {
		switch c.Verb {
		case smtp.MAIL:
			now = 0
		case smtp.RCPT:
			now++
			most = max(most, now)
		}
	}
	if most > queue.MaxLoadRcpts+1 || r.inbox(r.hai, "bob@hai.example") != 1 {
		t.Errorf("%d recipients in one transaction, bob has %d", most, r.inbox(r.hai, "bob@hai.example"))
	}
	// One notice for 250 failures.
	if n := filter(events[*trace.Mail](r), "bounced", "mail.shan.example"); len(n) != 1 {
		t.Errorf("%d notices", len(n))
	}
}

// notices reads what alice has got.
func (r *rig) notices() (list []dsn.Report) {
	r.t.Helper()
	for _, st := range r.shan.Store.Account("alice@shan.example").Inbox().Messages() {
		report, err := dsn.Parse(st.Data)
		if err != nil {
			r.t.Fatal(err)
		}
		list = append(list, report)
	}
	return list
}

// TestNotices has what RFC 3461 says about a letter come back in the notice about it.
func TestNotices(t *testing.T) {
	env := fromAlice("alice@shan.example", "nobody@hai.example")
	env.EnvID, env.Ret = "QQ1", smtp.RetFull
	env.Rcpts[0].Notify, env.Rcpts[0].ORcpt = smtp.NotifySuccess, "rfc822;Alice@Shan.example"
	r := newRig(t)
	r.put(env)
	r.rest()
	var reports []dsn.Report
	for _, st := range r.shan.Store.Account("alice@shan.example").Inbox().Messages() {
		if report, err := dsn.Parse(st.Data); err == nil {
			reports = append(reports, report)
		}
	}
	// Good and bad news go in notices of their own.
	if len(reports) != 2 {
		t.Fatalf("%d notices", len(reports))
	}
	if n := reports[0]; n.EnvelopeID != "QQ1" || !n.Full || len(n.Recipients) != 1 || n.Recipients[0].Action != dsn.Failed || n.Recipients[0].Status != "5.1.1" {
		t.Errorf("%+v", n)
	}
	if n := reports[1]; n.EnvelopeID != "QQ1" || len(n.Recipients) != 1 || n.Recipients[0].Action != dsn.Delivered || n.Recipients[0].Original != "rfc822;Alice@Shan.example" {
		t.Errorf("%+v", n)
	}
	// A notice of success only gives the header back, whatever RET= says, and is called so in the trace.
	env.Rcpts = env.Rcpts[:1]
	r = newRig(t)
	r.put(env)
	r.rest()
	if told := filter(events[*trace.Mail](r), "notified", "mail.shan.example"); len(told) != 1 {
		t.Errorf("%d notices of success", len(told))
	}
	last := r.shan.Store.Account("alice@shan.example").Inbox().Messages()[1]
	if n, err := dsn.Parse(last.Data); err != nil || n.Full || !strings.Contains(string(last.Data), "Subject: Successful mail delivery report") {
		t.Errorf("%+v %v", n, err)
	}
}

// TestInternationalNotice: a notice about a letter that was submitted with SMTPUTF8 is one itself (RFC 6533).
func TestInternationalNotice(t *testing.T) {
	r := newRig(t)
	env := fromAlice("周@no.example")
	env.SMTPUTF8 = true
	r.put(env)
	r.rest()
	data := string(r.shan.Store.Account("alice@shan.example").Inbox().Messages()[0].Data)
	for _, want := range []string{"message/global-delivery-status", "Final-Recipient: utf-8; 周@no.example", "Action: failed"} {
		if !strings.Contains(data, want) {
			t.Errorf("no %q in\n%s", want, data)
		}
	}
}

// TestETRN starts the queue for a node.
func TestETRN(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	r.put(fromAlice("bob@hai.example"))
	r.rest()
	r.fault("stopped", "mail.hai.example", "", false)
	b := &smtpBackend{host: r.shan}
	if reply := b.StartQueue(smtpserver.Session{}, "hai.example"); reply.Code != 459 {
		t.Errorf("a stranger: %v", reply.Error())
	}
	r.set(r.shan, "backupFor", "hai.example; lin.example")
	if reply := b.StartQueue(smtpserver.Session{}, "@lin.example"); reply.Error() != "251 2.0.0 no letters wait for @lin.example" {
		t.Error(reply.Error())
	}
	for node, want := range map[string]string{"lin.example": "251 2.0.0 no letters wait for lin.example", "#S0009": "251 2.0.0 no letters wait for #S0009"} {
		if reply := b.StartQueue(smtpserver.Session{User: "alice@shan.example"}, node); reply.Error() != want {
			t.Errorf("%s: %v", node, reply.Error())
		}
	}
	if reply := b.StartQueue(smtpserver.Session{User: "alice@shan.example"}, "@example"); reply.Error() != "253 2.0.0 1 waiting letter(s) for @example will be tried now" {
		t.Error(reply.Error())
	}
	r.rest()
	if r.inbox(r.hai, "bob@hai.example") != 1 {
		t.Error("the letter has not come")
	}
}

// TestQueueRefusals: what cannot be done is said in a sentence, and nothing happens.
func TestQueueRefusals(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	later := fromAlice("bob@hai.example")
	later.ReleaseAt = r.Rec.Now.Add(vtime.Hour)
	r.put(fromAlice("bob@hai.example"))
	r.put(fromAlice("bob@hai.example"))
	r.put(later)
	r.rest()
	r.do(r.shan.QueueAct("hold", "S0001"))
	for _, c := range []struct{ verb, text, want string }{
		{"flush", "S0001", "S0001 is held; release it first"},
		{"flush", "S0003", "S0003 is kept until Mon, 2 Mar 2026 09:00:00 +0000, as its sender asked; release lets it go now"},
		{"hold", "S0001", "S0001 is held already"},
		{"release", "S0002", "S0002 is not held"},
		{"hold", "", "which letters? an id such as S0001 must follow hold"},
		{"delete", "S0009", `there is no letter "S0009" in the queue`},
		{"delete", "S0001 S0002", "nothing may follow the letters"},
		{"delete", "to:x@*", `no letter in the queue is meant by "to:x@*"`},
		{"edit", "S0002 colour red", `a letter has no "colour" to edit`},
		{"fly", "S0001", "a queue can flush, hold, release, delete, requeue and edit"},
	} {
		if _, err := r.shan.QueueAct(c.verb, c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s %s: %v, want %s", c.verb, c.text, err, c.want)
		}
	}
	// Of several letters, those of which it is possible.
	r.do(r.shan.QueueAct("hold", "ALL"))
	for _, it := range r.shan.Queue.List() {
		if it.State != queue.Held {
			t.Errorf("%s is %v", it.ID, it.State)
		}
	}
	r.do(r.shan.QueueAct("edit", "S0002 add carol@hai.example"))
	r.do(r.shan.QueueAct("requeue", "S0002"))
	r.do(r.shan.QueueAct("delete", "to:bob@hai.example"))
	if n := r.shan.Queue.Len(); n != 0 {
		t.Errorf("%d letters left", n)
	}
}

// TestRequeueAsksTheRulesAgain: an alias that was set after the letter had come is known to one that is requeued, and so is one
// that an edit names.
func TestRequeueAsksTheRulesAgain(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	r.put(fromAlice("sales@hai.example"))
	r.put(fromAlice("bob@hai.example"))
	r.rest()
	r.set(r.shan, "aliases", "@hai.example: @shan.example; sales: alice")
	r.do(r.shan.QueueAct("requeue", "S0001"))
	r.do(r.shan.QueueAct("edit", "S0002 to sales@shan.example"))
	r.rest()
	if got, left := r.inbox(r.shan, "alice@shan.example"), r.shan.Queue.Len(); got != 2 || left != 0 {
		t.Errorf("alice has %d letters, %d are left in the queue", got, left)
	}
}

package host

import (
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// letters are those in the mailbox of an account.
func (r *rig) letters(h *Host, addr string) (list []string) {
	for _, st := range h.Store.Account(addr).Inbox().Messages() {
		list = append(list, string(st.Data))
	}
	return list
}

// post lets alice write to somebody and lets everything happen.
func (r *rig) post(to string) {
	r.t.Helper()
	r.send(r.alice, to)
	r.run(vtime.Minute)
}

// failures are the recipients that alice's notices name, with their codes.
func (r *rig) failures() string {
	r.t.Helper()
	var out []string
	for _, n := range r.notices() {
		for _, rcpt := range n.Recipients {
			if rcpt.Action == dsn.Failed {
				out = append(out, rcpt.Address+" "+rcpt.Status)
			}
		}
	}
	return strings.Join(out, ", ")
}

// TestForwardAndBack forwards a letter with a rewritten sender to a server that has no such user: the notice comes back
// through the forwarder to who wrote the letter.
func TestForwardAndBack(t *testing.T) {
	for _, srs := range []string{"", " srs"} {
		r := newRig(t)
		r.set(r.hai, "forwards", "bob -> nobody@shan.example"+srs)
		r.post("bob@hai.example")
		if r.inbox(r.hai, "bob@hai.example") != 0 || r.inbox(r.shan, "alice@shan.example") != 1 {
			t.Fatalf("%q: bob has %d, alice %d", srs, r.inbox(r.hai, "bob@hai.example"), r.inbox(r.shan, "alice@shan.example"))
		}
		if got := r.failures(); got != "nobody@shan.example 5.1.1" {
			t.Errorf("%q: %s", srs, got)
		}
		notice := r.letters(r.shan, "alice@shan.example")[0]
		for _, want := range []string{"Return-Path: <>\r\n", "Original-Recipient: rfc822; bob@hai.example\r\n"} {
			if !strings.Contains(notice, want) {
				t.Errorf("%q: the notice lacks %q\n%s", srs, want, notice)
			}
		}
		from := ""
		for _, m := range events[*trace.Mail](r) {
			if m.Act == "queued" && strings.HasPrefix(m.Text, "forward for ") {
				from = m.From
			}
		}
		if strings.HasPrefix(from, "SRS0=") != (srs != "") || srs == "" && from != "alice@shan.example" {
			t.Errorf("%q: it was forwarded from %s", srs, from)
		}
	}
}

// TestForwardInCircles has two people forward to each other on two servers: the letter ends where it has been before.
func TestForwardInCircles(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "forwards", "bob -> alice@shan.example")
	r.set(r.shan, "forwards", "alice: alice, bob@hai.example")
	r.post("bob@hai.example")
	// bob -> alice, who keeps a copy -> bob, where the letter has been: refused after the dot, and the sender is told.
	if n := r.inbox(r.shan, "alice@shan.example"); n != 2 {
		t.Fatalf("alice has %d letters, want the letter and a notice", n)
	}
	r.wants("the notice", r.letters(r.shan, "alice@shan.example")[1], "Status: 5.4.6")
	r.wants("the letter", r.letters(r.shan, "alice@shan.example")[0], "Delivered-To: bob@hai.example\r\n")
}

// TestAliasesInCircles has aliases of two servers point at each other. Aliases leave no mark but Received.
func TestAliasesInCircles(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "aliases", "sales: sales@shan.example")
	r.set(r.shan, "aliases", "sales: sales@hai.example")
	r.set(r.hai, "maxHops", "10")
	r.post("sales@hai.example")
	if n := r.inbox(r.shan, "alice@shan.example"); n != 1 {
		t.Fatalf("alice has %d letters, want a notice", n)
	}
	r.wants("the notice", r.letters(r.shan, "alice@shan.example")[0], "Status: 5.4.6")
	if n := len(filter(events[*trace.Mail](r), "accepted", "mail.hai.example")); n > 10 {
		t.Errorf("it went round %d times", n)
	}
}

// TestListsInCircles has two lists on two servers be members of each other: every member gets the letter once.
func TestListsInCircles(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "lists", "team: bob, crew@shan.example | post=anybody | owner=carol")
	r.set(r.shan, "lists", "crew: alice, team@hai.example | post=anybody")
	r.post("team@hai.example")
	if a, b := r.inbox(r.shan, "alice@shan.example"), r.inbox(r.hai, "bob@hai.example"); b != 1 || a != 2 {
		// Alice answers for crew, too, and hears that team did not want the letter again.
		t.Errorf("alice has %d letters, bob %d", a, b)
	}
}

// TestListOfTwoServers posts to a list: members get it from the list, and what goes wrong is the owner's business.
func TestListOfTwoServers(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "lists", `team: bob, alice@shan.example, nobody@shan.example | prefix=[team] | footer | munge | owner=carol`)
	r.post("team@hai.example")
	for _, row := range []struct {
		host *Host
		addr string
		want []string
	}{
		{r.hai, "bob@hai.example", []string{"Return-Path: <team-bounces@hai.example>\r\nDelivered-To: bob@hai.example\r\n", "\r\nSubject: [team] Hi\r\n", "From: Alice via team <team@hai.example>", "\r\nReply-To: Alice <alice@shan.example>\r\n", "You are on the list team@hai.example"}},
		{r.shan, "alice@shan.example", []string{"Return-Path: <team-bounces@hai.example>\r\n", "List-Id: <team.hai.example>\r\n"}},
		{r.hai, "carol@hai.example", []string{"Return-Path: <>\r\n", "To: team-bounces@hai.example\r\n", "Final-Recipient: rfc822; nobody@shan.example\r\n"}},
	} {
		got := r.letters(row.host, row.addr)
		if len(got) != 1 {
			t.Errorf("%s has %d letters", row.addr, len(got))
			continue
		}
		for _, want := range row.want {
			r.wants(row.addr, got[0], want)
		}
	}
	r.wants("a stranger after the dot", r.says("EHLO x", "MAIL FROM:<x@gone.example>", "RCPT TO:<team@hai.example>", "DATA", "Subject: x\r\n\r\nHello\r\n."),
		"550 5.7.2 <team@hai.example>: only its members may write to this list")
	r.set(r.hai, "expn", "answer")
	r.wants("EXPN", r.says("EHLO x", "EXPN team"), "250-2.1.5 <bob@hai.example>\n250-2.1.5 <alice@shan.example>\n250 2.1.5 <nobody@shan.example>\n")
}

// TestVacationOverTheNet: one answer, and none to the answer.
func TestVacationOverTheNet(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "vacation", "bob: Away.")
	r.set(r.shan, "vacation", "alice: Away, too.")
	r.post("bob@hai.example")
	r.post("bob@hai.example")
	if a, b := r.inbox(r.shan, "alice@shan.example"), r.inbox(r.hai, "bob@hai.example"); a != 1 || b != 2 {
		t.Fatalf("alice has %d, bob %d", a, b)
	}
	r.wants("the answer", r.letters(r.shan, "alice@shan.example")[0], "Subject: Auto: Hi\r\n")
	r.run(8 * 24 * vtime.Hour)
	r.post("bob@hai.example")
	if a := r.inbox(r.shan, "alice@shan.example"); a != 2 {
		t.Errorf("alice has %d answers after a week", a)
	}
}

// TestBackupAndSmartHost: a backup hands a letter to better hosts only, and a smart host is where everything goes.
func TestBackupAndSmartHost(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "backupFor", "two.example: x")
	r.post("x@two.example")
	r.run(10 * vtime.Minute)
	r.wants("the backup's queue", r.hai.Mailq(false), "mail.nowhere.example[203.0.113.99]:25")
	if list := r.shan.Queue.List(); len(list) != 0 {
		t.Errorf("%d letters are still with the sender's server", len(list))
	}
	r.wants("somebody else there", r.says("EHLO x", "MAIL FROM:<x@gone.example>", "RCPT TO:<y@two.example>"), "550 5.1.1 <y@two.example>: no such user at two.example")

	r = newRig(t)
	r.set(r.shan, "smartHost", "[mail.hai.example]")
	r.set(r.hai, "relayFrom", "192.0.2.0/24")
	r.post("x@two.example")
	if list := r.shan.Queue.List(); len(list) != 0 {
		t.Errorf("%d letters are still with the sender's server", len(list))
	}
	for _, d := range events[*trace.DNS](r) {
		if d.Host == "mail.shan.example" && d.Type == "MX" {
			t.Errorf("with a smart host it looked up MX of %s", d.Name)
		}
	}
}

// TestHandOverByLMTP has a gateway whose mailboxes lie on another machine.
func TestHandOverByLMTP(t *testing.T) {
	r := newRig(t, func(s *Spec) {
		if s.ID == "mail.shan.example" {
			s.Domains = append(s.Domains, "hai.example")
			s.Services = append(s.Services, Service{"lmtp", 24})
		}
	})
	for _, who := range []string{"bob@hai.example", "dave@hai.example"} {
		if _, err := r.shan.Store.AddAccount(who, "pw", ""); err != nil {
			t.Fatal(err)
		}
	}
	r.set(r.hai, "separator", "+")
	r.set(r.shan, "separator", "+")
	r.set(r.hai, "lmtp", "[mail.shan.example]:24")
	comes := func(rcpts ...string) {
		env := fromAlice(rcpts...)
		for i := range env.Rcpts {
			env.Rcpts[i].Notify = smtp.NotifySuccess | smtp.NotifyFailure
		}
		if refuse := r.hai.take(taking{id: r.hai.Queue.NextID(), msg: r.NewMsg(), env: env, data: []byte("Subject: x\r\n\r\nHello\r\n")}); refuse != nil {
			t.Fatal(refuse)
		}
	}
	comes("bob+x@hai.example", "carol@hai.example")
	r.run(vtime.Minute)
	if n := r.inbox(r.hai, "bob@hai.example") + r.inbox(r.hai, "carol@hai.example"); n != 0 {
		t.Errorf("%d letters stayed at the gateway", n)
	}
	r.wants("bob's", r.letters(r.shan, "bob@hai.example")[0], "Delivered-To: bob+x@hai.example\r\n")
	got := map[string]string{}
	for _, n := range r.notices() {
		for _, rcpt := range n.Recipients {
			got[rcpt.Address] = rcpt.Action + " " + rcpt.Status
		}
	}
	// Carol has an account at the gateway and none behind it.
	if got["bob+x@hai.example"] != "delivered 2.1.5" || got["carol@hai.example"] != "failed 5.1.1" {
		t.Errorf("%v", got)
	}
	r.wants("a name that only the store knows", r.says("EHLO x", "MAIL FROM:<alice@shan.example>", "RCPT TO:<dave@hai.example>"), "550 5.1.1")
	r.set(r.hai, "lmtp", "[mail.shan.example]:24 any")
	comes("dave@hai.example")
	r.run(vtime.Minute)
	if n := r.inbox(r.shan, "dave@hai.example"); n != 1 {
		t.Errorf("dave has %d letters", n)
	}
}

// TestNoRoomForAll: a letter of which more come than the queue has room for is not taken at all.
func TestNoRoomForAll(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "forwards", "bob -> x@gone.example keep")
	take := func(rcpt string) *smtp.Reply {
		return r.hai.take(taking{id: r.hai.Queue.NextID(), msg: r.NewMsg(), env: fromAlice(rcpt), data: []byte("Subject: x\r\n\r\nHello\r\n")})
	}
	for r.hai.Queue.Room() > 1 {
		if _, err := r.hai.Queue.Add(r.Rec.Now, queue.Letter{Envelope: fromAlice("x@gone.example")}); err != nil {
			t.Fatal(err)
		}
	}
	if refuse := take("bob@hai.example"); refuse == nil || refuse.Code != 452 || r.hai.Queue.Room() != 1 {
		t.Errorf("a letter for bob: %v, room for %d more", refuse, r.hai.Queue.Room())
	}
	if refuse := take("carol@hai.example"); refuse != nil {
		t.Errorf("a letter for carol: %v", refuse)
	}
	if refuse := take("carol@hai.example"); refuse == nil || refuse.Code != 452 {
		t.Errorf("a letter too many: %v", refuse)
	}
}

// TestFullBehindLMTP: who has no room is tried again alone, and what rules made of the letter goes out once.
func TestFullBehindLMTP(t *testing.T) {
	r := newRig(t, func(s *Spec) {
		if s.ID == "mail.hai.example" {
			s.Services = append(s.Services, Service{"lmtp", 24})
		}
	})
	r.set(r.hai, "forwards", "bob -> alice@shan.example keep")
	r.set(r.hai, "vacation", "bob: Away")
	r.fault("full", "bob@hai.example", "", true)
	env, data := fromAlice("bob@hai.example"), []byte("To: bob@hai.example\r\n\r\nHello\r\n")
	deposit := func() smtp.Reply {
		return r.hai.deposit(taking{id: r.hai.Queue.NextID(), msg: r.NewMsg(), env: env, data: data}, map[string]bool{})
	}
	if reply := deposit(); reply.Code != 452 || reply.Enhanced != "4.2.2" || r.hai.Queue.Len() != 0 {
		t.Errorf("full: %v, %d letters in the queue", reply, r.hai.Queue.Len())
	}
	r.fault("full", "bob@hai.example", "", false)
	if reply := deposit(); reply.Code != 250 {
		t.Errorf("room again: %v", reply)
	}
	r.run(vtime.Minute)
	if a, b := r.inbox(r.shan, "alice@shan.example"), r.inbox(r.hai, "bob@hai.example"); a != 2 || b != 1 {
		t.Errorf("alice has %d letters, want the answer and the copy; bob %d", a, b)
	}
}

// TestMergedRecipients: who was named in several ways gets the letter once, and the sender is told of each name what was
// wished for it.
func TestMergedRecipients(t *testing.T) {
	for _, c := range []struct {
		what, catchAll, dsn, want string
	}{
		{"into a mailbox here", "bob", "on", "rfc822;x@hai.example delivered, rfc822;who@hai.example delivered,  delivered"},
		{"to a server that tells of one", "alice@shan.example", "on", "rfc822;x@hai.example delivered, rfc822;who@hai.example relayed,  relayed"},
		{"to a server that tells of none", "alice@shan.example", "off", "rfc822;x@hai.example relayed, rfc822;who@hai.example relayed,  relayed"},
		{"to nobody", "nobody@shan.example", "on", "rfc822;who@hai.example failed,  failed"},
	} {
		r := newRig(t)
		target := strings.TrimPrefix(c.catchAll, "")
		if !strings.Contains(target, "@") {
			target += "@hai.example"
		}
		r.set(r.hai, "catchAll", target)
		r.set(r.shan, "ehlo.DSN", c.dsn)
		env := fromAlice("x@hai.example", "quiet@hai.example", "who@hai.example", target)
		for i, n := range []smtp.Notify{smtp.NotifySuccess, smtp.NotifyNever, smtp.NotifySuccess | smtp.NotifyFailure, smtp.NotifySuccess | smtp.NotifyFailure} {
			env.Rcpts[i].Notify = n
		}
		if refuse := r.hai.take(taking{id: r.hai.Queue.NextID(), msg: r.NewMsg(), env: env, data: []byte("Subject: x\r\n\r\nHello\r\n")}); refuse != nil {
			t.Fatal(refuse)
		}
		r.run(vtime.Minute)
		var got []string
		for _, letter := range r.letters(r.shan, "alice@shan.example") {
			if n, err := dsn.Parse([]byte(letter)); err == nil {
				for _, about := range n.Recipients {
					got = append(got, about.Original+" "+about.Action)
				}
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s, want %s", c.what, s, c.want)
		}
	}
}

// TestSuccessThroughRules: what the sender hears of success when rules have changed the recipient (RFC 3461 section 5.2.7).
func TestSuccessThroughRules(t *testing.T) {
	for rcpt, want := range map[string]string{
		"bob@hai.example":   "bob@hai.example delivered",
		"sales@hai.example": "bob@hai.example delivered",  // One address for another: as if it were the same.
		"both@hai.example":  "both@hai.example expanded",  // And nothing of the two.
		"team@hai.example":  "team@hai.example delivered", // A list is where the letter is delivered.
		"carol@hai.example": "alice@shan.example relayed", // Forwarded; the next server knows no DSN.
	} {
		r := newRig(t)
		r.set(r.hai, "aliases", "sales: bob; both: bob, alice@shan.example")
		r.set(r.hai, "lists", "team: bob | post=anybody")
		r.set(r.hai, "forwards", "carol -> alice@shan.example, srs")
		r.set(r.shan, "ehlo.DSN", "off")
		env := fromAlice(rcpt)
		env.Rcpts[0].Notify = smtp.NotifySuccess
		if refuse := r.hai.take(taking{id: r.hai.Queue.NextID(), msg: r.NewMsg(), env: env, data: []byte("Subject: x\r\n\r\nHello\r\n")}); refuse != nil {
			t.Fatal(refuse)
		}
		r.run(vtime.Minute)
		var got []string
		for _, letter := range r.letters(r.shan, "alice@shan.example") {
			if n, err := dsn.Parse([]byte(letter)); err == nil {
				for _, about := range n.Recipients {
					got = append(got, about.Address+" "+about.Action)
				}
			}
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%s: %s, want %s", rcpt, s, want)
		}
	}
}

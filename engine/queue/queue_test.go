package queue

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// start is 2026-03-02 08:00 +08:00, the start of the course's world.
var start, zone, _ = vtime.Parse("2026-03-02T08:00:00+08:00")

// fixture is a queue on mail.shan.example whose events are kept as lines.
type fixture struct {
	*Queue
	t      *testing.T
	events []string
	now    vtime.Time
}

func newFixture(t *testing.T, profile string, opts Options) *fixture {
	p, ok := ProfileNamed(profile)
	if !ok {
		t.Fatalf("no profile %q", profile)
	}
	f := &fixture{t: t, now: start}
	opts.Host, opts.Profile = "mail.shan.example", p
	opts.Emit = func(_ trace.MsgID, b trace.Body) {
		m := b.(*trace.Mail)
		line := fmt.Sprintf("%v %s %s", f.now.Sub(start), m.Act, m.QueueID)
		if m.Rcpt != "" {
			line += " " + m.Rcpt
		}
		if m.Code != "" {
			line += " " + m.Code
		}
		if m.At != 0 {
			line += fmt.Sprintf(" next=%v", m.At.Sub(start))
		}
		f.events = append(f.events, line)
	}
	f.Queue = New(opts)
	return f
}

func (f *fixture) add(from string, rcpts ...string) *Item {
	it, err := f.Add(f.now, Letter{Msg: 7, Envelope: smtp.Envelope{From: from, Rcpts: smtp.Rcpts(rcpts...)}, Data: []byte("Subject: Hi\r\n\r\nHello.\r\n")})
	if err != nil {
		f.t.Fatal(err)
	}
	return it
}

// expect compares the events since the last call.
func (f *fixture) expect(want ...string) {
	f.t.Helper()
	if got := strings.Join(f.events, "\n"); got != strings.Join(want, "\n") {
		f.t.Errorf("events\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	f.events = nil
}

// run goes from instant to instant until limit and lets answer decide every recipient of every try.
func (f *fixture) run(limit vtime.Duration, answer func(it *Item, rcpt string) smtpclient.RcptOutcome) (notices []Notice) {
	end := start.Add(limit)
	for steps := 0; ; steps++ {
		if steps > 100_000 {
			f.t.Fatal("the queue does not come to rest")
		}
		next := f.NextDue()
		if next > end {
			f.now = end
			return notices
		}
		f.now = max(f.now, next)
		due, n := f.Due(f.now)
		notices = append(notices, n...)
		for _, it := range due {
			var results []smtpclient.RcptOutcome
			for _, rcpt := range it.PendingRcpts() {
				results = append(results, answer(it, rcpt))
			}
			notices = append(notices, f.Report(f.now, it.ID, results)...)
		}
	}
}

func refused(_ *Item, rcpt string) smtpclient.RcptOutcome {
	return smtpclient.RcptOutcome{
		Rcpt: rcpt, Temporary: true, Local: true, MX: "mail.hai.example", IP: "203.0.113.10",
		Reply: smtp.Reply{Code: 450, Enhanced: "4.4.1", Lines: []string{"connect to mail.hai.example[203.0.113.10]:25: Connection refused"}},
	}
}

func said(rcpt string, code int, enhanced, text string) smtpclient.RcptOutcome {
	return smtpclient.RcptOutcome{
		Rcpt: rcpt, Delivered: code/100 == 2, Temporary: code/100 == 4, MX: "mail.hai.example", IP: "203.0.113.10", Conn: 3,
		Reply: smtp.Reply{Code: code, Enhanced: enhanced, Lines: []string{text}},
	}
}

func ok(_ *Item, rcpt string) smtpclient.RcptOutcome {
	return said(rcpt, 250, "2.0.0", "Ok: queued as H0001")
}

func TestDelivered(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	if it.ID != "S0001" {
		t.Errorf("id %s", it.ID)
	}
	if n := f.run(vtime.Hour, ok); len(n) != 0 {
		t.Errorf("notices %v", n)
	}
	f.expect("0s queued S0001 bob@hai.example", "0s attempt S0001 bob@hai.example", "0s delivered S0001 bob@hai.example 250", "0s removed S0001")
	if f.Len() != 0 || f.NextDue() != vtime.Never || it.State != Removed {
		t.Errorf("left: %d, due %v, %v", f.Len(), f.NextDue(), it.State)
	}
}

// TestLifeOfAStuckLetter is scenario 04: refused at once and at 08:30, warned at 12:00, returned after 5 days.
func TestLifeOfAStuckLetter(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	notices := f.run(4*vtime.Hour+29*vtime.Minute, refused)
	f.expect(
		"0s queued S0001 bob@hai.example",
		"0s attempt S0001 bob@hai.example",
		"0s deferred S0001 bob@hai.example 4.4.1 next=30m",
		"30m attempt S0001 bob@hai.example",
		"30m deferred S0001 bob@hai.example 4.4.1 next=2h30m",
		"2h30m attempt S0001 bob@hai.example",
		"2h30m deferred S0001 bob@hai.example 4.4.1 next=4h30m",
	)
	if len(notices) != 1 || notices[0].Action() != dsn.Delayed || notices[0].Until != start.Add(120*vtime.Hour) || notices[0].At != start.Add(4*vtime.Hour) {
		t.Errorf("notices %+v", notices)
	}
	notices = f.run(121*vtime.Hour, refused)
	if len(notices) != 1 {
		t.Fatalf("%d notices", len(notices))
	}
	n := notices[0]
	if n.Action() != dsn.Failed || n.Letter.From != "alice@shan.example" || n.Attempts != 61 || n.At != start.Add(120*vtime.Hour) || n.Arrived != start ||
		len(n.Letter.Data) == 0 || n.Letter.Msg != 7 {
		t.Errorf("notice %+v", n)
	}
	want := NoticeRcpt{
		Rcpt: smtp.Rcpt{Addr: "bob@hai.example"}, Action: dsn.Failed, Expired: true, Status: "4.4.1",
		Diagnostic: "connect to mail.hai.example[203.0.113.10]:25: Connection refused",
		MX:         "mail.hai.example", IP: "203.0.113.10", LastTry: start.Add(118*vtime.Hour + 30*vtime.Minute),
	}
	if len(n.Rcpts) != 1 || !reflect.DeepEqual(n.Rcpts[0], want) {
		t.Errorf("rcpts %+v", n.Rcpts)
	}
	f.events = f.events[len(f.events)-2:]
	f.expect("5d expired S0001 bob@hai.example 4.4.1", "5d removed S0001")

	if len(it.Attempts) != MaxAttempts || it.Attempts[keepFirst-1].N != keepFirst || it.Attempts[keepFirst].N != 61-(MaxAttempts-keepFirst)+1 || it.newest().N != 61 {
		t.Errorf("%d records, %d, %d", len(it.Attempts), it.Attempts[keepFirst].N, it.newest().N)
	}
}

func TestTriesInADay(t *testing.T) {
	for name, want := range map[string]int{"rfc": 13, "notes3": 480, "textbook": 48, "postfix": 26, "mox": 8} {
		f := newFixture(t, name, Options{})
		it := f.add("alice@shan.example", "bob@hai.example")
		f.run(24*vtime.Hour-1, refused)
		if it.Tries != want {
			t.Errorf("%s: %d tries, want %d", name, it.Tries, want)
		}
	}
}

// TestMoxNotices has its warning and its expiry on the instant of a try: the try comes first.
func TestMoxNotices(t *testing.T) {
	f := newFixture(t, "mox", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	n := f.run(48*vtime.Hour, refused)
	if len(n) != 2 || n[0].Action() != dsn.Delayed || n[0].Attempts != 6 || n[1].Action() != dsn.Failed || n[1].Attempts != 9 || it.Tries != 9 {
		t.Errorf("notices %+v", n)
	}
}

func TestRecipientsFareDifferently(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example", "nobody@hai.example", "zhou@lin.example", "no@lin.example", "bob@hai.example")
	due, _ := f.Due(start)
	if len(due) != 1 {
		t.Fatalf("due %v", due)
	}
	// The first destination reports at once, the other later: one notice for both failures.
	if n := f.Report(start, "S0001", []smtpclient.RcptOutcome{
		said("bob@hai.example", 250, "2.0.0", "Ok"),
		said("nobody@hai.example", 550, "5.1.1", "<nobody@hai.example>: no such user"),
	}); n != nil || it.State != Active {
		t.Errorf("half a report: %v, %v", n, it.State)
	}
	f.Converse("S0001", smtpclient.Conversation{MX: "mail.hai.example", Transcript: []string{"S: 220 hi"}})
	f.now = start.Add(vtime.Minute)
	n := f.Report(f.now, "S0001", []smtpclient.RcptOutcome{
		said("no@lin.example", 550, "", "go away"), // Another order than the envelope's.
		said("bob@hai.example", 450, "", "once more? no"),
		said("zhou@lin.example", 452, "4.2.2", "mailbox full"),
	})
	if len(n) != 1 || len(n[0].Rcpts) != 2 || n[0].Rcpts[0].Status != "5.1.1" || n[0].Rcpts[1].Status != "5.0.0" || !n[0].Rcpts[0].Remote ||
		n[0].Rcpts[0].Diagnostic != "550 5.1.1 <nobody@hai.example>: no such user" {
		t.Errorf("notices %+v", n)
	}
	f.expect(
		"0s queued S0001",
		"0s attempt S0001",
		"0s delivered S0001 bob@hai.example 250",
		"0s failed S0001 nobody@hai.example 550",
		"1m failed S0001 no@lin.example 550",
		"1m deferred S0001 zhou@lin.example 452 next=30m",
	)
	if a := it.newest(); len(a.Conversations) != 1 || len(a.Results) != 4 || a.End != f.now {
		t.Errorf("record %+v", a)
	}
	// The failures are not told again.
	if n := f.run(vtime.Hour, ok); len(n) != 0 || f.Len() != 0 {
		t.Errorf("notices %+v, %d left", n, f.Len())
	}
}

func TestNullSenderNeverBounces(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	f.add("", "alice@shan.example")
	if n := f.run(6*24*vtime.Hour, refused); len(n) != 0 {
		t.Errorf("notices %+v", n)
	}
	f.events = f.events[len(f.events)-3:]
	f.expect("5d expired S0001 alice@shan.example 4.4.1", "5d dropped S0001 alice@shan.example", "5d removed S0001")

	f.now = start
	f.add("", "alice@shan.example")
	due, _ := f.Due(start)
	if n := f.Report(start, due[0].ID, []smtpclient.RcptOutcome{said("alice@shan.example", 550, "5.1.1", "no")}); len(n) != 0 || f.Len() != 0 {
		t.Errorf("a notice for the null sender: %+v", n)
	}
}

func TestLongTryCountsFromItsEnd(t *testing.T) {
	f := newFixture(t, "notes3", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	f.Due(start)
	f.now = start.Add(5 * vtime.Minute) // A connection that timed out.
	f.Report(f.now, it.ID, []smtpclient.RcptOutcome{refused(it, "bob@hai.example")})
	if it.Next != start.Add(8*vtime.Minute) {
		t.Errorf("next after %v", it.Next.Sub(start))
	}
}

func TestHoldReleaseDeleteFlush(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	a := f.add("alice@shan.example", "bob@hai.example")
	b := f.add("alice@shan.example", "carol@hai.example")
	f.run(0, refused)
	f.events = nil

	if !f.Hold("S0001") || f.Hold("S0001") || f.Hold("S0009") || f.Release(f.now, "S0002") {
		t.Error("hold")
	}
	f.run(vtime.Hour, refused)
	if a.Tries != 1 || b.Tries != 2 {
		t.Errorf("tries %d, %d", a.Tries, b.Tries)
	}
	// A held letter outlives its time, and is tried once more when it is released.
	f.run(200*vtime.Hour, refused)
	if a.State != Held || b.State != Removed {
		t.Errorf("states %v, %v", a.State, b.State)
	}
	f.events = nil
	if !f.Release(f.now, "S0001") || f.Release(f.now, "S0001") {
		t.Error("release")
	}
	if n := f.run(200*vtime.Hour, refused); len(n) != 1 || n[0].Action() != dsn.Failed || a.Tries != 2 {
		t.Errorf("after release: %+v", n)
	}
	f.expect(
		"8d8h released S0001 bob@hai.example next=30m",
		"8d8h attempt S0001 bob@hai.example",
		"8d8h expired S0001 bob@hai.example 4.4.1",
		"8d8h removed S0001",
	)

	// Deleting says nothing to anybody, also in the middle of a try.
	f.now = start
	c := f.add("alice@shan.example", "bob@hai.example")
	f.Due(start)
	if !f.Delete(c.ID) || f.Delete(c.ID) || f.Active() != 0 {
		t.Error("delete")
	}
	if n := f.Report(start, c.ID, []smtpclient.RcptOutcome{said("bob@hai.example", 550, "", "no")}); n != nil {
		t.Errorf("a deleted letter bounced: %+v", n)
	}

	// Flush makes an extra try; the timetable stays.
	d := f.add("alice@shan.example", "bob@hai.example")
	f.run(10*vtime.Minute, refused)
	f.events = nil
	if f.Flush(f.now) != 1 {
		t.Error("flush")
	}
	f.run(10*vtime.Minute, refused)
	f.expect("10m attempt S0004 bob@hai.example", "10m deferred S0004 bob@hai.example 4.4.1 next=30m")
	if !d.newest().Flushed || d.Attempts[0].Flushed {
		t.Error("records of the flushed try")
	}
	f.run(vtime.Hour, refused)
	f.expect("30m attempt S0004 bob@hai.example", "30m deferred S0004 bob@hai.example 4.4.1 next=2h30m")
	if f.FlushOne(f.now, "S0009") || !f.FlushOne(f.now, "S0004") {
		t.Error("flush one")
	}
	// Hold during a try: the try goes on, then the letter is held.
	f.Due(f.now)
	f.Hold("S0004")
	if d.State != Active {
		t.Errorf("state %v", d.State)
	}
	f.Report(f.now, "S0004", []smtpclient.RcptOutcome{refused(d, "bob@hai.example")})
	if d.State != Held || f.NextDue() != vtime.Never {
		t.Errorf("state %v", d.State)
	}
}

// TestFlushIsExtra uses a timetable whose pauses grow with each try: the flushed one must not count.
func TestFlushIsExtra(t *testing.T) {
	f := newFixture(t, "mox", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	f.run(vtime.Minute, refused)
	f.Flush(f.now)
	f.run(450*vtime.Second, refused)
	if it.Tries != 3 || it.Next != start.Add(3*450*vtime.Second) {
		t.Errorf("%d tries, next after %v", it.Tries, it.Next.Sub(start))
	}
}

// TestReleaseAfterExpiry holds a letter whose next try would have come after its end.
func TestReleaseAfterExpiry(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	f.run(119*vtime.Hour, refused)
	f.Hold(it.ID)
	f.run(200*vtime.Hour, refused)
	f.Release(f.now, it.ID)
	if n := f.run(201*vtime.Hour, ok); len(n) != 0 || it.Tries != 62 || it.State != Removed {
		t.Errorf("%d tries, %v, notices %+v", it.Tries, it.State, n)
	}
}

func TestInterrupt(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example", "carol@hai.example")
	f.Due(start)
	f.Report(start, it.ID, []smtpclient.RcptOutcome{said("bob@hai.example", 250, "2.0.0", "Ok")})
	if n := f.Interrupt(start, it.ID, "the server was stopped"); len(n) != 0 {
		t.Errorf("notices %+v", n)
	}
	if it.State != Waiting || fmt.Sprint(it.PendingRcpts()) != "[carol@hai.example]" || it.LastError() != "the server was stopped" {
		t.Errorf("%v %v %q", it.State, it.PendingRcpts(), it.LastError())
	}
}

func TestMaxActive(t *testing.T) {
	f := newFixture(t, "rfc", Options{MaxActive: 2})
	for range 5 {
		f.add("alice@shan.example", "bob@hai.example")
	}
	due, _ := f.Due(start)
	if len(due) != 2 || f.Active() != 2 || f.NextDue() != vtime.Never {
		t.Fatalf("%d due, %d active", len(due), f.Active())
	}
	f.Hold("S0003") // It stood first in line.
	f.Report(start, "S0001", []smtpclient.RcptOutcome{ok(nil, "bob@hai.example")})
	if f.NextDue() != start {
		t.Errorf("next due %v", f.NextDue())
	}
	if due, _ = f.Due(start); len(due) != 1 || due[0].ID != "S0004" {
		t.Errorf("due %v", due)
	}
	f.Delete("S0005")
	f.Delete("S0002")
	if f.NextDue() != vtime.Never {
		t.Errorf("next due %v", f.NextDue())
	}
}

func TestBounds(t *testing.T) {
	f := newFixture(t, "rfc", Options{MaxLetters: 1})
	it := f.add("alice@shan.example", "bob@hai.example")
	var full *FullError
	if _, err := f.Add(start, Letter{Envelope: smtp.Envelope{Rcpts: smtp.Rcpts("x@y")}}); !errors.As(err, &full) {
		t.Errorf("err %v", err)
	}
	f.Due(start)
	for range MaxConversations + 3 {
		f.Converse(it.ID, smtpclient.Conversation{Transcript: make([]string, MaxTranscript+5)})
	}
	if a := it.newest(); len(a.Conversations) != MaxConversations || len(a.Conversations[0].Transcript) != MaxTranscript {
		t.Errorf("%d conversations of %d lines", len(a.Conversations), len(a.Conversations[0].Transcript))
	}
}

func TestIDs(t *testing.T) {
	for host, want := range map[string]string{"mail.hai.example": "H0001", "ns.example": "N0001", "mx2.lin.example": "L0001", "": "Q0001", "mail.1st.example": "Q0001"} {
		if got := New(Options{Host: host}).NextID(); got != want {
			t.Errorf("%q: %s, want %s", host, got, want)
		}
	}
	q := New(Options{Host: "mail.shan.example"})
	q.NextID() // A letter that was delivered on the spot.
	it, _ := q.Add(start, Letter{Envelope: smtp.Envelope{Rcpts: smtp.Rcpts("x@y")}})
	given, _ := q.Add(start, Letter{ID: q.NextID(), Envelope: smtp.Envelope{Rcpts: smtp.Rcpts("x@y")}})
	q.counter = 9999
	if it.ID != "S0002" || given.ID != "S0003" || q.NextID() != "S10000" {
		t.Errorf("ids %s %s", it.ID, given.ID)
	}
}

func TestSetProfile(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	it := f.add("alice@shan.example", "bob@hai.example")
	f.run(0, refused)
	notes, _ := ProfileNamed("notes3")
	f.SetProfile(notes)
	n := f.run(5*vtime.Hour, refused)
	// Still 30 minutes, then every 3; no warning any more.
	if len(n) != 0 || it.Tries != 2+4*60/3+30/3 {
		t.Errorf("%d tries, notices %v", it.Tries, n)
	}
}

func TestMailq(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	if got := f.Mailq(start, zone, false); fmt.Sprint(got) != "[Mail queue is empty]" {
		t.Errorf("%q", got)
	}
	f.add("alice@shan.example", "bob@hai.example")
	f.run(0, refused)
	f.add("", "x@gone.example", "y@gone.example")
	f.add("alice@shan.example", "z@hai.example")
	f.Hold("S0003")
	f.Due(start)
	want := []string{
		"ID       Size  Arrived  Sender",
		"S0001      23  08:00    alice@shan.example",
		"      (connect to mail.hai.example[203.0.113.10]:25: Connection refused)",
		"      bob@hai.example  next 08:30",
		"S0002*     23  08:00    <>",
		"      x@gone.example  being tried",
		"      y@gone.example  being tried",
		"S0003!     23  08:00    alice@shan.example",
		"      z@hai.example  held",
		"-- 3 letters, 69 octets",
	}
	if got := f.Mailq(start, zone, false); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := f.Mailq(start.Add(-10*vtime.Hour), zone, false)[3]; got != "      bob@hai.example  next 2026-03-02 08:30" {
		t.Errorf("%q", got)
	}
}

// TestThousandStuckLetters is the budget of DESIGN section 7: 1,000 letters for 5 days. It counts the work, not the time.
func TestThousandStuckLetters(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	f.opts.Emit = func(trace.MsgID, trace.Body) {}
	for range 1000 {
		f.add("alice@shan.example", "bob@hai.example")
	}
	tries := 0
	n := f.run(6*24*vtime.Hour, func(it *Item, rcpt string) smtpclient.RcptOutcome {
		tries++
		return refused(it, rcpt)
	})
	if tries != 61_000 || len(n) != 2000 || f.Len() != 0 {
		t.Errorf("%d tries, %d notices, %d left", tries, len(n), f.Len())
	}
}

func BenchmarkThousandStuckLetters(b *testing.B) {
	for range b.N {
		q := New(Options{Host: "mail.shan.example"})
		for range 1000 {
			q.Add(start, Letter{Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts("bob@hai.example")}})
		}
		for q.Len() > 0 {
			now := q.NextDue()
			due, _ := q.Due(now)
			for _, it := range due {
				q.Report(now, it.ID, []smtpclient.RcptOutcome{refused(it, "bob@hai.example")})
			}
		}
	}
}

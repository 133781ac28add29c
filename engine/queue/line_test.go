package queue

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// line puts everything that is due in line, whatever the recipients' domain is after the last @.
func (f *fixture) line() (notices []Notice) {
	due, notices := f.Due(f.now)
	for _, it := range due {
		for _, rcpt := range it.PendingRcpts() {
			key := rcpt[strings.LastIndex(rcpt, "@")+1:]
			if more, left := f.LeftAlone(f.now, it, key, []string{rcpt}); left {
				notices = append(notices, more...)
			} else {
				f.Line(&Load{Item: it, Key: key, Rcpts: []string{rcpt}})
			}
		}
	}
	return notices
}

// loads takes all loads that may go now.
func (f *fixture) loads() (list []*Load, ids string) {
	for l := f.NextLoad(); l != nil; l = f.NextLoad() {
		list = append(list, l)
		ids += " " + l.Item.ID
	}
	return list, strings.TrimSpace(ids)
}

func (f *fixture) unload(l *Load, result func(*Item, string) smtpclient.RcptOutcome, reached bool) []Notice {
	return f.Unload(f.now, l, []smtpclient.RcptOutcome{result(l.Item, l.Rcpts[0])}, reached)
}

// TestLineOpens: the first letter for a destination goes alone, and every success lets one more go at a time.
func TestLineOpens(t *testing.T) {
	f := newFixture(t, "rfc", Options{MaxLoads: 4})
	for range 20 {
		f.add("alice@shan.example", "bob@hai.example")
	}
	f.add("alice@shan.example", "zhou@lin.example")
	f.line()
	under, ids := f.loads()
	if ids != "S0001 S0021" || f.Active() != 21 {
		t.Fatalf("%s go first, %d active", ids, f.Active())
	}
	if !f.Waits(under[0]) || f.Waits(under[1]) {
		t.Error("waits")
	}
	var order []string
	for len(under) > 0 {
		l := under[0]
		under = under[1:]
		f.unload(l, ok, true)
		more, ids := f.loads()
		under = append(under, more...)
		order = append(order, ids)
		if len(under) > 4 {
			t.Errorf("%d at a time", len(under))
		}
	}
	if got := strings.Join(order[:5], "|"); got != "S0002 S0003||S0004 S0005|S0006 S0007|S0008" || f.Len() != 0 || len(f.lines.byKey) != 0 || f.lines.busy != 0 {
		t.Errorf("%s, %d left, %d lines", got, f.Len(), len(f.lines.byKey))
	}
}

// TestSharedFailure: one letter finds out that a destination cannot be reached; those in line and those that come while it is
// left alone share that, and then the next one is tried.
func TestSharedFailure(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	a, b := f.add("alice@shan.example", "bob@hai.example"), f.add("alice@shan.example", "carol@hai.example", "zhou@lin.example")
	f.line()
	under, ids := f.loads()
	if ids != "S0001 S0002" || under[1].Key != "lin.example" {
		t.Fatal(ids)
	}
	f.events = nil
	f.unload(under[0], refused, false)
	f.unload(under[1], ok, true)
	f.expect(
		"0s deferred S0001 bob@hai.example 4.4.1 next=30m",
		"0s delivered S0002 zhou@lin.example 250",
		"0s deferred S0002 carol@hai.example 4.4.1 next=30m",
	)
	const why = "delivery temporarily suspended: connect to mail.hai.example[203.0.113.10]:25: Connection refused"
	if b.LastError() != why || a.LastError() != strings.TrimPrefix(why, "delivery temporarily suspended: ") || b.Tries != 1 {
		t.Errorf("%q, %q", a.LastError(), b.LastError())
	}
	f.now = start.Add(5*vtime.Minute - 1)
	c := f.add("alice@shan.example", "bob@hai.example")
	f.line()
	if _, ids := f.loads(); ids != "" || c.State != Waiting || c.LastError() != why {
		t.Errorf("tried %s; %v %q", ids, c.State, c.LastError())
	}
	// Somebody who asks for it gets a try.
	f.FlushOne(f.now, c.ID)
	f.line()
	under, ids = f.loads()
	if ids != c.ID {
		t.Errorf("a flushed letter was not tried: %q", ids)
	}
	f.unload(under[0], refused, false)
	// The back-off counts from the beginning of the try, so that it is over when the letter's own pause is.
	f.now = c.Attempts[1].Start.Add(5 * vtime.Minute)
	d := f.add("alice@shan.example", "bob@hai.example")
	f.line()
	// The letter that was left alone is due as soon as its destination is not, and the timetable has not counted that try.
	if under, ids = f.loads(); ids != c.ID || c.scheduled != 1 {
		t.Errorf("after the back-off: %q, %d tries scheduled", ids, c.scheduled)
	}
	// A refusal of the letter is no failure to reach the destination.
	f.unload(under[0], func(_ *Item, rcpt string) smtpclient.RcptOutcome { return said(rcpt, 450, "4.2.1", "later") }, true)
	e := f.add("alice@shan.example", "bob@hai.example")
	f.line()
	if _, ids = f.loads(); ids != d.ID+" "+e.ID {
		t.Errorf("after a refusal: %q", ids)
	}
}

// TestPermanentFailureIsNotShared: a domain that does not exist fails each letter by itself.
func TestPermanentFailureIsNotShared(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	f.add("alice@shan.example", "x@no.example")
	f.add("alice@shan.example", "y@no.example")
	f.line()
	for range 2 {
		under, ids := f.loads()
		if len(under) != 1 {
			t.Fatal(ids)
		}
		if n := f.unload(under[0], func(_ *Item, rcpt string) smtpclient.RcptOutcome {
			return smtpclient.RcptOutcome{Rcpt: rcpt, Local: true, Reply: smtp.NewReply(550, "5.1.2", "no such domain")}
		}, false); len(n) != 1 {
			t.Errorf("%d notices", len(n))
		}
	}
}

// TestPriority: letters go by MT-PRIORITY, and by their coming when that is equal.
func TestPriority(t *testing.T) {
	f := newFixture(t, "rfc", Options{MaxActive: 6})
	for i, p := range []int8{0, -4, 9, 0, 9, 3} {
		f.Add(f.now, Letter{Envelope: smtp.Envelope{From: "a@shan.example", Rcpts: smtp.Rcpts(fmt.Sprintf("b%d@hai.example", i)), Priority: p}})
	}
	due, _ := f.Due(f.now)
	got := ""
	for _, it := range due {
		got += " " + it.ID
	}
	if got != " S0003 S0005 S0006 S0001 S0004 S0002" {
		t.Error(got)
	}
	for _, i := range []int{5, 0, 1, 2, 4, 3} {
		f.Line(&Load{Item: due[i], Key: "hai.example", Rcpts: due[i].PendingRcpts()})
	}
	got = ""
	for range due {
		l := f.NextLoad()
		got += " " + l.Item.ID
		f.unload(l, ok, false) // Success of which nothing follows: the window stays at one.
	}
	if got != " S0003 S0005 S0006 S0004 S0001 S0002" { // S0004 got in line first.
		t.Error("in line:", got)
	}
}

// TestDeadLoads: what belongs to a letter that has been deleted, or to a try before a restart, does nothing any more.
func TestDeadLoads(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	a, b, c := f.add("x@shan.example", "1@hai.example"), f.add("x@shan.example", "2@hai.example"), f.add("x@shan.example", "3@hai.example")
	f.line()
	under, _ := f.loads()
	f.Delete(a.ID)
	f.Delete(b.ID)
	if n := f.unload(under[0], func(_ *Item, rcpt string) smtpclient.RcptOutcome { return said(rcpt, 550, "5.1.1", "no") }, true); n != nil {
		t.Errorf("notices %v", n)
	}
	under, ids := f.loads()
	if ids != c.ID || f.Waits(under[0]) {
		t.Error(ids)
	}
	f.Restart()
	f.Interrupt(f.now, c.ID, "this server went down")
	if c.State != Waiting || c.Next != f.now {
		t.Errorf("%v, next %v", c.State, c.Next)
	}
	f.line()
	again, ids := f.loads()
	if ids != c.ID || under[0].Live() || !again[0].Live() {
		t.Error("the restarted queue does not go on")
	}
	if f.unload(under[0], ok, true); c.State != Active || f.lines.busy != 1 {
		t.Error("the result of an interrupted try counts")
	}
	f.unload(again[0], ok, true)
	if f.Len() != 0 || f.lines.busy != 0 {
		t.Error("left over")
	}
}

// TestForgottenDestinations: what is known of destinations is bounded.
func TestForgottenDestinations(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	f.opts.Emit = func(trace.MsgID, trace.Body) {}
	for i := range 2*maxLeft + 100 {
		f.add("x@shan.example", fmt.Sprintf("x@d%d.example", i))
		f.line()
		under, _ := f.loads()
		f.unload(under[0], refused, false)
	}
	if len(f.lines.byKey) > maxLeft || len(f.lines.left) > maxLeft || len(f.lines.open) > 1 {
		t.Errorf("%d lines, %d left, %d open", len(f.lines.byKey), len(f.lines.left), len(f.lines.open))
	}
}

// TestLeftAloneForLong: a destination that fails time and again is left alone after each failure, and takes the place of one in
// the list of those that are.
func TestLeftAloneForLong(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	a := f.add("alice@shan.example", "bob@hai.example")
	for n := range maxLeft + 2 {
		f.FlushOne(f.now, a.ID)
		f.line()
		under, _ := f.loads()
		if len(under) != 1 {
			t.Fatalf("failure %d: %d loads", n, len(under))
		}
		f.unload(under[0], refused, false)
		f.now += vtime.Time(vtime.Second)
	}
	f.add("alice@shan.example", "carol@hai.example")
	f.line()
	if _, ids := f.loads(); ids != "" || len(f.lines.left) != 1 {
		t.Errorf("%s is tried all the same; %d destinations are left alone", ids, len(f.lines.left))
	}
}

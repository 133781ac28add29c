package queue

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/vtime"
)

// told writes what a notice says: "failed bob@hai.example 5.1.1, …".
func told(notices []Notice) string {
	var out []string
	for i := range notices {
		for _, r := range notices[i].Rcpts {
			out = append(out, r.Action+" "+r.Addr+" "+r.Status)
		}
		out[len(out)-1] += ";"
	}
	return strings.TrimSuffix(strings.ReplaceAll(strings.Join(out, ", "), ";,", ";"), ";")
}

// TestNotify has every wish of RFC 3461 section 4.1 meet every fate.
func TestNotify(t *testing.T) {
	final := func(r smtpclient.RcptOutcome) smtpclient.RcptOutcome { r.Final = true; return r }
	relayed := func(r smtpclient.RcptOutcome) smtpclient.RcptOutcome { r.Relayed = true; return r }
	const x = "x@hai.example"
	for _, c := range []struct {
		notify smtp.Notify
		fate   smtpclient.RcptOutcome
		life   vtime.Duration
		want   string
	}{
		{0, said(x, 550, "5.1.1", "no"), 0, "failed x@hai.example 5.1.1"},
		{0, final(said(x, 250, "2.1.5", "yes")), 0, ""},
		{0, relayed(said(x, 250, "2.1.5", "yes")), 0, ""},
		{0, said(x, 450, "4.2.1", "later"), 5 * vtime.Hour, "delayed x@hai.example 4.2.1"},
		{0, said(x, 450, "4.2.1", "later"), 121 * vtime.Hour, "delayed x@hai.example 4.2.1; failed x@hai.example 4.2.1"},
		{smtp.NotifyNever, said(x, 550, "5.1.1", "no"), 0, ""},
		{smtp.NotifyNever, final(said(x, 250, "2.1.5", "yes")), 0, ""},
		{smtp.NotifyNever, said(x, 450, "4.2.1", "later"), 121 * vtime.Hour, ""},
		{smtp.NotifySuccess, said(x, 550, "5.1.1", "no"), 0, ""},
		{smtp.NotifySuccess, final(said(x, 250, "", "yes")), 0, "delivered x@hai.example 2.0.0"},
		{smtp.NotifySuccess, said(x, 250, "2.1.5", "the next server tells"), 0, ""},
		{smtp.NotifySuccess, relayed(said(x, 250, "2.0.0", "yes")), 0, "relayed x@hai.example 2.0.0"},
		{smtp.NotifySuccess, said(x, 450, "4.2.1", "later"), 121 * vtime.Hour, ""},
		{smtp.NotifyFailure, said(x, 550, "5.1.1", "no"), 0, "failed x@hai.example 5.1.1"},
		{smtp.NotifyFailure, said(x, 450, "4.2.1", "later"), 121 * vtime.Hour, "failed x@hai.example 4.2.1"},
		{smtp.NotifyDelay, said(x, 450, "4.2.1", "later"), 121 * vtime.Hour, "delayed x@hai.example 4.2.1"},
		{smtp.NotifyFailure | smtp.NotifySuccess | smtp.NotifyDelay, final(said(x, 250, "2.1.5", "yes")), 0, "delivered x@hai.example 2.1.5"},
	} {
		f := newFixture(t, "rfc", Options{})
		f.Add(f.now, Letter{Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: []smtp.Rcpt{{Addr: x, Notify: c.notify}}}})
		got := told(f.run(c.life, func(*Item, string) smtpclient.RcptOutcome { return c.fate }))
		if got != c.want {
			t.Errorf("NOTIFY %b, %d %v: %q, want %q", c.notify, c.fate.Reply.Code, c.life, got, c.want)
		}
		dropped := strings.Contains(strings.Join(f.events, "\n"), " dropped ")
		if silent := !c.fate.Delivered && c.life != 5*vtime.Hour && !strings.Contains(c.want, "failed"); dropped != silent {
			t.Errorf("NOTIFY %b, %d: the trace says dropped: %v", c.notify, c.fate.Reply.Code, dropped)
		}
	}
}

// TestOneNotice: whatever of one kind a batch brings is told in one notice, from the null sender never.
func TestOneNotice(t *testing.T) {
	for _, from := range []string{"alice@shan.example", ""} {
		f := newFixture(t, "rfc", Options{})
		env := smtp.Envelope{From: from, EnvID: "e1", Rcpts: []smtp.Rcpt{
			{Addr: "in@shan.example", Notify: smtp.NotifySuccess}, {Addr: "no@shan.example", ORcpt: "rfc822;No@shan.example"}, {Addr: "list@shan.example"},
			{Addr: "never@shan.example", Notify: smtp.NotifyNever}, {Addr: "wait@hai.example"},
		}}
		it, _ := f.Add(f.now, Letter{Envelope: env,
			Expanded: []smtp.Rcpt{{Addr: "staff@shan.example", Notify: smtp.NotifySuccess}, {Addr: "quiet@shan.example"}},
			Settled:  []smtpclient.RcptOutcome{{Rcpt: "list@shan.example", Delivered: true, Local: true, Reply: smtp.NewReply(250, "2.0.0", "posted")}},
		})
		var routed []string
		n := f.run(0, func(it *Item, rcpt string) smtpclient.RcptOutcome {
			routed = append(routed, rcpt)
			switch rcpt[:2] {
			case "in":
				return smtpclient.RcptOutcome{Rcpt: rcpt, Delivered: true, Local: true, Reply: smtp.NewReply(250, "2.1.5", "in")}
			case "wa":
				return refused(it, rcpt)
			}
			return said(rcpt, 550, "5.1.1", "no")
		})
		want := "failed no@shan.example 5.1.1; delivered in@shan.example 2.1.5, expanded staff@shan.example 2.0.0"
		if from == "" {
			want = ""
		}
		if got := told(n); got != want || len(n) > 2 {
			t.Errorf("from <%s>: %q", from, got)
		}
		if len(n) == 2 && (n[0].Action() != dsn.Failed || n[1].Action() != dsn.Delivered || n[1].Letter.EnvID != "e1" || n[0].Rcpts[0].ORcpt != "rfc822;No@shan.example") {
			t.Errorf("%+v", n[0])
		}
		if fmt.Sprint(routed) != "[in@shan.example no@shan.example never@shan.example wait@hai.example]" {
			t.Error(routed)
		}
		if n := f.run(3*vtime.Hour, ok); len(n) != 0 || it.State != Removed {
			t.Errorf("told again: %q", told(n))
		}
	}
}

// TestAllSettled: a letter whose every recipient is settled leaves the queue with its first try, and is not Active then.
func TestAllSettled(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	f.Add(f.now, Letter{Envelope: smtp.Envelope{From: "a@shan.example", Rcpts: smtp.Rcpts("list@shan.example")},
		Settled: []smtpclient.RcptOutcome{{Rcpt: "list@shan.example", Local: true, Reply: smtp.NewReply(550, "5.7.2", "not a member")}}})
	due, n := f.Due(f.now)
	if told(n) != "failed list@shan.example 5.7.2" || len(due) != 1 || due[0].State != Removed || f.Active() != 0 {
		t.Errorf("%q, %d due, %d active", told(n), len(due), f.Active())
	}
}

// TestDeliverBy is RFC 2852: R returns the letter at its time, N tells and goes on.
func TestDeliverBy(t *testing.T) {
	add := func(mode smtp.ByMode, notify smtp.Notify) *fixture {
		f := newFixture(t, "rfc", Options{})
		f.Add(f.now, Letter{Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: []smtp.Rcpt{{Addr: "bob@hai.example", Notify: notify}},
			By: smtp.DeliverBy{At: start.Add(45 * vtime.Minute), Mode: mode}}})
		return f
	}
	f := add(smtp.ByReturn, 0)
	n := f.run(vtime.Hour, refused)
	if told(n) != "failed bob@hai.example 5.4.7" || n[0].At != start.Add(45*vtime.Minute) || f.Len() != 0 || !strings.Contains(n[0].Rcpts[0].Diagnostic, "Connection refused") {
		t.Errorf("R: %q %+v", told(n), n)
	}
	f = add(smtp.ByNotify, 0)
	n = f.run(vtime.Hour, refused)
	if told(n) != "delayed bob@hai.example 4.4.7" || n[0].At != start.Add(45*vtime.Minute) || f.Len() != 1 || !strings.Contains(n[0].Rcpts[0].Diagnostic, "Connection refused") {
		t.Errorf("N: %q", told(n))
	}
	if n = f.run(121*vtime.Hour, refused); told(n) != "delayed bob@hai.example 4.4.7; failed bob@hai.example 4.4.1" {
		t.Errorf("N goes on: %q", told(n))
	}
	f = add(smtp.ByNotify, smtp.NotifyNever)
	if n = f.run(2*vtime.Hour, refused); len(n) != 0 {
		t.Errorf("N, NEVER: %q", told(n))
	}
	// The trace of the relays (BY=…T) tells even who did not ask for success.
	f = newFixture(t, "rfc", Options{})
	f.Add(f.now, Letter{Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts("bob@hai.example"),
		By: smtp.DeliverBy{At: start.Add(vtime.Hour), Mode: smtp.ByNotify, Trace: true}}})
	if n = f.run(0, func(_ *Item, rcpt string) smtpclient.RcptOutcome {
		r := said(rcpt, 250, "2.0.0", "ok")
		r.Relayed = true
		return r
	}); told(n) != "relayed bob@hai.example 2.0.0" {
		t.Errorf("T: %q", told(n))
	}
}

// TestFutureRelease is RFC 4865: a letter is kept until its sender wants it sent, and its life begins then.
func TestFutureRelease(t *testing.T) {
	f := newFixture(t, "rfc", Options{})
	env := smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts("bob@hai.example"), ReleaseAt: start.Add(24 * vtime.Hour)}
	a, _ := f.Add(f.now, Letter{Envelope: env})
	b, _ := f.Add(f.now, Letter{Envelope: env})
	if n := f.run(23*vtime.Hour, refused); a.Tries != 0 || len(n) != 0 || !a.Kept(f.now) || f.Flush(f.now) != 0 {
		t.Errorf("%d tries, %q", a.Tries, told(n))
	}
	if text := strings.Join(f.Mailq(f.now, zone, false), "\n"); !strings.Contains(text, "bob@hai.example  kept until 08:00") {
		t.Error(text)
	}
	if !f.Release(f.now, b.ID) {
		t.Error("release")
	}
	f.run(23*vtime.Hour, ok)
	if b.State != Removed || a.State != Waiting {
		t.Errorf("%v %v", a.State, b.State)
	}
	n := f.run(24*vtime.Hour+5*vtime.Hour, refused)
	if told(n) != "delayed bob@hai.example 4.4.1" || n[0].At != start.Add(28*vtime.Hour) || n[0].Until != start.Add(144*vtime.Hour) || a.Tries != 4 {
		t.Errorf("%q at %v until %v, %d tries", told(n), n[0].At.Sub(start), n[0].Until.Sub(start), a.Tries)
	}
}

package world

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/message"
	"ehloworld/engine/queue"
	"ehloworld/engine/scenario"
	"ehloworld/scenarios"
)

// causes are the ways in which a letter can be undeliverable for five days, and the status that its sender reads at the end.
var causes = []struct{ rcpt, status, text string }{
	{"x@no.example", "5.1.2", "NXDOMAIN"},
	{"x@null.example", "5.1.10", "does not accept mail"},
	{"nobody@hai.example", "5.1.1", "no such user"},
	{"x@refused.example", "4.4.1", "Connection refused"},
	{"x@deaf.example", "4.4.1", "timed out"},
	{"x@servfail.example", "4.4.3", "SERVFAIL"},
	{"x@busy.example", "4.3.0", "451"},
	{"carol@hai.example", "4.2.2", "mailbox is full"},
}

// dealt is which cause each letter of a round has: dialogues fill the trace, so fewer letters get as far as one.
var dealt = [...]int{0, 1, 2, 3, 4, 5, 3, 4, 6, 3, 4, 5, 7, 3, 4, 3, 3, 4, 5, 3, 4, 2, 3, 4, 0, 3, 4, 5, 1, 3, 4, 3}

// undeliverable is a world in which all causes are at work.
func undeliverable(tb testing.TB) *World {
	tb.Helper()
	const text = `{"format":1,"id":"thousand","version":1,"minutes":1,"covers":[],"title":{"en":"Thousand","zh":"千"},"world":{"base":"two-towns","hosts":[
		{"id":"mail.refused.example","ip":"203.0.113.21","kind":"mta","domains":["refused.example"],"services":{"smtp":25}},
		{"id":"mail.busy.example","ip":"203.0.113.22","kind":"mta","domains":["busy.example"],"services":{"smtp":25}}],
		"zone":["refused.example. 300 MX 10 mail.refused.example.","mail.refused.example. 300 A 203.0.113.21","busy.example. 300 MX 10 mail.busy.example.",
		"mail.busy.example. 300 A 203.0.113.22","deaf.example. 300 MX 10 mail.deaf.example.","mail.deaf.example. 300 A 203.0.113.23","null.example. 300 MX 0 ."]},"steps":[]}`
	sc, err := scenario.Read([]scenario.File{{Name: "scenario.json", Data: []byte(text)}}, scenarios.Base)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := New(sc, 1)
	if err != nil {
		tb.Fatal(err)
	}
	for _, line := range []string{"fault stopped mail.refused.example", "fault reply mail.busy.example 451 RCPT", "fault full carol@hai.example", "fault dns servfail.example SERVFAIL"} {
		if _, _, err := w.Apply(line); err != nil {
			tb.Fatal(err)
		}
	}
	return w
}

// TestThousandUndeliverable sends 1,000 letters that cannot be delivered for all kinds of reasons and lets five days pass. Each
// ends in exactly one notice of its failure, with the right status; those that waited have one notice of their delay before.
func TestThousandUndeliverable(t *testing.T) {
	letters := 1000
	if runtime.GOOS == "js" {
		letters = 200 // WebAssembly is four times slower; the trace is the same.
	}
	w := undeliverable(t)
	for i := range letters {
		line := fmt.Sprintf(`mail alice-pc send {"to":"%s","subject":"Letter %d","body":"Hello."}`, causes[dealt[i%len(dealt)]].rcpt, i)
		if _, _, err := w.Apply(line); err != nil {
			t.Fatal(err)
		}
		if i%25 == 24 {
			w.Rest()
		}
	}
	if err := w.Play([]string{"jump 5d", "jump 4h"}); err != nil {
		t.Fatal(err)
	}
	if w.Stopped() != "" {
		t.Fatal(w.Stopped())
	}
	shan := w.Host("mail.shan.example")
	if n := shan.Queue.Len(); n != 0 {
		t.Errorf("%d letters are left in the queue:\n%s", n, strings.Join(shan.Queue.Mailq(w.Now(), 0, false)[:10], "\n"))
	}
	failed, delayed := make([]int, letters), make([]int, letters)
	for _, st := range shan.Store.Account("alice@shan.example").Inbox().Messages() {
		report, err := dsn.Parse(st.Data)
		if err != nil {
			continue // It was there before.
		}
		header := message.ParseHeader(report.Original)
		n := -1
		fmt.Sscanf(header.Text("Subject"), "Letter %d", &n)
		if n < 0 || st.EnvelopeFrom != "" || len(report.Recipients) != 1 {
			t.Fatalf("a notice from <%s> about %q and %d recipients", st.EnvelopeFrom, header.Text("Subject"), len(report.Recipients))
		}
		r, cause := report.Recipients[0], causes[dealt[n%len(dealt)]]
		if r.Address != cause.rcpt || r.Status != cause.status || !strings.Contains(r.Reply+r.Reason, cause.text) {
			t.Errorf("letter %d to %s: %s %s %s", n, cause.rcpt, r.Address, r.Status, r.Reply+r.Reason)
		}
		switch r.Action {
		case dsn.Failed:
			failed[n]++
		case dsn.Delayed:
			delayed[n]++
		}
	}
	for n := range letters {
		waits := 0
		if causes[dealt[n%len(dealt)]].status[0] == '4' {
			waits = 1
		}
		if failed[n] != 1 || delayed[n] != waits {
			t.Errorf("letter %d to %s has %d notices of failure and %d of delay", n, causes[dealt[n%len(dealt)]].rcpt, failed[n], delayed[n])
		}
	}
	profile, _ := queue.ProfileNamed(queue.DefaultProfile)
	t.Logf("%d events for %d letters that were tried %d times at most", w.Log.Len(), letters, len(profile.Schedule(profile.Expire+1)))
}

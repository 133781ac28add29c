package world

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// lines are what a random person does. %d stands for a terminal.
var lines = []string{
	"term alice-pc telnet mail.hai.example 25", "term bob-pc telnet mail.hai.example 110", "term alice-pc",
	"term mail.shan.example telnet 203.0.113.10 25", "term ns.example dig MX hai.example", "term alice-pc telnet mail.shan.example 587",
	"term mail.hai.example mailq", "term alice-pc telnet 192.0.2.99 25", "term alice-pc telnet mail.hai.example 80", "term nowhere",
	"use %d", "%d> telnet mail.hai.example 25", "%d> dig hai.example", "%d> dig PTR 203.0.113.10", "%d> ping mail.hai.example",
	"%d> ping no.such.example", "%d> mailq", "%d> flush", "%d> help", "%d> ", "%d> \\xff\\0\\l", "%d> EHLO alice-pc.shan.example",
	"%d> HELO x", "%d> MAIL FROM:<alice@shan.example>", "%d> RCPT TO:<bob@hai.example>", "%d> RCPT TO:<nobody@hai.example>",
	"%d> DATA", "%d> Subject: x\\n\\nHello\\n.\\n", "%d> .", "%d> RSET", "%d> QUIT", "%d> NOOP", "%d> AUTH PLAIN AGFsaWNlQHNoYW4uZXhhbXBsZQBhbGljZS1wdw==",
	"%d> USER bob@hai.example", "%d> PASS bob-pw", "%d> STAT", "%d> RETR 1", "%d> DELE 1", "%d> UIDL", "%d> TOP 1 0",
	"raw %d MAIL FR", "raw %d OM:<alice@shan.example>\\n", "eof %d", "hangup %d", "close %d", "next", "jump 1s", "jump 90s", "jump 3h",
	`mail alice-pc send {"to":"bob@hai.example","subject":"One","body":"Hello."}`,
	`mail bob-pc send {"to":"alice@shan.example, carol@hai.example, nobody@shan.example","subject":"Two","body":".\n..\nHello."}`,
	`mail alice-pc send {"to":"ghost@gone.example","subject":"Three","body":"x"}`,
	"mail bob-pc fetch", "mail alice-pc fetch", "mail bob-pc mode delete", "mail bob-pc mode keep", "mail bob-pc read inbox 1", "mail bob-pc delete inbox 2",
	"fault down mail.hai.example", "heal down mail.hai.example", "fault stopped mail.shan.example", "heal stopped mail.shan.example",
	"fault down mail.shan.example", "heal down mail.shan.example", "fault down bob-pc", "heal down bob-pc", "fault down ns.example", "heal down ns.example",
	"fault cut mail.shan.example--mail.hai.example", "heal cut mail.shan.example--mail.hai.example",
	"fault loss mail.shan.example--* 300", "heal loss mail.shan.example--*", "fault slow alice-pc--* 2s", "heal slow alice-pc--*",
	"fault full bob@hai.example", "heal full bob@hai.example", "fault dns hai.example SERVFAIL", "fault dns hai.example TIMEOUT", "heal dns hai.example",
	"queue mail.shan.example flush", "queue mail.shan.example hold S0001", "queue mail.shan.example release S0001", "queue mail.shan.example delete S0002",
	"ui inspect mta mail.hai.example", "answer q-phases 220=greeting", "answer nothing 1", "note x", "@5 > x", "> x",
}

// move is one thing that happens to a random world: a line, or time.
type move struct {
	line string
	wait vtime.Duration
}

// story draws a random sequence of moves.
func story(r *rand.Rand, length int) []move {
	var moves []move
	for range length {
		switch r.IntN(10) {
		case 0:
			moves = append(moves, move{wait: vtime.Duration(r.Int64N(int64(6 * vtime.Hour)))})
		case 1, 2, 3:
			moves = append(moves, move{wait: vtime.Duration(r.Int64N(int64(300 * vtime.Millisecond)))})
		default:
			line := lines[r.IntN(len(lines))]
			if strings.Contains(line, "%d") {
				line = strings.ReplaceAll(line, "%d", fmt.Sprint(1+r.IntN(4)))
			}
			moves = append(moves, move{line: line})
		}
	}
	return moves
}

// tell plays a story, letting time run in slices of budget entries.
func tell(t testing.TB, w *World, moves []move, budget int) {
	t.Helper()
	for _, m := range moves {
		if m.line == "" {
			for to := w.Now().Add(m.wait); w.RunTo(to, budget); {
			}
			continue
		}
		line, until, err := w.Apply(m.line)
		if err != nil {
			continue
		}
		if line.At != w.Now()-w.Start() {
			t.Errorf("%q was recorded at %v, not now", m.line, line.At)
		}
		for w.RunTo(until, budget) {
		}
	}
}

// checkTrace holds every event of a run to what a reader of the trace relies on.
func checkTrace(t testing.TB, w *World) {
	t.Helper()
	last := vtime.Time(0)
	for i := range w.Log.Len() {
		e := w.Log.At(i + 1)
		if e.Cause < 0 || e.Cause >= e.N {
			t.Fatalf("event %d (%s) has cause %d", e.N, e.Body.Kind(), e.Cause)
		}
		if e.T < last {
			t.Fatalf("event %d (%s) lies before the one above it", e.N, e.Body.Kind())
		}
		last = e.T
	}
}

// TestChaos lets a random person loose on a world with every kind of host. Nothing may panic, two runs must be equal, a
// run in slices of one entry must be equal to one without slices, and the record of the run must repeat it.
func TestChaos(t *testing.T) {
	runs := 80
	if testing.Short() {
		runs = 20
	}
	for seed := range runs {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		slug := []string{"hand-smtp", "first-letter"}[seed%2]
		sc := readScenario(t, slug)
		moves := story(r, 20+r.IntN(120))
		var digests [2]string
		var first *World
		for i, budget := range []int{math.MaxInt, 1} {
			w, err := New(sc, int64(seed))
			if err != nil {
				t.Fatal(err)
			}
			tell(t, w, moves, budget)
			digests[i] = w.Log.Digest()
			first = w
		}
		if digests[0] != digests[1] {
			t.Fatalf("seed %d: budget 1 makes another run\n%v", seed, moves)
		}
		checkTrace(t, first)
		var record []string
		for _, l := range first.Inputs() {
			back, err := ParseLine(l.String())
			if err != nil || back.String() != l.String() {
				t.Fatalf("%q reads back as %q, %v", l.String(), back.String(), err)
			}
			record = append(record, l.String())
		}
		again, err := New(sc, int64(seed))
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Play(record); err != nil {
			t.Fatalf("seed %d: the record cannot be played: %v", seed, err)
		}
		again.Run(first.Now())
		if again.Log.Digest() != first.Log.Digest() {
			t.Fatalf("seed %d: the record of the run makes another run (%d and %d events)\n%v", seed, first.Log.Len(), again.Log.Len(), record)
		}
		if seed == 0 {
			continue
		}
		noLetterLost(t, again)
	}
}

// noLetterLost mends everything, lets ten days pass and looks for every letter that a server has taken: it must have been
// delivered, returned, dropped as a notice that cannot be returned, or deleted by the administrator.
func noLetterLost(t testing.TB, w *World) {
	t.Helper()
	for _, l := range lines {
		if strings.HasPrefix(l, "heal ") || strings.Contains(l, " release ") {
			_, _, _ = w.Apply(l)
		}
	}
	w.Run(w.Now().Add(10 * 24 * vtime.Hour))
	if w.Stopped() != "" {
		t.Fatal(w.Stopped())
	}
	accepted, ended := map[string]bool{}, map[string]bool{}
	for _, e := range w.Log.Since(0) {
		if m, ok := e.Body.(*trace.Mail); ok {
			switch m.Act {
			case "accepted", "queued":
				accepted[m.QueueID] = true
			case "delivered", "bounced", "dropped":
				ended[m.QueueID] = true
			case "removed":
				ended[m.QueueID] = ended[m.QueueID] || strings.Contains(m.Text, "administrator")
			}
		}
	}
	for id := range accepted {
		if !ended[id] {
			t.Errorf("letter %s was taken and then lost", id)
		}
	}
	for _, h := range w.Hosts() {
		if h.Queue != nil && h.Queue.Len() > 0 {
			t.Errorf("%s still has %d letters after ten days", h.Spec.ID, h.Queue.Len())
		}
		if open := h.Sessions(); len(open) > 0 {
			t.Errorf("%s still has sessions after ten days: %+v", h.Spec.ID, open)
		}
	}
}

// FuzzLines throws any text at a world as its inputs, one line each.
func FuzzLines(f *testing.F) {
	f.Add(strings.Join(lines, "\n"))
	f.Add("@1 term alice-pc\n@0.5 1> x\n1> \\x\nraw 1 \nterm alice-pc telnet\njump 2562047h\njump 36500d\nuse 99999999999999999999")
	sc := readScenario(f, "hand-smtp")
	f.Fuzz(func(t *testing.T, text string) {
		texts := strings.Split(text, "\n")
		texts = texts[:min(len(texts), 50)]
		var digests [2]string
		for i := range digests {
			w, err := New(sc, 1)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range texts {
				line, until, err := w.Apply(l)
				if err == nil {
					if back, err := ParseLine(line.String()); err != nil || back.String() != line.String() {
						t.Fatalf("%q was recorded as %q, which reads back as %q, %v", l, line.String(), back.String(), err)
					}
				}
				w.RunTo(min(until, w.Now().Add(24*vtime.Hour)), 50_000)
				w.RunTo(w.Now().Add(100*vtime.Millisecond), 10_000)
			}
			checkTrace(t, w)
			digests[i] = w.Log.Digest()
		}
		if digests[0] != digests[1] {
			t.Fatal("two runs differ")
		}
	})
}

package world

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// stuck builds a world in which n letters lie in mail.shan's queue and mail.hai refuses all connections.
func stuck(tb testing.TB, n int) *World {
	tb.Helper()
	w, err := New(readScenario(tb, "hand-smtp"), 1)
	if err != nil {
		tb.Fatal(err)
	}
	for i := range n {
		if i%50 == 0 {
			if i > 0 {
				w.Rest()
			}
			if _, _, err := w.Apply("fault stopped mail.hai.example"); err != nil {
				tb.Fatal(err)
			}
		}
		line := fmt.Sprintf(`mail alice-pc send {"to":"bob@hai.example","subject":"Letter %d","body":"Hello Bob."}`, i)
		if _, _, err := w.Apply(line); err != nil {
			tb.Fatal(err)
		}
	}
	w.Rest()
	if got := w.Host("mail.shan.example").Queue.Len(); got != n {
		tb.Fatalf("%d letters wait, want %d", got, n)
	}
	return w
}

// BenchmarkStuckLetters lets 1,000 letters be tried for five days through the whole world: name look-ups, refused
// connections, the queue, the notices, the trace and the lesson. Its budget is 1 s in the browser.
func BenchmarkStuckLetters(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := stuck(b, 1000)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		events := w.Log.Len()
		b.StartTimer()
		if err := w.Play([]string{"jump 5d", "jump 1h"}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(w.Log.Len()-events), "events")
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB-kept")
		if w.Stopped() != "" || len(mailEvents(w, "mail.shan.example", "bounced")) != 1000 {
			b.Fatalf("%q, %d bounces", w.Stopped(), len(mailEvents(w, "mail.shan.example", "bounced")))
		}
		b.StartTimer()
	}
}

// BenchmarkReplay replays a solution from its start, which is what every rewind does.
func BenchmarkReplay(b *testing.B) {
	sc := readScenario(b, "hand-smtp")
	for b.Loop() {
		w, err := New(sc, 1)
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Play(Inputs(sc.Solution)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkKeystroke types one line and lets its answer come: what a person waits for.
func BenchmarkKeystroke(b *testing.B) {
	con := newConsole(b, toHai)
	con.do("> EHLO x")
	b.ResetTimer()
	for n := 0; b.Loop(); n++ {
		if n%5000 == 4999 { // A run takes a bounded number of inputs.
			b.StopTimer()
			con = newConsole(b, toHai)
			con.do("> EHLO x")
			b.StartTimer()
		}
		if _, _, err := con.w.Apply("> NOOP"); err != nil {
			b.Fatal(err)
		}
		con.w.Rest()
	}
}

// TestTraceMemory holds what an event costs to a size at which a full trace fits into a browser's memory.
func TestTraceMemory(t *testing.T) {
	var before, after runtime.MemStats
	w := stuck(t, 20)
	runtime.GC()
	runtime.ReadMemStats(&before)
	events := w.Log.Len()
	if err := w.Play([]string{"jump 4d"}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := float64(after.HeapAlloc-before.HeapAlloc) / float64(w.Log.Len()-events)
	if each > 500 {
		t.Errorf("an event costs %.0f octets; %d of them would be %.0f MiB", each, MaxEvents, each*MaxEvents/(1<<20))
	}
	t.Logf("an event costs %.0f octets, a full trace %.0f MiB", each, each*MaxEvents/(1<<20))
	runtime.KeepAlive(w)
}

// TestBounds runs worlds into their bounds: each stops with a message, takes nothing more and never hangs.
func TestBounds(t *testing.T) {
	con := newConsole(t, toHai)
	con.w.sent = MaxSent - 100
	con.do("> NOOP " + strings.Repeat("x", 200))
	if !strings.Contains(con.w.Stopped(), "128 MiB have been sent") {
		t.Errorf("stopped: %q", con.w.Stopped())
	}
	if _, _, err := con.w.Apply("> NOOP"); err == nil || !strings.Contains(err.Error(), "the world has stopped") {
		t.Error(err)
	}
	con = newConsole(t, toHai)
	var again func()
	again = func() { con.w.clock.Add(con.w.now, false, 0, "for ever", again) }
	again()
	con.w.Run(con.w.now)
	if !strings.Contains(con.w.Stopped(), "round in circles") {
		t.Errorf("stopped: %q", con.w.Stopped())
	}
	con = newConsole(t, toHai)
	if err := con.w.Play([]string{"jump 99d"}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := con.w.Apply("jump 2d"); err == nil || !strings.Contains(err.Error(), "a hundred days at most") {
		t.Error(err)
	}
	for _, line := range []string{"jump 2562047h", "jump 36500d", "jump 36500d2562047h", "jump 0s", "jump -5s", "jump 9999999999999999999d", "jump x"} {
		if _, _, err := con.w.Apply(line); err == nil {
			t.Errorf("%s was taken", line)
		}
	}
	con.w.Run(con.w.start.Add(2 * MaxSpan))
	if con.w.Now() != con.w.start.Add(MaxSpan) {
		t.Error("the world ran past its span")
	}
	con.w.Rest()
}

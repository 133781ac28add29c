package world

import (
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

// TestPlayUntil stops where it is told to: later inputs are not done, and time does not run on.
func TestPlayUntil(t *testing.T) {
	sc := readScenario(t, "hand-smtp")
	for _, c := range []struct {
		lines []string
		limit vtime.Duration
		done  int
	}{
		{[]string{"@1 term alice-pc", "@7200 term bob-pc"}, vtime.Hour, 1},
		{[]string{"term alice-pc", "jump 2h", "term bob-pc"}, vtime.Hour, 2},
		{[]string{"term alice-pc ping mail.hai.example", "term bob-pc"}, vtime.Second, 1},
		{[]string{"term alice-pc ping mail.hai.example", "term bob-pc"}, vtime.Minute, 2},
	} {
		w, err := New(sc, 1)
		if err != nil {
			t.Fatal(err)
		}
		limit := w.Start().Add(c.limit)
		if err := w.PlayUntil(c.lines, limit); err != nil {
			t.Fatal(err)
		}
		if len(w.Inputs()) != c.done || w.Now() > limit {
			t.Errorf("%v until %v: %d inputs done at %v", c.lines, c.limit, len(w.Inputs()), w.Now().Sub(w.Start()))
		}
	}
}

// TestTypedBound refuses inputs whose record would fit into no archive.
func TestTypedBound(t *testing.T) {
	con := newConsole(t, toHai)
	long := "> " + strings.Repeat("x", 1<<20)
	var err error
	for range 2 * MaxTyped >> 20 {
		if _, _, err = con.w.Apply(long); err != nil {
			break
		}
	}
	if err == nil || !strings.Contains(err.Error(), "together take at most 4 MiB") {
		t.Errorf("all was taken: %v", err)
	}
	total := 0
	for _, line := range con.w.Inputs() {
		total += len(line.String())
	}
	if total > MaxTyped+100*len(con.w.Inputs()) {
		t.Errorf("the record has %d octets", total)
	}
}

// TestForgetKeepsServing lets a world forget its past and go on as if nothing had been.
func TestForgetKeepsServing(t *testing.T) {
	sc := readScenario(t, "first-letter")
	w, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	letter := `mail alice-pc send {"to":"bob@hai.example","subject":"again","body":"x"}`
	for w.Log.Len() < 250_000 {
		if err := w.Play([]string{letter, letter, letter, letter}); err != nil {
			t.Fatal(err)
		}
		w.Forget()
	}
	if w.Log.Held() > 110_000 || w.Stopped() != "" {
		t.Errorf("%d events held, stopped %q", w.Log.Held(), w.Stopped())
	}
	sent := len(w.Inputs())
	if got := w.Host("mail.hai.example").Store.Account("bob@hai.example").Inbox().Len(); got != sent {
		t.Errorf("Bob has %d letters of %d", got, sent)
	}
}

package oracles

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// The sequences that the test run draws.
const (
	seed  = 20261127
	drawn = 700
)

// TestDifferential plays sequences of commands, right and wrong ones, to our server beside Postfix's and go-smtp's. All
// must answer with the same class of reply; where they do not there is a reason in reasons_test.go.
//
//	SEED=7 SEQUENCES=5000 go test -run Differential .
//
// draws others.
func TestDifferential(t *testing.T) {
	from, count := uint64(seed), drawn
	if s, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		from = s
	}
	if n, err := strconv.Atoi(os.Getenv("SEQUENCES")); err == nil {
		count = n
	}
	ours := "127.0.0.1:" + serve(t, allOffered).port(t, bobServer, "smtp")
	others := map[string]string{
		"postfix": startPostfix(t).addr("different"),
		"go-smtp": startGoSMTP(t, func(s *smtp.Server) { everything(s); s.MaxRecipients = 100 }).addr,
	}
	used := map[string]int{}
	for _, oracle := range slices.Sorted(maps.Keys(others)) {
		g := newGrammar(from)
		n := &tally{reasons: map[string]int{}}
		seen := map[string]int{}
		for _, steps := range lies() {
			if d, err := compareBurst(oracle, ours, others[oracle], steps, n); err != nil {
				t.Fatal(err)
			} else if d != nil {
				t.Errorf("no reason for: %s", d)
			}
		}
		sequences := byHand()
		for range count {
			sequences = append(sequences, g.sequence())
		}
		for _, steps := range sequences {
			d, err := compare(oracle, ours, others[oracle], steps, n)
			if err != nil {
				t.Fatal(err)
			}
			if d == nil {
				continue
			}
			d = minimise(d, ours, others[oracle])
			like := fmt.Sprint(d.kind, d.ours.class(), d.theirs.class(), d.line())
			if seen[like]++; seen[like] == 1 {
				t.Errorf("no reason for: %s", d)
			}
		}
		t.Logf("%s: %d sequences, %d answers, %d with the same code, %d of another class\n%s", oracle, n.sequences, n.answers, n.same, n.differ, table(n.reasons))
		for name, k := range n.reasons {
			used[name] += k
		}
	}
	if os.Getenv("SEED") == "" {
		for _, r := range reasons {
			if used[r.name] == 0 && !r.rare {
				t.Errorf("the reason %q is used by nothing: take it out", r.name)
			}
		}
	}
}

// table lists how often each reason was needed.
func table(reasons map[string]int) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(&b, "%6d %s\n", reasons[name], name)
	}
	return b.String()
}

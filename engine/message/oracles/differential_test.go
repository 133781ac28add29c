package oracles

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/message/oracles/corpus"
)

func allLetters(t *testing.T) []corpus.Letter {
	hand, err := corpus.Hand()
	if err != nil {
		t.Fatal(err)
	}
	if s, err := strconv.ParseUint(os.Getenv("SEED"), 10, 64); err == nil {
		return append(corpus.Generate(s, 2*Drawn), corpus.Mutate(hand, s, 2*Drawn)...) // Letters that nobody has looked at yet.
	}
	return slices.Concat(hand, corpus.Built(), corpus.Generate(Seed, Drawn))
}

// TestDifferential: where the oracles agree we agree, and every disagreement has a reason.
func TestDifferential(t *testing.T) {
	cases, err := Read(allLetters(t))
	if err != nil {
		t.Fatal(err)
	}
	tally, used := Tally{}, map[string]int{}
	var open []*Difference
	for _, c := range cases {
		for _, d := range Compare(c, tally) {
			if r := reasonFor(d); r != nil {
				used[r.name]++
			} else {
				open = append(open, d)
			}
		}
	}
	dump := os.Getenv("DIFFERENCES") // A file for all of them, for those who work on one.
	var b strings.Builder
	for i, d := range open {
		if i < 40 && dump == "" {
			t.Errorf("no reason for: %s", d)
		}
		fmt.Fprintf(&b, "%s\n", d)
	}
	if dump != "" {
		if err := os.WriteFile(dump, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if len(open) > 0 {
		t.Errorf("%d disagreements without a reason", len(open))
	}
	for i := range reasons {
		if used[reasons[i].name] == 0 && os.Getenv("SEED") == "" {
			t.Errorf("the reason %q is used by nothing: take it out", reasons[i].name)
		}
	}
	t.Log(report(len(cases), tally, used))
}

// report is a table of how often everybody was compared, and what the reasons explain.
func report(letters int, tally Tally, used map[string]int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d letters\n%-12s", letters, "")
	fields := []string{"letters", "header names", "header set", "header value", "type", "param", "disposition", "filename", "encoding", "cid", "made of", "body", "text"}
	for _, f := range fields {
		fmt.Fprintf(&b, " %14s", f)
	}
	for _, o := range Oracles {
		fmt.Fprintf(&b, "\n%-12s", o.Name)
		for _, f := range fields {
			if c := tally[o.Name][f]; c != nil {
				fmt.Fprintf(&b, " %14s", fmt.Sprint(c[0]-c[1], "/", c[0]))
			} else {
				fmt.Fprintf(&b, " %14s", "-")
			}
		}
	}
	b.WriteString("\n(agreements/comparisons; for letters: read/given)\n")
	for _, name := range slices.Sorted(maps.Keys(used)) {
		fmt.Fprintf(&b, "%6d %s\n", used[name], name)
	}
	return b.String()
}

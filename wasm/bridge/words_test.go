//go:build !js

package bridge

import (
	"strings"
	"testing"

	"ehloworld/engine/explain"
)

// wordsText is the text that the site's build writes for the page to fetch.
func wordsText(testing.TB) string { return string(explain.Words()) }

// TestWords loads the explanations before a scenario is open; what cannot be read leaves the old ones.
func TestWords(t *testing.T) {
	p := newPage(t)
	p.must("words", "text", wordsText(t))
	for _, bad := range []string{"", "x", "EHLO-WORLD-WORDS 1\nodd\n"} {
		if _, problem := p.ask("words", "text", bad); !strings.Contains(problem, "line") {
			t.Errorf("%q: %q", bad, problem)
		}
	}
	if x := p.must("explainKey", "key", "smtp.verb.EHLO", "lang", "en"); !strings.Contains(string(x), "extensions") {
		t.Errorf("EHLO is explained as %s", x)
	}
}

package pattern

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		expr, text string
		want       bool
	}{
		{".", "", false},
		{".", "\n", false},
		{".", "山", true},
		{"", "", true},
		{"^$", "", true},
		{"^a$", "ba", false},
		{"250|354", "250 2.1.0 Ok", true},
		{"^(250|354)$", "354 ", false},
		{`^\d+ \w+$`, "250 Ok", true},
		{`[^a-z]`, "abc", false},
		{`[]a]`, "]", true},
		{`[a-]`, "-", true},
		{`(a|b)*c`, "ababababc", true},
		{`a(bc)?d`, "abd", false},
		{`Action: failed`, "Final-Recipient: x\r\nAction: failed\r\n", true},
		{`\.`, "a", false},
		{`[\d.]+$`, "4.4.1", true},
		{`a|b|`, "z", true},
		{`()*`, "", true},
		{`(a*)*b`, strings.Repeat("a", 50), false},
		{`(^a|$)+`, "b", true},
	} {
		p, err := Compile(c.expr)
		if err != nil {
			t.Errorf("%q: %v", c.expr, err)
			continue
		}
		for range 2 { // A pattern is used again and again.
			if got := p.Match(c.text); got != c.want {
				t.Errorf("%q in %q: %v", c.expr, c.text, got)
			}
		}
	}
}

func TestCompileErrors(t *testing.T) {
	for expr, want := range map[string]string{
		"(a":                         "a ( has no )",
		"a)":                         "a ) has no (",
		"*a":                         "there is nothing before * that could be repeated",
		"a**":                        "a * + or ? follows another one",
		"a+?":                        "a * + or ? follows another one",
		"[a":                         "a [ has no ]",
		"[]":                         "a [ has no ]",
		"[z-a]":                      "a range in [ ] does not lead from one character to a later one",
		`[a-\d]`:                     "a range in [ ] does not lead from one character to a later one",
		`\b`:                         `\b is not known here`,
		`\`:                          `the expression ends with \`,
		"(?i)a":                      "(? is not known here",
		"a{2}":                       `write \{ or \}: counted repetition is not known here`,
		"[[:alpha:]]":                "[: is not known here",
		"\xff":                       "the expression is not UTF-8",
		strings.Repeat("a", 257):     "the expression is longer than 256 octets",
		strings.Repeat("(", 33):      "parentheses are nested deeper than 32",
		strings.Repeat("(", 32):      "a ( has no )",
		"x" + strings.Repeat(`\`, 3): `the expression ends with \`,
	} {
		if _, err := Compile(expr); err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", expr, err, want)
		}
	}
}

// compare holds a pattern against package regexp. What we take it takes with the same outcome.
func compare(t *testing.T, expr, text string) {
	p, err := Compile(expr)
	if err != nil {
		return
	}
	theirs, err := regexp.Compile(expr)
	if err != nil {
		t.Fatalf("we take %q, regexp says %v", expr, err)
	}
	if len(text) > MaxText {
		return
	}
	for range 2 {
		if got, want := p.Match(text), theirs.MatchString(text); got != want {
			t.Fatalf("%q in %q: %v, regexp says %v", expr, text, got, want)
		}
	}
}

func TestAgainstRegexp(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const signs = `aabb山.*+?|()^$[]-\dws` + "\n0_"
	runes := []rune(signs)
	taken := 0
	for range 60_000 {
		expr, text := make([]rune, rng.IntN(10)), make([]rune, rng.IntN(8))
		for i := range expr {
			expr[i] = runes[rng.IntN(len(runes))]
		}
		for i := range text {
			text[i] = []rune("ab山 \n0-_")[rng.IntN(8)]
		}
		if _, err := Compile(string(expr)); err == nil {
			taken++
		}
		compare(t, string(expr), string(text))
	}
	if taken < 5000 {
		t.Errorf("only %d of the expressions were good ones: the test tests little", taken)
	}
}

func TestLinear(t *testing.T) {
	// Each of these takes a backtracking matcher longer than the universe has. Here it is some thousand steps per octet.
	text := strings.Repeat("a", 20_000) + "!"
	for _, expr := range []string{"(a|a)*b", "(a*)*b", "(a+)+$b", strings.Repeat("a?", 60) + strings.Repeat("a", 60) + "b"} {
		p, err := Compile(expr)
		if err != nil {
			t.Fatal(err)
		}
		if p.Match(text) {
			t.Errorf("%q matched", expr)
		}
	}
}

func TestLongText(t *testing.T) {
	p, _ := Compile("b")
	if p.Match(strings.Repeat("a", MaxText) + "b") {
		t.Error("the matcher looked past its bound")
	}
}

func FuzzAgainstRegexp(f *testing.F) {
	f.Add(`^(a|[b-z]*)+\d?$`, "abc1")
	f.Add(`[^\s\d]|()`, "\n")
	f.Fuzz(compare)
}

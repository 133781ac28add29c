//go:build !js

package explain

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/trace"
)

// aside puts the tables back when the test is over.
func aside(t testing.TB) {
	oldTables, oldSentences := tables, sentences
	t.Cleanup(func() { tables, sentences, index = oldTables, oldSentences, nil })
}

// answers are what every key and every example event is explained by, in both languages.
func answers() map[string]Explanation {
	all := map[string]Explanation{}
	add := func(what, lang string, x *Explanation) {
		if x != nil {
			all[lang+" "+what] = *x
		}
	}
	keys := wanted()
	for _, table := range [][]entry{
		smtpVerbs, smtpCodes, smtpEnhanced, smtpAnswers, smtpKeywords, smtpStates, pop3Words, pop3Answers, headerFields, dnsWords, ports,
		connActs, packetWords, tools, faults, parts, mailActs, storeActs, clientActs, verdicts, rules, miscWords, glossary,
	} {
		for _, e := range table {
			keys = append(keys, e.key)
		}
	}
	for _, lang := range Languages() {
		for _, key := range keys {
			add(key, lang, Key(key, lang))
			if proto, state, ok := strings.Cut(key, ".state."); ok {
				add("state "+key, lang, &Explanation{Text: State(proto, state, lang)})
			}
		}
		for i, example := range examples {
			add("event "+string(rune('0'+i)), lang, Event(&trace.Event{Body: example.body}, lang))
		}
	}
	return all
}

func same(a, b Explanation) bool {
	return a.Title == b.Title && a.Text == b.Text && slices.Equal(a.RFC, b.RFC)
}

// TestLoad sends the tables through their text form: every answer is as before.
func TestLoad(t *testing.T) {
	aside(t)
	before := answers()
	if len(before) < 1000 {
		t.Fatalf("only %d answers", len(before))
	}
	text := Words()
	tables, sentences, index = nil, nil, nil
	if err := Load(text); err != nil {
		t.Fatal(err)
	}
	after := answers()
	for what, x := range before {
		if !same(x, after[what]) {
			t.Errorf("%s: %+v is now %+v", what, x, after[what])
		}
	}
	if len(before) != len(after) {
		t.Errorf("%d answers are now %d", len(before), len(after))
	}
	if string(Words()) != string(text) {
		t.Error("what was loaded is written differently")
	}
}

// TestUnloaded is the browser before the words have come: nothing is said, and nothing breaks.
func TestUnloaded(t *testing.T) {
	aside(t)
	tables, sentences, index = nil, nil, nil
	for what, x := range answers() {
		if x.Title != "" || x.Text != "" {
			t.Errorf("%s: %+v", what, x)
		}
	}
	if x := Key("header.X-Odd", "en"); x != nil {
		t.Errorf("a field of anybody's: %+v", x)
	}
}

func TestEscapes(t *testing.T) {
	aside(t)
	odd := "a\tb\\n\nc\\"
	tables, sentences, index = [][]entry{{{odd, odd, "题", odd, "文", ""}}}, []sentence{{odd, odd + "{x}", "句"}}, nil
	text := Words()
	if err := Load(text); err != nil {
		t.Fatalf("%s\n%s", err, text)
	}
	if e := find(odd); e == nil || e.textEN != odd {
		t.Errorf("%+v", e)
	}
	if got := say("en", odd, "x", "1"); got != odd+"1" {
		t.Errorf("%q", got)
	}
}

// TestLoadRefuses names every way in which a text is wrong, and sees that the tables stay.
func TestLoadRefuses(t *testing.T) {
	aside(t)
	const first = wordsVersion + "\n"
	good := "entry\tk\ta\tb\tc\td\t\n"
	for text, want := range map[string]struct {
		line int
		say  string
	}{
		"":                              {1, "is not"},
		"EHLO-WORLD-WORDS 2\n":          {1, "is not"},
		first + "\n":                    {2, "no known kind"},
		first + good + "word\tk":        {3, "has no end"},
		first + "word\tk\ta\tb\n":       {2, "no known kind"},
		first + good + "entry\tl\n":     {3, "has 2 fields instead of 7"},
		first + good + good:             {3, "earlier line"},
		first + "event\tk\ta\t\n":       {2, "empty field"},
		first + "event\t\ta\tb\n":       {2, "empty field"},
		first + "event\tk\ta\\x\tb\n":   {2, "unknown escape"},
		first + "event\tk\ta\tb\\\n":    {2, "unknown escape"},
		first + "event\tk\ta{x\tb\n":    {2, "gap"},
		first + "event\tk\ta\t{x}b{\n":  {2, "gap"},
		first + "event\tk\ta\xff\tb\n":  {0, "UTF-8"},
		strings.Repeat("x", MaxWords+1): {0, "longer"},
		first + strings.Repeat("entry\tk\ta\tb\tc\td\t\n", 2): {3, "earlier line"},
	} {
		err := Load([]byte(text))
		var wrong *WordsError
		if !errors.As(err, &wrong) || wrong.Line != want.line || !strings.Contains(err.Error(), want.say) {
			t.Errorf("%.80q: %v instead of line %d, %s", text, err, want.line, want.say)
		}
	}
	var many strings.Builder
	many.WriteString(first)
	for i := range MaxRecords + 1 {
		many.WriteString("event\t" + strings.Repeat("x", i%100+1) + string(rune('一'+i/100)) + "\ta\tb\n")
	}
	if err := Load([]byte(many.String())); err == nil || !strings.Contains(err.Error(), "one too many") {
		t.Errorf("more lines than the bound: %v", err)
	}
	if Key("smtp.verb.EHLO", "en") == nil {
		t.Error("a text that was refused took the words away")
	}
}

// FuzzLoad: what Load takes it writes again, and with any words whatever nothing breaks.
func FuzzLoad(f *testing.F) {
	words := strings.SplitAfter(string(Words()), "\n")
	for _, at := range []int{1, 50, len(words) - 20} {
		f.Add([]byte(words[0] + strings.Join(words[at:at+10], "")))
	}
	f.Add([]byte(wordsVersion + "\nevent\tdrop\t{}{from}\t\\\\\n"))
	f.Add([]byte(wordsVersion + "\nentry\tauth.ok\ta\tb\tc\td\tRFC 1|\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		aside(t)
		if Load(text) != nil {
			return
		}
		again := Words()
		for _, e := range tables[0] {
			if x := Key(e.key, "zh"); x == nil || x.Title == "" {
				t.Errorf("%q: %+v", e.key, x)
			}
		}
		for _, example := range examples {
			Event(&trace.Event{Body: example.body}, "en")
		}
		if err := Load(again); err != nil {
			t.Fatal(err)
		}
		if string(Words()) != string(again) {
			t.Error("read again, the words are others")
		}
	})
}

// BenchmarkLoad is what the page waits for once; it reports the size of the text.
func BenchmarkLoad(b *testing.B) {
	aside(b)
	text := Words()
	b.ReportAllocs()
	for b.Loop() {
		if err := Load(text); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(text)), "words-octets")
}

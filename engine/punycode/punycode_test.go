package punycode

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// samples are from RFC 3492 section 7.1, whose letters in another case are written small here.
var samples = []struct{ text, code string }{
	{"\u0644\u064a\u0647\u0645\u0627\u0628\u062a\u0643\u0644\u0645\u0648\u0634\u0639\u0631\u0628\u064a\u061f", "egbpdaj6bu4bxfgehfvwxn"},
	{"\u4ed6\u4eec\u4e3a\u4ec0\u4e48\u4e0d\u8bf4\u4e2d\u6587", "ihqwcrb4cv8a8dqg056pqjye"},
	{"\u4ed6\u5011\u7232\u4ec0\u9ebd\u4e0d\u8aaa\u4e2d\u6587", "ihqwctvzc91f659drss3x8bo0yb"},
	{"Pro\u010dprost\u011bnemluv\u00ed\u010desky", "Proprostnemluvesky-uyb24dma41a"},
	{"\u306a\u305c\u307f\u3093\u306a\u65e5\u672c\u8a9e\u3092\u8a71\u3057\u3066\u304f\u308c\u306a\u3044\u306e\u304b", "n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa"},
	{"3\u5e74B\u7d44\u91d1\u516b\u5148\u751f", "3B-ww4c5e180e575a65lsy2b"},
	{"\u305d\u306e\u30b9\u30d4\u30fc\u30c9\u3067", "d9juau41awczczp"},
	{"-> $1.00 <-", "-> $1.00 <--"},
	{"", ""},
	{"\U0010ffff", "dn32g"},
}

func TestPunycode(t *testing.T) {
	for _, c := range samples {
		if got, ok := Encode(c.text); !ok || got != c.code {
			t.Errorf("%q: %q, want %q", c.text, got, c.code)
		}
		if got, ok := Decode(c.code); !ok || got != c.text {
			t.Errorf("%q: %q, want %q", c.code, got, c.text)
		}
	}
	for _, bad := range []string{"\u00fc-tda", "tda\u00fc", "a*", "99999999", "zzzzzzzz", "-é", strings.Repeat("9", MaxRunes), strings.Repeat("a", MaxRunes+1)} {
		if got, ok := Decode(bad); ok {
			t.Errorf("%q is %q", bad, got)
		}
	}
	for _, bad := range []string{"\xff", strings.Repeat("\u6d77", MaxRunes+1)} {
		if got, ok := Encode(bad); ok {
			t.Errorf("%q is %q", bad, got)
		}
	}
}

func TestToASCII(t *testing.T) {
	for _, c := range []struct{ in, want, problem string }{
		{"hai.example", "hai.example", ""},
		{"HAI.Example", "hai.example", ""},
		{"\u6d77.example", "xn--90w.example", ""},
		{"\u6d77\u3002example", "xn--90w.example", ""},         // A Chinese full stop,
		{"\uff48\uff41\uff49\uff0eexample", "hai.example", ""}, // and wide letters.
		{"B\u00dcCHER.example", "xn--bcher-kva.example", ""},
		{"fa\u00df.example", "xn--fa-hia.example", ""},             // Not "fass" any more (RFC 5894 section 7.2).
		{"b\u00fc\u00adcher.example", "xn--bcher-kva.example", ""}, // A soft hyphen.
		{"xn--bcher-kva.example", "xn--bcher-kva.example", ""},
		{"XN--BCHER-KVA.example", "xn--bcher-kva.example", ""},
		{"hai.example.", "hai.example.", ""},
		{"xn--99999999.example", "", "bad-punycode"},
		{"xn--abc-.example", "", "bad-punycode"}, // Nothing but ASCII,
		{"xn--.example", "", "bad-punycode"},     // or nothing at all,
		{"xn--wca.example", "", "bad-punycode"},  // a capital letter.
		{"a..b", "", "label-empty"},
		{"", "", "label-empty"},
		{".", "", "label-empty"},
		{"-a.example", "", "label-hyphen"},
		{"a-.example", "", "label-hyphen"},
		{"ab--c.example", "", "label-hyphen"},
		{"a_b.example", "", "label-character"},
		{"\u6d77 \u6d77", "", "label-character"},
		{"\xff", "", "not-utf8"},
		{strings.Repeat("a", 64), "", "label-long"},
		{strings.Repeat("\u6d77", 60), "xn--" + "", "label-long"},
		{strings.Repeat("\u6d77", 2000), "", "label-long"},
		{strings.Repeat("abcdefghi.", 25) + "abcd", "", "domain-long"},
	} {
		got, err := ToASCII(c.in)
		problem := ""
		if err != nil {
			problem = err.(*Error).Name
			c.want = c.in
		}
		if got != c.want || problem != c.problem {
			t.Errorf("%q: %q %q, want %q %q", c.in, got, problem, c.want, c.problem)
		}
	}
	if got, _ := ToASCII("bu\u0308cher.example"); got != "xn--bcher-kva.example" {
		t.Errorf("not normalized: %q", got)
	}
}

func TestToUnicode(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"hai.example", "hai.example"},
		{"xn--90w.example", "\u6d77.example"},
		{"XN--BCHER-KVA.Example", "b\u00fccher.Example"},
		{"xn--99999999.example", "xn--99999999.example"},
		{"xn--abc-.xn--90w", "xn--abc-.\u6d77"},
		{"a.\u6d77.xn--90w", "a.\u6d77.\u6d77"},
		{"", ""},
	} {
		if got := ToUnicode(c.in); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

// TestAsIDNA compares with golang.org/x/net/idna, which has the tables, over labels of many scripts.
func TestAsIDNA(t *testing.T) {
	scripts := []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han, unicode.Hiragana, unicode.Hangul, unicode.Arabic, unicode.Devanagari, unicode.Thai}
	random := rand.New(rand.NewPCG(7, 7))
	letter := func() rune {
		table := scripts[random.IntN(len(scripts))]
		if i := random.IntN(len(table.R16) + 1); i < len(table.R16) {
			r := table.R16[i]
			return rune(r.Lo + uint16(random.IntN(int((r.Hi-r.Lo)/r.Stride)+1))*r.Stride)
		}
		return rune('a' + random.IntN(26))
	}
	agree, lax, differ := 0, 0, 0
	for range 20_000 {
		label := make([]rune, 1+random.IntN(8))
		for i := range label {
			label[i] = letter()
		}
		text := norm.NFC.String(string(label))
		want, err := idna.Lookup.ToASCII(text + ".example")
		got, problem := ToASCII(text + ".example")
		switch {
		case err == nil && problem == nil && got == want:
			agree++
			if back, err := idna.Lookup.ToUnicode(got); err != nil || ToUnicode(got) != back {
				t.Errorf("%q back is %q, want %q %v", got, ToUnicode(got), back, err)
			}
		case err != nil:
			lax++ // A character that is not allowed, or a rule on directions, which we do not know.
		case !norm.NFKC.IsNormalString(text) || cases.Fold().String(text) != strings.ToLower(text):
			differ++ // A compatibility form, or a capital that is more than a capital: all that we write differently.
		default:
			t.Fatalf("%q: %q %v, want %q", text, got, problem, want)
		}
	}
	if agree < 2000 {
		t.Errorf("only %d names were compared (%d refused there, %d compatibility forms)", agree, lax, differ)
	}
}

func FuzzPunycode(f *testing.F) {
	for _, c := range samples {
		f.Add(c.text)
		f.Add(c.code)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if code, ok := Encode(s); ok {
			if back, ok := Decode(code); !ok || back != s {
				t.Fatalf("%q is %q and comes back as %q", s, code, back)
			}
			if want, err := idna.Punycode.ToASCII(s); err == nil && utf8.RuneCountInString(s) < 50 && !isASCII(s) && !strings.ContainsAny(s, ".\u3002\uff0e\uff61") && want != Prefix+code {
				t.Fatalf("%q is %q, want %q", s, code, want)
			}
		} else if utf8.ValidString(s) && utf8.RuneCountInString(s) <= MaxRunes {
			t.Fatalf("%q has no code", s)
		}
		Decode(s)
		ascii, err := ToASCII(s)
		if err == nil {
			if again, err := ToASCII(ToUnicode(ascii)); err != nil || again != ascii {
				t.Fatalf("%q is %q, is %q, is %q", s, ascii, ToUnicode(ascii), again)
			}
		}
	})
}

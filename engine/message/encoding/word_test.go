package encoding

import (
	"mime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecodeWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain", "plain"},
		{"", ""},
		{"=?utf-8?B?5rW3?=", "海"},
		{"=?UTF-8?q?caf=C3=A9_au_lait?=", "café au lait"},
		{"=?Utf-8?b?5rW3?=", "海"},
		{"=?iso-8859-1?Q?caf=E9?=", "café"},
		{"=?utf-8*fr?Q?caf=C3=A9?=", "café"}, // With a language.
		{"=?utf-8?q?caf=c3=a9?=", "café"},    // Small digits.

		// White space between words goes, everywhere else it stays.
		{"Re: =?utf-8?B?5rW3?= =?utf-8?B?5rW3?= end", "Re: 海海 end"},
		{"=?utf-8?B?5rW3?=\t =?iso-8859-1?Q?=E9?=", "海é"},
		{"=?utf-8?B?5rW3?=\r\n =?utf-8?Q?a?=", "海a"},
		{"=?utf-8?Q?a?= x =?utf-8?Q?b?=", "a x b"},

		// What should not touch.
		{"=?utf-8?B?5rW3?==?utf-8?B?5rW3?=", "海海"},
		{"=?utf-8?B?5g==?==?utf-8?B?tbc=?=", "海"},
		{"=?utf-8?Q?a?==?iso-8859-1?Q?=E9?=", "aé"},
		{"x=?utf-8?Q?a?=y", "xay"},
		{"(=?utf-8?Q?a?=)", "(a)"},
		{"\"=?utf-8?Q?a_b?=\" <a@b>", "\"a b\" <a@b>"}, // In quotation marks, where RFC 2047 section 5 forbids it.

		// What should not be in a text.
		{"=?utf-8?Q?two words?=", "two words"},
		{"=?utf-8?Q?a?b?=", "a?b"},
		{"=?utf-8?Q?really??=", "really?"},
		{"=?utf-8?Q?caf\u00e9?=", "café"},
		{"=?iso-8859-1?Q?caf\xe9?=", "café"},
		{"=?utf-8?Q?100=%_=4?=", "100=% =4"},
		{"=?utf-8?Q?===?=", "==="},
		{"=?utf-8?B?5rW3 5rW3?=", "海海"},
		{"=?utf-8?B?5*rW3!?=", "海"},
		{"=?utf-8?B?SGVsbG8?=", "Hello"},    // Padding forgotten,
		{"=?utf-8?B?SGVsbG8===?=", "Hello"}, // or too much of it.
		{"=?utf-8?B?SGVsb?=", "Hel"},        // A letter is left over.
		{"=?utf-8?B?5?= x", "=?utf-8?B?5?= x"},
		{"=?utf-8?B?*?=", ""},
		{"=?utf-8?Q??= x", " x"},
		{"=?utf-8?B??= =?utf-8?Q?x?=", "x"},

		// What was cut.
		{"=?utf-8?Q?=E6?= =?utf-8?Q?=B5=B7?=", "海"}, // A character cut in two,
		{"=?utf-8?B?5g==?= =?utf-8?B?tbc=?=", "海"},
		{"=?utf-8?B?5g==?= =?utf-8?Q?=B5=B7?=", "海"},
		{"=?utf-8?Q?=E6?=", "\uFFFD"},
		{"=?utf-8?B?5r?= =?utf-8?B?W3?=", "海"}, // and base64 cut where the line was full.
		{"=?utf-8?B?5?= =?utf-8?B?rW3?=", "海"},
		{"=?utf-8?B?5rW35?= =?utf-8?B?rW3?=", "海海"},
		{"=?utf-8?B?5rW35?= =?utf-8?B?rW35r?= =?utf-8?B?W3?=", "海海海"},
		{"=?utf-8?B?SGVsbG8?= =?utf-8?B?SGVsbG8?=", "HelloHello"}, // No reason to join them.
		{"=?utf-8?B?SGVs?= =?utf-8?B?bG8=?=", "Hello"},
		{"=?utf-8?Q?x", "=?utf-8?Q?x"}, // Without an end, both oracles leave it.
		{"=?utf-8?Q?x?", "=?utf-8?Q?x?"},
		{"=?utf-8?Q?x =?utf-8?Q?y?=", "=?utf-8?Q?x y"},
		{"=?utf-8?B?", "=?utf-8?B?"},
		{"=?utf-8", "=?utf-8"},

		// Nobody knows what this is.
		{"=?x-none?B?uqM=?= =?utf-8?Q?x?=", "=?x-none?B?uqM=?= x"},
		{"=?utf-8?Q?x?= =?x-none?B?uqM=?=", "x =?x-none?B?uqM=?="},
		{"=?x-none?Q?a?= =?x-none?Q?b?= c", "=?x-none?Q?a?= =?x-none?Q?b?= c"},
		{"=?x-none?Q??=", ""},
		{"=?=?a?b?= =?=?=", "=?=?a?b?= =?=?="},
		{"=?utf-8?X?x?= =?utf-8?Q?x", "=?utf-8?X?x?= =?utf-8?Q?x"},
		{"=?=?utf-8?Q?x?=", "=?x"},
		{"=??Q?x?=", "=??Q?x?="},
		{"=?utf 8?Q?x?=", "=?utf 8?Q?x?="},
		{"=?utf-8?Q=?x?=", "=?utf-8?Q=?x?="},
		{"=?" + strings.Repeat("x", 65) + "?Q?x?=", "=?" + strings.Repeat("x", 65) + "?Q?x?="},
		{"=?utf-8?Q?" + strings.Repeat("long", 1000) + "?=", strings.Repeat("long", 1000)},
	} {
		if got := DecodeWords(c.in, basic); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWordsAreLinear(t *testing.T) {
	// A quadratic reader would need minutes for these.
	for _, s := range []string{"=?a?q?", "=?utf-8?Q?x?= ", "=?", "=?gb2312?B?uqM=?= ",
		"=?utf-8?B?A?= ", "=?utf-8?B?AA?=", "=?utf-8?b?AAAAA?= =?utf-8?B?AAA?= ", "=?utf-8?q?=?", "=?utf-8?q?x =?x", "=?a?q?x?= =?b?q?x?=", "?=", "= "} {
		DecodeWords(strings.Repeat(s, 1<<20/len(s)), basic)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		in    string
		first int
		want  []string
	}{
		{"", 75, nil},
		{"crem\u00e9s", 75, []string{"=?utf-8?Q?crem=C3=A9s?="}},            // Q is shorter,
		{"caf\u00e9\u00e9\u00e9", 75, []string{"=?utf-8?B?Y2Fmw6nDqcOp?="}}, // and here B is.
		{"\u00e9ab", 75, []string{"=?utf-8?Q?=C3=A9ab?="}},                  // Equal: Q can be read.
		{"a b_c", 75, []string{"=?utf-8?Q?a_b=5Fc?="}},
		{"\u6d77", 10, []string{"=?utf-8?B?5rW3?="}},                     // No room at all for a first word.
		{"\u6d77\u6d77", 17, []string{"=?utf-8?Q?=E6=B5=B7=E6=B5=B7?="}}, // One word on the next line is shorter than two.
		{"\u6d77\u6d77\u6d77", 17, []string{"=?utf-8?B?5rW3?=", "=?utf-8?B?5rW35rW3?="}},
		{"\xff", 75, []string{"=?utf-8?B?77+9?="}},
		{strings.Repeat("\u6d77", 16), 75, []string{"=?utf-8?B?" + strings.Repeat("5rW3", 15) + "?=", "=?utf-8?B?5rW3?="}},
	} {
		if got := Words(c.in, c.first); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWordsIn(t *testing.T) {
	latin := func(s string) []byte {
		var b []byte
		for _, r := range s {
			b = append(b, byte(r))
		}
		return b
	}
	if got := WordsIn("iso-8859-1*fr", latin, "caf\u00e9", 75); !slices.Equal(got, []string{"=?iso-8859-1*fr?Q?caf=E9?="}) {
		t.Errorf("%q", got)
	}
	// A charset with shift states, every word by itself. The shifts cost 6 octets a word.
	shifting := func(s string) []byte { return []byte("\x1b$B" + strings.ToUpper(s) + "\x1b(B") }
	for i, w := range WordsIn("iso-2022-jp", shifting, strings.Repeat("x", 100), 40) {
		if content := DecodeWords(w, func(_ string, data []byte) (string, bool) { return string(data), true }); i == 0 && len(w) > 40 || len(w) > MaxWord ||
			!strings.HasPrefix(content, "\x1b$BX") || !strings.HasSuffix(content, "X\x1b(B") {
			t.Errorf("%q", w)
		}
	}
	if got := WordsIn(strings.Repeat("x", 80), latin, "a", 75); got != nil {
		t.Errorf("no room, but %q", got)
	}
}

func FuzzWords(f *testing.F) {
	f.Add("你好，世界 hello", 60)
	f.Add("=?utf-8?B?5rW3?= =?iso-8859-1?Q?=E9?= x", 20)
	f.Fuzz(func(t *testing.T, s string, first int) {
		words := Words(s, first)
		for i, w := range words {
			if len(w) > MaxWord || i == 0 && first > 30 && len(w) > first || strings.ContainsAny(w, " \r\n") {
				t.Fatalf("word %d %q, first %d", i, w, first)
			}
			if one := DecodeWords(w, basic); strings.Contains(one, "\uFFFD") && utf8.ValidString(s) && !strings.Contains(s, "\uFFFD") {
				t.Fatalf("%q: a character was cut in two: %q", s, w)
			}
		}
		want := strings.ToValidUTF8(s, "\uFFFD")
		// The general encoder cuts and chooses in the same way.
		if general := WordsIn("utf-8", func(s string) []byte { return []byte(s) }, want, first); !slices.Equal(general, words) {
			t.Fatalf("%q: %q, but in general %q", s, words, general)
		}
		joined := strings.Join(words, "\r\n ")
		if got := DecodeWords(joined, basic); got != want {
			t.Fatalf("%q came back as %q", want, got)
		}
		if got, err := new(mime.WordDecoder).DecodeHeader(joined); err != nil || got != want {
			t.Fatalf("the standard library reads %q as %q: %v", joined, got, err)
		}
		DecodeWords(s, basic)
	})
}

// basic knows what the tests need: UTF-8 and ISO 8859-1.
func basic(name string, data []byte) (string, bool) {
	switch name {
	case "utf-8", "us-ascii":
		return strings.ToValidUTF8(string(data), "\uFFFD"), true
	case "iso-8859-1":
		b := make([]byte, 0, 2*len(data))
		for _, c := range data {
			b = utf8.AppendRune(b, rune(c))
		}
		return string(b), true
	}
	return "", false
}

func TestSameLabel(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"utf-8", "utf-8", true}, {"utf-8", "utf8", true}, {"iso_8859-1", "iso-8859-1", true}, {"shift_jis", "shiftjis", true}, {"-", "", true},
		{"utf-8", "utf-16", false}, {"utf-8", "utf-", false}, {"iso-8859-1", "iso-8859-15", false}, {"gbk", "big5", false},
	} {
		if sameLabel(c.a, c.b) != c.same || sameLabel(c.b, c.a) != c.same {
			t.Errorf("%s, %s: %v", c.a, c.b, !c.same)
		}
	}
}

func TestOpening(t *testing.T) {
	for s, want := range map[string]int{"": -1, "=": -1, "?": -1, "?=": -1, "=?": 0, "a=?": 1, "??=?": 2, "a?b=c=?": 5, "=a?": -1, "==??": 1} {
		if got := opening(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

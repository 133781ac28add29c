package encoding

import (
	"mime"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecodeWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain", "plain"},
		{"=?utf-8?B?5rW3?=", "海"},
		{"=?UTF-8?q?caf=C3=A9_au_lait?=", "café au lait"},
		{"=?iso-8859-1?Q?caf=E9?=", "café"},
		{"=?utf-8*fr?Q?caf=C3=A9?=", "café"},
		{"Re: =?utf-8?B?5rW3?= =?utf-8?B?5rW3?= end", "Re: 海海 end"},
		{"=?utf-8?B?5rW3?=\t =?iso-8859-1?Q?=E9?=", "海é"},
		{"=?utf-8?B?5?= x", "=?utf-8?B?5?= x"},      // no base64
		{"=?utf-8?Q?=E6?= =?utf-8?Q?=B5=B7?=", "海"}, // a character cut in two
		{"=?utf-8?Q?=E6?=", "\uFFFD"},
		{"=?gb2312?B?uqM=?= =?utf-8?Q?x?=", "=?gb2312?B?uqM=?= x"},
		{"=?utf-8?Q?x?= =?gb2312?B?uqM=?=", "x =?gb2312?B?uqM=?="},
		{"=?utf-8?X?x?= =?utf-8?Q?x", "=?utf-8?X?x?= =?utf-8?Q?x"},
		{"=?=?utf-8?Q?x?=", "=?x"},
		{"=?utf-8?Q?a?b?=", "=?utf-8?Q?a?b?="},
		{"=?utf-8?Q??= x", " x"},
	} {
		if got := DecodeWords(c.in, basic); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

func TestWordsAreLinear(t *testing.T) {
	// A quadratic reader would need minutes for these.
	for _, s := range []string{"=?a?q?", "=?utf-8?Q?x?= ", "=?", "=?gb2312?B?uqM=?= "} {
		DecodeWords(strings.Repeat(s, 4<<20/len(s)), basic)
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

package encoding

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDecodeBase64(t *testing.T) {
	for _, c := range []struct {
		in, want string
		clean    bool
	}{
		{"", "", true},
		{"zIE4", "\xcc\x818", true}, // the exercise of the course
		{"SGVsbG8=\r\n", "Hello", true},
		{"SGVs\r\n bG8=", "Hello", true},
		{"SGVsbG8", "Hello", false},               // padding forgotten
		{"SGVsbG8=SGVsbG8=", "HelloHello", false}, // glued together
		{"SG*Vs!bG8=", "Hello", false},
		{"SGVsb", "Hel", false},
		{"SGVsbG8==", "Hello", false},
		{"SA==", "H", true},
		{"SA=", "H", false},
		{"====", "", false},
	} {
		got, flaw := DecodeBase64([]byte(c.in))
		if string(got) != c.want || flaw.Clean() != c.clean {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, flaw, c.want, c.clean)
		}
	}
}

func TestQuotedPrintable(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"L=9D9", "L=3D9D9"},
		{"caf\u00e9 \r\n\t\r\n", "caf=C3=A9=20\r\n=09\r\n"},
		{"a\rb\nc", "a=0Db=0Ac"},
		{strings.Repeat("x", 76), strings.Repeat("x", 76)},
		{strings.Repeat("x", 77), strings.Repeat("x", 75) + "=\r\nxx"},
		{strings.Repeat("x", 70) + "海", strings.Repeat("x", 70) + "=\r\n=E6=B5=B7"},
		{"end ", "end=20"},
	} {
		if got := string(QuotedPrintable([]byte(c.in))); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
	for _, c := range []struct {
		in, want string
		clean    bool
	}{
		{"a=3Db", "a=b", true},
		{"a=3db", "a=b", true},
		{"soft=\r\nbreak=\nend", "softbreakend", true},
		{"soft= \t\r\nbreak", "softbreak", true},
		{"trailing \t\r\nblank ", "trailing\r\nblank", true},
		{"kept=20\r\n", "kept \r\n", true},
		{"kept= \r\n  \r\n", "kept\r\n", true},
		{"100=%", "100=%", false},
		{"=", "", true},
		{"=4", "=4", false},
		{"\xe6\xb5\xb7", "海", false},
		{"lone\rCR", "lone\rCR", false},
	} {
		got, flaw := DecodeQuotedPrintable([]byte(c.in))
		if string(got) != c.want || flaw.Clean() != c.clean {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, flaw, c.want, c.clean)
		}
	}
}

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

func FuzzBase64(f *testing.F) {
	f.Add([]byte("Hello, world"))
	f.Add([]byte("SGVs\r\nbG8="))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := Base64(data)
		for _, line := range bytes.SplitAfter(text, []byte("\r\n")) {
			if len(line) > MaxLine+2 {
				t.Fatalf("line of %d", len(line))
			}
		}
		if back, flaw := DecodeBase64(text); !flaw.Clean() || !bytes.Equal(back, data) {
			t.Fatalf("%q came back as %q, flaw %v", data, back, flaw)
		}
		got, flaw := DecodeBase64(data)
		if want, err := base64.StdEncoding.DecodeString(string(data)); err == nil && (!flaw.Clean() || !bytes.Equal(got, want)) {
			t.Fatalf("%q: %q %v, want %q", data, got, flaw, want)
		} else if stripped := strings.NewReplacer(" ", "", "\t", "").Replace(string(data)); err != nil && flaw.Clean() {
			if want, err := base64.StdEncoding.DecodeString(stripped); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%q is called clean, but: %v", data, err)
			}
		}
	})
}

func FuzzQuotedPrintable(f *testing.F) {
	f.Add([]byte("caf\u00e9 \r\n\t\r\n=41"))
	f.Add([]byte("soft= \t\r\nbreak \r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := QuotedPrintable(data)
		for _, line := range bytes.Split(text, []byte("\r\n")) {
			if len(line) > MaxLine {
				t.Fatalf("line of %d: %q", len(line), line)
			}
		}
		if back, flaw := DecodeQuotedPrintable(text); !flaw.Clean() || !bytes.Equal(back, data) {
			t.Fatalf("%q came back as %q, flaw %v", data, back, flaw)
		}
		if back, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(text))); err != nil || !bytes.Equal(back, data) {
			t.Fatalf("the standard library reads %q as %q: %v", text, back, err)
		}
		got, flaw := DecodeQuotedPrintable(data)
		if want, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(data))); err == nil && flaw.Clean() && !bytes.Equal(got, want) {
			t.Fatalf("%q: %q, want %q", data, got, want)
		}
	})
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

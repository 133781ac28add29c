package charset

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzCharsets reads octets in every character set, and writes what it has read.
func FuzzCharsets(f *testing.F) {
	for _, s := range []string{
		"", "plain", "caf\xe9", "\xe4\xb8\xad", "\x81\x30\x81\x30", "\x8f\xb0\xa1\x8e\xb6", "\x1b$BF|\x1b(J\\\x1b(I6\x1b$(D0!\x0e6\x0f",
		"\x1b$)C\x0e0!\x0f", "~{VPND~}~~~\n", "+ZeVnLIqe-+2D0-+", "\xfe\xff\xd8\x3d\xde\x00\xdc", "\xff\xfe\x00\x00a\x00\x00\x00", "\x87\x40\xa1\x80", "\xf0\x40",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		for _, c := range All() {
			text, lost := c.Decode(data)
			if !bytes.Equal(data, before) {
				t.Fatalf("%s has changed its input", c.name)
			}
			if !utf8.Valid(text) {
				t.Fatalf("%s: %q is not UTF-8", c.name, text)
			}
			if lost > bytes.Count(text, []byte(replacement)) || lost > len(data) {
				t.Fatalf("%s: %d lost of %q, %q", c.name, lost, data, text)
			}
			if len(text) > 3*len(data)+4 {
				t.Fatalf("%s: %d octets have become %d", c.name, len(data), len(text))
			}
			written, gone := c.Encode(string(text))
			if again, more := c.Decode(written); gone == 0 && lost == 0 && (!bytes.Equal(again, text) || more > 0) && !startsWithMark(text, c.kind) {
				t.Fatalf("%s: %q is written %q and read %q", c.name, text, written, again)
			}
		}
	})
}

// startsWithMark says whether text begins with a byte order mark that is taken for one when it is read again.
func startsWithMark(text []byte, k kind) bool {
	return (k == kindUTF16 || k == kindUTF32) && bytes.HasPrefix(text, []byte("\uFEFF"))
}

// FuzzValid holds what recognises UTF-8 and ASCII quickly to the plain ways.
func FuzzValid(f *testing.F) {
	for _, s := range []string{"", "ascii and more of it, enough for all steps", "Größe", "Привет, мир", "你好，世界", "😀😀😀", "\xe0\x80\x80abcd", "\xed\xa0\x80", "\xf4\x90\x80\x80....", "\xc1\x81", "é\xc3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkValid(t, data) })
}

func checkValid(t *testing.T, data []byte) {
	if validUTF8(data) != utf8.Valid(data) {
		t.Fatalf("%x is UTF-8: %v", data, utf8.Valid(data))
	}
	n := 0
	for n < len(data) && data[n] < 0x80 {
		n++
	}
	if got := asciiLen(data); got != n {
		t.Fatalf("%x begins with %d octets of ASCII, not %d", data, n, got)
	}
	good := 0
	for good < len(data) {
		r, size := utf8.DecodeRune(data[good:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		good += size
	}
	if got := validLen(data); got != good {
		t.Fatalf("%x begins with %d octets of UTF-8, not %d", data, good, got)
	}
}

// FuzzGuesses wants an answer about anything, and the same twice.
func FuzzGuesses(f *testing.F) {
	for _, s := range snippets {
		data, _ := Lookup(s.charset).Encode(s.text)
		f.Add(data, s.charset)
	}
	f.Fuzz(func(t *testing.T, data []byte, label string) {
		if len(data) > 1<<10 {
			return // It is slow on purpose: it tries everything.
		}
		first, second := Guesses(data, label), Guesses(data, label)
		for i, g := range first {
			if g.Charset != second[i].Charset || !utf8.ValidString(g.Text) || i > 0 && g.Score > first[i-1].Score || g.Reason == "" {
				t.Fatalf("%q: guess %d, %+v", data, i, g)
			}
		}
		if c := Lookup(label); c != nil && len(first) == 0 {
			t.Fatalf("%q: no guess", data)
		}
		text := strings.ToValidUTF8(string(data), replacement)
		m, ok := Diagnose(text)
		if again, _ := Diagnose(text); again != m {
			t.Fatalf("%q: %+v, then %+v", text, m, again)
		}
		if ok && (m.Written == nil || m.Read == nil || m.Times < 1 || m.Reason == "" || !utf8.ValidString(m.Text)) {
			t.Fatalf("%q: %+v", text, m)
		}
	})
}

// TestConcurrent fills tables from several sides at once; the race detector has an opinion on it.
func TestConcurrent(t *testing.T) {
	for range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			for _, c := range All() {
				c.Decode([]byte("\xc4\xe3\x81\x30\x81\x30"))
				c.Encode("你")
			}
		})
	}
}

package message

import (
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
)

// Value returns what stands after the colon, unfolded (RFC 5322 section 2.2.3): line ends are taken out, white space at
// both ends is dropped, everything else stays. A stray line is its own value.
func (f *Field) Value() string {
	text := f.text
	if text == "" {
		text = string(f.Raw)
	}
	return unfold(text[f.Colon+1:])
}

// Text returns the value as people read it: encoded words decoded (RFC 2047), octets that are no UTF-8 as U+FFFD.
func (f *Field) Text() string { return DecodeText(f.Value()) }

// DecodeText decodes the encoded words of an unfolded value.
func DecodeText(value string) string {
	return validText(encoding.DecodeWords(value, charsetText))
}

// validText puts U+FFFD in the place of what is no UTF-8.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	text, _ := charsetText("utf-8", []byte(s))
	return text
}

// unfold returns s without its line ends, and without white space at both ends. A field that was not folded, as most are,
// costs nothing.
func unfold(s string) string {
	for len(s) > 0 && isBlank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	for len(s) > 0 && isBlank(s[0]) {
		s = s[1:]
	}
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	out := make([]byte, 0, len(s))
	start := 0
	for end := nextLineEnd(s, 0); end < len(s); end = nextLineEnd(s, start) {
		out = append(out, s[start:end]...)
		for start = end; s[start] == '\r' || s[start] == '\n'; {
			start++
		}
	}
	return string(append(out, s[start:]...))
}

// nextLineEnd returns where the next line end begins in s, from at on, or len(s). A CR that has neither LF nor a folded
// line after it is none. S does not end in a line end.
func nextLineEnd(s string, at int) int {
	for ; at < len(s); at++ {
		switch s[at] {
		case '\n':
			return at
		case '\r':
			i := at
			for s[i] == '\r' {
				i++
			}
			if isBlank(s[i]) {
				return at
			}
			at = i
		}
	}
	return at
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// isAtext says whether c is atext of RFC 5322 section 3.2.3, or part of UTF-8.
func isAtext(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 ||
		strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

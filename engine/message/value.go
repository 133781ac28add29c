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

// scanner walks over a structured field value: atoms, quoted strings, comments, domain literals and special characters
// (RFC 5322 section 3.2). It takes one pass.
type scanner struct {
	s  string
	at int
}

// token kinds; a special character is its own kind.
const (
	tokenEnd     = 0
	tokenAtom    = 1
	tokenQuoted  = 2
	tokenLiteral = 3 // A domain literal, text with its brackets.
	tokenComment = 4
)

// token is one item. Text has its quoting undone. Spaced says that white space or a comment stood before it.
type token struct {
	kind   byte
	text   string
	spaced bool
}

// next returns the next item. What is not finished, a quoted string say, ends with the value.
func (sc *scanner) next() token {
	t := token{}
	for sc.at < len(sc.s) && isBlank(sc.s[sc.at]) {
		sc.at++
		t.spaced = true
	}
	if sc.at == len(sc.s) {
		return t
	}
	switch c := sc.s[sc.at]; c {
	case '"':
		t.kind, t.text = tokenQuoted, sc.delimited('"')
	case '(':
		t.kind, t.text = tokenComment, sc.comment()
	case '[':
		t.kind, t.text = tokenLiteral, "["+sc.delimited(']')+"]"
	case ')', ']', '<', '>', ':', ';', '@', '\\', ',', '.', '=', '/', '?':
		sc.at++
		t.kind, t.text = c, string(c)
	default:
		start := sc.at
		for sc.at < len(sc.s) && isAtom(sc.s[sc.at]) {
			sc.at++
		}
		if sc.at == start {
			sc.at++ // A control character.
		}
		t.kind, t.text = tokenAtom, sc.s[start:sc.at]
	}
	return t
}

// skipComments is next without the comments; the item after one counts as spaced.
func (sc *scanner) skipComments() token {
	t := sc.next()
	for t.kind == tokenComment {
		t = sc.next()
		t.spaced = true
	}
	return t
}

// delimited reads from an opening character to end, undoing backslashes.
func (sc *scanner) delimited(end byte) string {
	sc.at++
	start := sc.at
	for i := start; i < len(sc.s); i++ {
		switch sc.s[i] {
		case end:
			sc.at = i + 1
			return sc.s[start:i]
		case '\\':
			return sc.unescaped(start, end)
		}
	}
	sc.at = len(sc.s)
	return sc.s[start:]
}

func (sc *scanner) unescaped(start int, end byte) string {
	var b []byte
	for sc.at = start; sc.at < len(sc.s); sc.at++ {
		c := sc.s[sc.at]
		if c == end {
			sc.at++
			return string(b)
		}
		if c == '\\' && sc.at+1 < len(sc.s) {
			sc.at++
			c = sc.s[sc.at]
		}
		b = append(b, c)
	}
	return string(b)
}

// comment reads a comment, which may hold comments, and returns what is within the outer brackets.
func (sc *scanner) comment() string {
	var b []byte
	depth := 0
	for ; sc.at < len(sc.s); sc.at++ {
		c := sc.s[sc.at]
		switch {
		case c == '\\' && sc.at+1 < len(sc.s):
			sc.at++
			c = sc.s[sc.at]
		case c == '(':
			if depth++; depth == 1 {
				continue
			}
		case c == ')':
			if depth--; depth == 0 {
				sc.at++
				return string(b)
			}
		}
		b = append(b, c)
	}
	return string(b)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// isAtom says whether c may stand in a run of characters that mean nothing by themselves; UTF-8 is let in (RFC 6532).
func isAtom(c byte) bool {
	switch c {
	case '"', '(', ')', '[', ']', '<', '>', ':', ';', '@', '\\', ',', '.', '=', '/', '?', 0x7f:
		return false
	}
	return c > ' '
}

// isAtext says whether c is atext of RFC 5322 section 3.2.3, or part of UTF-8.
func isAtext(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80 ||
		strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

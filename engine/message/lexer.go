package message

import (
	"strings"
	"unicode/utf8"
)

// lexer walks over a structured field value as RFC 5322 section 3.2 has it, in one pass. Dots belong to atoms, and an
// encoded word is one atom whatever it holds (RFC 2047 section 5 forbids commas in it, but people have commas in their
// names). An opening character whose end is missing stands for itself instead of swallowing the rest.
//
// The value may be raw, with its folds: these are blanks between items, and vanish within them.
type lexer struct {
	s  string
	at int
	// Once an end was found missing, no later opening character of the kind is tried: each try goes to the end of the
	// value, and there could be as many as it has octets.
	open struct{ quote, comment, literal bool }
}

// Kinds of items; a special character is its own kind.
const (
	tokenEnd     = 0
	tokenAtom    = 1
	tokenQuoted  = 2
	tokenLiteral = 3 // A domain literal, text with its brackets.
	tokenComment = 4
)

// lexeme is one item of a value.
type lexeme struct {
	kind       byte   // One of the kinds below, or the special character itself.
	text       string // Without quotes, backslashes and folds; a literal keeps its brackets.
	spaced     bool   // White space or a comment stands before it.
	start, end int    // Its place in the value, with its quotes.
}

// next returns the next item, comments included.
func (lx *lexer) next() lexeme {
	t := lexeme{}
	for lx.at < len(lx.s) && isBlank(lx.s[lx.at]) {
		lx.at++
		t.spaced = true
	}
	t.start = lx.at
	if lx.at == len(lx.s) {
		t.end = lx.at
		return t
	}
	c := lx.s[lx.at]
	ok := false
	switch c {
	case '"':
		t.kind = tokenQuoted
		t.text, ok = lx.delimited('"', &lx.open.quote)
	case '[':
		t.kind = tokenLiteral
		if t.text, ok = lx.delimited(']', &lx.open.literal); ok {
			t.text = "[" + t.text + "]"
		}
	case '(':
		t.kind = tokenComment
		t.text, ok = lx.comment()
	case ')', ']', '<', '>', ':', ';', '@', '\\', ',':
	default:
		t.kind, ok = tokenAtom, true
		lx.at = lx.atomEnd()
		t.text = lx.s[t.start:lx.at]
	}
	if !ok {
		t.kind, t.text = c, lx.s[lx.at:lx.at+1]
		lx.at++
	}
	t.end = lx.at
	return t
}

// skipComments is next without the comments; the item after one counts as spaced.
func (lx *lexer) skipComments() lexeme {
	t := lx.next()
	for t.kind == tokenComment {
		t = lx.next()
		t.spaced = true
	}
	return t
}

// atomEnd is where the atom at lx.at ends, dots included. A control character is an atom by itself.
func (lx *lexer) atomEnd() int {
	if end := encodedWordEnd(lx.s, lx.at); end > 0 {
		return end
	}
	i := lx.at
	for i < len(lx.s) && inDotAtom(lx.s[i]) {
		i++
	}
	return max(i, lx.at+1)
}

// dotAtomSet has a bit for each ASCII character of an atom or dot-atom.
var dotAtomSet = func() (set [2]uint64) {
	for c := byte(' ') + 1; c < 0x7f; c++ {
		if strings.IndexByte("\"(),:;<>@[\\]", c) < 0 {
			set[c>>6] |= 1 << (c & 63)
		}
	}
	return set
}()

func inDotAtom(c byte) bool { return c >= utf8.RuneSelf || dotAtomSet[c>>6]>>(c&63)&1 != 0 }

// encodedWordEnd is where the encoded word ends that s has at at, or 0 when there is none. It looks no further than two
// question marks, so that trying it at every place takes linear time.
func encodedWordEnd(s string, at int) int {
	if !strings.HasPrefix(s[at:], "=?") {
		return 0
	}
	i := at + 2
	for i < len(s) && s[i] > ' ' && s[i] != '?' {
		i++
	}
	if i == at+2 || i+2 >= len(s) || s[i] != '?' || strings.IndexByte("BbQq", s[i+1]) < 0 || s[i+2] != '?' {
		return 0
	}
	for i += 3; i < len(s) && s[i] > ' ' && s[i] != '?'; i++ {
	}
	if i+1 < len(s) && s[i] == '?' && s[i+1] == '=' {
		return i + 2
	}
	return 0
}

// delimited reads from the opening character at lx.at to the character end. It fails, and notes so in open, when there is
// no end.
func (lx *lexer) delimited(end byte, open *bool) (string, bool) {
	if *open {
		return "", false
	}
	start, plain := lx.at+1, true
	for i := start; i < len(lx.s); i++ {
		switch lx.s[i] {
		case end:
			lx.at = i + 1
			return lx.content(start, i, plain), true
		case '\\':
			i++
			plain = false
		case '\r', '\n':
			plain = false
		}
	}
	*open = true
	return "", false
}

// comment reads a comment, which may hold comments, and returns what is within the outer brackets.
func (lx *lexer) comment() (string, bool) {
	if lx.open.comment {
		return "", false
	}
	start, plain, depth := lx.at+1, true, 1
	for i := start; i < len(lx.s); i++ {
		switch lx.s[i] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				lx.at = i + 1
				return lx.content(start, i, plain), true
			}
		case '\\':
			i++
			plain = false
		case '\r', '\n':
			plain = false
		}
	}
	lx.open.comment = true
	return "", false
}

// content is the text between two places, with backslashes and folds taken out unless it is plain.
func (lx *lexer) content(start, end int, plain bool) string {
	if plain {
		return lx.s[start:end]
	}
	s := unfold("x" + lx.s[start:end] + "x") // The letters keep its blanks at both ends.
	b := make([]byte, 0, len(s)-2)
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' && i+1 < len(s)-1 {
			i++
		}
		b = append(b, s[i])
	}
	return string(b)
}

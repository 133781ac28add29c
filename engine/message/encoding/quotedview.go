package encoding

import (
	"bytes"
	"sort"
)

// QuotedView shows what the parts of a quoted-printable text mean. It goes over the text once when it is made; a window
// of it then costs what its lines are long.
type QuotedView struct {
	src    []byte
	octets int
	marks  []mark // Lines begin here, the first at the start.
}

// Token is a stretch of a quoted-printable text with one meaning.
type Token struct {
	Kind       string // One of the words below.
	Start, End int    // Where it stands in the encoded text,
	Octet      int    // where what it means stands in the decoded content,
	Octets     int    // and how many octets that has.
}

// Kinds of tokens.
const (
	TokenLiteral = "literal" // Octets that stand for themselves.
	TokenEscape  = "escape"  // "=XX".
	TokenSoft    = "soft"    // "=" and a line end, with blanks between if somebody added them: nothing.
	TokenHard    = "hard"    // A line end.
	TokenDropped = "dropped" // Blanks at the end of a line: nothing.
	TokenStray   = "stray"   // An "=" that begins nothing, and stands for itself.
)

// ViewQuoted makes a view of an encoded text.
func ViewQuoted(data []byte) *QuotedView {
	v := &QuotedView{src: data}
	scratch := make([]byte, 0, 2*markEvery)
	for at := 0; at < len(data); {
		end := len(data)
		if look := at + markEvery; look < len(data) {
			if n := bytes.IndexByte(data[look:], '\n'); n >= 0 {
				end = look + n + 1
			}
		}
		v.marks = append(v.marks, mark{at, v.octets})
		scratch, _ = appendUnquoted(scratch[:0], data[at:end])
		v.octets += len(scratch)
		at = end
	}
	return v
}

// Octets is how many octets the text decodes to.
func (v *QuotedView) Octets() int { return v.octets }

// Window lists the tokens that lie in the encoded text from from to to, whole ones also where they only reach into it.
func (v *QuotedView) Window(from, to int) []Token {
	if len(v.marks) == 0 {
		return nil
	}
	k := max(0, sort.Search(len(v.marks), func(i int) bool { return v.marks[i].at > from })-1)
	r := tokenReader{src: v.src, from: from, to: to, octet: v.marks[k].octet}
	for at := v.marks[k].at; at < len(v.src) && at < to; {
		at = r.line(at)
	}
	return r.tokens
}

// Find returns the token that has the octet at the given place of the decoded content.
func (v *QuotedView) Find(octet int) (t Token, ok bool) {
	if octet < 0 || octet >= v.octets {
		return t, false
	}
	m := v.marks[sort.Search(len(v.marks), func(i int) bool { return v.marks[i].octet > octet })-1]
	r := tokenReader{src: v.src, from: m.at, to: len(v.src), octet: m.octet}
	for at := m.at; ; {
		r.tokens = r.tokens[:0]
		at = r.line(at)
		for _, t := range r.tokens {
			if octet < t.Octet+t.Octets {
				return t, true
			}
		}
	}
}

// tokenReader takes lines apart, and keeps what touches its window.
type tokenReader struct {
	src      []byte
	from, to int
	octet    int
	tokens   []Token
}

func (r *tokenReader) add(kind string, start, end, octets int) {
	if end > start && end > r.from && start < r.to {
		r.tokens = append(r.tokens, Token{kind, start, end, r.octet, octets})
	}
	r.octet += octets
}

// line takes the line that begins at start apart, and says where the next one does.
func (r *tokenReader) line(start int) (next int) {
	next = len(r.src)
	if n := bytes.IndexByte(r.src[start:], '\n'); n >= 0 {
		next = start + n + 1
	}
	text := next // Where the line end begins,
	if text > start && r.src[text-1] == '\n' {
		if text--; text > start && r.src[text-1] == '\r' {
			text--
		}
	}
	blanks := text // and where the blanks before it do.
	for blanks > start && blankOctet(r.src[blanks-1]) {
		blanks--
	}
	at := start
	for at < blanks {
		n := bytes.IndexByte(r.src[at:blanks], '=')
		if n < 0 {
			break
		}
		r.add(TokenLiteral, at, at+n, n)
		at += n
		switch {
		case at+1 == blanks:
			r.add(TokenSoft, at, next, 0)
			return next
		case at+2 < blanks && (digits[r.src[at+1]]|digits[r.src[at+2]])&noDigit == 0:
			r.add(TokenEscape, at, at+3, 1)
			at += 3
		default:
			r.add(TokenStray, at, at+1, 1)
			at++
		}
	}
	r.add(TokenLiteral, at, blanks, blanks-at)
	r.add(TokenDropped, blanks, text, 0)
	r.add(TokenHard, text, next, next-text)
	return next
}

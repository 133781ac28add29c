package jsontext

import (
	"strconv"
	"unicode/utf8"
)

// Parse reads one JSON text. Beyond RFC 8259 it refuses duplicate names in an object, text that is not UTF-8, escapes that
// are half a surrogate pair, a byte order mark, and whatever exceeds the bounds of this package. Errors are of type *Error.
func Parse(data []byte) (*Value, error) {
	p := parser{data: data, line: 1, markCol: 1}
	if len(data) > MaxBytes {
		return nil, p.fail("the text is larger than " + strconv.Itoa(MaxBytes) + " octets")
	}
	v := new(Value)
	p.space()
	if err := p.value(v, 0); err != nil {
		return nil, err
	}
	p.space()
	if p.pos < len(data) {
		return nil, p.fail("there is more after the end of the value")
	}
	return v, nil
}

// parser walks over data once. Columns count characters; mark remembers how far they have been counted, so that a file
// of one endless line costs no more than any other.
type parser struct {
	data    []byte
	pos     int
	line    int
	mark    int
	markCol int
	values  int
}

// column returns the column of pos.
func (p *parser) column() int {
	for ; p.mark < p.pos; p.mark++ {
		if p.data[p.mark]&0xC0 != 0x80 {
			p.markCol++
		}
	}
	return p.markCol
}

func (p *parser) fail(text string) error {
	return &Error{Line: p.line, Col: p.column(), Text: text}
}

// space skips white space and counts lines.
func (p *parser) space() {
	for p.pos < len(p.data) {
		switch p.data[p.pos] {
		case ' ', '\t', '\r':
			p.pos++
		case '\n':
			p.pos++
			p.line++
			p.mark, p.markCol = p.pos, 1
		default:
			return
		}
	}
}

func (p *parser) peek() byte {
	if p.pos < len(p.data) {
		return p.data[p.pos]
	}
	return 0
}

func (p *parser) value(v *Value, depth int) error {
	if p.values++; p.values > MaxValues {
		return p.fail("there are more than " + strconv.Itoa(MaxValues) + " values")
	}
	v.Line, v.Col = p.line, p.column()
	switch c := p.peek(); {
	case c == '{':
		return p.object(v, depth+1)
	case c == '[':
		return p.array(v, depth+1)
	case c == '"':
		v.Kind = String
		return p.text(&v.Str)
	case c == '-' || '0' <= c && c <= '9':
		return p.number(v)
	case p.word("true"):
		v.Kind, v.Bool = Bool, true
		return nil
	case p.word("false"):
		v.Kind = Bool
		return nil
	case p.word("null"):
		return nil
	}
	return p.fail(p.unexpected("a value"))
}

// unexpected says what stands at pos instead of what was wanted.
func (p *parser) unexpected(wanted string) string {
	if p.pos >= len(p.data) {
		return "the text ends where " + wanted + " was expected"
	}
	r, size := utf8.DecodeRune(p.data[p.pos:])
	switch {
	case r == '\uFEFF':
		return "a byte order mark stands where " + wanted + " was expected"
	case r == utf8.RuneError && size == 1:
		return "the text is not UTF-8"
	}
	return strconv.QuoteRune(r) + " stands where " + wanted + " was expected"
}

func (p *parser) word(w string) bool {
	if len(p.data)-p.pos < len(w) || string(p.data[p.pos:p.pos+len(w)]) != w {
		return false
	}
	if end := p.pos + len(w); end < len(p.data) && isWord(p.data[end]) {
		return false
	}
	p.pos += len(w)
	return true
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

func (p *parser) array(v *Value, depth int) error {
	if depth > MaxDepth {
		return p.fail("lists and objects are nested deeper than " + strconv.Itoa(MaxDepth))
	}
	v.Kind = Array
	p.pos++
	p.space()
	if p.peek() == ']' {
		p.pos++
		return nil
	}
	for {
		v.Items = append(v.Items, Value{})
		if err := p.value(&v.Items[len(v.Items)-1], depth); err != nil {
			return err
		}
		p.space()
		switch p.peek() {
		case ',':
			p.pos++
			p.space()
		case ']':
			p.pos++
			return nil
		default:
			return p.fail(p.unexpected("a comma or ]"))
		}
	}
}

// fewMembers is how many names are compared one by one before a map is worth its cost.
const fewMembers = 16

func (p *parser) object(v *Value, depth int) error {
	if depth > MaxDepth {
		return p.fail("lists and objects are nested deeper than " + strconv.Itoa(MaxDepth))
	}
	v.Kind = Object
	p.pos++
	p.space()
	if p.peek() == '}' {
		p.pos++
		return nil
	}
	var seen map[string]bool
	for {
		if p.peek() != '"' {
			return p.fail(p.unexpected("a name in double quotes"))
		}
		m := Member{Line: p.line, Col: p.column()}
		if err := p.text(&m.Name); err != nil {
			return err
		}
		duplicate := false
		if seen != nil {
			duplicate = seen[m.Name]
		} else {
			for i := range v.Members {
				duplicate = duplicate || v.Members[i].Name == m.Name
			}
		}
		if duplicate {
			return &Error{Line: m.Line, Col: m.Col, Text: "the name " + strconv.Quote(m.Name) + " stands twice in one object"}
		}
		p.space()
		if p.peek() != ':' {
			return p.fail(p.unexpected("a colon"))
		}
		p.pos++
		p.space()
		if err := p.value(&m.Value, depth); err != nil {
			return err
		}
		v.Members = append(v.Members, m)
		if seen != nil {
			seen[m.Name] = true
		} else if len(v.Members) == fewMembers {
			seen = make(map[string]bool)
			for i := range v.Members {
				seen[v.Members[i].Name] = true
			}
		}
		p.space()
		switch p.peek() {
		case ',':
			p.pos++
			p.space()
		case '}':
			p.pos++
			return nil
		default:
			return p.fail(p.unexpected("a comma or }"))
		}
	}
}

// number reads a number, RFC 8259 section 6. The literal is kept; whole numbers that fit are also decoded.
func (p *parser) number(v *Value) error {
	v.Kind = Number
	start, whole := p.pos, true
	if p.peek() == '-' {
		p.pos++
	}
	switch c := p.peek(); {
	case c == '0':
		p.pos++
	case '1' <= c && c <= '9':
		p.digits()
	default:
		return p.fail(p.unexpected("a digit"))
	}
	if p.peek() == '.' {
		whole = false
		p.pos++
		if !p.digits() {
			return p.fail(p.unexpected("a digit"))
		}
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		whole = false
		p.pos++
		if c := p.peek(); c == '+' || c == '-' {
			p.pos++
		}
		if !p.digits() {
			return p.fail(p.unexpected("a digit"))
		}
	}
	if p.pos < len(p.data) && isWord(p.data[p.pos]) {
		return p.fail("a number cannot go on with " + strconv.QuoteRune(rune(p.data[p.pos])))
	}
	v.Str = string(p.data[start:p.pos])
	if whole {
		if n, err := strconv.ParseInt(v.Str, 10, 64); err == nil {
			v.Int, v.IsInt = n, true
		}
	}
	return nil
}

func (p *parser) digits() bool {
	start := p.pos
	for c := p.peek(); '0' <= c && c <= '9'; c = p.peek() {
		p.pos++
	}
	return p.pos > start
}

// text reads a string, RFC 8259 section 7. Most have no escapes and are cut out in one piece.
func (p *parser) text(into *string) error {
	p.pos++
	start := p.pos
	var buf []byte
	for {
		if p.pos >= len(p.data) {
			return p.fail("the text ends inside double quotes")
		}
		switch c := p.data[p.pos]; {
		case c == '"':
			if buf == nil {
				*into = string(p.data[start:p.pos])
			} else {
				*into = string(append(buf, p.data[start:p.pos]...))
			}
			p.pos++
			return nil
		case c == '\\':
			buf = append(buf, p.data[start:p.pos]...)
			r, err := p.escape()
			if err != nil {
				return err
			}
			buf = utf8.AppendRune(buf, r)
			start = p.pos
		case c < ' ':
			return p.fail("a control character stands inside double quotes (write \\n or \\u00XX)")
		case c < utf8.RuneSelf:
			p.pos++
		default:
			r, size := utf8.DecodeRune(p.data[p.pos:])
			if r == utf8.RuneError && size == 1 {
				return p.fail("the text is not UTF-8")
			}
			p.pos += size
		}
	}
}

// escape reads one escape, which may be two when it is a surrogate pair.
func (p *parser) escape() (rune, error) {
	p.pos++
	c := p.peek()
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		r, err := p.hex()
		if err != nil || r < 0xD800 || r > 0xDFFF {
			return r, err
		}
		if r < 0xDC00 && p.peek() == '\\' && p.pos+1 < len(p.data) && p.data[p.pos+1] == 'u' {
			p.pos++
			low, err := p.hex()
			if err != nil {
				return 0, err
			}
			if 0xDC00 <= low && low <= 0xDFFF {
				return 0x10000 + (r-0xD800)<<10 + (low - 0xDC00), nil
			}
		}
		return 0, p.fail("an escape is half of a surrogate pair")
	default:
		return 0, p.fail("a backslash is followed by neither \" \\ / b f n r t nor u")
	}
	p.pos++
	return rune(c), nil
}

// hex reads the u and the four digits of an escape.
func (p *parser) hex() (rune, error) {
	p.pos++
	var r rune
	for range 4 {
		c := p.peek()
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, p.fail(p.unexpected("a hexadecimal digit"))
		}
		p.pos++
	}
	return r, nil
}

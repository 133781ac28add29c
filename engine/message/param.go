package message

import (
	"slices"
	"strings"
)

// Media is a Content-Type or Content-Disposition value: a word and its parameters.
type Media struct {
	Type   string // Lower case: "text/plain", "attachment". Empty when the value does not begin with such a word.
	Params []Param
}

// Param is one parameter. Name is lower case; Value is decoded: quoting, RFC 2231 and, since many programs write them
// there, encoded words.
type Param struct{ Name, Value string }

// Get returns the value of a parameter, named in lower case, or "".
func (m *Media) Get(name string) string {
	for _, p := range m.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// ParseMedia reads an unfolded Content-Type (RFC 2045 section 5.1) or Content-Disposition (RFC 2183) value. It never
// fails: parameters that make no sense are left out.
func ParseMedia(value string) Media {
	sc := scanner{s: value}
	var m Media
	t := sc.skipComments()
	var word strings.Builder
	for ; t.kind != ';' && t.kind != tokenEnd; t = sc.skipComments() {
		if t.spaced && word.Len() > 0 && t.kind != '/' && !strings.HasSuffix(word.String(), "/") {
			break // "text/plain charset=x": a forgotten semicolon.
		}
		word.WriteString(t.text)
	}
	m.Type = lowerASCII(word.String())
	if strings.IndexByte(m.Type, ' ') >= 0 {
		m.Type = ""
	}
	var pieces []piece
	for t.kind != tokenEnd && len(pieces) < MaxParams {
		if t.kind == ';' {
			t = sc.skipComments()
			continue
		}
		var p piece
		p, t = readParam(&sc, t)
		if p.name != "" {
			pieces = append(pieces, p)
		}
	}
	m.Params = assemble(pieces)
	return m
}

// piece is a parameter as written. In the words of RFC 2231: section is the number in "name*2", -1 without one; extended
// says that the name ended with "*".
type piece struct {
	name     string
	section  int
	extended bool
	value    string
}

// readParam reads "name=value" from t on, and returns the item after it.
func readParam(sc *scanner, t token) (piece, token) {
	name := ""
	for ; t.kind != '=' && t.kind != ';' && t.kind != tokenEnd; t = sc.skipComments() {
		name = t.text
		if t.kind != tokenAtom {
			name = ""
		}
	}
	if t.kind != '=' {
		return piece{}, t
	}
	p := piece{section: -1}
	p.name, p.section, p.extended = splitName(lowerASCII(name))
	t = sc.skipComments()
	if t.kind == tokenQuoted {
		p.value = t.text
		for t.kind != ';' && t.kind != tokenEnd {
			t = sc.skipComments()
			if t.kind == tokenAtom && t.spaced {
				break // Another forgotten semicolon.
			}
		}
		return p, t
	}
	var b strings.Builder
	for ; t.kind != ';' && t.kind != tokenEnd; t = sc.skipComments() {
		if t.spaced && b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	p.value = b.String()
	return p, t
}

// splitName takes "filename*1*" apart (RFC 2231 sections 3 and 4).
func splitName(s string) (name string, section int, extended bool) {
	star := strings.IndexByte(s, '*')
	if star <= 0 {
		return s, -1, false
	}
	name, rest := s[:star], s[star+1:]
	if rest == "" {
		return name, -1, true
	}
	if rest[len(rest)-1] == '*' {
		extended, rest = true, rest[:len(rest)-1]
	}
	n, ok := number(token{kind: tokenAtom, text: rest}, 1, 4)
	if !ok || len(rest) > 1 && rest[0] == '0' {
		return s, -1, false // Not RFC 2231: the star belongs to the name.
	}
	return name, n, extended
}

// assemble puts the pieces of each parameter together, in the order in which the names came. A value in the form of RFC
// 2231 wins over a plain one of the same name, which is there for old programs (RFC 6266 advises the same for HTTP).
func assemble(pieces []piece) []Param {
	var out []Param
	index := map[string]int{}
	var groups []group
	for _, p := range pieces {
		i, ok := index[p.name]
		if !ok {
			i = len(groups)
			index[p.name] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], p)
	}
	for _, g := range groups {
		out = append(out, Param{g[0].name, g.value()})
	}
	return out
}

// group is all pieces of one name.
type group []piece

func (g group) value() string {
	var sections group
	for _, p := range g {
		if p.section < 0 && p.extended {
			return decodeExtended(group{p})
		}
		if p.section >= 0 {
			sections = append(sections, p)
		}
	}
	slices.SortStableFunc(sections, func(a, b piece) int { return a.section - b.section })
	n := 0
	for n < len(sections) && sections[n].section == n {
		n++
	}
	if n > 0 {
		return decodeExtended(sections[:n])
	}
	for _, p := range g {
		if p.section < 0 {
			return DecodeText(p.value)
		}
	}
	return ""
}

// decodeExtended joins sections, undoing their percent signs. The first one names the character set: utf-8'en'text.
func decodeExtended(sections group) string {
	charset := ""
	var data []byte
	for i, p := range sections {
		v := p.value
		if i == 0 && p.extended {
			if first := strings.IndexByte(v, '\''); first >= 0 {
				if second := strings.IndexByte(v[first+1:], '\''); second >= 0 {
					charset, v = lowerASCII(v[:first]), v[first+second+2:]
				}
			}
		}
		if p.extended {
			data = appendPercent(data, v)
		} else {
			data = append(data, v...)
		}
	}
	if text, ok := charsetText(charset, data); ok {
		return text
	}
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

func appendPercent(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) {
			if hi, lo := hexValue(s[i+1]), hexValue(s[i+2]); hi >= 0 && lo >= 0 {
				dst = append(dst, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		dst = append(dst, s[i])
	}
	return dst
}

func hexValue(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

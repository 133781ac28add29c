package message

import (
	"strings"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/sorting"
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
func (m *Media) Get(name string) string { return param(m.Params, name) }

func param(params []Param, name string) string {
	for i := range params {
		if params[i].Name == name {
			return params[i].Value
		}
	}
	return ""
}

// ParseMedia reads an unfolded Content-Type (RFC 2045 section 5.1) or Content-Disposition (RFC 2183) value. It never
// fails: parameters that make no sense are left out.
func ParseMedia(value string) Media {
	var p treeParser
	m, _, _ := p.readMedia(value)
	return m
}

// mediaFlaw is what is wrong with such a value.
type mediaFlaw uint8

const (
	flawParameter mediaFlaw = 1 << iota
	flawRepeated
	flawSections
	flawExtended
	flawMany
)

// mediaProblems are the names of the flaws, in the order of their bits.
var mediaProblems = [...]string{BadParameter, RepeatedParam, ParamSections, ParamEncoding, TooManyParams}

// readMedia is ParseMedia that also says what is wrong. Boundary is the parameter of that name as octets, before anything
// in it was taken for an encoded word.
func (p *treeParser) readMedia(value string) (m Media, boundary string, flaws mediaFlaw) {
	r := mediaReader{s: value}
	m.Type = lowerASCII(r.word())
	p.pieces = p.pieces[:0]
	for n := 0; r.nextSegment(); n++ {
		if n == MaxParams {
			r.flaws |= flawMany
			break
		}
		if piece := r.parameter(); piece.name != "" {
			p.pieces = append(p.pieces, piece)
		}
	}
	m.Params, boundary = assemble(p.pieces, &r.flaws)
	return m, boundary, r.flaws
}

// mediaReader goes over a value. It takes any value for what its writer must have meant: what stands in quotation marks
// as it is, and what stands without them up to the next semicolon.
type mediaReader struct {
	s      string
	at     int
	parted bool // A semicolon stands before the parameter.
	flaws  mediaFlaw
	open   int // Brackets whose end was looked for in vain.
}

// Looking for the end of every bracket that opens would take time that grows with the square of their number.
const (
	maxComment = 1000 // Octets in which the end of a comment is looked for.
	maxOpen    = 4    // Brackets that may be open; all after them are characters like others.
)

// skip passes over blanks and comments.
func (r *mediaReader) skip() {
	for r.at < len(r.s) {
		switch c := r.s[r.at]; {
		case c <= ' ':
			r.at++
		case c == '(':
			end := r.commentEnd(r.at)
			if end < 0 {
				return
			}
			r.at = end
		default:
			return
		}
	}
}

// commentEnd returns where the comment ends that begins at at, -1 when it does not.
func (r *mediaReader) commentEnd(at int) int {
	if r.open == maxOpen {
		return -1
	}
	depth := 0
	for i := at; i < min(len(r.s), at+maxComment); i++ {
		switch r.s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	r.open++
	return -1
}

// word reads the word before the parameters. A value that begins with a parameter has none.
func (r *mediaReader) word() string {
	r.skip()
	start := r.at
	for r.at < len(r.s) && (isToken(r.s[r.at]) || r.s[r.at] == '/') {
		r.at++
	}
	word := r.s[start:r.at]
	r.skip()
	if r.at == len(r.s) || r.s[r.at] == ';' {
		return word
	}
	return r.oddWord(start)
}

// oddWord reads a word that is not written as it should be, from start on: "text / plain", "\"text/plain\"", and, without
// the rest up to the first semicolon, "text/plain charset=x" and "text/plain, charset=x".
func (r *mediaReader) oddWord(start int) string {
	var word []byte
	for r.at = start; r.at < len(r.s); {
		before := r.at
		r.skip()
		if r.at == len(r.s) || r.s[r.at] == ';' {
			break
		}
		c := r.s[r.at]
		if c == ',' || r.at > before && len(word) > 0 && c != '/' && word[len(word)-1] != '/' {
			r.junk() // What follows without a semicolon is a parameter to nobody.
			break
		}
		switch c {
		case '=': // It is no word but a parameter.
			r.at = start
			r.flaws |= flawParameter
			return ""
		case '"':
			r.flaws |= flawParameter
			word = append(word, r.quoted(false)...)
		default:
			word = append(word, c)
			r.at++
		}
	}
	return string(word)
}

// nextSegment goes to the next parameter and says whether there is one.
func (r *mediaReader) nextSegment() bool {
	r.parted = false
	for r.skip(); r.at < len(r.s) && r.s[r.at] == ';'; r.skip() {
		r.at++
		r.parted = true
	}
	return r.at < len(r.s)
}

// piece is a parameter as written. In the words of RFC 2231: section is the number in "name*2", -1 without one; extended
// says that the name ended with "*".
type piece struct {
	name     string
	value    string
	param    int // Which parameter it belongs to, in the order of the names.
	section  int
	extended bool
}

// parameter reads name=value, or a name with nothing behind it. A piece without name is none.
func (r *mediaReader) parameter() piece {
	name, words := "", 0
	for ; r.at < len(r.s) && isToken(r.s[r.at]); words++ {
		start := r.at
		for r.at < len(r.s) && isToken(r.s[r.at]) {
			r.at++
		}
		name = r.s[start:r.at]
		r.skip()
	}
	if words > 1 { // A semicolon was forgotten between them, or they are just text: nobody takes that for a name.
		name = ""
	}
	p := piece{section: -1}
	p.name, p.section, p.extended = splitName(lowerASCII(name))
	if p.name == "" {
		r.flaws |= flawParameter
	}
	if r.at == len(r.s) || r.s[r.at] != '=' {
		end := r.at
		if r.junk(); !r.parted || r.at > end {
			return piece{}
		}
		return p
	}
	r.at++
	r.skipLeading()
	if r.at < len(r.s) && r.s[r.at] == '"' {
		p.value = r.quoted(p.name == "filename" || p.name == "name")
		r.afterQuoted()
		return p
	}
	p.value = r.unquoted(p.name == "charset")
	if p.extended && strings.IndexByte(p.value, '"') >= 0 { // utf-8''"a b.txt"
		r.flaws |= flawParameter
		p.value = strings.ReplaceAll(p.value, `"`, "")
	}
	if p.value == "" {
		r.flaws |= flawParameter
	}
	return p
}

// junk passes over what is no parameter.
func (r *mediaReader) junk() {
	r.flaws |= flawParameter
	if i := strings.IndexByte(r.s[r.at:], ';'); i >= 0 {
		r.at += i
	} else {
		r.at = len(r.s)
	}
}

// skipLeading passes over blanks before a value, and over comments that have a blank or a quotation mark after them. Others
// are part of the value: nobody writes comments there, but file names such as (1).pdf are written without quotation marks.
func (r *mediaReader) skipLeading() {
	for {
		for r.at < len(r.s) && r.s[r.at] <= ' ' {
			r.at++
		}
		end := -1
		if r.at < len(r.s) && r.s[r.at] == '(' {
			end = r.commentEnd(r.at)
		}
		if end < 0 || end == len(r.s) || !isBlank(r.s[end]) && r.s[end] != '"' {
			return
		}
		r.at = end
	}
}

// quoted reads a quoted string. A backslash quotes what stands behind it; in the name of a file only quotation marks and
// backslashes, for in C:\Temp it was meant as it is. A string that does not end goes on to the end of the value, as
// everybody reads it.
func (r *mediaReader) quoted(file bool) string {
	start := r.at + 1
	var undone []byte // The string up to done, once it is not the same as in the value.
	done := start
	for i := start; i < len(r.s); i++ {
		switch r.s[i] {
		case '"':
			r.at = i + 1
			if done == start {
				return r.s[start:i]
			}
			return string(append(undone, r.s[done:i]...))
		case '\\':
			if i+1 < len(r.s) && (!file || r.s[i+1] == '"' || r.s[i+1] == '\\') {
				undone = append(undone, r.s[done:i]...)
				i++
				done = i
			}
		}
	}
	r.flaws |= flawParameter
	r.at = len(r.s)
	return string(append(undone, r.s[done:]...))
}

// afterQuoted goes to the end of a parameter whose quoted value has ended. What follows without a semicolon, another
// parameter say, nobody reads.
func (r *mediaReader) afterQuoted() {
	r.skip()
	if r.at < len(r.s) && r.s[r.at] != ';' {
		r.junk()
	}
}

// unquoted reads a value without quotation marks: everything up to the semicolon, for file names with blanks and other
// characters that need them are written so all the time. A comment at the end is left out. A single word also ends at a
// blank or quotation mark.
func (r *mediaReader) unquoted(word bool) string {
	start, end := r.at, len(r.s)
	if i := strings.IndexByte(r.s[start:], ';'); i >= 0 {
		end = start + i
	}
	r.at = end
	value := r.s[start:end]
	token := 0
	for token < len(value) && isToken(value[token]) {
		token++
	}
	if token == len(value) {
		return value
	}
	if word && token > 0 && (isBlank(value[token]) || value[token] == '"') {
		r.at = start + token
		if r.skip(); r.at < end {
			r.junk()
		}
		return value[:token]
	}
	if i := strings.IndexByte(value, '('); i > 0 && isBlank(value[i-1]) {
		r.at = start + i
		if r.skip(); r.at == len(r.s) || r.s[r.at] == ';' {
			value = value[:i]
		} else {
			r.at = end
		}
	}
	value = strings.TrimRight(value, " \t\r\n")
	if token < len(value) {
		r.flaws |= flawParameter
	}
	return value
}

// isToken says whether c may stand in a token (RFC 2045 section 5.1), or in UTF-8, which many write there.
func isToken(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '@', ',', ';', ':', '\\', '"', '/', '[', ']', '?', '=', 0x7f:
		return false
	}
	return c > ' '
}

// splitName takes "filename*1*" apart (RFC 2231 sections 3 and 4). Zeros before the number, which the RFC forbids, do no
// harm.
func splitName(s string) (name string, section int, extended bool) {
	name, rest, starred := strings.Cut(s, "*")
	if !starred {
		return s, -1, false
	}
	if rest == "" {
		return name, -1, true
	}
	if rest[len(rest)-1] == '*' {
		extended, rest = true, rest[:len(rest)-1]
	}
	if len(rest) == 0 || len(rest) > maxSectionDigits {
		return "", -1, false // A name has no star in it otherwise.
	}
	for i := 0; i < len(rest); i++ {
		if !isDigit(rest[i]) {
			return "", -1, false
		}
		section = section*10 + int(rest[i]-'0')
	}
	return name, section, extended
}

const maxSectionDigits = 4

// assemble puts the pieces of each parameter together, in the order in which the names came. A value in the form of RFC
// 2231 wins over a plain one of the same name, which is there for old programs (RFC 6266 advises the same for HTTP).
func assemble(pieces []piece, flaws *mediaFlaw) (params []Param, boundary string) {
	if len(pieces) == 0 {
		return nil, ""
	}
	names, simple := countNames(pieces)
	if !simple {
		sorting.Stable(pieces, func(a, b piece) int {
			if a.param != b.param {
				return a.param - b.param
			}
			return a.section - b.section
		})
	}
	params = make([]Param, 0, names)
	for len(pieces) > 0 {
		n := 1
		for n < len(pieces) && pieces[n].param == pieces[0].param {
			n++
		}
		raw, text := joinPieces(pieces[:n], flaws)
		if pieces[0].name == "boundary" {
			boundary = strings.TrimRight(raw, " \t") // No boundary ends with a blank (RFC 2046 section 5.1.1).
		}
		params = append(params, Param{pieces[0].name, text})
		pieces = pieces[n:]
	}
	return params, boundary
}

// countNames says which parameter each piece belongs to, and returns how many there are. Simple means that every piece is one.
func countNames(pieces []piece) (names int, simple bool) {
	var index map[string]int // For more names than are quickly compared.
	for i := range pieces {
		p := &pieces[i]
		known := false
		if index != nil {
			p.param, known = index[p.name]
		} else {
			for k := 0; k < i && !known; k++ {
				p.param, known = pieces[k].param, pieces[k].name == p.name
			}
		}
		if known {
			continue
		}
		p.param = names
		names++
		if index != nil {
			index[p.name] = p.param
		} else if names == fewNames {
			index = make(map[string]int, len(pieces))
			for k := range pieces[:i+1] {
				index[pieces[k].name] = pieces[k].param
			}
		}
	}
	return names, names == len(pieces)
}

const fewNames = 16

// joinPieces returns what the pieces of one parameter say, as octets and as text.
func joinPieces(pieces []piece, flaws *mediaFlaw) (raw, text string) {
	plain := 0 // Those without sections come first.
	for plain < len(pieces) && pieces[plain].section < 0 {
		plain++
	}
	if plain < len(pieces) {
		return joinSections(pieces[plain:], flaws)
	}
	best := 0
	for best < plain && !pieces[best].extended {
		best++
	}
	if best < plain {
		return decodeExtended(pieces[best:best+1], flaws)
	}
	if plain > 1 {
		*flaws |= flawRepeated
	}
	return pieces[0].value, DecodeText(pieces[0].value)
}

// joinSections joins those that are there, also when some are missing. A section that is there twice counts once.
func joinSections(sections []piece, flaws *mediaFlaw) (raw, text string) {
	if sections[0].section != 0 {
		*flaws |= flawSections
	}
	n := 1
	for _, p := range sections[1:] {
		last := sections[n-1].section
		if p.section == last {
			*flaws |= flawRepeated
			continue
		}
		if p.section != last+1 {
			*flaws |= flawSections
		}
		sections[n] = p
		n++
	}
	return decodeExtended(sections[:n], flaws)
}

// decodeExtended joins sections, undoing their percent signs. The first one names the character set: utf-8'en'text.
// Where none is percent-encoded, encoded words in what they say together are decoded, as in a plain value.
func decodeExtended(sections []piece, flaws *mediaFlaw) (raw, text string) {
	name, extended := "", false
	var data []byte
	for i, p := range sections {
		v := p.value
		if !p.extended {
			data = append(data, v...)
			continue
		}
		extended = true
		if i == 0 {
			name, _, v = encoding.SplitExtended(v)
		}
		data = encoding.AppendPercentDecoded(data, v)
		if brokenPercent(v) {
			*flaws |= flawExtended
		}
	}
	raw = string(data)
	if !extended {
		return raw, DecodeText(raw)
	}
	if name == "" {
		name = "utf-8"
	}
	text, known := charsetText(name, data)
	if !known {
		*flaws |= flawExtended
		text = validText(raw)
	}
	return raw, text
}

// brokenPercent says whether there is a percent sign without two hexadecimal digits behind it.
func brokenPercent(s string) bool {
	for i := strings.IndexByte(s, '%'); i >= 0; i = strings.IndexByte(s, '%') {
		if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
			return true
		}
		s = s[i+3:]
	}
	return false
}

func isHex(c byte) bool { return isDigit(c) || c|' ' >= 'a' && c|' ' <= 'f' }

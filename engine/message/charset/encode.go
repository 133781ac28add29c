package charset

import "unicode/utf8"

// Encode returns text in the character set. What it lacks becomes a question mark; lost counts them. Where nothing is
// lost, Decode gives the same text back. UTF-16 and UTF-32 are written with a byte order mark, the higher octet first (RFC
// 2781 section 3.3), unless the label names an order.
func (c *Charset) Encode(text string) (data []byte, lost int) {
	if c.kind == kindUTF8 {
		return decodeUTF8([]byte(text))
	}
	e := encoder{charset: c, inverse: inverseOf(c)}
	if c.kind == kindUTF16 || c.kind == kindUTF32 {
		e.unicode('\uFEFF')
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			r = noRune
		}
		e.put(r)
		i += n
	}
	e.end()
	return e.data, e.lost
}

// encoder writes one text.
type encoder struct {
	charset *Charset
	inverse inverse // Of what is not calculated.
	data    []byte
	lost    int
	set     byte // What octets mean in ISO-2022-JP, ISO-2022-KR and HZ; 0 is ASCII.
	bits    uint32
	have    int // Bits of UTF-7 that wait for more.
}

// put writes a character. noRune is one that every character set lacks.
func (e *encoder) put(r rune) {
	ok := true
	switch e.charset.kind {
	case kindUTF7:
		ok = e.utf7(r)
	case kindUTF16, kindUTF16LE, kindUTF16BE, kindUTF32, kindUTF32LE, kindUTF32BE:
		ok = e.unicode(r)
	case kindISO2022JP, kindISO2022KR, kindHZ:
		ok = e.shifted(r)
	default:
		ok = e.plain(r)
	}
	if !ok {
		e.lost++
		e.put('?')
	}
}

// end leads back to ASCII.
func (e *encoder) end() {
	switch e.charset.kind {
	case kindUTF7:
		e.endBase64(0)
	case kindISO2022JP, kindISO2022KR, kindHZ:
		e.shift(setASCII)
	}
}

// plain writes a character of a character set without shifts.
func (e *encoder) plain(r rune) bool {
	code, ok := uint32(r), r >= 0 && r < utf8.RuneSelf
	if !ok {
		code, ok = e.inverse[r]
	}
	if !ok && e.charset.name == "gb18030" && r >= 0x10000 {
		n := uint32(r) - 0x10000 + 189000
		code, ok = 0x81308130+n/12600<<24+n/1260%10<<16+n/10%126<<8+n%10, true
	}
	if !ok {
		return false
	}
	for shift := 24; shift >= 0; shift -= 8 {
		if octet := byte(code >> shift); octet != 0 || shift == 0 {
			e.data = append(e.data, octet) // A sequence of several octets has no 0 among them.
		}
	}
	return true
}

// shifted writes a character of ISO-2022-JP, ISO-2022-KR or HZ: of ASCII, or one that has a pair in the character set of
// eight bits.
func (e *encoder) shifted(r rune) bool {
	hz := e.charset.kind == kindHZ
	if r >= 0 && r < utf8.RuneSelf {
		if !hz && (r == escape || r == shiftOut || r == shiftIn) {
			return false
		}
		e.shift(setASCII)
		if e.data = append(e.data, byte(r)); hz && r == '~' {
			e.data = append(e.data, '~')
		}
		return true
	}
	if e.charset.kind == kindISO2022JP && (r == '¥' || r == '‾') {
		e.shift(setRoman)
		octet := byte('\\')
		if r == '‾' {
			octet = '~'
		}
		e.data = append(e.data, octet)
		return true
	}
	code, ok := e.inverse[r]
	if !ok {
		return false
	}
	switch e.charset.kind {
	case kindISO2022JP:
		e.shift(setJIS)
	case kindISO2022KR:
		e.shift(setKS)
	default:
		e.shift(setGB)
	}
	e.data = append(e.data, byte(code>>8)&0x7f, byte(code)&0x7f)
	return true
}

// shift changes what octets mean.
func (e *encoder) shift(set byte) {
	before := e.set
	if before == 0 {
		before = setASCII
	}
	if e.set = set; set == before {
		return
	}
	switch e.charset.kind {
	case kindISO2022JP:
		sequence := "(B"
		switch set {
		case setRoman:
			sequence = "(J"
		case setJIS:
			sequence = "$B"
		}
		e.data = append(append(e.data, escape), sequence...)
	case kindISO2022KR:
		e.shiftKorean(set)
	default:
		bracket := byte('}')
		if set == setGB {
			bracket = '{'
		}
		e.data = append(e.data, '~', bracket)
	}
}

// shiftKorean writes SO or SI. Before the first SO comes, at the start of the text, what says that SO means Korean (RFC
// 1557 section 2).
func (e *encoder) shiftKorean(set byte) {
	const header = "\x1b$)C"
	if set == setASCII {
		e.data = append(e.data, shiftIn)
		return
	}
	if len(e.data) < len(header) || string(e.data[:len(header)]) != header {
		e.data = append([]byte(header), e.data...)
	}
	e.data = append(e.data, shiftOut)
}

// unicode writes a character in UTF-16 or UTF-32.
func (e *encoder) unicode(r rune) bool {
	if r < 0 {
		return false
	}
	little := e.charset.kind == kindUTF16LE || e.charset.kind == kindUTF32LE
	switch e.charset.kind {
	case kindUTF32, kindUTF32LE, kindUTF32BE:
		if little {
			e.data = append(e.data, byte(r), byte(r>>8), byte(r>>16), 0)
		} else {
			e.data = append(e.data, 0, byte(r>>16), byte(r>>8), byte(r))
		}
		return true
	}
	high, low := units(r)
	for _, u := range [...]rune{high, low} {
		switch {
		case u == noRune:
		case little:
			e.data = append(e.data, byte(u), byte(u>>8))
		default:
			e.data = append(e.data, byte(u>>8), byte(u))
		}
	}
	return true
}

// units returns a character as one or two units of UTF-16; the first of one is noRune.
func units(r rune) (high, low rune) {
	if r < 0x10000 {
		return noRune, r
	}
	r -= 0x10000
	return 0xd800 + r>>10, 0xdc00 + r&0x3ff
}

// utf7 writes a character in UTF-7: what RFC 2152 lets stand for itself and is not altered on any way, its set D with
// white space, as it is, the rest in base64.
func (e *encoder) utf7(r rune) bool {
	if r < 0 {
		return false
	}
	if r < utf8.RuneSelf && (r == '\t' || r == '\n' || r == '\r' || r == ' ' || directInUTF7(byte(r))) {
		e.endBase64(byte(r))
		e.data = append(e.data, byte(r))
		return true
	}
	if e.set == 0 {
		if r == '+' {
			e.data = append(e.data, "+-"...)
			return true
		}
		e.data = append(e.data, '+')
		e.set = setBase64
	}
	high, low := units(r)
	for _, u := range [...]rune{high, low} {
		if u == noRune {
			continue
		}
		e.bits, e.have = e.bits<<16|uint32(u), e.have+16
		for e.have >= 6 {
			e.have -= 6
			e.data = append(e.data, base64Letters[e.bits>>e.have&63])
		}
	}
	return true
}

// setBase64 is UTF-7's base64, as a value of encoder.set.
const setBase64 = '+'

// endBase64 ends base64, if it is on, before an octet that stands for itself, 0 at the end of the text. The minus sign may
// be left out where that octet ends base64 by itself; at the end it is written for the sake of what may follow.
func (e *encoder) endBase64(next byte) {
	if e.set != setBase64 {
		return
	}
	if e.have > 0 {
		e.data = append(e.data, base64Letters[e.bits<<(6-e.have)&63])
	}
	e.bits, e.have, e.set = 0, 0, 0
	if next == 0 || next == '-' || next == '/' || isDigit(next) || next|0x20 >= 'a' && next|0x20 <= 'z' {
		e.data = append(e.data, '-')
	}
}

// directInUTF7 says whether c is in set D of RFC 2152.
func directInUTF7(c byte) bool {
	switch c {
	case '\'', '(', ')', ',', '-', '.', '/', ':', '?':
		return true
	}
	return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z'
}

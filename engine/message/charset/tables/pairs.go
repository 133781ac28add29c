package tables

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"ehloworld/engine/message/charset/internal/once"
)

// pairs is a character set of one octet for ASCII and two for most of the rest.
type pairs struct {
	xtext  encoding.Encoding
	prefix string // What stands before the two octets.
	// special reads what is not in the table, other single octets and longer sequences, and what is wrong. It returns the
	// character, U+FFFD for none, and how many octets it takes.
	special func(s []byte) (rune, int)
	correct func(lead, trail byte) rune // What WHATWG has where x/text has something else, or 0. May be nil.

	filled once.Once
	runes  []uint16 // By lead and trail; 0 where there is no character, from firstWide where it is in wide.
	wide   []string // Characters beyond U+FFFF, and Big5's four codes of two characters.
}

var (
	gb18030  = pairs{xtext: simplifiedchinese.GB18030, special: specialGB, correct: correctGB}
	big5     = pairs{xtext: traditionalchinese.Big5, special: broken}
	eucKR    = pairs{xtext: korean.EUCKR, special: broken}
	shiftJIS = pairs{xtext: japanese.ShiftJIS, special: specialShiftJIS, correct: correctShiftJIS}
	eucJP    = pairs{xtext: japanese.EUCJP, special: specialEUCJP}
	jisX0212 = pairs{xtext: japanese.EUCJP, prefix: "\x8f"}
)

const (
	rows      = 126 // Lead octets 0x81 to 0xFE.
	columns   = 191 // Trail octets 0x40 to 0xFE. No character set uses all places.
	firstWide = 0xd800
)

// load fills the table when it is needed first: that decodes all pairs, once, which takes a millisecond or two.
func (p *pairs) load() []uint16 {
	p.filled.Do(p.fill)
	return p.runes
}

func (p *pairs) fill() {
	var lines []byte
	for i := range rows * columns {
		lines = append(append(lines, p.prefix...), 0x81+byte(i/columns), 0x40+byte(i%columns), '\n')
	}
	runes := make([]uint16, rows*columns)
	for i, character := range decodeLines(p.xtext, lines) {
		r, n := utf8.DecodeRune(character)
		next, _ := utf8.DecodeRune(character[n:])
		switch {
		case r == utf8.RuneError:
		case n == len(character) && r <= 0xffff:
			runes[i] = uint16(r)
		case n == len(character) || next == 0x304 || next == 0x30c: // A macron or caron that combines.
			runes[i] = firstWide + uint16(len(p.wide))
			p.wide = append(p.wide, string(character))
		}
	}
	for i := range runes {
		if p.correct != nil {
			if r := p.correct(0x81+byte(i/columns), 0x40+byte(i%columns)); r != 0 {
				runes[i] = uint16(r)
			}
		}
	}
	p.runes = runes
}

// decodeLines decodes lines of one character each, every one ended by LF, which puts a decoder right again after what is
// no character.
func decodeLines(e encoding.Encoding, lines []byte) [][]byte {
	text, err := e.NewDecoder().Bytes(lines)
	if err != nil {
		panic("x/text does not decode: " + err.Error()) // Its decoders replace what is wrong.
	}
	return bytes.Split(text[:len(text)-1], []byte{'\n'})
}

func decodePairs(p *pairs, data []byte) []byte {
	runes := p.load()
	text := make([]byte, 0, len(data)+len(data)/2+utf8.UTFMax)
	for i := 0; i < len(data); {
		lead := data[i]
		if lead < utf8.RuneSelf {
			n := asciiLen(data[i:])
			text = append(text, data[i:i+n]...)
			i += n
			continue
		}
		if i+1 < len(data) {
			column := uint(data[i+1]) - 0x40
			if at := (uint(lead)-0x81)*columns + column; column < columns && at < uint(len(runes)) {
				switch code := runes[at]; {
				case code >= 0x800 && code < firstWide || code >= 0xe000:
					text = append(text, 0xe0|byte(code>>12), 0x80|byte(code>>6)&0x3f, 0x80|byte(code)&0x3f)
					i += 2
					continue
				case code >= firstWide:
					text = append(text, p.wide[code-firstWide]...)
					i += 2
					continue
				case code != 0:
					text = append(text, 0xc0|byte(code>>6), 0x80|byte(code)&0x3f)
					i += 2
					continue
				}
			}
		}
		r, n := p.special(data[i:])
		text = utf8.AppendRune(text, r)
		i += n
	}
	return text
}

// broken reads what is no character where the lead octets are those from 0x81 to 0xFE. An octet of ASCII after a lead is
// not taken with it: it may be the end of a line, or of a tag in HTML.
func broken(s []byte) (rune, int) {
	if s[0] == 0x80 || s[0] == 0xff || len(s) == 1 || s[1] < utf8.RuneSelf {
		return utf8.RuneError, 1
	}
	return utf8.RuneError, 2
}

func specialShiftJIS(s []byte) (rune, int) {
	switch lead := s[0]; {
	case lead == 0x80:
		return 0x80, 1
	case isKatakana(lead):
		return katakana + rune(lead), 1
	case lead == 0xa0 || lead > 0xfc:
		return utf8.RuneError, 1
	}
	return broken(s)
}

// correctShiftJIS calculates the user-defined characters of Windows, F0 40 to F9 FC, which x/text leaves out.
func correctShiftJIS(lead, trail byte) rune {
	if lead < 0xf0 || lead > 0xf9 || trail == 0x7f || trail > 0xfc {
		return 0
	}
	column := rune(trail) - 0x40
	if trail > 0x7f {
		column--
	}
	return 0xe000 + rune(lead-0xf0)*188 + column
}

func specialEUCJP(s []byte) (rune, int) {
	switch lead := s[0]; {
	case lead == 0x8e && len(s) > 1 && isKatakana(s[1]):
		return katakana + rune(s[1]), 2
	case lead == 0x8f && len(s) > 1 && isEUC(s[1]):
		if len(s) == 2 || s[2] < utf8.RuneSelf {
			return utf8.RuneError, 2
		}
		if isEUC(s[2]) {
			if code := jisX0212.load()[int(s[1]-0x81)*columns+int(s[2]-0x40)]; code != 0 {
				return rune(code), 3
			}
		}
		return utf8.RuneError, 3
	case lead < 0xa1 && lead != 0x8e && lead != 0x8f:
		return utf8.RuneError, 1
	}
	return broken(s)
}

// katakana is what turns octets of JIS X 0201 into half-width katakana.
const katakana = 0xff61 - 0xa1

func isKatakana(c byte) bool { return c >= 0xa1 && c <= 0xdf }

// isEUC says whether c is an octet of an EUC pair.
func isEUC(c byte) bool { return c >= 0xa1 && c <= 0xfe }

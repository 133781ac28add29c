package tables

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"ehloworld/engine/message/charset/internal/once"
)

// single is a character set of one octet a character.
type single struct {
	name  string
	xtext *charmap.Charmap

	filled once.Once
	runes  [128]uint16 // Of the octets from 0x80; U+FFFD where there is none.
}

// singles names each table that is wanted: x/text's own indices would link all that it has.
var singles = [...]single{
	{name: "ibm866", xtext: charmap.CodePage866},
	{name: "iso-8859-2", xtext: charmap.ISO8859_2},
	{name: "iso-8859-3", xtext: charmap.ISO8859_3},
	{name: "iso-8859-4", xtext: charmap.ISO8859_4},
	{name: "iso-8859-5", xtext: charmap.ISO8859_5},
	{name: "iso-8859-6", xtext: charmap.ISO8859_6},
	{name: "iso-8859-7", xtext: charmap.ISO8859_7},
	{name: "iso-8859-8", xtext: charmap.ISO8859_8},
	{name: "iso-8859-10", xtext: charmap.ISO8859_10},
	{name: "iso-8859-13", xtext: charmap.ISO8859_13},
	{name: "iso-8859-14", xtext: charmap.ISO8859_14},
	{name: "iso-8859-15", xtext: charmap.ISO8859_15},
	{name: "iso-8859-16", xtext: charmap.ISO8859_16},
	{name: "koi8-r", xtext: charmap.KOI8R},
	{name: "koi8-u", xtext: charmap.KOI8U},
	{name: "macintosh", xtext: charmap.Macintosh},
	{name: "x-mac-cyrillic", xtext: charmap.MacintoshCyrillic},
	{name: "windows-874", xtext: charmap.Windows874},
	{name: "windows-1250", xtext: charmap.Windows1250},
	{name: "windows-1251", xtext: charmap.Windows1251},
	{name: "windows-1252", xtext: charmap.Windows1252},
	{name: "windows-1253", xtext: charmap.Windows1253},
	{name: "windows-1254", xtext: charmap.Windows1254},
	{name: "windows-1255", xtext: charmap.Windows1255},
	{name: "windows-1256", xtext: charmap.Windows1256},
	{name: "windows-1257", xtext: charmap.Windows1257},
	{name: "windows-1258", xtext: charmap.Windows1258},
}

// fill asks x/text for each character. Where it has none below 0xA0, in ISO 8859 and in the gaps of the Windows code pages,
// WHATWG has the control character of the same number.
func (t *single) fill() {
	for i := range t.runes {
		r := t.xtext.DecodeByte(0x80 + byte(i))
		if r == utf8.RuneError && i < 0x20 && (strings.HasPrefix(t.name, "iso-") || strings.HasPrefix(t.name, "windows-")) {
			r = 0x80 + rune(i)
		}
		t.runes[i] = uint16(r)
	}
}

func (t *single) decode(data []byte) []byte {
	t.filled.Do(t.fill)
	text := make([]byte, 0, len(data)+len(data)/2+utf8.UTFMax)
	for i := 0; i < len(data); {
		c := data[i]
		if c < utf8.RuneSelf {
			n := asciiLen(data[i:])
			text = append(text, data[i:i+n]...)
			i += n
			continue
		}
		i++
		if r := t.runes[c-0x80]; r < 0x800 {
			text = append(text, 0xc0|byte(r>>6), 0x80|byte(r)&0x3f)
		} else {
			text = append(text, 0xe0|byte(r>>12), 0x80|byte(r>>6)&0x3f, 0x80|byte(r)&0x3f)
		}
	}
	return text
}

// asciiLen returns how many octets of ASCII s begins with.
func asciiLen(s []byte) int {
	p := s
	for len(p) >= 8 && (uint64(p[0])|uint64(p[1])<<8|uint64(p[2])<<16|uint64(p[3])<<24|
		uint64(p[4])<<32|uint64(p[5])<<40|uint64(p[6])<<48|uint64(p[7])<<56)&0x8080808080808080 == 0 {
		p = p[8:]
	}
	for len(p) > 0 && p[0] < utf8.RuneSelf {
		p = p[1:]
	}
	return len(s) - len(p)
}

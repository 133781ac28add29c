package charset

import (
	"bytes"
	"unicode/utf8"

	"ehloworld/engine/message/charset/internal/once"
)

// inverse says how characters beyond ASCII are written: as octets, the first of them the highest that is not 0.
type inverse map[rune]uint32

// inverses holds what was asked for, by place in the registry.
var inverses [len(registry)]struct {
	filled once.Once
	table  inverse
}

// inverseOf inverts what Decode reads: all sequences that the character set may have are decoded, once. Where several say
// the same, the shortest and then the first counts, except as rejected says. What shifts is inverted through its
// character set of eight bits; what is calculated otherwise has no inverse.
func inverseOf(c *Charset) inverse {
	whole := c
	switch c.kind {
	case kindISO2022JP:
		whole = Lookup("euc-jp")
	case kindISO2022KR:
		whole = Lookup("euc-kr")
	case kindHZ:
		whole = Lookup("gb2312")
	case kindLatin1, kindTurkish, kindThai, kindPlatform:
	default:
		return nil
	}
	for i := range registry {
		if &registry[i] == c {
			inverses[i].filled.Do(func() { inverses[i].table = invert(whole, whole != c) })
			return inverses[i].table
		}
	}
	return nil
}

// invert inverts what c reads, or only its pairs that have seven bits each when the highest is taken off.
func invert(c *Charset, seven bool) inverse {
	inv := inverse{}
	if !seven {
		var codes []uint32
		for octet := range uint32(0x80) {
			codes = append(codes, 0x80+octet)
		}
		inv.add(c, codes)
	}
	switch c.name {
	case "gb18030", "gbk", "gb2312", "big5", "shift_jis", "euc-jp", "euc-kr":
		inv.addPairs(c, 0, seven || c.name == "gb2312")
	}
	switch {
	case c.name == "euc-jp" && !seven:
		inv.addPairs(c, 0x8f0000, true)
	case c.name == "gb18030":
		var codes []uint32
		for n := range uint32(39420) {
			codes = append(codes, 0x81308130+n/12600<<24+n/1260%10<<16+n/10%126<<8+n%10)
		}
		inv.add(c, codes)
	}
	return inv
}

// addPairs adds pairs of octets; high says that both are from 0xA1.
func (inv inverse) addPairs(c *Charset, prefix uint32, high bool) {
	var codes []uint32
	for lead := uint32(0x81); lead < 0xff; lead++ {
		for trail := uint32(0x40); trail < 0xff; trail++ {
			if !high || lead > 0xa0 && trail > 0xa0 {
				codes = append(codes, prefix|lead<<8|trail)
			}
		}
	}
	inv.add(c, codes)
}

// add decodes sequences, each on a line of its own, and adds the characters that they stand for.
func (inv inverse) add(c *Charset, codes []uint32) {
	var lines []byte
	for _, code := range codes {
		for shift := 24; shift >= 0; shift -= 8 {
			if octet := byte(code >> shift); octet != 0 {
				lines = append(lines, octet)
			}
		}
		lines = append(lines, '\n')
	}
	text, _ := c.Decode(lines)
	for _, code := range codes {
		end := bytes.IndexByte(text, '\n')
		if end < 0 {
			return
		}
		r, n := utf8.DecodeRune(text[:end])
		if n == end && (r != utf8.RuneError || code > 0xffffff) && r >= utf8.RuneSelf && !rejected(c.name, code) {
			if _, ok := inv[r]; !ok || c.name == "big5" && lastInBig5(r) {
				inv[r] = code
			}
		}
		text = text[end+1:]
	}
}

// rejected says whether a sequence is read but not written.
func rejected(name string, code uint32) bool {
	switch name {
	case "big5":
		return code < 0xa100 // Hong Kong's characters are read, but few others read them (WHATWG, Big5 encoder).
	case "shift_jis":
		return code >= 0xed00 && code < 0xef00 // NEC's copies of IBM's characters (WHATWG, index Shift_JIS pointer).
	case "gb18030":
		return code == 0x80 // The euro sign of code page 936.
	case "gb2312":
		return code == 0x80 || code >= 0xf800 // Beyond its 87 rows, and HZ's (RFC 1843).
	}
	return false
}

// lastInBig5 says of characters that Big5 has twice whether the second code is the usual one (WHATWG, index Big5 pointer).
func lastInBig5(r rune) bool {
	switch r {
	case 0x2550, 0x255e, 0x2561, 0x256a, 0x5341, 0x5345:
		return true
	}
	return false
}

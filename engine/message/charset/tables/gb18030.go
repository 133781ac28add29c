package tables

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"ehloworld/engine/message/charset/internal/once"
)

// specialGB reads the euro sign of Windows' code page 936 and sequences of four octets: a lead, a digit, a lead, a digit.
// Of a broken sequence it takes the first octet only, unless the text ends within.
func specialGB(s []byte) (rune, int) {
	if s[0] == 0x80 {
		return '€', 1
	}
	if s[0] == 0xff || len(s) == 1 || !isDigit(s[1]) {
		return broken(s)
	}
	switch {
	case len(s) == 2:
		return utf8.RuneError, 2
	case s[2] < 0x81 || s[2] == 0xff:
		return utf8.RuneError, 1
	case len(s) == 3:
		return utf8.RuneError, 3
	case !isDigit(s[3]):
		return utf8.RuneError, 1
	}
	switch n := int(s[0]-0x81)*12600 + int(s[1]-'0')*1260 + int(s[2]-0x81)*10 + int(s[3]-'0'); {
	case n < foursCount:
		return fours.rune(n), 4
	case n >= foursBeyond && n < foursBeyond+0x100000:
		return rune(n - foursBeyond + 0x10000), 4
	}
	return utf8.RuneError, 4
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

const (
	foursCount  = 39420  // Sequences of four octets for characters up to U+FFFF: all that have no pair.
	foursBeyond = 189000 // The number of the sequence for U+10000; those beyond follow in order.
)

// fours holds the characters of four octets up to U+FFFF. There is no gap.
var fours fourTable

type fourTable struct {
	filled once.Once
	runes  []uint16
}

func (t *fourTable) rune(n int) rune {
	t.filled.Do(t.fill)
	return rune(t.runes[n])
}

func (t *fourTable) fill() {
	var lines []byte
	for n := range foursCount {
		lines = append(lines, 0x81+byte(n/12600), '0'+byte(n/1260%10), 0x81+byte(n/10%126), '0'+byte(n%10), '\n')
	}
	t.runes = make([]uint16, foursCount)
	for n, character := range decodeLines(simplifiedchinese.GB18030, lines) {
		r, _ := utf8.DecodeRune(character)
		t.runes[n] = uint16(r)
	}
	t.runes[7457] = 0xe7c7 // 81 35 F4 37; see correctGB.
}

// correctGB says what WHATWG has where x/text has nothing:
//
//   - the user-defined areas of GBK and GB 18030, which are private-use characters of Unicode;
//   - what GB 18030 holds in reserve among its symbols and after its first level of ideographs, likewise;
//   - U+1E3F, which the edition of 2005 has exchanged with the U+E7C7 of A8 BC;
//   - what the edition of 2022 has moved out of the private use area.
func correctGB(lead, trail byte) rune {
	row, column := rune(lead), rune(trail)
	switch {
	case lead >= 0xaa && lead <= 0xaf && trail >= 0xa1: // Area 1.
		return 0xe000 + (row-0xaa)*94 + column - 0xa1
	case lead >= 0xf8 && trail >= 0xa1: // Area 2.
		return 0xe234 + (row-0xf8)*94 + column - 0xa1
	case lead == 0xa3 && trail == 0xa0:
		return 0x3000 // Found in the wild as an ideographic space, says WHATWG; else it would be U+E5E5.
	case lead >= 0xa1 && lead <= 0xa7 && trail < 0xa1 && trail != 0x7f: // Area 3.
		if trail > 0x7f {
			column--
		}
		return 0xe4c6 + (row-0xa1)*96 + column - 0x40
	}
	for _, g := range gaps {
		if lead == g.lead && trail >= g.from && trail <= g.to {
			return g.first + column - rune(g.from)
		}
	}
	return 0
}

// span is a row of pairs, the trail counting up, that stand for characters in a row.
type span struct {
	lead, from, to byte
	first          rune
}

// gaps lists what x/text leaves out of GB 18030 beside the user-defined areas.
var gaps = [...]span{
	{0xa2, 0xab, 0xb0, 0xe766}, // After the small Roman numerals.
	{0xa2, 0xe4, 0xe4, 0xe76d}, // After the numbers in brackets and circles.
	{0xa2, 0xef, 0xf0, 0xe76e},
	{0xa2, 0xfd, 0xfe, 0xe770}, // After the great Roman numerals.
	{0xa4, 0xf4, 0xfe, 0xe772}, // After hiragana.
	{0xa5, 0xf7, 0xfe, 0xe77d}, // After katakana.
	{0xa6, 0xb9, 0xc0, 0xe785}, // Between the cases of Greek.
	{0xa6, 0xd9, 0xd9, 0xfe10}, // Punctuation for vertical lines, since 2022 …
	{0xa6, 0xda, 0xda, 0xfe12}, // … with full stop and comma changed over.
	{0xa6, 0xdb, 0xdb, 0xfe11},
	{0xa6, 0xdc, 0xdf, 0xfe13},
	{0xa6, 0xec, 0xed, 0xfe17},
	{0xa6, 0xf3, 0xf3, 0xfe19},
	{0xa6, 0xf6, 0xfe, 0xe797},
	{0xa7, 0xc2, 0xd0, 0xe7a0}, // Between the cases of Cyrillic.
	{0xa7, 0xf2, 0xfe, 0xe7af},
	{0xa8, 0x96, 0xa0, 0xe7bc}, // After symbols of GBK.
	{0xa8, 0xbc, 0xbc, 0x1e3f}, // Since 2005.
	{0xa8, 0xc1, 0xc4, 0xe7c9}, // Around Bopomofo.
	{0xa8, 0xea, 0xfe, 0xe7cd},
	{0xa9, 0x58, 0x58, 0xe7e2}, // Between symbols of GBK.
	{0xa9, 0x5b, 0x5b, 0xe7e3},
	{0xa9, 0x5d, 0x5f, 0xe7e4},
	{0xa9, 0x97, 0xa3, 0xe7f4}, // Around box drawing.
	{0xa9, 0xf0, 0xfe, 0xe801},
	{0xd7, 0xfa, 0xfe, 0xe810}, // After the first level of ideographs.
	{0xfe, 0x51, 0x53, 0xe816}, // Among components and ideographs; those from 9FB4 are in Unicode since 2005, here since 2022.
	{0xfe, 0x59, 0x59, 0x9fb4},
	{0xfe, 0x61, 0x61, 0x9fb5},
	{0xfe, 0x66, 0x67, 0x9fb6},
	{0xfe, 0x6c, 0x6c, 0xe831},
	{0xfe, 0x6d, 0x6d, 0x9fb8},
	{0xfe, 0x76, 0x76, 0xe83b},
	{0xfe, 0x7e, 0x7e, 0x9fb9},
	{0xfe, 0x90, 0x90, 0x9fba},
	{0xfe, 0x91, 0x91, 0xe855},
	{0xfe, 0xa0, 0xa0, 0x9fbb},
}

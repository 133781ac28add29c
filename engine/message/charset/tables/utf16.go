package tables

import (
	"unicode/utf16"
	"unicode/utf8"
)

// decodeUTF16 reads UTF-16 whose higher octet stands at high, 0 or 1. A surrogate that is alone and what is left over at
// the end become one U+FFFD each; both together become one.
func decodeUTF16(data []byte, high int) []byte {
	text := make([]byte, 0, len(data)+len(data)/2+utf8.UTFMax)
	lead := rune(0) // The first half of a pair that waits for the second, or 0.
	for ; len(data) >= 2; data = data[2:] {
		unit := rune(data[high&1])<<8 | rune(data[1-high&1])
		if lead != 0 {
			r := utf16.DecodeRune(lead, unit)
			lead = 0
			text = utf8.AppendRune(text, r)
			if r != utf8.RuneError {
				continue
			}
		}
		if unit >= 0xd800 && unit < 0xdc00 {
			lead = unit
			continue
		}
		text = utf8.AppendRune(text, unit) // U+FFFD for a second half.
	}
	if lead != 0 || len(data) > 0 {
		text = utf8.AppendRune(text, utf8.RuneError)
	}
	return text
}

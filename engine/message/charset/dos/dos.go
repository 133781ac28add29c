// Package dos reads code pages of DOS, which browsers do not.
package dos

import "unicode/utf8"

//go:generate sh -c "python3 codepages.py >codepages.go"

// Decode decodes data in the code page with that name, "ibm437", as charset.Platform does. It returns false for others.
func Decode(name string, data []byte) (text []byte, ok bool) {
	for i := range pages {
		if pages[i][0] == name {
			return decode(pages[i][1], data), true
		}
	}
	return nil, false
}

func decode(page string, data []byte) []byte {
	var high [128]rune
	i := 0
	for _, r := range page {
		if high[i] = r; r == 0 {
			high[i] = utf8.RuneError
		}
		i++
	}
	text := make([]byte, 0, len(data)+len(data)/2+utf8.UTFMax)
	for _, c := range data {
		if c < utf8.RuneSelf {
			text = append(text, c)
		} else {
			text = utf8.AppendRune(text, high[c-0x80])
		}
	}
	return text
}

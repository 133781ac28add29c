//go:build js

package charset

import "unicode/utf8"

func validUTF8(p []byte) bool { return utf8.Valid(p) }

// asciiLen returns how many octets of ASCII s begins with.
func asciiLen(s []byte) int {
	n := 0
	for ; len(s)-n >= 8; n += 8 {
		w := s[n : n+8 : n+8]
		if (w[0]|w[1]|w[2]|w[3]|w[4]|w[5]|w[6]|w[7])&0x80 != 0 {
			break
		}
	}
	for n < len(s) && s[n] < utf8.RuneSelf {
		n++
	}
	return n
}

package charset

import "unicode/utf8"

// replacement is what stands for octets that cannot be read.
const replacement = "\uFFFD"

// decodeUTF8 replaces what is no UTF-8 by U+FFFD, one for each longest beginning of a character that breaks off (Unicode
// 3.9, "substitution of maximal subparts").
func decodeUTF8(data []byte) (text []byte, lost int) {
	if utf8.Valid(data) {
		return data, 0
	}
	text = make([]byte, 0, len(data)+len(data)/8+16)
	for start, i := 0, 0; ; {
		for i < len(data) {
			if data[i] < utf8.RuneSelf {
				i++
				continue
			}
			r, n := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		text = append(text, data[start:i]...)
		if i == len(data) {
			return text, lost
		}
		text = append(text, replacement...)
		lost++
		i += brokenLen(data[i:])
		start = i
	}
}

// brokenLen returns how many octets of the broken character that s begins with are replaced as one: those that could
// have begun a character.
func brokenLen(s []byte) int {
	low, high, more := byte(0x80), byte(0xbf), 0
	switch c := s[0]; {
	case c < 0xc2 || c > 0xf4:
		return 1
	case c < 0xe0:
		more = 1
	case c < 0xf0:
		more = 2
		if c == 0xe0 {
			low = 0xa0 // Overlong below.
		} else if c == 0xed {
			high = 0x9f // Surrogates above.
		}
	default:
		more = 3
		if c == 0xf0 {
			low = 0x90
		} else if c == 0xf4 {
			high = 0x8f // U+10FFFF is the last.
		}
	}
	n := 1
	for ; n <= more && n < len(s) && s[n] >= low && s[n] <= high; n++ {
		low, high = 0x80, 0xbf
	}
	return n
}

func decodeASCII(data []byte) (text []byte, lost int) {
	for _, c := range data {
		if c >= utf8.RuneSelf {
			lost++
		}
	}
	if lost == 0 {
		return data, 0
	}
	text = make([]byte, 0, len(data)+lost*(len(replacement)-1))
	for _, c := range data {
		if c >= utf8.RuneSelf {
			text = append(text, replacement...)
		} else {
			text = append(text, c)
		}
	}
	return text, lost
}

func decodeLatin1(data []byte) []byte {
	high := 0
	for _, c := range data {
		high += int(c >> 7)
	}
	if high == 0 {
		return data
	}
	text := make([]byte, 0, len(data)+high)
	for _, c := range data {
		if c < utf8.RuneSelf {
			text = append(text, c)
		} else {
			text = append(text, 0xc0|c>>6, 0x80|c&0x3f)
		}
	}
	return text
}

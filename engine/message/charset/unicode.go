package charset

import "unicode/utf8"

// replacement is what stands for octets that cannot be read.
const replacement = "\uFFFD"

// decodeUTF8 replaces what is no UTF-8 by U+FFFD, one for each longest beginning of a character that breaks off (Unicode
// 3.9, "substitution of maximal subparts").
func decodeUTF8(data []byte) (text []byte, lost int) {
	if validUTF8(data) {
		return data, 0
	}
	good := validLen(data)
	text = make([]byte, 0, len(data)+len(data)/8+16)
	for {
		text = append(text, data[:good]...)
		data = data[good:]
		if len(data) == 0 {
			return text, lost
		}
		text = append(text, replacement...)
		lost++
		data = data[brokenLen(data):]
		good = validLen(data)
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

// validLen returns how many octets of s are valid UTF-8 before the first that is not.
func validLen(s []byte) int {
	n := 0
	for n < len(s) {
		if s[n] < utf8.RuneSelf {
			n += asciiLen(s[n:])
			continue
		}
		r, size := utf8.DecodeRune(s[n:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		n += size
	}
	return n
}

// decodeOctets reads what has one octet a character and can be calculated. It reads what it does not know as US-ASCII.
func decodeOctets(k kind, data []byte) []byte {
	text := make([]byte, 0, len(data)+len(data)/2+utf8.UTFMax)
	for len(data) > 0 {
		n := asciiLen(data)
		text = append(text, data[:n]...)
		if data = data[n:]; len(data) == 0 {
			break
		}
		c := data[0]
		data = data[1:]
		r := rune(c)
		switch {
		case k == kindThai && c > 0xa0:
			if r += 0x0e00 - 0xa0; c > 0xda && c < 0xdf || c > 0xfb {
				r = noRune
			}
		case k == kindTurkish:
			switch c {
			case 0xd0:
				r = 'Ğ'
			case 0xdd:
				r = 'İ'
			case 0xde:
				r = 'Ş'
			case 0xf0:
				r = 'ğ'
			case 0xfd:
				r = 'ı'
			case 0xfe:
				r = 'ş'
			}
		case k == kindASCII || k == kindPlatform:
			r = noRune
		}
		text = utf8.AppendRune(text, r)
	}
	return text
}

// noRune stands for an octet that is no character. As a character it is written as U+FFFD.
const noRune = -1

// decodeUTF32 reads UTF-32. Where the label leaves the order of octets open, a byte order mark says it and is dropped;
// without one, it is the order in which the first unit can be a character: none fills its highest octet.
func decodeUTF32(k kind, data []byte) []byte {
	var text []byte
	turn := 0 // What to change in the place of an octet.
	if k == kindUTF32BE || k == kindUTF32 && len(data) >= 4 && data[0] == 0 && data[3] != 0 {
		turn = 3
	}
	for i := 0; i < len(data); i += 4 {
		r := rune(noRune)
		if s := data[i:]; len(s) >= 4 && s[3^turn] == 0 {
			r = rune(s[turn]) | rune(s[1^turn])<<8 | rune(s[2^turn])<<16
			if !utf8.ValidRune(r) {
				r = noRune
			}
		}
		if i > 0 || k != kindUTF32 || r != '\uFEFF' {
			text = utf8.AppendRune(text, r)
		}
	}
	return text
}

// countLost counts U+FFFD.
func countLost(text []byte) int {
	n := 0
	for i, c := range text {
		if c == 0xbd && i >= 2 && text[i-1] == 0xbf && text[i-2] == 0xef {
			n++
		}
	}
	return n
}

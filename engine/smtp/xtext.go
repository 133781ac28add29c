package smtp

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

const hex = "0123456789ABCDEF"

// EncodeXtext writes a text so that it fits a parameter (RFC 3461 section 4).
func EncodeXtext(s string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c > '~' || c == '+' || c == '=' {
			b = append(b, '+', hex[c>>4], hex[c&15])
		} else {
			b = append(b, c)
		}
	}
	return string(b)
}

// DecodeXtext undoes xtext (RFC 3461 section 4): "+" and two digits for every octet that may not stand for itself.
func DecodeXtext(s string) (string, bool) {
	var b []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '+':
			n, width := hexNumber(s[i+1 : min(i+3, len(s))])
			if width != 2 {
				return "", false
			}
			b, i = append(b, byte(n)), i+2
		case c <= ' ' || c == '=' || c >= 0x7f:
			return "", false
		default:
			b = append(b, c)
		}
	}
	return string(b), len(s) > 0
}

// encodeUTF8 is the reverse of decodeUTF8, in ASCII: utf-8-addr-xtext.
func encodeUTF8(s string) string {
	var b []byte
	for _, r := range s {
		switch {
		case r >= utf8.RuneSelf || r <= ' ' || r == 0x7f || r == '\\' || r == '+' || r == '=':
			b = append(b, `\x{`...)
			if r < 16 {
				b = append(b, '0')
			}
			b = append(append(b, strings.ToUpper(strconv.FormatInt(int64(r), 16))...), '}')
		default:
			b = append(b, byte(r))
		}
	}
	return string(b)
}

// decodeUTF8 undoes utf-8-addr-xtext and utf-8-addr-unitext (RFC 6533 section 3): \x{E9} for a character that may not stand
// for itself.
func decodeUTF8(s string) (string, bool) {
	var b []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			rest, ok := strings.CutPrefix(s[i:], `\x{`)
			n, width := hexNumber(rest)
			if !ok || width < 2 || width > 6 || len(rest) == width || rest[width] != '}' || !utf8.ValidRune(rune(n)) {
				return "", false
			}
			b, i = utf8.AppendRune(b, rune(n)), i+3+width
		case c <= ' ' || c == '=' || c == '+' || c == 0x7f:
			return "", false
		default:
			b = append(b, c)
		}
	}
	return string(b), utf8.Valid(b)
}

// hexNumber reads the upper-case hexadecimal digits that s begins with, at most seven of them, and says how many there are.
func hexNumber(s string) (n, width int) {
	for width < len(s) && width < 7 {
		d := strings.IndexByte(hex, s[width])
		if d < 0 {
			break
		}
		n, width = n<<4|d, width+1
	}
	return n, width
}

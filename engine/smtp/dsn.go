package smtp

import (
	"strings"
	"unicode/utf8"

	"ehloworld/engine/address"
)

// Bounds of the parameters of RFC 3461, in octets.
const (
	MaxEnvID = 100 // Section 4.4, as it is sent.
	MaxORcpt = 500 // Section 4.2, as it is sent.
)

// ParseRet reads the value of RET= (RFC 3461 section 4.3).
func ParseRet(s string) (Ret, bool) {
	switch {
	case strings.EqualFold(s, "FULL"):
		return RetFull, true
	case strings.EqualFold(s, "HDRS"):
		return RetHeaders, true
	}
	return RetUnsaid, false
}

// ParseNotify reads the value of NOTIFY= (RFC 3461 section 4.1): NEVER alone, or a list of the others, in
// which nothing forbids a word to stand twice.
func ParseNotify(s string) (n Notify, ok bool) {
	for word := range strings.SplitSeq(s, ",") {
		bit := Notify(0)
		for i, name := range [...]string{"NEVER", "SUCCESS", "FAILURE", "DELAY"} {
			if strings.EqualFold(word, name) {
				bit = 1 << i
			}
		}
		if bit == 0 {
			return 0, false
		}
		n |= bit
	}
	return n, n == NotifyNever || n&NotifyNever == 0
}

// ParseORcpt reads the value of ORCPT= (RFC 3461 section 4.2): a type of address and an address of it, which is decoded. The
// type utf-8 is RFC 6533's; its address may hold characters beyond ASCII only where extended is set.
func ParseORcpt(s string, extended bool) (string, bool) {
	kind, addr, has := strings.Cut(s, ";")
	if !has || !isKeyword(kind) || addr == "" || len(s) > MaxORcpt {
		return "", false
	}
	decode := DecodeXtext
	if strings.EqualFold(kind, "utf-8") {
		decode = decodeUTF8
		if !extended && !address.IsASCII(addr) {
			return "", false
		}
	}
	text, ok := decode(addr)
	return kind + ";" + text, ok && printable(text)
}

// ParseEnvID reads the value of ENVID= (RFC 3461 section 4.4).
func ParseEnvID(s string) (string, bool) {
	text, ok := DecodeXtext(s)
	return text, ok && len(s) <= MaxEnvID && printable(text) && address.IsASCII(text)
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
		d := strings.IndexByte("0123456789ABCDEF", s[width])
		if d < 0 {
			break
		}
		n, width = n<<4|d, width+1
	}
	return n, width
}

func printable(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

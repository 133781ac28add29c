// Package address is the addr-spec of mail: local part and domain, read and written as RFC 5321 section 4.1.2 wants it,
// with the UTF-8 that RFC 6531 section 3.3 adds.
package address

import (
	"strings"
	"unicode/utf8"
)

// Bounds in octets (RFC 5321 section 4.5.3.1).
const (
	MaxLocal  = 64
	MaxDomain = 255
	MaxLabel  = 63 // One label of a domain (RFC 1035 section 2.3.4).
)

// Address is one mailbox address.
type Address struct {
	Local  string // Decoded: without quotes and backslashes.
	Domain string // ASCII letters in lower case; an address literal keeps its brackets.
}

// Error says in plain words why a text is no address or no domain.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

var (
	errNoAt          = &Error{"an address is written name@domain, and the @ is missing"}
	errNoLocal       = &Error{"the part before the @ is missing"}
	errLocalChar     = &Error{"a character in the part before the @ needs quotes: \"odd name\"@domain"}
	errLocalDots     = &Error{"the part before the @ must not begin or end with a dot or have two in a row"}
	errLocalLong     = &Error{"the part before the @ is longer than 64 octets"}
	errQuote         = &Error{"the quoted part before the @ is not closed or holds a control character"}
	errUTF8          = &Error{"the octets above 127 are not UTF-8"}
	errNoDomain      = &Error{"the domain after the @ is missing"}
	errDomainChar    = &Error{"a domain consists of letters, digits, hyphens and dots"}
	errDomainLabel   = &Error{"each part of a domain between dots has 1 to 63 octets"}
	errDomainHyphen  = &Error{"a part of a domain must not begin or end with a hyphen"}
	errDomainLong    = &Error{"the domain is longer than 255 octets"}
	errLiteral       = &Error{"an address literal is written [192.0.2.1] or [IPv6:2001:db8::1]"}
	errTrailingChars = &Error{"something follows the address"}
)

// Parse reads an addr-spec such as bob@hai.example, "odd name"@hai.example or bob@[192.0.2.1]. Octets above 127 must be
// UTF-8; whether they are permitted is for the caller (see ASCII). Errors are *Error.
func Parse(s string) (Address, error) {
	a, n, err := Scan(s)
	if err == nil && n != len(s) {
		if n < len(s) && s[n] == ' ' {
			return Address{}, errTrailingChars
		}
		return Address{}, errDomainChar
	}
	return a, err
}

// Scan reads the addr-spec that s begins with and says how many octets of s it has.
func Scan(s string) (a Address, n int, err error) {
	local, n, err := ScanLocal(s)
	if err != nil {
		return Address{}, 0, err
	}
	if n == len(s) || s[n] != '@' {
		if n < len(s) && s[n] != ' ' && s[n] != '>' {
			return Address{}, 0, errLocalChar
		}
		return Address{}, 0, errNoAt
	}
	n++
	domain, m, err := ScanDomain(s[n:])
	if err != nil {
		return Address{}, 0, err
	}
	return Address{Local: local, Domain: domain}, n + m, nil
}

// ScanLocal reads the local part that s begins with, decodes it and says how many octets of s it has.
func ScanLocal(s string) (local string, n int, err error) {
	if s != "" && s[0] == '"' {
		return scanQuoted(s)
	}
	for n < len(s) && (isAtext(s[n]) || s[n] == '.') {
		n++
	}
	local = s[:n]
	switch {
	case n == 0 && s != "" && s[0] != '@' && s[0] != '>':
		return "", 0, errLocalChar
	case n == 0:
		return "", 0, errNoLocal
	case n > MaxLocal:
		return "", 0, errLocalLong
	case local[0] == '.' || local[n-1] == '.' || strings.Contains(local, ".."):
		return "", 0, errLocalDots
	case !utf8.ValidString(local):
		return "", 0, errUTF8
	}
	return local, n, nil
}

// scanQuoted reads a Quoted-string (RFC 5321 section 4.1.2).
func scanQuoted(s string) (local string, n int, err error) {
	var b []byte
	for i := 1; i < len(s); i++ {
		c := s[i]
		if c == '"' {
			local = string(b)
			if len(local) > MaxLocal {
				return "", 0, errLocalLong
			}
			if !utf8.ValidString(local) {
				return "", 0, errUTF8
			}
			return local, i + 1, nil
		}
		if c == '\\' {
			if i++; i == len(s) {
				break
			}
			if c = s[i]; c >= 0x80 {
				return "", 0, errQuote
			}
		}
		if c < ' ' || c == 0x7f {
			break
		}
		b = append(b, c)
	}
	return "", 0, errQuote
}

// ScanDomain reads the domain or address literal that s begins with, lower-cases it and says how many octets of s it has.
func ScanDomain(s string) (domain string, n int, err error) {
	if s != "" && s[0] == '[' {
		n = strings.IndexByte(s, ']') + 1
		if n < 3 || n > MaxDomain || !isLiteral(s[1:n-1]) {
			return "", 0, errLiteral
		}
		return lower(s[:n]), n, nil
	}
	for n < len(s) && (isLetDig(s[n]) || s[n] == '-' || s[n] == '.') {
		n++
	}
	if n == 0 && s != "" && s[0] != '>' && s[0] != ' ' {
		return "", 0, errDomainChar
	}
	if n < len(s) && s[n] == '@' {
		return "", 0, errDomainChar
	}
	if err := checkDomain(s[:n]); err != nil {
		return "", 0, err
	}
	return lower(s[:n]), n, nil
}

// Domain checks a domain name (or address literal) and returns it in lower case. One dot at the end, as in zone files,
// is refused: mail has none (RFC 5321 section 2.3.5).
func Domain(s string) (string, error) {
	d, n, err := ScanDomain(s)
	if err != nil {
		return "", err
	}
	if n != len(s) {
		return "", errDomainChar
	}
	return d, nil
}

func checkDomain(s string) error {
	if s == "" {
		return errNoDomain
	}
	if len(s) > MaxDomain {
		return errDomainLong
	}
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != '.' {
			continue
		}
		if i == start || i-start > MaxLabel {
			return errDomainLabel
		}
		if s[start] == '-' || s[i-1] == '-' {
			return errDomainHyphen
		}
		start = i + 1
	}
	if !utf8.ValidString(s) {
		return errUTF8
	}
	return nil
}

// isLiteral checks the inside of an address literal (RFC 5321 section 4.1.3): IPv4, or a tag, a colon and dcontent.
func isLiteral(s string) bool {
	tag, rest, tagged := strings.Cut(s, ":")
	if tagged {
		if !strings.EqualFold(tag, "IPv6") || rest == "" {
			return false
		}
		for i := 0; i < len(rest); i++ {
			if c := rest[i]; !isHex(c) && c != ':' && c != '.' {
				return false
			}
		}
		return strings.Contains(rest, ":")
	}
	parts := 0
	for part := range strings.SplitSeq(s, ".") {
		n := 0
		for i := 0; i < len(part); i++ {
			if part[i] < '0' || part[i] > '9' {
				return false
			}
			n = n*10 + int(part[i]-'0')
			if n > 255 {
				return false
			}
		}
		if part == "" || len(part) > 3 {
			return false
		}
		parts++
	}
	return parts == 4
}

// String writes the address as an addr-spec, with quotes only where they are needed. The zero address is "". An address
// without domain, such as postmaster, is its local part.
func (a Address) String() string {
	if a.IsZero() {
		return ""
	}
	local := a.Local
	if !isDotString(local) {
		local = quote(local)
	}
	if a.Domain == "" {
		return local
	}
	return local + "@" + a.Domain
}

// IsZero says whether a is the null address, which is written <> in an envelope.
func (a Address) IsZero() bool { return a == Address{} }

// ASCII says whether every octet is below 128. Others need SMTPUTF8 (RFC 6531).
func (a Address) ASCII() bool { return IsASCII(a.Local) && IsASCII(a.Domain) }

func isDotString(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] == '.' && s[i-1] == '.' || s[i] != '.' && !isAtext(s[i]) {
			return false
		}
	}
	return true
}

func quote(s string) string {
	b := make([]byte, 0, len(s)+4)
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return string(append(b, '"'))
}

// isAtext is RFC 5322 section 3.2.3 with the octets of UTF-8.
func isAtext(c byte) bool {
	return isLetDig(c) || strings.IndexByte("!#$%&'*+-/=?^_`{|}~", c) >= 0
}

func isLetDig(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c >= 0x80
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// IsASCII says whether every octet of a text is below 128. Many ask, so neither this nor DomainOf is inlined: the copies weighed
// 1 kB in the browser.
//
//go:noinline
func IsASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// DomainOf is the domain of an address that has been parsed before: what stands behind its last at sign. A text without one
// is all domain.
//
//go:noinline
func DomainOf(addr string) string { return addr[strings.LastIndexByte(addr, '@')+1:] }

// lower is strings.ToLower for ASCII letters only; letters beyond ASCII are the business of IDNA.
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if 'A' <= s[i] && s[i] <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

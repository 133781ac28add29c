package ip

import "strings"

// Private says whether an address means something only inside a network or a machine: the ranges of RFC 1918 section 3,
// RFC 6598 section 7 (shared by a provider's customers), RFC 4193 section 3.1, the link-local ones of RFC 3927 section 2.1
// and RFC 4291 section 2.5.6, loopback and the unspecified address. An interface after "%" is allowed with IPv6. What is no
// address is not private.
func Private(text string) bool {
	text, _, zoned := strings.Cut(text, "%")
	if v4, ok := Parse4(text); ok {
		return !zoned && private4(v4)
	}
	v6, ok := Parse6(text)
	if !ok {
		return false
	}
	if v6[0]&0xfe == 0xfc || v6[0] == 0xfe && v6[1]&0xc0 == 0x80 {
		return true
	}
	if strings.TrimLeft(string(v6[:10]), "\x00") != "" {
		return false
	}
	if v6[10] == 0xff && v6[11] == 0xff {
		return private4([4]byte(v6[12:])) // An IPv4 address written as IPv6 (RFC 4291 section 2.5.5.2).
	}
	return v6 == [16]byte{} || v6 == [16]byte{15: 1}
}

func private4(ip [4]byte) bool {
	switch ip[0] {
	case 10, 127:
		return true
	case 100:
		return ip[1]&0xc0 == 64
	case 169:
		return ip[1] == 254
	case 172:
		return ip[1]&0xf0 == 16
	case 192:
		return ip[1] == 168
	}
	return ip == [4]byte{}
}

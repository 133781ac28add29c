package dns

import "ehloworld/engine/ip"

// IPv4 reports whether s is an IPv4 address in text, which is what an A record holds.
func IPv4(s string) bool {
	_, ok := ip.Parse4(s)
	return ok
}

// ReverseName is the name under which the PTR record of an address stands: "10.113.0.203.in-addr.arpa" (RFC 1035 section
// 3.5), or its ip6.arpa form (RFC 3596 section 2.5). It is empty when text is no address.
func ReverseName(text string) string {
	if v4, ok := ip.Parse4(text); ok {
		return ip.Format4([4]byte{v4[3], v4[2], v4[1], v4[0]}) + ".in-addr.arpa"
	}
	v6, ok := ip.Parse6(text)
	if !ok {
		return ""
	}
	const hex = "0123456789abcdef"
	b := make([]byte, 0, 72)
	for i := 15; i >= 0; i-- {
		b = append(b, hex[v6[i]&15], '.', hex[v6[i]>>4], '.')
	}
	return string(b) + "ip6.arpa"
}

package dns

import (
	"strconv"
	"strings"
)

// parseIPv4 reads four decimal numbers without leading zeros.
func parseIPv4(s string) (ip [4]byte, ok bool) {
	for i := range ip {
		part := s
		if i < 3 {
			dot := strings.IndexByte(s, '.')
			if dot < 0 {
				return ip, false
			}
			part, s = s[:dot], s[dot+1:]
		}
		if len(part) == 0 || len(part) > 3 || len(part) > 1 && part[0] == '0' {
			return ip, false
		}
		n := 0
		for k := 0; k < len(part); k++ {
			if part[k] < '0' || part[k] > '9' {
				return ip, false
			}
			n = n*10 + int(part[k]-'0')
		}
		if n > 255 {
			return ip, false
		}
		ip[i] = byte(n)
	}
	return ip, true
}

func formatIPv4(ip [4]byte) string {
	b := make([]byte, 0, 15)
	for i, o := range ip {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, uint64(o), 10)
	}
	return string(b)
}

// parseIPv6 reads an address in any form of RFC 4291 section 2.2, zones excepted.
func parseIPv6(s string) (ip [16]byte, ok bool) {
	n, gap := 0, -1 // Octets written so far, and where "::" stands.
	if strings.HasPrefix(s, "::") {
		gap, s = 0, s[2:]
	}
	for s != "" {
		if n == 16 {
			return ip, false
		}
		end := strings.IndexByte(s, ':')
		part := s
		if end >= 0 {
			part = s[:end]
		}
		if strings.IndexByte(part, '.') >= 0 {
			v4, ok := parseIPv4(part)
			if !ok || end >= 0 || n > 12 {
				return ip, false
			}
			copy(ip[n:], v4[:])
			n += 4
			break
		}
		v, err := strconv.ParseUint(part, 16, 16)
		if err != nil || len(part) > 4 || part[0] == '+' {
			return ip, false
		}
		ip[n], ip[n+1] = byte(v>>8), byte(v)
		n += 2
		if end < 0 {
			break
		}
		s = s[end+1:]
		if s == "" {
			return ip, false
		}
		if s[0] == ':' {
			if gap >= 0 {
				return ip, false
			}
			gap, s = n, s[1:]
		}
	}
	if gap < 0 {
		return ip, n == 16
	}
	if n == 16 {
		return ip, false
	}
	tail := n - gap
	copy(ip[16-tail:], ip[gap:n])
	clear(ip[gap : 16-tail])
	return ip, true
}

// formatIPv6 writes an address in the canonical form of RFC 5952: lower case, no leading zeros, the longest run of at
// least two zero groups as "::" (the first one of equals).
func formatIPv6(ip [16]byte) string {
	best, bestLen := -1, 1
	for i := 0; i < 8; i++ {
		n := 0
		for i+n < 8 && ip[2*(i+n)] == 0 && ip[2*(i+n)+1] == 0 {
			n++
		}
		if n > bestLen {
			best, bestLen = i, n
		}
		if n > 0 {
			i += n - 1
		}
	}
	b := make([]byte, 0, 39)
	for i := 0; i < 8; i++ {
		if i == best {
			b = append(b, ':', ':')
			i += bestLen - 1
			continue
		}
		if i > 0 && b[len(b)-1] != ':' {
			b = append(b, ':')
		}
		b = strconv.AppendUint(b, uint64(ip[2*i])<<8|uint64(ip[2*i+1]), 16)
	}
	return string(b)
}

// IPv4 reports whether s is an IPv4 address in text, which is what an A record holds.
func IPv4(s string) bool {
	_, ok := parseIPv4(s)
	return ok
}

// ReverseName is the name under which the PTR record of an address stands: "10.113.0.203.in-addr.arpa" (RFC 1035 section
// 3.5), or its ip6.arpa form (RFC 3596 section 2.5). It is empty when ip is no address.
func ReverseName(ip string) string {
	if v4, ok := parseIPv4(ip); ok {
		return formatIPv4([4]byte{v4[3], v4[2], v4[1], v4[0]}) + ".in-addr.arpa"
	}
	v6, ok := parseIPv6(ip)
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

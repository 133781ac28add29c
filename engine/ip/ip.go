// Package ip reads and writes IP addresses as text, and says which of them are of no meaning outside a network of one's
// own. Package net/netip could, for 40 kB of the browser binary.
package ip

import (
	"strconv"
	"strings"
)

// Parse4 reads four decimal numbers without leading zeros.
func Parse4(s string) (ip [4]byte, ok bool) {
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

func Format4(ip [4]byte) string {
	b := make([]byte, 0, 15)
	for i, o := range ip {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendUint(b, uint64(o), 10)
	}
	return string(b)
}

// Parse6 reads an address in any form of RFC 4291 section 2.2, zones excepted.
func Parse6(s string) (ip [16]byte, ok bool) {
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
			v4, ok := Parse4(part)
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

// Format6 writes an address in the canonical form of RFC 5952: lower case, no leading zeros, the longest run of at
// least two zero groups as "::" (the first one of equals).
func Format6(ip [16]byte) string {
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

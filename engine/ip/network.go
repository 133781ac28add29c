package ip

import (
	"strconv"
	"strings"
)

// Network is a range of addresses that begin with the same bits.
type Network struct {
	octets [16]byte
	size   int // Octets of an address: 4 or 16.
	bits   int
}

// ParseNetwork reads a network as in "192.0.2.0/24" or "2001:db8::/32", or a single address. Bits behind the prefix must be
// zero (RFC 4632 section 3.1): 192.0.2.1/24 is a host and not a network.
func ParseNetwork(s string) (n Network, ok bool) {
	text, prefix, cut := strings.Cut(s, "/")
	if n.octets, n.size = parse(text); n.size == 0 {
		return n, false
	}
	n.bits = 8 * n.size
	if cut {
		bits, err := strconv.Atoi(prefix)
		if err != nil || bits < 0 || bits > n.bits || strconv.Itoa(bits) != prefix {
			return n, false
		}
		n.bits = bits
	}
	return n, n.octets == mask(n.octets, n.bits)
}

// Contains says whether an address in text lies in the network.
func (n Network) Contains(addr string) bool {
	octets, size := parse(addr)
	return size == n.size && size > 0 && mask(octets, n.bits) == n.octets
}

// Prefix is the network of the first bits of an address, in text: "192.0.2.0/24". It is empty when addr is no address; bits
// beyond the address mean all of it.
func Prefix(addr string, bits4, bits6 int) string {
	octets, size := parse(addr)
	switch size {
	case 4:
		octets = mask(octets, bits4)
		return Format4([4]byte(octets[:4])) + "/" + strconv.Itoa(bits4)
	case 16:
		return Format6(mask(octets, bits6)) + "/" + strconv.Itoa(bits6)
	}
	return ""
}

// parse reads an address of either kind; size is 0 when it is none.
func parse(s string) (octets [16]byte, size int) {
	if v4, ok := Parse4(s); ok {
		copy(octets[:], v4[:])
		return octets, 4
	}
	if v6, ok := Parse6(s); ok {
		return v6, 16
	}
	return octets, 0
}

// mask clears all bits but the first.
func mask(octets [16]byte, bits int) [16]byte {
	for i := range octets {
		switch left := bits - 8*i; {
		case left <= 0:
			octets[i] = 0
		case left < 8:
			octets[i] &= 0xFF << (8 - left)
		}
	}
	return octets
}

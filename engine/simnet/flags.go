package simnet

// The flags of a TCP segment. The bits follow the order of trace.Packet.Flags, not that of the header.
const (
	syn uint8 = 1 << iota
	ack
	fin
	rst
	psh
)

// flagNames are the flags as trace.Packet.Flags has them, by bits.
var flagNames = func() (names [32]string) {
	for i := range names {
		for bit, letter := range []byte("SAFRP") {
			if i&(1<<bit) != 0 {
				names[i] += string(rune(letter))
			}
		}
	}
	return names
}()

// after says whether sequence number a comes after b, modulo 2^32 (RFC 9293 section 3.4).
func after(a, b uint32) bool { return int32(a-b) > 0 }

// Package sha256 is the hash SHA-256 of FIPS 180-4.
//
// The standard library has it too, and everywhere else that would be reason enough not to write it again. In the browser
// binary, though, crypto/sha256 brings the whole of crypto/internal/fips140 with it: 100 kB of a first visit's megabyte for
// one function. The tests hold this package to the standard library's.
package sha256

import "math/bits"

// Size is the length of a sum in octets.
const Size = 32

const block = 64

// Hash is a sum under way. Make it with New.
type Hash struct {
	state  [8]uint32
	rest   [block]byte
	filled int
	length uint64
}

// New returns a hash of nothing yet.
func New() *Hash {
	return &Hash{state: [8]uint32{
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	}}
}

// Sum returns the sum of data.
func Sum(data []byte) [Size]byte {
	h := New()
	h.Write(data)
	return h.Sum()
}

// Write adds data.
func (h *Hash) Write(data []byte) {
	h.length += uint64(len(data))
	if h.filled > 0 {
		n := copy(h.rest[h.filled:], data)
		h.filled += n
		data = data[n:]
		if h.filled < block {
			return
		}
		h.compress(h.rest[:])
		h.filled = 0
	}
	for len(data) >= block {
		h.compress(data[:block])
		data = data[block:]
	}
	h.filled = copy(h.rest[:], data)
}

// Sum returns the sum of what was written so far; more may be written afterwards.
func (h *Hash) Sum() [Size]byte {
	end := *h
	var tail [2 * block]byte
	n := copy(tail[:], end.rest[:end.filled])
	tail[n] = 0x80
	size := block
	if n+9 > block {
		size = 2 * block
	}
	for i := range 8 {
		tail[size-1-i] = byte(end.length << 3 >> (8 * i))
	}
	for at := 0; at < size; at += block {
		end.compress(tail[at : at+block])
	}
	var out [Size]byte
	for i, word := range end.state {
		out[4*i], out[4*i+1], out[4*i+2], out[4*i+3] = byte(word>>24), byte(word>>16), byte(word>>8), byte(word)
	}
	return out
}

// Hex writes a sum in lower-case hexadecimal.
func Hex(sum [Size]byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 2*Size)
	for _, b := range sum {
		out = append(out, digits[b>>4], digits[b&15])
	}
	return string(out)
}

// compress is FIPS 180-4 section 6.2.2.
func (h *Hash) compress(p []byte) {
	var w [64]uint32
	for i := range 16 {
		w[i] = uint32(p[4*i])<<24 | uint32(p[4*i+1])<<16 | uint32(p[4*i+2])<<8 | uint32(p[4*i+3])
	}
	for i := 16; i < 64; i++ {
		s0 := bits.RotateLeft32(w[i-15], -7) ^ bits.RotateLeft32(w[i-15], -18) ^ w[i-15]>>3
		s1 := bits.RotateLeft32(w[i-2], -17) ^ bits.RotateLeft32(w[i-2], -19) ^ w[i-2]>>10
		w[i] = w[i-16] + s0 + w[i-7] + s1
	}
	s := h.state
	for i := range 64 {
		s1 := bits.RotateLeft32(s[4], -6) ^ bits.RotateLeft32(s[4], -11) ^ bits.RotateLeft32(s[4], -25)
		t1 := s[7] + s1 + (s[4]&s[5] ^ ^s[4]&s[6]) + constants[i] + w[i]
		s0 := bits.RotateLeft32(s[0], -2) ^ bits.RotateLeft32(s[0], -13) ^ bits.RotateLeft32(s[0], -22)
		t2 := s0 + (s[0]&s[1] ^ s[0]&s[2] ^ s[1]&s[2])
		s = [8]uint32{t1 + t2, s[0], s[1], s[2], s[3] + t1, s[4], s[5], s[6]}
	}
	for i := range s {
		h.state[i] += s[i]
	}
}

// constants are the first 32 bits of the fractional parts of the cube roots of the first 64 primes.
var constants = [64]uint32{
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
}

package encoding

import (
	"encoding/binary"
	"slices"
)

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// base64Pairs has the two letters for every twelve bits, the first in the low octet.
var base64Pairs = func() (t [1 << 12]uint16) {
	for i := range t {
		t[i] = uint16(base64Alphabet[i>>6]) | uint16(base64Alphabet[i&63])<<8
	}
	return t
}()

// base64Line is how many octets one line carries.
const base64Line = MaxLine / 4 * 3

// Base64Size is how many octets Base64 writes for n octets, line ends included.
func Base64Size(n int) int {
	return (n+2)/3*4 + (n+base64Line-1)/base64Line*2
}

// Base64 encodes data in lines of 76 characters (RFC 2045 section 6.8). Every line ends with CRLF; no data gives no line.
func Base64(data []byte) []byte {
	return AppendBase64(make([]byte, 0, Base64Size(len(data))), data)
}

// AppendBase64 is Base64 that appends to dst.
func AppendBase64(dst, data []byte) []byte {
	start := len(dst)
	size := Base64Size(len(data))
	dst = slices.Grow(dst, size)[:start+size]
	at := start
	for len(data) > 0 {
		n, m := putLines(dst[at:], data[:min(len(data), hotChunk)])
		at, data = at+n, data[m:]
		if m == 0 {
			m = min(len(data), base64Line)
			at += putLetters(dst[at:], data[:m])
			at += copy(dst[at:], "\r\n")
			data = data[m:]
		}
	}
	return dst
}

// hotChunk is how much one call of a hot loop does. Browsers swap a function for its optimized version when it is called,
// not while it runs, so one call for everything would go over a large attachment with the slow version.
const hotChunk = 1 << 15

// putLines writes full lines, as long as there are three octets behind, and says how many octets it wrote and read: six
// octets become eight letters at a time, and are read as eight.
func putLines(dst, data []byte) (written, read int) {
	out, in := dst, data
	for len(in) >= base64Line+3 && len(out) >= MaxLine+2 {
		line, o := in[:base64Line+3], out[:MaxLine+2]
		for i, j := 0, 0; i < 54; i, j = i+6, j+8 {
			u := binary.BigEndian.Uint64(line[i : i+8])
			binary.LittleEndian.PutUint64(o[j:j+8], uint64(base64Pairs[u>>52])|uint64(base64Pairs[u>>40&0xfff])<<16|
				uint64(base64Pairs[u>>28&0xfff])<<32|uint64(base64Pairs[u>>16&0xfff])<<48)
		}
		u := binary.BigEndian.Uint32(line[54:58])
		binary.LittleEndian.PutUint32(o[72:76], uint32(base64Pairs[u>>20])|uint32(base64Pairs[u>>8&0xfff])<<16)
		o[76], o[77] = '\r', '\n'
		in, out = in[base64Line:], out[MaxLine+2:]
	}
	return len(dst) - len(out), len(data) - len(in)
}

// appendLetters appends data in letters with padding, without lines.
func appendLetters(dst, data []byte) []byte {
	start, size := len(dst), (len(data)+2)/3*4
	dst = slices.Grow(dst, size)[:start+size]
	putLetters(dst[start:], data)
	return dst
}

// putLetters writes data in letters with padding and says how many.
func putLetters(dst, data []byte) int {
	n := 0
	for ; len(data) >= 3; data, n = data[3:], n+4 {
		u := uint32(data[0])<<16 | uint32(data[1])<<8 | uint32(data[2])
		binary.LittleEndian.PutUint32(dst[n:], uint32(base64Pairs[u>>12])|uint32(base64Pairs[u&0xfff])<<16)
	}
	if len(data) == 0 {
		return n
	}
	u := uint32(data[0]) << 16
	if len(data) == 2 {
		u |= uint32(data[1]) << 8
	}
	binary.LittleEndian.PutUint32(dst[n:], uint32(base64Pairs[u>>12])|uint32(base64Pairs[u&0xfff])<<16)
	dst[n+3] = '='
	if len(data) == 1 {
		dst[n+2] = '='
	}
	return n + 4
}

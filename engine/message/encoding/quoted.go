package encoding

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// escapes has "=XX" for every octet, the "=" in the lowest octet.
var escapes = func() (t [256]uint32) {
	for c := range t {
		t[c] = '=' | uint32(upperHex[c>>4])<<8 | uint32(upperHex[c&15])<<16
	}
	return t
}()

// QuotedPrintable encodes text in lines of at most 76 characters (RFC 2045 section 6.7). CRLF stays a line end; a CR or LF
// by itself is data and is encoded. Beyond what section 6.7 asks, lines that begin with "From " or are a lone "." are
// written so that mbox files and SMTP have nothing to change in them (RFC 2049 section 3), and the octets of one UTF-8
// character are kept on one line, which people who read the encoded text are glad of.
func QuotedPrintable(text []byte) []byte { return appendQuoted(nil, text, false) }

// AppendQuotedPrintable is QuotedPrintable that appends to dst.
func AppendQuotedPrintable(dst, text []byte) []byte { return appendQuoted(dst, text, false) }

// QuotedPrintableBinary encodes octets that are no text: CRLF is data like any other and is encoded, so that nothing on
// the way can take it for a line end and change it.
func QuotedPrintableBinary(data []byte) []byte { return appendQuoted(nil, data, true) }

// maxQuotedStep is the room that one step of the encoder needs: a line, and an escaped character with a soft break before it.
const maxQuotedStep = MaxLine + 24

func appendQuoted(dst, data []byte, binaryMode bool) []byte {
	dst = slices.Grow(dst, len(data)+len(data)/16+maxQuotedStep)
	out, o := dst[:cap(dst)], len(dst)
	col := 0
	for i := 0; ; {
		if len(out)-o < maxQuotedStep {
			out = slices.Grow(out[:o], len(data)-i+maxQuotedStep)
			out = out[:cap(out)]
		}
		// First what may stand for itself, up to the column that a soft line break needs.
		limit := min(len(data), i+MaxLine-1-col)
		start := i
		for limit-i >= 8 {
			x := binary.LittleEndian.Uint64(data[i:])
			binary.LittleEndian.PutUint64(out[o:], x)
			if odd := oddOctets(x); odd != 0 {
				n := bits.TrailingZeros64(odd) >> 3
				i, o = i+n, o+n
				break
			}
			i, o = i+8, o+8
		}
		for i < limit && literal(data[i]) {
			out[o] = data[i]
			i, o = i+1, o+1
		}
		if col == 0 && i > start && protect(data[start:], binaryMode) {
			o -= i - start
			i = start + 1
			binary.LittleEndian.PutUint32(out[o:], escapes[data[start]])
			o, col = o+3, 3
			continue
		}
		col += i - start
		switch {
		case i == len(data) || data[i] == '\r' && !binaryMode && atLineEnd(data, i):
			if col > 0 && blankOctet(out[o-1]) { // White space at the end of a line gets lost.
				c := out[o-1]
				if o--; col > MaxLine-2 {
					o += copy(out[o:], "=\r\n")
				}
				binary.LittleEndian.PutUint32(out[o:], escapes[c])
				o += 3
			}
			if i == len(data) {
				return out[:o]
			}
			o += copy(out[o:], "\r\n")
			i, col = i+2, 0
		case literal(data[i]): // The line is full, but for the last column if it ends there.
			if last := i+1 == len(data) || !binaryMode && atLineEnd(data, i+1); last && !blankOctet(data[i]) {
				out[o] = data[i]
				i, o, col = i+1, o+1, col+1
			} else {
				o += copy(out[o:], "=\r\n")
				col = 0
			}
		default:
			for {
				n, size := 1, min(characterSize(data[i]), len(data)-i)
				for n < size && data[i+n] >= utf8.RuneSelf {
					n++
				}
				if col += 3 * n; col >= MaxLine && !(col == MaxLine && (i+n == len(data) || !binaryMode && atLineEnd(data, i+n))) {
					o += copy(out[o:], "=\r\n")
					col = 3 * n
				}
				if n == 3 { // Most of Asia's writing.
					binary.LittleEndian.PutUint64(out[o:], uint64(escapes[data[i]])|uint64(escapes[data[i+1]])<<24|uint64(escapes[data[i+2]])<<48)
					out[o+8] = byte(escapes[data[i+2]] >> 16)
					i, o = i+3, o+9
				} else {
					for range n {
						binary.LittleEndian.PutUint32(out[o:], escapes[data[i]])
						i, o = i+1, o+3
					}
				}
				if i == len(data) || data[i] < utf8.RuneSelf || len(out)-o < maxQuotedStep {
					break
				}
			}
		}
	}
}

// literal says whether c may stand for itself, but for white space at the end of a line.
func literal(c byte) bool { return c >= ' ' && c <= '~' && c != '=' || c == '\t' }

// characterSize is how many octets a character has that begins with c, if there is UTF-8. It only decides where lines are
// cut, so nothing is lost where there is none.
func characterSize(c byte) int {
	switch {
	case c >= 0xf0:
		return 4
	case c >= 0xe0:
		return 3
	case c >= 0xc0:
		return 2
	}
	return 1
}

// oddOctets has the high bit of each of the eight octets of x that is a control character, "=", DEL or above: of the
// lowest one for certain, of those above it perhaps of others, too.
func oddOctets(x uint64) uint64 {
	const ones = 0x0101010101010101
	equals := x ^ '='*ones
	return (x | (x + ones) | (x - ' '*ones) | (equals-ones)&^equals) & (0x80 * ones)
}

// protect says whether the first octet of a line that begins like data must be encoded, though it could stand there.
func protect(data []byte, binaryMode bool) bool {
	switch data[0] {
	case 'F':
		return len(data) >= 5 && string(data[:5]) == "From "
	case '.':
		return len(data) == 1 || !binaryMode && atLineEnd(data, 1)
	}
	return false
}

package message

import (
	"bytes"
	"math/bits"

	"ehloworld/engine/message/encoding"
)

// identity names the transfer encodings that leave a body as it is, after what the body then asks of its way (RFC 2045
// section 2.7 to 2.9).
var identity = [...]string{encoding.SevenBit: "7bit", encoding.EightBit: "8bit", encoding.Binary: "binary"}

// Measure says what a way must carry so that data can go as it is.
func Measure(data []byte) encoding.Transport { return measure(data).needs }

// ASCII says whether data is free of octets above 127, so that it can travel without 8BITMIME.
func ASCII(data []byte) bool { return isASCII(data) }

// shape is what decides how a body is encoded.
type shape struct {
	needs    encoding.Transport // Of a way that it can go as it is.
	controls bool               // It has control characters that text has no use for: all but TAB, CR and LF.
	escapes  int                // How many octets quoted-printable would have to write as three; blanks before line ends are not counted.
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// measure goes over data once, eight octets at a time where they are nothing but letters.
func measure(data []byte) shape {
	var s shape
	high, binary := false, false
	for at := 0; at < len(data); {
		end, ended := len(data), false
		if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
			end, ended = at+i, true
		}
		line := data[at:end]
		at = end + 1
		if ended {
			if n := len(line); n > 0 && line[n-1] == '\r' {
				line = line[:n-1]
			} else {
				binary = true // A bare LF.
				s.escapes++
			}
		}
		if len(line) > MaxLineHard {
			binary = true
		}
		for len(line) > 0 {
			if len(line) >= 8 {
				x := uint64(line[0]) | uint64(line[1])<<8 | uint64(line[2])<<16 | uint64(line[3])<<24 |
					uint64(line[4])<<32 | uint64(line[5])<<40 | uint64(line[6])<<48 | uint64(line[7])<<56
				h := x & highs
				low := x &^ highs
				// Of each octet below 128, the high bit says: below 32, or 127, or "=". Nothing carries from octet to octet.
				odd := ^(low + 0x60*ones) | (low + ones) | ^((low ^ '='*ones) + 0x7f*ones)
				if odd&^x&highs == 0 {
					if h != 0 {
						high = true
						s.escapes += bits.OnesCount64(h)
					}
					line = line[8:]
					continue
				}
			}
			n := min(8, len(line))
			for _, c := range line[:n] {
				switch {
				case c >= 0x80:
					high = true
					s.escapes++
				case c == '=':
					s.escapes++
				case c == '\t' || c >= ' ' && c != 0x7f:
				default:
					s.escapes++
					s.controls = true
					binary = binary || c == 0 || c == '\r'
				}
			}
			line = line[n:]
		}
	}
	switch {
	case binary:
		s.needs = encoding.Binary
	case high:
		s.needs = encoding.EightBit
	}
	return s
}

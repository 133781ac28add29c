package message

import (
	"math/bits"

	"ehloworld/engine/message/encoding"
)

// identity names the transfer encodings that leave a body as it is, after what the body then asks of its way (RFC 2045
// section 2.7 to 2.9).
var identity = [...]string{encoding.SevenBit: "7bit", encoding.EightBit: "8bit", encoding.Binary: "binary"}

// Measure says what a way must carry so that data can go as it is.
func Measure(data []byte) encoding.Transport {
	s := measure(data)
	return s.needs(false)
}

// ASCII says whether data is free of octets above 127, so that it can travel without 8BITMIME.
func ASCII(data []byte) bool { return isASCII(data) }

// shape is what decides how a body is encoded, and what its lines end with.
type shape struct {
	high     bool // It has octets above 127,
	unsure   bool // and they may be no UTF-8.
	binary   bool // It has a NUL, or a line of more than 998 octets.
	controls bool // It has control characters that text has no use for: all but TAB, and CR and LF where they end lines.
	escapes  int  // How many octets quoted-printable would have to write as three; blanks before line ends are not counted.
	lines    int  // Line ends,
	bareLF   int  // those that are LF alone,
	loneCR   int  // and CRs that end no line.
}

// needs is what a way must carry so that the body can go as it is; anyEnds says that its lines will be given the right ends.
func (s *shape) needs(anyEnds bool) encoding.Transport {
	switch {
	case s.binary || !anyEnds && s.bareLF+s.loneCR > 0:
		return encoding.Binary
	case s.high:
		return encoding.EightBit
	}
	return encoding.SevenBit
}

// ended says whether every line of the text that has this shape ends with CRLF.
func (s *shape) ended(text string) bool {
	return s.bareLF+s.loneCR == 0 && text != "" && text[len(text)-1] == '\n'
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// measure goes over data once, eight octets at a time, and looks closer only at what is no letter.
func measure[T string | []byte](data T) shape {
	var s shape
	escapes := 0        // Of s, while it is counted.
	line := 0           // Where the line begins.
	behind := uint64(0) // The high bit of the first octet, if a CR stands before it that waits for its LF.
	within := uint64(0) // The same, if it is the second octet of a character that was looked at.
	for rest := data; len(rest) > 0; {
		i := len(data) - len(rest)
		x := uint64('a' * ones)
		if len(rest) >= 8 {
			x = uint64(rest[0]) | uint64(rest[1])<<8 | uint64(rest[2])<<16 | uint64(rest[3])<<24 |
				uint64(rest[4])<<32 | uint64(rest[5])<<40 | uint64(rest[6])<<48 | uint64(rest[7])<<56
			rest = rest[8:]
		} else {
			for k := range len(rest) {
				x ^= uint64(rest[k]^'a') << (8 * k)
			}
			rest = rest[:0]
		}
		if high := x & highs; high != 0 {
			s.high = true
			escapes += bits.OnesCount64(high)
			if !s.unsure {
				after := byte(0)
				if len(rest) > 0 {
					after = rest[0]
				}
				within, s.unsure = shortCharacters(x, high&^within, after)
			} else if high == highs {
				continue // Nothing but characters of other scripts.
			}
		}
		low := x &^ highs
		// Of each octet below 128, the high bit says: below 32, or 127, or "=". Nothing carries from octet to octet.
		odd := (^(low + 0x60*ones) | (low + ones) | equals(low, '=')) &^ x & highs
		if odd == 0 {
			continue
		}
		if signs := equals(low, '=') &^ x & highs; signs != 0 {
			escapes += bits.OnesCount64(signs)
			if odd &^= signs; odd == 0 {
				continue
			}
		}
		// Mostly that is the end of a line. A CR that is the last of the eight has its LF in the next eight.
		lf := equals(low, '\n') &^ x & highs
		if cr := equals(low, '\r') &^ x & highs; odd == cr|lf && lf == cr<<8|behind && (cr>>63 == 0 || len(rest) > 0 && rest[0] == '\n') {
			behind = cr >> 56
			if lf != 0 {
				s.lines += bits.OnesCount64(lf)
				s.binary = s.binary || i+bits.TrailingZeros64(lf)/8-1-line > MaxLineHard
				line = i + 8 - bits.LeadingZeros64(lf)/8
			}
			continue
		}
		behind = 0
		for ; odd != 0; odd &= odd - 1 {
			at := i + bits.TrailingZeros64(odd)/8
			switch c := data[at]; {
			case c == '\n':
				s.lines++
				length := at - line
				if length > 0 && data[at-1] == '\r' {
					length--
				} else {
					s.bareLF++
					escapes++
				}
				s.binary = s.binary || length > MaxLineHard
				line = at + 1
			case c == '\r' && at+1 < len(data) && data[at+1] == '\n':
				if at == i+7 {
					behind = 0x80
				}
			case c == '\t':
			default:
				escapes++
				s.controls = true
				s.binary = s.binary || c == 0
				if c == '\r' {
					s.loneCR++
				}
			}
		}
	}
	s.escapes = escapes
	s.binary = s.binary || len(data)-line > MaxLineHard
	return s
}

// shortCharacters looks at those of eight octets that are above 127, which high says. Where most is ASCII they are characters
// of two octets, and it is soon said that they are UTF-8; of all others it is unsure. After is the octet that follows.
// Within has the high bit of its place among the next eight, if it belongs to a character that was looked at.
func shortCharacters(x, high uint64, after byte) (within uint64, unsure bool) {
	for high != 0 {
		k := bits.TrailingZeros64(high) &^ 7
		lead, next := byte(x>>k), byte(x>>(k+8))
		if k == 56 {
			next, within = after, 0x80
		}
		if lead < 0xc2 || lead > 0xdf || next&0xc0 != 0x80 {
			return 0, true
		}
		high &^= 0x8080 << k
	}
	return within, false
}

// equals sets the high bits of those octets of x, all below 128, that are c.
func equals(x uint64, c byte) uint64 { return ^((x ^ uint64(c)*ones) + 0x7f*ones) }

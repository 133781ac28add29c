package encoding

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// Flaws of quoted-printable, gravest first. The text that has one is read as the sentence beside it says.
const (
	QuotedTruncated = "quoted-truncated" // The text ends within an "=XX", which was kept as it stands.
	QuotedEquals    = "quoted-equals"    // An "=" begins neither an octet nor a soft line break, and was kept as it stands.
	QuotedOctet     = "quoted-octet"     // Octets that should have been encoded stand there as they are, and were kept.
	QuotedLower     = "quoted-lower"     // Hexadecimal digits are written in small letters, and were read all the same.
	QuotedBlank     = "quoted-blank"     // White space at the end of a line was dropped (RFC 2045 section 6.7, rule 3).
	QuotedLong      = "quoted-long"      // A line is longer than 76 characters, and was read all the same.
	QuotedEnd       = "quoted-end"       // The text ends with a soft line break, which was dropped.
)

// The kinds, in the order of the constants.
const (
	flawCut = iota
	flawEquals
	flawOctet
	flawLower
	flawBlank
	flawLong
	flawEnd
)

// DecodeQuotedPrintable decodes data, whatever it is. Line ends are CRLF or LF and stay what they are.
func DecodeQuotedPrintable(data []byte) ([]byte, Flaw) {
	out, flaws := appendUnquoted(nil, data)
	return out, flaws.gravest()
}

// AppendDecodeQuotedPrintable is DecodeQuotedPrintable that appends to dst. It also writes to a few octets of dst's room
// behind the result.
func AppendDecodeQuotedPrintable(dst, data []byte) ([]byte, Flaw) {
	dst, flaws := appendUnquoted(dst, data)
	return dst, flaws.gravest()
}

// QuotedFlaws lists every kind of flaw in an encoded text, by first place.
func QuotedFlaws(data []byte) []Flaw {
	_, flaws := appendUnquoted(nil, data)
	return flaws.list()
}

// digits maps hexadecimal digits to their values, small letters with the bit smallDigit, and everything else to noDigit.
var digits = func() (t [256]byte) {
	for i := range t {
		t[i] = noDigit
	}
	for i := range 16 {
		t[upperHex[i]] = byte(i)
		if i >= 10 {
			t[upperHex[i]|' '] = smallDigit | byte(i)
		}
	}
	return t
}()

const (
	smallDigit = 0x10
	noDigit    = 0x80
)

func appendUnquoted(dst, src []byte) ([]byte, tally) {
	var flaws tally
	dst = slices.Grow(dst, len(src)+8) // Nothing gets longer. Eight octets are copied where up to eight count.
	out, o := dst[:cap(dst)], len(dst)
	solid := o // Up to here white space must stay when the line ends.
	line := 0  // Where the line begins.
	for i := 0; i < len(src); {
		for len(src)-i >= 8 {
			x := binary.LittleEndian.Uint64(src[i:])
			binary.LittleEndian.PutUint64(out[o:], x)
			if odd := oddOctets(x); odd != 0 {
				n := bits.TrailingZeros64(odd) >> 3
				i, o = i+n, o+n
				break
			}
			i, o = i+8, o+8
		}
		if i == len(src) {
			break
		}
		switch c := src[i]; c {
		case '=':
			for len(src)-i >= 3 && src[i] == '=' {
				high, low := digits[src[i+1]], digits[src[i+2]]
				if (high|low)&noDigit != 0 {
					break
				}
				if (high|low)&smallDigit != 0 {
					flaws.add(flawLower, QuotedLower, i)
				}
				out[o] = high<<4 | low&15
				o, i = o+1, i+3
				solid = o
			}
			if i == len(src) || src[i] != '=' {
				continue
			}
			next, ok := softBreak(src, i+1, &flaws)
			switch {
			case ok:
				if next-line > MaxLine+2 {
					noteLong(&flaws, src, line, next)
				}
				if next == len(src) {
					flaws.add(flawEnd, QuotedEnd, i)
				}
				i, line, solid = next, next, o
				continue
			case i+2 == len(src) && digits[src[i+1]] < noDigit:
				flaws.lose(flawCut, QuotedTruncated, i)
			default:
				flaws.add(flawEquals, QuotedEquals, i)
			}
			out[o] = c
			o, i = o+1, i+1
		case '\r', '\n':
			n := 1
			if c == '\r' {
				if !atLineEnd(src, i) {
					flaws.add(flawOctet, QuotedOctet, i)
					out[o] = c
					o, i = o+1, i+1
					continue
				}
				n = 2
			}
			o = dropBlanks(out, o, solid, i, &flaws)
			o += copy(out[o:o+n], src[i:i+n])
			i += n
			if i-line > MaxLine+n {
				noteLong(&flaws, src, line, i)
			}
			line, solid = i, o
		default:
			if c >= utf8.RuneSelf || c < ' ' && c != '\t' || c == 0x7f {
				flaws.add(flawOctet, QuotedOctet, i)
			}
			out[o] = c
			o, i = o+1, i+1
		}
	}
	o = dropBlanks(out, o, solid, len(src), &flaws)
	if len(src)-line > MaxLine {
		noteLong(&flaws, src, line, len(src))
	}
	return out[:o], flaws
}

// dropBlanks takes the white space off the end of a line in out[:o], down to solid; the line ends at i of the source.
func dropBlanks(out []byte, o, solid, i int, flaws *tally) int {
	end := o
	for o > solid && blankOctet(out[o-1]) {
		o--
	}
	if o < end {
		flaws.add(flawBlank, QuotedBlank, i-(end-o))
	}
	return o
}

// softBreak says where a soft line break ends whose "=" stands before i: after blanks, if somebody added them, and a line
// end, or at the end of the text.
func softBreak(src []byte, i int, flaws *tally) (next int, ok bool) {
	end := i
	for end < len(src) && blankOctet(src[end]) {
		end++
	}
	next = end
	for next < len(src) && src[next] == '\r' { // Some programs double it.
		next++
	}
	if next < len(src) {
		if src[next] != '\n' {
			return 0, false
		}
		next++
	}
	if next > end+2 {
		flaws.add(flawOctet, QuotedOctet, end)
	}
	if end > i {
		flaws.add(flawBlank, QuotedBlank, i)
	}
	return next, true
}

// noteLong checks whether the line from start on, which may end in CRLF or LF, is too long.
func noteLong(flaws *tally, src []byte, start, end int) {
	if end > start && src[end-1] == '\n' {
		if end--; end > start && src[end-1] == '\r' {
			end--
		}
	}
	if end-start > MaxLine {
		flaws.add(flawLong, QuotedLong, start+MaxLine)
	}
}

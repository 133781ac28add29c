package encoding

import "unicode/utf8"

const upperHex = "0123456789ABCDEF"

// QuotedPrintable encodes data in lines of at most 76 characters (RFC 2045 section 6.7). CRLF stays a line end; a CR or
// LF by itself is data and is encoded. The octets of one UTF-8 character are kept on one line, which nobody demands but
// people who read the encoded text are glad of.
func QuotedPrintable(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/8)
	col := 0
	for i := 0; i < len(data); {
		if atLineEnd(data, i) {
			out = append(out, '\r', '\n')
			col = 0
			i += 2
			continue
		}
		n := 1
		if data[i] >= utf8.RuneSelf {
			_, n = utf8.DecodeRune(data[i:])
		}
		literal := n == 1 && literalInBody(data, i)
		width := 3 * n
		if literal {
			width = 1
		}
		room := MaxLine - 1 // One column is left for the "=" of a soft line break …
		if i+n == len(data) || atLineEnd(data, i+n) {
			room = MaxLine // … unless the line ends here anyway.
		}
		if col+width > room {
			out = append(out, '=', '\r', '\n')
			col = 0
		}
		if literal {
			out = append(out, data[i])
		} else {
			for _, c := range data[i : i+n] {
				out = append(out, '=', upperHex[c>>4], upperHex[c&15])
			}
		}
		col += width
		i += n
	}
	return out
}

func atLineEnd(data []byte, i int) bool {
	return i+1 < len(data) && data[i] == '\r' && data[i+1] == '\n'
}

// literalInBody says whether data[i] may stand for itself. White space at the end of a line may not: it gets lost.
func literalInBody(data []byte, i int) bool {
	switch c := data[i]; {
	case c == ' ' || c == '\t':
		return i+1 < len(data) && !atLineEnd(data, i+1)
	case c == '=':
		return false
	default:
		return c > ' ' && c < 0x7f
	}
}

// DecodeQuotedPrintable decodes data. An "=" that begins nothing valid is kept as it is, and white space at line ends is
// dropped, as RFC 2045 section 6.7 advises.
func DecodeQuotedPrintable(data []byte) ([]byte, Flaw) {
	out := make([]byte, 0, len(data))
	var equals, octet Flaw
	solid := 0 // Length of out up to where white space at its end must stay.
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n':
			crlf := i > 0 && data[i-1] == '\r'
			if crlf && len(out) > solid {
				out = out[:len(out)-1] // The CR, which came in as data.
			}
			out = trimBlanks(out, solid)
			if crlf {
				out = append(out, '\r')
			}
			out = append(out, '\n')
			solid = len(out)
		case c != '=':
			if c >= utf8.RuneSelf || c < ' ' && c != '\t' && !atLineEnd(data, i) {
				octet.add(QuotedOctet, i)
			}
			out = append(out, c)
		default:
			if i+2 < len(data) {
				if hi, lo := hexDigit(data[i+1]), hexDigit(data[i+2]); hi >= 0 && lo >= 0 {
					out = append(out, byte(hi<<4|lo))
					solid = len(out)
					i += 2
					continue
				}
			}
			end, ok := softBreak(data, i+1)
			if !ok {
				equals.add(QuotedEquals, i)
				out = append(out, c)
				continue
			}
			solid = len(out)
			i = end - 1
		}
	}
	if !equals.Clean() {
		return trimBlanks(out, solid), equals
	}
	return trimBlanks(out, solid), octet
}

// softBreak says where a soft line break ends whose "=" stands before i: after optional blanks and a line end, or at
// the end of the text.
func softBreak(data []byte, i int) (end int, ok bool) {
	for i < len(data) && (data[i] == ' ' || data[i] == '\t') {
		i++
	}
	switch {
	case i == len(data):
		return i, true
	case data[i] == '\n':
		return i + 1, true
	case atLineEnd(data, i):
		return i + 2, true
	}
	return 0, false
}

func trimBlanks(b []byte, keep int) []byte {
	for len(b) > keep && (b[len(b)-1] == ' ' || b[len(b)-1] == '\t') {
		b = b[:len(b)-1]
	}
	return b
}

func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}

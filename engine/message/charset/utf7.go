package charset

import "strings"

const base64Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

// decodeUTF7 reads UTF-7 (RFC 2152): a plus sign begins UTF-16 in base64, a minus sign or whatever is no base64 ends it,
// "+-" is a plus sign. Lost are octets above 0x7F, surrogates that are alone, a shift with nothing in it, and bits left
// over at its end that are no padding.
func decodeUTF7(data []byte) []byte {
	d := unshifter{name: "euc-jp"}
	start := -1 // Where base64 began, if it did.
	bits, have := uint32(0), 0
	for i := 0; i < len(data) || start >= 0; i++ {
		c := byte(0) // The end of the text ends base64, too.
		if i < len(data) {
			c = data[i]
		}
		if start >= 0 {
			if value := strings.IndexByte(base64Letters, c); value >= 0 {
				bits = bits<<6 | uint32(value)
				if have += 6; have >= 16 {
					have -= 16
					d.add(utf16, byte(bits>>have>>8))
					d.add(utf16, byte(bits>>have))
					bits &= 1<<have - 1
				}
				continue
			}
			switch {
			case i == start && c == '-':
				d.addASCII('+')
			case i == start:
				d.addASCII(noOctet)
			case have >= 6 || bits != 0:
				d.add(utf16, 0) // Half a unit, which is lost.
			}
			d.flush()
			start = -1
			if c == '-' || i == len(data) {
				continue
			}
		}
		switch {
		case c == '+':
			start, bits, have = i+1, 0, 0
		case c >= 0x80:
			d.addASCII(noOctet)
		default:
			d.addASCII(c)
		}
	}
	d.flush()
	return d.text
}

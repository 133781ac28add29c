// Package encoding is what carries eight-bit content through seven-bit mail: base64 and quoted-printable (RFC 2045) for
// bodies, and encoded words (RFC 2047) for header fields. Encoders write what the RFCs ask; decoders take whatever comes,
// never fail, and say whether it was clean.
package encoding

import "encoding/base64"

// MaxLine is the longest line that the body encoders write, without its line end (RFC 2045 sections 6.7 and 6.8).
const MaxLine = 76

// Base64 encodes data in lines of 76 characters. Every line ends with CRLF; no data gives no line.
func Base64(data []byte) []byte {
	const perLine = MaxLine / 4 * 3
	lines := (len(data) + perLine - 1) / perLine
	out := make([]byte, 0, base64.StdEncoding.EncodedLen(len(data))+2*lines)
	for len(data) > 0 {
		n := min(perLine, len(data))
		out = base64.StdEncoding.AppendEncode(out, data[:n])
		out = append(out, '\r', '\n')
		data = data[n:]
	}
	return out
}

// sextets maps a character of the base64 alphabet to its value; skip and foreign mark the others.
var sextets = func() (t [256]byte) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range t {
		t[i] = foreign
	}
	for i := 0; i < len(alphabet); i++ {
		t[alphabet[i]] = byte(i)
	}
	for _, c := range []byte(" \t\r\n") {
		t[c] = skip
	}
	t['='] = padding
	return t
}()

const (
	skip    = 0xfd // White space: lines are cut anywhere.
	padding = 0xfe
	foreign = 0xff // RFC 2045 section 6.8: to be ignored.
)

// DecodeBase64 decodes data. Characters outside the alphabet are skipped, and content may go on after padding, as when
// two encoded texts were glued together.
func DecodeBase64(data []byte) ([]byte, Flaw) {
	out := make([]byte, 0, len(data)/4*3+3)
	var outside, pad, lone Flaw
	var group uint32
	n, pads := 0, 0 // Characters in the group so far, and "=" seen since it was closed.
	flush := func(at int) {
		switch n {
		case 1:
			lone.add(Base64Truncated, at)
			lone.Lost = true
		case 2:
			out = append(out, byte(group>>4))
		case 3:
			out = append(out, byte(group>>10), byte(group>>2))
		}
		group, n = 0, 0
	}
	want := 0 // How many "=" the group that was closed last still wants.
	for i, c := range data {
		switch v := sextets[c]; v {
		case skip:
		case padding:
			if n > 0 {
				want = 4 - n
				pads = 0
				flush(i)
			}
			if pads++; pads > want {
				pad.add(Base64Padding, i)
			}
		case foreign:
			outside.add(Base64Foreign, i)
		default:
			if pads > 0 {
				pad.add(Base64Padding, i)
				pads, want = 0, 0
			}
			group = group<<6 | uint32(v)
			if n++; n == 4 {
				out = append(out, byte(group>>16), byte(group>>8), byte(group))
				group, n = 0, 0
			}
		}
	}
	if n > 1 || pads < want {
		pad.add(Base64Padding, len(data))
	}
	flush(len(data))
	for _, f := range [...]Flaw{lone, outside, pad} {
		if !f.Clean() {
			return out, f
		}
	}
	return out, Flaw{}
}

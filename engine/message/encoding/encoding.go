// Package encoding is what carries eight-bit content through seven-bit mail: base64 and quoted-printable (RFC 2045),
// uuencode and yEnc for bodies, encoded words (RFC 2047) and parameter values (RFC 2231) for header fields, and the
// paragraphs of format=flowed (RFC 3676). Encoders write what the RFCs ask, in the shortest form. Decoders take whatever
// comes, in one pass and linear time, and never fail: they keep what can be read and say what was wrong (Flaw).
//
//	flaw.go                         what was wrong with a text
//	decode.go      best.go          any transfer encoding by its name; which is the shortest for a body
//	base64.go      base64read.go    writing and reading base64; base64view.go shows which letters make which octets
//	quoted.go      quotedread.go    the same for quoted-printable; quotedview.go
//	word.go        wordread.go      encoded words; wordcharset.go writes them in other character sets than UTF-8
//	extended.go                     parameter values
//	flowed.go                       format=flowed
//	uu.go          yenc.go          uuencode and yEnc; block.go finds them in a text
//	garble.go                       what a way that is made for less does to a body
package encoding

// MaxLine is the longest line that the body encoders write, without its line end (RFC 2045 sections 6.7 and 6.8).
const MaxLine = 76

const upperHex = "0123456789ABCDEF"

// blankOctet says whether c is white space within a line.
func blankOctet(c byte) bool { return c == ' ' || c == '\t' }

// atLineEnd says whether CRLF stands at i.
func atLineEnd(data []byte, i int) bool {
	return i+1 < len(data) && data[i] == '\r' && data[i+1] == '\n'
}

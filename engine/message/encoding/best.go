package encoding

import (
	"bytes"
	"unicode/utf8"
)

// Transport is what the way to the reader takes.
type Transport int

const (
	SevenBit Transport = iota // Plain SMTP: ASCII in lines of at most 998.
	EightBit                  // 8BITMIME (RFC 6152): octets above 127, too, in lines.
	Binary                    // BINARYMIME (RFC 3030): anything.
)

// MaxLineAsIs is the longest line of a body that is not encoded, without its line end (RFC 5322 section 2.1.1).
const MaxLineAsIs = 998

// Why a choice was made. Where a body must be encoded, it is the first thing in it that the transport does not take.
const (
	BecausePlain  = "plain"  // Nothing in it needs encoding.
	BecauseHigh   = "high"   // Octets above 127.
	BecauseNUL    = "nul"    // A NUL octet.
	BecauseLong   = "long"   // A line of more than 998 octets.
	BecauseBare   = "bare"   // A CR or LF by itself, which would not come through as it is.
	BecauseNoLine = "noline" // It is no text and ends without a line end, which SMTP would add.
)

// Choice is a transfer encoding for a body.
type Choice struct {
	Encoding string // "7bit", "8bit", "binary", "quoted-printable" or "base64".
	Reason   string // One of the words above.
	At       int    // Where the octet stands that is the reason.
	Size     int    // Octets of the body when it is encoded.
}

// Best chooses the shortest transfer encoding that carries data unchanged over a transport (RFC 2045 section 6). Text is
// in its canonical form, with CRLF line ends. Between equals it takes the one that people can read.
func Best(data []byte, text bool, transport Transport) Choice {
	seven, eight := obstacles(data, text)
	switch {
	case seven.Reason == "":
		return Choice{"7bit", BecausePlain, 0, len(data)}
	case eight.Reason == "" && transport >= EightBit:
		return Choice{"8bit", seven.Reason, seven.At, len(data)}
	case transport >= Binary:
		return Choice{"binary", eight.Reason, eight.At, len(data)}
	}
	c := Choice{"base64", seven.Reason, seven.At, Base64Size(len(data))}
	if transport >= EightBit {
		c.Reason, c.At = eight.Reason, eight.At
	}
	escaped := 0
	for _, octet := range data {
		if !literal(octet) {
			escaped++
		}
	}
	if text {
		escaped -= 2 * bytes.Count(data, []byte("\r\n"))
	}
	// Quoted-printable is at least so long; only when that is not too much is it worth the work to see how long it is.
	if len(data)+2*escaped <= c.Size {
		if size := len(appendQuoted(nil, data, !text)); size < c.Size || size == c.Size && text {
			c.Encoding, c.Size = "quoted-printable", size
		}
	}
	return c
}

// obstacles finds the first octet because of which data cannot be 7bit, and because of which it cannot be 8bit.
func obstacles(data []byte, text bool) (seven, eight Choice) {
	line := 0
	for i, c := range data {
		var why string
		switch {
		case c == 0:
			why = BecauseNUL
		case c == '\n':
			if i == 0 || data[i-1] != '\r' {
				why = BecauseBare
			}
			line = i + 1
		case c == '\r':
			if !atLineEnd(data, i) {
				why = BecauseBare
			}
		case i-line >= MaxLineAsIs:
			why = BecauseLong
		case c >= utf8.RuneSelf:
			if seven.Reason == "" {
				seven = Choice{Reason: BecauseHigh, At: i}
			}
			continue
		default:
			continue
		}
		if why != "" {
			eight = Choice{Reason: why, At: i}
			break
		}
	}
	if eight.Reason == "" && !text && len(data) > 0 && !bytes.HasSuffix(data, []byte("\r\n")) {
		eight = Choice{Reason: BecauseNoLine, At: len(data)}
	}
	if seven.Reason == "" {
		seven = eight
	}
	return seven, eight
}

// Encode encodes data with a transfer encoding that Best named. Text is in its canonical form.
func Encode(name string, data []byte, text bool) []byte {
	switch name {
	case "base64":
		return Base64(data)
	case "quoted-printable":
		return appendQuoted(nil, data, !text)
	}
	return data
}

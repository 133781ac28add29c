// Package charset turns the octets of a letter's body or header into text and back, for the character sets that mail
// names (RFC 2045 section 2.2, RFC 2978), and says what the likely truth is where a letter names the wrong one.
//
// Reading never fails: what a character set has no character for becomes U+FFFD, and is counted.
package charset

// Charset is one character set or encoding scheme under its preferred MIME name.
type Charset struct {
	name   string
	labels string // Other names, normalised by normalise, each with a blank on both sides.
	kind   kind
}

// kind says how octets are read.
type kind byte

const (
	kindUTF8 kind = iota
	kindASCII
	kindLatin1
)

// Platform decodes data in the character set with the WHATWG name, as the browser's TextDecoder does. The browser's main
// sets it. Natively it is not used.
var Platform func(name string, data []byte) (text []byte, ok bool)

// Name returns the preferred MIME name in lower case, "iso-2022-jp".
func (c *Charset) Name() string { return c.name }

// Decode returns data as UTF-8, which is data itself where that is the same octets. Each place that cannot be read
// becomes U+FFFD; lost counts them.
func (c *Charset) Decode(data []byte) (text []byte, lost int) {
	switch c.kind {
	case kindUTF8:
		return decodeUTF8(data)
	case kindASCII:
		return decodeASCII(data)
	}
	return decodeLatin1(data), 0
}

// Encode returns text in the character set. What it lacks becomes a question mark; lost counts them.
func (c *Charset) Encode(text string) (data []byte, lost int) {
	limit := rune(0x7f)
	switch c.kind {
	case kindUTF8:
		return decodeUTF8([]byte(text))
	case kindLatin1:
		limit = 0xff
	}
	for _, r := range text {
		if r > limit {
			r = '?'
			lost++
		}
		data = append(data, byte(r))
	}
	return data, lost
}

// Decode returns data in the character set with that label as text. Known is false, and text empty, when the label says
// nothing.
func Decode(label string, data []byte) (text string, known bool) {
	c := Lookup(label)
	if c == nil {
		return "", false
	}
	octets, _ := c.Decode(data)
	return string(octets), true
}

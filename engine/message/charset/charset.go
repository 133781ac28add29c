// Package charset turns the octets of a letter's body or header into text and back, for the character sets that mail
// names (RFC 2045 section 2.2, RFC 2978), and says what the likely truth is where a letter names the wrong one.
//
// Theory of operation. Reading never fails: what a character set has no character for becomes U+FFFD, and is counted. No
// table is written by hand, and none weighs on the browser's download. What can be calculated is calculated here: UTF-8,
// UTF-7, UTF-32, US-ASCII, ISO 8859-1, -9 and -11; and what shifts between character sets (ISO-2022-JP, ISO-2022-KR, HZ) is
// taken apart here into pieces without shifts. All else is asked of Platform by the name that it has in the WHATWG Encoding
// Standard: in the browser that is its TextDecoder, elsewhere package tables, which does the same with golang.org/x/text's
// tables. Tests hold the two to each other over all sequences and over garbage.
//
//	registry.go   the character sets and their labels
//	unicode.go    UTF-8, UTF-32, US-ASCII, ISO 8859-1, -9 and -11
//	utf7.go       UTF-7 (RFC 2152)
//	shifts.go     ISO-2022-JP (RFC 1468, 1554), ISO-2022-KR (RFC 1557), HZ-GB-2312 (RFC 1843)
//	tables/       the rest, where there is no browser
//	dos/          code pages of DOS, which browsers have not
//
// Where we depart from browsers, on purpose:
//
//   - US-ASCII, ISO-8859-1, -9 and -11 are what they say, not the Windows code pages that browsers read instead: octets
//     0x80 to 0x9F are control characters there, and lost in US-ASCII. Guesses says when Windows is the likely truth.
//   - A byte order mark decides about UTF-16 and UTF-32 where the label leaves it open. Without one UTF-16 is little-endian,
//     as in browsers. A mark at the start of UTF-8 stays, because what is valid is handed back as it is.
//   - ISO-2022-JP has the character sets of ISO-2022-JP-1, -2 and CP5022x too. A shift that is followed by another at once
//     is no error: that is what a row of encoded words makes. Line ends are kept, and lead back to ASCII.
//   - UTF-7, UTF-32, HZ and ISO-2022-KR, which browsers no longer read, are read.
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
	kindTurkish  // ISO 8859-9.
	kindThai     // ISO 8859-11, which TIS-620 is a part of.
	kindPlatform // What begins with ASCII and is asked of the platform.
	kindUTF16    // UTF-16 is asked of it as well.
	kindUTF16LE
	kindUTF16BE
	kindISO2022JP
	kindISO2022KR
	kindHZ
	kindUTF7
	kindUTF32
	kindUTF32LE
	kindUTF32BE
)

// Platform decodes data in the character set with the WHATWG name as the browser's TextDecoder does. It returns false for
// a name that it does not know. The browser's main sets it; until then only those character sets can be read there that
// can be calculated. Natively it is not used.
var Platform func(name string, data []byte) (text []byte, ok bool)

// Name returns the preferred MIME name in lower case, "iso-2022-jp".
func (c *Charset) Name() string { return c.name }

// Decode returns data as UTF-8, which is data itself where that is the same octets. Each place that cannot be read
// becomes U+FFFD; lost counts them, and other than in UTF-8 also a U+FFFD that was there before. It takes linear time.
func (c *Charset) Decode(data []byte) (text []byte, lost int) {
	switch k := c.kind; k {
	case kindUTF8:
		return decodeUTF8(data)
	case kindISO2022JP, kindISO2022KR, kindHZ:
		text = decodeShifts(k, data)
	case kindUTF7:
		text = decodeUTF7(data)
	case kindUTF32, kindUTF32LE, kindUTF32BE:
		text = decodeUTF32(k, data)
	default:
		if k < kindUTF16 && asciiLen(data) == len(data) {
			return data, 0
		}
		name := c.name
		if k == kindUTF16 {
			name = "utf-16le"
			if len(data) >= 2 && (data[0] == 0xff && data[1] == 0xfe || data[0] == 0xfe && data[1] == 0xff) {
				if data[0] == 0xfe {
					name = "utf-16be"
				}
				data = data[2:]
			}
		}
		ok := false
		if k >= kindPlatform {
			text, ok = platform(name, data)
		}
		if !ok {
			text = decodeOctets(k, data)
		}
	}
	return text, countLost(text)
}

// Ready says whether the character set can be read. Natively all can; in the browser it takes Platform and a browser that
// knows it. Of one that is not ready Decode reads only ASCII.
func (c *Charset) Ready() bool {
	if c.kind == kindPlatform {
		_, ok := platform(c.name, nil)
		return ok
	}
	return true
}

// Decode returns data in the character set with that label as text. Known is false, and text empty, when the label says
// nothing, or stands for a character set that is not ready.
func Decode(label string, data []byte) (text string, known bool) {
	c := Lookup(label)
	if c == nil || !c.Ready() {
		return "", false
	}
	octets, _ := c.Decode(data)
	return string(octets), true
}

package encoding

import (
	"encoding/binary"
	"slices"
)

// Flaws of base64, gravest first. The text that has one is read as the sentence beside it says.
const (
	Base64Truncated = "base64-truncated" // A letter is left over: six bits make no octet, and were dropped.
	Base64AfterEnd  = "base64-after-end" // What stands after the closing "=" is no base64, a mailing list's footer say; it was left out.
	Base64Foreign   = "base64-foreign"   // Characters outside the alphabet were skipped (RFC 2045 section 6.8).
	Base64Padding   = "base64-padding"   // An "=" is missing, too many or misplaced, or one text ends and another follows: all were read.
	Base64URL       = "base64-url"       // The letters "-" and "_" of another alphabet (RFC 4648 section 5) were skipped, though they were meant.
	Base64Bits      = "base64-bits"      // Bits of a last letter that should be 0 are not (RFC 4648 section 3.5); they were dropped.
)

// The kinds, in the order of the constants.
const (
	flawTruncated = iota
	flawAfterEnd
	flawForeign
	flawPadding
	flawURL
	flawBits
)

// sextets maps a letter to its value. What is no letter has values that no letter has.
var sextets = func() (t [256]byte) {
	for i := range t {
		t[i] = foreign
	}
	for i := 0; i < len(base64Alphabet); i++ {
		t[base64Alphabet[i]] = byte(i)
	}
	for _, c := range []byte(" \t\r\n") {
		t[c] = blank
	}
	t['='], t['-'], t['_'] = padding, minus, underscore
	return t
}()

const (
	minus      = 0xfa // Letters of the URL alphabet only: see urlText.
	underscore = 0xfb
	blank      = 0xfd // White space: lines are cut anywhere.
	padding    = 0xfe
	foreign    = 0xff
)

// quantum has the value of a letter at each of the four places of a quantum of 24 bits, and noLetter for all others.
var quantum = func() (t [4][256]uint32) {
	for c, v := range sextets {
		for place := range t {
			t[place][c] = noLetter
			if v < 64 {
				t[place][c] = uint32(v) << (18 - 6*place)
			}
		}
	}
	return t
}()

const noLetter = 1 << 31

// DecodeBase64 decodes data, whatever it is.
func DecodeBase64(data []byte) ([]byte, Flaw) {
	out, flaws := appendDecoded(make([]byte, 0, decodedRoom(len(data))), data)
	return out, flaws.gravest()
}

// AppendDecodeBase64 is DecodeBase64 that appends to dst. It also writes to a few octets of dst's room behind the result.
func AppendDecodeBase64(dst, data []byte) ([]byte, Flaw) {
	dst, flaws := appendDecoded(slices.Grow(dst, decodedRoom(len(data))), data)
	return dst, flaws.gravest()
}

// Base64Flaws lists every kind of flaw in an encoded text, by first place.
func Base64Flaws(data []byte) []Flaw {
	_, flaws := appendDecoded(make([]byte, 0, decodedRoom(len(data))), data)
	return flaws.list()
}

// decodedRoom is enough for what n characters decode to, with the slack that decodeLetters asks for.
func decodedRoom(n int) int { return n/4*3 + 8 }

// decodeLetters decodes whole quanta and the line ends between them, as far as there is nothing else, and says how many
// octets it wrote and characters it read. It needs room for eight octets where it writes six.
func decodeLetters(dst, src []byte) (written, read int) {
	out, in := dst, src
	first, second, third, fourth := &quantum[0], &quantum[1], &quantum[2], &quantum[3]
	for {
		for len(in) >= 8 && len(out) >= 8 {
			v := first[in[0]] | second[in[1]] | third[in[2]] | fourth[in[3]]
			w := first[in[4]] | second[in[5]] | third[in[6]] | fourth[in[7]]
			if (v|w)&noLetter != 0 {
				break
			}
			binary.BigEndian.PutUint64(out, uint64(v)<<40|uint64(w)<<16)
			in, out = in[8:], out[6:]
		}
		if len(in) < 4 || len(out) < 4 {
			break
		}
		if v := first[in[0]] | second[in[1]] | third[in[2]] | fourth[in[3]]; v&noLetter == 0 {
			binary.BigEndian.PutUint32(out, v<<8)
			in, out = in[4:], out[3:]
		}
		if len(in) >= 2 && in[0] == '\r' && in[1] == '\n' {
			in = in[2:]
		} else if len(in) >= 1 && in[0] == '\n' {
			in = in[1:]
		} else {
			break
		}
	}
	return len(dst) - len(out), len(src) - len(in)
}

// base64Reader goes through what decodeLetters cannot.
type base64Reader struct {
	src   []byte
	at    int
	out   []byte
	bits  uint32 // The letters of the quantum that is not full.
	n     int    // How many they are.
	last  int    // Where the last of them stands.
	url   alphabet
	known bool // That the text goes on after its padding, so that nobody need look.
	flaws tally
}

// alphabet says whether "-" and "_" were meant as letters, which is looked into when the first is met.
type alphabet byte

const (
	alphabetUnknown alphabet = iota
	alphabetPlain
	alphabetURL
)

func appendDecoded(dst, src []byte) ([]byte, tally) {
	r := base64Reader{src: src, out: dst}
	for r.at < len(src) {
		if r.n == 0 && r.run(r.at+hotChunk) {
			continue
		}
		if !r.step() {
			return r.out, r.flaws
		}
	}
	r.finish()
	return r.out, r.flaws
}

// run decodes whole quanta as far as they go, but not beyond limit, and says whether there were any.
func (r *base64Reader) run(limit int) bool {
	room := r.out[len(r.out):cap(r.out)]
	written, read := decodeLetters(room, r.src[r.at:min(limit, len(r.src))])
	r.out = r.out[:len(r.out)+written]
	r.at += read
	return read > 0
}

// step reads one character, or more where it takes them to know what one means, and says whether to go on.
func (r *base64Reader) step() bool {
	goesOn := true
	v := sextets[r.src[r.at]]
	switch {
	case v == minus || v == underscore:
		r.urlLetter()
	case v < 64:
		r.letter(v)
	case v == padding:
		goesOn = r.pad()
	case v == foreign:
		r.flaws.add(flawForeign, Base64Foreign, r.at)
	}
	r.at++
	return goesOn
}

// finish ends the text where the octets end.
func (r *base64Reader) finish() {
	if r.n > 1 {
		r.flaws.add(flawPadding, Base64Padding, len(r.src))
	}
	r.close()
}

func (r *base64Reader) letter(v byte) {
	r.bits = r.bits<<6 | uint32(v)
	r.last = r.at
	if r.n++; r.n == 4 {
		r.out = append(r.out, byte(r.bits>>16), byte(r.bits>>8), byte(r.bits))
		r.bits, r.n = 0, 0
	}
}

// urlLetter skips "-" or "_": RFC 2045 section 6.8 has all characters outside its alphabet ignored, and every reader of
// mail does. Where they must have been meant as letters it says so.
func (r *base64Reader) urlLetter() {
	if r.url == alphabetUnknown {
		r.url = alphabetPlain
		if urlText(r.src) {
			r.url = alphabetURL
		}
	}
	if r.url == alphabetPlain {
		r.flaws.add(flawForeign, Base64Foreign, r.at)
		return
	}
	r.flaws.lose(flawURL, Base64URL, r.at)
}

// urlText says whether "-" and "_" were meant as letters in src: nothing else is wrong there, "+" and "/" do not occur, and with
// them the letters come out even. A lone "-" in a text, a line drawn with them or the dashes of a boundary are none, nor
// are those among words that have blanks between them.
func urlText(src []byte) bool {
	letters, dashes, pads := 0, 0, 0
	plain, others := 0, 0 // Letters of both alphabets on this line, and those of one.
	drawn := false
	for i, c := range src {
		switch v := sextets[c]; {
		case c == '\n':
			drawn = drawn || plain == 0 && others > 0
			plain, others = 0, 0
		case v == blank:
		case v == padding:
			pads++
		case v == foreign || v == 62 || v == 63 || pads > 0 || i > 0 && plain+others > 0 && blankOctet(src[i-1]):
			return false
		case v < 64:
			letters++
			plain++
		default:
			dashes++
			others++
		}
	}
	if letters > 0 && (drawn || plain == 0 && others > 0) {
		return false
	}
	n := letters + dashes
	return n%4 != 1 && (pads == 0 || pads <= 2 && (n+pads)%4 == 0)
}

// pad reads a "=". It says whether there is anything to go on with. After two letters it takes another "=" to end the
// text: one that stands there alone is skipped like a foreign character.
func (r *base64Reader) pad() bool {
	switch {
	case r.n == 2:
		next := r.at + 1
		for next < len(r.src) && sextets[r.src[next]] >= blank && r.src[next] != '=' {
			next++
		}
		switch {
		case next == len(r.src):
			r.flaws.add(flawPadding, Base64Padding, r.at)
			r.close()
			return true
		case r.src[next] != '=':
			r.flaws.add(flawPadding, Base64Padding, r.at)
			return true
		}
		for r.at++; r.at < next; r.at++ {
			if sextets[r.src[r.at]] == foreign {
				r.flaws.add(flawForeign, Base64Foreign, r.at)
			}
		}
	case r.n != 3:
		r.flaws.add(flawPadding, Base64Padding, r.at)
		return true
	}
	r.close()
	return r.goesOn()
}

// close writes the octets of a quantum that is not full.
func (r *base64Reader) close() {
	switch r.n {
	case 1:
		r.flaws.lose(flawTruncated, Base64Truncated, r.last)
	case 2:
		r.out = append(r.out, byte(r.bits>>4))
		if r.bits&0xf != 0 {
			r.flaws.add(flawBits, Base64Bits, r.last)
		}
	case 3:
		r.out = append(r.out, byte(r.bits>>10), byte(r.bits>>2))
		if r.bits&0x3 != 0 {
			r.flaws.add(flawBits, Base64Bits, r.last)
		}
	}
	r.bits, r.n = 0, 0
}

// goesOn looks at what stands after the "=" that ends a text. Another text may, when two were glued together or an
// encoder worked line by line; it is recognized by being clean up to its own end. Python stops at the first end,
// postal-mime reads on whatever comes: the one loses content, the other makes octets of words that a mailing list added.
func (r *base64Reader) goesOn() bool {
	if r.known {
		return true
	}
	begin := -1 // Where the next letter stands.
	letters, pads := 0, 0
scan:
	for i := r.at + 1; i < len(r.src); i++ {
		v := sextets[r.src[i]]
		if v == minus || v == underscore {
			v = foreign
		}
		switch {
		case (v < 64 || v == foreign) && pads > 0:
			break scan
		case v < 64:
			if begin < 0 {
				begin = i
			} else if c := r.src[i-1]; c == ' ' || c == '\t' {
				return r.stop(begin) // Words have blanks between them; lines of base64 do not.
			}
			letters++
		case v == padding && letters > 0:
			pads++
		case v == foreign:
			return r.stop(i)
		}
	}
	if begin < 0 {
		return true // Only blanks and "=", which the caller goes through.
	}
	if letters%4 == 1 || pads < -letters&3 {
		return r.stop(begin)
	}
	r.flaws.add(flawPadding, Base64Padding, begin)
	return true
}

// stop leaves out what stands at or after at. If there is no letter in it, nothing is lost but foreign characters.
func (r *base64Reader) stop(at int) bool {
	for i := r.at + 1; i < len(r.src); i++ {
		if sextets[r.src[i]] < 64 {
			r.flaws.lose(flawAfterEnd, Base64AfterEnd, min(at, i))
			return false
		}
	}
	return true
}

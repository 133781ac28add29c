package charset

// Character sets of seven bits, named by the last octet of the escape sequence that chooses them.
const (
	setASCII    = 'B'
	setRoman    = 'J' // JIS X 0201: ASCII with ¥ for the backslash and an overline for the tilde.
	setKatakana = 'I' // JIS X 0201, half-width.
	setJIS      = '@' // JIS X 0208.
	setJIS2     = 'D' // JIS X 0212.
	setGB       = 'A' // GB 2312.
	setKS       = 'C' // KS X 1001.
)

// escapes are the escape sequences that choose a character set, in three places each, and the set that they choose: those
// of ISO-2022-JP (RFC 1468), -1 (RFC 2237), -2 (RFC 1554) and -3, of which the last is read as far as it is the first, of
// programs that write half-width katakana, and of programs that took Swedish (H) for Roman.
const escapes = "(B B(J J(H J(I I$B @$@ @$(B@$(@@$(O@$(Q@$(DD$A A$(AA$(CC"

// unshifter reads text in seven bits whose character set changes on the way. It rewrites it in character sets of eight
// bits, where nothing shifts, and has the platform read that.
type unshifter struct {
	set  byte   // What octets mean.
	name string // The character set of run, by WHATWG's name. All but utf16 begin with ASCII.
	run  []byte // What was rewritten and not read yet.
	text []byte
}

const (
	utf16    = "utf-16be"
	noOctet  = 0xff // Begins nothing in any of the character sets that are used here.
	escape   = 0x1b
	shiftOut = 0x0e
	shiftIn  = 0x0f
)

// add rewrites something as that octet in the character set with that name.
func (d *unshifter) add(name string, octet byte) {
	if name != d.name {
		d.flush()
		d.name = name
	}
	d.run = append(d.run, octet)
}

// addASCII adds an octet in a character set that has ASCII, or noOctet for what is lost.
func (d *unshifter) addASCII(octet byte) {
	name := d.name
	if name == utf16 {
		name = "euc-jp"
	}
	d.add(name, octet)
}

// flush has what was rewritten read.
func (d *unshifter) flush() {
	said := d.run
	if d.name == utf16 || asciiLen(said) < len(said) {
		var ok bool
		if said, ok = platform(d.name, d.run); !ok {
			said = decodeOctets(kindASCII, d.run)
		}
	}
	d.text = append(d.text, said...)
	d.run = d.run[:0]
}

// decodeShifts reads ISO-2022-JP, ISO-2022-KR (RFC 1557) and HZ-GB-2312 (RFC 1843).
func decodeShifts(k kind, data []byte) []byte {
	d := unshifter{set: setASCII, name: "euc-jp", run: make([]byte, 0, len(data))}
	for len(data) > 0 {
		n := 0
		switch c := data[0]; {
		case k == kindHZ:
			if c == '~' {
				n = d.tilde(data)
			}
		case c == escape:
			n = d.escape(data)
		case c == shiftIn:
			d.set, n = setASCII, 1
		case c == shiftOut:
			if d.set, n = setKatakana, 1; k == kindISO2022KR {
				d.set = setKS
			}
		}
		if n == 0 {
			n = d.character(data)
		}
		data = data[n:]
	}
	d.flush()
	return d.text
}

// character rewrites the character that s begins with and returns how many octets it has. Lines begin in ASCII, and
// control characters are the same in every character set.
func (d *unshifter) character(s []byte) int {
	c, set := s[0], d.set
	if c == '\n' {
		d.set = setASCII
	}
	if c <= ' ' || c == 0x7f {
		set = setASCII
	}
	switch {
	case c >= 0x80:
		d.addASCII(noOctet)
	case set == setRoman && c == '\\':
		d.add(utf16, 0)
		d.add(utf16, 0xa5)
	case set == setRoman && c == '~':
		d.add(utf16, 0x20)
		d.add(utf16, 0x3e)
	case set == setASCII || set == setRoman:
		d.addASCII(c)
		n := 1
		for d.set == setASCII && n < len(s) && s[n] > ' ' && s[n] < '~' { // The rest of the word.
			n++
		}
		d.run = append(d.run, s[1:n]...)
		return n
	case set == setKatakana && c < 0x60:
		d.add("euc-jp", 0x8e)
		d.add("euc-jp", c|0x80)
	case set == setKatakana || len(s) == 1 || s[1] <= ' ' || s[1] == 0x7f:
		d.addASCII(noOctet)
	case s[1] >= 0x80:
		d.addASCII(noOctet)
		return 2
	default:
		name := "euc-jp"
		switch set {
		case setJIS2:
			d.add(name, 0x8f)
		case setGB:
			name = "gb18030"
		case setKS:
			name = "euc-kr"
		}
		d.add(name, c|0x80)
		d.add(name, s[1]|0x80)
		n, run := 2, d.run
		for set != setJIS2 && n+1 < len(s) && s[n] > ' ' && s[n] < '~' && s[n+1] > ' ' && s[n+1] < 0x7f { // The rest of the row.
			run = append(run, s[n]|0x80, s[n+1]|0x80)
			n += 2
		}
		d.run = run
		return n
	}
	return 1
}

// escape obeys an escape sequence and returns its length. One that is not known is lost, and what follows the escape
// character is read as it was before.
func (d *unshifter) escape(s []byte) int {
	for i := 0; i < len(escapes); i += 4 {
		n := 4
		if escapes[i+2] == ' ' {
			n = 3
		}
		if len(s) >= n && string(s[1:n]) == escapes[i:i+n-1] {
			d.set = escapes[i+3]
			return n
		}
	}
	if len(s) >= 4 && string(s[1:4]) == "$)C" {
		return 4 // In Korean: SO means KS X 1001, as it does anyway.
	}
	d.addASCII(noOctet)
	return 1
}

// tilde obeys the escape sequences of HZ and returns their length: "~{" begins pairs, "~}" ends them, "~~" is a tilde, and
// a tilde at the end of a line joins it with the next. It returns 0 for a tilde that belongs to a pair.
func (d *unshifter) tilde(s []byte) int {
	next := byte(0)
	if len(s) > 1 {
		next = s[1]
	}
	switch {
	case next == '{':
		d.set = setGB
	case next == '}':
		d.set = setASCII
	case d.set != setASCII:
		return 0
	case next == '~':
		d.addASCII(next)
	case next == '\r' && len(s) > 2 && s[2] == '\n':
		return 3
	case next != '\n':
		d.addASCII(noOctet)
		return 1
	}
	return 2
}

package encoding

import "bytes"

// Flaws of uuencode, gravest first. The text that has one is read as the sentence beside it says.
const (
	UUBegin     = "uu-begin"     // There is no "begin" line, so nothing was decoded.
	UUForeign   = "uu-foreign"   // A character that uuencode does not have: the octets that it stands for are wrong.
	UUTruncated = "uu-truncated" // The text ends before its "end" line.
	UUShort     = "uu-short"     // A line is shorter than it says. What is missing was read as blanks, which get lost on the way.
	UULong      = "uu-long"      // A line is longer than it says. The rest, a check sum of some programs, was left out.
)

// The kinds, in the order of the constants.
const (
	flawNoBegin = iota
	flawUUForeign
	flawNoEnd
	flawShort
	flawTooLong
)

// uuLine is how many octets a full line carries.
const uuLine = 45

// UU writes data as uuencode, with CRLF line ends: the form that POSIX gives it, with "`" for 0 instead of a blank. Mode is
// the file's permissions, such as "644".
func UU(name, mode string, data []byte) []byte {
	out := make([]byte, 0, len(name)+len(data)/3*4+len(data)/uuLine*4+64)
	out = append(append(append(append(out, "begin "...), mode...), ' '), name...)
	out = append(out, '\r', '\n')
	for len(data) > 0 {
		n := min(uuLine, len(data))
		out = append(out, uuCharacter(n))
		for i := 0; i < n; i += 3 {
			var group int
			for k := range 3 {
				group <<= 8
				if i+k < n {
					group |= int(data[i+k])
				}
			}
			out = append(out, uuCharacter(group>>18), uuCharacter(group>>12&63), uuCharacter(group>>6&63), uuCharacter(group&63))
		}
		out = append(out, '\r', '\n')
		data = data[n:]
	}
	return append(out, "`\r\nend\r\n"...)
}

func uuCharacter(v int) byte {
	if v == 0 {
		return '`'
	}
	return ' ' + byte(v)
}

// DecodeUU decodes the first file in a text. A text without one comes back as it is.
func DecodeUU(text []byte) ([]byte, Flaw) {
	for start := 0; start < len(text); {
		end := nextLine(text, start)
		if _, _, ok := uuBegin(text[start:end]); ok {
			return decodeUU(text, end, len(text))
		}
		start = end
	}
	return text, Flaw{Name: UUBegin, Count: 1}
}

// uuBegin reads a line such as "begin 644 picture.gif".
func uuBegin(line []byte) (mode, name string, ok bool) {
	rest, ok := bytes.CutPrefix(line, []byte("begin "))
	if !ok {
		return "", "", false
	}
	number, file, ok := bytes.Cut(rest, []byte(" "))
	if len(number) < 3 || len(number) > 4 || !ok {
		return "", "", false
	}
	for _, c := range number {
		if c < '0' || c > '7' {
			return "", "", false
		}
	}
	file = bytes.Trim(file, " \t\r\n")
	return string(number), string(file), len(file) > 0
}

// decodeUU decodes the lines from start on, up to "end" or to stop.
func decodeUU(text []byte, start, stop int) ([]byte, Flaw) {
	out := make([]byte, 0, (stop-start)/4*3)
	var flaws tally
	last := false // A line without octets has come, which should be the last before "end".
	for start < stop {
		end := nextLine(text, start)
		line := bytes.TrimRight(text[start:end], "\r\n")
		if uuEnd(line) {
			return out, flaws.gravest()
		}
		if len(line) > 0 {
			n := uuOctets(line[0])
			last = n == 0
			out = appendUULine(out, line[1:], n, start+1, &flaws)
		}
		start = end
	}
	if last {
		flaws.add(flawNoEnd, UUTruncated, stop)
	} else {
		flaws.lose(flawNoEnd, UUTruncated, stop)
	}
	return out, flaws.gravest()
}

// appendUULine decodes what stands after the first character of a line, which says that there are n octets.
func appendUULine(out, line []byte, n, at int, flaws *tally) []byte {
	want := (n + 2) / 3 * 4
	switch rest := len(bytes.TrimRight(line, " `")); {
	case len(line) < want:
		flaws.add(flawShort, UUShort, at+len(line))
	case rest > want:
		flaws.add(flawTooLong, UULong, at+want)
	}
	keep := len(out) + n
	for i := 0; i < want; i += 4 {
		var group int
		for k := i; k < i+4; k++ {
			c := byte(' ')
			if k < len(line) {
				c = line[k]
			}
			if c < ' ' || c > '`' {
				flaws.lose(flawUUForeign, UUForeign, at+k)
			}
			group = group<<6 | int(c-' ')&63
		}
		out = append(out, byte(group>>16), byte(group>>8), byte(group))
	}
	return out[:keep]
}

// uuOctets is how many octets a line holds that begins with c.
func uuOctets(c byte) int { return int(c-' ') & 63 }

func uuEnd(line []byte) bool { return string(bytes.TrimRight(line, " \t\r\n\f")) == "end" }

// uuPlausible says whether a line looks like uuencode: a count, and about as many characters as it says.
func uuPlausible(line []byte) bool {
	line = bytes.TrimRight(line, "\r\n")
	if len(line) == 0 || line[0] < ' ' || line[0] > '`' {
		return false
	}
	want := (uuOctets(line[0]) + 2) / 3 * 4
	for _, c := range line {
		if c < ' ' || c > '`' {
			return false
		}
	}
	// Blanks at the end may be gone, and a character for a check sum may be there, or two.
	return len(line)-1 <= want+2 && len(line)-1 >= want-4
}

// nextLine says where the line after the one at start begins.
func nextLine(text []byte, start int) int {
	if n := bytes.IndexByte(text[start:], '\n'); n >= 0 {
		return start + n + 1
	}
	return len(text)
}

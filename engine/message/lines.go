package message

import "bytes"

// lines is a letter as a row of lines. A line ends with CRLF or a bare LF; a bare CR is an octet like any other (RFC 5322
// section 2.3), except in a letter that has no LF at all, as an old Macintosh wrote them.
type lines struct {
	data    []byte
	newline byte // LF, or CR in such a letter.
	looks   int  // How many octets were looked at: more than a few times as many as there are would be a fault.
}

func newLines(data []byte) lines {
	if bytes.IndexByte(data, '\n') < 0 && bytes.IndexByte(data, '\r') >= 0 {
		return lines{data: data, newline: '\r'}
	}
	return lines{data: data, newline: '\n'}
}

// end is the offset after the line that at lies in.
func (l *lines) end(at int) int {
	end := len(l.data)
	if i := bytes.IndexByte(l.data[at:], l.newline); i >= 0 {
		end = at + i + 1
	}
	l.looks += end - at
	return end
}

// blank returns the offset after the empty line at at, 0 when there is none. Programs that turn LF into CRLF also do so
// where it is CRLF already, so any number of CRs makes the line no less empty.
func (l *lines) blank(at int) int {
	switch l.data[at] {
	case l.newline:
		return at + 1
	case '\r':
		for at < len(l.data) && l.data[at] == '\r' {
			at++
			l.looks++
		}
		if at == len(l.data) {
			return at
		}
		if l.data[at] == '\n' {
			return at + 1
		}
	}
	return 0
}

// text is end without the line end before it, but not before start.
func (l *lines) text(start, end int) int {
	if end > start && l.data[end-1] == l.newline {
		if end--; l.newline == '\n' && end > start && l.data[end-1] == '\r' {
			end--
		}
	}
	return end
}

// dashes returns the next line that begins with "--", from the beginning of a line on; -1 when there is none. It is what
// the time for a long body is spent on. Hyphens are rarer than line ends, and in base64 there are none.
func (l *lines) dashes(start int) int {
	for at := start; ; at++ {
		i := bytes.IndexByte(l.data[at:], '-')
		if i < 0 {
			l.looks += len(l.data) - at
			return -1
		}
		l.looks += i + 1
		at += i
		if (at == start || l.data[at-1] == l.newline) && at+1 < len(l.data) && l.data[at+1] == '-' {
			return at
		}
	}
}

// lineEnd is the offset after the line that begins at at: after its LF, or end.
func lineEnd(data []byte, at, end int) int {
	if i := bytes.IndexByte(data[at:end], '\n'); i >= 0 {
		return at + i + 1
	}
	return end
}

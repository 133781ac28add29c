package framing

import "bytes"

// Line is one line without its end.
type Line struct {
	Data    []byte // Valid until the next Feed. Of a line that is TooLong: its first octets only.
	Problem Problem
}

// LineReader cuts a stream into lines. It holds at most one unfinished line beyond what it was fed at once, and drops
// what a line has over its bound.
type LineReader struct {
	buf  []byte
	pos  int    // Start of the unread bytes in buf.
	seen int    // Unread bytes that are known to hold no line end.
	long []byte // The kept start of a line that is over the bound and not yet over; nil otherwise.
	max  int
	ends LineEnds
}

// NewLineReader returns a reader for lines of at most max octets, line end included.
func NewLineReader(max int, ends LineEnds) *LineReader {
	r := &LineReader{}
	r.Init(max, ends)
	return r
}

// Init makes r a new reader for lines of at most max octets, line end included.
func (r *LineReader) Init(max int, ends LineEnds) {
	*r = LineReader{buf: r.buf[:0], max: max, ends: ends}
}

// SetMax changes the bound for the lines that Next has not returned yet.
func (r *LineReader) SetMax(max int) { r.max = max }

// Feed appends bytes of the stream. It copies data.
func (r *LineReader) Feed(data []byte) {
	if r.pos > 0 {
		n := copy(r.buf, r.buf[r.pos:])
		r.buf, r.pos = r.buf[:n], 0
	}
	r.buf = append(r.buf, data...)
}

// Len is the number of bytes that were fed and not yet returned.
func (r *LineReader) Len() int { return len(r.buf) - r.pos }

// Rest returns the bytes that were fed and not yet returned, without consuming them; Skip does that. Together they hand
// the stream over to another reader, such as a DotReader, and back.
func (r *LineReader) Rest() []byte { return r.buf[r.pos:] }

// Skip consumes n bytes of Rest.
func (r *LineReader) Skip(n int) { r.pos, r.seen = r.pos+n, 0 }

// Next returns the next line. It returns false when no whole line is there.
func (r *LineReader) Next() (Line, bool) {
	for {
		rest := r.buf[r.pos:]
		i := bytes.IndexByte(rest[r.seen:], '\n')
		if r.ends == LenientCR {
			at := bytes.IndexByte(rest[r.seen:], '\r')
			if at >= 0 && (i < 0 || at+1 < i) && r.seen+at+1 < len(rest) { // The octet behind the CR is there, and is no LF.
				at += r.seen
				r.pos, r.seen = r.pos+at+1, 0
				return r.finish(rest[:at]), true
			}
		}
		if i < 0 {
			r.seen = len(rest)
			if r.ends == LenientCR && r.seen > 0 && rest[r.seen-1] == '\r' {
				r.seen--
			}
			if r.overlong(rest) {
				r.drop(rest)
			}
			return Line{}, false
		}
		i += r.seen
		cr := i > 0 && rest[i-1] == '\r'
		if !cr && r.ends <= Pass {
			r.seen = i + 1 // A bare LF: it belongs to the line, and check reports it.
			continue
		}
		line := rest[:i]
		if cr {
			line = rest[:i-1]
		}
		r.pos, r.seen = r.pos+i+1, 0
		return r.finish(line), true
	}
}

// finish judges a whole line.
func (r *LineReader) finish(line []byte) Line {
	if r.long != nil {
		line, r.long = r.long, nil
		return Line{Data: line, Problem: TooLong}
	}
	if len(line)+2 > r.max {
		return Line{Data: line[:r.kept()], Problem: TooLong}
	}
	return Line{Data: line, Problem: check(line)}
}

// kept is how much of a line that is TooLong is kept: as much as a good line could have held.
func (r *LineReader) kept() int { return max(r.max-2, 0) }

// overlong says whether rest, which holds no line end, already is more than the longest line and the CR of its end.
func (r *LineReader) overlong(rest []byte) bool { return len(rest) >= max(r.max, 1) || r.long != nil }

// drop forgets an over-long line that goes on, except for its start and for a CR that may be half of its end. Dropping
// is safe because the line can only end as TooLong.
func (r *LineReader) drop(rest []byte) {
	if r.long == nil {
		r.long = append(make([]byte, 0, r.kept()), rest[:r.kept()]...)
	}
	keep := 0
	if n := len(rest); n > 0 && rest[n-1] == '\r' {
		keep = 1
	}
	r.buf = append(r.buf[:0], rest[len(rest)-keep:]...)
	r.pos, r.seen = 0, 0
}

// check finds what is wrong with a line that has the right length. The first octet that is wrong counts.
func check(line []byte) Problem {
	nul, lf, cr := bytes.IndexByte(line, 0), bytes.IndexByte(line, '\n'), bytes.IndexByte(line, '\r')
	if nul&lf&cr == -1 {
		return OK
	}
	first, problem := len(line), OK
	for _, c := range [...]struct {
		at int
		is Problem
	}{{nul, NUL}, {lf, BareLF}, {cr, BareCR}} {
		if c.at >= 0 && c.at < first {
			first, problem = c.at, c.is
		}
	}
	return problem
}

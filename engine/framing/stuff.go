package framing

import "bytes"

// Stuff returns a CR LF text as it goes over the wire: a dot before each line that begins with one, and the line with
// the lone dot at the end (RFC 5321 section 4.5.2). A missing last CR LF is added.
func Stuff(data []byte) []byte {
	s := NewStuffer(data)
	return s.Append(make([]byte, 0, len(data)+len(data)/64+8), len(data)*2+8)
}

// Stuffer gives a text piece by piece as Stuff would give it whole, for streams that take only so much at once.
type Stuffer struct {
	data []byte
	last [2]byte // The last two octets given.
	done bool
}

// NewStuffer returns a stuffer for a CR LF text, which must not change meanwhile.
func NewStuffer(data []byte) *Stuffer { return &Stuffer{data: data, last: [2]byte{'\r', '\n'}} }

// Done says whether everything was given, the lone dot included.
func (s *Stuffer) Done() bool { return s.done }

// Append appends about room octets of what is left to dst, at least one unless Done, and at most five more than room.
func (s *Stuffer) Append(dst []byte, room int) []byte {
	end := len(dst) + max(room, 1)
	for len(s.data) > 0 && len(dst) < end {
		if s.last == [2]byte{'\r', '\n'} && s.data[0] == '.' {
			dst = append(dst, '.')
		}
		n := len(s.data)
		if s.last[1] == '\r' {
			n = 1 // An LF here would end the line, half of whose end was given before.
		} else if i := bytes.Index(s.data, dotLine); i >= 0 {
			n = i + 2 // Up to the CR LF before the next dot that needs another.
		}
		n = min(n, max(end-len(dst), 1))
		dst = append(dst, s.data[:n]...)
		if n == 1 {
			s.last = [2]byte{s.last[1], s.data[0]}
		} else {
			s.last = [2]byte{s.data[n-2], s.data[n-1]}
		}
		s.data = s.data[n:]
	}
	if len(s.data) == 0 && len(dst) < end && !s.done {
		if s.last != [2]byte{'\r', '\n'} {
			dst = append(dst, '\r', '\n')
		}
		dst = append(dst, '.', '\r', '\n')
		s.done = true
	}
	return dst
}

var dotLine = []byte("\r\n.")

// CRLF returns text with every LF that has no CR before it made CR LF. It returns data itself when there is none.
func CRLF(data []byte) []byte {
	bare := 0
	for i, b := range data {
		if b == '\n' && (i == 0 || data[i-1] != '\r') {
			bare++
		}
	}
	if bare == 0 {
		return data
	}
	out := make([]byte, 0, len(data)+bare)
	for i, b := range data {
		if b == '\n' && (i == 0 || data[i-1] != '\r') {
			out = append(out, '\r')
		}
		out = append(out, b)
	}
	return out
}

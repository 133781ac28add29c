package framing

import (
	"bytes"
	"encoding/binary"
)

// DotReader reads a body that ends with a line of a lone dot: a letter after DATA (RFC 5321 section 4.5.2) or a
// multi-line response of POP3 (RFC 1939 section 3). It undoes dot-stuffing and notices what is wrong, but reads on to the
// end, so that the conversation stays in step.
type DotReader struct {
	body  []byte
	size  int64
	line  int // Octets of the line so far, without its end.
	lines int // Lines begun.
	state dotState
	found [problems]int // Line number of the first of each problem, 0 for none.
	eight bool
	bare  bool // The last line ended with a bare LF.
	dots  DotLimits
}

// DotLimits says what a DotReader takes.
type DotLimits struct {
	Ends LineEnds
	Size int64 // Octets of the body with line ends and without stuffed dots; 0: no bound.
	Line int   // Octets of a line with its end; 0: no bound.

	// Counted says that the end of the body is known from elsewhere (BDAT, RFC 3030): dots mean nothing, and End ends it.
	Counted bool
	// Binary says that the body has no lines: every octet is kept as it is (RFC 3030 section 3). It is Counted too.
	Binary bool
}

type dotState uint8

const (
	dotStart  dotState = iota // At the start of a line.
	dotDot                    // After a dot at the start of a line: the end or a stuffed dot.
	dotDotCR                  // After that dot and a CR.
	dotText                   // Inside a line.
	dotTextCR                 // Inside a line, after a CR whose fate is open; it is not in body yet.
	dotDone
)

// NewDotReader returns a reader for one body.
func NewDotReader(limits DotLimits) *DotReader {
	d := &DotReader{}
	d.Init(limits, 0)
	return d
}

// Init makes d a reader for one new body. A hint above 0 is how many octets are expected.
func (d *DotReader) Init(limits DotLimits, hint int) {
	*d = DotReader{dots: limits}
	if hint > 0 {
		d.body = make([]byte, 0, hint)
	}
}

// Feed reads data up to the end of the body. It returns how many bytes it consumed and whether the body is complete;
// bytes after that belong to somebody else. It copies what it keeps.
func (d *DotReader) Feed(data []byte) (n int, done bool) {
	if d.dots.Binary {
		d.eight = d.eight || hasEightBit(data)
		d.keep(data)
		return len(data), false
	}
	nul := bytes.IndexByte(data, 0) >= 0
	i := 0
	for i < len(data) && d.state != dotDone {
		switch d.state {
		case dotStart:
			d.line = 0
			d.lines++
			if data[i] == '.' && !d.dots.Counted {
				d.state = dotDot
				i++
				continue
			}
			d.state = dotText
		case dotDot:
			switch {
			case data[i] == '\r':
				d.state = dotDotCR
				i++
			case data[i] == '\n' && d.dots.Ends >= Lenient:
				d.state = dotDone
				i++
			case data[i] == '\n' && d.dots.Ends == Mend:
				d.loneDot()
				d.bare = true
				i++
			default:
				// A stuffed dot, or a dot that a careless peer did not stuff: RFC 5321 section 4.5.2 removes either.
				d.state = dotText
			}
		case dotDotCR:
			switch {
			case data[i] == '\n' && d.dots.Ends == Mend && d.bare:
				d.loneDot()
				i++
				continue
			case data[i] == '\n':
				d.state = dotDone
				i++
				continue
			case d.dots.Ends == LenientCR:
				d.state = dotDone
				continue
			}
			// ".<CR>x" was no end after all: the dot goes, the CR is text.
			d.state = dotTextCR
		case dotTextCR:
			if data[i] == '\n' {
				d.endLine()
				i++
				continue
			}
			if d.dots.Ends == LenientCR {
				d.endLine()
				continue
			}
			d.problem(BareCR)
			d.text("\r")
			d.state = dotText
		case dotText:
			i += d.scan(data[i:], nul)
		}
	}
	if !d.eight && hasEightBit(data[:i]) {
		d.eight = true
	}
	return i, d.state == dotDone
}

// scan reads text up to the next thing that needs thought, over as many plain lines as possible, and says how far it came.
func (d *DotReader) scan(data []byte, nul bool) int {
	start, i := 0, 0 // data[start:i] is text that was judged and not yet kept.
	for {
		rest := data[i:]
		lf := bytes.IndexByte(rest, '\n')
		line := rest
		if lf >= 0 {
			line = rest[:lf]
		}
		if nul && bytes.IndexByte(line, 0) >= 0 {
			d.problem(NUL)
		}
		if cr := bytes.IndexByte(line, '\r'); cr >= 0 && cr != len(line)-1 {
			// A CR inside the line: its successor is here, but Feed's own steps know what to do.
			d.long(cr)
			d.keep(data[start : i+cr])
			d.state = dotTextCR
			return i + cr + 1
		} else if lf < 0 {
			text := len(line)
			if cr >= 0 {
				text = cr
				d.state = dotTextCR
			}
			d.long(text)
			d.keep(data[start : i+text])
			return len(data)
		} else if cr < 0 {
			d.long(len(line))
			d.keep(data[start : i+lf])
			if d.dots.Ends > Pass {
				d.endLine()
				d.bare = true
			} else {
				d.problem(BareLF)
				d.text("\n")
			}
			return i + lf + 1
		}
		// A whole line with CR LF. When the next line begins with plain text, go on without a detour.
		d.long(len(line) - 1)
		i += lf + 1
		if i == len(data) || data[i] == '.' {
			d.keep(data[start:i])
			d.state, d.bare = dotStart, false
			return i
		}
		d.line = 0
		d.lines++
		d.bare = false
	}
}

// End ends a Counted body. A CR that still waits for its LF waits in vain.
func (d *DotReader) End() {
	if d.state == dotTextCR {
		if d.dots.Ends == LenientCR {
			d.endLine()
		} else {
			d.problem(BareCR)
			d.text("\r")
		}
	}
	d.state = dotDone
}

// loneDot keeps a line with only a dot whose ends are not both CR LF: to some it would have been the end of the letter.
func (d *DotReader) loneDot() {
	d.text(".")
	d.endLine()
}

// endLine ends a line with CR LF, whatever ended it on the wire.
func (d *DotReader) endLine() {
	d.keepString("\r\n")
	d.state, d.bare = dotStart, false
}

// text adds one odd octet to the line.
func (d *DotReader) text(s string) {
	d.long(len(s))
	d.keepString(s)
}

// long counts n more octets of the line.
func (d *DotReader) long(n int) {
	d.line += n
	if d.dots.Line > 0 && d.line+2 > d.dots.Line {
		d.problem(TooLong)
	}
}

// keep adds to the body, or only counts once the body is too big: it will be refused, so its octets are of no use.
func (d *DotReader) keep(data []byte) {
	if d.fits(len(data)) {
		d.body = append(d.body, data...)
	}
}

func (d *DotReader) keepString(s string) {
	if d.fits(len(s)) {
		d.body = append(d.body, s...)
	}
}

func (d *DotReader) fits(n int) bool {
	d.size += int64(n)
	if d.dots.Size > 0 && d.size > d.dots.Size {
		if d.found[TooBig] == 0 {
			d.found[TooBig] = 1
		}
		d.body = nil
		return false
	}
	return true
}

func (d *DotReader) problem(p Problem) {
	if d.dots.Ends == Pass && (p == BareLF || p == BareCR) {
		return
	}
	if d.found[p] == 0 {
		d.found[p] = d.lines
	}
}

// Data is the body with CR LF line ends and without stuffed dots. It is the caller's to keep; it is nil when the body is
// TooBig.
func (d *DotReader) Data() []byte { return d.body }

// Size is how many octets the body has, kept or not.
func (d *DotReader) Size() int64 { return d.size }

// EightBit says whether any octet is above 127.
func (d *DotReader) EightBit() bool { return d.eight }

// Problem returns the gravest thing that is wrong and the line where it happened first, counted from 1. A body that is
// TooBig is only that; then come NUL, BareLF, BareCR and TooLong. What counts is not the order of arrival, since one look
// at the whole body must give what many looks at its pieces give.
func (d *DotReader) Problem() (p Problem, line int) {
	for _, p := range [...]Problem{TooBig, NUL, BareLF, BareCR, TooLong} {
		if d.found[p] > 0 {
			return p, d.found[p]
		}
	}
	return OK, 0
}

// hasEightBit looks at eight octets at a time.
func hasEightBit(data []byte) bool {
	const high = 0x8080808080808080
	for len(data) >= 32 {
		w := binary.LittleEndian.Uint64(data) | binary.LittleEndian.Uint64(data[8:]) |
			binary.LittleEndian.Uint64(data[16:]) | binary.LittleEndian.Uint64(data[24:])
		if w&high != 0 {
			return true
		}
		data = data[32:]
	}
	for _, b := range data {
		if b >= 0x80 {
			return true
		}
	}
	return false
}

package encoding

import "unicode/utf8"

// Channel says what a way that is not made for a body does to it.
type Channel struct {
	SevenBit bool // The high bit of every octet is lost, as on the lines that SMTP was made for (RFC 5321 section 2.4).
	MaxLine  int  // Longer lines, counted without their ends, are cut; 0 for no limit.
	Trim     bool // Blanks at the ends of lines are lost, as on machines that keep lines of a fixed length.
	LineEnds bool // A CR or LF by itself becomes CRLF.
	From     bool // "From " at the beginning of a line becomes ">From ", as in mbox files.
}

// Change is a place where something was changed on the way.
type Change struct {
	Kind       string // One of the words below.
	Start, End int    // Where it stands in what was sent,
	OutStart   int    // and in what arrived.
	OutEnd     int
}

// Kinds of changes.
const (
	ChangedBit     = "bit"      // Octets lost their high bit.
	ChangedCut     = "cut"      // A line was cut.
	ChangedTrim    = "trim"     // Blanks were lost.
	ChangedLineEnd = "line-end" // A line end became another.
	ChangedFrom    = "from"     // A ">" came before "From ".
)

// MaxChanges bounds the list that Garble returns; what lies beyond is changed all the same.
const MaxChanges = 10_000

// Garble sends data over a channel, and says what it did to them. Octets next to each other that were changed in the same
// way are one change.
func Garble(data []byte, channel Channel) (out []byte, changes []Change) {
	out = make([]byte, 0, len(data)+len(data)/16)
	note := func(kind string, start, end, outStart, outEnd int) {
		if n := len(changes) - 1; n >= 0 && changes[n].Kind == kind && changes[n].End == start && changes[n].OutEnd == outStart {
			changes[n].End, changes[n].OutEnd = end, outEnd
		} else if len(changes) < MaxChanges {
			changes = append(changes, Change{kind, start, end, outStart, outEnd})
		}
	}
	line := 0  // Where the line begins in what arrives.
	inner := 0 // Blanks before this place in what was sent do not end a line.
	for i := 0; i < len(data); {
		c := data[i]
		if c == '\r' || c == '\n' {
			n := 1
			if atLineEnd(data, i) {
				n = 2
			}
			at := len(out)
			if channel.LineEnds && n == 1 {
				out = append(out, '\r', '\n')
				note(ChangedLineEnd, i, i+1, at, at+2)
			} else {
				out = append(out, data[i:i+n]...)
			}
			i += n
			line = len(out)
			continue
		}
		if channel.Trim && blankOctet(c) && i >= inner {
			end := i
			for end < len(data) && blankOctet(data[end]) {
				end++
			}
			if end == len(data) || data[end] == '\r' || data[end] == '\n' {
				note(ChangedTrim, i, end, len(out), len(out))
				i = end
				continue
			}
			inner = end
		}
		if channel.MaxLine > 0 && len(out)-line >= channel.MaxLine {
			note(ChangedCut, i, i, len(out), len(out)+2)
			out = append(out, '\r', '\n')
			line = len(out)
		}
		if channel.From && len(out) == line && len(data)-i >= 5 && string(data[i:i+5]) == "From " {
			note(ChangedFrom, i, i, len(out), len(out)+1)
			out = append(out, '>')
		}
		if channel.SevenBit && c >= utf8.RuneSelf {
			note(ChangedBit, i, i+1, len(out), len(out)+1)
			c &= 0x7f
		}
		out = append(out, c)
		i++
	}
	return out, changes
}

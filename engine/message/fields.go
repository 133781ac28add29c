package message

import "bytes"

// headerFlaw is what is wrong with a header as a whole.
type headerFlaw uint8

const (
	flawNoBlank headerFlaw = 1 << iota // The body begins without an empty line.
	flawUnread                         // MaxFields, MaxAllFields or MaxHeader was reached: what comes after is not in Fields.
)

var (
	byteOrderMark = []byte("\uFEFF")
	mboxLine      = []byte("From ")
)

// prelude passes over what may stand before the first field of a letter, and returns where that begins.
func (p *treeParser) prelude(at int) int {
	if bytes.HasPrefix(p.data[at:], byteOrderMark) {
		at += len(byteOrderMark)
	}
	if bytes.HasPrefix(p.data[at:], mboxLine) {
		if end := p.end(at); fieldColon(p.data[at:end]) < 0 { // "From : x" is a field.
			at = end
		}
	}
	return at
}

// header reads a header. A boundary line ends it, too; then cut is true and d is that line.
func (p *treeParser) header(start int) (h Header, d delimiter, cut bool) {
	h = Header{Start: start, End: len(p.data), Body: len(p.data)}
	first := len(p.fields) // Where the fields of this header begin in the slab.
	sure := start          // Whatever stands before this offset belongs to the header, for a field comes there.
	for at := start; at < len(p.data); {
		if next := p.blank(at); next > 0 {
			h.End, h.Body = at, next
			break
		}
		next := p.end(at)
		if d, cut = p.boundary(at, next); cut {
			h.End, h.Body = at, at
			break
		}
		colon := fieldColon(p.data[at:next])
		if colon < 0 && at >= sure && !isSpaceOrTab(p.data[at]) && h.flaws&flawUnread == 0 {
			if sure = p.nextField(next); sure < 0 {
				h.End, h.Body = at, at
				h.flaws |= flawNoBlank
				break
			}
		}
		for next < len(p.data) && isSpaceOrTab(p.data[next]) {
			next = p.end(next)
		}
		if next-start > MaxHeader || len(p.fields)-first == MaxFields || p.read == MaxAllFields {
			h.flaws |= flawUnread
		} else {
			p.read++
			if len(p.fields) == cap(p.fields) {
				first = p.newSlab(first)
			}
			p.fields = append(p.fields, Field{Raw: p.data[at:next:next], Start: at, Colon: colon})
		}
		at = next
	}
	h.Fields = p.fields[first:len(p.fields):len(p.fields)]
	cutNames(p.data, h.Fields)
	return h, d, cut
}

// newSlab makes room for more fields, so that the headers of a letter share few slices. Those of the header that is being
// read begin at first and move; their new place is returned.
func (p *treeParser) newSlab(first int) int {
	size := max(2*cap(p.fields), min(minSlab, len(p.data)/minField+1))
	slab := make([]Field, len(p.fields)-first, size)
	copy(slab, p.fields[first:])
	p.fields = slab
	return 0
}

const (
	minSlab  = 20 // Fields of a usual letter.
	minField = 20 // Octets of a usual short field.
)

// cutNames gives the fields, which lie one after the other, their names.
func cutNames(data []byte, fields []Field) {
	if len(fields) == 0 {
		return
	}
	start := fields[0].Start
	text := string(data[start:fields[len(fields)-1].End()])
	for i := range fields {
		f := &fields[i]
		f.text = text[f.Start-start : f.End()-start]
		end := max(f.Colon, 0)
		for end > 0 && isSpaceOrTab(f.text[end-1]) {
			end--
		}
		f.Name = f.text[:end]
	}
}

// fieldColon returns where the colon stands after the field name that the line begins with (RFC 5322 section 2.2), -1 when
// the line begins with none. The obsolete syntax of section 4.5 allows blanks before the colon. A colon with no name
// before it makes the line no field, but a line of a header all the same.
func fieldColon(line []byte) int {
	i := 0
	for i < len(line) && line[i] > ' ' && line[i] < 0x7f && line[i] != ':' {
		i++
	}
	for i < len(line) && isSpaceOrTab(line[i]) {
		i++
	}
	if i == len(line) || line[i] != ':' {
		return -1
	}
	return i
}

// nextField returns the next line of the header, from the line at at on, that begins with a field name; -1 when the
// header ends before.
func (p *treeParser) nextField(at int) int {
	for at < len(p.data) && p.blank(at) == 0 {
		next := p.end(at)
		if _, cut := p.boundary(at, next); cut {
			break
		}
		if fieldColon(p.data[at:next]) >= 0 {
			return at
		}
		at = next
	}
	return -1
}

func isSpaceOrTab(c byte) bool { return c == ' ' || c == '\t' }

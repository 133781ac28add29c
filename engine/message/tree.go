package message

import (
	"strconv"
	"strings"
)

// Tree reads the structure of a letter. It never fails: whatever is wrong is in Problems, and every octet of the letter
// lies within the root.
//
// Theory of operation. One reader goes over the letter once, from the top. All multiparts that are open are on a stack,
// the outermost first, and a line that begins with two hyphens is compared with the boundaries of all of them: the line
// of an outer multipart ends every multipart in it, whether that was closed or not. Where two of them have the same
// boundary, the line belongs to the outer one. That is what RFC 2046 section 5.1.2 asks and what other programs do.
func Tree(data []byte) *Part { return newTreeParser(data).tree() }

func (p *treeParser) tree() *Part {
	p.budget = 2 * len(p.data)
	root, _ := p.entity(0, 0, "text/plain", true)
	root.setPath(rootPath(root))
	return root
}

// treeParser is the reader. The slices of fields and parts are slabs: headers and trees are cut from them, so that a
// letter of many parts needs few allocations.
type treeParser struct {
	lines
	open    []string // The boundaries of the multiparts that are open.
	lengths uint64   // A bit for every length, modulo 64, that one of them has: most lines need no comparing.
	count   int      // Parts so far.
	budget  int      // Octets of encoded letters that may still be decoded and taken apart.
	fields  []Field
	read    int // Fields of all headers so far.
	parts   []Part
	pieces  []piece // For readMedia to work in.
}

func newTreeParser(data []byte) *treeParser { return &treeParser{lines: newLines(data)} }

// delimiter is a boundary line, or the end of the letter.
type delimiter struct {
	level   int // Which open multipart it belongs to, from 1, the outermost; 0 is the end of the letter.
	closing bool
	start   int // Where the line begins,
	next    int // and where the next one does.
}

// boundary says whether the line from start to end is one.
func (p *treeParser) boundary(start, end int) (d delimiter, ok bool) {
	if len(p.open) == 0 || end-start < 3 || p.data[start] != '-' || p.data[start+1] != '-' {
		return d, false
	}
	text := p.data[start+2 : end]
	for len(text) > 0 && isBlank(text[len(text)-1]) {
		text = text[:len(text)-1] // Blanks after the boundary are padding that transports may add (RFC 2046 section 5.1.1).
	}
	inner := text // Without the hyphens at the end of a closing line.
	if n := len(text) - 2; n >= 0 && text[n] == '-' && text[n+1] == '-' {
		inner = text[:n]
	}
	if p.lengths&(bit(len(text))|bit(len(inner))) == 0 {
		return d, false
	}
	p.looks += len(text)
	for i, b := range p.open {
		p.looks++
		if string(text) == b {
			return delimiter{i + 1, false, start, end}, true
		}
		if len(inner) < len(text) && string(inner) == b {
			return delimiter{i + 1, true, start, end}, true
		}
	}
	return d, false
}

func bit(n int) uint64 { return 1 << (n & 63) }

// push opens a multipart, and pop closes the one that was opened last.
func (p *treeParser) push(boundary string) {
	p.open = append(p.open, boundary)
	p.lengths |= bit(len(boundary))
}

func (p *treeParser) pop() {
	p.open = p.open[:len(p.open)-1]
	p.lengths = 0
	for _, b := range p.open {
		p.lengths |= bit(len(b))
	}
}

// scan finds the first boundary line, from the beginning of a line on.
func (p *treeParser) scan(at int) delimiter {
	if len(p.open) > 0 {
		for at = p.dashes(at); at >= 0; {
			end := p.end(at)
			if d, ok := p.boundary(at, end); ok {
				return d
			}
			at = p.dashes(end)
		}
	}
	return delimiter{start: len(p.data), next: len(p.data)}
}

// newPart returns an empty part from the slab.
func (p *treeParser) newPart() *Part {
	p.count++
	if len(p.parts) == cap(p.parts) {
		p.parts = make([]Part, 0, min(p.count, maxSlab)) // 1, 2, 4, 8 …
	}
	p.parts = append(p.parts, Part{})
	return &p.parts[len(p.parts)-1]
}

const maxSlab = 64

// entity reads the part, or the letter, that begins at at, up to the boundary line that ends it.
func (p *treeParser) entity(at, depth int, defaultType string, letter bool) (*Part, delimiter) {
	part := p.newPart()
	start := at
	if letter {
		at = p.prelude(at)
	}
	h, d, cut := p.header(at)
	part.Header, part.Open, part.Body = h, at, h.Body
	boundary := p.describe(part, defaultType)
	part.flagHeader(p.data[start:at], cut)
	part.Close = -1
	if cut {
		part.End = part.Body
	} else {
		d = p.body(part, boundary, depth)
	}
	if part.Close < 0 {
		part.Close, part.Epilogue = part.End, part.End
	}
	part.Epilogue = min(part.Epilogue, part.End) // The line end of a closing boundary belongs to the boundary that follows at once.
	return part, d
}

// body reads the part's body with what is in it, up to the boundary line that ends it.
func (p *treeParser) body(part *Part, boundary string, depth int) (d delimiter) {
	multi := strings.HasPrefix(part.Type, "multipart/")
	letter := part.Type == "message/rfc822" || part.Type == "message/global"
	encoded := part.Encoding == "base64" || part.Encoding == "quoted-printable"
	if encoded && (multi || part.Type == "message/rfc822") { // message/global may be encoded (RFC 6532 section 3.5).
		part.flag(EncodedParts, part.Header.Start, part.Header.End)
	}
	switch {
	case (multi || letter) && depth >= MaxDepth:
		part.flag(TooDeep, part.Body, part.Body)
	case letter && encoded:
		d = p.leaf(part)
		p.encodedLetter(part, depth)
		return d
	case letter && p.count >= MaxParts:
		part.flag(TooMany, part.Body, part.Body)
	case letter:
		part.Message, d = p.entity(part.Body, depth+1, "text/plain", true)
		part.endAt(p.before(part.Body, d))
		return d
	case multi && boundary != "":
		return p.multipart(part, boundary, depth)
	case multi:
		d = p.leaf(part)
		part.flag(NoBoundary, part.Header.Start, part.Header.End)
		part.flagUnnamed(p.data)
		return d
	}
	return p.leaf(part)
}

// leaf passes over a body that is not taken apart.
func (p *treeParser) leaf(part *Part) delimiter {
	d := p.scan(part.Body)
	part.End = p.before(part.Body, d)
	part.Close, part.Epilogue = part.End, part.End
	return d
}

// encodedLetter takes the letter apart that the part holds in base64 or quoted-printable. Nobody may write a
// message/rfc822 so (RFC 2046 section 5.2.1), but some do, and readers want to see the letter. Letters can be within
// letters in quoted-printable, which need not get any smaller; so the sum of what is decoded is bounded.
func (p *treeParser) encodedLetter(part *Part, depth int) {
	content, _ := part.Content(p.data)
	if p.budget -= len(content); p.budget < 0 {
		part.flag(TooDeep, part.Body, part.End)
		return
	}
	inner := newTreeParser(content)
	inner.count, inner.budget = p.count, p.budget
	root, _ := inner.entity(0, depth+1, "text/plain", true)
	p.count, p.budget = inner.count, inner.budget
	p.looks += inner.looks
	part.Decoded = &Letter{content, root}
}

// multipart reads the parts of part, and then on to the boundary line that ends part itself.
func (p *treeParser) multipart(part *Part, boundary string, depth int) delimiter {
	if p.isOpen(boundary) {
		part.flag(BoundaryRepeated, part.Header.Start, part.Header.End)
	}
	p.push(boundary)
	level := len(p.open)
	child := "text/plain"
	if part.Type == "multipart/digest" {
		child = "message/rfc822" // RFC 2046 section 5.1.5
	}
	var buffer [8]*Part // Most multiparts have no more parts, and then Parts is made in the right size.
	parts := buffer[:0]
	d := p.scan(part.Body)
	for d.level == level && !d.closing {
		if p.count >= MaxParts {
			part.flag(TooMany, d.start, d.start)
			for d.level == level && !d.closing {
				d = p.scan(d.next)
			}
			if n := len(parts); n > 0 {
				parts[n-1].stretch(p.before(parts[n-1].End, d))
			}
			break
		}
		open := d.start
		d = p.skipDoubled(part, d)
		var sub *Part
		sub, d = p.entity(d.next, depth+1, child, false)
		sub.Open = open
		parts = append(parts, sub)
	}
	if len(parts) > 0 {
		part.Parts = append(make([]*Part, 0, len(parts)), parts...)
	}
	closed := d.level == level
	if closed {
		part.Close, part.Epilogue = d.start, d.next
		d = p.scan(d.next)
		for d.level == level { // The multipart was closed, but somebody has put more parts below.
			part.flagOnce(PartsAfterEnd, d.start, d.next)
			d = p.scan(d.next)
		}
	}
	p.pop()
	part.endAt(p.before(part.Body, d))
	switch {
	case len(parts) == 0 && p.count < MaxParts:
		part.flag(NoParts, part.Body, part.End)
	case !closed:
		part.flag(NotClosed, part.End, part.End)
	case !blankOnly(p.data[min(part.Epilogue, part.End):part.End]):
		part.flag(TextAfterEnd, part.Epilogue, part.End)
	}
	return d
}

// skipDoubled returns the last of the boundary lines that follow each other with nothing between. The grammar of RFC 2046
// section 5.1.1 has no part there: a part begins with an empty line at least.
func (p *treeParser) skipDoubled(part *Part, d delimiter) delimiter {
	for d.next < len(p.data) {
		again, ok := p.boundary(d.next, p.end(d.next))
		if !ok || again.level != d.level || again.closing {
			break
		}
		part.flagOnce(BoundaryDoubled, again.start, again.next)
		d = again
	}
	return d
}

// isOpen says whether a multipart with this boundary is open.
func (p *treeParser) isOpen(boundary string) bool {
	for _, b := range p.open {
		if b == boundary {
			return true
		}
	}
	return false
}

// before is where a body ends that begins at start and that d ends: the line end before a boundary belongs to the
// boundary (RFC 2046 section 5.1.1). When the body is empty that line end may be the empty line which ends the header; it
// then stays with the header.
func (p *treeParser) before(start int, d delimiter) int {
	if d.level == 0 {
		return len(p.data)
	}
	return p.text(start, max(start, d.start))
}

// endAt sets the part's end, which does not lie before the end of what is in it.
func (part *Part) endAt(end int) {
	if part.Message != nil {
		end = max(end, part.Message.End)
	}
	if n := len(part.Parts); n > 0 {
		end = max(end, part.Parts[n-1].End)
	}
	part.End = end
}

// stretch moves the end of a part, so that octets which nobody takes apart belong to it.
func (part *Part) stretch(end int) {
	if part.Close == part.End {
		part.Close, part.Epilogue = end, end
	}
	part.End = end
}

// setPath gives the part and what it holds their section numbers.
func (part *Part) setPath(path string) {
	part.Path = path
	for i, sub := range part.Parts {
		n := strconv.Itoa(i + 1)
		if path != "" {
			n = path + "." + n
		}
		sub.setPath(n)
	}
	letter := part.Message
	if part.Decoded != nil {
		letter = part.Decoded.Root
	}
	if letter != nil {
		// The parts of a multipart letter count on from the part that holds it; another letter is its part 1.
		if !strings.HasPrefix(letter.Type, "multipart/") {
			path += ".1"
		}
		letter.setPath(path)
	}
}

func rootPath(root *Part) string {
	if strings.HasPrefix(root.Type, "multipart/") {
		return ""
	}
	return "1"
}

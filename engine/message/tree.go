package message

import (
	"bytes"
	"strconv"
	"strings"

	"ehloworld/engine/message/encoding"
)

// Part is one MIME entity of a letter, as a place in it: its header lies at Header.Start up to Header.End, its body at
// Body up to End. The root is the letter itself.
type Part struct {
	Path        string // IMAP section number (RFC 9051 section 6.4.5.1); "" for a multipart root, "1" for another root.
	Type        string // Lower case; text/plain where the header says nothing (RFC 2045 section 5.2).
	Params      []Param
	Disposition string // "attachment", "inline", another word in lower case, or "".
	Filename    string // Of the disposition, or else the name parameter of the type.
	Encoding    string // Content-Transfer-Encoding in lower case; "7bit" where the header says nothing.
	ID          string // Content-ID without its angle brackets.
	Header      Header
	Body, End   int       // Offsets of the body in the letter, before decoding. The line end before a boundary is not part of it.
	Parts       []*Part   // The parts of a multipart.
	Message     *Part     // The letter within a message/rfc822 or message/global.
	Problems    []Problem // What is wrong with the structure here.
}

// Tree reads the structure of a letter. It never fails: whatever is wrong is in Problems, and every octet of the letter
// lies within the root.
func Tree(data []byte) *Part {
	p := &treeParser{data: data, levels: map[string]int{}}
	root, _ := p.entity(0, 0, "text/plain")
	path := "1"
	if strings.HasPrefix(root.Type, "multipart/") {
		path = ""
	}
	root.setPath(path)
	return root
}

// treeParser goes over a letter once, line by line. levels holds the boundaries of all multiparts that are open, each with
// its depth: a line is looked up among all of them at once, so that depth costs no time.
type treeParser struct {
	data   []byte
	levels map[string]int
	open   int
	parts  int
}

// delimiter is a boundary line, or the end of the letter.
type delimiter struct {
	level   int // Which open multipart it belongs to, from 1; 0 is the end of the letter.
	closing bool
	start   int // Where the line begins,
	next    int // and where the next one does.
}

// boundary says whether the line at start is one.
func (p *treeParser) boundary(start, end int) (d delimiter, ok bool) {
	line := p.data[start:end]
	if p.open == 0 || len(line) < 3 || line[0] != '-' || line[1] != '-' || len(line) > MaxLineHard+2 {
		return d, false
	}
	text := bytes.TrimRight(line[2:], " \t\r\n") // Blanks after the boundary are allowed padding.
	if level, ok := p.levels[string(text)]; ok {
		return delimiter{level, false, start, end}, true
	}
	if n := len(text) - 2; n > 0 && text[n] == '-' && text[n+1] == '-' {
		if level, ok := p.levels[string(text[:n])]; ok {
			return delimiter{level, true, start, end}, true
		}
	}
	return d, false
}

// scan finds the first boundary line at or after at.
func (p *treeParser) scan(at int) delimiter {
	if p.open > 0 {
		for at < len(p.data) {
			end := lineEnd(p.data, at, len(p.data))
			if d, ok := p.boundary(at, end); ok {
				return d
			}
			at = end
		}
	}
	return delimiter{start: len(p.data), next: len(p.data)}
}

// header reads a part's header. A boundary line ends it, too; then cut is true and d is that line.
func (p *treeParser) header(at int) (h Header, d delimiter, cut bool) {
	end := len(p.data)
	if p.open > 0 {
		for i := at; i < len(p.data); {
			next := lineEnd(p.data, i, len(p.data))
			if emptyLine(p.data[i:next]) {
				break
			}
			if d, cut = p.boundary(i, next); cut {
				end = beforeLineEnd(p.data, at, i)
				break
			}
			i = next
		}
	}
	return parseHeader(p.data, at, end), d, cut
}

// entity reads the part that begins at at, up to the boundary line that ends it.
func (p *treeParser) entity(at, depth int, defaultType string) (*Part, delimiter) {
	p.parts++
	part := &Part{}
	h, d, cut := p.header(at)
	part.Header, part.Body = h, h.Body
	part.describe(defaultType)
	if cut {
		part.flag(HeaderCut, part.Header.Start, part.Body)
		part.End = part.Body
		return part, d
	}
	multi := strings.HasPrefix(part.Type, "multipart/")
	letter := part.Type == "message/rfc822" || part.Type == "message/global"
	encoded := part.Encoding == "base64" || part.Encoding == "quoted-printable"
	switch {
	case (multi || letter) && depth >= MaxDepth:
		part.flag(TooDeep, part.Header.Start, part.Body)
	case letter && encoded:
		part.flag(EncodedParts, part.Header.Start, part.Body)
	case letter && p.parts < MaxParts:
		part.Message, d = p.entity(part.Body, depth+1, "text/plain")
		part.End = max(part.before(p.data, d), part.Message.End)
		return part, d
	case multi:
		if encoded {
			part.flag(EncodedParts, part.Header.Start, part.Body) // The boundaries may stand there in clear all the same.
		}
		if b := strings.TrimRight(part.Param("boundary"), " \t"); b != "" {
			d = p.multipart(part, b, depth)
			part.End = part.before(p.data, d)
			if n := len(part.Parts); n > 0 {
				part.End = max(part.End, part.Parts[n-1].End)
			}
			return part, d
		}
		part.flag(NoBoundary, part.Header.Start, part.Body)
	}
	d = p.scan(part.Body)
	part.End = part.before(p.data, d)
	return part, d
}

// multipart reads the parts of part, and then up to the boundary line that ends part itself.
func (p *treeParser) multipart(part *Part, boundary string, depth int) delimiter {
	outer, nested := p.levels[boundary]
	p.open++
	level := p.open
	p.levels[boundary] = level
	child := "text/plain"
	if part.Type == "multipart/digest" {
		child = "message/rfc822" // RFC 2046 section 5.1.5
	}
	d := p.scan(part.Body)
	for d.level == level && !d.closing {
		if p.parts >= MaxParts {
			part.flag(TooMany, part.Header.Start, part.Body)
			for d.level == level && !d.closing {
				d = p.scan(d.next)
			}
			if n := len(part.Parts); n > 0 {
				part.Parts[n-1].End = part.Parts[n-1].before(p.data, d)
			}
			break
		}
		var sub *Part
		sub, d = p.entity(d.next, depth+1, child)
		part.Parts = append(part.Parts, sub)
	}
	p.open--
	if nested {
		p.levels[boundary] = outer
	} else {
		delete(p.levels, boundary)
	}
	if len(part.Parts) == 0 {
		part.flag(NoParts, part.Header.Start, part.Body)
	}
	if d.level != level {
		part.flag(NotClosed, part.Header.Start, part.Body)
		return d
	}
	return p.scan(d.next) // Over the epilogue.
}

// before is where the body ends that d ends: the line end before a boundary belongs to the boundary (RFC 2046 section
// 5.1.1). When the body is empty that line end may be the empty line which ends the header; it then stays with the header,
// and whatever holds the part reaches as far as the part.
func (part *Part) before(data []byte, d delimiter) int {
	end := max(d.start, part.Body)
	if d.level > 0 {
		end = beforeLineEnd(data, part.Body, end)
	}
	return end
}

// beforeLineEnd is end without the line end before it, but not before start.
func beforeLineEnd(data []byte, start, end int) int {
	if end > start && data[end-1] == '\n' {
		if end--; end > start && data[end-1] == '\r' {
			end--
		}
	}
	return end
}

// describe reads what the header says about the part.
func (part *Part) describe(defaultType string) {
	part.Type, part.Encoding = defaultType, "7bit"
	if f := part.Header.Find("Content-Type"); f != nil {
		m := ParseMedia(f.Value())
		part.Params = m.Params
		if slash := strings.IndexByte(m.Type, '/'); slash > 0 && slash < len(m.Type)-1 && strings.Count(m.Type, "/") == 1 {
			part.Type = m.Type
		} else {
			part.Type = "text/plain"
			part.flag(BadType, part.Header.Start, part.Body)
		}
	}
	if f := part.Header.Find("Content-Transfer-Encoding"); f != nil {
		sc := scanner{s: f.Value()}
		if t := sc.skipComments(); t.kind == tokenAtom {
			part.Encoding = lowerASCII(t.text)
		}
	}
	if f := part.Header.Find("Content-Disposition"); f != nil {
		m := ParseMedia(f.Value())
		part.Disposition, part.Filename = m.Type, m.Get("filename")
	}
	if part.Filename == "" {
		part.Filename = part.Param("name")
	}
	part.ID = strings.TrimSuffix(strings.TrimPrefix(part.Header.Get("Content-ID"), "<"), ">")
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
	if m := part.Message; m != nil {
		// The parts of a multipart letter count on from the part that holds it; another letter is its part 1.
		if !strings.HasPrefix(m.Type, "multipart/") {
			path += ".1"
		}
		m.setPath(path)
	}
}

// Param returns a parameter of the part's Content-Type, named in lower case, or "".
func (part *Part) Param(name string) string { return (&Media{Params: part.Params}).Get(name) }

// Walk calls f for the part and everything within it, from top to bottom, letters within letters included. It stops when
// f returns false, and says whether it went to the end.
func (part *Part) Walk(f func(*Part) bool) bool {
	if !f(part) {
		return false
	}
	for _, sub := range part.Parts {
		if !sub.Walk(f) {
			return false
		}
	}
	return part.Message == nil || part.Message.Walk(f)
}

// Find returns the first part of a type, given in lower case, or nil.
func (part *Part) Find(typ string) *Part {
	var found *Part
	part.Walk(func(p *Part) bool {
		if p.Type == typ {
			found = p
		}
		return found == nil
	})
	return found
}

// Content returns the body with its transfer encoding undone, and what was wrong with it; the flaw's offset counts from
// Body. Data is the letter that the tree was read from. Unless there was something to undo, the result is the letter's
// own memory.
func (part *Part) Content(data []byte) ([]byte, encoding.Flaw) {
	body := data[part.Body:part.End]
	switch part.Encoding {
	case "base64":
		return encoding.DecodeBase64(body)
	case "quoted-printable":
		return encoding.DecodeQuotedPrintable(body)
	case "7bit", "8bit", "binary":
		return body, encoding.Flaw{}
	}
	return body, encoding.Flaw{Name: encoding.UnknownEncoding, Count: 1}
}

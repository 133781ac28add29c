package message

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/sorting"
)

// Edit is a letter that is being changed. What no change names stays as it is, octet for octet, however odd it is: line
// ends, folds, what stands before and after parts. So a letter without changes is the letter.
//
// A change is a place in the letter and what comes there. The places are those of the tree that was read at first, and do
// not move. Changes within what another change takes away do nothing. What is written gets the line ends of the letter.
type Edit struct {
	data    []byte
	root    *Part
	parent  map[*Part]*Part
	gone    map[*Part]bool // Parts that were taken away.
	newline string
	changes []change
	seed    string
	serial  int // Boundaries made so far.
}

// change puts with in place of the octets from start to end.
type change struct {
	start, end int
	with       []byte
}

// NewEdit reads a letter. The seed is what the boundaries of parts that are put into it are made of.
func NewEdit(letter []byte, seed string) *Edit {
	e := &Edit{data: letter, root: Tree(letter), parent: map[*Part]*Part{}, gone: map[*Part]bool{}, newline: newlineOf(letter), seed: seed}
	e.root.Walk(func(p *Part) bool {
		for _, sub := range p.Parts {
			e.parent[sub] = p
		}
		if p.Message != nil {
			e.parent[p.Message] = p
		}
		return true
	})
	return e
}

// newlineOf is how the lines of a letter end: as the first one does.
func newlineOf(letter []byte) string {
	switch at := bytes.IndexByte(letter, '\n'); {
	case at > 0 && letter[at-1] != '\r' || at == 0:
		return "\n"
	case at < 0 && bytes.IndexByte(letter, '\r') >= 0:
		return "\r"
	}
	return "\r\n"
}

// Root is the tree of the letter as it was read.
func (e *Edit) Root() *Part { return e.root }

// Bytes is the letter with the changes made so far.
func (e *Edit) Bytes() []byte {
	if len(e.changes) == 0 {
		return e.data
	}
	list := slices.Clone(e.changes)
	sorting.Stable(list, func(a, b change) int {
		if a.start == b.start && (a.start == a.end) != (b.start == b.end) {
			return a.end - b.end // What is put before something stays when that is taken away.
		}
		return a.start - b.start
	})
	size := len(e.data)
	for _, c := range list {
		size += len(c.with)
	}
	out := make([]byte, 0, size)
	at := 0
	for _, c := range list {
		if c.start < at {
			continue // It lies within what another change takes away.
		}
		out = append(append(out, e.data[at:c.start]...), c.with...)
		at = c.end
	}
	return append(out, e.data[at:]...)
}

// replace notes a change. With has CRLF line ends.
func (e *Edit) replace(start, end int, with []byte) {
	if e.newline != "\r\n" {
		with = bytes.ReplaceAll(with, []byte("\r\n"), []byte(e.newline))
	}
	e.changes = append(e.changes, change{start, end, with})
}

// canonical is text with CRLF in place of the letter's line ends. Plain is false when it has others, which then stay.
func (e *Edit) canonical(text []byte) (out []byte, plain bool) {
	if e.newline == "\r\n" {
		return text, true
	}
	if e.newline == "\n" && bytes.IndexByte(text, '\r') >= 0 {
		return text, false
	}
	return bytes.ReplaceAll(text, []byte(e.newline), []byte("\r\n")), true
}

// needs is Measure for text with the letter's line ends, which are CRLF on the way.
func (e *Edit) needs(text []byte) encoding.Transport {
	text, _ = e.canonical(text)
	return Measure(text)
}

// InsertField puts a field, as the Append functions write it, before the i-th one of a part's header; at the end of the
// header if there are not so many.
func (e *Edit) InsertField(p *Part, i int, field []byte) {
	if i < len(p.Header.Fields) {
		at := p.Header.Fields[i].Start
		e.replace(at, at, field)
		return
	}
	e.replace(p.Header.End, p.Header.End, e.onNewLine(p.Header.End, field))
}

// onNewLine is text with a line end before it, if the line before at lacks one.
func (e *Edit) onNewLine(at int, text []byte) []byte {
	if at <= e.root.Header.Start || e.data[at-1] == '\n' || e.data[at-1] == '\r' {
		return text
	}
	return append([]byte("\r\n"), text...)
}

// RemoveField takes the i-th field of a part's header away.
func (e *Edit) RemoveField(p *Part, i int) {
	f := &p.Header.Fields[i]
	e.replace(f.Start, f.End(), nil)
}

// SetField puts a field in the place of the first one of its name, and takes the others of that name away. If there was
// none it comes last. A nil field takes all away.
func (e *Edit) SetField(p *Part, name string, field []byte) {
	for i := range p.Header.Fields {
		if f := &p.Header.Fields[i]; f.Is(name) {
			e.replace(f.Start, f.End(), field)
			field = nil
		}
	}
	if field != nil {
		e.InsertField(p, len(p.Header.Fields), field)
	}
}

// SetContent gives a part without parts other content, in the shortest transfer encoding that the transport allows. Text
// has CRLF line ends. It returns false for a part that has others in it.
func (e *Edit) SetContent(p *Part, content []byte, transport encoding.Transport) bool {
	w := entityWriter{allowed: transport, outer: e.boundaries(p)}
	plan := w.planLeaf(&Entity{Type: p.Type, Content: content})
	if plan.file || !p.Leaf() || isMultipart(p.Type) {
		return false
	}
	e.setBody(p, plan.encoding, plan.append(nil))
	return true
}

// setBody puts an encoded body into a part, and says in its header how it is encoded.
func (e *Edit) setBody(p *Part, name string, body []byte) {
	if p.Encoding != name {
		e.SetField(p, "Content-Transfer-Encoding", AppendTokens(nil, "Content-Transfer-Encoding", name))
	}
	if !p.Header.Blank() {
		body = append([]byte("\r\n"), body...)
	}
	e.replace(p.Body, p.End, body)
}

// RemovePart takes a part of a multipart away, with its boundary line. A multipart must keep one part (RFC 2046 section
// 5.1.1); for the last one it returns false, as for the letter itself.
func (e *Edit) RemovePart(p *Part) bool {
	multi := e.parent[p]
	if multi == nil || multi.Message == p {
		return false
	}
	left := 0
	for _, sub := range multi.Parts {
		if sub != p && !e.gone[sub] {
			left++
		}
	}
	if left == 0 {
		return false
	}
	e.gone[p] = true
	end := multi.Close
	if i := slices.Index(multi.Parts, p); i+1 < len(multi.Parts) {
		end = multi.Parts[i+1].Open
	}
	e.replace(p.Open, end, nil)
	return true
}

// ReplacePart puts another part in the place of one. It returns false for the letter itself.
func (e *Edit) ReplacePart(p *Part, with *Entity, transport encoding.Transport) bool {
	if multi := e.parent[p]; multi == nil || multi.Message == p {
		return false
	}
	e.replace(p.Header.Start, p.End, e.write(with, e.boundaries(p), transport))
	return true
}

// InsertPart puts a part before the i-th one of a multipart, or after the last one if there are not so many. It returns
// false when the multipart has no boundary.
func (e *Edit) InsertPart(multi *Part, i int, part *Entity, transport encoding.Transport) bool {
	line := e.delimiter(multi)
	if line == "" {
		return false
	}
	text := string(e.write(part, append(e.boundaries(multi), line), transport))
	at := multi.Close
	switch {
	case i < len(multi.Parts):
		at = multi.Parts[i].Open
	case multi.Close == multi.End: // It was never closed. It is now.
		e.replace(at, at, []byte("\r\n"+line+"\r\n"+text+"\r\n"+line+"--"))
		return true
	}
	e.replace(at, at, []byte(line+"\r\n"+text+"\r\n"))
	return true
}

// write writes a part that goes into multiparts with these boundary lines.
func (e *Edit) write(part *Entity, outer []string, transport encoding.Transport) []byte {
	return part.append(nil, Options{Boundary: e.nextSeed(), Transport: transport}, outer)
}

// nextSeed is another seed for each call, and none begins another.
func (e *Edit) nextSeed() string {
	e.serial++
	return strconv.Itoa(e.serial) + "-" + e.seed
}

// boundaries are the lines of all multiparts around p: no line of what is put there may begin with one.
func (e *Edit) boundaries(p *Part) []string {
	var out []string
	for p = e.parent[p]; p != nil; p = e.parent[p] {
		if line := e.delimiter(p); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// delimiter is the boundary line of a multipart, two hyphens and the boundary, as it stands in the letter if it stands
// there. It is "" when there is none.
func (e *Edit) delimiter(p *Part) string {
	switch {
	case len(p.Parts) > 0:
		return e.line(p.Parts[0].Open)
	case p.Close < p.End:
		return strings.TrimSuffix(e.line(p.Close), "--")
	case isMultipart(p.Type) && p.Param("boundary") != "":
		return "--" + strings.TrimRight(p.Param("boundary"), " \t")
	}
	return ""
}

// line is the line that begins at at, without the white space at its end.
func (e *Edit) line(at int) string {
	l := newLines(e.data)
	return string(bytes.TrimRight(e.data[at:l.end(at)], " \t\r\n"))
}

// Wrap makes a letter a multipart/mixed of what it was, untouched, and more parts. The fields that say what the content
// is go with it; so a signature of that content stays good.
func (e *Edit) Wrap(letter *Part, more []*Entity, transport encoding.Transport) {
	h, body := &letter.Header, e.data[letter.Body:letter.End]
	var moved []byte
	for i := range h.Fields {
		if f := &h.Fields[i]; len(f.Name) > 8 && equalFold(f.Name[:8], "Content-") {
			moved = append(moved, f.Raw...)
			e.RemoveField(letter, i)
		}
	}
	w := entityWriter{outer: e.boundaries(letter), allowed: transport, plans: []plan{{body: body, needs: e.needs(body)}}}
	for _, part := range more {
		w.plan(part)
	}
	needs, size := encoding.SevenBit, 0
	for _, p := range w.plans {
		needs, size = max(needs, p.needs), size+len(p.body)
	}
	for _, line := range w.outer {
		size += len(line)
	}
	w.seed = w.uniqueSeed(e.nextSeed(), size+2)
	line := "--" + w.boundary(0)

	var head []byte
	if !h.Has("MIME-Version") {
		head = append(head, "MIME-Version: 1.0\r\n"...)
	}
	head = AppendMedia(head, "Content-Type", Media{"multipart/mixed", []Param{{"boundary", line[2:]}}})
	if needs > encoding.SevenBit {
		head = AppendTokens(head, "Content-Transfer-Encoding", identity[needs])
	}
	e.InsertField(letter, len(h.Fields), head)
	if !h.Blank() {
		e.replace(letter.Body, letter.Body, []byte("\r\n"))
	}
	e.replace(letter.Body, letter.Body, []byte(line+"\r\n"))
	e.changes = append(e.changes, change{letter.Body, letter.Body, moved})
	if n := len(moved); n > 0 && moved[n-1] != '\n' && moved[n-1] != '\r' {
		e.replace(letter.Body, letter.Body, []byte("\r\n"))
	}
	e.replace(letter.Body, letter.Body, []byte("\r\n"))
	var end []byte
	for _, part := range more {
		end = append(end, "\r\n"+line+"\r\n"...)
		end = append(end, e.write(part, append(w.outer, line), transport)...)
	}
	e.replace(letter.End, letter.End, append(end, "\r\n"+line+"--\r\n"...))
}

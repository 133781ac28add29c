package message

import "bytes"

// Field is one header field, as a place in the letter. Raw is the letter's own memory and must not be changed.
type Field struct {
	Name  string // As written, without the colon; empty for a line that is no field (see Stray).
	Raw   []byte // The whole field with its line ends.
	Start int    // Where Raw begins in the letter.
	Colon int    // Where the colon stands in Raw; -1 when there is none.
}

// Stray says that the line is no field: it has no colon, or something before it that is no field name.
func (f *Field) Stray() bool { return f.Name == "" }

// End is the offset after the field in the letter.
func (f *Field) End() int { return f.Start + len(f.Raw) }

// Is says whether the field has this name, in whatever case.
func (f *Field) Is(name string) bool { return equalFold(f.Name, name) }

// Header is a letter's or a part's header.
type Header struct {
	Fields []Field // In the order of the letter, strays included.
	Start  int     // Offsets in the letter: where the header begins,
	End    int     // where the empty line begins, or the text ends,
	Body   int     // and where the body begins. Equal to End when there is no empty line.
}

// Blank says whether an empty line ends the header. Without one there is no body: every line was taken for the header.
func (h *Header) Blank() bool { return h.Body > h.End }

// ParseHeader reads the header at the beginning of a letter. It goes on to the first empty line (RFC 5322 section 2.1),
// even over lines that are no fields: a writer who forgot the empty line finds the text in the header, as servers see it.
// Lines may end with CRLF or with a bare LF.
func ParseHeader(data []byte) Header { return parseHeader(data, 0, len(data)) }

// Split cuts a letter into its header, with the line end of its last field, and its body. The empty line between belongs
// to neither.
func Split(data []byte) (header, body []byte) {
	h := headerEnd(data, 0, len(data))
	return data[:h.End], data[h.Body:]
}

// headerEnd finds the end of the header that begins at start, without reading its fields.
func headerEnd(data []byte, start, end int) Header {
	h := Header{Start: start, End: end, Body: end}
	for at := start; at < end; {
		next := lineEnd(data, at, end)
		if emptyLine(data[at:next]) {
			h.End, h.Body = at, next
			break
		}
		at = next
	}
	return h
}

func parseHeader(data []byte, start, end int) Header {
	h := headerEnd(data, start, end)
	for at := start; at < h.End; {
		next := lineEnd(data, at, h.End)
		for next < h.End && (data[next] == ' ' || data[next] == '\t') {
			next = lineEnd(data, next, h.End)
		}
		if len(h.Fields) == MaxFields {
			break
		}
		h.Fields = append(h.Fields, newField(data[at:next:next], at))
		at = next
	}
	return h
}

func newField(raw []byte, start int) Field {
	f := Field{Raw: raw, Start: start, Colon: -1}
	colon := bytes.IndexByte(raw, ':')
	if colon < 0 {
		return f
	}
	name := raw[:colon]
	for len(name) > 0 && (name[len(name)-1] == ' ' || name[len(name)-1] == '\t') {
		name = name[:len(name)-1] // The obsolete syntax of RFC 5322 section 4.5 allows blanks before the colon.
	}
	for _, c := range name {
		if c <= ' ' || c >= 0x7f {
			return f
		}
	}
	f.Name, f.Colon = string(name), colon
	return f
}

// lineEnd is the offset after the line that begins at at: after its LF, or end.
func lineEnd(data []byte, at, end int) int {
	if i := bytes.IndexByte(data[at:end], '\n'); i >= 0 {
		return at + i + 1
	}
	return end
}

func emptyLine(line []byte) bool {
	return len(line) == 1 && line[0] == '\n' || len(line) == 2 && line[0] == '\r' && line[1] == '\n'
}

// Find returns the first field of that name, or nil.
func (h *Header) Find(name string) *Field {
	for i := range h.Fields {
		if h.Fields[i].Is(name) {
			return &h.Fields[i]
		}
	}
	return nil
}

// Has says whether there is a field of that name.
func (h *Header) Has(name string) bool { return h.Find(name) != nil }

// Get returns the unfolded value of the first field of that name, or "".
func (h *Header) Get(name string) string {
	if f := h.Find(name); f != nil {
		return f.Value()
	}
	return ""
}

// All returns the unfolded values of all fields of that name, from top to bottom.
func (h *Header) All(name string) []string {
	var out []string
	for i := range h.Fields {
		if h.Fields[i].Is(name) {
			out = append(out, h.Fields[i].Value())
		}
	}
	return out
}

// Text returns the first field of that name as people read it: unfolded, encoded words decoded.
func (h *Header) Text(name string) string {
	if f := h.Find(name); f != nil {
		return f.Text()
	}
	return ""
}

// Mailboxes returns the mailboxes of all fields of that name (RFC 5322 section 3.4).
func (h *Header) Mailboxes(name string) []Mailbox {
	var out []Mailbox
	for i := range h.Fields {
		if h.Fields[i].Is(name) {
			out = append(out, ParseMailboxes(h.Fields[i].Value())...)
		}
	}
	return out
}

// equalFold compares in ASCII without case.
func equalFold(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := 0; i < len(a); i++ {
		if lowerByte(a[i]) != lowerByte(b[i]) {
			return false
		}
	}
	return true
}

func lowerByte(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// lowerASCII maps ASCII letters and leaves every other octet alone.
func lowerASCII(s string) string {
	for i := 0; i < len(s); i++ {
		if lowerByte(s[i]) != s[i] {
			b := []byte(s)
			for ; i < len(b); i++ {
				b[i] = lowerByte(b[i])
			}
			return string(b)
		}
	}
	return s
}

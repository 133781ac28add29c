package message

// Field is one header field, as a place in the letter. Raw is the letter's own memory and must not be changed.
type Field struct {
	Name  string // As written, without the colon; empty for a line that is no field (see Stray).
	Raw   []byte // The whole field with its line ends.
	Start int    // Where Raw begins in the letter.
	Colon int    // Where the colon stands in Raw; -1 when there is none.

	text string // Raw once more, cut from one copy of the header, so that names and values need no copies of their own.
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
	Start  int     // Offsets in the letter: where the first field begins,
	End    int     // where the empty line begins, or the text ends,
	Body   int     // and where the body begins. Equal to End when there is no empty line.

	flaws headerFlaw
}

// Blank says whether an empty line ends the header.
func (h *Header) Blank() bool { return h.Body > h.End }

// ParseHeader reads the header at the beginning of a letter, up to the first empty line (RFC 5322 section 2.1). A line on
// the way that is no field is a stray if fields follow it: something went wrong in the header. If none follows, the empty
// line was forgotten, and the body begins there. Lines may end with CRLF or with a bare LF, or all of them with a bare
// CR. What a mailbox file or an editor puts before the first field is passed over (RFC 4155; U+FEFF).
func ParseHeader(data []byte) Header {
	p := newTreeParser(data)
	h, _, _ := p.header(p.prelude(0))
	return h
}

// Split cuts a letter into its header, with the line end of its last field, and its body. The empty line between belongs
// to neither.
func Split(data []byte) (header, body []byte) {
	h := ParseHeader(data)
	return data[:h.End], data[h.Body:]
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
		if !h.Fields[i].Is(name) {
			continue
		}
		if list := ParseMailboxes(h.Fields[i].Value()); out == nil {
			out = list // Usually there is one such field.
		} else {
			out = append(out, list...)
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

package message

import (
	"bytes"
	"strings"

	"ehloworld/engine/message/charset"
)

// describe reads what the header says about the part, and returns the boundary of a multipart as it stands in the letter.
// Of a field that is there twice the first one counts.
func (p *treeParser) describe(part *Part, defaultType string) (boundary string) {
	part.Type, part.Encoding = defaultType, "7bit"
	var typ, encoding, disposition, id *Field
	for i := range part.Header.Fields {
		f := &part.Header.Fields[i]
		switch len(f.Name) { // Most fields are none of these, and the length says so at once.
		case len("Content-Type"):
			part.takeFirst(&typ, f, "Content-Type", RepeatedType)
		case len("Content-Transfer-Encoding"):
			part.takeFirst(&encoding, f, "Content-Transfer-Encoding", RepeatedEncoding)
		case len("Content-Disposition"):
			part.takeFirst(&disposition, f, "Content-Disposition", RepeatedManner)
		case len("Content-ID"):
			part.takeFirst(&id, f, "Content-ID", RepeatedID)
		}
	}
	name := ""
	if typ != nil {
		var m Media
		m, boundary = p.media(part, typ)
		part.Params, name = m.Params, m.Get("name")
		part.Type = "text/plain"
		if strings.Count(m.Type, "/") == 1 {
			part.Type = m.Type // Also "text/", which means nothing: RFC 2045 section 5.2 would have it text/plain, but nobody reads it so.
		}
		if !isMediaType(m.Type) && (m.Type != "" || len(m.Params) > 0) {
			part.flag(BadType, typ.Start, typ.End())
		}
		if strings.HasPrefix(part.Type, "text/") && charset.Lookup(part.Charset()) == nil {
			part.flag(CharsetUnknown, typ.Start, typ.End())
		}
	}
	if encoding != nil {
		part.transferEncoding(encoding)
	}
	if disposition != nil {
		m, _ := p.media(part, disposition)
		part.Disposition, part.Filename = m.Type, m.Get("filename")
	}
	if part.Filename == "" {
		part.Filename = name
	}
	if id != nil {
		part.ID = bracketed(id.Value())
	}
	return boundary
}

// takeFirst sets *first to f if f has that name, unless there was one before.
func (part *Part) takeFirst(first **Field, f *Field, name, repeated string) {
	switch {
	case !f.Is(name):
	case *first == nil:
		*first = f
	default:
		part.flagOnce(repeated, f.Start, f.End())
	}
}

// media reads a field with parameters and tells what is wrong with it.
func (p *treeParser) media(part *Part, f *Field) (m Media, boundary string) {
	m, boundary, flaws := p.readMedia(f.Value())
	for i, name := range mediaProblems {
		if flaws&(1<<i) != 0 {
			part.flagOnce(name, f.Start, f.End())
		}
	}
	return m, boundary
}

// isMediaType says whether s is a type, a slash and a subtype.
func isMediaType(s string) bool {
	slash := strings.IndexByte(s, '/')
	if slash <= 0 || slash == len(s)-1 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if i != slash && !isToken(s[i]) {
			return false
		}
	}
	return true
}

// transferEncoding reads Content-Transfer-Encoding. Where more stands there than the word, as in "base64;", a word that is
// known counts; else the whole is a name that nobody knows.
func (part *Part) transferEncoding(f *Field) {
	value := f.Value()
	r := mediaReader{s: value}
	word := lowerASCII(r.word())
	known := isUU(word)
	switch word {
	case "7bit", "8bit", "binary", "base64", "quoted-printable":
		known = true
	}
	if known || word == "" {
		if known {
			part.Encoding = word
		}
		if r.at < len(value) || r.flaws != 0 {
			part.flag(EncodingJunk, f.Start, f.End())
		}
		return
	}
	part.Encoding = lowerASCII(validText(value))
	part.flag(EncodingUnknown, f.Start, f.End())
}

// isUU says whether an encoding is uuencode, under one of the names that programs of old gave it.
func isUU(name string) bool {
	return name == "x-uuencode" || name == "uuencode" || name == "x-uue" || name == "uue"
}

// bracketed returns what stands in angle brackets, or the whole when there are none.
func bracketed(s string) string {
	if start := strings.IndexByte(s, '<'); start >= 0 {
		s = s[start+1:]
		if end := strings.IndexByte(s, '>'); end >= 0 {
			s = s[:end]
		}
	}
	return validText(strings.Trim(s, " \t"))
}

// flagHeader tells what is wrong with the header as a whole. Prelude is what stands between the part's beginning and it.
func (part *Part) flagHeader(prelude []byte, cut bool) {
	h := &part.Header
	if len(prelude) > 0 {
		start := h.Start - len(prelude)
		if bytes.HasPrefix(prelude, byteOrderMark) {
			part.flag(ByteOrderMark, start, start+len(byteOrderMark))
			start += len(byteOrderMark)
		}
		if start < h.Start {
			part.flag(MboxLine, start, h.Start)
		}
	}
	if h.flaws&flawNoBlank != 0 {
		part.flag(NoBlankLine, h.Body, h.Body)
	}
	if h.flaws&flawUnread != 0 {
		read := h.Start
		if n := len(h.Fields); n > 0 {
			read = h.Fields[n-1].End()
		}
		part.flag(HeaderUnread, read, h.End)
	}
	if cut {
		part.flag(HeaderCut, h.Start, h.End)
	}
}

// flagUnnamed looks in the body of a multipart without boundary parameter for what the boundary must have been: a line
// that begins with two hyphens and comes again with two more at its end.
func (part *Part) flagUnnamed(data []byte) {
	body := newLines(data[part.Body:part.End])
	at := body.dashes(0)
	if at < 0 {
		return
	}
	end := body.end(at)
	line := body.data[at:body.text(at, end)]
	if len(line) > len("--") && len(line) <= maxBoundaryLine && bytes.Contains(body.data[end:], append(bytes.Clone(line), "--"...)) {
		part.flag(BoundaryUnnamed, part.Body+at, part.Body+end)
	}
}

// maxBoundaryLine is how long a boundary may be (RFC 2046 section 5.1.1), with its hyphens.
const maxBoundaryLine = 72

// blankOnly says whether there is nothing to see in data.
func blankOnly(data []byte) bool {
	for _, c := range data {
		if !isBlank(c) {
			return false
		}
	}
	return true
}

package message

import (
	"bytes"
	"strings"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
)

// parts looks at the structure, and at each part.
func (l *linter) parts() {
	ids := map[string]bool{}
	var pages []*Part
	l.root.Walk(func(p *Part) bool {
		l.structure(p)
		if p.ID != "" {
			if f := p.Header.Find("Content-ID"); ids[p.ID] && f != nil {
				l.tell(repeatedContentID, f.Start, f.End())
			}
			ids[p.ID] = true
		}
		l.partIDs(p)
		switch {
		case strings.HasPrefix(p.Type, "multipart/"):
			l.multipart(p)
		case p.Leaf():
			l.leaf(p)
		}
		l.fileName(p)
		if p.Type == "text/html" && p.Leaf() {
			pages = append(pages, p)
		}
		return true
	})
	for _, p := range pages {
		l.page(p, ids)
	}
}

// mimeVersion looks at the letter's MIME-Version.
func (l *linter) mimeVersion() {
	f := l.header.Find("MIME-Version")
	if f != nil {
		if version := removeBlanks(withoutComments(f.Value())); version != "1.0" && version != "" {
			l.tell(otherMIMEVersion, f.Start, f.End())
		}
		return
	}
	for i := range l.header.Fields {
		if f := &l.header.Fields[i]; f.isOneOf("Content-Type", "Content-Transfer-Encoding") {
			l.tell(missingMIMEVersion, f.Start, f.End())
			return
		}
	}
}

// withoutComments is an unfolded value without its comments.
func withoutComments(value string) string {
	if strings.IndexByte(value, '(') < 0 {
		return value
	}
	lx := lexer{s: value}
	var b strings.Builder
	for t := lx.skipComments(); t.kind != tokenEnd; t = lx.skipComments() {
		b.WriteString(t.text)
	}
	return b.String()
}

// partIDs looks at the identifiers of a part that is not the letter, whose fields were looked at before.
func (l *linter) partIDs(p *Part) {
	if f := p.Header.Find("Content-ID"); f != nil && p != l.root && f.Value() != "" {
		_, flaws := f.MessageIDs()
		l.tellFlaws(f, flaws)
	}
}

// multipart looks at a part that has parts.
func (l *linter) multipart(p *Part) {
	f := p.Header.Find("Content-Type")
	if f == nil {
		return
	}
	boundary := p.Param("boundary")
	if len(boundary) > maxBoundaryLine-len("--") {
		l.tell(boundaryLong, f.Start, f.End())
	}
	if strings.HasSuffix(boundary, " ") {
		l.tell(boundaryBlank, f.Start, f.End())
	}
	for i := 0; i < len(boundary); i++ {
		if !isAlphanumeric(boundary[i]) && strings.IndexByte("'()+_,-./:=? ", boundary[i]) < 0 {
			l.tell(boundaryCharacter, f.Start, f.End())
			break
		}
	}
	if p.Encoding == "7bit" {
		for _, sub := range p.Parts {
			if sub.Encoding == "8bit" || sub.Encoding == "binary" {
				l.tell(multipartNarrow, f.Start, f.End())
				break
			}
		}
	}
	switch p.Type {
	case "multipart/alternative":
		l.alternatives(p)
	case "multipart/related":
		if p.Param("type") == "" {
			l.tell(relatedNoType, f.Start, f.End())
		}
		if start := bracketed(p.Param("start")); start != "" && !hasPart(p.Parts, start) {
			l.tell(relatedStart, f.Start, f.End())
		}
	case "multipart/report":
		if p.Param("report-type") == "" {
			l.tell(reportNoType, f.Start, f.End())
		}
	case "multipart/signed":
		if p.Param("protocol") == "" || p.Param("micalg") == "" {
			l.tell(securityParameters, f.Start, f.End())
		}
	case "multipart/encrypted":
		if p.Param("protocol") == "" {
			l.tell(securityParameters, f.Start, f.End())
		}
	}
}

func hasPart(parts []*Part, id string) bool {
	for _, p := range parts {
		if p.ID == id {
			return true
		}
	}
	return false
}

// alternatives looks for a plain text that comes after a page.
func (l *linter) alternatives(p *Part) {
	page := false
	for _, sub := range p.Parts {
		switch {
		case sub.Type == "text/html", sub.Type == "multipart/related" && sub.Find("text/html") != nil:
			page = true
		case sub.Type == "text/plain" && page:
			l.tell(alternativeOrder, sub.Header.Start, sub.Header.End)
			return
		}
	}
}

// leaf looks at a part that holds something.
func (l *linter) leaf(p *Part) {
	body := l.data[p.Body:p.End]
	var flaws []encoding.Flaw
	switch p.Encoding {
	case "base64":
		flaws = encoding.Base64Flaws(body)
	case "quoted-printable":
		flaws = encoding.QuotedFlaws(body)
	case "7bit":
		if at := highOctet(body); at >= 0 {
			l.tell(body8Bit, p.Body+at, p.End)
		}
	}
	lost := false
	for _, flaw := range flaws {
		lost = lost || flaw.Lost
		l.add(finding{name: flaw.Name, start: p.Body + flaw.At, end: min(p.Body+flaw.At+1, p.End), decoder: &flaw})
	}
	if strings.HasPrefix(p.Type, "text/") && !lost {
		l.text(p)
	}
}

// text looks at whether a text is in the character set that it says.
func (l *linter) text(p *Part) {
	content, _ := p.Content(l.data)
	if p.Type == "text/plain" {
		l.flowed(p, content)
	}
	if isASCII(content) {
		return
	}
	start, end := p.Header.End, p.Header.End
	if f := p.Header.Find("Content-Type"); f != nil {
		start, end = f.Start, f.End()
	}
	label := p.Param("charset")
	set := charset.Lookup(label)
	switch {
	case label == "" && p.Type != "text/html": // A page can say itself what it is.
		l.tell(charsetMissing, start, end)
	case set == nil || label == "": // The tree has told the one; the other one is read as UTF-8.
	case set.Name() == "us-ascii":
		l.tell(charsetASCII, start, end)
	default:
		text, lost := set.Decode(content)
		if lost > 0 && set.Ready() {
			l.tell(charsetWrong, start, end)
		} else if _, odd := charset.Diagnose(clip(string(text), maxDiagnosed)); odd {
			l.tell(charsetMojibake, p.Body, p.End)
		}
	}
}

// maxDiagnosed is how many octets of a text are looked at for signs of a wrong character set.
const maxDiagnosed = 10_000

// flowed looks at the parameters of RFC 3676, and at whether the text keeps to them.
func (l *linter) flowed(p *Part, content []byte) {
	format := p.Param("format")
	f := p.Header.Find("Content-Type")
	switch {
	case format == "" || f == nil:
	case equalFold(format, "flowed"):
		for at := 0; at < len(content); {
			next := lineEnd(content, at, len(content))
			line := bytes.TrimRight(content[at:next], "\r\n")
			// A word that is longer cannot be broken.
			if len(line) > MaxLineSoft && bytes.IndexByte(line[:MaxLineSoft], ' ') > 0 && !bytes.HasPrefix(line, []byte(">")) {
				l.tell(flowedLong, f.Start, f.End())
				return
			}
			at = next
		}
	case !equalFold(format, "fixed"):
		l.tell(flowedUnknown, f.Start, f.End())
	}
}

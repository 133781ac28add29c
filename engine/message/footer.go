package message

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
)

// AddFooter puts text under what a letter says, as mailing lists do: text under its text, and page, a piece of HTML, at the
// end of its page. Where nothing may be put into the letter, because it is signed, encrypted, no text, or in a character
// set that is not known or lacks what is in the footer, it comes as a part of its own. Boundary is for that.
func AddFooter(letter []byte, text, page, boundary string) []byte {
	e := NewEdit(letter, boundary)
	f := footer{e, string(appendLines(nil, text)), page}
	if !f.under(e.root) {
		f.apart(e.root)
	}
	return e.Bytes()
}

type footer struct {
	*Edit
	text, page string
}

// under puts the footer into a part if that can be done.
func (f *footer) under(p *Part) bool {
	switch {
	case p.Disposition == "attachment":
		return false
	case p.Leaf() && p.Type == "text/plain":
		return f.underText(p)
	case p.Leaf() && p.Type == "text/html":
		return f.underPage(p)
	case len(p.Parts) == 0:
		return false
	case p.Type == "multipart/alternative":
		done := false
		for _, sub := range p.Parts {
			done = f.under(sub) || done
		}
		return done
	case p.Type == "multipart/related", p.Type == "multipart/mixed":
		return f.under(p.Parts[0])
	}
	return false
}

// apart adds the footer as a part: to a multipart/mixed that is there, or to one that is made of the letter.
func (f *footer) apart(root *Part) {
	part := TextEntity("text/plain", f.text)
	part.Disposition = "inline"
	if root.Type != "multipart/mixed" || !f.InsertPart(root, len(root.Parts), part, encoding.SevenBit) {
		f.Wrap(root, []*Entity{part}, encoding.SevenBit)
	}
}

func (f *footer) underText(p *Part) bool {
	return f.put(p, f.text, func(text []byte) int { return len(text) })
}

func (f *footer) underPage(p *Part) bool {
	if f.page == "" {
		return true // A reader of the page misses nothing that was there for it.
	}
	return f.put(p, htmlASCII(f.page), func(page []byte) int {
		lower := lowerASCII(string(page))
		for _, end := range [...]string{"</body", "</html"} {
			if at := strings.LastIndex(lower, end); at >= 0 {
				return at
			}
		}
		return len(page)
	})
}

// put adds something to the content of a text part, at the place that where finds, in the part's own character set and
// transfer encoding.
func (f *footer) put(p *Part, add string, where func(content []byte) int) bool {
	content, flaw := p.Content(f.data)
	set := charset.Lookup(p.Charset())
	if set == nil || !flaw.Clean() {
		return false
	}
	at := where(content)
	if at == len(content) && at > 0 {
		if c := content[at-1]; c != '\n' && c != '\r' {
			add = "\r\n" + add
		} else if bytes.HasSuffix(bytes.TrimRight(content, "\r\n"), []byte(" ")) {
			add = "\r\n" + add // A blank at the end of a line of flowed text would join what follows (RFC 3676 section 4.2).
		}
	}
	data, lost := set.Encode(add)
	if lost > 0 {
		return false
	}
	if blank, _ := set.Encode("\n"); string(blank) != "\n" {
		return false // UTF-16: lines of such text are no lines of a letter.
	}
	before, plain := f.canonical(content[:at])
	after, more := f.canonical(content[at:])
	if p.Encoding == "base64" { // Its line ends are its own.
		before, after, plain, more = content[:at], content[at:], true, true
	}
	whole := slices.Concat(before, data, after)
	// Text in clear stays where it is, and the footer is put beside it, if the two together still are what they are called.
	for transport, name := range identity {
		if p.Encoding == name && p.Header.Blank() && Measure(whole) <= encoding.Transport(transport) && !crossed(f.boundaries(p), whole) {
			f.replace(p.Body+at, p.Body+at, data)
			return true
		}
	}
	return plain && more && f.SetContent(p, whole, encoding.SevenBit)
}

// htmlASCII writes characters that are not ASCII as references, which every character set of a page can hold.
func htmlASCII(page string) string {
	if isASCII(page) {
		return page
	}
	var b []byte
	for _, r := range page {
		if r < utf8.RuneSelf {
			b = append(b, byte(r))
		} else {
			b = strconv.AppendInt(append(b, "&#"...), int64(r), 10)
			b = append(b, ';')
		}
	}
	return string(b)
}

package message

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/charset"
)

// Text returns the text of a letter for reading: its first text/plain part that is no attachment, or else its first part
// of any text type, decoded, with LF line ends. It is "" when there is none. A character set that is not known is read as
// UTF-8, and what is no UTF-8 becomes U+FFFD.
func Text(data []byte) string {
	root := Tree(data)
	var plain, other *Part
	root.Walk(func(p *Part) bool {
		switch {
		case p.Disposition == "attachment" || !strings.HasPrefix(p.Type, "text/"):
		case p.Type == "text/plain":
			plain = p
		case other == nil:
			other = p
		}
		return plain == nil
	})
	switch {
	case plain != nil:
		return plain.Text(data)
	case other != nil:
		return other.Text(data)
	}
	return ""
}

// Text returns the content of a text part as text with LF line ends. Data is the letter that the tree was read from. A
// character set that is not known is read as UTF-8. So is text that names none or US-ASCII, and is UTF-8 all the same.
func (part *Part) Text(data []byte) string {
	content, _ := part.Content(data)
	c := charset.Lookup(part.Charset())
	if c == nil || c.Name() == "us-ascii" && utf8.Valid(content) {
		c = charset.Lookup("utf-8")
	}
	text, _ := c.Decode(content)
	return string(withoutCR(text))
}

// withoutCR turns CRLF into LF. Without a CR the result is text itself.
func withoutCR(text []byte) []byte {
	at := bytes.IndexByte(text, '\r')
	if at < 0 {
		return text
	}
	out := append(make([]byte, 0, len(text)), text[:at]...)
	for text = text[at:]; len(text) > 0; {
		if text[0] == '\r' && len(text) > 1 && text[1] == '\n' {
			text = text[1:]
		}
		at = bytes.IndexByte(text[1:], '\r') + 1
		if at == 0 {
			at = len(text)
		}
		out = append(out, text[:at]...)
		text = text[at:]
	}
	return out
}

// Charset is the part's character set as its Content-Type names it, in lower case; "us-ascii" where it says nothing
// (RFC 2046 section 4.1.2).
func (part *Part) Charset() string {
	if name := part.Param("charset"); name != "" {
		return lowerASCII(name)
	}
	return "us-ascii"
}

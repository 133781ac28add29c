package message

import "strings"

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

// Text returns the content of a text part as text with LF line ends. Data is the letter that the tree was read from.
func (part *Part) Text(data []byte) string {
	content, _ := part.Content(data)
	text, ok := charsetText(part.Charset(), content)
	if !ok {
		text = strings.ToValidUTF8(string(content), "\uFFFD")
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// Charset is the part's character set as its Content-Type names it, in lower case; "us-ascii" where it says nothing
// (RFC 2046 section 4.1.2).
func (part *Part) Charset() string {
	if name := part.Param("charset"); name != "" {
		return lowerASCII(name)
	}
	return "us-ascii"
}

package message

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxQuoteDepth bounds the marks before a line of a quotation within quotations.
const maxQuoteDepth = 20

// PlainText makes text of an HTML page: for readers who see no pages, for quoting, for previews. It knows paragraphs,
// lines, lists, quotations, links, images' words and preformatted text, and drops everything else that is no text. Lines
// end with LF and are as long as their paragraphs. It takes linear time and runs nothing.
func PlainText(html string) string {
	p := plainWriter{}
	for html != "" {
		switch {
		case html[0] == '<':
			if n := p.markup(html); n > 0 {
				html = html[n:]
				continue
			}
			p.text("<")
			html = html[1:]
		case html[0] == '&':
			s, n := characterReference(html)
			p.text(s)
			html = html[n:]
		default:
			n := strings.IndexAny(html, "<&")
			if n < 0 {
				n = len(html)
			}
			p.words(html[:n])
			html = html[n:]
		}
	}
	if p.out == nil {
		return ""
	}
	return string(append(p.out, '\n'))
}

// plainWriter writes the text. White space waits until something follows it.
type plainWriter struct {
	out    []byte
	blank  bool // A blank waits.
	breaks int  // Line ends wait: 1 for a new line, 2 for an empty line between.
	quotes int  // Depth of quotations,
	before int  // and what it was for the text written last.
	pre    int  // Depth of preformatted text.
	item   bool // The next text is the beginning of a list item.

	link     string // Where the open link leads, or "".
	linkText int    // Where its text begins in out.
}

// words writes running text, in which any white space is one blank.
func (p *plainWriter) words(s string) {
	if p.pre > 0 {
		for {
			line, rest, more := strings.Cut(s, "\n")
			if line = strings.TrimSuffix(line, "\r"); line != "" {
				p.text(line)
			}
			if !more {
				return
			}
			p.breaks++ // As many empty lines as the page has.
			s = rest
		}
	}
	for s != "" {
		n := strings.IndexAny(s, " \t\r\n\f")
		if n != 0 {
			if n < 0 {
				n = len(s)
			}
			p.text(s[:n])
			s = s[n:]
			continue
		}
		p.blank = true
		s = strings.TrimLeft(s, " \t\r\n\f")
	}
}

// text writes s, after the white space that waits.
func (p *plainWriter) text(s string) {
	first := p.out == nil
	switch {
	case first:
	case p.breaks > 0:
		for ; p.breaks > 0; p.breaks-- {
			p.out = append(p.out, '\n')
			if p.breaks > 1 {
				p.out = append(p.out, quoteMarks[:min(p.before, p.quotes)]...)
			}
		}
		first = true
	case p.blank:
		p.out = append(p.out, ' ')
	}
	p.breaks, p.blank, p.before = 0, false, p.quotes
	if first && p.quotes > 0 {
		p.out = append(append(p.out, quoteMarks[:p.quotes]...), ' ')
	}
	if p.item {
		p.item = false
		p.out = append(p.out, "* "...)
	}
	p.out = append(p.out, s...)
}

const quoteMarks = ">>>>>>>>>>>>>>>>>>>>"

// line ends the line, and paragraph leaves an empty one too, unless nothing stands before.
func (p *plainWriter) line()      { p.breaks, p.blank = max(p.breaks, 1), false }
func (p *plainWriter) paragraph() { p.breaks, p.blank = max(p.breaks, 2), false }

// markup takes the tag, comment or declaration that s begins with and returns its length; 0 when there is none.
func (p *plainWriter) markup(s string) int {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s[4:], "-->"); end >= 0 {
			return 4 + end + 3
		}
		return len(s)
	}
	at, closing := 1, false
	if at < len(s) && s[at] == '/' {
		at, closing = 2, true
	}
	if at == len(s) || !(isLetter(s[at]) || s[at] == '!' || s[at] == '?') {
		return 0
	}
	end := tagEnd(s, at)
	tag := s[at:end]
	n := strings.IndexAny(tag, " \t\r\n\f/")
	if n < 0 {
		n = len(tag)
	}
	name := lowerASCII(tag[:n])
	end = min(end+1, len(s))
	if closing {
		p.closeTag(name)
		return end
	}
	if name == "script" || name == "style" || name == "head" || name == "title" || name == "template" {
		return end + skipTo(s[end:], name)
	}
	p.openTag(name, tag[n:])
	return end
}

// tagEnd is where the tag ends that begins before at: its ">", not one in quotation marks, or the end of s.
func tagEnd(s string, at int) int {
	quote := byte(0)
	for ; at < len(s); at++ {
		switch c := s[at]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '>':
			return at
		case (c == '"' || c == '\'') && s[at-1] == '=':
			quote = c
		}
	}
	return at
}

// skipTo is the length of what stands before the closing tag of that name; everything when there is none.
func skipTo(s, name string) int {
	for at := 0; ; {
		i := strings.Index(s[at:], "</")
		if i < 0 {
			return len(s)
		}
		at += i
		if after := s[at+2:]; len(after) >= len(name) && equalFold(after[:len(name)], name) {
			return at
		}
		at += 2
	}
}

func (p *plainWriter) openTag(name, attributes string) {
	switch name {
	case "br":
		p.breaks++
		p.blank = false
	case "hr":
		p.paragraph()
		p.text("----")
		p.paragraph()
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table":
		p.paragraph()
	case "pre":
		p.paragraph()
		p.pre++
	case "blockquote":
		p.paragraph()
		if p.quotes < maxQuoteDepth {
			p.quotes++
		}
	case "li":
		p.line()
		p.item = true
	case "div", "tr", "section", "article", "header", "footer", "dt", "dd", "address", "form", "body":
		p.line()
	case "td", "th":
		p.blank = true
	case "a":
		p.link, p.linkText = attribute(attributes, "href"), len(p.out)
	case "img":
		if alt := attribute(attributes, "alt"); alt != "" {
			p.words("[" + alt + "]")
		}
	}
}

func (p *plainWriter) closeTag(name string) {
	switch name {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table":
		p.paragraph()
	case "pre":
		p.paragraph()
		p.pre = max(p.pre-1, 0)
	case "blockquote":
		p.quotes = max(p.quotes-1, 0)
		p.paragraph()
	case "li":
		p.line()
		p.item = false
	case "div", "tr", "section", "article", "header", "footer", "dt", "dd", "address", "form":
		p.line()
	case "td", "th":
		p.blank = true
	case "a":
		// Where a link leads is worth telling unless its text does.
		if l := p.link; hasScheme(l) && !strings.Contains(string(p.out[p.linkText:]), strings.TrimSuffix(strings.TrimPrefix(l, "mailto:"), "/")) {
			p.words(" <" + l + ">")
		}
		p.link = ""
	}
}

// hasScheme says whether a link leads somewhere outside of the letter.
func hasScheme(link string) bool {
	return strings.HasPrefix(link, "https:") || strings.HasPrefix(link, "http:") || strings.HasPrefix(link, "mailto:")
}

// attribute is the value of an attribute, or "".
func attribute(s, name string) string {
	for s = strings.TrimLeft(s, " \t\r\n\f/"); s != ""; s = strings.TrimLeft(s, " \t\r\n\f/") {
		n := strings.IndexAny(s, "= \t\r\n\f/")
		if n < 0 {
			return ""
		}
		found := equalFold(s[:n], name)
		s = strings.TrimLeft(s[n:], " \t\r\n\f")
		if s == "" || s[0] != '=' {
			continue
		}
		s = strings.TrimLeft(s[1:], " \t\r\n\f")
		value := ""
		if s != "" && (s[0] == '"' || s[0] == '\'') {
			value, s, _ = strings.Cut(s[1:], s[:1])
		} else {
			n := strings.IndexAny(s, " \t\r\n\f")
			if n < 0 {
				n = len(s)
			}
			value, s = s[:n], s[n:]
		}
		if found {
			return strings.TrimSpace(unescapeHTML(value))
		}
	}
	return ""
}

func unescapeHTML(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	var b strings.Builder
	for s != "" {
		if s[0] == '&' {
			c, n := characterReference(s)
			b.WriteString(c)
			s = s[n:]
			continue
		}
		b.WriteByte(s[0])
		s = s[1:]
	}
	return b.String()
}

// references are the names that pages of letters really use. Others stay as they are written.
var references = [...]struct{ name, text string }{
	{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", `"`}, {"apos", "'"}, {"nbsp", " "}, {"copy", "©"}, {"reg", "®"}, {"hellip", "…"},
	{"ndash", "–"}, {"mdash", "—"}, {"lsquo", "‘"}, {"rsquo", "’"}, {"ldquo", "“"}, {"rdquo", "”"}, {"laquo", "«"}, {"raquo", "»"},
	{"bull", "•"}, {"middot", "·"}, {"euro", "€"}, {"times", "×"}, {"deg", "°"}, {"shy", ""}, {"zwnj", ""},
}

// characterReference reads "&amp;" or "&#38;", and returns "&" itself when s begins with nothing of the kind.
func characterReference(s string) (text string, length int) {
	const longest = 12
	end := strings.IndexByte(s[:min(len(s), longest)], ';')
	if end < 2 {
		return "&", 1
	}
	name := s[1:end]
	if name[0] == '#' {
		base, digits := 10, name[1:]
		if digits != "" && digits[0]|0x20 == 'x' {
			base, digits = 16, digits[1:]
		}
		if n, err := strconv.ParseUint(digits, base, 32); err == nil {
			r := rune(n)
			if n < ' ' && n != '\n' && n != '\t' || n > utf8.MaxRune {
				r = utf8.RuneError
			}
			if r == 0xa0 || r == '\n' || r == '\t' {
				r = ' '
			}
			return string(r), end + 1
		}
		return "&", 1
	}
	for _, ref := range references {
		if ref.name == name {
			return ref.text, end + 1
		}
	}
	return "&", 1
}

package message

import "strings"

// page looks at what an HTML page loads and runs. Ids has the Content-IDs of the letter.
func (l *linter) page(p *Part, ids map[string]bool) {
	html := p.Text(l.data)
	external, active, missing := false, false, false
	for html != "" {
		i := strings.IndexByte(html, '<')
		if i < 0 {
			break
		}
		html = html[i:]
		if strings.HasPrefix(html, "<!--") {
			end := strings.Index(html, "-->")
			if end < 0 {
				break
			}
			html = html[end:]
			continue
		}
		if len(html) < 2 || !isLetter(html[1]) {
			html = html[1:]
			continue
		}
		end := tagEnd(html, 1)
		tag := pageTag(html[1:end])
		html = html[end:]
		if tag.name == "style" {
			n := skipTo(html, "style")
			external = external || loadsStyle(html[:n])
			html = html[n:]
		}
		external = external || tag.external
		active = active || tag.active
		for _, id := range tag.cids {
			missing = missing || !ids[id]
		}
	}
	for _, found := range [...]struct {
		is   bool
		name string
	}{{external, htmlExternal}, {active, htmlActive}, {missing, cidUnresolved}} {
		if found.is {
			l.tell(found.name, p.Body, p.End)
		}
	}
}

// tagFacts is what one tag makes a reader's program do.
type tagFacts struct {
	name     string
	external bool     // It loads something from elsewhere.
	active   bool     // It runs something, or sends something.
	cids     []string // The parts of the letter that it shows.
}

func pageTag(tag string) (facts tagFacts) {
	n := strings.IndexAny(tag, " \t\r\n\f/")
	if n < 0 {
		n = len(tag)
	}
	facts.name = lowerASCII(tag[:n])
	attributes := tag[n:]
	switch facts.name {
	case "script", "form", "iframe", "frame", "object", "embed", "applet":
		facts.active = true
	}
	look := func(value string) {
		switch scheme, rest, _ := strings.Cut(value, ":"); {
		case equalFold(scheme, "cid"):
			facts.cids = append(facts.cids, undoPercent(rest))
		case equalFold(scheme, "http"), equalFold(scheme, "https"), strings.HasPrefix(value, "//"):
			facts.external = true
		}
	}
	for _, name := range [...]string{"src", "background", "poster", "data"} {
		look(attribute(attributes, name))
	}
	if set := attribute(attributes, "srcset"); set != "" {
		look(set)
	}
	if facts.name == "link" && equalFold(attribute(attributes, "rel"), "stylesheet") {
		look(attribute(attributes, "href"))
	}
	if style := attribute(attributes, "style"); style != "" {
		facts.external = facts.external || loadsStyle(style)
	}
	return facts
}

// loadsStyle says whether style rules load something from elsewhere.
func loadsStyle(css string) bool {
	css = lowerASCII(css)
	if strings.Contains(css, "@import") {
		return true
	}
	for {
		i := strings.Index(css, "url(")
		if i < 0 {
			return false
		}
		css = css[i+len("url("):]
		target := strings.TrimLeft(css, " \t\r\n\"'")
		if strings.HasPrefix(target, "http:") || strings.HasPrefix(target, "https:") || strings.HasPrefix(target, "//") {
			return true
		}
	}
}

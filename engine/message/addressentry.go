package message

import "strings"

// finish adds the entry, or the entries when commas are missing.
func (p *listParser) finish() {
	switch {
	case p.angleAt >= 0:
		if after := p.items[p.angleAt:]; len(after) > 0 && !strayInName(after[0].kind) {
			p.flaw(flawNameAfter, after[0].start, after[len(after)-1].end)
		}
		p.nameFlaws(p.items)
		p.named(p.items)
		p.emit()
	case len(p.items) == 0: // Nothing, or a comment.
	case len(p.items) == 1 && p.quotedWhole(p.items[0]):
		p.emit()
	case hasAt(p.items):
		p.loose(p.items)
	default:
		p.named(p.items)
		p.flaw(flawNoAt, p.e.NameStart, p.e.NameEnd)
		p.emit()
	}
}

// loose adds the entries of words without brackets: an address with the words before it, or else after it, as its name.
func (p *listParser) loose(items []lexeme) {
	for p.count < MaxMailboxes {
		start, end := addressBounds(items)
		rest := items[end:]
		if wrong := p.address(items[start:end]); wrong != "" {
			p.flaw(wrong, items[start].start, items[end-1].end)
			p.named(items)
			p.emit()
			return
		}
		more := hasAt(rest)
		words := items[:start:start]
		if !more {
			words = append(words, rest...)
		}
		if len(words) > 0 {
			p.flaw(flawNoBrackets, p.e.AddressStart, p.e.AddressEnd)
		}
		p.nameFlaws(words)
		p.named(words)
		if !more {
			p.emit()
			return
		}
		p.e.End = items[end-1].end
		p.emit()
		p.flaw(flawNoComma, rest[0].start, rest[0].start)
		p.begin()
		for _, t := range []lexeme{rest[0], rest[len(rest)-1]} {
			p.cover(t)
		}
		items = rest
	}
}

// named gives the entry its name.
func (p *listParser) named(words []lexeme) {
	if len(words) > 0 {
		p.e.NameStart, p.e.NameEnd = words[0].start, words[len(words)-1].end
		p.e.Name = DecodeText(p.join(words))
	}
	if n := len(p.e.Comments); p.e.Name == "" && n > 0 && p.angleAt < 0 {
		p.e.Name = p.e.Comments[n-1] // The old way to give a name: bob@hai.example (Bob Li).
	}
}

func (p *listParser) emit() {
	if n := len(p.groups); n > 0 {
		p.e.Group = p.groups[n-1].name
		p.groups[n-1].members++
	}
	p.add(p.e)
}

func (p *listParser) add(e AddressEntry) {
	switch {
	case p.count == MaxMailboxes:
		return
	case p.brief:
		p.boxes = append(p.boxes, e.Mailbox)
	default:
		e.flawUpTo = len(p.flaws)
		p.out = append(p.out, e)
	}
	p.count++
}

// angle reads up to ">". Where the bracket is missing, the entry ends with the next separator.
func (p *listParser) angle(open lexeme) {
	p.angleAt = len(p.items)
	p.inside = p.inside[:0]
	closed := false
	for !closed {
		before := p.lx.at
		t := p.lx.next()
		route := len(p.inside) > 0 && p.inside[0].kind == '@'
		switch {
		case t.kind == tokenComment:
			p.comment(t)
			continue
		case t.kind == '>':
			p.cover(t)
			closed = true
			continue
		case t.kind == '<' && len(p.inside) == 0:
			p.cover(t)
			p.flaw(flawBrackets, t.start, t.end)
			continue
		case t.kind == ':' && route:
			p.cover(t)
			p.e.Route = p.join(p.inside)
			p.flaw(flawRoute, p.inside[0].start, t.end)
			p.inside = p.inside[:0]
			continue
		case t.kind == ':' && len(p.inside) == 1 && isMailto(p.inside[0], t):
			p.cover(t)
			p.flaw(flawMailto, p.inside[0].start, t.end)
			p.inside = p.inside[:0]
			continue
		case t.kind == ',' && len(p.inside) == 0: // An empty element of a route.
			p.cover(t)
			continue
		case t.kind == tokenEnd, t.kind == '<', t.kind == ';', t.kind == ',' && !route:
			p.lx.at = before
			p.flaw(flawUnclosed, open.start, open.end)
			p.bracketed(open)
			return
		}
		p.cover(t)
		p.inside = append(p.inside, t)
	}
	p.bracketed(open)
}

// bracketed makes an address of what stood in the angle brackets.
func (p *listParser) bracketed(open lexeme) {
	items := p.inside
	if len(items) == 0 {
		p.flaw(flawEmptyAddress, open.start, p.e.End)
		return
	}
	if len(items) == 1 && p.quotedWhole(items[0]) {
		return
	}
	wrong := p.address(items)
	if wrong == "" {
		return
	}
	if wrong == flawBlanks { // A name strayed into the brackets.
		start, end := addressBounds(items)
		if p.address(items[start:end]) == "" {
			p.flaw(flawBlanks, items[0].start, items[len(items)-1].end)
			if p.angleAt == 0 {
				p.items = append(append(p.items, items[:start]...), items[end:]...)
				p.angleAt = len(p.items)
			}
			return
		}
	}
	p.flaw(wrong, items[0].start, items[len(items)-1].end)
}

// quotedWhole reads an address that stands in quotation marks as a whole, as some programs write it.
func (p *listParser) quotedWhole(t lexeme) bool {
	if t.kind != tokenQuoted || strings.IndexByte(t.text, '@') < 0 {
		return false
	}
	var items []lexeme
	lx := lexer{s: t.text}
	for u := lx.next(); u.kind != tokenEnd; u = lx.next() {
		u.start, u.end = t.start, t.end
		items = append(items, u)
	}
	if p.address(items) != "" {
		return false
	}
	p.flaw(flawQuotedWhole, t.start, t.end)
	return true
}

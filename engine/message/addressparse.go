package message

// listParser reads a list in one pass. What is not as it should be is repaired where one repair is by far the likeliest:
// commas that were forgotten, brackets that were not closed.
type listParser struct {
	lx     lexer
	brief  bool // Only the mailboxes are asked for.
	boxes  []Mailbox
	out    []AddressEntry
	flaws  []Flaw
	count  int         // Of entries so far.
	groups []openGroup // The group that is open, last, and those that it stands in.

	// The entry that is being read.
	e       AddressEntry
	items   []lexeme // What stands outside angle brackets.
	inside  []lexeme // What stands inside, while it is read.
	angleAt int      // How many items stand before the brackets; -1 without brackets,
	angleTo int      // and where in the value these end.

	afterGroup bool // The last separator closed a group, so that nothing need stand before the next comma.
}

type openGroup struct {
	name    string
	start   int
	members int
}

func (p *listParser) parse(value string) {
	p.lx.s = value
	room := make([]lexeme, 12) // More is seldom needed.
	p.items, p.inside = room[:0:8], room[8:8]
	for p.entry() {
		if p.count >= MaxMailboxes {
			p.flaw(flawManyEntries, p.lx.at, len(value))
			return
		}
	}
	if len(p.groups) > 0 {
		p.flaw(flawGroupOpen, len(value), len(value))
	}
	for len(p.groups) > 0 {
		p.closeGroup(len(value))
	}
}

func (p *listParser) flaw(name string, start, end int) {
	if !p.brief && len(p.flaws) < maxFlaws {
		p.flaws = append(p.flaws, Flaw{name, start, end})
	}
}

// begin makes ready for an entry. The items are the caller's business.
func (p *listParser) begin() {
	p.e = AddressEntry{Start: -1, flawFrom: len(p.flaws)}
	p.angleAt = -1
}

// entry reads up to the next separator, and says whether there is more.
func (p *listParser) entry() (more bool) {
	p.begin()
	p.items = p.items[:0]
	for {
		t := p.lx.next()
		switch t.kind {
		case ',', ';', tokenEnd:
			p.separator(t)
			return t.kind != tokenEnd
		case tokenComment:
			p.comment(t)
			continue
		case '<':
			if p.angleAt >= 0 {
				p.split(t)
			}
			p.cover(t)
			p.angle(t)
			p.angleTo = p.lx.at
			continue
		case ':':
			if p.heading(t) {
				continue
			}
		}
		p.cover(t)
		p.items = append(p.items, t)
	}
}

// cover makes the entry's place hold t.
func (p *listParser) cover(t lexeme) {
	if p.e.Start < 0 {
		p.e.Start = t.start
	}
	p.e.End = t.end
}

func (p *listParser) comment(t lexeme) {
	p.cover(t)
	p.e.Comments = append(p.e.Comments, DecodeText(t.text))
}

// split ends the entry before a second "<": a comma is missing, and what stands between the two addresses names the second.
func (p *listParser) split(t lexeme) {
	p.flaw(flawNoComma, t.start, t.start)
	name := p.items[p.angleAt:]
	p.items = p.items[:p.angleAt]
	p.e.End = p.angleTo
	p.finish()
	p.begin()
	p.items = append(p.items[:0], name...)
	for _, t := range p.items {
		p.cover(t)
	}
}

// heading reads the words before a colon as the name of a group, unless they are something else.
func (p *listParser) heading(colon lexeme) bool {
	if p.angleAt >= 0 || hasAt(p.items) {
		return false
	}
	p.cover(colon)
	switch {
	case len(p.items) == 0:
		p.flaw(flawGroupName, colon.start, colon.end)
		return true
	case len(p.items) == 1 && isMailto(p.items[0], colon):
		p.flaw(flawMailto, p.items[0].start, colon.end)
		p.items = p.items[:0]
		return true
	case len(p.groups) > 0:
		p.flaw(flawGroupNested, p.items[0].start, colon.end)
	}
	p.nameFlaws(p.items)
	if len(p.groups) == MaxDepth {
		p.groups = p.groups[:MaxDepth-1]
	}
	p.groups = append(p.groups, openGroup{DecodeText(p.join(p.items)), p.items[0].start, 0})
	p.begin()
	p.items = p.items[:0]
	return true
}

func isMailto(word, colon lexeme) bool { return !colon.spaced && equalFold(word.text, "mailto") }

// separator ends the entry at a comma, a semicolon or the end.
func (p *listParser) separator(t lexeme) {
	empty := len(p.items) == 0 && p.angleAt < 0
	p.finish()
	switch {
	case t.kind == ';' && len(p.groups) > 0:
		if empty && p.groups[len(p.groups)-1].members > 0 && !p.afterGroup {
			p.flaw(flawEmptyEntry, t.start, t.end)
		}
		p.closeGroup(t.end)
		p.afterGroup = true
		return
	case t.kind == ';':
		p.flaw(flawSemicolon, t.start, t.end)
	case t.kind == ',' && empty && !p.afterGroup:
		p.flaw(flawEmptyEntry, t.start, t.end)
	}
	p.afterGroup = false
}

// closeGroup closes the innermost group. One that is empty is an entry.
func (p *listParser) closeGroup(end int) {
	last := len(p.groups) - 1
	g := p.groups[last]
	p.groups = p.groups[:last]
	if g.members == 0 {
		p.add(AddressEntry{Mailbox: Mailbox{Group: g.name}, Start: g.start, End: end, flawFrom: len(p.flaws)})
	}
	if last > 0 {
		p.groups[last-1].members++
	}
}

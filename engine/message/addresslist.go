package message

import "strings"

// AddressList is an address field taken apart.
type AddressList struct {
	Entries []AddressEntry
	Flaws   []Flaw // Of the entries and of what stands between them, entry by entry.
}

// AddressEntry is one entry of an address field as a place in it. Offsets count from the beginning of the value. Both ends
// of a place are equal when there is no such thing.
type AddressEntry struct {
	Mailbox
	Local    string   // The local part without its quotes and backslashes; "" without an address.
	Domain   string   // The domain as in Address.
	Route    string   // The obsolete source route before the address: "@a.example,@b.example".
	Comments []string // Decoded.

	Start, End               int // All of it, without the commas.
	NameStart, NameEnd       int // With its quotes.
	AddressStart, AddressEnd int // Without its brackets.

	Flaws              []Flaw // What is wrong with it, a part of the list's.
	flawFrom, flawUpTo int
}

// ParseAddresses reads what ParseMailboxes does, and keeps the places and what is wrong. The value may be folded.
func ParseAddresses(value string) AddressList {
	var p listParser
	p.parse(value)
	for i := range p.out {
		e := &p.out[i]
		e.Flaws = p.flaws[e.flawFrom:e.flawUpTo:e.flawUpTo]
	}
	return AddressList{Entries: p.out, Flaws: p.flaws}
}

// Addresses reads the field with ParseAddresses. Offsets count from the beginning of the letter.
func (f *Field) Addresses() AddressList {
	list := ParseAddresses(f.written())
	by := f.Start + f.Colon + 1
	for i := range list.Entries {
		e := &list.Entries[i]
		for _, offset := range [...]*int{&e.Start, &e.End, &e.NameStart, &e.NameEnd, &e.AddressStart, &e.AddressEnd} {
			*offset += by
		}
	}
	shift(list.Flaws, by)
	return list
}

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

func hasAt(items []lexeme) bool {
	for _, t := range items {
		if t.kind == '@' {
			return true
		}
	}
	return false
}

// join writes a phrase as text: words that stood apart get one blank between them. Brackets and quotation marks that
// belong to nothing are left out.
func (p *listParser) join(items []lexeme) string {
	if len(items) == 1 && items[0].kind == tokenAtom {
		return items[0].text
	}
	plain := len(items) > 0 // What stands in the value can be taken as it is.
	size := 0
	for i, t := range items {
		plain = plain && t.kind == tokenAtom
		if i > 0 {
			gap := t.start - items[i-1].end
			plain = plain && (gap == 0 || gap == 1 && p.lx.s[t.start-1] == ' ')
		}
		size += len(t.text) + 1
	}
	if plain {
		return p.lx.s[items[0].start:items[len(items)-1].end]
	}
	b := make([]byte, 0, size)
	spaced := false
	for _, t := range items {
		spaced = spaced || t.spaced
		if strayInName(t.kind) {
			continue
		}
		if spaced && len(b) > 0 {
			b = append(b, ' ')
		}
		spaced = false
		b = append(b, t.text...)
	}
	return string(b)
}

func strayInName(kind byte) bool {
	switch kind {
	case '"', '(', ')', '<', '>', '[', ']':
		return true
	}
	return false
}

// nameFlaws looks at a phrase (RFC 5322 section 3.2.5). Each kind of flaw is told once.
func (p *listParser) nameFlaws(words []lexeme) {
	if p.brief {
		return
	}
	dot := hasAt(words) // A name that looks like an address has a worse flaw than its dots.
	special := false
	for _, t := range words {
		switch t.kind {
		case tokenAtom:
			if !dot && strings.IndexByte(t.text, '.') >= 0 && encodedWordEnd(t.text, 0) == 0 {
				dot = true
				p.flaw(flawNameDot, t.start, t.end)
			}
			if !special && hasControl(t.text) {
				special = true
				p.flaw(flawNameSpecial, t.start, t.end)
			}
		case tokenQuoted:
			if i := strings.Index(t.text, "=?"); i >= 0 && encodedWordEnd(t.text, i) > 0 {
				p.flaw(flawWordQuoted, t.start, t.end)
			}
		case '"':
			p.flaw(flawOpenQuote, t.start, t.end)
		case '(':
			p.flaw(flawOpenComment, t.start, t.end)
		case ')', '<', '>', ']':
			p.flaw(flawBrackets, t.start, t.end)
		default:
			if !special {
				special = true
				p.flaw(flawNameSpecial, t.start, t.end)
			}
		}
	}
}

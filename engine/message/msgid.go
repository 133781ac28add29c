package message

import "strings"

// MessageID is one identifier of Message-ID, In-Reply-To, References or Content-ID, as a place in the field.
type MessageID struct {
	ID         string // Without brackets, blanks and needless quotes, so that equal ones are equal.
	Start, End int    // With its brackets.
}

// MessageIDs returns the identifiers of a field (RFC 5322 section 3.6.4) without their brackets.
func MessageIDs(value string) []string {
	ids, _ := ParseMessageIDs(value)
	var out []string
	for _, id := range ids {
		out = append(out, id.ID)
	}
	return out
}

// ParseMessageIDs reads the identifiers of a field, and tells what is wrong. The value may be folded; offsets count from its
// beginning. What old programs have between identifiers (RFC 5322 section 4.5.4) is left out. Where there is nothing in
// brackets, words with "@" count; where there are none of these, a single word does.
func ParseMessageIDs(value string) ([]MessageID, []Flaw) {
	p := idParser{lx: lexer{s: value}}
	p.parse()
	if len(p.ids) == 0 && len(p.loose) > 0 {
		p.bare(value)
	} else if len(p.loose) > 0 {
		p.flaw(flawIDWords, p.loose[0].start, p.loose[len(p.loose)-1].end)
	}
	return p.ids, p.flaws
}

// MessageIDs reads the field with ParseMessageIDs. Offsets count from the beginning of the letter.
func (f *Field) MessageIDs() ([]MessageID, []Flaw) {
	ids, flaws := ParseMessageIDs(f.written())
	by := f.Start + f.Colon + 1
	for i := range ids {
		ids[i].Start += by
		ids[i].End += by
	}
	shift(flaws, by)
	return ids, flaws
}

type idParser struct {
	lx    lexer
	ids   []MessageID
	loose []idWord // Words outside brackets.
	flaws []Flaw
}

type idWord struct{ start, end int }

// flaw notes a flaw, each kind once.
func (p *idParser) flaw(name string, start, end int) {
	for _, f := range p.flaws {
		if f.Name == name {
			return
		}
	}
	p.flaws = append(p.flaws, Flaw{name, start, end})
}

func (p *idParser) parse() {
	s := p.lx.s
	for i := 0; i < len(s); {
		ok := false
		p.lx.at = i
		switch c := s[i]; {
		case isBlank(c):
			i++
			continue
		case c == ',':
			p.flaw(flawIDComma, i, i+1)
			i++
			continue
		case c == '<':
			i = p.bracketed(i)
			continue
		case c == '(':
			if _, ok = p.lx.comment(); ok {
				i = p.lx.at
				continue
			}
		case c == '"':
			_, ok = p.lx.delimited('"', &p.lx.open.quote)
		}
		start := i
		if i++; ok {
			i = p.lx.at
		}
		for i < len(s) && !isBlank(s[i]) && s[i] != '<' && s[i] != ',' {
			i++
		}
		p.loose = append(p.loose, idWord{start, i})
	}
}

// bracketed reads "<…>". What has no end ends before the next identifier.
func (p *idParser) bracketed(start int) (next int) {
	s := p.lx.s
	i := start + 1
	for i < len(s) && s[i] == '<' {
		p.flaw(flawIDBrackets, start, i+1)
		i++
	}
	from := i
	for i < len(s) && s[i] != '>' && s[i] != '<' {
		i++
	}
	text := s[from:i]
	if i < len(s) && s[i] == '>' {
		for i++; i < len(s) && s[i] == '>'; i++ {
			p.flaw(flawIDBrackets, i, i+1)
		}
	} else {
		text = strings.TrimRight(text, " \t\r\n")
		p.flaw(flawIDUnclosed, start, from+len(text))
	}
	p.add(text, start, i)
	return i
}

// bare takes words without brackets for identifiers.
func (p *idParser) bare(s string) {
	for _, w := range p.loose {
		if text := s[w.start:w.end]; strings.IndexByte(text, '@') >= 0 || len(p.loose) == 1 {
			p.flaw(flawIDNoBrackets, w.start, w.end)
			p.add(text, w.start, w.end)
		}
	}
	if len(p.ids) == 0 {
		p.flaw(flawIDWords, p.loose[0].start, p.loose[len(p.loose)-1].end)
	}
}

// add adds an identifier in its plainest form (RFC 5256 section 3 wants quotes undone before identifiers are compared).
func (p *idParser) add(text string, start, end int) {
	if strings.ContainsAny(text, " \t\r\n") {
		p.flaw(flawIDBlanks, start, end)
		text = removeBlanks(text)
	}
	if strings.HasPrefix(text, `"`) {
		lx := lexer{s: text}
		if local, ok := lx.delimited('"', &lx.open.quote); ok {
			text = local + text[lx.at:]
		}
	}
	if text == "" {
		p.flaw(flawIDEmpty, start, end)
		return
	}
	switch at := strings.IndexByte(text, '@'); {
	case at < 0:
		p.flaw(flawIDNoAt, start, end)
	case at == 0 || at == len(text)-1:
		p.flaw(flawIDHalf, start, end)
	}
	if !ASCII([]byte(text)) {
		p.flaw(flawID8Bit, start, end)
	}
	p.ids = append(p.ids, MessageID{text, start, end})
}

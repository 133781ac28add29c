package message

import "strings"

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

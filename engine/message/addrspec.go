package message

import (
	"slices"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/ip"
)

// Sizes of an address in SMTP (RFC 5321 section 4.5.3.1).
const (
	maxLocalPart = 64
	maxDomain    = 255
	maxLabel     = 63 // RFC 1035 section 2.3.4
)

// addressBounds finds the items around the first "@" that stand together.
func addressBounds(items []lexeme) (start, end int) {
	at := 0
	for items[at].kind != '@' {
		at++
	}
	start = at
	for start > 0 && inAddress(items[start-1].kind) && (start == at || together(items, start)) {
		start--
	}
	end = at + 1
	for end < len(items) && inAddress(items[end].kind) && (end == at+1 || together(items, end)) {
		end++
	}
	return start, end
}

func inAddress(kind byte) bool { return !strayInName(kind) }

// together says whether the items i-1 and i belong to one dot-atom: blanks may stand only around its dots (RFC 5322
// section 4.4).
func together(items []lexeme, i int) bool {
	t, last := &items[i], &items[i-1]
	return !t.spaced || t.kind == tokenAtom && t.text[0] == '.' || last.kind == tokenAtom && last.text[len(last.text)-1] == '.'
}

// address makes the items the entry's address. When they are none, it says why.
func (p *listParser) address(items []lexeme) (wrong string) {
	at, apart, blanks := -1, false, false
	for i := range items {
		t := &items[i]
		switch {
		case t.kind == '@' && at >= 0:
			return flawSeveralAt
		case t.kind == '@':
			at = i
		case i > 0 && i != at+1:
			apart = apart || !together(items, i)
		}
		blanks = blanks || i > 0 && t.spaced
	}
	switch {
	case at < 0:
		return flawNoAt
	case apart:
		return flawBlanks
	}
	local, ok := spell(items[:at], tokenQuoted)
	if !ok || local == "" && at == 0 || hasControl(local) || !utf8.ValidString(local) {
		return flawLocalPart
	}
	domain, ok := spell(items[at+1:], tokenLiteral)
	if domain = lowerASCII(domain); !ok || !validDomain(domain) {
		return flawDomain
	}
	e := &p.e
	e.Local, e.Domain = local, domain
	e.AddressStart, e.AddressEnd = items[0].start, items[len(items)-1].end
	written, l := p.lx.s[e.AddressStart:e.AddressEnd], quoteLocal(local)
	if len(written) == len(l)+1+len(domain) && strings.HasPrefix(written, l) && written[len(l)] == '@' && strings.HasSuffix(written, domain) {
		e.Address = written // As most are: no memory of its own is needed.
	} else {
		e.Address = l + "@" + domain
	}
	if !p.brief {
		p.addressFlaws(items[:at], blanks)
	}
	return ""
}

// spell puts the items of one side of the "@" together. Besides atoms only those of one other kind may be among them.
func spell(items []lexeme, other byte) (text string, ok bool) {
	for i, t := range items {
		if t.kind != tokenAtom && t.kind != other {
			return "", false
		}
		if i == 0 {
			text = t.text
		}
	}
	if len(items) < 2 {
		return text, true
	}
	var b strings.Builder
	for _, t := range items {
		b.WriteString(t.text)
	}
	return b.String(), true
}

// addressFlaws looks at an address that can be used.
func (p *listParser) addressFlaws(local []lexeme, blanks bool) {
	e := &p.e
	flaw := func(wrong bool, name string) {
		if wrong {
			p.flaw(name, e.AddressStart, e.AddressEnd)
		}
	}
	flaw(blanks, flawBlanks)
	flaw(len(local) > 1 && slices.ContainsFunc(local, func(t lexeme) bool { return t.kind == tokenQuoted }), flawPieces)
	flaw(len(e.Local) > maxLocalPart || len(e.Domain) > maxDomain, flawTooLong)
	flaw(len(local) == 1 && local[0].kind == tokenAtom && e.Address[0] == '"', flawDots)
	flaw(holdsEncodedWord(e.Local) || holdsEncodedWord(e.Domain), flawWordAddress)
	if e.Domain[0] == '[' {
		flaw(!isLiteral(e.Domain), flawLiteral)
	} else {
		flaw(!isHostname(e.Domain), flawHostname)
	}
}

// validDomain checks the form only: labels that are not empty, or one literal in brackets.
func validDomain(d string) bool {
	if d == "" || !utf8.ValidString(d) {
		return false
	}
	if d[0] == '[' {
		return d[len(d)-1] == ']' && strings.IndexByte(d[1:], '[') < 0 && !hasControl(d)
	}
	for i := 0; i < len(d); i++ {
		if !isAtext(d[i]) && (d[i] != '.' || i == 0 || i == len(d)-1 || d[i-1] == '.') {
			return false
		}
	}
	return true
}

// isHostname says whether a domain of valid form is made of letters, digits and inner hyphens (RFC 5321 section 2.3.5), with
// labels that are not too long. Letters beyond ASCII are let in.
func isHostname(d string) bool {
	for label := range strings.SplitSeq(d, ".") {
		if len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := 0; i < len(label); i++ {
			if c := label[i]; !isAlphanumeric(c) && c != '-' && c < utf8.RuneSelf {
				return false
			}
		}
	}
	return true
}

func isAlphanumeric(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) }

// isLiteral says whether a domain in brackets is an address literal (RFC 5321 section 4.1.3): an IP address, or a tag with
// anything.
func isLiteral(d string) bool {
	d = d[1 : len(d)-1]
	if _, ok := ip.Parse4(d); ok {
		return true
	}
	tag, rest, ok := strings.Cut(d, ":")
	if !ok || tag == "" || rest == "" || strings.IndexByte(d, ' ') >= 0 {
		return false
	}
	if tag == "ipv6" {
		_, ok = ip.Parse6(rest)
		return ok
	}
	return strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && tag[len(tag)-1] != '-'
}

// holdsEncodedWord says whether there is an encoded word in s.
func holdsEncodedWord(s string) bool {
	for i := strings.Index(s, "=?"); i >= 0; {
		if encodedWordEnd(s, i) > 0 {
			return true
		}
		next := strings.Index(s[i+2:], "=?")
		if next < 0 {
			break
		}
		i += 2 + next
	}
	return false
}

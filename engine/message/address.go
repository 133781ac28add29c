package message

import (
	"strings"
	"unicode/utf8"
)

// Mailbox is one entry of an address list (RFC 5322 section 3.4). Name is decoded text for people. Address is for routing:
// "bob@hai.example" with the domain in lower case and the local part quoted where it must be; empty when the entry holds
// no usable address. An entry with only Group set stands for a group without members ("undisclosed-recipients:;").
type Mailbox struct {
	Name    string
	Address string
	Group   string // The group that the entry belongs to, or "".
}

// String writes the mailbox for people: "Bob Li <bob@hai.example>". It is no header syntax; FormatMailboxes is.
func (m Mailbox) String() string {
	switch {
	case m.Name == "" && m.Address == "" && m.Group != "":
		return m.Group + ":;"
	case m.Address == "":
		return m.Name
	case m.Name == "":
		return m.Address
	}
	return m.Name + " <" + m.Address + ">"
}

// Addresses returns what mail can be sent to in list, each address once, in the order of the list.
func Addresses(list []Mailbox) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range list {
		if m.Address != "" && !seen[m.Address] {
			seen[m.Address] = true
			out = append(out, m.Address)
		}
	}
	return out
}

// ParseMailboxes reads an unfolded list of mailboxes and groups: names quoted or encoded, comments, the obsolete routes
// and blanks of RFC 5322 section 4.4, and what people type, such as a name and an address without brackets. It never
// fails; an entry that it cannot make an address of has its text as Name.
func ParseMailboxes(value string) []Mailbox {
	p := listParser{sc: scanner{s: value}}
	for len(p.out) < MaxMailboxes && p.entry() {
	}
	return p.out
}

type listParser struct {
	sc      scanner
	out     []Mailbox
	group   string
	inGroup bool
	members int
}

// entry reads one entry up to its comma, and says whether there is more.
func (p *listParser) entry() bool {
	var items []token // What stands outside angle brackets.
	comment, angle, hasAngle := "", "", false
	for {
		t := p.sc.next()
		switch {
		case t.kind == tokenComment:
			comment = t.text
		case t.kind == '<' && !hasAngle:
			angle, hasAngle = p.angle(), true
		case t.kind == ':' && !hasAngle && !p.inGroup && !hasAt(items):
			p.group, p.inGroup, p.members = DecodeText(joinWords(items)), true, 0
			items, comment = nil, ""
		case t.kind == ',' || t.kind == ';' || t.kind == tokenEnd:
			p.finish(items, comment, angle, hasAngle)
			if p.inGroup && t.kind != ',' {
				if p.members == 0 {
					p.out = append(p.out, Mailbox{Group: p.group})
				}
				p.group, p.inGroup = "", false
			}
			return t.kind != tokenEnd
		default:
			items = append(items, t)
		}
	}
}

func (p *listParser) finish(items []token, comment, angle string, hasAngle bool) {
	if len(items) == 0 && !hasAngle {
		return // Nothing between two commas (obsolete syntax).
	}
	m := Mailbox{Group: p.group}
	switch {
	case hasAngle:
		m.Name, m.Address = joinWords(items), angle
	case hasAt(items):
		m.Name, m.Address = looseAddress(items)
	default:
		m.Name = joinWords(items)
	}
	if m.Name == "" {
		m.Name = comment // The old way to give a name: bob@hai.example (Bob Li).
	}
	m.Name = DecodeText(m.Name)
	p.members++
	p.out = append(p.out, m)
}

// angle reads up to ">" and returns the address, without the route that old mail put before it.
func (p *listParser) angle() string {
	var items []token
	for {
		t := p.sc.skipComments()
		switch t.kind {
		case tokenEnd, '>':
			return addrSpec(items)
		case ':':
			if len(items) > 0 && items[0].kind == '@' {
				items = items[:0]
				continue
			}
		}
		items = append(items, t)
	}
}

func hasAt(items []token) bool {
	for _, t := range items {
		if t.kind == '@' {
			return true
		}
	}
	return false
}

// joinWords writes a phrase as text: words that stood apart get one blank between them.
func joinWords(items []token) string {
	var b strings.Builder
	for i, t := range items {
		if i > 0 && t.spaced {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// looseAddress finds the address in words without angle brackets. The words before it are the name.
func looseAddress(items []token) (name, address string) {
	at := 0
	for items[at].kind != '@' {
		at++
	}
	start := at
	for start > 0 && !(start < at && items[start].spaced && items[start].kind != '.' && items[start-1].kind != '.') {
		start--
	}
	end := at + 1
	for end < len(items) && !(end > at+1 && items[end].spaced && items[end].kind != '.' && items[end-1].kind != '.') {
		end++
	}
	address = addrSpec(items[start:end])
	if address == "" {
		return joinWords(items), ""
	}
	if name = joinWords(items[:start]); name == "" {
		name = joinWords(items[end:])
	}
	return name, address
}

// addrSpec puts local part and domain together, or returns "" when the items are no address.
func addrSpec(items []token) string {
	at := -1
	var local, domain strings.Builder
	for i, t := range items {
		if t.kind == '@' {
			if at >= 0 {
				return ""
			}
			at = i
			continue
		}
		spaced := t.spaced && i > 0 && t.kind != '.' && items[i-1].kind != '.' && items[i-1].kind != '@'
		if spaced {
			return ""
		}
		if at < 0 {
			if t.kind != tokenQuoted && !dotAtom(t.kind) {
				return ""
			}
			local.WriteString(t.text)
			continue
		}
		if t.kind != tokenLiteral && !dotAtom(t.kind) {
			return ""
		}
		domain.WriteString(lowerASCII(t.text))
	}
	if at <= 0 || domain.Len() == 0 || !validDomain(domain.String()) || !utf8.ValidString(local.String()+"@"+domain.String()) {
		return ""
	}
	l, ok := quoteLocal(local.String())
	if !ok {
		return ""
	}
	return l + "@" + domain.String()
}

// dotAtom says whether items of that kind can be part of a dot-atom. Three of the characters that are special in MIME
// are not so in addresses.
func dotAtom(kind byte) bool {
	return kind == tokenAtom || kind == '.' || kind == '=' || kind == '/' || kind == '?'
}

// validDomain checks the form only: labels that are not empty, or one literal in brackets.
func validDomain(d string) bool {
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

// quoteLocal writes a local part in its shortest form (RFC 5321 section 4.1.2): quoted only when it is no dot-string.
func quoteLocal(l string) (string, bool) {
	if hasControl(l) {
		return "", false
	}
	plain := l != ""
	for i := 0; i < len(l) && plain; i++ {
		plain = isAtext(l[i]) || l[i] == '.' && i > 0 && i < len(l)-1 && l[i-1] != '.'
	}
	if plain {
		return l, true
	}
	return quoteString(l), true
}

func quoteString(s string) string {
	b := append(make([]byte, 0, len(s)+2), '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return string(append(b, '"'))
}

func hasControl(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] == 0x7f {
			return true
		}
	}
	return false
}

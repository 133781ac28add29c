package message

import (
	"slices"
	"strings"

	"ehloworld/engine/ip"
)

// TraceField is what a Received field says (RFC 5321 section 4.4). Servers write it in many ways; what one does not tell
// stays empty.
type TraceField struct {
	From         TraceClient
	By           string // The server that wrote the field: a name, or an address literal.
	ByIP         string
	Program      string // What runs there, in its own words: "Postfix", "Exim 4.98", "qmail 4711 invoked from network".
	Via          string // The link, where it is not the Internet.
	With         string // The protocol as written: "ESMTPS", "Microsoft SMTP Server", "mapi".
	ID           string // The queue's number.
	For          string // The recipient, without brackets.
	EnvelopeFrom string // The envelope's sender, without brackets, where a server notes it here.
	Login        string // Who had logged in.
	TLS          TraceTLS

	Date  DateTime
	Dated bool // Whether Date could be read.
	Flaws []Flaw
}

// TraceClient is where a server got a letter from.
type TraceClient struct {
	Helo   string // What the client called itself, which anybody can make up.
	Name   string // Its name by reverse look-up, as the server saw it; "" when there was none.
	IP     string
	Forged bool // The server noted that the name may be forged: it does not lead back to the address.
}

// TraceTLS is the encryption that a server noted. All of it is empty when it noted none.
type TraceTLS struct {
	Version string // "1.3", or "SSL 3".
	Cipher  string
	Bits    string
}

// ParseReceived reads the value of a Received field, which may be folded. Offsets of flaws count from its beginning.
func ParseReceived(value string) TraceField {
	p := receivedParser{value: value}
	p.date(p.scan())
	for i := range p.items {
		p.item(i)
	}
	p.settle()
	return p.f
}

// Trace reads the field as a Received field. Offsets count from the beginning of the letter.
func (f *Field) Trace() TraceField {
	t := ParseReceived(f.written())
	shift(t.Flaws, f.Start+f.Colon+1)
	shift(t.Date.Flaws, f.Start+f.Colon+1)
	return t
}

// receivedParser reads a field word by word. A keyword opens a clause, to which the words and comments up to the next one
// belong.
type receivedParser struct {
	value  string
	items  []receivedItem
	clause string   // The keyword, "" before the first, "again" in a second one of the same keyword.
	seen   []string // The keywords so far, each once.
	words  int      // Of the clause so far.
	with   itemRange
	via    itemRange
	f      TraceField
	helo   bool // The client's own name stood in a comment, so what stands after "from" is its reverse name.
	sure   bool // The client's address stood in a comment, where the server puts what it sees and not what it is told.
}

type receivedItem struct {
	text       string // A comment is without its brackets.
	comment    bool
	start, end int
}

// itemRange is where the words of a clause stand among the items, with the comments between them.
type itemRange struct{ start, end int }

func (r *itemRange) add(i int) {
	if r.end == 0 {
		r.start = i
	}
	r.end = i + 1
}

// text is the words of a clause with one space between them.
func (p *receivedParser) text(r itemRange) string {
	if r.end-r.start == 1 {
		return p.items[r.start].text
	}
	var words []string
	for _, item := range p.items[r.start:r.end] {
		if !item.comment {
			words = append(words, item.text)
		}
	}
	return strings.Join(words, " ")
}

// scan cuts the value into words and comments, and returns where semicolons stand after which the date may come.
func (p *receivedParser) scan() (semicolons []int) {
	s := p.value
	lx := lexer{s: s}
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case isBlank(c):
			i++
			continue
		case c == ';':
			semicolons = append(semicolons, i)
			i++
			continue
		case c == '(':
			lx.at = i
			if text, ok := lx.comment(); ok {
				p.items = append(p.items, receivedItem{text, true, i, lx.at})
				i = lx.at
				continue
			}
		}
		start := i
		for i++; i < len(s) && !isBlank(s[i]) && s[i] != ';' && (s[i] != '(' || lx.open.comment); i++ {
		}
		p.items = append(p.items, receivedItem{s[start:i], false, start, i})
	}
	return semicolons
}

// date finds the date, which is what stands after the last semicolon, and takes it off the items.
func (p *receivedParser) date(semicolons []int) {
	at := -1
	for _, i := range [...]int{len(semicolons) - 1, 0} { // Some have semicolons elsewhere as well, so try the first, too.
		if i < 0 || i >= len(semicolons) {
			continue
		}
		if p.f.Date, p.f.Dated = ReadDate(p.value[semicolons[i]+1:]); p.f.Dated {
			at = semicolons[i] + 1
			break
		}
	}
	if at < 0 {
		at = p.looseDate()
	}
	if at < 0 {
		p.f.Date = DateTime{}
		p.flaw(flawReceivedNoDate, 0, len(p.value))
		return
	}
	shift(p.f.Date.Flaws, at)
	end := len(p.value)
	for _, f := range p.f.Date.Flaws {
		if f.Name == flawDateTrailing { // Courier has its clause "id" after the date.
			end = f.Start
		}
	}
	kept := p.items[:0]
	for _, item := range p.items {
		if item.start < at || item.start >= end {
			kept = append(kept, item)
		}
	}
	p.items = kept
}

// looseDate finds a date without a semicolon before it, by its day of the week.
func (p *receivedParser) looseDate() int {
	for _, item := range p.items {
		word := strings.TrimSuffix(item.text, ",")
		if item.comment || len(word) != 3 || nameIndex(dayNames, word) < 0 {
			continue
		}
		if p.f.Date, p.f.Dated = ReadDate(p.value[item.start:]); p.f.Dated {
			p.flaw(flawReceivedSemicolon, item.start, item.start)
			return item.start
		}
		break
	}
	return -1
}

func (p *receivedParser) flaw(name string, start, end int) {
	p.f.Flaws = append(p.f.Flaws, Flaw{name, start, end})
}

// item reads a word or comment.
func (p *receivedParser) item(i int) {
	item := p.items[i]
	if item.comment {
		p.comment(item.text)
		return
	}
	if word := lowerASCII(item.text); p.isClause(word) {
		p.clause, p.words = word, 0
		if slices.Contains(p.seen, word) {
			p.clause = "again"
		} else {
			p.seen = append(p.seen, word)
		}
		return
	}
	first := p.words == 0
	p.words++
	set := func(to *string) {
		if first {
			*to = item.text
		}
	}
	switch p.clause {
	case "from":
		if address := traceIP(item.text); address != "" && p.f.From.IP == "" {
			p.f.From.IP = address
		}
		set(&p.f.From.Helo)
	case "by":
		set(&p.f.By)
	case "with":
		p.with.add(i)
	case "via":
		p.via.add(i)
	case "id":
		set(&p.f.ID)
	case "for":
		set(&p.f.For)
	case "envelope-from":
		set(&p.f.EnvelopeFrom)
	case "tls":
		set(&p.f.TLS.Cipher)
	}
}

// isClause says whether a word opens a clause. What comes first after "from" and "by" is a name, however it looks.
func (p *receivedParser) isClause(word string) bool {
	if p.words == 0 && (p.clause == "from" || p.clause == "by") {
		return false
	}
	switch word {
	case "from", "by", "via", "with", "id", "for", "envelope-from", "tls":
		return true
	}
	return false
}

// settle makes the parts comparable: names without the final dot, nothing for "unknown", addresses without brackets.
func (p *receivedParser) settle() {
	f := &p.f
	f.With, f.Via = p.text(p.with), p.text(p.via)
	f.From.Name = strings.TrimSuffix(f.From.Name, ".")
	if equalFold(f.From.Name, "unknown") || traceIP(f.From.Name) != "" {
		f.From.Name = ""
	}
	f.By = strings.TrimSuffix(f.By, ".")
	if f.ByIP == "" {
		f.ByIP = traceIP(f.By)
	}
	f.For = bare(f.For)
	f.EnvelopeFrom = bare(f.EnvelopeFrom)
	f.ID = bare(f.ID)
	if f.By == "" && f.From == (TraceClient{}) && f.Program == "" {
		p.flaw(flawReceivedEmpty, 0, len(p.value))
	}
}

func bare(s string) string { return strings.TrimSuffix(strings.TrimPrefix(s, "<"), ">") }

// traceIP takes the address out of "[198.51.100.5]:25", "[IPv6:2001:db8::1]", "alice@198.51.100.5" and their like; "" when there
// is none.
func traceIP(word string) string {
	if at := strings.LastIndexByte(word, '@'); at >= 0 {
		word = word[at+1:]
	}
	if strings.HasPrefix(word, "[") {
		end := strings.IndexByte(word, ']')
		if end < 0 {
			return ""
		}
		word = word[1:end]
	}
	if len(word) > 5 && equalFold(word[:5], "IPv6:") {
		word = word[5:]
	}
	if _, ok := ip.Parse4(word); ok {
		return word
	}
	address, _, _ := strings.Cut(word, "%")
	if _, ok := ip.Parse6(address); ok {
		return word
	}
	return ""
}

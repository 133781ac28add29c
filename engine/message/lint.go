package message

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// MaxProblems bounds the list that Lint returns.
const MaxProblems = 100

// fieldRule says how often a field may stand in a header (the table of RFC 5322 section 3.6; RFC 2045 section 3 for MIME).
type fieldRule struct {
	name    string
	section string
	missing string // Severity when it is missing, "" when it may be.
	advice  string
}

var fieldRules = [...]fieldRule{
	{"Date", "RFC 5322 §3.6.1", severe, "it says when the writer finished the letter"},
	{"From", "RFC 5322 §3.6.2", severe, "it says who wrote the letter"},
	{"Sender", "RFC 5322 §3.6.2", "", ""},
	{"Reply-To", "RFC 5322 §3.6.2", "", ""},
	{"To", "RFC 5322 §3.6.3", "", ""},
	{"Cc", "RFC 5322 §3.6.3", "", ""},
	{"Bcc", "RFC 5322 §3.6.3", "", ""},
	{"Message-ID", "RFC 5322 §3.6.4", minor, "without it no reply can refer to the letter"},
	{"In-Reply-To", "RFC 5322 §3.6.4", "", ""},
	{"References", "RFC 5322 §3.6.4", "", ""},
	{"Subject", "RFC 5322 §3.6.5", "", ""},
	{"MIME-Version", "RFC 2045 §4", "", ""},
	{"Content-Type", "RFC 2045 §5", "", ""},
	{"Content-Transfer-Encoding", "RFC 2045 §6", "", ""},
}

// Lint lists what is wrong with a letter, in the order: missing and repeated fields, fields, structure, octets.
func Lint(data []byte) []Problem {
	l := &linter{data: data, header: ParseHeader(data)}
	l.counts()
	l.fields()
	l.dates()
	l.authors()
	l.mime()
	l.octets()
	return l.problems
}

type linter struct {
	data     []byte
	header   Header
	problems []Problem
}

func (l *linter) add(name, severity, section, text string, start, end int) {
	if len(l.problems) < MaxProblems {
		l.problems = append(l.problems, Problem{Name: name, Severity: severity, Section: section, Text: text, Start: start, End: end})
	}
}

// counts checks which fields are there and how often.
func (l *linter) counts() {
	for _, r := range fieldRules {
		n := 0
		for i := range l.header.Fields {
			f := &l.header.Fields[i]
			if !f.Is(r.name) {
				continue
			}
			if n++; n == 2 {
				l.add("duplicate-"+lowerASCII(r.name), severe, r.section,
					"There is more than one "+r.name+" field; only one is allowed.", f.Start, f.End())
			}
		}
		if n == 0 && r.missing != "" {
			l.add("missing-"+lowerASCII(r.name), r.missing, r.section,
				"The field "+r.name+" is missing: "+r.advice+".", l.header.End, l.header.End)
		}
	}
}

// fields checks each field by itself.
func (l *linter) fields() {
	for i := range l.header.Fields {
		f := &l.header.Fields[i]
		if f.Stray() {
			l.add("not-a-field", severe, "RFC 5322 §2.2", "This line of the header is no field: a field is a name, a colon and a value.", f.Start, f.End())
			continue
		}
		if f.Raw[f.Colon-1] == ' ' || f.Raw[f.Colon-1] == '\t' {
			l.add("space-before-colon", severe, "RFC 5322 §2.2", "There must be no blank between the name "+f.Name+" and its colon.", f.Start, f.Start+f.Colon)
		}
		if at := firstHighOctet(f.Raw); at >= 0 {
			severity, text := severe, "The field "+f.Name+" holds octets above 127 that are not even UTF-8. Write an encoded word."
			if utf8.Valid(f.Raw) {
				severity, text = minor, "The field "+f.Name+" holds octets above 127. Write an encoded word; only SMTPUTF8 (RFC 6532) allows them."
			}
			l.add("8bit-header", severity, "RFC 5322 §2.2", text, f.Start+at, f.End())
		}
	}
}

func (l *linter) dates() {
	f := l.header.Find("Date")
	if f == nil {
		return
	}
	if d, ok := f.Date(); !ok || len(d.Flaws) > 0 {
		l.add("bad-date", severe, "RFC 5322 §3.3", "The date is not written as it should be: Mon, 2 Mar 2026 08:00:00 +0800.", f.Start, f.End())
	}
}

// authors checks the address fields.
func (l *linter) authors() {
	for _, name := range [...]string{"From", "Sender", "Reply-To", "To", "Cc", "Bcc"} {
		f := l.header.Find(name)
		if f == nil {
			continue
		}
		list := ParseMailboxes(f.Value())
		if len(list) == 0 && name != "Bcc" {
			l.add("empty-"+lowerASCII(name), severe, "RFC 5322 §3.6", "The field "+name+" is empty; leave it out or put an address into it.", f.Start, f.End())
		}
		for _, m := range list {
			if m.Address == "" && m.Group == "" {
				l.add("bad-address", severe, "RFC 5322 §3.4", "In "+name+", "+strconv.Quote(m.Name)+" is no address; write it like bob@hai.example or Bob <bob@hai.example>.", f.Start, f.End())
			}
		}
		switch {
		case name == "From" && len(list) > 1 && !l.header.Has("Sender"):
			l.add("missing-sender", severe, "RFC 5322 §3.6.2", "With several authors in From, a Sender field must say who sent the letter.", f.Start, f.End())
		case name == "Sender" && len(list) > 1:
			l.add("bad-sender", severe, "RFC 5322 §3.6.2", "The Sender is one mailbox.", f.Start, f.End())
		}
	}
}

// mime checks the structure and the body's octets against what the header says.
func (l *linter) mime() {
	root := Tree(l.data)
	for _, name := range [...]string{"Content-Type", "Content-Transfer-Encoding"} {
		if f := l.header.Find(name); f != nil && !l.header.Has("MIME-Version") {
			l.add("missing-mime-version", severe, "RFC 2045 §4", "A letter with "+name+" needs the field MIME-Version: 1.0.", f.Start, f.End())
			break
		}
	}
	root.Walk(func(p *Part) bool {
		for _, found := range p.Problems {
			if len(l.problems) < MaxProblems && !l.told(found) {
				l.problems = append(l.problems, found)
			}
		}
		if len(p.Parts) > 0 || p.Message != nil || p.Encoding == "8bit" || p.Encoding == "binary" {
			return true
		}
		if at := firstHighOctet(l.data[p.Body:p.End]); at >= 0 {
			l.add("8bit-body", severe, "RFC 2045 §6.2", "The body holds octets above 127, but its Content-Transfer-Encoding is "+p.Encoding+". Say 8bit, or encode it.", p.Body+at, p.End)
		}
		return true
	})
}

// told says whether the list has a problem already.
func (l *linter) told(p Problem) bool {
	for _, q := range l.problems {
		if q.Name == p.Name && q.Start == p.Start {
			return true
		}
	}
	return false
}

// octets checks line lengths, line ends and NUL over the whole letter. Each kind of problem is told once, at its first
// place: they come in thousands.
func (l *linter) octets() {
	var long, veryLong, bareLF, bareCR, nul bool
	for at := 0; at < len(l.data); {
		end := lineEnd(l.data, at, len(l.data))
		line := l.data[at:end]
		text, ended := bytes.CutSuffix(line, []byte("\n"))
		if ended {
			text = bytes.TrimSuffix(text, []byte("\r"))
		}
		switch {
		case len(text) > MaxLineHard && !veryLong:
			veryLong = true
			l.add("line-too-long", severe, "RFC 5322 §2.1.1", "A line has "+strconv.Itoa(len(text))+" octets; 998 is the limit.", at, at+len(text))
		case len(text) > MaxLineSoft && len(text) <= MaxLineHard && at < l.header.End && !long:
			long = true
			l.add("long-line", minor, "RFC 5322 §2.1.1", "A line of the header has "+strconv.Itoa(len(text))+" octets; fold it at 78.", at, at+len(text))
		}
		if ended && len(text) == len(line)-1 && !bareLF {
			bareLF = true
			l.add("bare-lf", severe, "RFC 5322 §2.3", "A line ends with LF alone; lines end with CR LF.", end-1, end)
		}
		if i := bytes.IndexByte(text, '\r'); i >= 0 && !bareCR {
			bareCR = true
			l.add("bare-cr", severe, "RFC 5322 §2.3", "There is a CR without its LF.", at+i, at+i+1)
		}
		if i := bytes.IndexByte(text, 0); i >= 0 && !nul {
			nul = true
			l.add("nul", severe, "RFC 5322 §4", "There is a NUL octet.", at+i, at+i+1)
		}
		at = end
	}
}

func firstHighOctet(b []byte) int {
	for i, c := range b {
		if c >= utf8.RuneSelf {
			return i
		}
	}
	return -1
}

package message

import (
	"slices"
	"strings"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/sorting"
)

// Bounds of Lint. What is wrong a thousand times is told a few times.
const (
	MaxProblems = 200 // Of a letter.
	maxSame     = 3   // Of one kind.
)

// Lint lists what is wrong with a letter, and what one should know about it, in the order of its octets. It takes linear
// time. Problems says what it looks for.
//
// Theory of operation. Everything that reads a letter says itself what it stumbled over: the tree of parts, the address
// lists, the dates, the identifiers, the decoders. Lint collects that, looks at how these things go together, and at the
// octets. It looks into the parts of letters within the letter, but not at their headers: those were somebody else's.
func Lint(data []byte) []Problem {
	l := newLinter(data)
	l.plain()
	l.fieldValues()
	l.dates()
	l.authors()
	l.conversation()
	l.trace()
	l.lists()
	l.words()
	l.parts()
	problems := make([]Problem, 0, len(l.found))
	for i := range l.found {
		problems = append(problems, l.found[i].problem())
	}
	sorting.Stable(problems, func(a, b Problem) int { return a.Start - b.Start })
	return problems
}

// Faults names what is plainly wrong with a letter: which fields it has and how their lines are written, its structure and
// its octets, but nothing that fields say. It is for programs that have no room for Lint, whose names it uses.
func Faults(data []byte) []string {
	l := newLinter(data)
	l.plain()
	l.root.Walk(func(p *Part) bool {
		l.structure(p)
		return true
	})
	var names []string
	for i := range l.found {
		names = append(names, l.found[i].name)
	}
	return names
}

type linter struct {
	data   []byte
	root   *Part
	header *Header
	found  []finding
	told   map[string]int // How often each kind was.
}

func newLinter(data []byte) *linter {
	root := Tree(data)
	return &linter{data: data, root: root, header: &root.Header, told: map[string]int{}}
}

// plain is what Lint and Faults have in common.
func (l *linter) plain() {
	l.fieldCounts()
	l.fieldForms()
	l.fieldOrder()
	l.senders()
	l.mimeVersion()
	l.octets()
}

// finding is a problem before the table is asked about it.
type finding struct {
	name       string
	start, end int
	field      string         // The name of the field that it is in, which goes before the text; or "".
	decoder    *encoding.Flaw // From a decoder, which knows whether something was lost.
	whole      *Problem       // From the tree, which has its own table.
}

// tell adds a problem; there is a bound for each kind, and for all.
func (l *linter) tell(name string, start, end int) {
	l.add(finding{name: name, start: start, end: end})
}

// tellOf adds a problem of a field.
func (l *linter) tellOf(f *Field, name string, start, end int) {
	l.add(finding{name: name, start: start, end: end, field: f.Name})
}

// tellFlaws adds the flaws of a field.
func (l *linter) tellFlaws(f *Field, flaws []Flaw) {
	for _, flaw := range flaws {
		l.tellOf(f, flaw.Name, flaw.Start, flaw.End)
	}
}

// structure adds what the tree found wrong with a part.
func (l *linter) structure(p *Part) {
	for i := range p.Problems {
		found := &p.Problems[i]
		l.add(finding{name: found.Name, start: found.Start, end: found.End, whole: found})
	}
}

func (l *linter) add(f finding) {
	if len(l.found) < MaxProblems && l.told[f.name] < maxSame {
		l.told[f.name]++
		l.found = append(l.found, f)
	}
}

// problem adds what the table says.
func (f *finding) problem() Problem {
	if f.whole != nil {
		return *f.whole
	}
	i := slices.IndexFunc(lintKinds[:], func(k Kind) bool { return k.Name == f.name })
	if i < 0 {
		panic("message: the problem " + f.name + " is not in the table")
	}
	k := &lintKinds[i]
	p := Problem{Name: k.Name, Severity: k.Severity, Section: k.Section, Text: k.Text, Start: f.start, End: f.end, Lost: k.Lost}
	if f.field != "" {
		p.Text = f.field + ": " + p.Text
	}
	if f.decoder != nil {
		p.Lost = f.decoder.Lost
	}
	return p
}

// BreaksRule says whether the problem is more than a note.
func (p Problem) BreaksRule() bool { return p.Severity != note }

// isOneOf says whether the field has one of these names.
func (f *Field) isOneOf(names ...string) bool {
	for _, name := range names {
		if f.Is(name) {
			return true
		}
	}
	return false
}

// hasPrefixFold says whether s begins with prefix, in whatever case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && equalFold(s[:len(prefix)], prefix)
}

// structuralKind says whether the tree of parts tells problems of this name itself.
func structuralKind(name string) bool {
	return slices.ContainsFunc(structureProblems[:], func(p Problem) bool { return p.Name == name })
}

// highOctet is where the first octet above 127 stands in b, -1 when there is none.
func highOctet(b []byte) int {
	if isASCII(b) {
		return -1
	}
	return strings.IndexFunc(string(b), func(r rune) bool { return r >= 0x80 })
}

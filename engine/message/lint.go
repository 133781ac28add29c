package message

import (
	"slices"
	"strings"
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
	root := Tree(data)
	l := &linter{data: data, root: root, header: &root.Header, told: map[string]int{}}
	l.fieldCounts()
	l.fieldForms()
	l.fieldOrder()
	l.fieldValues()
	l.dates()
	l.authors()
	l.conversation()
	l.trace()
	l.lists()
	l.words()
	l.parts()
	l.octets()
	slices.SortStableFunc(l.problems, func(a, b Problem) int { return a.Start - b.Start })
	return l.problems
}

type linter struct {
	data     []byte
	root     *Part
	header   *Header
	problems []Problem
	told     map[string]int // How often each kind was.
}

// tell adds a problem of the table, and returns it for those who know more about it; nil when there are too many.
func (l *linter) tell(name string, start, end int) *Problem {
	for i := range lintKinds {
		if k := &lintKinds[i]; k.Name == name {
			return l.add(Problem{Name: k.Name, Severity: k.Severity, Section: k.Section, Text: k.Text, Start: start, End: end, Lost: k.Lost})
		}
	}
	panic("message: the problem " + name + " is not in the table")
}

// tellOf adds a problem of a field, whose name goes before the text.
func (l *linter) tellOf(f *Field, name string, start, end int) {
	if p := l.tell(name, start, end); p != nil {
		p.Text = f.Name + ": " + p.Text
	}
}

// tellFlaws adds the flaws of a field.
func (l *linter) tellFlaws(f *Field, flaws []Flaw) {
	for _, flaw := range flaws {
		l.tellOf(f, flaw.Name, flaw.Start, flaw.End)
	}
}

func (l *linter) add(p Problem) *Problem {
	if len(l.problems) == MaxProblems || l.told[p.Name] == maxSame {
		return nil
	}
	l.told[p.Name]++
	l.problems = append(l.problems, p)
	return &l.problems[len(l.problems)-1]
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

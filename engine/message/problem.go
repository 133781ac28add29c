package message

import "strings"

// Problem is one thing that is wrong with a letter.
type Problem struct {
	Name     string // A stable name for checks and translations: "missing-date".
	Severity string // "error": a rule with MUST is broken. "warning": one with SHOULD is.
	Section  string // Where the rule stands: "RFC 5322 §3.6".
	Text     string // What is wrong and what would be right, in English.
	Start    int    // The octets that it is about, as offsets in the letter;
	End      int    // both are the same place when something is missing there.
	Lost     bool   // Something that the writer meant cannot be read, or is shown in another place than was meant.
}

// The severities.
const (
	severe = "error"
	minor  = "warning"
)

// String writes the problem in one line: "error missing-date (RFC 5322 §3.6.1): …".
func (p Problem) String() string {
	return strings.Join([]string{p.Severity, p.Name, "(" + p.Section + "):", p.Text}, " ")
}

// Problems of the structure.
const (
	NoBoundary   = "no-boundary"       // A multipart without the boundary parameter.
	NoParts      = "no-parts"          // A multipart whose boundary never comes.
	NotClosed    = "boundary-unclosed" // A multipart whose closing boundary is missing.
	TooDeep      = "too-deep"          // More than MaxDepth parts within parts; not taken apart further.
	TooMany      = "too-many-parts"    // More than MaxParts; the rest belongs to the part before it.
	HeaderCut    = "header-cut"        // A boundary comes within a part's header.
	EncodedParts = "encoded-parts"     // A multipart or message in base64 or quoted-printable.
	BadType      = "bad-content-type"  // No type/subtype.
)

// structureProblems says what each problem of the structure is; its place is added when one is found.
var structureProblems = [...]Problem{
	{Name: NoBoundary, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "A multipart needs the parameter boundary."},
	{Name: NoParts, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "The boundary of this multipart never comes."},
	{Name: NotClosed, Severity: severe, Section: "RFC 2046 §5.1", Text: "The closing boundary (with -- at its end) is missing."},
	{Name: TooDeep, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "There are too many parts within parts."},
	{Name: TooMany, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "There are too many parts."},
	{Name: HeaderCut, Severity: severe, Section: "RFC 2046 §5.1", Text: "A boundary comes before the empty line that ends this part's header."},
	{Name: EncodedParts, Severity: severe, Section: "RFC 2045 §6.4", Text: "A multipart or a letter must not be in base64 or quoted-printable as a whole; encode what is in it."},
	{Name: BadType, Severity: severe, Section: "RFC 2045 §5.1", Text: "The Content-Type is no type/subtype."},
}

// flag adds a problem of the structure, with its place, to the part.
func (part *Part) flag(name string, start, end int) {
	for _, p := range structureProblems {
		if p.Name == name {
			p.Start, p.End = start, end
			part.Problems = append(part.Problems, p)
			return
		}
	}
	panic("message: the problem " + name + " is not in the table")
}

package message

import (
	"strings"

	"ehloworld/engine/message/encoding"
)

// Problem is one thing that is wrong with a letter.
type Problem struct {
	Name     string // A stable name for checks and translations: "missing-date".
	Severity string // "error": a rule with MUST is broken. "warning": one with SHOULD is. "note": none is.
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

// Problems of the structure. What they mean, structureProblems says.
const (
	ByteOrderMark    = "byte-order-mark"
	MboxLine         = "mbox-line"
	NoBlankLine      = "no-blank-line"
	HeaderCut        = "header-cut"
	HeaderUnread     = "header-unread"
	BadType          = "bad-content-type"
	RepeatedType     = "duplicate-content-type"
	RepeatedEncoding = "duplicate-content-transfer-encoding"
	RepeatedManner   = "duplicate-content-disposition"
	RepeatedID       = "duplicate-content-id"
	EncodingJunk     = "encoding-junk"
	EncodingUnknown  = encoding.UnknownEncoding
	CharsetUnknown   = "charset-unknown"
	BadParameter     = "bad-parameter"
	RepeatedParam    = "duplicate-parameter"
	ParamSections    = "parameter-sections"
	ParamEncoding    = "parameter-encoding"
	TooManyParams    = "too-many-parameters"
	NoBoundary       = "no-boundary"
	BoundaryUnnamed  = "boundary-unnamed"
	BoundaryRepeated = "boundary-repeated"
	BoundaryDoubled  = "boundary-doubled"
	NoParts          = "no-parts"
	NotClosed        = "boundary-unclosed"
	PartsAfterEnd    = "parts-after-end"
	TextAfterEnd     = "text-after-end"
	EncodedParts     = "encoded-parts"
	TooDeep          = "too-deep"
	TooMany          = "too-many-parts"
)

// structureProblems says what each problem of the structure is; its place is added when one is found.
var structureProblems = [...]Problem{
	{Name: ByteOrderMark, Severity: severe, Section: "RFC 5322 §2.2", Text: "A byte order mark stands before the first field, as editors write it into files. It was passed over."},
	{Name: MboxLine, Severity: severe, Section: "RFC 4155", Text: "The letter begins with the line that separates letters in a mailbox file. It is no part of the letter and was passed over."},
	{Name: NoBlankLine, Severity: severe, Section: "RFC 5322 §2.1", Text: "No empty line separates header and body. The body was taken to begin at the first line that can be no field."},
	{Name: HeaderCut, Severity: severe, Section: "RFC 2046 §5.1", Text: "A boundary comes before the empty line that ends this part's header."},
	{Name: HeaderUnread, Severity: severe, Section: "RFC 5322 §2.2", Lost: true, Text: "The header is so long that its end was not read."},
	{Name: BadType, Severity: severe, Section: "RFC 2045 §5.1", Lost: true, Text: "The Content-Type is no type/subtype, so nobody knows what this part is."},
	{Name: RepeatedType, Severity: severe, Section: "RFC 2045 §3", Lost: true, Text: "There is more than one Content-Type; the first one counts."},
	{Name: RepeatedEncoding, Severity: severe, Section: "RFC 2045 §3", Lost: true, Text: "There is more than one Content-Transfer-Encoding; the first one counts."},
	{Name: RepeatedManner, Severity: severe, Section: "RFC 2183 §2", Lost: true, Text: "There is more than one Content-Disposition; the first one counts."},
	{Name: RepeatedID, Severity: severe, Section: "RFC 2045 §7", Lost: true, Text: "There is more than one Content-ID; the first one counts."},
	{Name: EncodingJunk, Severity: severe, Section: "RFC 2045 §6.1", Text: "The Content-Transfer-Encoding is one word and nothing else."},
	{Name: EncodingUnknown, Severity: severe, Section: "RFC 2045 §6.1", Lost: true, Text: "Nobody knows this Content-Transfer-Encoding. The body was left as it is."},
	{Name: CharsetUnknown, Severity: minor, Section: "RFC 2046 §4.1.2", Lost: true, Text: "This character set is not known. The text is read as UTF-8."},
	{Name: BadParameter, Severity: severe, Section: "RFC 2045 §5.1", Text: "The parameters are not written as name=value with semicolons between; values with other characters than letters and digits need quotation marks."},
	{Name: RepeatedParam, Severity: severe, Section: "RFC 2045 §5.1", Lost: true, Text: "A parameter is given twice; the first one counts."},
	{Name: ParamSections, Severity: severe, Section: "RFC 2231 §3", Lost: true, Text: "A parameter in sections lacks some of them; they are numbered from 0."},
	{Name: ParamEncoding, Severity: severe, Section: "RFC 2231 §4", Lost: true, Text: "A parameter in the form charset'language'text cannot be read: the character set is not known, or a percent sign has no two digits after it."},
	{Name: TooManyParams, Severity: severe, Section: "RFC 2045 §5.1", Lost: true, Text: "There are so many parameters that not all were read."},
	{Name: NoBoundary, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "A multipart needs the parameter boundary. Without it the parts cannot be told apart."},
	{Name: BoundaryUnnamed, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "This line looks like a boundary, but the Content-Type does not name it."},
	{Name: BoundaryRepeated, Severity: severe, Section: "RFC 2046 §5.1.2", Lost: true, Text: "A multipart has the same boundary as one around it, so its parts belong to the outer one."},
	{Name: BoundaryDoubled, Severity: severe, Section: "RFC 2046 §5.1.1", Text: "Two boundary lines follow each other with no part between; they were taken for one."},
	{Name: NoParts, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "The boundary of this multipart never comes."},
	{Name: NotClosed, Severity: severe, Section: "RFC 2046 §5.1", Text: "The closing boundary (with -- at its end) is missing. Perhaps the end of the letter got lost."},
	{Name: PartsAfterEnd, Severity: severe, Section: "RFC 2046 §5.1.1", Lost: true, Text: "More parts stand after the closing boundary, where nobody looks for them."},
	{Name: TextAfterEnd, Severity: minor, Section: "RFC 2046 §5.1.1", Lost: true, Text: "There is text after the closing boundary. Readers do not show it."},
	{Name: EncodedParts, Severity: severe, Section: "RFC 2045 §6.4", Text: "A multipart or a letter must not be in base64 or quoted-printable as a whole; encode what is in it."},
	{Name: TooDeep, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "There are so many parts within parts that the inmost were not taken apart."},
	{Name: TooMany, Severity: severe, Section: "RFC 2046 §5.1", Lost: true, Text: "There are so many parts that not all were taken apart."},
}

// flag adds a problem of the structure, with its place, to the part.
func (part *Part) flag(name string, start, end int) {
	for i := range structureProblems {
		if p := &structureProblems[i]; p.Name == name {
			part.Problems = append(part.Problems, *p)
			found := &part.Problems[len(part.Problems)-1]
			found.Start, found.End = start, end
			return
		}
	}
	panic("message: the problem " + name + " is not in the table")
}

// flagOnce tells a problem that can be there thousands of times at its first place only.
func (part *Part) flagOnce(name string, start, end int) {
	for i := range part.Problems {
		if part.Problems[i].Name == name {
			return
		}
	}
	part.flag(name, start, end)
}

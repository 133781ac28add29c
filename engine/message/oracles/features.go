package oracles

import (
	"bytes"
	"mime"
	"regexp"
	"slices"
	"strings"

	"github.com/emersion/go-message/charset"

	"ehloworld/engine/message"
)

// What reasons look at: features of the part that a difference is about, and of the two readings.

// headerLines are the lines up to the first empty one, with their ends.
func (d *Difference) headerLines() [][]byte {
	rest := d.Source[d.Part.Header.Start:max(d.Part.End, d.Part.Header.End)]
	var lines [][]byte
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		if len(bytes.TrimSuffix(line, []byte("\r"))) == 0 {
			break
		}
		lines = append(lines, rest[:len(rest)-len(after)])
		rest = after
	}
	return lines
}

var fieldLine = regexp.MustCompile(`^[!-9;-~]+:`)

// oddHeader says that a line of the header is neither a field nor the continuation of one, or that the empty line after it
// is missing: everybody then has their own idea of where the header ends and what its fields are.
func (d *Difference) oddHeader() bool {
	for i, line := range d.headerLines() {
		text := bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		continues := i > 0 && len(text) > 0 && (text[0] == ' ' || text[0] == '\t') && len(bytes.TrimSpace(text)) > 0
		if len(text) == 0 || !continues && !fieldLine.Match(text) || bytes.ContainsAny(text, "\r\x00\x0b\x0c") || !bytes.HasSuffix(line, []byte("\n")) {
			return true
		}
	}
	return !d.Part.Header.Blank()
}

// field is the unfolded value of the part's first field of that name.
func (d *Difference) field(name string) string { return d.Part.Header.Get(name) }

// has says whether the part has fields of that name.
func (d *Difference) has(name string) bool { return d.Part.Header.Has(name) }

// media is the field that a difference is about: of a parameter, a file name, a disposition or a type.
func (d *Difference) media() string {
	switch d.Field {
	case "disposition":
		return d.field("Content-Disposition")
	case "filename":
		return d.field("Content-Disposition") + "; " + d.field("Content-Type")
	}
	return d.field("Content-Type")
}

// is says whether the difference is about one of these fields.
func (d *Difference) is(fields ...string) bool { return slices.Contains(fields, d.Field) }

// also says whether the oracle reads one of these of the part otherwise, too.
func (d *Difference) also(fields ...string) bool {
	for _, f := range fields {
		if d.Also[f] {
			return true
		}
	}
	return false
}

// headerValue is the raw value of the field that a difference of a header's value is about; the first of that name.
func (d *Difference) headerValue() string { return d.field(d.Name) }

// raw is the part's body before decoding.
func (d *Difference) raw() []byte { return d.Source[d.Part.Body:d.Part.End] }

// body and text are our reading of a leaf.
func (d *Difference) body() []byte {
	body, _ := contentOf(d.Part, d.Source)
	return body
}

func (d *Difference) text() string {
	if _, text := contentOf(d.Part, d.Source); text != nil {
		return *text
	}
	return ""
}

// theirText is the oracle's reading of a text.
func (d *Difference) theirText() string {
	if d.Node != nil && d.Node.Text != nil {
		return *d.Node.Text
	}
	return ""
}

// charset is the label of a text part.
func (d *Difference) charset() string { return strings.ToLower(d.Part.Charset()) }

// whole says that the whole text of a letter or part is compared: header values and texts, where charsets matter.
func (d *Difference) whole() bool { return d.is("text", "header value", "param", "filename") }

// labels are the character sets that are named where the difference is: of the text, or of encoded words and parameters.
func (d *Difference) labels() []string {
	switch d.Field {
	case "text":
		return []string{d.charset()}
	case "header value":
		return append(wordLabels(d.headerValue()), wordLabels(strings.Join(d.Part.Header.All(d.Name), " "))...)
	case "param", "filename":
		return append(wordLabels(d.media()), extendedLabels(d.media())...)
	}
	return nil
}

var (
	wordLabel     = regexp.MustCompile(`=\?([^?*]*)(?:\*[^?]*)?\?[bBqQ]\?`)
	extendedLabel = regexp.MustCompile(`\*\s*=\s*"?([^';"]*)'[^']*'`)
)

func wordLabels(value string) []string {
	var out []string
	for _, m := range wordLabel.FindAllStringSubmatch(value, -1) {
		out = append(out, strings.ToLower(m[1]))
	}
	return out
}

func extendedLabels(value string) []string {
	var out []string
	for _, m := range extendedLabel.FindAllStringSubmatch(value, -1) {
		out = append(out, strings.ToLower(m[1]))
	}
	return out
}

// labelled says whether one of the labels is one of these.
func (d *Difference) labelled(names ...string) bool {
	return slices.ContainsFunc(d.labels(), func(l string) bool { return slices.Contains(names, l) })
}

// blankless is a text without its blanks.
func blankless(s string) string { return strings.Join(strings.Fields(s), "") }

// lossless is a text without the places where something was lost.
func lossless(s string) string { return strings.ReplaceAll(s, "\uFFFD", "") }

// lostLikewise says that both readings of a text are the same but for what stands at places that were lost.
func lostLikewise(a, b string) bool {
	return strings.Contains(a+b, "\uFFFD") && (lossless(a) == lossless(b) || gaps(a) == gaps(b))
}

// gaps makes one mark of every run of marks.
func gaps(s string) string {
	for strings.Contains(s, "\uFFFD\uFFFD") {
		s = strings.ReplaceAll(s, "\uFFFD\uFFFD", "\uFFFD")
	}
	return s
}

// latin1 reads every octet as the character of its number.
func latin1(data []byte) string {
	var b strings.Builder
	for _, c := range data {
		b.WriteRune(rune(c))
	}
	return b.String()
}

// decodedWords reads encoded words as Go's standard library does.
func decodedWords(s string) string {
	out, err := (&mime.WordDecoder{CharsetReader: charset.Reader}).DecodeHeader(s)
	if err != nil {
		return s
	}
	return out
}

// boundary is the part's own one.
func (d *Difference) boundary() string { return d.Part.Param("boundary") }

// defaultLetter says that the part is a letter because it stands in a digest (RFC 2046 section 5.1.5).
func (d *Difference) defaultLetter() bool {
	return d.Part.Type == "message/rfc822" && !d.has("Content-Type")
}

// bareCR says whether there is a CR without LF in data.
func bareCR(data []byte) bool {
	return bytes.Contains(bytes.ReplaceAll(data, []byte("\r\n"), nil), []byte("\r"))
}

// isMultipart says that we take the part for a multipart.
func isMultipart(p *message.Part) bool { return strings.HasPrefix(p.Type, "multipart/") }

// inEncoded says that the part lies in a letter which is in base64 or quoted-printable.
func (d *Difference) inEncoded() bool { return len(d.Source) > 0 && &d.Source[0] != &d.Case.Data[0] }

// named says whether the letter is one of these.
func (d *Difference) named(names ...string) bool { return slices.Contains(names, d.Case.Name) }

// nullText says that the library cannot read the text's character set.
func (d *Difference) nullText() bool { return d.is("text") && d.Theirs == "null" }

// boundaryLine matches the lines that are the part's boundary or begin with it.
func (d *Difference) boundaryLine() *regexp.Regexp {
	return regexp.MustCompile(`--` + regexp.QuoteMeta(d.boundary()))
}

// adjacent says that two boundary lines of the part follow each other at once.
func (d *Difference) adjacent() bool {
	b := regexp.QuoteMeta(d.boundary())
	return b != "" && regexp.MustCompile(`(?m)^--`+b+`[ \t]*\r?\n--`+b+`[ \t]*\r?$`).Match(d.Source)
}

// uses says whether one of the named character sets is in play.
func (d *Difference) uses(names string) bool { return d.labelled(strings.Fields(names)...) }

// inClass says whether a text has characters of a kind.
func inClass(s string, from, to rune) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r >= from && r <= to })
}

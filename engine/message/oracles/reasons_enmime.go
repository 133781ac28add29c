package oracles

import (
	"bytes"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

var enmimeOnly = []string{"enmime"}

var enmimeReasons = []reason{
	{name: "parameters are encoded again", oracles: enmimeOnly,
		why: "The library gives parameters that are not ASCII as encoded words of its own making.",
		match: func(d *Difference) bool {
			return d.is("param", "filename") && (decodedWords(unquoted(d.Theirs)) == unquoted(d.Ours) || gaps(decodedWords(unquoted(d.Theirs))) == gaps(unquoted(d.Ours)))
		}},
	{name: "boundaries anywhere in a line", oracles: enmimeOnly,
		why: "A delimiter begins its line and is all of it but for blanks (RFC 2046 §5.1.1); the library finds the boundary in the middle of text, and before more text.",
		match: func(d *Difference) bool {
			return d.is("made of") && d.boundary() != "" && (len(d.boundaryLine().FindAllIndex(d.Source, -1)) > 1+len(d.Part.Parts) || d.adjacent())
		}},
	{name: "boundary lines in a row", oracles: []string{"enmime", "postal-mime"},
		why:   "The line end before a delimiter is its own, so that a delimiter right after another leaves no room for a part (RFC 2046 §5.1.1); the library makes an empty one, Python and we do not.",
		match: func(d *Difference) bool { return d.is("made of") && d.adjacent() }},
	{name: "header without a type", oracles: enmimeOnly,
		why: "The library reads no disposition, name or identifier of a part that has no Content-Type.",
		match: func(d *Difference) bool {
			return d.is("disposition", "filename", "cid") && (!d.has("Content-Type") || strings.HasSuffix(strings.TrimSpace(d.field("Content-Type")), ";")) && d.Theirs == "null"
		}},
	{name: "a disposition that cannot be", oracles: enmimeOnly,
		why: "When a disposition is no token the library drops the field, or gives a type instead; we keep what it says.",
		match: func(d *Difference) bool {
			return d.is("disposition", "filename") && !plainDisposition(d.field("Content-Disposition"))
		}},
	{name: "half a type", oracles: enmimeOnly,
		why: "A type with nothing on one side of its slash is handed on by Python and postal-mime as it is, and by us; enmime makes one up.",
		match: func(d *Difference) bool {
			return d.is("type") && (strings.HasPrefix(d.Ours, "/") || strings.HasSuffix(d.Ours, "/"))
		}},
	{name: "identifiers are unescaped", oracles: enmimeOnly,
		why:   "The library undoes the escapes of a cid: address in the identifier itself, and keeps comments; only the address is escaped (RFC 2392 §2).",
		match: func(d *Difference) bool { return d.is("cid") && strings.ContainsAny(d.field("Content-ID"), "%+ (") }},
	{name: "ASCII is Windows-1252", oracles: enmimeOnly,
		why: "The library reads what claims to be ASCII, and is not, as Windows-1252; by RFC 2046 §4.1.2 such octets are no text, and we mark them.",
		match: func(d *Difference) bool {
			return d.is("text") && d.charset() == "us-ascii" && d.theirText() == windows1252(d.body())
		}},
	{name: "the mark of UTF-16", oracles: []string{"enmime", "postal-mime"},
		why:   "UTF-16 begins with a mark that says its order (RFC 2781 §3.2); the library always reads little-endian, or keeps the mark.",
		match: func(d *Difference) bool { return d.is("text", "header value") && d.uses("utf-16") }},
	{name: "label with blanks or quotation marks", oracles: enmimeOnly,
		why:   "The library takes blanks and quotation marks into the name of the character set.",
		match: func(d *Difference) bool { return d.nullText() && strings.ContainsAny(d.Part.Param("charset"), "' ") }},
	{name: "soft breaks that enmime keeps", oracles: enmimeOnly,
		why: "A soft break is one also before blanks and at the end of the body (RFC 2045 §6.7 rule 5 and note 2); the library shows its equals sign.",
		match: func(d *Difference) bool {
			return d.is("text", "body") && d.Part.Encoding == "quoted-printable" && bytes.Contains(d.raw(), []byte("=\r\r\n")) || d.is("text", "body") && d.Part.Encoding == "quoted-printable" && gone(string(d.body()), "\n") == gone(gone(theirs(d), "="), "\n") || d.is("text", "body") && d.Part.Encoding == "quoted-printable" && strings.HasSuffix(theirs(d), "=")
		}},
	{name: "broken base64 in enmime", oracles: enmimeOnly,
		why: "With padding in the middle, letters left over or foreign characters the library goes on out of step; we take up the step after padding, and keep what decodes.",
		match: func(d *Difference) bool {
			return d.is("text", "body") && d.Part.Encoding == "base64" && (bytes.Contains(bytes.TrimRight(d.raw(), "= \t\r\n"), []byte("=")) || notBase64.Match(d.raw()) || len(blankless(string(d.raw())))%4 != 0)
		}},
	{name: "the language of a word", oracles: enmimeOnly,
		why:   "RFC 2231 §5 allows a language in an encoded word; the library takes it into the name of the character set.",
		match: func(d *Difference) bool { return d.is("header value") && d.named("words/language") }},
}

// theirs is the oracle's text, or else its octets.
func theirs(d *Difference) string {
	if d.Node == nil {
		return ""
	}
	if d.Node.Text != nil {
		return *d.Node.Text
	}
	return string(d.Node.Body)
}

func windows1252(data []byte) string {
	s, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return ""
	}
	return string(s)
}

func plainDisposition(s string) bool {
	word, _, _ := strings.Cut(s, ";")
	word = strings.TrimSpace(word)
	return word == "" && s == "" || word != "" && !strings.ContainsAny(word, "\\\"=<>@,:/[]?() ") && strconv.CanBackquote(word)
}

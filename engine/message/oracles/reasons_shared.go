package oracles

import (
	"bytes"
	"regexp"
	"strings"
)

// sharedReasons are those that several libraries have in common.
var sharedReasons = []reason{
	{name: "odd header line", oracles: all,
		why: "A line of the header is neither a field nor a continuation, or the empty line is missing: Python ends the header there, go-message refuses the letter, enmime joins it to the field before, postal-mime makes a field of it; we list it as a stray line or see that the text has begun (RFC 5322 §2.2).",
		match: func(d *Difference) bool {
			return d.is("header names", "header set", "header value", "type", "param", "disposition", "filename", "encoding", "cid") && d.oddHeader()
		}},
	{name: "digest default", oracles: []string{"go-message", "enmime"},
		why:   "The parts of a digest are letters unless they say otherwise (RFC 2046 §5.1.5); the library does not know.",
		match: func(d *Difference) bool { return d.defaultLetter() && d.is("type", "made of", "text", "body") }},
	{name: "blanks at the end of a quoted-printable line", oracles: []string{"python", "postal-mime"}, against: true,
		why: "They must be deleted, since a server on the way put them there (RFC 2045 §6.7 rule 3); these keep them, enmime and go-message delete them as we do.",
		match: func(d *Difference) bool {
			return d.is("body", "text") && d.Part.Encoding == "quoted-printable" && trailingBlanks.Match(d.raw())
		}},
	{name: "places that are lost", oracles: all,
		why: "How many replacement characters stand for octets that are no text is everybody's own choice; we have one for each, as the Encoding Standard does.",
		match: func(d *Difference) bool {
			return d.is("text") && lostLikewise(d.text(), d.theirText()) ||
				d.is("header value", "param", "filename") && lostLikewise(d.Ours, d.Theirs)
		}},
	{name: "message/global", oracles: []string{"postal-mime"},
		why:   "A message/global is a letter (RFC 6532 §3.7); the library knows message/rfc822 only.",
		match: func(d *Difference) bool { return d.Part.Type == "message/global" && d.is("made of") }},
	{name: "comment or parameter after a word", oracles: all,
		why: "A comment may stand there (RFC 2045 §6.1), and what else follows the name of the encoding does not change it; the library takes the whole value for the name, or a part of a name that nobody knows.",
		match: func(d *Difference) bool {
			return d.is("encoding", "body", "text") && oddEncoding.MatchString(d.field("Content-Transfer-Encoding"))
		}},
	{name: "type that is none", oracles: all,
		why: "A type without its slash, or with two, is no type, and the part is text/plain (RFC 2045 §5.2); the library hands the word on.",
		match: func(d *Difference) bool {
			return d.is("type") && d.Part.Type == "text/plain" && !plainType.MatchString(d.field("Content-Type"))
		}},
	{name: "text after a type without a semicolon", oracles: all, against: true,
		why: "The type is the first word (RFC 2045 §5.1); Python and postal-mime take all up to the next semicolon for it, enmime gives the type up.",
		match: func(d *Difference) bool {
			return d.is("type", "made of") && noSemicolon.MatchString(d.field("Content-Type"))
		}},
	{name: "encoded words in extended values", oracles: all,
		why: "A value in the form of RFC 2231 is text already, also when it looks like an encoded word; the libraries decode once more.",
		match: func(d *Difference) bool {
			return d.is("param", "filename") && strings.Contains(d.Ours, "=?") && strings.Contains(d.media(), "*")
		}},
	{name: "boundary that ends with a blank", oracles: []string{"go-message", "postal-mime"},
		why:   "A boundary must not end with a blank (RFC 2046 §5.1.1), since blanks at the ends of lines get lost; we take it for padding, as Python does.",
		match: func(d *Difference) bool { return d.is("body", "text") && d.named("boundaries/quoted-trailing-blank") }},
	{name: "one end at the boundary", oracles: all,
		why: "The line end before a boundary belongs to the boundary, whatever line end it is (RFC 2046 §5.1.1); with line ends of several kinds, or a CR before it, the libraries cut elsewhere.",
		match: func(d *Difference) bool {
			return d.is("body", "text") && mixedEnds(d.Source) && strings.TrimRight(d.text()+string(d.body()), "\n") != "" &&
				d.Node != nil && bytes.Equal(bytes.TrimRight(d.body(), "\r\n"), bytes.TrimRight(d.Node.Body, "\r\n"))
		}},
}

var (
	noSemicolon    = regexp.MustCompile(`^\s*[^\s;/,]+/[^\s;,]*(,|\s)\s*[^\s;(]`)
	trailingBlanks = regexp.MustCompile(`[ \t]+(\r*\n|$)`)
	oddEncoding    = regexp.MustCompile(`[^A-Za-z0-9-]`)
	plainType      = regexp.MustCompile(`^\s*[!#$&^_.+%'*` + "`" + `|~A-Za-z0-9-]+/[!#$&^_.+%'*` + "`" + `|~A-Za-z0-9-]+\s*(;|$)`)
)

// mixedEnds says that a letter has line ends of more than one kind.
func mixedEnds(data []byte) bool {
	crlf, lf := bytes.Count(data, []byte("\r\n")), bytes.Count(data, []byte("\n"))
	return bareCR(data) || crlf > 0 && lf > crlf
}

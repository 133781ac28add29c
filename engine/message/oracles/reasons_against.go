package oracles

import (
	"bytes"
	"regexp"
	"strings"
)

// againstReasons are where all others agree and we read otherwise on purpose.
var againstReasons = []reason{
	{name: "blanks around the slash", oracles: all, against: true,
		why:   "Blanks may stand between any two words of a structured field (RFC 822 §3.1.4, RFC 2045 §5.1), so the type is text/plain; Python and postal-mime keep the blanks, the Go ones refuse the field.",
		match: func(d *Difference) bool { return d.Case.Name == "types/blanks-at-slash" && d.is("type") }},
	{name: "GBK holds GB18030", oracles: all, against: true,
		why: "In the Encoding Standard the decoders of GBK and GB2312 are that of GB18030, since mail under these labels has its characters of four octets; the others mark them lost.",
		match: func(d *Difference) bool {
			return d.is("text") && d.uses("gbk gb2312") && strings.Count(d.theirText(), "\uFFFD") > strings.Count(d.text(), "\uFFFD")
		}},
	{name: "punctuation within a type", oracles: all, against: true,
		why: "A comma or a blank ends a type (RFC 2045 §5.1), and what stands before it alone is none, so the part is text/plain; Python and postal-mime only count slashes.",
		match: func(d *Difference) bool {
			word, _, _ := strings.Cut(d.field("Content-Type"), ";")
			return d.is("type") && d.Part.Type == "text/plain" && strings.ContainsAny(strings.TrimSpace(word), ", \t")
		}},
	{name: "question mark within a word", oracles: all, against: true,
		why:   "By RFC 2047 §2 there is none in a word; programs that write one mean the word to go on, and what can be read is shown.",
		match: func(d *Difference) bool { return d.is("header value") && insideWord.MatchString(d.headerValue()) }},
	{name: "a CR at the very end", oracles: all, against: true,
		why:   "A letter that was cut inside its last CRLF ends with a CR, which ends a line as a bare CR always does in a text; the others drop it, each for a reason of its own.",
		match: func(d *Difference) bool { return d.is("body", "text") && bytes.HasSuffix(d.Source, []byte("\r")) }},
	{name: "a shift that spans two words", oracles: all, against: true,
		why:   "The writer cut an ISO-2022-JP text without shifting back to ASCII; joined, the words say what was meant, as Python's older email.header reads them, too.",
		match: func(d *Difference) bool { return d.Case.Name == "words/split-2022" && d.is("header value") }},
}

// insideWord matches an encoded word with a question mark in its text.
var insideWord = regexp.MustCompile(`=\?[^?]+\?[qQ]\?[^? ]*\?[^?= ][^? ]*\?=`)

package oracles

import (
	"bytes"
	"regexp"
	"strings"
)

var python = []string{"python"}

var pythonReasons = []reason{
	{name: "blanks around encoded words", oracles: python,
		why: "email.header puts a blank on both sides of an encoded word, where the field has none (RFC 2047 §6.2 takes away only blanks between two words).",
		match: func(d *Difference) bool {
			return d.is("header value", "param", "filename") && len(d.labels()) > 0 && blankless(d.Ours) == blankless(d.Theirs)
		}},
	{name: "base64 that Python gives back", oracles: python,
		why: "When the padding or the length is wrong Python gives the body undecoded; we decode what decodes.",
		match: func(d *Difference) bool {
			return d.is("body") && d.Part.Encoding == "base64" && blankless(string(d.raw())) == blankless(string(d.Node.Body))
		}},
	{name: "base64 after padding", oracles: python,
		why: "Python stops at the first padding; in joined pieces of base64 (one a line, say) we go on after it.",
		match: func(d *Difference) bool {
			return d.is("body") && d.Part.Encoding == "base64" && bytes.HasPrefix(d.body(), d.Node.Body) && bytes.Contains(d.raw(), []byte("="))
		}},
	{name: "last line of an open multipart", oracles: python,
		why: "Without a closing boundary the body goes to the end of the letter, its last line end included; Python takes that off as if a boundary followed.",
		match: func(d *Difference) bool {
			return d.is("body") && d.Part.End == len(d.Source) && (string(d.body()) == string(d.Node.Body)+"\n" || string(d.body()) == string(d.Node.Body)+"\r\n")
		}},
	{name: "last line end of a multipart without parts", oracles: python,
		why: "The line end before the outer boundary belongs to that boundary (RFC 2046 §5.1.1), also where a multipart has no parts; Python leaves it in.",
		match: func(d *Difference) bool {
			return d.is("body") && isMultipart(d.Part) && (string(d.Node.Body) == string(d.body())+"\n" || string(d.Node.Body) == string(d.body())+"\r\n")
		}},
	{name: "blanks behind the encoding", oracles: python,
		why: "Blanks at the end of the field are no part of the encoding's name (RFC 5322 §2.2.2); Python's decoder, unlike its parser of the field, takes them in.",
		match: func(d *Difference) bool {
			f := d.Part.Header.Find("Content-Transfer-Encoding")
			return d.is("body") && f != nil && trailingBlanks.Match(f.Raw)
		}},
	{name: "encoded letters", oracles: python,
		why:   "A message/rfc822 in base64 or quoted-printable is against RFC 2046 §5.2.1 and happens; we decode it, Python reads its code as the letter.",
		match: func(d *Difference) bool { return d.inEncoded() }},
	{name: "bare CR as a line end", oracles: python,
		why: "Python ends lines at every CR, so a CR within a line makes boundaries and empty lines of what is none (RFC 5322 §2.3 has CR and LF only together).",
		match: func(d *Difference) bool {
			return bareCR(d.Source) && d.is("made of", "body", "text", "header names", "header value")
		}},
	{name: "quoted-printable that is none", oracles: python,
		why: "An equals sign that begins neither an octet nor a soft break stays, with what follows it (RFC 2045 §6.7, note 1 on robust decoding); Python eats one more.",
		match: func(d *Difference) bool {
			return d.is("body") && d.named("encodings/qp-equals-equals", "encodings/qp-cr-soft")
		}},
	{name: "specials in an unquoted value", oracles: python,
		why:   "A value with blanks, brackets, slashes or equals signs should be quoted (RFC 2045 §5.1); we read it to the semicolon, since so it was meant, Python to the first special.",
		match: func(d *Difference) bool { return d.is("param") && unquotedSpecial.MatchString(d.media()) }},
	{name: "parameters without a value", oracles: python,
		why:   "A name without an equals sign, or without a value behind it, has the empty value here, as in postal-mime; Python gives some of them no place.",
		match: func(d *Difference) bool { return d.is("param") && d.Ours == `""` && d.Theirs == "absent" }},
	{name: "oddities of RFC 2231", oracles: all,
		why: "Sections that begin with 1, are there twice or stand beside a plain value, and quotation marks that are missing or too many, are read by everybody in their own way (RFC 2231 §3 and §4 say nothing of them).",
		match: func(d *Difference) bool {
			return d.is("param", "filename") && d.named("params/sections-from-one", "params/sections-twice", "params/both-forms", "params/filename-both", "params/one-quote",
				"params/quotes-in-value", "params/sections-gap", "params/star-only", "params/double-star", "params/quotes-after-charset") || d.is("param") && blankInExtended.MatchString(d.media()) || d.is("param") && plainSection.MatchString(d.media())
		}},
	{name: "single quotation marks", oracles: python,
		why: "Single quotation marks are letters of a token (RFC 2045 §5.1); Python takes the value for a broken extended one.",
		match: func(d *Difference) bool {
			return d.is("param") && d.named("types/single-quotes", "boundaries/single-quotes")
		}},
	{name: "paths with backslashes", oracles: []string{"python", "postal-mime"},
		why:   "By RFC 822 §3.3 a backslash stands for the next character, but what stands in file names of this form are Windows paths; Go and we keep them.",
		match: func(d *Difference) bool { return d.is("param", "filename") && d.named("types/windows-path") }},
	{name: "comments and quotation marks in a type", oracles: python,
		why:   "Comments may stand in the field (RFC 2045 §5.1, RFC 822 §3.4.3); Python's type is all up to the semicolon.",
		match: func(d *Difference) bool { return d.is("type") && strings.ContainsAny(d.media(), "(\"") }},
	{name: "a disposition that is a parameter", oracles: []string{"python", "postal-mime"},
		why: "A value that begins with a parameter has no disposition (RFC 2183 §2); the libraries take the parameter for it.",
		match: func(d *Difference) bool {
			return d.is("disposition", "filename") && d.named("types/disposition-only-param")
		}},
	{name: "boundaries that Python cannot find", oracles: python,
		why: "Python looks for the boundary in its ASCII form, finds the empty one everywhere, and decodes no words in it; we look for the octets that the field has.",
		match: func(d *Difference) bool {
			return d.is("made of") && d.named("boundaries/empty-parameter", "boundaries/non-ascii-boundary", "boundaries/encoded-word-boundary")
		}},
	{name: "labels that Python lacks", oracles: python,
		why:   "Python has these character sets under other names only.",
		match: func(d *Difference) bool { return d.uses("windows-874 x-gbk") }},
	{name: "tables of the national standards", oracles: python,
		why: "Python's tables are those of the standards by name; mail under these labels holds the supersets that the Encoding Standard has: GBK for GB2312, the kana and Cyrillic of ETEN's Big5, UHC for EUC-KR, katakana in ISO-2022-JP, the C1 controls of the Windows sets.",
		match: func(d *Difference) bool {
			return d.whole() && d.uses("gb2312 gbk big5 euc-kr iso-2022-jp windows-1251 windows-1252 euc-jp shift_jis") && d.Theirs != "null"
		}},
	{name: "words of an unknown kind", oracles: python,
		why: "A word in a character set that nobody knows, or in none, stays as it is (RFC 2047 §6.2); Python shows its octets.",
		match: func(d *Difference) bool {
			return d.is("header value") && strings.Contains(d.Ours, "=?") && d.named("words/unknown-charset", "words/empty-charset")
		}},
	{name: "words that end early or late", oracles: []string{"python", "postal-mime"},
		why: "A question mark in the text of a word, or one letter of base64 too many, makes it no word by RFC 2047 §2; it is read all the same, as Go's library does.",
		match: func(d *Difference) bool {
			return d.is("header value") && d.named("words/question-in-q", "words/b-one-left", "words/start-only")
		}},
}

var (
	unquotedSpecial = regexp.MustCompile(`=\s*[^";\s][^";]*[][()<>@,:\\/?= ]`)
	blankInExtended = regexp.MustCompile(`\*\s*=[^";]*\s[^";]`)
	plainSection    = regexp.MustCompile(`\*\d+=[a-zA-Z0-9-]*''`)
)

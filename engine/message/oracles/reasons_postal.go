package oracles

import (
	"bytes"
	"regexp"
	"strings"
)

var postalOnly = []string{"postal-mime"}

var postalReasons = []reason{
	{name: "Node reads windows-1252 as ISO-8859-1", oracles: postalOnly,
		why: "In Node 20 the decoder for windows-1252, which also stands for every charset that the library does not know, has control characters where windows-1252 has quotation marks.",
		match: func(d *Difference) bool {
			return d.is("text") && d.Node != nil && d.theirText() == latin1(d.Node.Body)
		}},
	{name: "words that postal-mime cannot read", oracles: postalOnly,
		why: "Words and parameters in a character set that the library does not know are read as windows-1252, by Node as ISO-8859-1; RFC 2047 §6.2 has them left alone.",
		match: func(d *Difference) bool {
			return d.is("header value", "param", "filename") && (inClass(d.Theirs, 0x80, 0xff) || d.uses("utf-7 hz-gb-2312")) && !d.uses("utf-8") || d.is("header value", "param", "filename") && d.uses("x-klingon windows-1252 iso-8859-16 us-ascii hz-gb-2312 utf-7")
		}},
	{name: "tables of Node's decoders", oracles: postalOnly,
		why: "Node 20 has ICU's tables: the kana and Cyrillic of Big5, JIS X 0212 in EUC-JP, UHC, and bad pairs of GBK are not those of the Encoding Standard, as Chromium has it.",
		match: func(d *Difference) bool {
			return d.whole() && d.uses("big5 euc-jp euc-kr gbk gb18030 gb2312 shift_jis iso-2022-jp") && d.Theirs != "null"
		}},
	{name: "text without a label is UTF-8", oracles: postalOnly,
		why: "The library reads a text without a charset as UTF-8; without one it is ASCII (RFC 2046 §4.1.2), and other octets are no text.",
		match: func(d *Difference) bool {
			return d.is("text") && d.Part.Param("charset") == "" && gaps(strings.ToValidUTF8(string(d.body()), "\uFFFD")) == gaps(d.theirText())
		}},
	{name: "a byte order mark in UTF-8", oracles: postalOnly,
		why:   "The library's decoder drops a mark before the text; it is a character of the text, and hashes are of all of it.",
		match: func(d *Difference) bool { return d.is("text") && d.text() == "\uFEFF"+d.theirText() }},
	{name: "names with blanks", oracles: postalOnly,
		why:   "A parameter's name is one word (RFC 2045 §5.1); the library takes whatever stands before the equals sign.",
		match: func(d *Difference) bool { return d.is("param") && strings.Contains(d.Name, " ") && d.Ours == "absent" }},
	{name: "a charset of one word", oracles: []string{"enmime", "postal-mime"},
		why: "The name of a character set has no blanks (RFC 2045 §5.1), so it ends at one where a semicolon was forgotten, and comments and stray quotation marks are not of it; the libraries take all up to the semicolon.",
		match: func(d *Difference) bool {
			return d.is("param") && d.Name == "charset" && (strings.HasPrefix(unquoted(d.Theirs), unquoted(d.Ours)+" ") || d.named("types/quote-at-end", "types/comment-before-quote"))
		}},
	{name: "base64 after padding in the middle", oracles: postalOnly,
		why: "After padding that ends the code, a footer of plain text is no base64, and an equals sign within a group ends nothing; the library begins anew after every one.",
		match: func(d *Difference) bool {
			return d.is("body") && d.Part.Encoding == "base64" && bytes.Contains(bytes.TrimRight(d.raw(), "= \t\r\n"), []byte("="))
		}},
	{name: "CRs before a line end", oracles: []string{"postal-mime", "enmime", "go-message"},
		why: "CR CR LF is a CR and a line end, and a CR at the very end is one, too; the library takes all CRs before LF for one line end, or drops the last.",
		match: func(d *Difference) bool {
			return d.is("body", "text") && bareCR(d.Source[d.Part.Body:min(d.Part.End+2, len(d.Source))]) && bytes.Equal(noCRs(d.body()), noCRs(d.Node.Body))
		}},
	{name: "which boundary wins", oracles: postalOnly,
		why: "Where parent and child have the same boundary, or one that looks like the other's close, the inner one wins in the library; with us the outer one does, as RFC 2046 §5.1.2 has it at every level.",
		match: func(d *Difference) bool {
			return d.is("made of", "body", "text") && d.named("boundaries/same-boundary-nested", "boundaries/prefix-with-dashes")
		}},
	{name: "marks and lines of files before a header", oracles: []string{"postal-mime", "python", "enmime"},
		why: "A byte order mark or an mbox line before the first field is of the file that the letter was in; the library takes it for a part of the field's name, or for the end of the header.",
		match: func(d *Difference) bool {
			return d.is("header names", "header set", "header value") && fileMark.Match(d.Source[:d.Part.Header.Start])
		}},
}

var (
	fileMark  = regexp.MustCompile(`(^\x{feff}|(?:^|\n)>?From [^\n]*\n)$`)
	notBase64 = regexp.MustCompile(`[^A-Za-z0-9+/=\s]`)
	manyCRs   = regexp.MustCompile(`\n+`)
)

// noCRs makes one line end of every run of them.
func noCRs(data []byte) []byte {
	return bytes.TrimRight(manyCRs.ReplaceAll(lineFeeds(data), []byte("\n")), "\n")
}

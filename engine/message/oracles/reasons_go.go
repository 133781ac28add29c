package oracles

import (
	"strconv"
	"strings"
)

var goMessageOnly = []string{"go-message"}

// theGoOnes use the standard library's mime package and golang.org/x/text.
var theGoOnes = []string{"go-message", "enmime"}

var goReasons = []reason{
	{name: "extended parameter in another charset", oracles: theGoOnes,
		why: "RFC 2231 §4 allows every registered character set; Go's mime package drops parameters that are neither in UTF-8 nor in ASCII.",
		match: func(d *Difference) bool {
			if !d.is("param", "filename") || d.Theirs != "absent" && d.Theirs != "null" {
				return false
			}
			for _, l := range extendedLabels(d.media()) {
				if l != "utf-8" && l != "us-ascii" {
					return true
				}
			}
			return false
		}},
	{name: "extended parameter that is broken", oracles: theGoOnes,
		why: "Go's mime package drops an extended value without its character set or with a bad percent sign, and sections that do not count from 0 without leading zeros; we keep what can be read.",
		match: func(d *Difference) bool {
			return d.is("param", "filename") && (d.Theirs == "absent" || d.Theirs == "null") && strings.Contains(d.media(), "*")
		}},
	{name: "broken encoded words", oracles: theGoOnes,
		why: "Go leaves a word with blanks, bad padding or bad hexadecimal digits as it is; RFC 2047 §6.3 asks only that it be no worse than that, and we show what can be read.",
		match: func(d *Difference) bool {
			return d.is("header value", "param", "filename") && strings.Contains(d.Theirs, "=?") && strings.Contains(strings.ToLower(d.Theirs), "?=")
		}},
	{name: "characters cut between two words", oracles: []string{"go-message", "enmime", "python", "postal-mime"},
		why: "RFC 2047 §5 forbids cutting a character, and programs do; the octets of words of one kind are joined before they are read.",
		match: func(d *Difference) bool {
			return d.is("header value") && len(d.labels()) > 1 && strings.Count(d.Theirs, "\uFFFD") > strings.Count(d.Ours, "\uFFFD")
		}},
	{name: "text that is passed through", oracles: goMessageOnly,
		why: "go-message takes texts that claim to be ASCII, or nothing, as they are, so that UTF-8 is read as that; by RFC 2046 §4.1.2 such octets are no text, and we mark them.",
		match: func(d *Difference) bool {
			return d.is("text") && d.charset() == "us-ascii" && d.theirText() == string(d.body())
		}},
	{name: "labels that go-message lacks", oracles: goMessageOnly,
		why: "go-message knows no UTF-7, and takes quotation marks and blanks into the name.",
		match: func(d *Difference) bool {
			return d.nullText() && (d.uses("utf-7") || strings.ContainsAny(d.Part.Param("charset"), "' "))
		}},
	{name: "UTF-16 without a mark", oracles: goMessageOnly,
		why:   "RFC 2781 §4.3 has it big-endian, as go-message reads it, but the mail that there is comes from little-endian machines, and the Encoding Standard follows it.",
		match: func(d *Difference) bool { return d.is("text") && d.named("texts/utf16-no-bom") }},
	{name: "line ends of UTF-16", oracles: theGoOnes,
		why: "Line ends are looked for in the octets, before the text is decoded, as the format says; in UTF-16 CR and LF then are two.",
		match: func(d *Difference) bool {
			return d.is("text") && strings.HasPrefix(d.charset(), "utf-16") && gone(d.text(), "\n") == gone(d.theirText(), "\n")
		}},
	{name: "tables of x/text", oracles: theGoOnes,
		why: "x/text keeps ISO-2022-JP shifted over a line end, marks the C1 controls of the Windows sets and GBK's private characters as lost, and reads a bad GB18030 pair as two; we follow the Encoding Standard.",
		match: func(d *Difference) bool {
			return d.whole() && d.uses("iso-2022-jp windows-1251 windows-1252 gbk gb2312 gb18030") && d.Theirs != "null"
		}},
	{name: "an empty encoding", oracles: goMessageOnly,
		why:   "A field without a value says nothing, so the encoding is 7bit (RFC 2045 §6.1).",
		match: func(d *Difference) bool { return d.is("encoding") && d.Theirs == "" }},
	{name: "backslashes before letters", oracles: theGoOnes,
		why: "In a quoted string a backslash stands for the next character (RFC 822 §3.3); Go keeps it before letters, for the sake of Windows paths, where we keep it in file names only.",
		match: func(d *Difference) bool {
			return d.is("param") && d.Name == "boundary" && strings.Contains(d.media(), "\\")
		}},
	{name: "CRLF after a first LF", oracles: goMessageOnly,
		why:   "Whether lines end with LF or CRLF is decided by go-message at the first boundary, for all.",
		match: func(d *Difference) bool { return d.is("made of") && mixedEnds(d.Source) }},
}

func gone(s, what string) string { return strings.ReplaceAll(s, what, "") }

// unquoted undoes the quoting of a value in a difference.
func unquoted(s string) string {
	if u, err := strconv.Unquote(s); err == nil {
		return u
	}
	return s
}

package oracles

import (
	"strings"
)

var python = []string{"python"}

var pythonReasons = []reason{
	{name: "blanks around encoded words", oracles: python,
		why: "email.header puts a blank on both sides of an encoded word, where the field has none (RFC 2047 §6.2 takes away only blanks between two words).",
		match: func(d *Difference) bool {
			return d.is("header value", "param", "filename") && len(d.labels()) > 0 && blankless(d.Ours) == blankless(d.Theirs)
		}},
}

var _ = strings.Cut

package oracles

import (
	"slices"
)

// reason explains disagreements that are right.
type reason struct {
	name    string
	oracles []string
	why     string // One sentence, with the section of the RFC where there is one.
	match   func(d *Difference) bool
	// against says that all others read otherwise, and that we do so on purpose.
	against bool
}

// reasons are tried in this order. Those at the end are for what follows from another disagreement.
var reasons = slices.Concat(sharedReasons, pythonReasons, enmimeReasons, goReasons, postalReasons, againstReasons, consequences)

func reasonFor(d *Difference) *reason {
	for i := range reasons {
		r := &reasons[i]
		if slices.Contains(r.oracles, d.Oracle) && (!d.Unanimous || r.against) && r.match(d) {
			return r
		}
	}
	return nil
}

// all are the oracles.
var all = []string{"python", "go-message", "enmime", "postal-mime"}

// consequences are what follows from other disagreements about the same part, each of which has its reason.
var consequences = []reason{
	{name: "another header", oracles: all, against: true,
		why: "They found other fields in the part's header, so what these say differs as well.",
		match: func(d *Difference) bool {
			return d.also("header names", "header set") && !d.is("header names", "header set") || d.oddHeader()
		}},
	{name: "another type", oracles: all, against: true,
		why: "They took the part for another type, so they treat its line ends, default and content as that.",
		match: func(d *Difference) bool {
			return d.also("type") && d.is("made of", "body", "text", "param")
		}},
	{name: "another charset parameter", oracles: all,
		why:   "They read another charset parameter, so the text differs.",
		match: func(d *Difference) bool { return d.also("param charset") && d.is("text") }},
	{name: "another boundary", oracles: all,
		why:   "They read another boundary parameter, so they find other parts.",
		match: func(d *Difference) bool { return d.also("param boundary") && d.is("made of", "body", "text") }},
	{name: "another name parameter", oracles: all,
		why:   "They read the name parameter otherwise, and it is the file's name.",
		match: func(d *Difference) bool { return d.also("param name") && d.is("filename") }},
	{name: "the text of another body", oracles: all,
		why:   "Their octets differ, so their text does.",
		match: func(d *Difference) bool { return d.also("body") && d.is("text") }},
}

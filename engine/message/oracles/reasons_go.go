package oracles

var goMessageOnly = []string{"go-message"}

// theGoOnes use the standard library's mime package.
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
}

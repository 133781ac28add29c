package oracles

import "strconv"

var enmimeOnly = []string{"enmime"}

var enmimeReasons = []reason{
	{name: "parameters are encoded again", oracles: enmimeOnly,
		why: "The library gives parameters that are not ASCII as encoded words of its own making.",
		match: func(d *Difference) bool {
			theirs, err := strconv.Unquote(d.Theirs)
			return err == nil && d.is("param", "filename") && strconv.Quote(decodedWords(theirs)) == d.Ours
		}},
}

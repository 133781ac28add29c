package oracles

var postalOnly = []string{"postal-mime"}

var postalReasons = []reason{
	{name: "Node reads windows-1252 as ISO-8859-1", oracles: postalOnly,
		why: "In Node 20 the decoder for windows-1252, which also stands for every charset it does not know, has control characters where windows-1252 has quotation marks.",
		match: func(d *Difference) bool {
			return d.is("text") && d.Node != nil && d.theirText() == latin1(d.Node.Body)
		}},
}

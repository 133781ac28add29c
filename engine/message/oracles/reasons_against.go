package oracles

// againstReasons are where all others agree and we read otherwise on purpose.
var againstReasons = []reason{
	{name: "blanks around the slash", oracles: all, against: true,
		why:   "Blanks may stand between any two words of a structured field (RFC 822 §3.1.4, RFC 2045 §5.1), so the type is text/plain; Python and postal-mime keep the blanks, the Go ones refuse the field.",
		match: func(d *Difference) bool { return d.Case.Name == "types/blanks-at-slash" && d.is("type") }},
	{name: "the alphabet of URLs", oracles: all, against: true,
		why:   "Some programs write base64 with - and _ (RFC 4648 §5); a body that is nothing but that is read so. RFC 2045 §6.8 would have these letters ignored, as all others do, and nothing be left.",
		match: func(d *Difference) bool { return d.is("body", "text") && d.named("encodings/b64-url-alphabet") }},
	{name: "a shift that spans two words", oracles: all, against: true,
		why:   "The writer cut an ISO-2022-JP text without shifting back to ASCII; joined, the words say what was meant, as Python's older email.header reads them, too.",
		match: func(d *Difference) bool { return d.Case.Name == "words/split-2022" && d.is("header value") }},
}

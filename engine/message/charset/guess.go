package charset

// Guess is one way of reading octets.
type Guess struct {
	Charset *Charset
	Text    string
	Lost    int    // Places that it cannot read.
	Score   int    // Greater is likelier; comparable only between guesses about the same octets.
	Reason  string // Why it is proposed, one of the Reason words, for the page to translate.
}

// Reasons of guesses.
const (
	ReasonDeclared = "declared" // The letter says so.
	ReasonASCII    = "ascii"    // Nothing but ASCII: every choice says the same.
	ReasonValid    = "valid"    // The octets form valid characters throughout, which is rarely chance.
	ReasonPossible = "possible" // It can be read so.
)

// Guesses returns ways of reading data, the likeliest first, for a chooser. Declared is the label that the letter has,
// which may be unknown or empty.
func Guesses(data []byte, declared string) []Guess {
	var list []Guess
	said := Lookup(declared)
	for _, c := range All() {
		text, lost := c.Decode(data)
		g := Guess{Charset: c, Text: string(text), Lost: lost, Score: -lost, Reason: ReasonPossible}
		if c == said {
			g.Reason = ReasonDeclared
			list = append([]Guess{g}, list...)
		} else if lost == 0 {
			list = append(list, g)
		}
	}
	return list
}

// Mojibake is text that was read with the wrong character set.
type Mojibake struct {
	Written *Charset // What it was written in.
	Read    *Charset // What it was read as.
	Times   int      // How often in a row, 1 as a rule.
	Text    string   // What it should say.
	Lost    int      // Places that the wrong reading has destroyed.
	Reason  string   // "utf-8-as-windows-1252" and the like, for the page to translate.
}

// Diagnose says whether text looks as if it had been read with the wrong character set, which, and what it should say.
func Diagnose(text string) (m Mojibake, ok bool) { return m, false }

package charset

import (
	"strings"

	"ehloworld/engine/sorting"
)

// Guess is one way of reading octets.
type Guess struct {
	Charset *Charset
	Text    string
	Lost    int    // Places that it cannot read.
	Score   int    // Greater is likelier; comparable only between guesses about the same octets.
	Reason  string // Why it stands where it does, one of the Reason words, for the page to translate.
}

// Reasons of guesses.
const (
	ReasonASCII    = "ascii"    // Nothing but ASCII: most character sets say the same.
	ReasonMark     = "mark"     // The octets begin with its byte order mark.
	ReasonValid    = "valid"    // All octets form valid UTF-8, which is rarely chance.
	ReasonShifts   = "shifts"   // The octets hold its escape sequences.
	ReasonZeros    = "zeros"    // Every second octet, or three of four, is zero.
	ReasonWindows  = "windows"  // What the declared one takes for control characters, this one has letters and signs for.
	ReasonDeclared = "declared" // The letter says so, and it can be read so.
	ReasonWriting  = "writing"  // The text looks like what people write.
	ReasonPossible = "possible" // It can be read so, but nothing speaks for it.
	ReasonLost     = "lost"     // Not everything can be read so.
)

// Weights of what speaks for a character set, on the scale of judge.
const (
	certain      = 3000 // Marks and shifts: nobody writes them by chance.
	perSequence2 = 200  // Of UTF-8, for each character of two octets that is valid …
	perSequence3 = 450  // … and of three or four; one in a dozen pairs of other character sets is valid by chance.
	mostValid    = 1800
	isDeclared   = 200
	perLost      = 400
	mostLost     = 4000
	perPlace     = 2 // For each place that it stands further back in the registry, where common ones are in front.
)

// Guesses returns ways of reading data, the likeliest first. Declared is the label that the letter has, which may be
// unknown or empty. Data may be a beginning: a character that breaks off at its end speaks against nothing. The time that
// it takes grows with the size of data times the number of character sets, so hand it a sample.
func Guesses(data []byte, declared string) []Guess {
	said := Lookup(declared)
	var list []Guess
	for place, c := range All() {
		if !c.Ready() {
			continue
		}
		octets, lost := c.Decode(data)
		g := Guess{Charset: c, Text: string(octets), Lost: lost, Reason: ReasonPossible}
		if !g.weigh(data, c == said) {
			continue
		}
		g.Score -= perPlace * place
		list = append(list, g)
	}
	if windows := windowsOf(said); windows != nil {
		for i := range list {
			if list[i].Charset == windows {
				list[i].Score += isDeclared / 2
			}
		}
	}
	sorting.Stable(list, func(a, b Guess) int { return b.Score - a.Score })
	if said != nil {
		explainWindows(list, said)
	}
	return list
}

// weigh sets score and reason. It returns false for what is no way of reading the octets at all.
func (g *Guess) weigh(data []byte, declared bool) bool {
	c := g.Charset
	ascii := asciiLen(data) == len(data)
	shape := c.shape(data, g)
	if shape == "" && !declared && c.kind >= kindUTF16 {
		return false // Octets that do not have the shape of what takes one.
	}
	if ascii && shape == "" && c.kind != kindUTF8 && c.kind != kindASCII && !declared {
		return false // What all say, the two say that are likely to have been meant.
	}
	whole := strings.TrimSuffix(g.Text, replacement) // Of what is broken off.
	lost := g.Lost - (len(g.Text)-len(whole))/len(replacement)
	var common []level
	if g.Lost == 0 {
		common = c.levels(g.Text, data)
	}
	writing := judge(whole, common) + c.manners(whole)
	g.Score = writing - min(perLost*lost, mostLost)
	switch {
	case lost > 0:
		g.Reason = ReasonLost
	case shape != "":
		g.Reason = shape
		g.Score += certain
		if shape == ReasonValid {
			g.Score += validity(g.Text) - certain
		}
	case ascii:
		g.Reason = ReasonASCII
	case writing >= 10*fair:
		g.Reason = ReasonWriting
	}
	if declared {
		g.Score += isDeclared
		if lost == 0 && shape == "" && !ascii {
			g.Reason = ReasonDeclared
		}
	}
	return true
}

// shape says what in the form of the octets speaks for the character set: a reason, or "".
func (c *Charset) shape(data []byte, g *Guess) string {
	ascii := asciiLen(data) == len(data)
	switch c.kind {
	case kindUTF8:
		if !ascii && (g.Lost == 0 || g.Lost == 1 && strings.HasSuffix(g.Text, replacement) && validity(g.Text) > 0) {
			return ReasonValid
		}
	case kindISO2022JP:
		if g.Lost == 0 && ascii && (strings.Contains(string(data), "\x1b$") || strings.Contains(string(data), "\x1b(I")) {
			return ReasonShifts
		}
	case kindISO2022KR:
		if g.Lost == 0 && ascii && strings.Contains(string(data), "\x1b$)C") {
			return ReasonShifts
		}
	case kindHZ:
		if g.Lost == 0 && ascii && strings.Contains(string(data), "~{") && asciiLen([]byte(g.Text)) < len(g.Text) {
			return ReasonShifts
		}
	case kindUTF7:
		if g.Lost == 0 && ascii && looksShifted(data, g.Text) {
			return ReasonShifts
		}
	case kindUTF16, kindUTF32:
		if hasMark(data, c.kind) {
			return ReasonMark
		}
	case kindUTF16LE:
		if zeros(data, 1) {
			return ReasonZeros
		}
	case kindUTF16BE:
		if zeros(data, 0) {
			return ReasonZeros
		}
	case kindUTF32LE, kindUTF32BE:
		if g.Lost == 0 && len(data) > 8 {
			return ReasonZeros // The highest octet of every unit is.
		}
	}
	return ""
}

// validity weighs valid UTF-8 by how many characters of several octets it has.
func validity(text string) int {
	weight := 0
	for _, r := range text {
		switch {
		case r < 0x80 || r == '\uFFFD':
		case r < 0x800:
			weight += perSequence2
		default:
			weight += perSequence3
		}
	}
	return min(weight, mostValid)
}

// hasMark says whether data begins with the byte order mark of UTF-16 or of UTF-32, in either order. What begins with two
// zero octets after one of UTF-16 is UTF-32.
func hasMark(data []byte, k kind) bool {
	wide := len(data) >= 4 && (string(data[:4]) == "\xff\xfe\x00\x00" || string(data[:4]) == "\x00\x00\xfe\xff")
	if k == kindUTF32 {
		return wide
	}
	return !wide && len(data) >= 2 && (string(data[:2]) == "\xff\xfe" || string(data[:2]) == "\xfe\xff")
}

// zeros says whether at least every fourth of the octets at odd places, or at even ones, is zero, and hardly any other: so
// does UTF-16 look that has spaces and line ends, whatever its script.
func zeros(data []byte, odd int) bool {
	var count [2]int
	for i, c := range data {
		if c == 0 {
			count[i%2]++
		}
	}
	return 8*count[odd] >= len(data) && 16*count[1-odd] < len(data)
}

// looksShifted says whether text, which data says in UTF-7, was meant so: there is something beyond ASCII in it, and its
// base64 is more than a word of small letters behind a plus sign, as in an address.
func looksShifted(data []byte, text string) bool {
	if asciiLen([]byte(text)) == len(text) {
		return false
	}
	shifted, capitals := false, false
	for _, c := range data {
		switch {
		case c == '+':
			shifted = true
		case shifted && (c >= 'A' && c <= 'Z'):
			capitals = true
		case shifted && (c == '-' || c <= ' '):
			shifted = false
		}
	}
	return capitals && judge(sample(text), nil) >= 10*fair
}

// manners says what of a text does not go with the character set that it is read in.
func (c *Charset) manners(text string) int {
	kanas, ideographs, syllables, spaced, letters, vowels, greeks, accents := 0, 0, 0, 0, 0, 0, 0, 0
	before := space
	for _, r := range text {
		s := scriptOf(r)
		switch s {
		case kana:
			kanas++
		case hangul:
			syllables++
		case han:
			ideographs++
			if before == space {
				spaced++
			}
		case greek:
			greeks++
			if strings.ContainsRune("άέήίόύώΆΈΉΊΌΎΏ", r) {
				accents++
			}
		case cyrillic:
			letters++
			if strings.ContainsRune("аеиоуыэюяёіїєАЕИОУЫЭЮЯІЇЄ", r) {
				vowels++
			}
		}
		before = s
	}
	points := 0
	switch c.name {
	case "gb18030", "gbk", "gb2312", "big5", "euc-kr":
		if 10*kanas > ideographs+syllables {
			points -= 300 // Kana is for Japanese.
		}
	case "shift_jis", "euc-jp":
		if 10*kanas < ideographs {
			points -= 300 // Japanese is written with kana.
		}
	}
	if letters >= 12 && 10*vowels < 3*letters {
		points -= 200 // Every third letter is a vowel; Hebrew that is taken for Russian has few.
	}
	if greeks >= 12 && 16*accents < greeks {
		points -= 200 // Every word of two syllables has an accent.
	}
	if 5*spaced > ideographs && ideographs > 4 {
		points -= 500 // Chinese and Japanese have no spaces between words.
	}
	return points
}

// windowsOf returns the code page of Windows that has the same letters as a declared character set and signs where that
// has control characters, nil when there is none.
func windowsOf(said *Charset) *Charset {
	if said == nil {
		return nil
	}
	switch said.name {
	case "iso-8859-1":
		return Lookup("windows-1252")
	case "iso-8859-7":
		return Lookup("windows-1253")
	case "iso-8859-8":
		return Lookup("windows-1255")
	case "iso-8859-9":
		return Lookup("windows-1254")
	case "iso-8859-11", "tis-620":
		return Lookup("windows-874")
	case "iso-8859-13":
		return Lookup("windows-1257")
	}
	return nil
}

// explainWindows says of the first guess why it comes before the declared character set, when that has control characters
// where it has none.
func explainWindows(list []Guess, said *Charset) {
	if len(list) == 0 || list[0].Charset != windowsOf(said) {
		return
	}
	for _, g := range list {
		if g.Charset == said && strings.ContainsFunc(g.Text, isC1) {
			list[0].Reason = ReasonWindows
		}
	}
}

// isC1 says whether r is a control character from U+0080 to U+009F.
func isC1(r rune) bool { return r >= 0x80 && r < 0xa0 }

package charset

import (
	"strings"
	"unicode/utf8"
)

// Mojibake is text that was read with the wrong character set.
type Mojibake struct {
	Written *Charset // What it was written in.
	Read    *Charset // What somebody took that for.
	Times   int      // How often in a row, 1 as a rule.
	Text    string   // What it should say, as far as it can be said.
	Lost    int      // Places that the wrong reading has destroyed.
	Reason  string   // One of the Mojibake words, for the page to translate.
}

// Reasons of mojibake.
const (
	MojibakeWrong  = "wrong"  // The octets were read as another character set.
	MojibakeTwice  = "twice"  // The same, more than once in a row.
	MojibakeShifts = "shifts" // Escape sequences stand there raw: nobody has read them.
	MojibakeLost   = "lost"   // Read as UTF-8, which they were not; where the odd letters stood, nothing is left.
)

// Bounds of Diagnose.
const (
	sampleSize = 1 << 10 // Octets of the text that it looks at.
	headSize   = 1 << 14 // Octets of it in which escape sequences are tried.
	mostTimes  = 4       // Wrong readings in a row that it undoes.
	fewPlaces  = 6       // Fewer characters beyond ASCII show nothing but UTF-8.
	manyPlaces = 8       // So many ideographs that are all valid pairs, and common, are hardly chance.

	// On the scale of judge:
	gain      = 500 // The text that it should say must look so much better …
	readable  = 500 // … and that good;
	perMerged = 150 // for each character that UTF-8 has one of where the wrong reading has more, in points;
	strange   = 350 // better text than this was not misread, unless UTF-8 shows it.
)

// wrongReadings names the character sets that octets are taken for by mistake, and writings those that they were in, the
// likely ones first.
var (
	wrongReadings = [...]string{
		"windows-1252", "iso-8859-1", "windows-1251", "koi8-r", "windows-1250", "iso-8859-2", "iso-8859-15", "gb18030", "big5",
		"shift_jis", "euc-kr", "euc-jp", "macintosh", "ibm437", "ibm850", "windows-1253", "windows-1254", "windows-1255",
		"windows-1256", "windows-1257", "windows-874", "ibm866", "iso-8859-5", "iso-8859-7", "iso-8859-9",
	}
	writings = [...]string{
		"utf-8", "gb18030", "windows-1251", "koi8-r", "koi8-u", "shift_jis", "euc-jp", "euc-kr", "big5", "ibm866", "iso-8859-5",
		"windows-1253", "windows-1255", "windows-1256", "iso-8859-6", "windows-874",
	}
)

// Diagnose says whether text looks as if it had been read with the wrong character set, which, and what it should say. It
// looks at the lines at the beginning that have something beyond ASCII.
func Diagnose(text string) (m Mojibake, ok bool) {
	if m, ok = rawShifts(text); ok {
		return m, true
	}
	lines := sample(text)
	if lines == "" {
		return m, false
	}
	if n := strings.Count(text, replacement); n > 0 {
		if m, ok = wrongly(lines); !ok {
			return lostLetters(text, n)
		}
	} else if m, ok = wrongly(lines); !ok {
		return m, false
	}
	m.Text, m.Reason = text, MojibakeWrong
	for range m.Times {
		m.Text, _, _ = repair(m.Text, m.Written, m.Read)
	}
	if m.Times > 1 {
		m.Reason = MojibakeTwice
	}
	m.Lost = strings.Count(m.Text, replacement)
	return m, true
}

// sample returns the first lines of text that have something beyond ASCII.
func sample(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if asciiLen([]byte(line)) == len(line) {
			continue
		}
		if b.Len()+len(line) > sampleSize {
			if b.Len() == 0 { // A long line: from where it is not ASCII, to the end of a character.
				at := asciiLen([]byte(line))
				line = line[at:min(len(line), at+sampleSize)]
				for len(line) > 0 && !utf8.ValidString(line) {
					line = line[:len(line)-1]
				}
				b.WriteString(line)
			}
			break
		}
		b.WriteString(line)
	}
	return b.String()
}

// wrongly finds the pair of character sets that explains text best.
func wrongly(text string) (m Mojibake, ok bool) {
	most, before := 0, looksAnyhow(text)
	for _, readName := range wrongReadings {
		read := Lookup(readName)
		if !read.Ready() || isPairs(read) && !hasIdeographs(text) {
			continue
		}
		for _, writtenName := range writings {
			written := Lookup(writtenName)
			if writtenName == readName || before > readable && written.kind != kindUTF8 || !written.Ready() {
				continue
			}
			better := text
			for times := 1; times <= mostTimes; times++ {
				var changed, whole bool
				if better, changed, whole = repair(better, written, read); !changed {
					break
				}
				gained := gains(text, before, better, written, read)
				if gained > 0 && whole {
					gained += gain
				}
				if gained > most {
					m, most = Mojibake{Written: written, Read: read, Times: times}, gained
				}
				if written.kind != kindUTF8 {
					break // Only UTF-8 is written over and over again by mistake.
				}
			}
		}
	}
	return m, most > 0
}

// gains says how much better text looks when it is read as it was written, 0 for not enough. Before is how it looks now.
func gains(text string, before int, better string, written, read *Charset) int {
	after := looks(better, written)
	if written.kind == kindUTF8 {
		// Valid UTF-8 is rarely chance. So it is also enough when the characters that have become fewer look better, however
		// good the rest is.
		merged := max(placesOf(text)-placesOf(better), 1)
		valid := min(perSequence2*merged, mostValid)
		if isPairs(read) {
			valid = validity(better)
		}
		points := (after*placesOf(better) - before*placesOf(text)) / 10
		if !isPairs(read) && points >= perMerged*merged && !strings.ContainsFunc(better, isC1) {
			return max(after-before, 0) + valid
		}
		if after < max(0, before+gain/5) || strings.ContainsFunc(better, isC1) {
			return 0
		}
		after += valid
	} else if after < readable || strings.Contains(better, replacement) {
		return 0
	} else if placesOf(better) >= manyPlaces && isPairs(written) {
		if before > readable || inLatin(better) || after-before < gain/2 {
			return 0
		}
		return after - before
	} else if before > strange || placesOf(text) < fewPlaces || !hasWord(better) {
		return 0
	}
	if after-before < gain {
		return 0
	}
	return after - before
}

// hasWord says whether there are three letters beyond ASCII in a row.
func hasWord(text string) bool {
	run := 0
	for _, r := range text {
		if run++; r < utf8.RuneSelf || !isLetter(scriptOf(r)) {
			run = 0
		}
		if run == 3 {
			return true
		}
	}
	return false
}

// inLatin says whether most of what is not ASCII stands beside letters of Latin, within their words.
func inLatin(text string) bool {
	beside, count := 0, 0
	before := space
	for _, r := range text {
		is := scriptOf(r)
		if r >= utf8.RuneSelf {
			if count++; before == latin {
				beside++
			}
		} else if is == latin && before > latin {
			beside++
		}
		before = is
	}
	return 2*beside > count
}

// hasIdeographs says whether ideographs, syllables and kana are half of what is not ASCII: so does all text look that is
// taken for Chinese, Japanese or Korean.
func hasIdeographs(text string) bool {
	ideographs := 0
	for _, r := range text {
		if s := scriptOf(r); s >= kana && s <= han {
			ideographs++
		}
	}
	return 2*ideographs >= placesOf(text)
}

// isPairs says whether characters beyond ASCII take two octets, as a rule.
func isPairs(c *Charset) bool {
	switch c.name {
	case "gb18030", "big5", "shift_jis", "euc-jp", "euc-kr":
		return true
	}
	return false
}

// looksAnyhow judges text by the best that can be said of it: the wrong reading is not known yet, and ideographs that are
// rare in one character set are common in another.
func looksAnyhow(text string) int {
	best := judge(text, nil)
	if !strings.ContainsFunc(text, func(r rune) bool { s := scriptOf(r); return s == han || s == hangul || s == kana }) {
		return best
	}
	known := false
	for _, name := range [...]string{"gb18030", "big5", "shift_jis", "euc-kr"} {
		c := Lookup(name)
		if _, lost := c.Encode(text); lost > 0 {
			continue
		}
		if n := looks(text, c); !known || n > best {
			best, known = n, true
		}
	}
	return best
}

// looks judges text that was read as c.
func looks(text string, c *Charset) int {
	var common []level
	if data, lost := c.Encode(text); lost == 0 {
		common = c.levels(text, data)
	}
	return judge(text, common) + c.manners(text)
}

// placesOf counts characters beyond ASCII.
func placesOf(text string) int {
	n := 0
	for _, r := range text {
		if r >= utf8.RuneSelf {
			n++
		}
	}
	return n
}

// repair undoes one wrong reading: line by line, and where UTF-8 was taken for a character set of one octet, run by run of
// characters beyond ASCII, since a text may have been put together from good and bad ones. What cannot have come about so
// stays. It says whether anything has
// changed, and whether the whole of every line that is not ASCII has.
func repair(text string, written, read *Charset) (better string, changed, whole bool) {
	var b strings.Builder
	whole = true
	for line := range strings.Lines(text) {
		if data, lost := read.Encode(line); lost == 0 {
			if said, gone := written.Decode(data); gone == 0 && string(said) != line {
				b.Write(said)
				changed = true
				continue
			}
		}
		if n := strings.Count(line, replacement); n > 0 && written.kind == kindUTF8 {
			if said, ok := repairAround(line, n, read); ok {
				b.WriteString(said)
				changed, whole = true, false
				continue
			}
		}
		if written.kind == kindUTF8 && placesOf(line) > 0 {
			if said, ok := repairRuns(line, read); ok {
				b.WriteString(said)
				changed, whole = true, false
				continue
			}
		}
		b.WriteString(line)
		whole = whole && placesOf(line) == 0
	}
	return b.String(), changed, whole
}

// repairAround undoes a reading of UTF-8 that has lost n places: with them, no more than a character on each side of each is
// lost.
func repairAround(line string, n int, read *Charset) (better string, ok bool) {
	var data []byte
	for part := range strings.SplitSeq(line, replacement) {
		octets, lost := read.Encode(part)
		if lost > 0 {
			return "", false
		}
		data = append(append(data, octets...), noOctet)
	}
	said, gone := decodeUTF8(data[:len(data)-1])
	return string(said), gone <= 3*n && placesOf(string(said)) > 2*gone
}

// repairRuns undoes a reading of UTF-8 as a character set of one octet in those runs of characters beyond ASCII where it
// can be.
func repairRuns(line string, read *Charset) (better string, changed bool) {
	var b strings.Builder
	for len(line) > 0 {
		n := asciiLen([]byte(line))
		b.WriteString(line[:n])
		line = line[n:]
		end := strings.IndexFunc(line, func(r rune) bool { return r < utf8.RuneSelf })
		if end < 0 {
			end = len(line)
		}
		run := line[:end]
		line = line[end:]
		if data, lost := read.Encode(run); lost == 0 && run != "" && len(data) == utf8.RuneCountInString(run) && validUTF8(data) {
			b.Write(data)
			changed = true
			continue
		}
		b.WriteString(run)
	}
	return b.String(), changed
}

// rawShifts recognises escape sequences of ISO-2022-JP, ISO-2022-KR, HZ and UTF-7 that stand in a text as they are, and
// those of ISO-2022-JP also where the escape characters have been lost on the way.
func rawShifts(text string) (Mojibake, bool) {
	if asciiLen([]byte(text)) != len(text) {
		return Mojibake{}, false
	}
	for _, s := range [...]struct{ name, sign string }{{"iso-2022-jp", "\x1b"}, {"iso-2022-jp", "$"}, {"iso-2022-kr", "\x1b$)C"}, {"hz-gb-2312", "~{"}, {"utf-7", "+"}} {
		at := strings.Index(text, s.sign)
		c := Lookup(s.name)
		if at < 0 || !c.Ready() {
			continue
		}
		unshift := func(text string) Guess {
			data := []byte(text)
			if s.sign == "$" {
				data = restoreEscapes(text)
			}
			said, lost := c.Decode(data)
			g := Guess{Charset: c, Text: string(said), Lost: lost}
			g.Reason = c.shape(data, &g)
			return g
		}
		head := text[strings.LastIndexByte(text[:at], '\n')+1:] // From the first line that has it …
		if len(head) > headSize {
			head = head[:strings.LastIndexByte(head[:headSize], '\n')+1] // … some lines.
		}
		g := unshift(head)
		if g.Reason == ReasonShifts && (c.kind == kindUTF7 || hasWord(g.Text)) && looks(sample(g.Text), plainOf(c)) >= readable {
			g = unshift(text)
			return Mojibake{Written: c, Read: Lookup("us-ascii"), Times: 1, Text: g.Text, Lost: g.Lost, Reason: MojibakeShifts}, true
		}
	}
	return Mojibake{}, false
}

// plainOf returns the character set of eight bits that one with shifts is made of, to tell common characters by.
func plainOf(c *Charset) *Charset {
	switch c.kind {
	case kindISO2022JP:
		return Lookup("euc-jp")
	case kindISO2022KR:
		return Lookup("euc-kr")
	case kindHZ:
		return Lookup("gb2312")
	}
	return c
}

// restoreEscapes puts the escape characters back that ISO-2022-JP has lost: before "$B" and "$@" when pairs follow up to
// "(B" or "(J".
func restoreEscapes(text string) []byte {
	var out []byte
	for i := 0; i < len(text); {
		if rest := text[i:]; strings.HasPrefix(rest, "$B") || strings.HasPrefix(rest, "$@") {
			n := 2
			for n+1 < len(rest) && rest[n] > ' ' && rest[n+1] > ' ' && !endsJapanese(rest[n:]) {
				n += 2
			}
			if n > 2 && endsJapanese(rest[n:]) {
				out = append(append(append(out, escape), rest[:n]...), escape)
				out = append(out, rest[n:n+2]...)
				i += n + 2
				continue
			}
		}
		out = append(out, text[i])
		i++
	}
	return out
}

func endsJapanese(s string) bool { return strings.HasPrefix(s, "(B") || strings.HasPrefix(s, "(J") }

// lostLetters recognises text in ISO 8859 or a code page of Windows, mostly ASCII, that was read as UTF-8: single places
// are lost in or beside words, and nothing beyond ASCII is there that could have been UTF-8. Nobody can say any more which
// letters they were.
func lostLetters(text string, n int) (Mojibake, bool) {
	beside := 0
	before := rune(' ')
	for i, r := range text {
		if r > utf8.RuneSelf && r != utf8.RuneError {
			return Mojibake{}, false
		}
		if r == utf8.RuneError {
			after, _ := utf8.DecodeRuneInString(text[i+len(replacement):])
			if scriptOf(before) == latin || scriptOf(after) == latin {
				beside++
			}
			if before == utf8.RuneError {
				beside--
			}
		}
		before = r
	}
	if 2*beside <= n {
		return Mojibake{}, false
	}
	return Mojibake{Written: Lookup("windows-1252"), Read: Lookup("utf-8"), Times: 1, Text: text, Lost: n, Reason: MojibakeLost}, true
}

package message

import "unicode/utf8"

// maxDateTokens is how many items of a date are looked at. A date has about fourteen.
const maxDateTokens = 40

// dateToken is one item of a date: a run of digits, a run of letters, or another character, which is its own kind.
type dateToken struct {
	kind       byte
	text       string
	number     int // The value of digits; of more than eight of them, too large for anything.
	start, end int
}

const (
	tokenDigits = 5
	tokenWord   = 6
)

// dateParser reads a date from left to right. It is wider than any grammar: each part is recognised by how it looks, and
// the flaws say where it should have stood.
type dateParser struct {
	value string
	toks  []dateToken // Those not yet read; comments are left out.
	cut   bool        // There were more than maxDateTokens.
	d     DateTime

	weekday, weekdayAt       int // -1: not given. 0 is Sunday.
	day, dayAt, dayDigits    int
	month                    int
	year, yearAt, yearDigits int // -1: not given.
	hour, minute, second     int
	afternoon                int // 12 for PM, 0 for AM, -1 when the hours go to 24.
}

// read finds the parts.
func (p *dateParser) read() bool {
	p.scan()
	p.beforeDate()
	timed := p.clockAhead(0) && p.tok(1).kind == ':'
	if timed { // The time stands first.
		p.flaw(flawDateOrder, p.tok(0).start, p.tok(0).end)
		if !p.clock() {
			return false
		}
		p.beforeDate()
	}
	if !p.date() {
		return false
	}
	if !timed {
		if n := p.toClock(); n >= 0 {
			p.skipTo(n)
			if !p.clock() {
				return false
			}
		} else {
			at := p.tok(0).start
			p.flaw(flawDateNoTime, at, at)
		}
	}
	p.lateYear()
	p.zone()
	p.lateYear()
	if t := p.tok(0); t.kind != tokenEnd || p.cut {
		p.flaw(flawDateTrailing, t.start, len(p.value))
	}
	return true
}

// scan cuts the value into items.
func (p *dateParser) scan() {
	p.toks = make([]dateToken, 0, maxDateTokens)
	s := p.value
	lx := lexer{s: s}
	for i := 0; i < len(s); {
		c := s[i]
		if isBlank(c) {
			i++
			continue
		}
		if c == '(' {
			lx.at = i
			if _, ok := lx.comment(); ok {
				i = lx.at
				continue
			}
		}
		if len(p.toks) == maxDateTokens {
			p.cut = true
			return
		}
		t := dateToken{kind: c, start: i, end: i + 1}
		switch {
		case isDigit(c):
			for t.kind = tokenDigits; i < len(s) && isDigit(s[i]); i++ {
				t.number = min(t.number*10+int(s[i]-'0'), 1e8)
			}
			t.end = i
		case isDateLetter(c):
			for t.kind = tokenWord; i < len(s) && isDateLetter(s[i]); i++ {
			}
			t.end = i
		}
		i = t.end
		t.text = s[t.start:t.end]
		p.toks = append(p.toks, t)
	}
}

func isDateLetter(c byte) bool { return isAlphanumeric(c) && !isDigit(c) || c >= utf8.RuneSelf }

// tok is the item i places ahead.
func (p *dateParser) tok(i int) dateToken {
	if i < len(p.toks) {
		return p.toks[i]
	}
	return dateToken{start: len(p.value), end: len(p.value)}
}

// drop goes n items ahead.
func (p *dateParser) drop(n int) { p.toks = p.toks[min(n, len(p.toks)):] }

func (p *dateParser) skip(kind byte) bool {
	if p.tok(0).kind != kind {
		return false
	}
	p.drop(1)
	return true
}

// skipTo leaves out n items, which are words and punctuation between two parts.
func (p *dateParser) skipTo(n int) {
	for _, t := range p.toks[:min(n, len(p.toks))] {
		switch {
		case t.kind != tokenWord:
			p.flaw(flawDateSeparators, t.start, t.end)
		case t.text == "T" || t.text == "日": // The year stood first, which was told.
		case p.halfDay(t.text):
			p.flaw(flawDateHalfDays, t.start, t.end)
		default:
			p.flaw(flawDateWords, t.start, t.end)
		}
	}
	p.drop(n)
}

// flaw notes a flaw, each kind once.
func (p *dateParser) flaw(name string, start, end int) {
	for _, f := range p.d.Flaws {
		if f.Name == name {
			return
		}
	}
	p.d.Flaws = append(p.d.Flaws, Flaw{name, start, end})
}

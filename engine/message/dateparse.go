package message

import (
	"strings"
	"unicode/utf8"
)

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

// plainShape is how most dates look after the day: 0 is a digit, + a sign, a a letter.
const plainShape = " aaa 0000 00:00:00 +0000"

// plain reads a date that is as programs write it today, "Mon, 2 Mar 2026 08:00:02 +0800" with perhaps a comment after it.
// Otherwise it says false and has read nothing. It is there for speed: read would find the same.
func (p *dateParser) plain() bool {
	s := p.value
	at := 0
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	weekday, weekdayAt := -1, 0
	if len(s) > at+5 && s[at+3] == ',' && s[at+4] == ' ' {
		if weekday = nameIndex(dayNames, s[at:at+3]); weekday < 0 {
			return false
		}
		weekdayAt = at
		at += 5
	}
	dayAt := at
	for at < len(s) && at < dayAt+2 && isDigit(s[at]) {
		at++
	}
	if at == dayAt || len(s) < at+len(plainShape) || !endsPlain(s[at+len(plainShape):]) {
		return false
	}
	day, _ := number(s[dayAt:at], 1, 2)
	s = s[at : at+len(plainShape)]
	for i := 0; i < len(plainShape); i++ {
		switch c := s[i]; plainShape[i] {
		case '0':
			if !isDigit(c) {
				return false
			}
		case '+':
			if c != '+' && c != '-' {
				return false
			}
		case 'a':
		default:
			if c != plainShape[i] {
				return false
			}
		}
	}
	two := func(i int) int { return int(s[i]-'0')*10 + int(s[i+1]-'0') }
	month, zone := nameIndex(monthNames, s[1:4])+1, two(20)*60+two(22)
	if month == 0 || two(10) > 23 || two(13) > 59 || two(16) > 60 || two(22) > 59 || zone*60 > maxZone {
		return false
	}
	if s[19] == '-' {
		zone = -zone
	}
	p.weekday, p.weekdayAt = weekday, weekdayAt
	p.day, p.dayAt, p.dayDigits = day, dayAt, at-dayAt
	p.month = month
	p.year, p.yearAt, p.yearDigits = two(5)*100+two(7), at+5, 4
	p.hour, p.minute, p.second = two(10), two(13), two(16)
	p.d.Zone, p.d.ZoneKnown = zone*60, s[19] == '+' || zone != 0
	return true
}

// endsPlain says whether nothing but a comment stands in s.
func endsPlain(s string) bool {
	for s != "" && isBlank(s[0]) {
		s = s[1:]
	}
	if s != "" && s[0] == '(' {
		lx := lexer{s: s}
		if _, ok := lx.comment(); !ok {
			return false
		}
		s = s[lx.at:]
	}
	return strings.Trim(s, " \t\r\n") == ""
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

// beforeDate reads the day of the week, and whatever else stands before the date.
func (p *dateParser) beforeDate() {
	for {
		t := p.tok(0)
		switch {
		case t.kind == tokenEnd, t.kind == tokenDigits, t.kind == tokenWord && p.monthFirst():
			return
		case t.kind == tokenWord && p.weekday < 0 && nameIndex(dayNames, t.text) >= 0:
			p.weekday, p.weekdayAt = nameIndex(dayNames, t.text), t.start
			p.drop(1)
			if next := p.tok(0); !p.skip(',') && next.kind == tokenDigits {
				p.flaw(flawDateComma, next.start, next.start)
			}
		default:
			p.flaw(flawDateWords, t.start, t.end)
			p.drop(1)
		}
	}
}

// monthFirst says whether the word ahead is a month with its day after it. "mar." can also be a Tuesday.
func (p *dateParser) monthFirst() bool {
	if monthNumber(p.tok(0).text) == 0 {
		return false
	}
	n := 1
	if p.tok(n).kind == '.' || p.tok(n).kind == ',' || p.tok(n).kind == '-' {
		n++
	}
	return p.tok(n).kind == tokenDigits && p.toMonth(n+1) < 0
}

// toMonth finds the name of a month, at most two words or other items after place i; -1: there is none.
func (p *dateParser) toMonth(i int) int {
	for n := i; n < i+3; n++ {
		switch t := p.tok(n); {
		case t.kind == tokenWord && monthNumber(t.text) > 0:
			return n
		case t.kind == tokenDigits || t.kind == tokenEnd || t.kind == ':':
			return -1
		}
	}
	return -1
}

// date reads day, month and, if it stands with them, year.
func (p *dateParser) date() bool {
	t := p.tok(0)
	if t.kind == tokenWord {
		p.flaw(flawDateOrder, t.start, t.end)
		p.month = monthNumber(t.text)
		p.foreignMonth(t)
		p.drop(1)
		if p.tok(0).kind != tokenDigits {
			p.skipTo(1)
		}
		p.setDay(p.tok(0))
		p.drop(1)
		p.ordinal()
		if t := p.tok(0); t.kind == ',' || t.kind == '-' || t.kind == '.' {
			p.drop(1)
		}
		return p.yearHere()
	}
	if t.kind != tokenDigits {
		return false
	}
	if len(t.text) >= 4 {
		return p.yearFirst()
	}
	n := p.toMonth(1)
	if n < 0 {
		return p.numeric()
	}
	p.setDay(t)
	p.drop(1)
	p.ordinal()
	p.skipTo(p.toMonth(0))
	p.month = monthNumber(p.tok(0).text)
	p.foreignMonth(p.tok(0))
	p.drop(1)
	for n := range 3 {
		if p.tok(n).kind == tokenDigits {
			p.skipTo(n)
			break
		}
	}
	return p.yearHere()
}

// ordinal skips the ending in "2nd".
func (p *dateParser) ordinal() {
	switch t := p.tok(0); t.text {
	case "st", "nd", "rd", "th":
		p.skipTo(1)
	}
}

// yearHere reads the year, unless the time of day comes first.
func (p *dateParser) yearHere() bool {
	t := p.tok(0)
	if t.kind != tokenDigits || len(t.text) < 2 || p.tok(1).kind == ':' {
		p.flaw(flawDateOrder, t.start, t.end)
		return true // It may come at the end.
	}
	p.setYear(t)
	p.drop(1)
	return len(t.text) <= 4
}

// lateYear reads a year behind the time of day, where asctime has it; date has it even behind the zone.
func (p *dateParser) lateYear() {
	if t := p.tok(0); p.year < 0 && t.kind == tokenDigits && len(t.text) == 4 {
		p.setYear(t)
		p.drop(1)
	}
}

func (p *dateParser) setYear(t dateToken) {
	p.year, p.yearAt, p.yearDigits = t.number, t.start, len(t.text)
}
func (p *dateParser) setDay(t dateToken) {
	p.day, p.dayAt, p.dayDigits = t.number, t.start, len(t.text)
}

// yearFirst reads 2026-03-02, 2026年3月2日 or 20260302 (ISO 8601).
func (p *dateParser) yearFirst() bool {
	t := p.tok(0)
	p.flaw(flawDateOrder, t.start, t.end)
	if len(t.text) == 8 {
		p.year, p.yearAt, p.yearDigits = t.number/10000, t.start, 4
		p.month = t.number / 100 % 100
		p.day, p.dayAt, p.dayDigits = t.number%100, t.start+6, 2
		p.drop(1)
		return true
	}
	if len(t.text) != 4 || p.tok(2).kind != tokenDigits || p.tok(4).kind != tokenDigits {
		return false
	}
	if sep := p.tok(1); !dateSeparator(sep) || !dateSeparator(p.tok(3)) {
		return false
	}
	p.setYear(t)
	p.month = p.tok(2).number
	p.setDay(p.tok(4))
	p.drop(5)
	return true
}

func dateSeparator(t dateToken) bool {
	return t.kind == '-' || t.kind == '/' || t.kind == '.' || t.text == "年" || t.text == "月"
}

// numeric reads a date without names. With slashes the month usually stands first, with dots or dashes the day does; a
// number above twelve settles it.
func (p *dateParser) numeric() bool {
	first, sep, second, third := p.tok(0), p.tok(1), p.tok(2), p.tok(4)
	if !dateSeparator(sep) || p.tok(3).kind != sep.kind || second.kind != tokenDigits || third.kind != tokenDigits {
		return false
	}
	day, month := first, second
	if sep.kind == '/' && first.number <= 12 || second.number > 12 {
		day, month = second, first
	}
	p.setDay(day)
	p.month = month.number
	p.drop(4)
	p.flaw(flawDateNumericMonth, first.start, third.end)
	return p.yearHere()
}

// clockAhead says whether a time of day begins n items ahead.
func (p *dateParser) clockAhead(n int) bool {
	return p.tok(n).kind == tokenDigits && len(p.tok(n).text) <= 2 && clockSeparator(p.tok(n+1)) && p.tok(n+2).kind == tokenDigits
}

func clockSeparator(t dateToken) bool {
	switch t.text {
	case ":", ".", "h", "时", "時", "点", "點":
		return true
	}
	return false
}

// toClock says how many items stand before the time of day; -1: there is none.
func (p *dateParser) toClock() int {
	for n := range 4 {
		t := p.tok(n)
		switch {
		case p.clockAhead(n), t.kind == tokenDigits && (len(t.text) == 4 || len(t.text) == 6) && n > 0 && p.tok(n-1).text == "T":
			return n
		case t.kind == tokenDigits, t.kind == '+', t.kind == tokenEnd:
			return -1
		}
	}
	return -1
}

// clock reads the time of day.
func (p *dateParser) clock() bool {
	hour := p.tok(0)
	if len(hour.text) > 2 { // 080002, after a T.
		n := hour.number
		if len(hour.text) == 6 {
			p.second, n = n%100, n/100
		}
		p.hour, p.minute = n/100, n%100
		p.drop(1)
	} else {
		sep := p.tok(1)
		p.hour, p.minute = hour.number, p.tok(2).number
		if sep.kind != ':' {
			p.flaw(flawDateSeparators, sep.start, sep.end)
		}
		p.twoDigits(hour)
		p.twoDigits(p.tok(2))
		p.drop(3)
		if t := p.tok(1); t.kind == tokenDigits && (p.tok(0).kind == sep.kind && sep.kind != tokenWord || p.tok(0).text == "分") {
			p.twoDigits(t)
			p.second = t.number
			p.drop(2)
		}
	}
	if t := p.tok(0); (t.kind == '.' || t.kind == ',') && p.tok(1).kind == tokenDigits && p.tok(1).start == t.end {
		p.flaw(flawDateFraction, t.start, p.tok(1).end)
		p.drop(2)
	}
	if t := p.tok(0); t.kind == tokenWord && p.halfDay(t.text) {
		p.flaw(flawDateHalfDays, t.start, t.end)
		p.drop(1)
	}
	if p.afternoon >= 0 && p.hour == 12 {
		p.hour = 0
	}
	p.hour += max(p.afternoon, 0)
	if p.hour == 24 && p.minute == 0 && p.second == 0 {
		p.flaw(flawDateHour24, hour.start, hour.end)
		return true
	}
	return p.hour < 24 && p.minute < 60 && p.second <= 60
}

// twoDigits notes a number of the time of day that has not so many.
func (p *dateParser) twoDigits(t dateToken) {
	if len(t.text) != 2 {
		p.flaw(flawDateDigits, t.start, t.end)
	}
}

// halfDay says whether the word is one for a half of the day, and takes it to mind.
func (p *dateParser) halfDay(word string) bool {
	switch {
	case equalFold(word, "am"), word == "上午":
		p.afternoon = 0
	case equalFold(word, "pm"), word == "下午":
		p.afternoon = 12
	default:
		return false
	}
	return true
}

const (
	monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"
	dayNames   = "SunMonTueWedThuFriSat"
)

// foreignMonths are how names of months begin in languages whose programs write them into dates.
var foreignMonths = [...]struct {
	begin string
	month int
}{
	{"ene", 1}, {"gen", 1}, {"янв", 1}, {"fév", 2}, {"fev", 2}, {"фев", 2}, {"mär", 3}, {"mrz", 3}, {"mrt", 3}, {"мар", 3},
	{"avr", 4}, {"abr", 4}, {"апр", 4}, {"mai", 5}, {"mei", 5}, {"maj", 5}, {"mag", 5}, {"май", 5}, {"мая", 5}, {"juin", 6}, {"giu", 6}, {"июн", 6},
	{"jui", 7}, {"lug", 7}, {"июл", 7}, {"aoû", 8}, {"aou", 8}, {"ago", 8}, {"авг", 8}, {"set", 9}, {"сен", 9}, {"okt", 10}, {"ott", 10}, {"out", 10}, {"окт", 10},
	{"ноя", 11}, {"dez", 12}, {"déc", 12}, {"dic", 12}, {"des", 12}, {"дек", 12},
}

// monthNumber finds a month by its name; longer words count by how they begin. 0: it is none.
func monthNumber(word string) int {
	if n := nameIndex(monthNames, word); n >= 0 {
		return n + 1
	}
	word = lowerASCII(word)
	for _, m := range foreignMonths {
		if strings.HasPrefix(word, m.begin) {
			return m.month
		}
	}
	return 0
}

// foreignMonth notes a month that is not written as it should be.
func (p *dateParser) foreignMonth(t dateToken) {
	if len(t.text) != 3 || nameIndex(monthNames, t.text) < 0 {
		p.flaw(flawDateWords, t.start, t.end)
	}
}

// nameIndex finds s in a row of three-letter names; longer words count by their first three letters.
func nameIndex(names, s string) int {
	if len(s) < 3 {
		return -1
	}
	for i := 0; i+3 <= len(names); i += 3 {
		if equalFold(names[i:i+3], s[:3]) {
			return i / 3
		}
	}
	return -1
}

// number reads between least and most digits.
func number(s string, least, most int) (int, bool) {
	if len(s) < least || len(s) > most {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

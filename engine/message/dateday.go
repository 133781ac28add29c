package message

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

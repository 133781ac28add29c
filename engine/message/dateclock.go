package message

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

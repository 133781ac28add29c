package message

import "strings"

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

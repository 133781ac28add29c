package message

import (
	"ehloworld/engine/vtime"
)

// Years that ParseDate takes: simulated time cannot hold all others.
const (
	minYear = 1900
	maxYear = 2200
)

// obsoleteZones are the zone names of RFC 5322 section 4.3 in hours east of UTC. Single letters mean nothing reliable and
// count as UTC, as that section says.
var obsoleteZones = [...]struct {
	name  string
	hours int
}{
	{"UT", 0}, {"GMT", 0}, {"UTC", 0}, {"EST", -5}, {"EDT", -4}, {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7},
}

const (
	monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"
	dayNames   = "SunMonTueWedThuFriSat"
)

// ParseDate reads a date-time (RFC 5322 section 3.3), today's form or an obsolete one. Zone is the sender's offset in
// seconds east of UTC; a date without a zone counts as UTC.
func ParseDate(value string) (at vtime.Time, zone int, ok bool) {
	at, zone, _, ok = parseDate(value)
	return at, zone, ok
}

// parseDate also says what is not as a program should write it today, "" when nothing.
func parseDate(value string) (at vtime.Time, zone int, fault string, ok bool) {
	sc := scanner{s: value}
	t := sc.skipComments()
	weekday := -1
	if t.kind == tokenAtom && len(t.text) >= 3 && !isDigit(t.text[0]) {
		if weekday = nameIndex(dayNames, t.text); weekday < 0 {
			return 0, 0, "", false
		}
		if t = sc.skipComments(); t.kind == ',' {
			t = sc.skipComments()
		} else {
			fault = "the comma after the day of the week is missing"
		}
	}
	day, okDay := number(t, 1, 2)
	month := nameIndex(monthNames, sc.skipComments().text)
	yearToken := sc.skipComments()
	year, okYear := number(yearToken, 2, 4)
	hour, okHour := number(sc.skipComments(), 1, 2)
	if !okDay || month < 0 || !okYear || !okHour || sc.skipComments().kind != ':' {
		return 0, 0, "", false
	}
	switch n := len(yearToken.text); {
	case n == 2 && year < 50:
		year += 2000
	case n < 4:
		year += 1900
	}
	if len(yearToken.text) < 4 {
		fault = "the year has fewer than four digits"
	}
	minute, okMinute := number(sc.skipComments(), 1, 2)
	second := 0
	t = sc.skipComments()
	if t.kind == ':' {
		var okSecond bool
		if second, okSecond = number(sc.skipComments(), 1, 2); !okSecond {
			return 0, 0, "", false
		}
		t = sc.skipComments()
	}
	if !okMinute || hour > 23 || minute > 59 || second > 60 || year < minYear || year > maxYear {
		return 0, 0, "", false
	}
	zone, zoneFault, ok := parseZone(t)
	if !ok || sc.skipComments().kind != tokenEnd {
		return 0, 0, "", false
	}
	if zoneFault != "" {
		fault = zoneFault
	}
	when, ok := vtime.FromCivil(vtime.Civil{Year: year, Month: month + 1, Day: day, Hour: hour, Minute: minute, Second: second})
	if !ok {
		return 0, 0, "", false
	}
	if weekday >= 0 && second < 60 && when.Civil(0).Weekday != weekday {
		fault = "the day of the week does not fit the date"
	}
	return when.Add(-vtime.Duration(zone) * vtime.Second), zone, fault, true
}

func parseZone(t token) (zone int, fault string, ok bool) {
	s := t.text
	if t.kind == tokenEnd {
		return 0, "the zone (such as +0800) is missing", true
	}
	if t.kind != tokenAtom {
		return 0, "", false
	}
	if s[0] == '+' || s[0] == '-' {
		if len(s) != 5 {
			return 0, "", false
		}
		n, ok := number(token{kind: tokenAtom, text: s[1:]}, 4, 4)
		if !ok || n%100 > 59 {
			return 0, "", false
		}
		zone = (n/100*60 + n%100) * 60
		if s[0] == '-' {
			zone = -zone
		}
		return zone, "", true
	}
	for _, z := range obsoleteZones {
		if equalFold(z.name, s) {
			return z.hours * 3600, "the zone is a name; write it as a number", true
		}
	}
	if isDigit(s[0]) {
		return 0, "", false
	}
	return 0, "the zone is a name that nobody knows; write it as a number", true
}

// number reads between least and most digits.
func number(t token, least, most int) (int, bool) {
	if t.kind != tokenAtom || len(t.text) < least || len(t.text) > most {
		return 0, false
	}
	n := 0
	for i := 0; i < len(t.text); i++ {
		if !isDigit(t.text[i]) {
			return 0, false
		}
		n = n*10 + int(t.text[i]-'0')
	}
	return n, true
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

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

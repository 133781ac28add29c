package vtime

// Civil is a date and a time of day in the proleptic Gregorian calendar. There are no leap seconds in it; Second may be
// 60 on the way in and is then the first second of the next minute.
//
// Package time could do all this, with time zones and layouts that nobody here asks for: 50 kB of the browser binary.
type Civil struct {
	Year, Month, Day     int // Month and Day from 1.
	Weekday              int // 0 is Sunday. FromCivil does not read it.
	Hour, Minute, Second int
	Nanosecond           int
}

// Years that a Time can express in full.
const (
	MinYear = 1678
	MaxYear = 2261
)

const (
	secondsPerDay = 24 * 60 * 60
	daysPerEra    = 146097 // 400 years.
	epochShift    = 719468 // Days from 0000-03-01 to 1970-01-01.
)

// Civil returns t in a zone that is offsetSeconds east of UTC.
func (t Time) Civil(offsetSeconds int) Civil {
	seconds := int64(t) / int64(Second)
	nano := int64(t) % int64(Second)
	if nano < 0 {
		nano += int64(Second)
		seconds--
	}
	seconds += int64(offsetSeconds)
	days := seconds / secondsPerDay
	inDay := seconds % secondsPerDay
	if inDay < 0 {
		inDay += secondsPerDay
		days--
	}
	c := Civil{
		Weekday: int(((days+4)%7 + 7) % 7), // 1970-01-01 was a Thursday.
		Hour:    int(inDay / 3600), Minute: int(inDay / 60 % 60), Second: int(inDay % 60), Nanosecond: int(nano),
	}
	// The year is counted from March, so that the leap day comes last and every month's first day is linear in the month.
	z := days + epochShift
	era := z / daysPerEra
	if z < 0 {
		era = (z - daysPerEra + 1) / daysPerEra
	}
	ofEra := z - era*daysPerEra
	yearOfEra := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	march := (5*ofYear + 2) / 153
	c.Day = int(ofYear - (153*march+2)/5 + 1)
	c.Month = int(march + 3)
	c.Year = int(yearOfEra + era*400)
	if c.Month > 12 {
		c.Month -= 12
		c.Year++
	}
	return c
}

// FromCivil returns the instant that c is in UTC. It fails for what no calendar and no clock shows, and for years that a
// Time cannot express.
func FromCivil(c Civil) (Time, bool) {
	if c.Year < MinYear || c.Year > MaxYear || c.Month < 1 || c.Month > 12 || c.Day < 1 || c.Day > daysIn(c.Year, c.Month) ||
		c.Hour < 0 || c.Hour > 23 || c.Minute < 0 || c.Minute > 59 || c.Second < 0 || c.Second > 60 ||
		c.Nanosecond < 0 || c.Nanosecond >= int(Second) {
		return 0, false
	}
	year, march := int64(c.Year), int64(c.Month)-3
	if march < 0 {
		march += 12
		year--
	}
	era, yearOfEra := year/400, year%400
	ofYear := (153*march+2)/5 + int64(c.Day) - 1
	days := era*daysPerEra + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + ofYear - epochShift
	seconds := days*secondsPerDay + int64(c.Hour)*3600 + int64(c.Minute)*60 + int64(c.Second)
	return Time(seconds*int64(Second) + int64(c.Nanosecond)), true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

package message

import "ehloworld/engine/vtime"

// Years outside these are told as a flaw: no letter is from then.
const (
	minYear = 1900
	maxYear = 2200
)

// maxZone is how far east or west of UTC a place can be, in seconds.
const maxZone = 14 * 3600

// DateTime is what a date field says.
type DateTime struct {
	At        vtime.Time
	Zone      int    // The writer's offset from UTC, in seconds to the east.
	ZoneKnown bool   // Whether the field says so: false for "-0000" (RFC 5322 section 3.3), no zone, and names that nobody knows. Zone is then 0.
	Flaws     []Flaw // What is not as RFC 5322 section 3.3 has it.
}

// ParseDate reads a date-time (RFC 5322 section 3.3), an obsolete form of it, or one of the many others that letters have.
// Zone is the sender's offset in seconds east of UTC; a date without a zone counts as UTC.
func ParseDate(value string) (at vtime.Time, zone int, ok bool) {
	d, ok := ReadDate(value)
	return d.At, d.Zone, ok
}

// ReadDate reads what ParseDate does, and tells what is wrong with it. Offsets of flaws count from the beginning of the
// value, which may be folded. When ok is false there is no time, and the flaws say why.
func ReadDate(value string) (d DateTime, ok bool) {
	p := dateParser{value: value, weekday: -1, year: -1, afternoon: -1}
	if !p.plain() && !p.read() || !p.resolve() {
		p.flaw(flawDateUnreadable, 0, len(value))
		return DateTime{Flaws: p.d.Flaws}, false
	}
	return p.d, true
}

// Date reads the field with ReadDate. Offsets count from the beginning of the letter.
func (f *Field) Date() (d DateTime, ok bool) {
	d, ok = ReadDate(f.written())
	shift(d.Flaws, f.Start+f.Colon+1)
	return d, ok
}

// resolve makes an instant of what was read.
func (p *dateParser) resolve() bool {
	if p.year < 0 || p.day < 1 || p.day > 31 || p.month < 1 || p.month > 12 {
		return false
	}
	year := p.year
	switch {
	case p.yearDigits < 3 && year < 50: // RFC 5322 section 4.3
		year += 2000
	case p.yearDigits < 4:
		year += 1900
	}
	if p.yearDigits < 4 {
		p.flaw(flawDateShortYear, p.yearAt, p.yearAt+p.yearDigits)
	}
	month, ok := vtime.FromCivil(vtime.Civil{Year: year, Month: p.month, Day: 1})
	if !ok || year < minYear || year > maxYear {
		p.flaw(flawDateYear, p.yearAt, p.yearAt+p.yearDigits)
	}
	if !ok {
		return false
	}
	day := month.Add(vtime.Duration(p.day-1) * 24 * vtime.Hour)
	if c := day.Civil(0); c.Month != p.month { // 31 February: the days count on.
		p.flaw(flawDateDay, p.dayAt, p.dayAt+p.dayDigits)
	} else if p.weekday >= 0 && p.weekday != c.Weekday {
		p.flaw(flawDateWeekday, p.weekdayAt, p.weekdayAt+len("Mon"))
	}
	p.d.At = day.Add(vtime.Duration((p.hour*60+p.minute)*60+p.second-p.d.Zone) * vtime.Second)
	return true
}

package vtime

import (
	"strconv"
	"strings"
)

const (
	dayNames   = "SunMonTueWedThuFriSat"
	monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// Date writes t as an RFC 5322 section 3.3 date-time in a zone that is offsetSeconds east of UTC, such as
// "Mon, 2 Mar 2026 08:00:00 +0800".
func (t Time) Date(offsetSeconds int) string {
	c := t.Civil(offsetSeconds)
	b := append(make([]byte, 0, 32), dayNames[3*c.Weekday:3*c.Weekday+3]...)
	b = strconv.AppendInt(append(b, ", "...), int64(c.Day), 10)
	b = append(append(append(b, ' '), monthNames[3*c.Month-3:3*c.Month]...), ' ')
	b = append(append(b, digits(c.Year, 4)...), ' ')
	b = append(two(append(two(append(two(b, c.Hour), ':'), c.Minute), ':'), c.Second), ' ')
	minutes := offsetSeconds / 60
	if minutes < 0 {
		b, minutes = append(b, '-'), -minutes
	} else {
		b = append(b, '+')
	}
	return string(two(two(b, minutes/60), minutes%60))
}

// two appends a number of two digits.
func two(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// RFC3339 writes t with milliseconds in a zone that is offsetSeconds east of UTC.
func (t Time) RFC3339(offsetSeconds int) string {
	c := t.Civil(offsetSeconds)
	offset := "Z"
	if offsetSeconds != 0 {
		offset = zone(offsetSeconds, ":")
	}
	return digits(c.Year, 4) + "-" + digits(c.Month, 2) + "-" + digits(c.Day, 2) + "T" + t.Clock(offsetSeconds) + offset
}

// Clock writes the time of day as HH:MM:SS.mmm in a zone that is offsetSeconds east of UTC.
func (t Time) Clock(offsetSeconds int) string {
	c := t.Civil(offsetSeconds)
	return hms(c) + "." + digits(c.Nanosecond/int(Millisecond), 3)
}

// HourMinute writes the time of day as HH:MM in a zone that is offsetSeconds east of UTC.
func (t Time) HourMinute(offsetSeconds int) string { return hms(t.Civil(offsetSeconds))[:5] }

func hms(c Civil) string {
	return digits(c.Hour, 2) + ":" + digits(c.Minute, 2) + ":" + digits(c.Second, 2)
}

func zone(offsetSeconds int, between string) string {
	sign, minutes := "+", offsetSeconds/60
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	return sign + digits(minutes/60, 2) + between + digits(minutes%60, 2)
}

// digits writes n with at least width digits.
func digits(n, width int) string {
	s := strconv.Itoa(n)
	if len(s) < width {
		s = strings.Repeat("0", width-len(s)) + s
	}
	return s
}

// DateError says that a text is no instant.
type DateError struct{ Text string }

func (e *DateError) Error() string {
	return "not an instant: " + strconv.Quote(e.Text) + " (write 2026-03-02T08:00:00+08:00)"
}

// Parse reads an RFC 3339 instant such as 2026-03-02T08:00:00+08:00 and returns it with its zone's offset from UTC in
// seconds.
func Parse(s string) (Time, int, error) {
	bad := &DateError{Text: s}
	const shape = "dddd-dd-ddTdd:dd:dd"
	if len(s) <= len(shape) || !fits(s[:len(shape)], shape) {
		return 0, 0, bad
	}
	c := Civil{
		Year: number(s[:4]), Month: number(s[5:7]), Day: number(s[8:10]),
		Hour: number(s[11:13]), Minute: number(s[14:16]), Second: number(s[17:19]),
	}
	rest := s[len(shape):]
	if rest[0] == '.' {
		end := 1
		for end < len(rest) && rest[end] >= '0' && rest[end] <= '9' {
			end++
		}
		if end == 1 || end > 10 {
			return 0, 0, bad
		}
		c.Nanosecond = number((rest[1:end] + "00000000")[:9])
		rest = rest[end:]
	}
	offset := 0
	switch {
	case rest == "Z":
	case fits(rest, "+dd:dd"), fits(rest, "-dd:dd"):
		hours, minutes := number(rest[1:3]), number(rest[4:6])
		if hours > 23 || minutes > 59 {
			return 0, 0, bad
		}
		offset = hours*3600 + minutes*60
		if rest[0] == '-' {
			offset = -offset
		}
	default:
		return 0, 0, bad
	}
	t, ok := FromCivil(c)
	if !ok || c.Second > 59 {
		return 0, 0, bad
	}
	return t.Add(-Duration(offset) * Second), offset, nil
}

// fits says whether s has the shape of a pattern in which d stands for a digit.
func fits(s, pattern string) bool {
	if len(s) != len(pattern) {
		return false
	}
	for i := range len(s) {
		if pattern[i] == 'd' {
			if s[i] < '0' || s[i] > '9' {
				return false
			}
		} else if s[i] != pattern[i] {
			return false
		}
	}
	return true
}

// number reads decimal digits.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = 10*n + int(s[i]-'0')
	}
	return n
}

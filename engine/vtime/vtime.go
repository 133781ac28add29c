// Package vtime is the simulated time that every other package counts in. Nothing under engine/ ever looks at the clock
// of the machine it runs on: time arrives as an argument and deadlines leave as values.
package vtime

import (
	"strconv"
	"time"
)

// Time is an instant of the simulated world: nanoseconds since 1970-01-01T00:00:00Z.
type Time int64

// Never is later than every instant that a world reaches. It stands for "no deadline".
const Never Time = 1<<63 - 1

// Add returns the instant d after t. It stays at Never when t is Never.
func (t Time) Add(d time.Duration) Time {
	if t == Never {
		return Never
	}
	return t + Time(d)
}

// Sub returns the span from u to t.
func (t Time) Sub(u Time) time.Duration { return time.Duration(t - u) }

// Parse reads an RFC 3339 instant such as 2026-03-02T08:00:00+08:00 and returns it with its zone's offset from UTC in
// seconds.
func Parse(s string) (Time, int, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return 0, 0, err
	}
	_, offset := t.Zone()
	return Time(t.UnixNano()), offset, nil
}

// Date writes t as an RFC 5322 section 3.3 date-time in a zone that is offsetSeconds east of UTC, such as
// "Mon, 2 Mar 2026 08:00:00 +0800".
func (t Time) Date(offsetSeconds int) string {
	return t.in(offsetSeconds).Format("Mon, 2 Jan 2006 15:04:05 -0700")
}

// RFC3339 writes t with milliseconds in a zone that is offsetSeconds east of UTC.
func (t Time) RFC3339(offsetSeconds int) string {
	return t.in(offsetSeconds).Format("2006-01-02T15:04:05.000Z07:00")
}

// Clock writes the time of day as HH:MM:SS.mmm in a zone that is offsetSeconds east of UTC.
func (t Time) Clock(offsetSeconds int) string { return t.in(offsetSeconds).Format("15:04:05.000") }

// HourMinute writes the time of day as HH:MM in a zone that is offsetSeconds east of UTC.
func (t Time) HourMinute(offsetSeconds int) string { return t.in(offsetSeconds).Format("15:04") }

func (t Time) in(offsetSeconds int) time.Time {
	zone := time.UTC
	if offsetSeconds != 0 {
		zone = time.FixedZone("", offsetSeconds)
	}
	return time.Unix(0, int64(t)).In(zone)
}

// ParseDuration reads a span such as "1h30m", "40ms" or, beyond what Go reads, whole days such as "5d" and "5d12h".
func ParseDuration(s string) (time.Duration, error) {
	sign, rest := time.Duration(1), s
	if len(rest) > 0 && (rest[0] == '-' || rest[0] == '+') {
		if rest[0] == '-' {
			sign = -1
		}
		rest = rest[1:]
	}
	var days int
	for i := 0; i < len(rest); i++ {
		if rest[i] == 'd' {
			n, err := strconv.Atoi(rest[:i])
			if err != nil || n < 0 || n > MaxDays {
				return 0, &DurationError{Text: s}
			}
			days, rest = n, rest[i+1:]
			break
		}
	}
	d := time.Duration(days) * 24 * time.Hour
	if rest == "" && days == 0 && (len(s) == 0 || s[len(s)-1] != 'd') {
		return 0, &DurationError{Text: s}
	}
	if rest != "" {
		part, err := time.ParseDuration(rest)
		if err != nil || part < 0 {
			return 0, &DurationError{Text: s}
		}
		d += part
	}
	return sign * d, nil
}

// MaxDays bounds the day count that ParseDuration accepts, so that a span never overflows.
const MaxDays = 36500

// DurationError says that a text is no span of time.
type DurationError struct{ Text string }

func (e *DurationError) Error() string {
	return "not a span of time: " + strconv.Quote(e.Text) + " (write 40ms, 1h30m or 5d)"
}

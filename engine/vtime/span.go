package vtime

import (
	"strconv"
	"strings"
)

// MaxSpan bounds what ParseDuration accepts: about a hundred years.
const MaxSpan = 36500 * 24 * Hour

// DurationError says that a text is no span of time.
type DurationError struct{ Text string }

func (e *DurationError) Error() string {
	return "not a span of time: " + strconv.Quote(e.Text) + " (write 40ms, 1h30m or 5d)"
}

// units are the units of a span, largest first.
var units = [...]struct {
	name string
	size Duration
}{{"d", 24 * Hour}, {"h", Hour}, {"ms", Millisecond}, {"us", Microsecond}, {"ns", 1}, {"m", Minute}, {"s", Second}}

// ParseDuration reads a span such as "40ms", "1h30m", "1.5s" or "5d12h", with an optional sign.
func ParseDuration(s string) (Duration, error) {
	bad := &DurationError{Text: s}
	rest, negative := s, false
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		negative, rest = rest[0] == '-', rest[1:]
	}
	if rest == "" {
		return 0, bad
	}
	var total Duration
	for rest != "" {
		whole, n := leadingDigits(rest)
		rest = rest[n:]
		frac, fracDigits := 0, 0
		if strings.HasPrefix(rest, ".") {
			frac, fracDigits = leadingDigits(rest[1:])
			if fracDigits == 0 {
				return 0, bad
			}
			rest = rest[1+fracDigits:]
		}
		unit := Duration(0)
		for _, u := range units {
			if after, ok := strings.CutPrefix(rest, u.name); ok {
				unit, rest = u.size, after
				break
			}
		}
		if n == 0 || n > 9 || fracDigits > 9 || unit == 0 || Duration(whole) > MaxSpan/unit {
			return 0, bad
		}
		part := Duration(whole) * unit
		if fracDigits > 0 {
			// Whole units of a billionth are exact enough: nothing here is finer than a nanosecond.
			scaled := frac
			for range 9 - fracDigits {
				scaled *= 10
			}
			part += unit / 1000 * Duration(scaled) / 1_000_000
		}
		if total += part; total > MaxSpan {
			return 0, bad
		}
	}
	if negative {
		total = -total
	}
	return total, nil
}

// leadingDigits reads the digits that s begins with, at most nine of them as a number, and says how many there are.
func leadingDigits(s string) (value, n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		if n < 9 {
			value = 10*value + int(s[n]-'0')
		}
		n++
	}
	return value, n
}

// Span writes a span for people: "1h30m", "5m", "40ms", "5d".
func Span(d Duration) string {
	if d == 0 {
		return "0s"
	}
	out := ""
	if d < 0 {
		out, d = "-", -d
	}
	for _, u := range [...]struct {
		name string
		size Duration
	}{{"d", 24 * Hour}, {"h", Hour}, {"m", Minute}, {"s", Second}, {"ms", Millisecond}, {"us", Microsecond}, {"ns", 1}} {
		if n := d / u.size; n > 0 {
			out += strconv.FormatInt(int64(n), 10) + u.name
			d -= n * u.size
		}
	}
	return out
}

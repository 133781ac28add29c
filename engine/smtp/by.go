package smtp

import (
	"strings"

	"ehloworld/engine/vtime"
)

// ParseBy reads the value of BY= (RFC 2852 section 4): a number of seconds with or without a sign, ";", R or N, and T when
// relays without the extension are to be told of. A letter that is to be returned cannot have had to be there before now.
func ParseBy(s string, now vtime.Time) (by DeliverBy, ok bool) {
	number, mode, _ := strings.Cut(s, ";")
	if mode, by.Trace = cutFold(mode, "T"); by.Trace && mode == "" {
		return by, false
	}
	sign := vtime.Duration(1)
	if number != "" && (number[0] == '-' || number[0] == '+') {
		if number[0] == '-' {
			sign = -1
		}
		number = number[1:]
	}
	seconds, ok := parseSeconds(number)
	by.At = now.Add(sign * seconds)
	switch {
	case strings.EqualFold(mode, "R"):
		by.Mode = ByReturn
		return by, ok && by.At > now
	case strings.EqualFold(mode, "N"):
		by.Mode = ByNotify
		return by, ok
	}
	return by, false
}

// cutFold cuts a one-letter suffix off, in either case.
func cutFold(s, suffix string) (string, bool) {
	if n := len(s) - 1; n >= 0 && strings.EqualFold(s[n:], suffix) {
		return s[:n], true
	}
	return s, false
}

// parseSeconds reads one to nine digits (RFC 2852 section 4, RFC 4865 section 4).
func parseSeconds(s string) (vtime.Duration, bool) {
	n, ok := ParseSize(s)
	return vtime.Duration(n) * vtime.Second, ok && len(s) <= 9
}

// ParseHold reads the value of HOLDFOR= or HOLDUNTIL= (RFC 4865 section 4) and gives the instant.
func ParseHold(key, s string, now vtime.Time) (vtime.Time, bool) {
	if key == "HOLDUNTIL" {
		at, _, err := vtime.Parse(s)
		return at, err == nil
	}
	seconds, ok := parseSeconds(s)
	return now.Add(seconds), ok
}

// ParsePriority reads the value of MT-PRIORITY= (RFC 6710 section 4): -9 to 9, without a plus sign and no "-0".
func ParsePriority(s string) (int8, bool) {
	digit, negative := strings.CutPrefix(s, "-")
	if len(digit) != 1 || !isDigit(digit[0]) || negative && digit == "0" {
		return 0, false
	}
	if negative {
		return -int8(digit[0] - '0'), true
	}
	return int8(digit[0] - '0'), true
}

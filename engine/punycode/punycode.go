// Package punycode writes international domain names in ASCII and reads them back: Punycode (RFC 3492) for one label, and
// as much of IDNA (RFC 5891, UTS 46) as is possible without Unicode's tables, which would weigh more than a quarter of the
// whole engine.
package punycode

import (
	"strings"
	"unicode/utf8"
)

// MaxRunes bounds a label that Encode and Decode take. Both need time by the square of its length.
const MaxRunes = 1000

// The parameters of RFC 3492 section 5.
const (
	base        = 36
	tMin        = 1
	tMax        = 26
	skew        = 38
	damp        = 700
	initialBias = 72
	initialN    = 0x80
)

// Encode writes a label in Punycode, without the "xn--". It fails for what is no UTF-8 or longer than MaxRunes.
func Encode(label string) (string, bool) {
	runes := []rune(label)
	if len(runes) > MaxRunes || !utf8.ValidString(label) {
		return "", false
	}
	out := make([]byte, 0, len(label)+8)
	for _, r := range runes {
		if r < initialN {
			out = append(out, byte(r))
		}
	}
	basic := len(out)
	done := basic
	if basic > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(initialN), 0, initialBias
	for done < len(runes) {
		next := rune(utf8.MaxRune)
		for _, r := range runes {
			if r >= n && r < next {
				next = r
			}
		}
		delta += int(next-n) * (done + 1)
		n = next
		for _, r := range runes {
			switch {
			case r < n:
				delta++
			case r == n:
				out = appendNumber(out, delta, bias)
				bias = adapt(delta, done+1, done == basic)
				delta = 0
				done++
			}
		}
		delta++
		n++
	}
	return string(out), true
}

// appendNumber writes a number of variable length (RFC 3492 section 3.3).
func appendNumber(out []byte, q, bias int) []byte {
	for k := base; ; k += base {
		t := threshold(k, bias)
		if q < t {
			return append(out, digit(q))
		}
		out = append(out, digit(t+(q-t)%(base-t)))
		q = (q - t) / (base - t)
	}
}

// Decode reads a label in Punycode, without the "xn--". It fails for what is none, for what stands for no characters, and
// for what is longer than MaxRunes.
func Decode(s string) (string, bool) {
	if len(s) > MaxRunes {
		return "", false
	}
	var runes []rune
	at := strings.LastIndexByte(s, '-')
	for i := 0; i < at; i++ {
		if s[i] >= initialN {
			return "", false
		}
		runes = append(runes, rune(s[i]))
	}
	n, i, bias := initialN, 0, initialBias
	for at = max(0, at+1); at < len(s); {
		before, weight := i, 1
		for k := base; ; k += base {
			if at == len(s) {
				return "", false
			}
			d, ok := value(s[at])
			at++
			if !ok {
				return "", false
			}
			i += d * weight
			t := threshold(k, bias)
			if d < t {
				break
			}
			weight *= base - t
			if i > maxDelta || weight > maxDelta {
				return "", false
			}
		}
		bias = adapt(i-before, len(runes)+1, before == 0)
		n += i / (len(runes) + 1)
		i %= len(runes) + 1
		if n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return "", false
		}
		runes = append(runes, 0)
		copy(runes[i+1:], runes[i:])
		runes[i] = rune(n)
		i++
	}
	return string(runes), true
}

// maxDelta is more than any number that leads to a character: all of Unicode, times the length of a label.
const maxDelta = (utf8.MaxRune + 1) * (MaxRunes + 1)

func threshold(k, bias int) int { return min(max(k-bias, tMin), tMax) }

// adapt is the bias after a number (RFC 3492 section 6.1).
func adapt(delta, count int, first bool) int {
	if first {
		delta /= damp
	} else {
		delta /= 2
	}
	delta += delta / count
	k := 0
	for delta > (base-tMin)*tMax/2 {
		delta /= base - tMin
		k += base
	}
	return k + (base-tMin+1)*delta/(delta+skew)
}

func digit(d int) byte {
	if d < 26 {
		return 'a' + byte(d)
	}
	return '0' + byte(d-26)
}

func value(c byte) (int, bool) {
	switch {
	case c >= 'a' && c <= 'z':
		return int(c - 'a'), true
	case c >= 'A' && c <= 'Z':
		return int(c - 'A'), true
	case c >= '0' && c <= '9':
		return int(c-'0') + 26, true
	}
	return 0, false
}

package encoding

import (
	"strings"
	"unicode/utf8"
)

// Bounds of encoded words (RFC 2047 section 2).
const (
	MaxWord     = 75 // An encoded word.
	MaxWordLine = 76 // A line of a header field that holds one.
)

// wordFrame is what an encoded word has around the name of its character set and its text.
const wordFrame = len("=??B??=")

// Words encodes s as encoded words in UTF-8, to be joined with white space: a reader drops white space between encoded
// words, so s comes back whole (RFC 2047 section 6.2). The first is at most first characters long, unless not even
// one character fits; all are at most 75; no character is ever cut in two (section 5). They use B or
// Q, whichever is shorter in all, and are safe in phrases and in unstructured text alike. Empty s gives no word.
func Words(s string, first int) []string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	useB := wordsSize(s, first, true) < wordsSize(s, first, false)
	var words []string
	for room := min(first, MaxWord); s != ""; {
		n, _ := wordFit(s, room-wordFrame-len("utf-8"), useB)
		if n == 0 {
			room = MaxWord // Any character fits there: it takes 12 columns at most.
			continue
		}
		words = append(words, word("utf-8", []byte(s[:n]), useB))
		s, room = s[n:], MaxWord
	}
	return words
}

// wordsSize is how long the words are together, with one blank after each.
func wordsSize(s string, first int, useB bool) int {
	size := 0
	for room := min(first, MaxWord); s != ""; room = MaxWord {
		n, width := wordFit(s, room-wordFrame-len("utf-8"), useB)
		if n > 0 {
			size += wordFrame + len("utf-8") + width + 1
		}
		s = s[n:]
	}
	return size
}

// wordFit says how many octets of s, in whole characters, go into a word of room columns, and how many columns they take.
func wordFit(s string, room int, useB bool) (n, width int) {
	if useB {
		n = min(len(s), room/4*3)
		for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
			n--
		}
		n = max(n, 0)
		return n, (n + 2) / 3 * 4
	}
	for n < len(s) {
		size, columns := 1, qWidth(s[n])
		for n+size < len(s) && !utf8.RuneStart(s[n+size]) {
			columns += qWidth(s[n+size])
			size++
		}
		if width+columns > room {
			break
		}
		n, width = n+size, width+columns
	}
	return n, width
}

// word writes one encoded word.
func word(charset string, data []byte, useB bool) string {
	b := append(make([]byte, 0, MaxWord), "=?"...)
	b = append(b, charset...)
	if useB {
		b = appendLetters(append(b, "?B?"...), data)
	} else {
		b = append(b, "?Q?"...)
		for _, c := range data {
			switch {
			case c == ' ':
				b = append(b, '_')
			case literalInWord(c):
				b = append(b, c)
			default:
				b = append(b, '=', upperHex[c>>4], upperHex[c&15])
			}
		}
	}
	return string(append(b, "?="...))
}

func qWidth(c byte) int {
	if c == ' ' || literalInWord(c) {
		return 1
	}
	return 3
}

// literalInWord says whether c may stand for itself in a Q word within a phrase (RFC 2047 section 5, rule 3).
func literalInWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '!' || c == '*' || c == '+' || c == '-' || c == '/'
}

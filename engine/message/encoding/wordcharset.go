package encoding

import "unicode/utf8"

// WordsIn is Words in another character set. Charset is its name, "iso-8859-1", or name and language, "iso-8859-1*fr" (RFC
// 2231 section 5). Encode turns text into its octets; it is asked for each word by itself, so that a charset with shift
// states, such as ISO-2022-JP, begins and ends every word in ASCII (RFC 2047 section 3). It returns nil when a single
// character does not fit into a word.
func WordsIn(charset string, encode func(text string) []byte, s string, first int) []string {
	b, bSize := wordsIn(charset, encode, s, first, true)
	if q, qSize := wordsIn(charset, encode, s, first, false); qSize <= bSize {
		return q
	}
	return b
}

func wordsIn(charset string, encode func(text string) []byte, s string, first int, useB bool) (words []string, size int) {
	for room := min(first, MaxWord); s != ""; {
		n := 0
		var data []byte
		for n < len(s) {
			_, size := utf8.DecodeRuneInString(s[n:])
			longer := encode(s[:n+size])
			if wordFrame+len(charset)+textWidth(longer, useB) > room {
				break
			}
			n, data = n+size, longer
		}
		switch {
		case n > 0:
			words = append(words, word(charset, data, useB))
			size += len(words[len(words)-1]) + 1
			s = s[n:]
		case room == MaxWord:
			return nil, 0
		}
		room = MaxWord
	}
	return words, size
}

func textWidth(data []byte, useB bool) int {
	if useB {
		return (len(data) + 2) / 3 * 4
	}
	width := 0
	for _, c := range data {
		width += qWidth(c)
	}
	return width
}

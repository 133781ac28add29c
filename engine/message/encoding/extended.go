package encoding

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/sorting"
)

// Section is one piece of a parameter value that was written in several (RFC 2231 section 3), or the only one.
type Section struct {
	Number   int    // From 0.
	Extended bool   // Its name ended in "*": it is percent-encoded, and number 0 names the character set.
	Value    string // Without quotation marks.
}

// JoinSections puts the sections of one parameter together, in the order of their numbers, up to the first that is missing;
// of two with one number the first counts. Charset reads the octets; where it does not know the character set, or none is
// named, what is no UTF-8 becomes U+FFFD.
func JoinSections(sections []Section, charset Charset) (text, language string) {
	sections = slices.Clone(sections)
	sorting.Stable(sections, func(a, b Section) int { return a.Number - b.Number })
	var name string
	var data []byte
	next := 0
	for _, s := range sections {
		if s.Number < next {
			continue
		}
		if s.Number > next {
			break
		}
		value := s.Value
		if s.Extended && next == 0 {
			name, language, value = SplitExtended(value)
		}
		next++
		if s.Extended {
			data = AppendPercentDecoded(data, value)
		} else {
			data = append(data, value...)
		}
	}
	if name != "" && charset != nil {
		if text, ok := charset(strings.ToLower(name), data); ok {
			return text, language
		}
	}
	return strings.ToValidUTF8(string(data), "\uFFFD"), language
}

// SplitExtended takes an extended value apart (RFC 2231 section 4): utf-8'en'text. What has not both apostrophes is all
// text.
func SplitExtended(value string) (charset, language, text string) {
	charset, rest, ok := strings.Cut(value, "'")
	if !ok {
		return "", "", value
	}
	if language, text, ok = strings.Cut(rest, "'"); !ok {
		return "", "", value
	}
	return charset, language, text
}

// AppendPercentDecoded appends s with its "%XX" undone. A "%" that begins no octet stays.
func AppendPercentDecoded(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '%' && len(s)-i >= 3 {
			if high, low := digits[s[i+1]], digits[s[i+2]]; (high|low)&noDigit == 0 {
				c = high<<4 | low&15
				i += 2
			}
		}
		dst = append(dst, c)
	}
	return dst
}

// Param writes a parameter in its shortest form: name=value, name="value", or as RFC 2231 has it where the value is not
// ASCII or too long, in pieces of at most width characters (at least 40). No character is cut in two. Control characters
// are encoded, so that they cannot end the line. Language may be empty.
func Param(name, value, language string, width int) []string {
	value = strings.ToValidUTF8(value, "\uFFFD")
	plain, token := true, value != ""
	quoted := 0
	for i := 0; i < len(value); i++ {
		c := value[i]
		plain = plain && c >= ' ' && c <= '~'
		token = token && tokenCharacter(c) && c != '\'' // Python takes a token with an apostrophe for an extended value.
		if c == '"' || c == '\\' {
			quoted++
		}
	}
	// What looks like an encoded word would be read as one by many.
	plain = plain && language == "" && !strings.Contains(value, "=?")
	width = max(width, 40)
	switch {
	case plain && token && len(name)+1+len(value) <= width:
		return []string{name + "=" + value}
	case plain && len(name)+3+len(value)+quoted <= width:
		return []string{name + "=" + Quote(value)}
	case plain:
		return plainSections(name, value, width)
	}
	return extendedSections(name, value, language, width)
}

// plainSections cuts a long ASCII value into quoted pieces.
func plainSections(name, value string, width int) []string {
	var out []string
	for value != "" {
		head := name + "*" + strconv.Itoa(len(out)) + "="
		room := max(width-len(head)-2, 2)
		n := 0
		for n < len(value) {
			size := 1
			if value[n] == '"' || value[n] == '\\' {
				size = 2
			}
			if room -= size; room < 0 {
				break
			}
			n++
		}
		out = append(out, head+Quote(value[:n]))
		value = value[n:]
	}
	return out
}

// extendedSections percent-encodes a value, in one piece if it fits.
func extendedSections(name, value, language string, width int) []string {
	prefix := "utf-8'" + language + "'"
	if size := len(name) + len("*=") + len(prefix) + extendedSize(value); size <= width {
		return []string{string(appendExtended([]byte(name+"*="+prefix), value))}
	}
	var out []string
	for len(out) == 0 || value != "" {
		piece := []byte(name + "*" + strconv.Itoa(len(out)) + "*=" + prefix)
		prefix = ""
		n := 0
		for room := width - len(piece); n < len(value); {
			_, size := utf8.DecodeRuneInString(value[n:])
			if room -= extendedSize(value[n : n+size]); room < 0 && n > 0 {
				break
			}
			n += size
		}
		out = append(out, string(appendExtended(piece, value[:n])))
		value = value[n:]
	}
	return out
}

func appendExtended(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; attributeCharacter(c) {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', upperHex[c>>4], upperHex[c&15])
		}
	}
	return dst
}

func extendedSize(s string) int {
	size := 0
	for i := 0; i < len(s); i++ {
		if attributeCharacter(s[i]) {
			size++
		} else {
			size += 3
		}
	}
	return size
}

// Quote writes a quoted-string (RFC 5322 section 3.2.4), which RFC 2045 has, too.
func Quote(s string) string {
	b := append(make([]byte, 0, len(s)+2), '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return string(append(b, '"'))
}

// tokenCharacter says whether c may stand in a token (RFC 2045 section 5.1).
func tokenCharacter(c byte) bool {
	return c > ' ' && c <= '~' && strings.IndexByte("()<>@,;:\\\"/[]?=", c) < 0
}

// attributeCharacter says whether c may stand for itself in an extended value (RFC 2231 section 7).
func attributeCharacter(c byte) bool {
	return tokenCharacter(c) && c != '*' && c != '\'' && c != '%'
}

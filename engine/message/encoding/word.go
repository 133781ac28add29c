package encoding

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// MaxWord is the longest encoded word (RFC 2047 section 2).
const MaxWord = 75

// maxCharset is the longest name of a character set that an encoded word is read with.
const maxCharset = 64

// Charset turns octets of the named character set (lower case) into text. It returns false when it does not know it.
type Charset func(name string, data []byte) (string, bool)

// Words encodes s as encoded words in UTF-8, to be joined with white space: a reader drops white space between encoded
// words, so s comes back whole (RFC 2047 section 6.2). The first is at most first characters long, unless not even
// one character fits; all are at most 75; no character is ever cut in two (section 5). They use B or
// Q, whichever is shorter, and are safe in phrases and in unstructured text alike. Empty s gives no word.
func Words(s string, first int) []string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	const overhead = len("=?utf-8?B??=")
	q := 0
	for i := 0; i < len(s); i++ {
		q += qWidth(s[i])
	}
	useB := (len(s)+2)/3*4 < q
	var words []string
	room := min(first, MaxWord)
	for s != "" {
		end, width := 0, 0
		for end < len(s) {
			_, n := utf8.DecodeRuneInString(s[end:])
			if useB {
				width = (end + n + 2) / 3 * 4
			} else {
				for _, c := range []byte(s[end : end+n]) {
					width += qWidth(c)
				}
			}
			if width > room-overhead {
				break
			}
			end += n
		}
		if end == 0 {
			room = MaxWord // Any character fits there: it takes 12 columns at most.
			continue
		}
		words = append(words, word(s[:end], useB))
		s, room = s[end:], MaxWord
	}
	return words
}

func word(s string, useB bool) string {
	if useB {
		return "=?utf-8?B?" + string(appendLetters(nil, []byte(s))) + "?="
	}
	b := append(make([]byte, 0, MaxWord), "=?utf-8?Q?"...)
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			b = append(b, '_')
		case literalInWord(c):
			b = append(b, c)
		default:
			b = append(b, '=', upperHex[c>>4], upperHex[c&15])
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

// DecodeWords replaces the encoded words in an unfolded header value by what they say. White space between two encoded
// words goes away. Adjacent words of one character set are joined before they are read, since some programs cut a
// character in two; what cannot be decoded stays as it is.
func DecodeWords(s string, charset Charset) string {
	if !strings.Contains(s, "=?") {
		return s
	}
	var out strings.Builder
	var pending run
	rest := s
	for {
		at := strings.Index(rest, "=?")
		if at < 0 {
			break
		}
		name, content, length, ok := readWord(rest[at:])
		if !ok {
			pending.flush(&out, charset)
			out.WriteString(rest[:at+2])
			rest = rest[at+2:]
			continue
		}
		gap := rest[:at]
		raw := rest[at : at+length]
		rest = rest[at+length:]
		joins := pending.words > 0 && strings.Trim(gap, " \t\r\n") == ""
		if joins && pending.charset == name {
			pending.add(gap, raw, content)
			continue
		}
		decoded := pending.flush(&out, charset)
		if _, known := charset(name, nil); !joins || !decoded || !known {
			out.WriteString(gap)
		}
		pending = run{charset: name}
		pending.add("", raw, content)
	}
	pending.flush(&out, charset)
	out.WriteString(rest)
	return out.String()
}

// run is a row of adjacent encoded words of one character set.
type run struct {
	charset string
	words   int
	raw     []byte // As written, for when it cannot be decoded.
	content []byte
}

func (r *run) add(gap, raw string, content []byte) {
	r.words++
	r.raw = append(append(r.raw, gap...), raw...)
	r.content = append(r.content, content...)
}

// flush writes the run out, empties it, and says whether it could be decoded.
func (r *run) flush(out *strings.Builder, charset Charset) bool {
	if r.words == 0 {
		return false
	}
	text, ok := charset(r.charset, r.content)
	if !ok {
		text = string(r.raw)
	}
	out.WriteString(text)
	*r = run{}
	return ok
}

// readWord reads the encoded word that s begins with: "=?charset?B?text?=". It looks no further than the next question
// mark that ends nothing, so that reading many broken words takes linear time.
func readWord(s string) (charset string, content []byte, length int, ok bool) {
	i := 2
	for i < len(s) && s[i] != '?' {
		if c := s[i]; c <= ' ' || c >= 0x7f || i > 2+maxCharset {
			return "", nil, 0, false
		}
		i++
	}
	charset = s[2:min(i, len(s))]
	if star := strings.IndexByte(charset, '*'); star >= 0 {
		charset = charset[:star] // A language tag (RFC 2231 section 5).
	}
	if charset == "" || i+2 >= len(s) || s[i+2] != '?' {
		return "", nil, 0, false
	}
	encoding := s[i+1]
	start := i + 3
	n := strings.IndexByte(s[start:], '?')
	if n < 0 || start+n+1 >= len(s) || s[start+n+1] != '=' {
		return "", nil, 0, false
	}
	text := s[start : start+n]
	switch encoding {
	case 'B', 'b':
		content, ok = decodeB(text)
	case 'Q', 'q':
		content, ok = decodeQ(text)
	}
	return strings.ToLower(charset), content, start + n + 2, ok
}

// decodeB takes words with and without their padding.
func decodeB(s string) ([]byte, bool) {
	s = strings.TrimRight(s, "=")
	out, err := base64.RawStdEncoding.DecodeString(s)
	return out, err == nil
}

func decodeQ(s string) ([]byte, bool) {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '_':
			out = append(out, ' ')
		case '=':
			if i+2 >= len(s) {
				return nil, false
			}
			hi, lo := hexDigit(s[i+1]), hexDigit(s[i+2])
			if hi < 0 || lo < 0 {
				return nil, false
			}
			out = append(out, byte(hi<<4|lo))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out, true
}

func hexDigit(c byte) int {
	if d := digits[c]; d < noDigit {
		return int(d & 15)
	}
	return -1
}

package message

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
)

// maxEncodedLine is the longest line that holds an encoded word (RFC 2047 section 2).
const maxEncodedLine = 76

// maxToken is the longest run without a blank that a field gets unencoded. Folding cannot shorten it, and 998 is the end.
const maxToken = 900

// fieldWriter writes one header field, folding at 78 columns where a blank allows it.
type fieldWriter struct {
	buf   []byte
	col   int
	words bool // The line holds an encoded word, and must be shorter for it.
}

func newFieldWriter(name string) *fieldWriter {
	w := &fieldWriter{buf: make([]byte, 0, 128)}
	w.buf = append(append(w.buf, name...), ':')
	w.col = len(w.buf)
	return w
}

// token appends a blank and s, on the next line when it does not fit on this one.
func (w *fieldWriter) token(s string) { w.chunk(" " + s) }

// chunk appends s, which begins with its own blanks. The fold goes before them, so unfolding gives s back exactly.
func (w *fieldWriter) chunk(s string) {
	limit := MaxLineSoft
	if w.words {
		limit = maxEncodedLine
	}
	if w.col+utf8.RuneCountInString(s) > limit {
		w.buf = append(w.buf, '\r', '\n')
		w.col, w.words = 0, false
	}
	w.buf = append(w.buf, s...)
	w.col += utf8.RuneCountInString(s)
}

func (w *fieldWriter) end() string { return string(append(w.buf, '\r', '\n')) }

// encoded appends s as encoded words.
func (w *fieldWriter) encoded(s string) {
	for _, word := range encoding.Words(s, maxEncodedLine-w.col-1) {
		w.words = true // Before, for its own line; and after, for what joins it there.
		w.token(word)
		w.words = true
	}
}

// oneLine makes s fit for a header value: line ends and other control characters become blanks, so that no value can
// smuggle in a field of its own, and broken UTF-8 becomes U+FFFD.
func oneLine(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if hasControl(s) {
		s = strings.Map(func(r rune) rune {
			if r < ' ' || r == 0x7f {
				return ' '
			}
			return r
		}, s)
	}
	return strings.Trim(s, " ")
}

// FormatTokens writes a field whose value is tokens with blanks between them, folded between tokens only. The tokens are
// written as they are, control characters apart; it is for values of RFC 5322 syntax that the caller has put together.
func FormatTokens(name string, tokens ...string) string {
	w := newFieldWriter(name)
	for _, t := range tokens {
		if t = oneLine(t); t != "" {
			w.token(t)
		}
	}
	return w.end()
}

// FormatText writes a field of unstructured text such as Subject. Words that are not ASCII, and what stands between them,
// become encoded words (RFC 2047). A reader gets text back exactly, except that control characters are blanks and blanks
// at both ends are gone.
func FormatText(name, text string) string {
	w := newFieldWriter(name)
	chunks := splitChunks(" " + oneLine(text))
	first, last := -1, -1
	for i, c := range chunks {
		if needsEncoding(c) || len(c) > maxToken {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := 0; i < len(chunks); i++ {
		if i != first {
			w.chunk(chunks[i])
			continue
		}
		// The first chunk's own first blank separates it from what stands before. Its other blanks are content.
		w.encoded(strings.Join(chunks[first:last+1], "")[1:])
		i = last
	}
	return w.end()
}

// splitChunks cuts s, which begins with a blank, before each run of blanks.
func splitChunks(s string) []string {
	var out []string
	start := 0
	for i := 1; i < len(s); i++ {
		if s[i] == ' ' && s[i-1] != ' ' {
			out = append(out, s[start:i])
			start = i
		}
	}
	if s == " " {
		return nil
	}
	return append(out, s[start:])
}

// needsEncoding says whether s must not stand in a header as it is: not ASCII, or it would be taken for an encoded word.
func needsEncoding(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return true
		}
	}
	return strings.Contains(s, "=?")
}

// FormatMailboxes writes an address field such as To. Entries without an address are left out, groups are written out
// flat. An address that is not ASCII is written in UTF-8 (RFC 6532): there is no other way.
func FormatMailboxes(name string, list []Mailbox) string {
	var usable []Mailbox
	for _, m := range list {
		if a := oneLine(m.Address); a != "" && len(a) <= maxToken {
			usable = append(usable, Mailbox{Name: oneLine(m.Name), Address: a})
		}
	}
	w := newFieldWriter(name)
	for i, m := range usable {
		comma := ","
		if i == len(usable)-1 {
			comma = ""
		}
		if m.Name == "" {
			w.token(m.Address + comma)
			continue
		}
		w.phrase(m.Name)
		w.token("<" + m.Address + ">" + comma)
	}
	return w.end()
}

// phrase appends a display name (RFC 5322 section 3.2.5): as words when it is nothing but words, in quotation marks when
// it has special characters, as encoded words when it is not ASCII or too long to quote.
func (w *fieldWriter) phrase(name string) {
	if needsEncoding(name) {
		w.encoded(name)
		return
	}
	plain, word := true, 0
	longest := 0
	for i := 0; i < len(name); i++ {
		if name[i] == ' ' {
			plain = plain && name[i-1] != ' ' // Names have no blank at their ends.
			word = 0
			continue
		}
		plain = plain && isAtext(name[i])
		word++
		longest = max(longest, word)
	}
	switch quoted := quoteString(name); {
	case plain && longest <= MaxLineSoft-2:
		for _, s := range strings.Split(name, " ") {
			w.token(s)
		}
	case len(quoted) <= MaxLineSoft-2:
		w.token(quoted)
	default:
		w.encoded(name)
	}
}

// FormatMedia writes a field such as Content-Type: a word and parameters, quoted where they must be and in the form of
// RFC 2231 where they are long or not ASCII.
func FormatMedia(name string, m Media) string {
	w := newFieldWriter(name)
	var tokens []string
	for _, p := range m.Params {
		tokens = append(tokens, formatParam(p.Name, oneLine(p.Value))...)
	}
	word := m.Type
	for _, t := range tokens {
		w.token(word + ";")
		word = t
	}
	w.token(word)
	return w.end()
}

func formatParam(name, value string) []string {
	ascii, isToken := true, value != ""
	for i := 0; i < len(value); i++ {
		ascii = ascii && value[i] < utf8.RuneSelf
		isToken = isToken && value[i] < 0x7f && isAtom(value[i])
	}
	if ascii && !strings.Contains(value, "=?") {
		if isToken && len(name)+len(value) < MaxLineSoft-3 {
			return []string{name + "=" + value}
		}
		if q := quoteString(value); len(name)+len(q) < MaxLineSoft-3 {
			return []string{name + "=" + q}
		}
	}
	var out []string
	section := "utf-8''"
	flush := func() {
		out = append(out, name+"*"+strconv.Itoa(len(out))+"*="+section)
		section = ""
	}
	const upperHex = "0123456789ABCDEF"
	for i := 0; i < len(value); i++ {
		c := value[i]
		octet := string(c)
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '-' || c == '.' || c == '_') {
			octet = "%" + string(upperHex[c>>4]) + string(upperHex[c&15])
		}
		if len(section)+len(octet) > MaxLineSoft-len(name)-10 {
			flush()
		}
		section += octet
	}
	if len(out) == 0 {
		return []string{name + "*=" + section}
	}
	flush()
	return out
}

package message

import (
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message/encoding"
	"ehloworld/engine/punycode"
)

// Writing header fields. Every Append function appends a whole field, folded, with its line end. No value can smuggle in a
// field of its own: line ends and other control characters become blanks.
//
// The last argument says whether the field may hold UTF-8 as it is, because the letter goes over SMTPUTF8 (RFC 6532). A
// field without it is ASCII. The one exception is an address whose local part is not: there is no other way to write it.

// maxEncodedLine is the longest line that holds an encoded word (RFC 2047 section 2).
const maxEncodedLine = 76

// maxToken is the longest run without a blank that a field gets unencoded. Folding cannot shorten it, and 998 is the end.
const maxToken = 900

// fieldWriter writes header fields, folding at 78 columns where a blank allows it.
type fieldWriter struct {
	buf   []byte
	col   int
	words bool // The line holds an encoded word, and must be shorter for it.
	utf8  bool // What is not ASCII need not be encoded.
}

func (w *fieldWriter) put(s string) { w.buf = append(w.buf, s...) }

func (w *fieldWriter) begin(name string) {
	w.put(name)
	w.put(":")
	w.col, w.words = len(name)+1, false
}

func (w *fieldWriter) end() { w.put("\r\n") }

// token appends a blank and s, on the next line when it does not fit on this one.
func (w *fieldWriter) token(s string) { w.marked(s, "") }

// marked appends a token and the punctuation that stays with it.
func (w *fieldWriter) marked(s, end string) {
	w.room(utf8.RuneCountInString(s) + len(" ") + len(end))
	w.put(" ")
	w.put(s)
	w.put(end)
}

// chunk appends s, which begins with its own blanks. The fold goes before them, so unfolding gives s back exactly.
func (w *fieldWriter) chunk(s string) {
	w.room(utf8.RuneCountInString(s))
	w.put(s)
}

// room takes columns of the line, or of the next one when this has too few left.
func (w *fieldWriter) room(columns int) {
	limit := MaxLineSoft
	if w.words {
		limit = maxEncodedLine
	}
	if w.col+columns > limit {
		w.end()
		w.col, w.words = 0, false
	}
	w.col += columns
}

// encoded appends s as encoded words, beginning on this line even if that takes one word more.
func (w *fieldWriter) encoded(s string) { w.encodedWords(encoding.Words(s, maxEncodedLine-w.col-1)) }

func (w *fieldWriter) encodedWords(words []string) {
	for _, word := range words {
		w.words = true // Before, for its own line; and after, for what joins it there.
		w.token(word)
		w.words = true
	}
}

// mustEncode says whether s cannot stand in the field as it is: it is not ASCII, or would be taken for an encoded word.
func (w *fieldWriter) mustEncode(s string) bool {
	return !w.utf8 && !isASCII(s) || strings.Contains(s, "=?")
}

// oneLine makes s fit for a header value: line ends and other control characters become blanks, so that no value can
// smuggle in a field of its own, and broken UTF-8 becomes U+FFFD.
func oneLine(s string) string {
	if isPrintable(s) {
		return strings.Trim(s, " ")
	}
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

// isPrintable says whether s is ASCII without control characters, as most values are.
func isPrintable(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// AppendTokens appends a field whose value is tokens with blanks between them, folded between tokens only. The tokens are
// written as they are, control characters apart; it is for values of RFC 5322 syntax that the caller has put together.
func AppendTokens(dst []byte, name string, tokens ...string) []byte {
	w := fieldWriter{buf: dst}
	w.tokens(name, tokens)
	return w.buf
}

func (w *fieldWriter) tokens(name string, tokens []string) {
	w.begin(name)
	for _, t := range tokens {
		if t = oneLine(t); t != "" {
			w.token(t)
		}
	}
	w.end()
}

// FormatTokens is AppendTokens for those who want a string.
func FormatTokens(name string, tokens ...string) string {
	return string(AppendTokens(nil, name, tokens...))
}

// AppendText appends a field of unstructured text such as Subject. Words that are not ASCII, and what stands between them,
// become encoded words (RFC 2047). A reader gets text back exactly, except that control characters are blanks and blanks
// at both ends are gone.
func AppendText(dst []byte, name, text string, smtputf8 bool) []byte {
	w := fieldWriter{buf: dst, utf8: smtputf8}
	w.text(name, text)
	return w.buf
}

func (w *fieldWriter) text(name, text string) {
	w.begin(name)
	text = oneLine(text)
	first, last := -1, -1 // Where the words that must be encoded begin and end.
	for i := 0; i < len(text); {
		end := chunkEnd(text, i)
		if c := text[i:end]; w.mustEncode(c) || len(c) > maxToken || len(c) >= MaxLineSoft && strings.Contains(c, "  ") ||
			i == 0 && w.col+1+utf8.RuneCountInString(c) > MaxLineSoft { // Many readers take a fold after the colon for a blank.
			if first < 0 {
				first = i
			}
			last = end
		}
		i = end
	}
	for i := 0; i < len(text); {
		end := chunkEnd(text, i)
		c := text[i:end]
		switch {
		case i == first:
			end = last // The blank before it belongs to the line, not to the words.
			if c = text[i:end]; i > 0 {
				c = c[1:]
			}
			w.encoded(c)
		case i == 0:
			w.token(c)
		default:
			w.chunk(c)
		}
		i = end
	}
	w.end()
}

// FormatText is AppendText without UTF-8, for those who want a string.
func FormatText(name, text string) string { return string(AppendText(nil, name, text, false)) }

// chunkEnd is the end of what must stay together from i on: a word with the blank before it, and with the next word if
// more than one blank is between. A line never begins with two blanks, of which many readers keep only one.
func chunkEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		if s[i] == ' ' && s[i-1] != ' ' && s[i+1] != ' ' { // No text ends with a blank.
			return i
		}
	}
	return i
}

// AppendMailboxes appends an address field such as To. Neighbours of one group are written as that group (RFC 5322 section
// 3.4). Entries without an address, and without members if they are a group, are left out.
func AppendMailboxes(dst []byte, name string, list []Mailbox, smtputf8 bool) []byte {
	w := fieldWriter{buf: dst, utf8: smtputf8}
	w.mailboxes(name, list)
	return w.buf
}

func (w *fieldWriter) mailboxes(name string, list []Mailbox) {
	w.begin(name)
	last := len(list) - 1
	for last >= 0 && !writable(list[last]) {
		last--
	}
	group := "" // The group that is open.
	for i := 0; i <= last; i++ {
		m := list[i]
		if !writable(m) {
			continue
		}
		next := Mailbox{}
		for j := i + 1; j <= last; j++ {
			if writable(list[j]) {
				next = list[j]
				break
			}
		}
		inner := oneLine(m.Group)
		opens := inner != group
		group = inner
		end := ""
		if group != "" && (i == last || m.Address == "" || next.Address == "" || oneLine(next.Group) != group) {
			end, group = ";", ""
		}
		if i < last {
			end += ","
		}
		switch {
		case m.Address == "":
			w.phrase(inner, ":"+end)
			continue
		case opens && inner != "":
			w.phrase(inner, ":")
		}
		w.mailbox(m, end)
	}
	w.end()
}

// FormatMailboxes is AppendMailboxes without UTF-8, for those who want a string.
func FormatMailboxes(name string, list []Mailbox) string {
	return string(AppendMailboxes(nil, name, list, false))
}

// writable says whether there is something to write of an entry: an address, or a group that has no members.
func writable(m Mailbox) bool {
	if m.Address == "" {
		return m.Name == "" && oneLine(m.Group) != ""
	}
	return len(m.Address) <= maxToken && (isPrintable(m.Address) || !hasControl(m.Address) && utf8.ValidString(m.Address))
}

// mailbox writes one entry with an address, and the punctuation after it.
func (w *fieldWriter) mailbox(m Mailbox, end string) {
	name, address := oneLine(m.Name), m.Address
	if !w.utf8 {
		address = asciiDomain(address)
	}
	if name == "" {
		w.marked(address, end)
		return
	}
	w.phrase(name, "")
	w.room(utf8.RuneCountInString(address) + len(" <>") + len(end))
	w.put(" <")
	w.put(address)
	w.put(">")
	w.put(end)
}

// asciiDomain writes an address with its domain in ASCII (RFC 5891). It stays as it is if its local part is not ASCII, for
// then only SMTPUTF8 carries it, or if there is no such domain.
func asciiDomain(address string) string {
	at := strings.LastIndexByte(address, '@')
	if isASCII(address) || at < 0 || !isASCII(address[:at]) {
		return address
	}
	domain, err := punycode.ToASCII(address[at+1:])
	if err != nil {
		return address
	}
	return address[:at+1] + domain
}

// phrase appends a display name (RFC 5322 section 3.2.5) and the punctuation after it: as words when it is nothing but
// words, in quotation marks when it has special characters, as encoded words when it is not ASCII or too long to quote.
func (w *fieldWriter) phrase(name, end string) {
	atoms, length, longest := true, 0, 0
	for i := 0; i < len(name); i++ {
		if name[i] == ' ' {
			atoms = atoms && name[i-1] != ' ' // Names have no blank at their ends.
			length = 0
			continue
		}
		atoms = atoms && isAtext(name[i])
		length++
		longest = max(longest, length)
	}
	switch {
	case name == "" || w.mustEncode(name):
	case atoms && longest <= MaxLineSoft-3:
		for {
			at := strings.IndexByte(name, ' ')
			if at < 0 {
				w.marked(name, end)
				return
			}
			w.token(name[:at])
			name = name[at+1:]
		}
	case len(name) <= MaxLineSoft-3:
		if quoted := encoding.Quote(name); len(quoted) <= MaxLineSoft-3 {
			w.marked(quoted, end)
			return
		}
	}
	// Some readers put blanks between the encoded words of a name, so one is better than two.
	if whole := encoding.Words(name, encoding.MaxWord); len(whole) == 1 {
		w.encodedWords(whole)
	} else {
		w.encoded(name)
	}
	if end != "" {
		w.token(end) // RFC 2047 section 5: a blank must follow an encoded word, before a colon too.
	}
}

// AppendMedia appends a field such as Content-Type: a word and parameters, quoted where they must be and in the form of
// RFC 2231 where they are long or not ASCII, over SMTPUTF8 too: every reader knows it.
func AppendMedia(dst []byte, name string, m Media) []byte {
	w := fieldWriter{buf: dst}
	w.media(name, m)
	return w.buf
}

func (w *fieldWriter) media(name string, m Media) {
	w.begin(name)
	pending := m.Type // A semicolon follows it if anything does.
	for _, p := range m.Params {
		for _, t := range encoding.Param(p.Name, oneLine(p.Value), "", MaxLineSoft-len(" ;")) {
			w.marked(pending, ";")
			pending = t
		}
	}
	w.token(pending)
	w.end()
}

// FormatMedia is AppendMedia for those who want a string.
func FormatMedia(name string, m Media) string { return string(AppendMedia(nil, name, m)) }

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

// isASCII says whether s has no octet above 127.
func isASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

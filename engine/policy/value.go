package policy

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/edition"
	"ehloworld/engine/vtime"
)

// Bounds on texts and lists.
const (
	maxText  = 2000 // Octets of a text or of one item of a list.
	maxItems = 100  // Items of a list.
)

// read reads a value of any kind but List and says in one clause what is wrong with it.
func (s *Setting) read(text string, v *value) (problem string) {
	switch kind := s.Kind; {
	case kind == Switch && edition.Full:
		switch {
		case text == "on":
			v.num = 1
		case text == "off":
		case !s.Params || strings.TrimSpace(text) != text || text == "":
			return strconv.Quote(text) + " is neither on nor off"
		default:
			v.num, v.text = 1, text
			return s.plain(text)
		}
	case kind == Choice:
		for _, c := range s.Choices {
			if c == text {
				v.text = text
				return ""
			}
		}
		return strconv.Quote(text) + " is none of " + oneOf(s.Choices)
	case kind == Number:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < s.Min || n > s.Max || text[0] == '+' {
			return text + " is not a whole number from " + strconv.FormatInt(s.Min, 10) + " to " + strconv.FormatInt(s.Max, 10)
		}
		v.num = n
	case kind == Span && edition.Full:
		d, err := vtime.ParseDuration(text)
		if err == nil && text[0] != '+' && int64(d) >= s.Min && int64(d) <= s.Max {
			v.num = int64(d)
			return ""
		}
		if text == "0" && s.Min == 0 {
			return ""
		}
		return strconv.Quote(text) + " is not a span of time from " + vtime.Span(vtime.Duration(s.Min)) + " to " +
			vtime.Span(vtime.Duration(s.Max)) + " (write 90s, 5m or 1h30m)"
	case kind == Text:
		v.text = text
		return s.plain(text)
	}
	return ""
}

// readList checks the items of a list.
func (s *Setting) readList(items []string) (problem string) {
	if len(items) > int(s.Max) {
		return strconv.Itoa(len(items)) + " items are too many: at most " + strconv.FormatInt(s.Max, 10) + " are allowed"
	}
	for i, item := range items {
		if item == "" || item != strings.TrimSpace(item) {
			return "item " + strconv.Itoa(i+1) + " is empty or has spaces around it"
		}
		if problem := s.plain(item); problem != "" {
			return problem
		}
		for _, other := range items[:i] {
			if other == item {
				return strconv.Quote(item) + " stands there twice"
			}
		}
	}
	if s.checkAll != nil {
		return s.checkAll(items)
	}
	return ""
}

// plain says what is wrong with a text or an item of a list.
func (s *Setting) plain(text string) (problem string) {
	most := maxText
	if s.Kind == Text && s.Max > 0 {
		most = int(s.Max)
	}
	switch {
	case len(text) > most:
		return "longer than " + strconv.Itoa(most) + " octets"
	case !utf8.ValidString(text):
		return "not UTF-8"
	}
	for i := 0; i < len(text); i++ {
		if text[i] < ' ' || text[i] == 0x7F {
			return "has a control character in it"
		}
	}
	if s.check != nil {
		return s.check(text)
	}
	return ""
}

// oneOf joins words as in "a, b or c".
func oneOf(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// splitList takes a list apart. Spaces around items do not count, and neither does a ";" at the end.
func splitList(text string) []string {
	var items []string
	item := make([]byte, 0, len(text))
	end := func() {
		if s := strings.TrimSpace(string(item)); s != "" {
			items = append(items, s)
		}
		item = item[:0]
	}
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text) && (text[i+1] == ';' || text[i+1] == '\\'):
			i++
			item = append(item, text[i])
		case text[i] == ';':
			end()
		default:
			item = append(item, text[i])
		}
	}
	end()
	return items
}

// joinList is the reverse of splitList.
func joinList(items []string) string {
	var b []byte
	for i, item := range items {
		if i > 0 {
			b = append(b, "; "...)
		}
		for k := 0; k < len(item); k++ {
			if item[k] == ';' || item[k] == '\\' {
				b = append(b, '\\')
			}
			b = append(b, item[k])
		}
	}
	return string(b)
}

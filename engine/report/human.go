package report

import (
	"strings"
	"unicode/utf8"
)

// textWidth is where the part for people is wrapped.
const textWidth = 72

// maxPersonal is how much of the letter's own words the part for people repeats, in octets.
const maxPersonal = 500

// Clip makes foreign text fit for a sentence: one line, not too long.
func Clip(s string) string {
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "\uFFFD")), " ")
	if len(s) > maxPersonal {
		s = strings.ToValidUTF8(s[:maxPersonal], "") + " …"
	}
	return s
}

// Wrap writes s as lines of at most textWidth characters where its blanks allow it, every line but the first one step
// further in than the indent.
func Wrap(b *strings.Builder, indent, s string) {
	col := 0
	for i, w := range strings.Fields(s) {
		n := utf8.RuneCountInString(w)
		switch {
		case i == 0:
			b.WriteString(indent)
			col = len(indent)
		case col+1+n > textWidth:
			b.WriteString("\n" + indent)
			col = len(indent)
			if indent != "" {
				b.WriteString("  ")
				col += 2
			}
		default:
			b.WriteByte(' ')
			col++
		}
		b.WriteString(w)
		col += n
	}
	b.WriteByte('\n')
}

package encoding

import (
	"strings"
	"unicode/utf8"
)

// Paragraph is one paragraph of a text in format=flowed (RFC 3676), or one line of it that stands by itself.
type Paragraph struct {
	Depth     int    // How often it is quoted.
	Text      string // Without quote marks and line ends.
	Flowed    bool   // It was in several lines that belong together.
	Signature bool   // It is the line "-- ", after which the signature comes.
}

// signature is the line that separates a text from its signature (RFC 3676 section 4.3).
const signature = "-- "

// ReadFlowed takes the text of a format=flowed part apart. DelSp is the parameter delsp=yes: the blank at the end of a line
// that goes on is not content. Lines end with LF or CRLF.
func ReadFlowed(text string, delSp bool) []Paragraph {
	var list []Paragraph
	var open strings.Builder // The paragraph that goes on.
	depth, flows := 0, false
	end := func() {
		if flows {
			list = append(list, Paragraph{Depth: depth, Text: open.String(), Flowed: true})
			open.Reset()
			flows = false
		}
	}
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		line = strings.TrimSuffix(line, "\r")
		n := 0
		for n < len(line) && line[n] == '>' {
			n++
		}
		line = strings.TrimPrefix(line[n:], " ") // Space-stuffing (section 4.4).
		if n != depth || line == signature {
			end() // Improperly, if it should have gone on (section 4.5).
		}
		goesOn := strings.HasSuffix(line, " ") && line != signature
		switch {
		case goesOn || flows:
			if goesOn && delSp {
				line = line[:len(line)-1]
			}
			open.WriteString(line)
			depth, flows = n, true
			if !goesOn {
				end()
			}
		default:
			list = append(list, Paragraph{Depth: n, Text: line, Signature: line == signature})
		}
		depth = n
	}
	end()
	return list
}

// ReadFixed does so for text in which every line is a paragraph: as a person typed it, or a letter without format=flowed.
// Quote marks may have blanks between them.
func ReadFixed(text string) []Paragraph {
	var list []Paragraph
	for len(text) > 0 {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		line = strings.TrimSuffix(line, "\r")
		p := Paragraph{}
		for line != "" && (line[0] == '>' || p.Depth > 0 && strings.HasPrefix(line, " >")) {
			p.Depth++
			line = line[strings.IndexByte(line, '>')+1:]
		}
		if p.Depth > 0 {
			line = strings.TrimPrefix(line, " ")
		}
		p.Text, p.Signature = line, line == signature
		list = append(list, p)
	}
	return list
}

// FlowWidth is the width that RFC 3676 section 4.2 recommends at most for lines, trailing blank included.
const FlowWidth = 78

// WriteFlowed writes paragraphs, whose text has no line ends, in format=flowed: in lines of at most width columns ended by
// CRLF. A line is cut after a blank; with delSp also around characters of scripts that have no blanks, and anywhere in what
// is too long for a line. Without delSp a word that is longer than a line stays whole.
func WriteFlowed(list []Paragraph, width int, delSp bool) string {
	var out strings.Builder
	for _, p := range list {
		if p.Signature {
			writeFlowedLine(&out, p.Depth, signature)
			continue
		}
		text := strings.TrimRight(p.Text, " ") // A blank at the end would mean that the paragraph goes on.
		for {
			line, rest := cutFlowed(text, max(width-p.Depth-1, 2), delSp) // One column for the stuffed blank.
			if rest != "" && delSp {
				line += " "
			}
			writeFlowedLine(&out, p.Depth, line)
			if text = rest; text == "" {
				break
			}
		}
	}
	return out.String()
}

// writeFlowedLine writes one line with its quote marks, stuffed where it must be (RFC 3676 section 4.4).
func writeFlowedLine(out *strings.Builder, depth int, line string) {
	for range depth {
		out.WriteByte('>')
	}
	if depth > 0 || strings.HasPrefix(line, " ") || strings.HasPrefix(line, ">") || strings.HasPrefix(line, "From ") {
		out.WriteByte(' ')
	}
	out.WriteString(line)
	out.WriteString("\r\n")
}

// cutFlowed takes the first line off text, and returns what is left.
func cutFlowed(text string, room int, delSp bool) (line, rest string) {
	if delSp {
		room-- // For the blank that is added.
	}
	n, columns := 0, 0
	for n < len(text) {
		size, width := flowUnit(text[n:], delSp, room)
		// A line that looks like the one before a signature must not come about.
		looksWrong := text[:n] == signature || delSp && text[:n]+" " == signature
		if n > 0 && columns+width > room && !looksWrong {
			break
		}
		n, columns = n+size, columns+width
	}
	return text[:n], text[n:]
}

// flowUnit measures what stays together at the beginning of text: a word with the blanks after it, or with delSp one
// character of a script without blanks. A unit that is wider than room is cut with delSp, since anything may be cut then.
func flowUnit(text string, delSp bool, room int) (size, columns int) {
	blanks := false
	for i, r := range text {
		width := 1
		if wide(r) {
			width = 2
		}
		if i > 0 && (blanks && r != ' ' || delSp && (!blanks && r != ' ' && (wide(r) || columns > 0 && wideLast(text[:i])) || columns+width > room)) {
			return i, columns
		}
		blanks = r == ' '
		columns += width
	}
	return len(text), columns
}

func wideLast(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return wide(r)
}

// wide says whether r is of a script that has no blanks between its words: Chinese, Japanese and their punctuation. Such
// characters take two columns.
func wide(r rune) bool {
	return r >= 0x2e80 && r < 0xa4d0 || r >= 0xf900 && r < 0xfb00 || r >= 0xfe30 && r < 0xfe50 || r >= 0xff01 && r < 0xff61 || r >= 0x20000 && r < 0x40000
}

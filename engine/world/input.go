package world

import (
	"strconv"
	"strings"

	"ehloworld/engine/vtime"
)

// An input line is what a person (or a scenario's script) does, in one line of text. The same grammar serves
// solution.txt, the script of a scenario and the record that a share link carries:
//
//	[@SECONDS[.FRACTION] ]COMMAND
//
//	term HOST [SHELL LINE]    opens a terminal on HOST and runs a shell line in it
//	use N                     makes terminal N the current one
//	> TEXT                    types TEXT and Enter into the current terminal
//	N> TEXT                   the same for terminal N
//	raw N TEXT                types TEXT without Enter
//	eof N                     closes our side of terminal N's connection (Ctrl+D)
//	hangup N                  drops terminal N's connection
//	close N                   closes terminal N
//	mail HOST VERB …          works the mail program of HOST
//	ui inspect|select WHAT    looks at something on the page
//	answer QUESTION TEXT      answers a quiz question
//	fault KIND TARGET [ARG]   breaks something
//	heal KIND TARGET          mends it
//	queue HOST VERB [LETTERS] works the queue of HOST: flush, hold, release, delete, requeue, edit
//	policy HOST KEY [VALUE]   changes a setting of HOST; without a value to its default
//	next                      lets time run to the next event
//	jump SPAN                 lets time run for SPAN
//	note KEY                  shows a hint (only in a script)
//
// A line that begins with none of these words is typed into the current terminal, as "> LINE" is.

// Line is one parsed input line.
type Line struct {
	At    vtime.Time // Relative to the world's start; -1 when the line has no time.
	Verb  string     // The command word; ">" for typing.
	Term  int        // The terminal of ">", raw, eof, hangup, close and use; 0 means the current one.
	Words []string   // The words after the command, for commands made of words.
	Text  string     // The rest of the line: what is typed, run, answered or looked at.
}

// InputError says what is wrong with an input line.
type InputError struct{ Line, Problem string }

func (e *InputError) Error() string {
	line := e.Line
	if len(line) > 80 {
		line = line[:80] + "…"
	}
	return "input " + strconv.Quote(line) + ": " + e.Problem
}

// commands maps each command word to its number of leading words, which Line.Words gets; the rest becomes Line.Text.
var commands = map[string]int{
	"term": 1, "use": 1, "raw": 1, "eof": 1, "hangup": 1, "close": 1, "mail": 2, "ui": 1, "answer": 1, "fault": 2,
	"heal": 2, "queue": 2, "policy": 2, "next": 0, "jump": 1, "note": 1,
}

// ParseLine reads one input line.
func ParseLine(s string) (Line, error) {
	line := Line{At: -1}
	rest := strings.TrimRight(s, "\r\n")
	if strings.HasPrefix(rest, "@") {
		stamp, after, _ := strings.Cut(rest[1:], " ")
		at, ok := parseStamp(stamp)
		if !ok {
			return line, &InputError{s, "the time after @ must be seconds such as @12.5"}
		}
		line.At, rest = at, after
	}
	if term, text, ok := cutTyped(rest); ok {
		line.Verb, line.Term, line.Text = ">", term, text
		return line, nil
	}
	word, after, _ := strings.Cut(rest, " ")
	count, known := commands[word]
	if !known {
		line.Verb, line.Text = ">", rest
		return line, nil
	}
	line.Verb = word
	for range count {
		var w string
		w, after, _ = strings.Cut(after, " ")
		if w == "" {
			return line, &InputError{s, "\"" + word + "\" needs " + strconv.Itoa(count) + " word(s) after it"}
		}
		line.Words = append(line.Words, w)
	}
	line.Text = after
	switch word {
	case "use", "raw", "eof", "hangup", "close":
		n, err := strconv.Atoi(line.Words[0])
		if err != nil || n < 1 {
			return line, &InputError{s, "the terminal's number must follow \"" + word + "\""}
		}
		line.Term = n
	}
	return line, nil
}

// cutTyped recognises "> TEXT" and "N> TEXT".
func cutTyped(s string) (term int, text string, ok bool) {
	digits := 0
	for digits < len(s) && s[digits] >= '0' && s[digits] <= '9' && digits < 6 {
		digits++
	}
	if digits >= len(s) || s[digits] != '>' {
		return 0, "", false
	}
	if digits > 0 {
		term, _ = strconv.Atoi(s[:digits])
	}
	text = s[digits+1:]
	return term, strings.TrimPrefix(text, " "), true
}

// parseStamp reads seconds with up to nine decimals.
func parseStamp(s string) (vtime.Time, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	if strings.ContainsAny(s, "+-_") {
		return 0, false // ParseInt would take a sign.
	}
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec < 0 || sec > int64(MaxSpan/vtime.Second) || len(frac) > 9 {
		return 0, false
	}
	ns := int64(0)
	if frac != "" {
		ns, err = strconv.ParseInt(frac+strings.Repeat("0", 9-len(frac)), 10, 64)
		if err != nil || ns < 0 {
			return 0, false
		}
	}
	return vtime.Time(sec*int64(vtime.Second) + ns), true
}

// formatStamp writes an offset from the start as seconds, without trailing zeros.
func formatStamp(t vtime.Time) string {
	sec, ns := int64(t)/int64(vtime.Second), int64(t)%int64(vtime.Second)
	out := "@" + strconv.FormatInt(sec, 10)
	if ns == 0 {
		return out
	}
	frac := strconv.FormatInt(ns+int64(vtime.Second), 10)[1:]
	return out + "." + strings.TrimRight(frac, "0")
}

// String writes the line back in its recorded form.
func (l Line) String() string {
	var b strings.Builder
	if l.At >= 0 {
		b.WriteString(formatStamp(l.At) + " ")
	}
	if l.Verb == ">" {
		if l.Term > 0 {
			b.WriteString(strconv.Itoa(l.Term))
		}
		b.WriteString("> " + l.Text)
		return b.String()
	}
	b.WriteString(l.Verb)
	for _, w := range l.Words {
		b.WriteString(" " + w)
	}
	if l.Text != "" {
		b.WriteString(" " + l.Text)
	}
	return b.String()
}

// unescape turns typed text into the octets that a terminal sends: \n is Enter (CRLF), \r a bare CR, \l a bare LF, \0 a
// NUL, \xHH any octet, \\ a backslash. Anything else after a backslash stands for itself.
func unescape(s string) []byte {
	out := make([]byte, 0, len(s)+2)
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			out = append(out, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			out = append(out, '\r', '\n')
		case 'r':
			out = append(out, '\r')
		case 'l':
			out = append(out, '\n')
		case '0':
			out = append(out, 0)
		case '\\':
			out = append(out, '\\')
		case 'x':
			if i+2 < len(s) {
				if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
					out = append(out, byte(n))
					i += 2
					continue
				}
			}
			out = append(out, '\\', 'x')
		default:
			out = append(out, '\\', s[i])
		}
	}
	return out
}

package explain

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The form of the text that Words writes.
const (
	wordsVersion   = "EHLO-WORLD-WORDS 1"
	recordEntry    = "entry"
	recordSentence = "event"

	entryFields    = 7 // With the kind of the record.
	sentenceFields = 4
)

// MaxWords bounds, in octets, the text that Load takes; MaxRecords bounds its lines. Both are several times what there is.
const (
	MaxWords   = 1 << 20
	MaxRecords = 10_000
)

// WordsError says what is wrong with a text given to Load.
type WordsError struct {
	Line int // From 1; 0 when it is about the text as a whole.
	Text string
}

func (e *WordsError) Error() string {
	if e.Line == 0 {
		return "The explanations cannot be read: " + e.Text + "."
	}
	return "The explanations cannot be read: line " + strconv.Itoa(e.Line) + " " + e.Text + "."
}

// Load replaces all entries and sentences by those of a text that Words wrote. It is strict: whatever is not exactly of
// that form is refused with a WordsError, and then everything stays as it was.
func Load(text []byte) error {
	if len(text) > MaxWords {
		return &WordsError{0, "they are longer than " + strconv.Itoa(MaxWords) + " octets"}
	}
	if !utf8.Valid(text) {
		return &WordsError{0, "they are not UTF-8"}
	}
	version, rest, _ := strings.Cut(string(text), "\n")
	if version != wordsVersion {
		return &WordsError{1, "is not “" + wordsVersion + "”"}
	}
	var entries []entry
	var events []sentence
	seen := map[string]bool{}
	for line := 2; rest != ""; line++ {
		record, after, ended := strings.Cut(rest, "\n")
		rest = after
		switch {
		case !ended:
			return &WordsError{line, "has no end"}
		case line-1 > MaxRecords:
			return &WordsError{line, "is one too many"}
		}
		fields, wrong := splitRecord(record)
		if wrong != "" {
			return &WordsError{line, wrong}
		}
		if id := fields[0] + "\t" + fields[1]; seen[id] {
			return &WordsError{line, "has a key that an earlier line has"}
		} else {
			seen[id] = true
		}
		if fields[0] == recordEntry {
			entries = append(entries, entry{fields[1], fields[2], fields[3], fields[4], fields[5], fields[6]})
			continue
		}
		if !gapsClosed(fields[2]) || !gapsClosed(fields[3]) {
			return &WordsError{line, "has a gap that does not end"}
		}
		events = append(events, sentence{fields[1], fields[2], fields[3]})
	}
	tables, sentences, index = [][]entry{entries}, events, nil
	return nil
}

// splitRecord takes a line apart and says what is wrong with it. Only an entry's last field may be empty.
func splitRecord(record string) (fields []string, wrong string) {
	fields = strings.Split(record, "\t")
	want := entryFields
	switch fields[0] {
	case recordEntry:
	case recordSentence:
		want = sentenceFields
	default:
		return nil, "is of no known kind"
	}
	if len(fields) != want {
		return nil, "has " + strconv.Itoa(len(fields)) + " fields instead of " + strconv.Itoa(want)
	}
	for i, field := range fields {
		plain, ok := unescape(field)
		if !ok {
			return nil, "has an unknown escape"
		}
		if plain == "" && i < entryFields-1 {
			return nil, "has an empty field"
		}
		fields[i] = plain
	}
	return fields, ""
}

// unescape undoes the escapes of a field.
func unescape(field string) (plain string, ok bool) {
	at := strings.IndexByte(field, '\\')
	if at < 0 {
		return field, true // As good as always: nothing is copied.
	}
	out := append([]byte(nil), field[:at]...)
	for ; at < len(field); at++ {
		c := field[at]
		if c == '\\' {
			if at++; at == len(field) {
				return "", false
			}
			switch field[at] {
			case '\\':
				c = '\\'
			case 't':
				c = '\t'
			case 'n':
				c = '\n'
			default:
				return "", false
			}
		}
		out = append(out, c)
	}
	return string(out), true
}

// gapsClosed says whether every { of a sentence has its }.
func gapsClosed(text string) bool {
	for {
		_, after, open := strings.Cut(text, "{")
		if !open {
			return true
		}
		if _, text, open = strings.Cut(after, "}"); !open {
			return false
		}
	}
}

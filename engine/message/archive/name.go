package archive

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ehloworld/engine/message"
	"ehloworld/engine/vtime"
)

// MaxName bounds a file name in octets. File systems take 255; something is left for those who number copies.
const MaxName = 200

// LetterName is a file name for a letter: its date and its subject, as in "2026-03-02 0800 Lunch.eml". The date is that of
// the letter's own clock, in its own zone.
func LetterName(letter []byte) string {
	h := message.ParseHeader(letter)
	subject := h.Text("Subject")
	if subject == "" {
		subject = "letter"
	}
	if at, zone, ok := message.ParseDate(h.Get("Date")); ok {
		subject = at.RFC3339(zone)[:10] + " " + strings.Replace(at.HourMinute(zone), ":", "", 1) + " " + subject
	}
	return SafeName(subject, ".eml")
}

// SafeName makes a file name of any text and an extension. It is one name on every file system, leads into no other
// folder, hides nothing, and looks like what it is: CJK and all other letters stay; characters that Windows forbids, and
// control characters, become "_"; marks that nobody sees or that turn the order of letters are dropped.
func SafeName(text, extension string) string {
	var b []byte
	for _, r := range text {
		switch {
		case r == utf8.RuneError, strings.ContainsRune(`<>:"/\|?*`, r), r < ' ', r >= 0x7f && r < 0xa0:
			r = '_'
		case unicode.Is(unicode.Cf, r), r == '\u2028', r == '\u2029':
			continue
		case unicode.Is(unicode.Zs, r):
			r = ' '
		}
		if len(b)+utf8.RuneLen(r) > MaxName-len(extension) {
			break
		}
		if r == ' ' && len(b) > 0 && b[len(b)-1] == ' ' {
			continue
		}
		b = utf8.AppendRune(b, r)
	}
	// A dot at the beginning hides a file, one at the end is dropped by Windows, and so are blanks.
	name := strings.Trim(string(b), " .")
	if name == "" {
		name = "letter"
	}
	if reserved(name) {
		name = "_" + name
	}
	return name + extension
}

// reserved says whether a name, up to its first dot, is a device on Windows.
func reserved(name string) bool {
	name, _, _ = strings.Cut(name, ".")
	name = strings.ToUpper(strings.TrimRight(name, " "))
	switch name {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	return len(name) == 4 && (name[:3] == "COM" || name[:3] == "LPT") && name[3] >= '0' && name[3] <= '9'
}

// Names gives every file of a folder another name.
type Names struct{ given map[string]int }

// Unique is name, or name with a number before its extension if it was given away before. Upper and lower case are the
// same, as they are to many file systems.
func (n *Names) Unique(name string) string {
	if n.given == nil {
		n.given = map[string]int{}
	}
	stem, extension := name, ""
	if dot := strings.LastIndexByte(name, '.'); dot > 0 {
		stem, extension = name[:dot], name[dot:]
	}
	key := strings.ToLower(name)
	for n.given[strings.ToLower(name)] > 0 {
		n.given[key]++ // So that many of one name take no longer than few.
		name = stem + " (" + strconv.Itoa(n.given[key]) + ")" + extension
	}
	n.given[strings.ToLower(name)]++
	return name
}

// Letters is a folder of .eml files.
func Letters(letters [][]byte) []File {
	var names Names
	var out []File
	for _, data := range letters {
		out = append(out, File{Path: names.Unique(LetterName(data)), Data: data, Mode: 0o644, Time: dateOf(data)})
	}
	return out
}

func dateOf(letter []byte) vtime.Time {
	h := message.ParseHeader(letter)
	at, _, _ := message.ParseDate(h.Get("Date"))
	return at
}

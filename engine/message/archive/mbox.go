package archive

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/vtime"
)

// An mbox file (RFC 4155) is letters one after the other, each after a line "From SENDER DATE" and before an empty one. A
// line of a letter that begins with "From " would begin another letter, so it gets a mark; which lines do, and whether
// the mark can be taken off again, is what the kinds differ in. There is no telling the kind by looking, except where
// lengths are given.

// Kind is a kind of mbox.
type Kind uint8

const (
	// Any is for reading: lengths count if those of all letters fit, else it is RD.
	Any Kind = iota
	// RD puts ">" before "From ", ">From ", ">>From " and so on. It is the only kind from which every letter comes back.
	RD
	// O puts ">" before "From " only. What was ">From " before comes back as "From ".
	O
	// CL is O with the size of the body in Content-Length.
	CL
	// CL2 has that too and leaves lines as they are. Only who counts finds the next letter.
	CL2
)

// Entry is one letter of an mbox.
type Entry struct {
	Sender string     // Of the envelope; "" is written MAILER-DAEMON, as is usual.
	Date   vtime.Time // When it was delivered, which a From line tells in UTC; 0 if that cannot be read.
	Data   []byte
}

// AppendMbox appends a letter to an mbox. The letter keeps its line ends; what is put around it ends with LF, as readers of
// mbox files want it, and is put there always, so that RD is exact even for a letter whose last line has no end.
func AppendMbox(dst []byte, e Entry, kind Kind) []byte {
	sender := strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f {
			return -1 // A reader takes the first word.
		}
		return r
	}, e.Sender)
	if sender == "" {
		sender = "MAILER-DAEMON"
	}
	dst = append(dst, "From "+sender+" "+asctime(e.Date)+"\n"...)
	data := e.Data
	if kind == CL || kind == CL2 {
		data = withLength(data, kind)
	}
	if kind == CL2 {
		dst = append(dst, data...)
	} else {
		dst = appendQuoted(dst, data, kind)
	}
	return append(dst, '\n')
}

// appendQuoted appends a letter whose lines are no From lines.
func appendQuoted(dst, data []byte, kind Kind) []byte {
	for at := 0; at < len(data); {
		end := lineEnd(data, at)
		if line := data[at:end]; isFrom(line) || kind != O && kind != CL && isFrom(bytes.TrimLeft(line, ">")) {
			dst = append(dst, '>')
		}
		dst = append(dst, data[at:end]...)
		at = end
	}
	return dst
}

// withLength puts a Content-Length field, for the body as it will stand in the file, at the end of the header.
func withLength(data []byte, kind Kind) []byte {
	newline := newlineOf(data)
	h := message.ParseHeader(data)
	body := data[h.Body:]
	size := len(body)
	if kind == CL {
		size = len(appendQuoted(nil, body, kind))
	}
	var out []byte
	at := 0
	for i := range h.Fields {
		if f := &h.Fields[i]; f.Is("Content-Length") {
			out = append(out, data[at:f.Start]...)
			at = f.End()
		}
	}
	out = append(out, data[at:h.End]...)
	if n := len(out); n > 0 && out[n-1] != '\n' {
		out = append(out, newline...)
	}
	out = append(out, "Content-Length: "+strconv.Itoa(size)+newline...)
	if !h.Blank() {
		out = append(out, newline...)
	}
	return append(out, data[h.End:]...)
}

// MaxLetters bounds the letters of one mbox. What lies beyond belongs to the last one.
const MaxLetters = 100_000

// SplitMbox finds the letters of an mbox, at most MaxLetters. What is no mbox is one letter, whole. Letters are the file's own memory where no
// mark had to be taken off.
func SplitMbox(data []byte, kind Kind) []Entry {
	var starts []int
	counted := false
	if kind != RD && kind != O {
		starts, counted = lengths(data)
	}
	if !counted {
		starts = fromLines(data)
	}
	if len(starts) == 0 {
		return []Entry{{Data: data}}
	}
	starts = starts[:min(len(starts), MaxLetters)]
	if kind == Any {
		switch kind = RD; {
		case counted && len(fromLines(data)) > len(starts):
			kind = CL2
		case counted:
			kind = CL
		}
	}
	out := make([]Entry, 0, len(starts))
	for i, at := range starts {
		end := len(data)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		begin := lineEnd(data, at)
		e := readFrom(data[at:begin])
		e.Data = withoutLast(data[begin:end], bytes.HasSuffix(data[at:begin], []byte("\r\n")))
		if kind != CL2 {
			e.Data = unquoted(e.Data, kind)
		}
		out = append(out, e)
	}
	return out
}

// IsMbox says whether data begins as an mbox does.
func IsMbox(data []byte) bool { return isFrom(data) }

func isFrom(line []byte) bool { return bytes.HasPrefix(line, []byte("From ")) }

// fromLines finds the lines that begin letters: those with a time and a year in them, as the first one has. When that has
// none, it is every From line after an empty line.
func fromLines(data []byte) []int {
	if !isFrom(data) {
		return nil
	}
	var out []int
	withDates, blank := dated(data[:lineEnd(data, 0)]), true
	for at := 0; at < len(data); {
		end := lineEnd(data, at)
		if line := data[at:end]; isFrom(line) && (dated(line) || !withDates && blank) {
			out = append(out, at)
		}
		blank = len(bytes.TrimRight(data[at:end], "\r\n")) == 0
		at = end
	}
	return out
}

// dated says whether a line has something like 08:00 and 2026 in it.
func dated(line []byte) bool {
	clock, year := false, false
	for _, word := range bytes.Fields(line) {
		digits := 0
		for digits < len(word) && word[digits] >= '0' && word[digits] <= '9' {
			digits++
		}
		year = year || digits == 4 && len(word) == 4
		clock = clock || digits > 0 && digits <= 2 && len(word) > digits+2 && word[digits] == ':'
	}
	return clock && year
}

// lengths follows the Content-Length fields. Ok says that every letter has one, and that each leads to the next From line
// or to the end. One that a stranger sent along in a letter cannot do that for all the others.
func lengths(data []byte) (starts []int, ok bool) {
	for at := 0; at < len(data); {
		if !isFrom(data[at:]) {
			return nil, false
		}
		starts = append(starts, at)
		begin := lineEnd(data, at)
		h := message.ParseHeader(data[begin:])
		n, err := strconv.Atoi(strings.TrimSpace(h.Get("Content-Length")))
		if err != nil || n < 0 || n > len(data)-begin-h.Body {
			return nil, false
		}
		at = begin + h.Body + n
		for at < len(data) && (data[at] == '\r' || data[at] == '\n') {
			at++
		}
	}
	return starts, len(starts) > 0
}

// readFrom reads a From line. The date is in UTC, whatever some add about zones.
func readFrom(line []byte) Entry {
	e := Entry{}
	words := strings.Fields(strings.ToValidUTF8(string(line[len("From "):]), "\uFFFD"))
	if len(words) == 0 {
		return e
	}
	if e.Sender = words[0]; e.Sender == "MAILER-DAEMON" || e.Sender == "-" {
		e.Sender = "" // "-" is what one program writes in all of them.
	}
	// Mon Mar 2 08:00:00 2026, in the order that ParseDate knows.
	if i := slices.IndexFunc(words, func(s string) bool { return strings.Count(s, ":") > 0 && s[0] >= '0' && s[0] <= '9' }); i >= 3 && i+1 < len(words) {
		e.Date, _, _ = message.ParseDate(words[i-1] + " " + words[i-2] + " " + words[len(words)-1] + " " + words[i] + " +0000")
	}
	return e
}

// asctime writes an instant as a From line has it: "Mon Mar  2 08:00:00 2026".
func asctime(t vtime.Time) string {
	f := strings.Fields(strings.Replace(t.Date(0), ",", "", 1)) // Mon 2 Mar 2026 08:00:00 +0000
	if len(f[1]) == 1 {
		f[1] = " " + f[1]
	}
	return f[0] + " " + f[2] + " " + f[1] + " " + f[4] + " " + f[3]
}

// withoutLast takes off the line end that every letter gets.
func withoutLast(data []byte, crlf bool) []byte {
	if crlf && bytes.HasSuffix(data, []byte("\r\n")) {
		return data[: len(data)-2 : len(data)-2]
	}
	if n := len(data); n > 0 && data[n-1] == '\n' {
		return data[: n-1 : n-1]
	}
	return data
}

// unquoted takes the marks off.
func unquoted(data []byte, kind Kind) []byte {
	if !bytes.Contains(data, []byte(">From ")) {
		return data
	}
	out := make([]byte, 0, len(data))
	for at := 0; at < len(data); {
		end := lineEnd(data, at)
		if line := data[at:end]; line[0] == '>' && (isFrom(line[1:]) || kind == RD && isFrom(bytes.TrimLeft(line, ">"))) {
			at++
		}
		out = append(out, data[at:end]...)
		at = end
	}
	return out
}

func newlineOf(data []byte) string {
	if i := bytes.IndexByte(data, '\n'); i == 0 || i > 0 && data[i-1] != '\r' {
		return "\n"
	}
	return "\r\n"
}

// lineEnd is the offset after the line that begins at at.
func lineEnd(data []byte, at int) int {
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}

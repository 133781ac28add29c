package scenario

import (
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/sorting"
	"ehloworld/engine/vtime"
)

// The text archive: files, and a run of them, in one text that survives mail, forums and diffs.
//
//	@ehlo 1
//	@file NAME [base64|noeol]   then the file's lines, each after a |
//	@scenario SLUG VERSION      a built-in scenario, instead of files
//	@seed N                     the run's seed, instead of the scenario's
//	@inputs                     then the recorded input lines, each after a |
//	@at SECONDS                 the place on the timeline, from the world's start
//	@view TEXT                  what the page showed; the page's own words
//	@end
//
// Every line of content begins with | so that no content can pass for a marker. The lines of a text file end in a line
// feed, all of them; "noeol" says that the last one does not. Files that are not UTF-8 or have control characters travel
// as base64.

// Archive is what a text archive holds.
type Archive struct {
	Files    []File // In the archive's order. Empty when Scenario is set.
	Scenario string // Slug of a built-in scenario.
	Version  int    // Of that scenario, when the archive was made.

	Seeded bool // Whether Seed is given.
	Seed   int64
	Inputs []string
	At     vtime.Duration // From the world's start; -1: the end of the run.
	View   string
}

// Bounds of an archive's marker lines.
const (
	maxFileName = 100
	maxView     = 2000
	base64Line  = 76
	maxAt       = 100 * 366 * 24 * 60 * 60 // Seconds: far longer than any run.
)

// CheckFileName fails unless name is a relative path of letters, digits and - _ . with at most four parts, none of which
// begins with a dot.
func CheckFileName(name string) error {
	bad := &Error{Text: strconv.Quote(name) + " is not the name of a file (letters, digits, - _ . and / only, no part beginning with a dot)"}
	if len(name) > maxFileName || strings.Count(name, "/") > 3 {
		return bad
	}
	for _, part := range strings.Split(name, "/") {
		if part == "" || part[0] == '.' {
			return bad
		}
		for i := 0; i < len(part); i++ {
			if c := part[i]; !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.') {
				return bad
			}
		}
	}
	return nil
}

// asText says whether data can stand in an archive as lines of text.
func asText(data []byte) bool {
	for _, c := range data {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7F {
			return false
		}
	}
	return utf8.Valid(data)
}

// WriteArchive writes an archive. It fails when something in it could not be read back.
func WriteArchive(a *Archive) ([]byte, error) {
	out := []byte("@ehlo 1\n")
	if a.Scenario != "" {
		if !isSlug(a.Scenario) || a.Version < 1 || len(a.Files) > 0 {
			return nil, &Error{Text: "an archive names either a built-in scenario with its version or files"}
		}
		out = append(out, "@scenario "+a.Scenario+" "+strconv.Itoa(a.Version)+"\n"...)
	}
	if err := checkNames(a.Files); err != nil {
		return nil, err
	}
	for _, f := range a.Files {
		out = append(out, "@file "+f.Name...)
		switch {
		case !asText(f.Data):
			out = append(out, " base64\n"...)
			text := base64.StdEncoding.EncodeToString(f.Data)
			for len(text) > 0 {
				n := min(len(text), base64Line)
				out = append(append(append(out, '|'), text[:n]...), '\n')
				text = text[n:]
			}
			continue
		case len(f.Data) > 0 && f.Data[len(f.Data)-1] != '\n':
			out = append(out, " noeol"...)
		}
		out = append(out, '\n')
		for rest := string(f.Data); rest != ""; {
			var line string
			line, rest, _ = strings.Cut(rest, "\n")
			out = append(append(append(out, '|'), line...), '\n')
		}
	}
	if a.Seeded {
		if a.Seed < 0 || a.Seed > 1<<53 {
			return nil, &Error{Text: "the seed is not a number from 0 to 2^53"}
		}
		out = append(out, "@seed "+strconv.FormatInt(a.Seed, 10)+"\n"...)
	}
	if len(a.Inputs) > MaxInputs {
		return nil, &Error{Text: "there are more than " + strconv.Itoa(MaxInputs) + " inputs"}
	}
	if len(a.Inputs) > 0 {
		out = append(out, "@inputs\n"...)
		for _, in := range a.Inputs {
			if bad := checkInput(in); bad != "" {
				return nil, &Error{Text: bad}
			}
			out = append(append(append(out, '|'), in...), '\n')
		}
	}
	if a.At >= 0 {
		out = append(out, "@at "+seconds(a.At)+"\n"...)
	}
	if a.View != "" {
		if bad := checkView(a.View); bad != "" {
			return nil, &Error{Text: bad}
		}
		out = append(out, "@view "+a.View+"\n"...)
	}
	out = append(out, "@end\n"...)
	if len(out) > MaxArchiveBytes {
		return nil, &Error{Text: "the archive is larger than " + strconv.Itoa(MaxArchiveBytes) + " octets"}
	}
	return out, nil
}

func checkView(view string) string {
	if len(view) > maxView || !utf8.ValidString(view) || hasControl(view) || strings.TrimSpace(view) != view {
		return "the view is not one line of up to " + strconv.Itoa(maxView) + " octets"
	}
	return ""
}

// checkNames fails when a file's name is bad or there twice; names that differ only in case are the same to some disks.
func checkNames(files []File) error {
	if len(files) > MaxFiles {
		return &Error{Text: "there are more than " + strconv.Itoa(MaxFiles) + " files"}
	}
	var names []string
	for _, f := range files {
		if err := CheckFileName(f.Name); err != nil {
			return err
		}
		names = append(names, strings.ToLower(f.Name))
	}
	sorting.Natural(names)
	for i := 1; i < len(names); i++ {
		if names[i] == names[i-1] {
			return &Error{Text: "the file " + strconv.Quote(names[i]) + " is there twice"}
		}
	}
	return nil
}

// seconds writes a span of time as seconds without trailing zeros: 12, 0.5.
func seconds(d vtime.Duration) string {
	whole, frac := int64(d/vtime.Second), int64(d%vtime.Second)
	if frac == 0 {
		return strconv.FormatInt(whole, 10)
	}
	digits := strconv.FormatInt(int64(vtime.Second)+frac, 10)[1:]
	return strconv.FormatInt(whole, 10) + "." + strings.TrimRight(digits, "0")
}

// parseSeconds reads what seconds writes, up to maxAt.
func parseSeconds(s string) (vtime.Duration, bool) {
	whole, frac, dot := strings.Cut(s, ".")
	if !digitsOnly(whole) || dot && !digitsOnly(frac) || len(frac) > 9 {
		return 0, false
	}
	sec, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || sec > maxAt {
		return 0, false
	}
	ns, _ := strconv.ParseInt(frac+strings.Repeat("0", 9-len(frac)), 10, 64)
	return vtime.Duration(sec)*vtime.Second + vtime.Duration(ns), true
}

func digitsOnly(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// ReadArchive reads a text archive. A carriage return at the end of a line is taken for damage of the way and dropped:
// no content has one there. Errors are of type *Error and name the line.
func ReadArchive(data []byte) (*Archive, error) {
	if len(data) > MaxArchiveBytes {
		return nil, &Error{Text: "the archive is larger than " + strconv.Itoa(MaxArchiveBytes) + " octets"}
	}
	r := archiveReader{a: &Archive{At: -1}, seen: map[string]bool{}}
	rest := string(data)
	for rest != "" {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		r.line++
		if bad := r.take(strings.TrimSuffix(line, "\r")); bad != "" {
			return nil, &Error{File: "archive", Line: r.line, Text: bad}
		}
	}
	if !r.ended {
		return nil, &Error{File: "archive", Line: r.line, Text: "the archive breaks off: its last line, @end, is missing"}
	}
	if err := checkNames(r.a.Files); err != nil {
		return nil, err
	}
	if (r.a.Scenario != "") == (len(r.a.Files) > 0) {
		return nil, &Error{File: "archive", Line: 1, Text: "an archive holds either files or the name of a built-in scenario"}
	}
	return r.a, nil
}

// archiveReader reads an archive line by line.
type archiveReader struct {
	a       *Archive
	line    int
	seen    map[string]bool
	section string // file, inputs, or "" where no content may stand.
	how     string // base64 or noeol, of the present file.
	text    []byte // Of the present file.
	ended   bool
}

func (r *archiveReader) take(line string) string {
	content, isContent := strings.CutPrefix(line, "|")
	switch {
	case r.line == 1:
		if line != "@ehlo 1" {
			return "the first line is not \"@ehlo 1\""
		}
		return ""
	case r.ended:
		if strings.TrimSpace(line) != "" {
			return "there is more after @end"
		}
		return ""
	case isContent:
		return r.content(content)
	case line == "":
		return "" // Some ways of sending text add empty lines.
	}
	if bad := r.closeFile(); bad != "" {
		return bad
	}
	r.section = ""
	word, arg, _ := strings.Cut(line, " ")
	if word != "@file" {
		if r.seen[word] {
			return word + " is there twice"
		}
		r.seen[word] = true
	}
	return r.marker(word, arg)
}

func (r *archiveReader) content(line string) string {
	switch r.section {
	case "file":
		r.text = append(r.text, line...)
		if r.how != "base64" {
			r.text = append(r.text, '\n')
		}
		return ""
	case "inputs":
		if len(r.a.Inputs) == MaxInputs {
			return "there are more than " + strconv.Itoa(MaxInputs) + " inputs"
		}
		r.a.Inputs = append(r.a.Inputs, line)
		return checkInput(line)
	}
	return "a line with | belongs to no file"
}

func (r *archiveReader) marker(word, arg string) string {
	a := r.a
	switch word {
	case "@file":
		if len(a.Files) == MaxFiles {
			return "there are more than " + strconv.Itoa(MaxFiles) + " files"
		}
		name, how, _ := strings.Cut(arg, " ")
		if err := CheckFileName(name); err != nil {
			return err.Error()
		}
		if how != "" && how != "base64" && how != "noeol" {
			return strconv.Quote(how) + " is neither base64 nor noeol"
		}
		a.Files = append(a.Files, File{Name: name})
		r.section, r.how, r.text = "file", how, []byte{}
	case "@scenario":
		slug, version, _ := strings.Cut(arg, " ")
		n, err := strconv.Atoi(version)
		if !isSlug(slug) || err != nil || n < 1 || strconv.Itoa(n) != version {
			return "after @scenario stand the name of a built-in scenario and its version"
		}
		a.Scenario, a.Version = slug, n
	case "@seed":
		n, err := strconv.ParseInt(arg, 10, 64)
		if !digitsOnly(arg) || err != nil || n > 1<<53 {
			return "after @seed stands a number from 0 to 2^53"
		}
		a.Seed, a.Seeded = n, true
	case "@inputs":
		if arg != "" {
			return "nothing stands after @inputs"
		}
		r.section = "inputs"
	case "@at":
		at, ok := parseSeconds(arg)
		if !ok {
			return "after @at stand seconds, with up to nine decimals"
		}
		a.At = at
	case "@view":
		if arg == "" {
			return "after @view stands what was shown"
		}
		a.View = arg
		return checkView(arg)
	case "@end":
		if arg != "" {
			return "nothing stands after @end"
		}
		r.ended = true
	default:
		return "the line is neither a marker of an archive nor content with | before it"
	}
	return ""
}

// closeFile finishes the file that was being read.
func (r *archiveReader) closeFile() string {
	if r.section != "file" {
		return ""
	}
	f := &r.a.Files[len(r.a.Files)-1]
	f.Data = r.text
	switch r.how {
	case "base64":
		data, err := base64.StdEncoding.Strict().DecodeString(string(r.text))
		if err != nil {
			return "the base64 of " + f.Name + " is damaged"
		}
		f.Data = data
	case "noeol":
		if len(f.Data) < 2 {
			return f.Name + " has no last line that could be without its end"
		}
		f.Data = f.Data[:len(f.Data)-1]
	}
	return ""
}

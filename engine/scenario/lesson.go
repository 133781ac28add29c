package scenario

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/sorting"
)

// Section is one section of a lesson: what stands below a heading of the second level. The names of sections are
//
//	STEP      the words of a step
//	hint KEY  what a hint says
//	note KEY  what a script's note says
//	quiz ID   a question, and in list lines "- WORD: text" how its choices, bins and items are shown
type Section struct {
	Name string
	Text string // Markdown, without the heading.
	Line int    // Of the heading.
}

// Sections splits a lesson at its headings of the second level ("## NAME"), outside of code fences. What stands before
// the first is the introduction.
func Sections(markdown string) (intro string, sections []Section) {
	var text []string
	put := func() {
		body := strings.Trim(strings.Join(text, "\n"), "\n")
		if text = text[:0]; len(sections) == 0 {
			intro = body
		} else {
			sections[len(sections)-1].Text = body
		}
	}
	fence := ""
	for i, line := range strings.Split(markdown, "\n") {
		if f := fenceOf(line); f != "" && (fence == "" || strings.HasPrefix(f, fence)) {
			if fence == "" {
				fence = f
			} else {
				fence = ""
			}
		}
		if fence == "" && strings.HasPrefix(line, "## ") {
			put()
			sections = append(sections, Section{Name: strings.TrimSpace(line[3:]), Line: i + 1})
			continue
		}
		text = append(text, line)
	}
	put()
	return intro, sections
}

// fenceOf returns the marks of a code fence that line begins with, or "".
func fenceOf(line string) string {
	for _, mark := range []byte("`~") {
		n := 0
		for n < len(line) && line[n] == mark {
			n++
		}
		if n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// checkTexts holds lessons, solution and wrong inputs against what scenario.json says.
func (s *Scenario) checkTexts() error {
	if len(s.Steps) > 0 {
		for _, name := range []string{fileLessonEN, fileLessonZH, fileSolution} {
			if _, ok := s.file(name); !ok {
				return &Error{File: name, Text: "the file is missing: a scenario with steps has it"}
			}
		}
	}
	wanted := s.sectionNames()
	var english []Section
	for _, l := range []struct{ file, text string }{{fileLessonEN, s.Lesson.EN}, {fileLessonZH, s.Lesson.ZH}} {
		if _, ok := s.file(l.file); !ok {
			continue
		}
		_, sections := Sections(l.text)
		if err := checkLesson(l.file, l.text, sections, wanted); err != nil {
			return err
		}
		if english == nil {
			english = sections
			continue
		}
		for i := range sections {
			if sections[i].Name != english[i].Name {
				return &Error{File: l.file, Line: sections[i].Line, Text: "here stands section " + strconv.Quote(sections[i].Name) +
					", in the other language section " + strconv.Quote(english[i].Name) + ": the order must be the same"}
			}
		}
	}
	if err := checkInputs(fileSolution, s.Solution); err != nil {
		return err
	}
	for _, name := range s.WrongNames() {
		if s.WrongStep(name) == nil {
			return &Error{File: name, Text: "the name says no step (write wrong-STEP.txt or wrong-STEP-WORD.txt)"}
		}
		if err := checkInputs(name, s.Wrong[name]); err != nil {
			return err
		}
	}
	return nil
}

// WrongNames lists the files of wrong inputs, sorted.
func (s *Scenario) WrongNames() []string {
	var names []string
	for name := range s.Wrong { //det:ok sorted below
		names = append(names, name)
	}
	sorting.Natural(names)
	return names
}

// WrongStep returns the step that the file of wrong inputs must not complete: the longest id that its name, after
// "wrong-", is or begins with. It is nil when there is none.
func (s *Scenario) WrongStep(name string) *Step {
	rest := strings.TrimSuffix(strings.TrimPrefix(name, "wrong-"), ".txt")
	var found *Step
	for i := range s.Steps {
		id := s.Steps[i].ID
		if (rest == id || strings.HasPrefix(rest, id+"-")) && (found == nil || len(id) > len(found.ID)) {
			found = &s.Steps[i]
		}
	}
	return found
}

// sectionNames lists the sections that a lesson must have.
func (s *Scenario) sectionNames() []string {
	var names []string
	add := func(name string) {
		if !has(names, name) {
			names = append(names, name)
		}
	}
	for i := range s.Steps {
		add(s.Steps[i].ID)
	}
	for i := range s.Steps {
		for _, h := range s.Steps[i].Hints {
			add("hint " + h.Key)
		}
	}
	for _, e := range s.Script {
		if key, ok := strings.CutPrefix(e.Input, "note "); ok {
			add("note " + key)
		}
	}
	for i := range s.Quiz {
		add("quiz " + s.Quiz[i].ID)
	}
	return names
}

func checkLesson(file, text string, sections []Section, wanted []string) error {
	var names []string
	for _, sec := range sections {
		if has(names, sec.Name) {
			return &Error{File: file, Line: sec.Line, Text: "the section " + strconv.Quote(sec.Name) + " stands there twice"}
		}
		if !has(wanted, sec.Name) {
			return &Error{File: file, Line: sec.Line, Text: strconv.Quote(sec.Name) + " is no section that scenario.json asks for, which are " + sentence(wanted)}
		}
		if sec.Text == "" {
			return &Error{File: file, Line: sec.Line, Text: "the section " + strconv.Quote(sec.Name) + " is empty"}
		}
		names = append(names, sec.Name)
	}
	for _, name := range wanted {
		if !has(names, name) {
			return &Error{File: file, Text: "the section " + strconv.Quote("## "+name) + " is missing"}
		}
	}
	for i, line := range strings.Split(text, "\n") {
		box, ok := strings.CutPrefix(line, ":::")
		if !ok {
			continue
		}
		truth, isTruthBox := strings.CutPrefix(box, "truth ")
		if box != "" && box != "exam" && box != "hint" && !(isTruthBox && isTruth(truth)) {
			return &Error{File: file, Line: i + 1, Text: strconv.Quote(line) + " opens no box (write :::exam, :::hint or :::truth E7, and ::: to close)"}
		}
	}
	return nil
}

// checkInputs checks the bounds of a file of input lines.
func checkInputs(file, text string) error {
	lines := InputLines(text)
	if len(lines) > MaxInputs {
		return &Error{File: file, Text: "there are more than " + strconv.Itoa(MaxInputs) + " inputs"}
	}
	for i, line := range strings.Split(text, "\n") {
		if err := checkInput(line); err != "" {
			return &Error{File: file, Line: i + 1, Text: err}
		}
	}
	return nil
}

// checkInput says what is wrong with one input line, or "".
func checkInput(line string) string {
	switch {
	case len(line) > MaxInputBytes:
		return "the input is longer than " + strconv.Itoa(MaxInputBytes) + " octets"
	case !utf8.ValidString(line):
		return "the input is not UTF-8 (write other octets as \\xHH)"
	case hasControl(strings.ReplaceAll(line, "\t", "")):
		return "the input has a control character in it (write it as \\n, \\r or \\xHH)"
	}
	return ""
}

// InputLines splits solution.txt and its like into input lines. Empty lines and lines that begin with # are left out.
func InputLines(text string) []string {
	var list []string
	for _, line := range strings.Split(text, "\n") {
		if line != "" && line[0] != '#' {
			list = append(list, line)
		}
	}
	return list
}

package scenario

import (
	"bytes"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"ehloworld/engine/sorting"
)

// The names of files in a scenario's folder.
const (
	fileScenario = "scenario.json"
	fileSolution = "solution.txt"
	fileLessonEN = "lesson.en.md"
	fileLessonZH = "lesson.zh.md"
)

// Read reads a scenario from the files of its folder. base brings the text of a built-in world, scenarios/NAME/world.json,
// and says whether there is one; it may be nil when there are none. The first thing that is wrong ends it: errors are of
// type *Error. The files' data is kept and must not be changed afterwards.
func Read(files []File, base func(name string) (world []byte, ok bool)) (*Scenario, error) {
	s := &Scenario{Order: "any", Wrong: map[string]string{}}
	if err := s.takeFiles(files); err != nil {
		return nil, err
	}
	data, ok := s.file(fileScenario)
	if !ok {
		return nil, &Error{File: fileScenario, Text: "the file is missing"}
	}
	r := &reader{file: fileScenario}
	if n, ok := r.document(data); ok {
		s.read(n, base)
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	if err := s.checkTexts(); err != nil {
		return nil, err
	}
	return s, nil
}

// file returns the data of one file.
func (s *Scenario) file(name string) ([]byte, bool) {
	i := sort.Search(len(s.Files), func(i int) bool { return s.Files[i].Name >= name })
	if i < len(s.Files) && s.Files[i].Name == name {
		return s.Files[i].Data, true
	}
	return nil, false
}

// takeFiles sorts the files, checks that each is one that a scenario has, and keeps the texts.
func (s *Scenario) takeFiles(files []File) error {
	if len(files) > MaxFiles {
		return &Error{Text: "the scenario has more than " + strconv.Itoa(MaxFiles) + " files"}
	}
	s.Files = append([]File{}, files...)
	sorting.Stable(s.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	total := 0
	for i, f := range s.Files {
		fail := func(text string) error { return &Error{File: f.Name, Text: text} }
		if i > 0 && f.Name == s.Files[i-1].Name {
			return fail("the file is there twice")
		}
		if total += len(f.Data); total > MaxArchiveBytes {
			return &Error{Text: "the files together are larger than " + strconv.Itoa(MaxArchiveBytes) + " octets"}
		}
		max, wrong := MaxLessonBytes, false
		switch {
		case f.Name == fileScenario:
			continue // Its reader checks it.
		case strings.HasPrefix(f.Name, "mail/") && strings.HasSuffix(f.Name, ".eml") && CheckFileName(f.Name) == nil:
			if len(f.Data) > MaxMailBytes {
				return fail("the letter is larger than " + strconv.Itoa(MaxMailBytes) + " octets")
			}
			continue
		case f.Name == fileLessonEN || f.Name == fileLessonZH:
		case strings.HasPrefix(f.Name, "wrong-") && strings.HasSuffix(f.Name, ".txt") && isSlug(strings.TrimSuffix(f.Name, ".txt")):
			max, wrong = MaxArchiveBytes, true
		case f.Name == fileSolution:
			max = MaxArchiveBytes
		default:
			return &Error{Text: strconv.Quote(f.Name) + " is not a file of a scenario, which has scenario.json, lesson.en.md, lesson.zh.md, solution.txt, wrong-STEP.txt and mail/NAME.eml"}
		}
		if len(f.Data) > max {
			return fail("the file is larger than " + strconv.Itoa(max) + " octets")
		}
		if !utf8.Valid(f.Data) {
			return fail("the text is not UTF-8")
		}
		text := strings.ReplaceAll(string(f.Data), "\r\n", "\n")
		switch {
		case f.Name == fileLessonEN:
			s.Lesson.EN = text
		case f.Name == fileLessonZH:
			s.Lesson.ZH = text
		case wrong:
			s.Wrong[f.Name] = text
		default:
			s.Solution = text
		}
	}
	return nil
}

var shapeScenario = &shape{
	name: "scenario", is: "a scenario",
	required: []string{"format", "id", "version", "title", "minutes", "covers", "world", "steps"},
	optional: []string{"$schema", "script", "view", "order", "quiz"},
}

var shapeText = &shape{name: "text", is: "a text in both languages", required: []string{"en", "zh"}}

var shapeView = &shape{name: "view", is: "a view", optional: []string{"panels", "focus", "phases"}}

// Panels are the parts of the page that a view may open.
var Panels = []string{"map", "console", "sequence", "packets", "state", "inspector", "mail", "queue", "lesson", "timeline"}

func (s *Scenario) read(n *node, base func(string) ([]byte, bool)) {
	n.object(shapeScenario, func(field string, m *node) {
		switch field {
		case "format":
			if s.Format = int(m.number(1, 1<<31)); !m.broken() && s.Format != FormatVersion {
				m.fail("this version reads format " + strconv.Itoa(FormatVersion) + " only")
			}
		case "id":
			s.ID = m.slug()
		case "version":
			s.Version = int(m.number(1, 1_000_000))
		case "minutes":
			s.Minutes = int(m.number(1, 600))
		case "title":
			s.Title = readText(m)
		case "covers":
			s.Covers = m.lines(100)
			for i, c := range s.Covers {
				if num, err := strconv.Atoi(strings.TrimPrefix(c, "S")); !m.broken() && (err != nil || c != "S"+strconv.Itoa(num) || num < 1 || num > 91) {
					m.fail("entry " + strconv.Itoa(i) + ", " + strconv.Quote(c) + ", is not a statement of the course (S1 to S91)")
				}
			}
		case "world":
			s.readWorld(m, base)
		case "steps":
			s.readSteps(m)
		case "quiz":
			s.readQuiz(m)
		case "script":
			s.readScript(m)
		case "order":
			s.Order = m.oneOf("any", "strict")
		case "view":
			s.readView(m)
		case "$schema":
			m.text() // For editors.
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
}

func readText(n *node) Text {
	var t Text
	n.object(shapeText, func(field string, m *node) {
		switch field {
		case "en":
			t.EN = m.line()
		case "zh":
			t.ZH = m.line()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	return t
}

func (s *Scenario) readView(n *node) {
	n.object(shapeView, func(field string, m *node) {
		switch field {
		case "panels":
			m.list(len(Panels), func(_ int, m *node) {
				p := m.oneOf(Panels...)
				if has(s.View.Panels, p) {
					m.fail(strconv.Quote(p) + " stands there twice")
				}
				s.View.Panels = append(s.View.Panels, p)
			})
		case "focus":
			s.View.Focus = m.line()
			m.after(func() { s.wantHost(m, s.View.Focus) })
		case "phases":
			s.View.Phases = m.lines(16)
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
}

// wantHost fails unless the world has a host called id.
func (s *Scenario) wantHost(n *node, id string) {
	if s.World.Host(id) == nil {
		n.fail("there is no host " + strconv.Quote(id))
	}
}

// letterBytes is a seeded letter as it lies in a mailbox: the file's line feeds become CRLF, unless its name ends in
// .raw.eml, which says that every octet is meant.
func letterBytes(name string, data []byte) []byte {
	if strings.HasSuffix(name, ".raw.eml") {
		return data
	}
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	return bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n"))
}

package scenarios_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/scenario/folder"
	"ehloworld/scenarios"
)

// folders lists the scenarios' folders.
func folders(t *testing.T) []string {
	t.Helper()
	found, err := filepath.Glob("*/scenario.json")
	if err != nil || len(found) == 0 {
		t.Fatalf("no scenarios here: %v", err)
	}
	for i := range found {
		found[i] = filepath.Dir(found[i])
	}
	return found
}

func read(t *testing.T, dir string) *scenario.Scenario {
	t.Helper()
	files, err := folder.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	sc, err := scenario.Read(files, scenarios.Base)
	if err != nil {
		t.Fatalf("%s: %v", dir, err)
	}
	return sc
}

// covered says which statements of the course each scenario must show.
var covered = map[string]string{
	"first-letter":        "S1 S2 S3 S8 S16 S19 S54",
	"hand-smtp":           "S15 S17 S18 S20 S23 S24 S25 S26 S27",
	"envelope-and-header": "S39",
	"queue-and-bounce":    "S9 S12 S13 S14",
	"pop3-by-hand":        "S11 S55 S56 S57 S58 S59 S60 S61 S62 S63 S64 S65 S66 S67",
}

// TestRead reads every folder strictly, which holds lessons, sections, questions and files against each other, and looks
// at what the reader leaves open.
func TestRead(t *testing.T) {
	for _, dir := range folders(t) {
		sc := read(t, dir)
		if sc.ID != dir {
			t.Errorf("%s calls itself %s", dir, sc.ID)
		}
		if want, ok := covered[dir]; ok && strings.Join(sc.Covers, " ") != want {
			t.Errorf("%s covers %v, wanted %s", dir, sc.Covers, want)
		}
		if len(sc.Steps) > 0 && len(sc.Wrong) < 2 {
			t.Errorf("%s has %d wrong ways; its checks may be too loose", dir, len(sc.Wrong))
		}
	}
}

const (
	truths    = 30 // Entries E1 to E30 of the list of errors.
	maxStep   = 1300
	maxStepZH = 600
)

// TestLessons holds the two languages of every lesson against each other: the same boxes in the same sections, every box
// closed, every word of a question shown, steps that fit on a screen.
func TestLessons(t *testing.T) {
	box := regexp.MustCompile(`(?m)^:::.*$`)
	for _, dir := range folders(t) {
		sc := read(t, dir)
		_, en := scenario.Sections(sc.Lesson.EN)
		_, zh := scenario.Sections(sc.Lesson.ZH)
		for i, section := range en {
			boxesEN, boxesZH := box.FindAllString(section.Text, -1), box.FindAllString(zh[i].Text, -1)
			if !slices.Equal(boxesEN, boxesZH) {
				t.Errorf("%s, %s: boxes %v and %v", dir, section.Name, boxesEN, boxesZH)
			}
			for k, b := range boxesEN {
				if open := k%2 == 0; open == (b == ":::") {
					t.Errorf("%s, %s: a box is not closed, or one closes that was not open: %v", dir, section.Name, boxesEN)
					break
				}
				if e, ok := strings.CutPrefix(b, ":::truth E"); ok {
					if n, _ := strconv.Atoi(e); n < 1 || n > truths {
						t.Errorf("%s, %s: there is no E%s", dir, section.Name, e)
					}
				}
			}
			if sc.Step(section.Name) != nil {
				if !slices.Contains(boxesEN, ":::exam") || !strings.Contains(section.Text, ":::truth ") {
					t.Errorf("%s, %s: a step has an exam box and a truth box", dir, section.Name)
				}
				if len(section.Text) > maxStep || len([]rune(zh[i].Text)) > maxStepZH {
					t.Errorf("%s, %s is long: %d octets and %d characters", dir, section.Name, len(section.Text), len([]rune(zh[i].Text)))
				}
			}
		}
		for _, q := range sc.Quiz {
			for _, sections := range [][]scenario.Section{en, zh} {
				text := ""
				for _, s := range sections {
					if s.Name == "quiz "+q.ID {
						text = s.Text
					}
				}
				for _, word := range append(slices.Clone(q.Choices), append(slices.Clone(q.Bins), orderOf(q)...)...) {
					if !strings.Contains(text, "\n- "+word+": ") && !spoken(word) {
						t.Errorf("%s, quiz %s does not say how %q is shown", dir, q.ID, word)
					}
				}
			}
			if q.Truth != "" && !strings.Contains(sc.Lesson.EN, ":::truth "+q.Truth+"\n") {
				t.Errorf("%s, quiz %s refers to %s, and no box says it", dir, q.ID, q.Truth)
			}
		}
	}
}

// spoken says whether a word may be shown as it is: a name that is the same in every language.
func spoken(word string) bool { return strings.ToUpper(word) == word }

func orderOf(q scenario.Question) []string {
	if q.Kind == "order" {
		return q.Key
	}
	return nil
}

// TestChinese looks for half-width punctuation and stray spaces among Chinese characters.
func TestChinese(t *testing.T) {
	bad := regexp.MustCompile("\\p{Han}[,;:!?()]|[,;!?]\\p{Han}|。 |， |\\p{Han} \\p{Han}")
	code := regexp.MustCompile("`[^`]*`")
	for _, dir := range folders(t) {
		sc := read(t, dir)
		for i, line := range strings.Split(sc.Lesson.ZH, "\n") {
			if found := bad.FindString(code.ReplaceAllString(line, "x")); found != "" {
				t.Errorf("%s/lesson.zh.md line %d: %q", dir, i+1, found)
			}
		}
	}
}

var update = flag.Bool("update", false, "rewrite worlds.go")

// TestWorlds compares what the engine has of the base worlds with their files.
func TestWorlds(t *testing.T) {
	world, err := os.ReadFile("two-towns/world.json")
	if err != nil {
		t.Fatal(err)
	}
	want := "// Code generated from two-towns/world.json by `go test ./scenarios -update`; DO NOT EDIT.\n\n" +
		"package scenarios\n\nconst twoTowns = `" + string(world) + "`\n"
	if *update {
		if err := os.WriteFile("worlds.go", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile("worlds.go"); err != nil || string(have) != want {
		t.Errorf("worlds.go is out of date: go test ./scenarios -update (%v)", err)
	}
}

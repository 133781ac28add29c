//go:build first

package world

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ehloworld/engine/edition"
	"ehloworld/engine/scenario"
	"ehloworld/engine/scenario/folder"
	"ehloworld/scenarios"
)

// TestFirstEdition plays every solution in the first edition: it must leave the trace that the full one leaves, unless it
// says that it lacks something. The lesson of a first visit needs nothing else.
func TestFirstEdition(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(scenarioFolder, "digests.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		slug, want, _ := strings.Cut(line, " ")
		got, err := digestOf(slug)
		switch {
		case edition.Lacks(err) && slug != "hand-smtp":
			t.Logf("%s: %v", slug, err)
		case err != nil:
			t.Errorf("%s: %v", slug, err)
		case got != want:
			t.Errorf("%s has another trace here than in the full edition", slug)
		}
	}
}

// TestFirstDraws plays drawn conversations with drawn servers in this edition, and has the full one play the same. Both must come
// to the same trace: nothing in these worlds is beyond the first edition.
func TestFirstDraws(t *testing.T) {
	file := filepath.Join(t.TempDir(), "draws.txt")
	out, err := exec.Command("go", "test", "-count=1", "-run", "^TestFirstDrawsOfFull$", ".", "-draws", file).CombinedOutput()
	if err != nil {
		t.Fatalf("the full edition: %v\n%s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want, played := strings.Split(string(text), "\n"), 0
	for n, got := range drawnDigests(t) {
		switch {
		case got != want[n]:
			t.Errorf("drawn world %d: %s here, %s in the full edition", n, got, want[n])
		case len(got) == 64:
			played++
		default:
			t.Logf("drawn world %d: %s", n, got)
		}
	}
	if played < draws*9/10 {
		t.Errorf("only %d of %d drawn worlds can be played", played, draws)
	}
}

// digestOf plays a scenario's solution.
func digestOf(slug string) (string, error) {
	files, err := folder.Read(os.DirFS(filepath.Join(scenarioFolder, slug)))
	if err != nil {
		return "", err
	}
	sc, err := scenario.Read(files, scenarios.Base)
	if err != nil {
		return "", err
	}
	w, err := New(sc, sc.World.Seed)
	if err != nil {
		return "", err
	}
	if err := w.Play(Inputs(sc.Solution)); err != nil {
		return "", err
	}
	return w.Log.Digest(), nil
}

// TestFirstEditionAsks: what only the full edition can do is asked for where it is read, and not called wrong.
func TestFirstEditionAsks(t *testing.T) {
	for what, change := range map[string][2]string{
		"a setting":           {`"id": "alice-pc"`, `"id": "mail.hai.example", "policy": {"greylist": "5m"}}, {"id": "alice-pc"`},
		"a keyword":           {`"id": "alice-pc"`, `"id": "mail.hai.example", "ehlo": ["8BITMIME", "DSN"]}, {"id": "alice-pc"`},
		"no 8BITMIME":         {`"id": "alice-pc"`, `"id": "mail.hai.example", "ehlo": ["SIZE"]}, {"id": "alice-pc"`},
		"no list of keywords": {`"id": "alice-pc"`, `"id": "mail.x.example", "ip": "192.0.2.99", "kind": "mta", "services": {"smtp": 25}}, {"id": "alice-pc"`},
		"LMTP":                {`"id": "alice-pc"`, `"id": "mail.hai.example", "services": {"lmtp": 24}}, {"id": "alice-pc"`},
	} {
		files, err := folder.Read(os.DirFS(filepath.Join(scenarioFolder, "queue-and-bounce")))
		if err != nil {
			t.Fatal(err)
		}
		for i := range files {
			if files[i].Name == "scenario.json" {
				text := string(files[i].Data)
				if !strings.Contains(text, change[0]) {
					t.Fatalf("%s: the scenario has no %s", what, change[0])
				}
				files[i].Data = []byte(strings.Replace(text, change[0], change[1], 1))
			}
		}
		if _, err := scenario.Read(files, scenarios.Base); !edition.Lacks(err) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for _, line := range []string{
		"policy mail.hai.example relay open", "policy mail.hai.example greylist 5m",
		"term mail.hai.example Postqueue -p", `> \x70ostqueue -p`, `> help\r\lsendmail -bp`, "raw 1 postq",
	} {
		w := first(t)
		if _, _, err := w.Apply(line); !edition.Lacks(err) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// first is the world of the first lesson.
func first(t *testing.T) *World {
	t.Helper()
	files, err := folder.Read(os.DirFS(filepath.Join(scenarioFolder, "hand-smtp")))
	if err != nil {
		t.Fatal(err)
	}
	sc, err := scenario.Read(files, scenarios.Base)
	if err != nil {
		t.Fatal(err)
	}
	w, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

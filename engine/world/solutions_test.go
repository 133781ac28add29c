package world

import (
	"flag"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/scenario/folder"
	"ehloworld/scenarios"
)

var update = flag.Bool("update", false, "rewrite the digests of the solutions")

const scenarioFolder = "../../scenarios"

// readScenario reads a built-in scenario from its folder.
func readScenario(t testing.TB, slug string) *scenario.Scenario {
	t.Helper()
	dir := filepath.Join(scenarioFolder, slug)
	files, err := folder.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	sc, err := scenario.Read(files, scenarios.Base)
	if err != nil {
		t.Fatalf("%s: %v", slug, err)
	}
	return sc
}

func slugs(t testing.TB) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(scenarioFolder, "*", "scenario.json"))
	if err != nil || len(found) == 0 {
		t.Fatalf("no scenarios in %s: %v", scenarioFolder, err)
	}
	var list []string
	for _, f := range found {
		list = append(list, filepath.Base(filepath.Dir(f)))
	}
	sort.Strings(list)
	return list
}

// solved plays a scenario's solution.
func solved(t testing.TB, slug string) *World {
	t.Helper()
	sc := readScenario(t, slug)
	w, err := New(sc, sc.World.Seed)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Play(Inputs(sc.Solution)); err != nil {
		t.Fatalf("%s: %v", slug, err)
	}
	return w
}

// TestSolutionDigests holds every solution's trace to the digest in scenarios/digests.txt. The same test runs natively
// and compiled to WebAssembly under Node, and the browser tests compare with the same file: a world is a pure function.
func TestSolutionDigests(t *testing.T) {
	golden := filepath.Join(scenarioFolder, "digests.txt")
	var b strings.Builder
	for _, slug := range slugs(t) {
		w := solved(t, slug)
		if w.Stopped() != "" {
			t.Errorf("%s stopped: %s", slug, w.Stopped())
		}
		b.WriteString(slug + " " + w.Log.Digest() + "\n")
	}
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("the traces of the solutions have changed (go test ./engine/world -run Digests -update, if that was meant):\n%s\nwere\n%s", b.String(), want)
	}
}

// TestReplay plays a solution, records its inputs with their times, and plays the record: the same trace must come out,
// and no line of the record may read back as anything else.
func TestReplay(t *testing.T) {
	for _, slug := range slugs(t) {
		first := solved(t, slug)
		var record []string
		for _, line := range first.Inputs() {
			text := line.String()
			back, err := ParseLine(text)
			if err != nil || back.String() != text {
				t.Errorf("%s: %q reads back as %q, %v", slug, text, back.String(), err)
			}
			record = append(record, text)
		}
		second, err := New(first.Scenario, first.Seed)
		if err != nil {
			t.Fatal(err)
		}
		if err := second.Play(record); err != nil {
			t.Fatal(err)
		}
		second.Run(first.Now())
		if first.Log.Digest() != second.Log.Digest() {
			t.Errorf("%s: the replay has another trace (%d and %d events)", slug, first.Log.Len(), second.Log.Len())
		}
	}
}

// TestSeedMatters runs one scenario with two seeds: initial sequence numbers differ, the story does not.
func TestSeedMatters(t *testing.T) {
	sc := readScenario(t, "hand-smtp")
	var digests []string
	for seed := int64(1); seed <= 2; seed++ {
		w, err := New(sc, seed)
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Play(Inputs(sc.Solution)); err != nil {
			t.Fatal(err)
		}
		if !w.Lesson.Complete() {
			t.Errorf("seed %d: the solution does not complete the lesson", seed)
		}
		digests = append(digests, w.Log.Digest())
	}
	if digests[0] == digests[1] {
		t.Error("two seeds gave the same trace")
	}
}

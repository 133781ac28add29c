// Package samples is for tests: it writes answers of a Go program down as TypeScript that must satisfy the page's own types.
// What one side renames, adds or forgets, the page's type checker finds.
package samples

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
)

// Samples are cut to a size at which a person reads them.
const (
	maxList = 3
	maxText = 160
)

// File collects the answers that go into one TypeScript file. Beside it lies protocol.ts, which has the type Replies.
type File struct {
	path, from string
	samples    map[string][]any
	lists      map[string][]string
	later      map[string]bool
}

// New begins a file, named from the root of the checkout; from is the package whose test writes it.
func New(path, from string) *File {
	return &File{path, from, map[string][]any{}, map[string][]string{}, map[string]bool{}}
}

// Add adds an answer to command op, as JSON.
func (f *File) Add(t *testing.T, op string, answer []byte) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(answer))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	f.samples[op] = append(f.samples[op], trim(v))
}

// AddReply is Add for a whole reply, which must not be a refusal.
func (f *File) AddReply(t *testing.T, op string, reply []byte) {
	t.Helper()
	var answer struct {
		OK    json.RawMessage
		Error string
	}
	if err := json.Unmarshal(reply, &answer); err != nil {
		t.Fatalf("%s: %v in %s", op, err, reply)
	}
	if answer.Error != "" {
		t.Fatalf("%s: %s", op, answer.Error)
	}
	f.Add(t, op, answer.OK)
}

// List adds a constant that is a list of words.
func (f *File) List(name string, words []string) { f.lists[name] = words }

// Later says that nothing fills this list yet.
func (f *File) Later(path string) { f.later[path] = true }

// Check compares the file with what lies on disk, or writes it there with update. A list that is empty in every sample is an
// error: it satisfies every type, so each must have something in one of them.
func (f *File) Check(t *testing.T, update bool) {
	t.Helper()
	found := map[string]bool{}
	for _, op := range sorted(f.samples) {
		for _, s := range f.samples[op] {
			lists(op, s, found)
		}
	}
	for _, path := range sorted(found) {
		if !found[path] && !f.later[path] {
			t.Errorf("%s is empty in every sample", path)
		}
	}
	root, err := root()
	if err != nil {
		t.Fatal(err)
	}
	file, text := filepath.Join(root, f.path), f.text(t)
	if update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, text) {
		t.Errorf("%s is out of date: go test %s -run Samples -update", f.path, f.from)
	}
}

func (f *File) text(t *testing.T) []byte {
	var b bytes.Buffer
	b.WriteString("// One answer of the engine and more for every command, written by `go test " + f.from + " -run Samples -update`: they must\n" +
		"// satisfy the page's types, which keeps protocol.ts equal to " + strings.TrimPrefix(f.from, "./") + "/protocol.go. Long lists and texts are cut.\n" +
		"// biome-ignore-all format: this file is written by a program\n" +
		"import type { Replies } from \"./protocol\";\n\n")
	for _, name := range sorted(f.lists) {
		words, err := json.MarshalIndent(f.lists[name], "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "export const %s = %s as const;\n\n", name, words)
	}
	b.WriteString("export const samples = {\n")
	for _, op := range sorted(f.samples) {
		text, err := json.MarshalIndent(f.samples[op], "  ", "  ")
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "  %s: %s,\n", op, text)
	}
	b.WriteString("} satisfies { [C in keyof Replies]: Replies[C][] };\n")
	return b.Bytes()
}

// root is the folder that holds go.mod.
func root() (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("no go.mod above the working folder")
		}
		dir = parent
	}
	return "", err
}

func sorted[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// trim cuts long lists and texts.
func trim(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			if list, ok := item.([]any); ok && k == "quiz" {
				for i := range list {
					list[i] = trim(list[i]) // Every question is of another kind.
				}
				continue
			}
			v[k] = trim(item)
		}
	case []any:
		v = v[:min(len(v), maxList)]
		for i := range v {
			v[i] = trim(v[i])
		}
		return v
	case string:
		if r := []rune(v); len(r) > maxText {
			return string(r[:maxText]) + "…"
		}
	}
	return v
}

// lists notes which lists of an answer have something in them.
func lists(path string, v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for k, item := range v {
			lists(path+"."+k, item, found)
		}
	case []any:
		if _, after, ok := strings.Cut(path, ".lesson."); ok {
			path = "lesson." + after // The same part of every answer that tells the status.
		}
		found[path] = found[path] || len(v) > 0
		for _, item := range v {
			lists(path+"[]", item, found)
		}
	}
}

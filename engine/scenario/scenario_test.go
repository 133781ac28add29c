package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const root = "../../scenarios"

// load reads a scenario's folder.
func load(t testing.TB, slug string) []File {
	t.Helper()
	var files []File
	dir := filepath.Join(root, slug)
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files = append(files, File{Name: filepath.ToSlash(path[len(dir)+1:]), Data: data})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// base brings built-in worlds.
func base(name string) ([]byte, bool) {
	data, err := os.ReadFile(filepath.Join(root, name, "world.json"))
	return data, err == nil
}

// TestEveryScenario reads all that lie in the folder.
func TestEveryScenario(t *testing.T) {
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, e := range entries {
		if _, err := os.Stat(filepath.Join(root, e.Name(), fileScenario)); err != nil {
			continue
		}
		read++
		s, err := Read(load(t, e.Name()), base)
		if err != nil {
			t.Errorf("%s: %v", e.Name(), err)
			continue
		}
		if s.ID != e.Name() {
			t.Errorf("the folder %s holds a scenario called %s", e.Name(), s.ID)
		}
		data, err := WriteArchive(&Archive{Files: s.Files, At: -1})
		if err != nil || !strings.HasPrefix(string(data), "@ehlo 1\n@file ") {
			t.Errorf("%s as an archive: %v", e.Name(), err)
		}
	}
	if read == 0 {
		t.Error("no scenario was found")
	}
}

package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"unicode/utf8"
)

// scenarioEntry is what the page knows of a scenario before it is opened.
type scenarioEntry struct {
	ID      string            `json:"id"`
	Title   map[string]string `json:"title"`
	Minutes int               `json:"minutes"`
	Number  int               `json:"number"` // Its place in the course, from 1.
	File    string            `json:"file"`   // The text archive, below the site's folder.
	Script  string            `json:"script"` // The same as a classic script, for where fetch is refused.
}

// scenarios writes every scenario as one text archive and returns the list in the order of the course.
func (b *builder) scenarios(w *writer) ([]scenarioEntry, error) {
	list := []scenarioEntry{}
	folders, err := os.ReadDir(filepath.Join(b.root, "scenarios"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	for _, folder := range folders {
		dir := filepath.Join(b.root, "scenarios", folder.Name())
		text, err := os.ReadFile(filepath.Join(dir, "scenario.json"))
		if errors.Is(err, os.ErrNotExist) || !folder.IsDir() {
			continue // No scenario: a readme, the course's order, a base world.
		}
		if err != nil {
			return nil, err
		}
		var file struct {
			ID      string            `json:"id"`
			Title   map[string]string `json:"title"`
			Minutes int               `json:"minutes"`
		}
		if err := json.Unmarshal(text, &file); err != nil {
			return nil, fmt.Errorf("scenarios/%s/scenario.json: %w", folder.Name(), err)
		}
		entry := scenarioEntry{ID: file.ID, Title: file.Title, Minutes: file.Minutes}
		archive, err := archiveFolder(dir)
		if err != nil {
			return nil, fmt.Errorf("scenarios/%s: %w", folder.Name(), err)
		}
		if entry.File, err = w.hashed("scenarios/"+entry.ID+".txt", archive); err != nil {
			return nil, err
		}
		script := "ehloAsset(" + jsString(entry.File) + ",\"" + base64.StdEncoding.EncodeToString(archive) + "\")\n"
		if entry.Script, err = w.hashed("scenarios/"+entry.ID+".b64.js", []byte(script)); err != nil {
			return nil, err
		}
		list = append(list, entry)
	}
	if err := b.order(list); err != nil {
		return nil, err
	}
	index, err := json.MarshalIndent(list, "", " ")
	if err != nil {
		return nil, err
	}
	_, err = w.hashed("scenarios.json", append(index, '\n'))
	return list, err
}

// order numbers the scenarios as scenarios/order.txt lists them, one id per line. Those that it does not name come last, by
// id.
func (b *builder) order(list []scenarioEntry) error {
	place := map[string]int{}
	text, err := os.ReadFile(filepath.Join(b.root, "scenarios", "order.txt"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	for _, id := range strings.Fields(string(text)) {
		place[id] = len(place) + 1
	}
	rank := func(id string) int {
		if n, ok := place[id]; ok {
			return n
		}
		return len(place) + 1
	}
	sort.Slice(list, func(i, j int) bool {
		if ri, rj := rank(list[i].ID), rank(list[j].ID); ri != rj {
			return ri < rj
		}
		return list[i].ID < list[j].ID
	})
	for i := range list {
		list[i].Number = i + 1
	}
	return nil
}

// archiveFolder writes a scenario's folder as one text archive: every line of content is quoted with "|", so that no file
// can contain a marker. Files that are not plain text lines go in base64.
func archiveFolder(dir string) ([]byte, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var out strings.Builder
	out.WriteString("@ehlo 1\n")
	for _, path := range names {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return nil, err
		}
		text := string(data)
		plain := utf8.ValidString(text) && strings.HasSuffix(text, "\n") && !strings.ContainsAny(text, "\r\x00")
		out.WriteString("@file " + filepath.ToSlash(name))
		if !plain {
			out.WriteString(" base64")
			text = base64.StdEncoding.EncodeToString(data) + "\n"
		}
		out.WriteString("\n")
		for line := range strings.Lines(text) {
			out.WriteString("|" + line)
		}
	}
	out.WriteString("@end\n")
	return []byte(out.String()), nil
}

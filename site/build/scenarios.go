package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"ehloworld/engine/scenario"
	"ehloworld/engine/scenario/folder"
	bases "ehloworld/scenarios"
)

// scenarioEntry is what the page knows of a scenario before it is opened.
type scenarioEntry struct {
	ID      string            `json:"id"`
	Title   map[string]string `json:"title"`
	Minutes int               `json:"minutes"`
	Number  int               `json:"number"` // Its place in the course, from 1; 0: it is no lesson of the course.
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
	for _, lesson := range folders {
		dir := filepath.Join(b.root, "scenarios", lesson.Name())
		if _, err := os.Stat(filepath.Join(dir, "scenario.json")); errors.Is(err, os.ErrNotExist) || !lesson.IsDir() {
			continue // No scenario: a base world, the course's order.
		}
		files, err := folder.Read(os.DirFS(dir))
		if err != nil {
			return nil, fmt.Errorf("scenarios/%s: %w", lesson.Name(), err)
		}
		parsed, err := scenario.Read(files, bases.Base)
		if err != nil {
			return nil, fmt.Errorf("scenarios/%s: %w", lesson.Name(), err)
		}
		archive, err := scenario.WriteArchive(&scenario.Archive{Files: parsed.Files, At: -1})
		if err != nil {
			return nil, fmt.Errorf("scenarios/%s: %w", lesson.Name(), err)
		}
		entry := scenarioEntry{
			ID:      parsed.ID,
			Title:   map[string]string{"en": parsed.Title.EN, "zh": parsed.Title.ZH},
			Minutes: parsed.Minutes,
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
// id and without a number.
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
		if _, named := place[list[i].ID]; named {
			list[i].Number = i + 1
		}
	}
	return nil
}

package main

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// letterEntry is a sample letter that the anatomy of letters offers. The list is module "ehlo:letters", which only chunks
// have: the page's script does without.
type letterEntry struct {
	ID    string            `json:"id"`
	Title map[string]string `json:"title"`
	About map[string]string `json:"about"` // What is odd about it, in half a sentence.
	File  string            `json:"file"`
	// The same as a classic script, for where fetch is refused.
	Script string `json:"script"`
}

var letterID = regexp.MustCompile(`^[a-z0-9-]{1,64}$`)

// letters writes the sample letters that site/letters/letters.json lists, octet by octet as they are.
func (b *builder) letters(w *writer) ([]letterEntry, error) {
	list := []letterEntry{}
	text, err := os.ReadFile(b.source("letters", "letters.json"))
	if errors.Is(err, os.ErrNotExist) {
		return list, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("site/letters/letters.json: %w", err)
	}
	for i := range list {
		e := &list[i]
		if !letterID.MatchString(e.ID) || e.Title["en"] == "" || e.Title["zh"] == "" || e.About["en"] == "" || e.About["zh"] == "" {
			return nil, fmt.Errorf("site/letters/letters.json: %q needs an id of a-z, 0-9 and -, a title and an about in en and zh", e.ID)
		}
		if e.File == "" {
			e.File = e.ID + ".eml"
		}
		data, err := os.ReadFile(b.source("letters", filepath.Base(e.File)))
		if err != nil {
			return nil, err
		}
		ext := filepath.Ext(e.File)
		if e.File, err = w.hashed("letters/"+e.ID+ext, data); err != nil {
			return nil, err
		}
		script := "ehloAsset(" + jsString(e.File) + ",\"" + base64.StdEncoding.EncodeToString(data) + "\")\n"
		if e.Script, err = w.hashed("letters/"+e.ID+".b64.js", []byte(script)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

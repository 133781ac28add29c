package main

import (
	"encoding/base64"

	"ehloworld/engine/explain"
)

// wordsFiles names the two forms of the explanations, which the page loads when it has nothing better to do.
type wordsFiles struct {
	TXT string `json:"txt"` // What explain.Words wrote.
	B64 string `json:"b64"` // The same as a classic script, for where fetch is refused.
}

// words writes the explanations, which are left out of the engine's binary. They are those that this program was compiled
// with: who edits them starts it anew.
func (b *builder) words(w *writer) (wordsFiles, error) {
	var files wordsFiles
	var err error
	text := explain.Words()
	if files.TXT, err = w.hashed("words.txt", text); err != nil {
		return files, err
	}
	script := "ehloAsset(" + jsString(files.TXT) + ",\"" + base64.StdEncoding.EncodeToString(text) + "\")\n"
	files.B64, err = w.hashed("words.b64.js", []byte(script))
	return files, err
}

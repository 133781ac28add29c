package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// builder makes one site out of one checkout.
type builder struct {
	root string
	dev  bool // Source maps are written and linked.
}

// output is where the site lies.
func (b *builder) output() string { return filepath.Join(b.root, "build", "site") }

// source names a file below site/.
func (b *builder) source(parts ...string) string {
	return filepath.Join(append([]string{b.root, "site"}, parts...)...)
}

// manifest is what the page script knows about the files beside it. It is inlined as module "ehlo:site"; its type is in
// site/src/site.d.ts.
type manifest struct {
	Engine    wasmFiles         `json:"engine"`
	Full      wasmFiles         `json:"full"`
	Codec     wasmFiles         `json:"codec"`
	Words     wordsFiles        `json:"words"`
	Scenarios []scenarioEntry   `json:"scenarios"`
	Chunks    map[string]string `json:"chunks"`
}

// build writes the whole site. Files of earlier builds that the new one does not have are removed last, so that a page
// which is being loaded meanwhile still finds its own.
func (b *builder) build() error {
	began := time.Now()
	for _, folder := range []string{"scenarios", "letters"} {
		if err := os.MkdirAll(filepath.Join(b.output(), folder), 0o755); err != nil {
			return err
		}
	}
	w := &writer{dir: b.output(), keep: map[string]bool{}}
	var site manifest
	var err error
	if site.Engine, err = b.engine(w, "engine", "-tags=first"); err != nil {
		return err
	}
	if site.Full, err = b.engine(w, "engine-full"); err != nil {
		return err
	}
	if site.Codec, err = b.codec(w); err != nil {
		return err
	}
	if site.Words, err = b.words(w); err != nil {
		return err
	}
	if site.Scenarios, err = b.scenarios(w); err != nil {
		return err
	}
	worker, err := b.worker("src/engine/worker.ts")
	if err != nil {
		return err
	}
	codecWorker, err := b.worker("src/anatomy/worker.ts")
	if err != nil {
		return err
	}
	chunks, err := b.chunkNames()
	if err != nil {
		return err
	}
	shared, err := b.shared(chunks)
	if err != nil {
		return err
	}
	letters, err := b.letters(w)
	if err != nil {
		return err
	}
	if site.Chunks, err = b.chunks(w, chunks, shared, codecWorker, letters); err != nil {
		return err
	}
	page, err := b.page(w, site, worker, shared)
	if err != nil {
		return err
	}
	page.engine = site.Engine.GZ
	if err := b.html(w, page); err != nil {
		return err
	}
	if err := w.sweep(); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "build/site: %d files, %d scenarios, %.1f s\n", len(w.keep), len(site.Scenarios), time.Since(began).Seconds())
	return nil
}

// writer puts files into the output folder and remembers which belong there.
type writer struct {
	dir  string
	keep map[string]bool
}

// hashed writes data under a name that holds its hash ("engine.wasm.gz" becomes "engine.1a2b3c4d5e.wasm.gz") and returns
// that name.
func (w *writer) hashed(name string, data []byte) (string, error) {
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:5])
	dir, file := filepath.Split(name)
	stem, ext, _ := strings.Cut(file, ".")
	name = dir + stem + "." + hash + "." + ext
	return name, w.plain(name, data)
}

// plain writes data under exactly this name.
func (w *writer) plain(name string, data []byte) error {
	w.keep[filepath.ToSlash(name)] = true
	path := filepath.Join(w.dir, name)
	if old, err := os.ReadFile(path); err == nil && string(old) == string(data) {
		return nil
	}
	return os.WriteFile(path, data, 0o644)
}

// sweep removes what is not part of this build.
func (w *writer) sweep() error {
	return filepath.WalkDir(w.dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(w.dir, path)
		if err != nil || w.keep[filepath.ToSlash(name)] {
			return err
		}
		return os.Remove(path)
	})
}

// jsString writes s as a JavaScript string literal.
func jsString(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // A string always has a JSON form.
	}
	return string(quoted)
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// Chunks are parts of the page that are loaded later (see site/src/chunk.ts): every file of site/src/chunks becomes a
// classic script whose exports land in the global ehloChunk_NAME.
//
// esbuild splits only modules, and the page is none, so the splitting is done here: a module that the page's script has
// as well is not put into the chunk a second time but taken from the page, which lays its own copies out in the global
// ehloShared. A second copy would not only weigh: it would be a second state. Which modules these are is found out, not
// written down, so that nobody can forget one.

// chunkNames lists the chunks: file names below site/src/chunks.
func (b *builder) chunkNames() ([]string, error) {
	entries, err := os.ReadDir(b.source("src", "chunks"))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, entry := range entries {
		if ext := filepath.Ext(entry.Name()); !entry.IsDir() && (ext == ".ts" || ext == ".tsx") {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

// twice are the modules that may lie in two chunks: they have no state, and what they weigh is little.
var twice = []string{
	"src/i18n/views.en.ts", "src/views/inspector/address.tsx", "src/views/inspector/ask.ts", "src/views/inspector/parts.tsx",
	"src/views/inspector/report.ts", "src/views/inspector/sender.ts", "src/views/shell/sheet.tsx",
}

// shared lists the modules that both the page's script and some chunk consist of, as paths below site/. A module that is in
// two chunks and not in the page's script is an error, unless it is one of twice: it would have two states. The page's
// script imports it then (main.tsx).
func (b *builder) shared(chunks []string) ([]string, error) {
	page, err := b.inputs("src/main.tsx")
	if err != nil {
		return nil, err
	}
	var both []string
	in := map[string]string{}
	for _, chunk := range chunks {
		its, err := b.inputs("src/chunks/" + chunk)
		if err != nil {
			return nil, err
		}
		for _, path := range its {
			if slices.Contains(page, path) {
				both = append(both, path)
			} else if other, taken := in[path]; taken && !slices.Contains(twice, path) {
				return nil, fmt.Errorf("site/%s would be both in chunk %s and in chunk %s, with two states", path, other, chunk)
			}
			in[path] = chunk
		}
	}
	slices.Sort(both)
	return slices.Compact(both), nil
}

// inputs lists the scripts that a bundle of entry is made of.
func (b *builder) inputs(entry string) ([]string, error) {
	options := b.bundleOptions()
	options.EntryPoints = []string{entry}
	options.Outdir = b.output()
	options.Loader = map[string]api.Loader{".css": api.LoaderEmpty}
	options.Sourcemap = api.SourceMapNone
	options.Plugins = []api.Plugin{b.sharing(nil), virtual(map[string]string{
		"ehlo:site": "export default {}", "ehlo:worker": "export default ''", "ehlo:codec-worker": "export default ''",
		"ehlo:letters": "export default []",
	})}
	_, meta, err := bundle(options)
	if err != nil {
		return nil, fmt.Errorf("bundling %s: %w", entry, err)
	}
	var made struct {
		Outputs map[string]struct {
			Inputs map[string]struct{ BytesInOutput int } `json:"inputs"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(meta), &made); err != nil {
		return nil, err
	}
	var paths []string
	for _, output := range made.Outputs {
		for path, weight := range output.Inputs {
			if !strings.Contains(path, ":") && weight.BytesInOutput > 0 {
				paths = append(paths, path)
			}
		}
	}
	slices.Sort(paths)
	return paths, nil
}

// sharing is the page's side: module "ehlo:shared" lays out the page's copies.
func (b *builder) sharing(shared []string) api.Plugin {
	var text strings.Builder
	for i, path := range shared {
		fmt.Fprintf(&text, "import * as m%d from %s;\n", i, jsString("./"+path))
	}
	text.WriteString("globalThis.ehloShared = {")
	for i, path := range shared {
		fmt.Fprintf(&text, "%s: m%d,", jsString(path), i)
	}
	text.WriteString("};\n")
	contents, dir := text.String(), b.source()
	return api.Plugin{Name: "sharing", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^ehlo:shared$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: "shared", Namespace: "sharing"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: "sharing"}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
			return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS, ResolveDir: dir}, nil
		})
	}}
}

// borrowing is a chunk's side: what is shared is taken from the page.
func (b *builder) borrowing(shared []string) api.Plugin {
	type ours struct{} // Marks the question that this plugin itself asks esbuild.
	return api.Plugin{Name: "borrowing", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `.`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if _, mine := args.PluginData.(ours); mine || args.Kind == api.ResolveEntryPoint {
				return api.OnResolveResult{}, nil
			}
			found := build.Resolve(args.Path, api.ResolveOptions{
				Importer: args.Importer, ResolveDir: args.ResolveDir, Kind: args.Kind, PluginData: ours{},
			})
			path, err := filepath.Rel(b.source(), found.Path)
			if err != nil || len(found.Errors) > 0 || found.Namespace != "file" || !slices.Contains(shared, filepath.ToSlash(path)) {
				return api.OnResolveResult{}, nil // Everything else goes its usual way, errors included.
			}
			// The name must not end in .mjs: such a file may not say module.exports.
			return api.OnResolveResult{Path: filepath.ToSlash(path) + ".cjs", Namespace: "borrowed"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: "borrowed"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			contents := "module.exports = ehloShared[" + jsString(strings.TrimSuffix(args.Path, ".cjs")) + "]"
			return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, nil
		})
	}}
}

// chunks bundles the chunks and returns their scripts by their names, and their style sheets by NAME.css.
func (b *builder) chunks(w *writer, chunks, shared []string, codecWorker string, letters []letterEntry) (map[string]string, error) {
	names := map[string]string{}
	list, err := json.Marshal(letters)
	if err != nil {
		return nil, err
	}
	own := virtual(map[string]string{
		"ehlo:codec-worker": "export default " + jsString(codecWorker), "ehlo:letters": "export default " + string(list),
	})
	for _, chunk := range chunks {
		name, _, _ := strings.Cut(chunk, ".")
		options := b.bundleOptions()
		options.EntryPoints = []string{"src/chunks/" + chunk}
		options.GlobalName = "ehloChunk_" + name
		options.Outdir = b.output()
		options.Plugins = []api.Plugin{b.borrowing(shared), own}
		files, _, err := bundle(options)
		if err != nil {
			return nil, fmt.Errorf("bundling chunk %s: %w", name, err)
		}
		for _, file := range files {
			key, ext := name, filepath.Ext(file.Path)
			if ext == ".css" {
				key += ext
			}
			if names[key], err = w.hashed("chunk-"+name+ext, file.Contents); err != nil {
				return nil, err
			}
		}
	}
	return names, nil
}

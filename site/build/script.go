package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// targets are the oldest browsers that the scripts are written for. What is needed besides syntax (DecompressionStream,
// streaming compilation, popover) is in all of them.
var targets = []api.Engine{
	{Name: api.EngineChrome, Version: "114"},
	{Name: api.EngineFirefox, Version: "115"},
	{Name: api.EngineSafari, Version: "16.4"},
}

// bundleOptions are the options that all scripts of the page share. The page is one classic script, never a module: in a
// sandboxed frame on a host without CORS headers modules do not load at all.
func (b *builder) bundleOptions() api.BuildOptions {
	options := api.BuildOptions{
		AbsWorkingDir:     b.source(),
		Bundle:            true,
		Format:            api.FormatIIFE,
		Platform:          api.PlatformBrowser,
		Engines:           targets,
		Charset:           api.CharsetUTF8,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LegalComments:     api.LegalCommentsNone,
		JSX:               api.JSXAutomatic,
		JSXImportSource:   "preact",
		TreeShaking:       api.TreeShakingTrue,
		Define:            map[string]string{"process.env.NODE_ENV": `"production"`},
		LogLevel:          api.LogLevelSilent,
		Metafile:          true,
	}
	if b.dev {
		options.Sourcemap = api.SourceMapInline
	}
	return options
}

// bundle runs esbuild without letting it write and returns the output files by extension.
func bundle(options api.BuildOptions) (map[string][]byte, error) {
	options.Write = false
	result := api.Build(options)
	if len(result.Errors) > 0 {
		texts := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, errors.New(strings.TrimSpace(strings.Join(texts, "")))
	}
	files := map[string][]byte{}
	for _, file := range result.OutputFiles {
		files[filepath.Ext(file.Path)] = file.Contents
	}
	return files, nil
}

// virtual is an esbuild plugin that provides modules which exist only during the build: "ehlo:site" and "ehlo:worker".
func virtual(modules map[string]string) api.Plugin {
	return api.Plugin{Name: "ehlo", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^ehlo:`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			if _, ok := modules[args.Path]; !ok {
				return api.OnResolveResult{}, fmt.Errorf("no module %s", args.Path)
			}
			return api.OnResolveResult{Path: args.Path, Namespace: "ehlo"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: ``, Namespace: "ehlo"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			text := modules[args.Path]
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
		})
	}}
}

// worker bundles the engine's worker: Go's own glue and ours, as the text of one classic script.
func (b *builder) worker() (string, error) {
	options := b.bundleOptions()
	options.Sourcemap = api.SourceMapNone
	options.EntryPoints = []string{"src/engine/worker.ts"}
	files, err := bundle(options)
	if err != nil {
		return "", fmt.Errorf("bundling the worker: %w", err)
	}
	glue, err := b.wasmExec()
	if err != nil {
		return "", err
	}
	small := api.Transform(glue, api.TransformOptions{
		Engines: targets, MinifySyntax: true, MinifyWhitespace: true, MinifyIdentifiers: true,
		LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
	})
	if len(small.Errors) > 0 {
		return "", fmt.Errorf("shrinking wasm_exec.js: %s", small.Errors[0].Text)
	}
	return string(small.Code) + string(files[".js"]), nil
}

// chunks bundles every file of site/src/chunks as a classic script of its own, loaded when first used (see chunk.ts).
// What the file exports lands in the global ehloChunk_NAME. A chunk has its own copy of what it imports, so it should be
// functions and not components.
func (b *builder) chunks(w *writer) (map[string]string, error) {
	names := map[string]string{}
	entries, err := os.ReadDir(b.source("src", "chunks"))
	if errors.Is(err, os.ErrNotExist) {
		return names, nil
	}
	if err != nil {
		return nil, err
	}
	for _, entry := range entries {
		name, ext, _ := strings.Cut(entry.Name(), ".")
		if entry.IsDir() || (ext != "ts" && ext != "tsx") {
			continue
		}
		options := b.bundleOptions()
		options.EntryPoints = []string{"src/chunks/" + entry.Name()}
		options.GlobalName = "ehloChunk_" + name
		files, err := bundle(options)
		if err != nil {
			return nil, fmt.Errorf("bundling chunk %s: %w", name, err)
		}
		if names[name], err = w.hashed("chunk-"+name+".js", files[".js"]); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// pageFiles names what index.html refers to.
type pageFiles struct{ script, style, font, engine string }

// page bundles the page's script and style sheet.
func (b *builder) page(w *writer, site manifest, worker string) (pageFiles, error) {
	var page pageFiles
	known, err := json.Marshal(site)
	if err != nil {
		return page, err
	}
	font, err := b.font(w)
	if err != nil {
		return page, err
	}
	options := b.bundleOptions()
	options.EntryPoints = []string{"src/main.tsx"}
	options.Outdir = b.output()
	options.External = []string{"ehlo:mono.woff2"}
	options.Loader = map[string]api.Loader{".svg": api.LoaderDataURL, ".png": api.LoaderDataURL}
	options.Plugins = []api.Plugin{virtual(map[string]string{
		"ehlo:site":   "export default " + string(known),
		"ehlo:worker": "export default " + jsString(worker),
	})}
	files, err := bundle(options)
	if err != nil {
		return page, fmt.Errorf("bundling the page: %w", err)
	}
	if page.script, err = w.hashed("page.js", files[".js"]); err != nil {
		return page, err
	}
	// The style sheet names the font by a fixed word, which is replaced here.
	style := strings.ReplaceAll(string(files[".css"]), "ehlo:mono.woff2", font)
	page.font = font
	page.style, err = w.hashed("page.css", []byte(style))
	return page, err
}

// font copies the one font that is shipped: the Latin part of JetBrains Mono (SIL Open Font License 1.1, whose text
// goes with it). Heavier weights are synthesised by the browser.
func (b *builder) font(w *writer) (string, error) {
	dir := b.source("node_modules", "@fontsource", "jetbrains-mono")
	data, err := os.ReadFile(filepath.Join(dir, "files", "jetbrains-mono-latin-400-normal.woff2"))
	if err != nil {
		return "", fmt.Errorf("%w (run npm ci in site/, or ./build.sh build)", err)
	}
	licence, err := os.ReadFile(filepath.Join(dir, "LICENSE"))
	if err != nil {
		return "", err
	}
	if err := w.plain("mono.LICENSE.txt", licence); err != nil {
		return "", err
	}
	return w.hashed("mono.woff2", data)
}

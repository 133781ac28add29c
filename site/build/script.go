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

// bundle runs esbuild without letting it write. Meta says in JSON which source file weighs how much.
func bundle(options api.BuildOptions) (files []api.OutputFile, meta string, err error) {
	options.Write = false
	result := api.Build(options)
	if len(result.Errors) > 0 {
		texts := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return nil, "", errors.New(strings.TrimSpace(strings.Join(texts, "")))
	}
	return result.OutputFiles, result.Metafile, nil
}

// virtual is an esbuild plugin that provides modules which exist only during the build: "ehlo:site" and "ehlo:worker".
// An absolute path instead of a text stands for that file: "ehlo:mono.woff2" in the style sheet is the font.
func virtual(modules map[string]string) api.Plugin {
	return api.Plugin{Name: "ehlo", Setup: func(build api.PluginBuild) {
		build.OnResolve(api.OnResolveOptions{Filter: `^ehlo:`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
			text, ok := modules[args.Path]
			if !ok {
				return api.OnResolveResult{}, fmt.Errorf("no module %s", args.Path)
			}
			if filepath.IsAbs(text) && !strings.HasPrefix(text, "//") { // A text may begin with a comment.
				return api.OnResolveResult{Path: text}, nil
			}
			return api.OnResolveResult{Path: args.Path, Namespace: "ehlo"}, nil
		})
		build.OnLoad(api.OnLoadOptions{Filter: `.`, Namespace: "ehlo"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
			text := modules[args.Path]
			return api.OnLoadResult{Contents: &text, Loader: api.LoaderJS}, nil
		})
	}}
}

// worker bundles a worker that runs a compiled program: Go's own glue and ours, as the text of one classic script.
func (b *builder) worker(entry string) (string, error) {
	options := b.bundleOptions()
	options.Sourcemap = api.SourceMapNone
	options.EntryPoints = []string{entry}
	files, _, err := bundle(options)
	if err != nil {
		return "", fmt.Errorf("bundling %s: %w", entry, err)
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
	return string(small.Code) + string(files[0].Contents), nil
}

// pageFiles names what index.html refers to.
type pageFiles struct{ script, style, font, engine string }

// page bundles the page's script and style sheet.
func (b *builder) page(w *writer, site manifest, worker string, shared []string) (pageFiles, error) {
	var page pageFiles
	known, err := json.Marshal(site)
	if err != nil {
		return page, err
	}
	options := b.bundleOptions()
	options.EntryPoints = []string{"src/main.tsx"}
	options.Outdir = b.output()
	options.AssetNames = "[name].[hash]"
	options.Loader = map[string]api.Loader{
		".svg": api.LoaderDataURL, ".png": api.LoaderDataURL, ".woff2": api.LoaderFile,
	}
	options.Plugins = []api.Plugin{b.sharing(shared), virtual(map[string]string{
		"ehlo:site":       "export default " + string(known),
		"ehlo:worker":     "export default " + jsString(worker),
		"ehlo:mono.woff2": b.source("src", "style", "jetbrains-mono.woff2"),
	})}
	files, meta, err := bundle(options)
	if err != nil {
		return page, fmt.Errorf("bundling the page: %w", err)
	}
	// For https://esbuild.github.io/analyze/, or a look.
	if err := os.WriteFile(filepath.Join(b.root, "build", "page.meta.json"), []byte(meta), 0o644); err != nil {
		return page, err
	}
	for _, file := range files {
		name := filepath.Base(file.Path)
		switch filepath.Ext(name) {
		case ".js":
			page.script, err = w.hashed("page.js", file.Contents)
		case ".css":
			page.style, err = w.hashed("page.css", file.Contents)
		default: // Fonts, under the name that the style sheet already has.
			page.font = name
			err = w.plain(name, file.Contents)
		}
		if err != nil {
			return page, err
		}
	}
	licence, err := os.ReadFile(b.source("src", "style", "jetbrains-mono.LICENSE"))
	if err != nil {
		return page, err
	}
	return page, w.plain("jetbrains-mono.LICENSE.txt", licence)
}

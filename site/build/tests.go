package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// tests bundles every *.test.ts below site/test for Node and prints the names of the outputs, one per line.
func (b *builder) tests() error {
	var entries []string
	err := filepath.WalkDir(b.source("test"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && (strings.HasSuffix(path, ".test.ts") || strings.HasSuffix(path, ".test.tsx")) {
			entries = append(entries, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	out := filepath.Join(b.root, "build", "test")
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	site, err := os.ReadFile(b.source("test", "site-stub.js"))
	if err != nil {
		return err
	}
	result := api.Build(api.BuildOptions{
		AbsWorkingDir:   b.source(),
		EntryPoints:     entries,
		Outdir:          out,
		Outbase:         b.source("test"),
		OutExtension:    map[string]string{".js": ".mjs"},
		Bundle:          true,
		Write:           true,
		Format:          api.FormatESModule,
		Platform:        api.PlatformNode,
		Engines:         []api.Engine{{Name: api.EngineNode, Version: "20"}},
		JSX:             api.JSXAutomatic,
		JSXImportSource: "preact",
		Sourcemap:       api.SourceMapInline,
		LogLevel:        api.LogLevelSilent,
		Define: map[string]string{
			"import.meta.dirname": jsString(b.source("test")), // Node 20.3 has none; tests find their data below it.
		},
		Plugins: []api.Plugin{
			b.outside("playwright-core", "axe-core", "typescript"),
			virtual(map[string]string{"ehlo:site": string(site), "ehlo:worker": `export default ""`, "ehlo:codec-worker": `export default ""`, "ehlo:letters": "export default []"}),
		},
	})
	if len(result.Errors) > 0 {
		texts := api.FormatMessages(result.Errors, api.FormatMessagesOptions{Kind: api.ErrorMessage})
		return errors.New(strings.TrimSpace(strings.Join(texts, "")))
	}
	for _, entry := range entries {
		name, err := filepath.Rel(b.source("test"), entry)
		if err != nil {
			return err
		}
		stem, _, _ := strings.Cut(name, ".test.")
		fmt.Println(filepath.Join(out, stem+".test.mjs"))
	}
	return nil
}

// outside keeps packages out of a bundle and names them by path, because the bundle does not lie beside node_modules.
func (b *builder) outside(packages ...string) api.Plugin {
	return api.Plugin{Name: "outside", Setup: func(build api.PluginBuild) {
		for _, name := range packages {
			build.OnResolve(api.OnResolveOptions{Filter: "^" + name + "$"}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				main := "index.js"
				switch name {
				case "playwright-core":
					main = "index.mjs"
				case "axe-core":
					main = "axe.js"
				}
				return api.OnResolveResult{Path: "file://" + b.source("node_modules", name, main), External: true}, nil
			})
		}
	}}
}

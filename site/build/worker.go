package main

import (
	"os"
	"path/filepath"
)

// edge builds the optional Cloudflare worker into dir: the library's start-up code, our entry in front of it, the Go
// program.
func (b *builder) edge(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	// This one empties the folder, so it comes first.
	if err := b.goTool([]string{"tool", "workers-assets-gen", "-mode=go", "-o", dir}); err != nil {
		return err
	}
	for _, name := range []string{"entry.mjs", "config.capnp"} {
		data, err := os.ReadFile(filepath.Join(b.root, "wasm", "worker", name))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			return err
		}
	}
	return b.goTool([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(dir, "app.wasm"), "./wasm/worker"},
		"GOOS=js", "GOARCH=wasm")
}

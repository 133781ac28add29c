//go:build !js

// Command worker, run natively, serves the short links on loopback with a store in memory: for trying things out.
//
//	PORT=9900 SITE=http://127.0.0.1:8080/ go run ./wasm/worker
package main

import (
	"os"

	"ehloworld/wasm/worker/links"

	"github.com/syumai/workers"
)

func main() {
	workers.Serve(links.Handler(&links.Memory{}, func() string { return os.Getenv("SITE") }))
}

//go:build js && wasm

// Command worker is the optional Cloudflare worker in front of the static site: short links. The page needs it for
// nothing.
//
// The library starts a whole Go runtime for every request, so entry.mjs answers what it can alone and limits how many run
// at once. Go must not be started before a request comes: there are no random numbers then.
package main

import (
	"ehloworld/wasm/jsx"
	"ehloworld/wasm/worker/links"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"
)

func main() {
	workers.Serve(links.Handler(jsx.NewKV(cloudflare.GetBinding("LINKS")), func() string { return cloudflare.Getenv("SITE") }))
}

//go:build js && wasm

// Command charset prints the digest of every character set as the browser reads and writes it. The browser tests run it.
package main

import (
	"strconv"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/charset/digest"
	_ "ehloworld/wasm/textdecoder"
)

func main() {
	for _, c := range charset.All() {
		println(c.Name() + " " + strconv.FormatUint(digest.Of(c), 16))
	}
}

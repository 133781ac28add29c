//go:build js && wasm

// Command charset prints the digest of every character set as the browser reads and writes it. The browser tests run it.
package main

import (
	"strconv"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/charset/digest"
	"ehloworld/engine/message/charset/dos"
	_ "ehloworld/wasm/textdecoder"
)

func main() {
	browser := charset.Platform
	charset.Platform = func(name string, data []byte) ([]byte, bool) {
		if text, ok := browser(name, data); ok {
			return text, true
		}
		return dos.Decode(name, data)
	}
	for _, c := range charset.All() {
		println(c.Name() + " " + strconv.FormatUint(digest.Of(c), 16))
	}
}

//go:build js && wasm

// Package dos lends the engine the code pages of DOS besides the browser's character sets. A browser's main imports it for
// its effect where they are worth two kilobytes.
package dos

import (
	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/charset/dos"
	_ "ehloworld/wasm/textdecoder" // First.
)

func init() {
	browser := charset.Platform
	charset.Platform = func(name string, data []byte) ([]byte, bool) {
		if text, ok := browser(name, data); ok {
			return text, true
		}
		return dos.Decode(name, data)
	}
}

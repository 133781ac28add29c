//go:build js

// Package nodeplatform is for tests that run compiled to WebAssembly under Node: imported for its effect, it gives the engine
// the character sets and the normalization that it has natively, which in a page are the browser's. Node's own are not
// those of browsers.
package nodeplatform

import (
	"golang.org/x/text/unicode/norm"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/charset/tables"
	"ehloworld/engine/punycode"
)

func init() { charset.Platform, punycode.Normalize = tables.Decode, norm.NFC.String }

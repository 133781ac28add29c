//go:build js && wasm

// Package textdecoder lends the engine the browser's tables of character sets, and its normalization of Unicode. A browser's
// main imports it for its effect; whoever starts that module must then hand it the functions that
// site/src/engine/textdecoder.ts makes. Nothing else imports it, so that what only runs under Node or in a test needs none.
package textdecoder

import (
	"unsafe"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/charset/dos"
	"ehloworld/engine/punycode"
)

func init() { charset.Platform, punycode.Normalize = decode, normalize }

// textDecode decodes n octets at data, in the character set with the WHATWG name, into the room octets at text, and
// returns how many it has written there, or -1 when it does not know the character set or the room is too small.
//
//go:wasmimport ehlo textDecode
//go:noescape
func textDecode(name string, data unsafe.Pointer, n int32, text unsafe.Pointer, room int32) int32

// decode is charset.Platform. No octet becomes more than three.
func decode(name string, data []byte) ([]byte, bool) {
	text := make([]byte, 3*len(data)+1)
	n := textDecode(name, unsafe.Pointer(unsafe.SliceData(data)), int32(len(data)), unsafe.Pointer(&text[0]), int32(len(text)))
	if n < 0 {
		return dos.Decode(name, data) // Browsers know none of DOS; natively they are there, and traces must be equal.
	}
	return text[:n], true
}

// textNormalize writes text in Normalization Form C into the room octets at out, and returns how many it has written there,
// or -1 when the room is too small.
//
//go:wasmimport ehlo textNormalize
//go:noescape
func textNormalize(text string, out unsafe.Pointer, room int32) int32

// normalize is punycode.Normalize. No octet becomes more than three (UAX 15 section 12).
func normalize(text string) string {
	out := make([]byte, 3*len(text)+1)
	n := textNormalize(text, unsafe.Pointer(&out[0]), int32(len(out)))
	if n < 0 {
		return text
	}
	return string(out[:n])
}

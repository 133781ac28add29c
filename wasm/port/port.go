//go:build js && wasm

// Package port is where JavaScript and Go hand each other octets: two buffers in linear memory, and the exported functions
// that say where they are. JavaScript writes into the first and calls a function that the main package exports; what the
// function returns, JavaScript reads from the second. An exported call costs some twenty nanoseconds, a call through
// syscall/js a thousand times as much.
//
// An exported function must never block: there is no event loop below it to wake it up again. It must not panic either,
// because JavaScript would be handed garbage and could go on calling; each one defers Recover.
package port

import (
	"unsafe"

	"ehloworld/engine/jsontext"
)

// in and out stay reachable from here as long as JavaScript may hold their addresses: until the next call.
var in, out []byte

// inPtr makes room for n octets and returns where to write them.
//
//go:wasmexport in_ptr
func inPtr(n int32) unsafe.Pointer {
	if n < 0 {
		n = 0
	}
	if int(n) > cap(in) {
		in = make([]byte, n)
	}
	in = in[:cap(in)]
	return unsafe.Pointer(unsafe.SliceData(in))
}

// outPtr returns where the octets lie whose number the last call returned.
//
//go:wasmexport out_ptr
func outPtr() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(out)) }

// In returns the first n octets that JavaScript has written. They are gone with the next call.
func In(n int32) []byte { return in[:n] }

// Take is In for octets that stay: JavaScript will write its next ones elsewhere.
func Take(n int32) []byte {
	taken := in[:n:n]
	in = nil
	return taken
}

// Out leaves data for JavaScript to read and returns its size.
func Out(data []byte) int32 {
	out = data
	return int32(len(out))
}

// Recover turns a panic into an answer, {"error": …, "panic": true}, after which the instance is to be thrown away, and sets
// size to sign times its size. It is to be deferred.
func Recover(size *int32, sign int32) {
	reason := recover()
	if reason == nil {
		return
	}
	text := "the engine panicked"
	switch r := reason.(type) {
	case error:
		text = r.Error()
	case string:
		text = r
	case interface{ String() string }:
		text = r.String()
	}
	*size = sign * Out(jsontext.Panic(text))
}

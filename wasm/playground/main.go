//go:build js && wasm

// Command playground is the engine as the browser runs it: package bridge behind five exported functions.
//
// JavaScript writes a command into linear memory, calls cmd, and reads the reply from linear memory; step works towards
// the instant that a command has set, in slices as small as the caller likes; events hands over what was written into the
// trace. An exported call costs some twenty nanoseconds, a call through syscall/js a thousand times as much.
//
// An exported function must never block: there is no event loop below it to wake it up again. It must not panic either,
// because JavaScript would be handed garbage and could go on calling; each one recovers and answers
// {"error": …, "panic": true}, after which the instance is to be thrown away.
//
// The collector is set up by the caller, through the environment: GOGC and GOMEMLIMIT (site/src/engine/worker.ts).
package main

import (
	"unsafe"

	"ehloworld/engine/jsontext"
	"ehloworld/wasm/bridge"
)

var (
	engine *bridge.Engine
	// in and out stay reachable from here as long as JavaScript may hold their addresses: until the next call.
	in, out []byte
)

func main() {
	engine = bridge.New()
	select {} // The exported functions live as long as main does; JavaScript may call them as soon as it sleeps here.
}

// inPtr makes room for a command of n octets and returns where to write it.
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

// outPtr returns where the octets lie that the last call to cmd or events returned the number of.
//
//go:wasmexport out_ptr
func outPtr() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(out)) }

// cmd carries out the command of n octets at in_ptr and returns the size of the reply at out_ptr.
//
//go:wasmexport cmd
func cmd(n int32) (size int32) {
	defer func() {
		if reason := recover(); reason != nil {
			size = fail(reason)
		}
	}()
	out = engine.Cmd(in[:n])
	return int32(len(out))
}

// step works through at most about budget engine events and returns 1 when there is more to do, else 0. After a panic it
// returns minus the size of the reply at out_ptr.
//
//go:wasmexport step
func step(budget int32) (more int32) {
	defer func() {
		if reason := recover(); reason != nil {
			more = -fail(reason)
		}
	}()
	if engine.Step(int(budget)) {
		return 1
	}
	return 0
}

// events encodes trace events that the page has not seen yet, at most about so many octets of them, and returns the size
// of the batch at out_ptr: 0 when there are none. After a panic it returns minus the size of the reply at out_ptr.
//
//go:wasmexport events
func events(octets int32) (size int32) {
	defer func() {
		if reason := recover(); reason != nil {
			size = -fail(reason)
		}
	}()
	out = engine.Events(int(octets))
	return int32(len(out))
}

// fail turns what a panic carried into a reply and returns its size.
func fail(reason any) int32 {
	text := "the engine panicked"
	switch r := reason.(type) {
	case error:
		text = r.Error()
	case string:
		text = r
	case interface{ String() string }:
		text = r.String()
	}
	out = append([]byte(nil), `{"error":`...)
	out = jsontext.AppendString(out, text)
	out = append(out, `,"panic":true}`...)
	return int32(len(out))
}

//go:build js && wasm

// Command playground is the engine as the browser runs it: package bridge behind three exported functions, and the buffers
// of package port.
//
// JavaScript writes a command into linear memory, calls cmd, and reads the reply from linear memory; step works towards
// the instant that a command has set, in slices as small as the caller likes; events hands over what was written into the
// trace.
//
// The collector is set up by the caller, through the environment: GOGC and GOMEMLIMIT (site/src/engine/worker.ts).
package main

import (
	"ehloworld/wasm/bridge"
	"ehloworld/wasm/port"
	_ "ehloworld/wasm/textdecoder" // Character sets are read with the browser's tables.
)

var engine *bridge.Engine

func main() {
	engine = bridge.New()
	select {} // The exported functions live as long as main does; JavaScript may call them as soon as it sleeps here.
}

// cmd carries out the command of n octets at in_ptr and returns the size of the reply at out_ptr.
//
//go:wasmexport cmd
func cmd(n int32) (size int32) {
	defer port.Recover(&size, 1)
	return port.Out(engine.Cmd(port.In(n)))
}

// step works through at most about budget engine events and returns 1 when there is more to do, else 0. After a panic it
// returns minus the size of the reply at out_ptr.
//
//go:wasmexport step
func step(budget int32) (more int32) {
	defer port.Recover(&more, -1)
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
	defer port.Recover(&size, -1)
	return port.Out(engine.Events(int(octets)))
}

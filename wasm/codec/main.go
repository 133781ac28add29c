//go:build js && wasm

// Command codec is the message codec as the browser runs it: package anatomy behind one exported function, and the buffers
// of package port. It is a module of its own beside the playground's: it is loaded when somebody opens a letter, and whatever
// a hostile letter does to it, the world goes on.
package main

import (
	"unsafe"

	"ehloworld/wasm/anatomy"
	"ehloworld/wasm/port"
	_ "ehloworld/wasm/textdecoder" // Character sets are read with the browser's tables.
)

var (
	codec *anatomy.Codec
	// data stays reachable from here as long as JavaScript may hold its address: until the next call.
	data []byte
)

func main() {
	codec = anatomy.New()
	select {} // The exported function lives as long as main does; JavaScript may call it as soon as it sleeps here.
}

// cmd carries out the command whose JSON is the first json octets at in_ptr; the octets that go with it follow, so many. It
// returns the size of the reply at out_ptr; what goes with that is at data_ptr.
//
//go:wasmexport cmd
func cmd(json, octets int32) (size int32) {
	defer port.Recover(&size, 1)
	data = nil
	in := port.In(json)
	var with []byte
	if octets > 0 {
		all := port.Take(json + octets) // A file stays.
		in, with = all[:json:json], all[json:]
	}
	var reply []byte
	reply, data = codec.Cmd(in, with)
	return port.Out(reply)
}

// dataPtr returns where the octets lie that go with the last reply.
//
//go:wasmexport data_ptr
func dataPtr() unsafe.Pointer { return unsafe.Pointer(unsafe.SliceData(data)) }

// dataSize returns their number; -1 says that the reply has none.
//
//go:wasmexport data_size
func dataSize() int32 {
	if data == nil {
		return -1
	}
	return int32(len(data))
}

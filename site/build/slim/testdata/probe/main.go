// Command probe does what the engine asks most of the runtime: it recovers from panics in deep calls, collects garbage
// while values are on the stack, and grows its stack.
package main

import "runtime"

func deep(n int, at *[]byte) int {
	if n == 0 {
		runtime.GC()
		var missing map[string]int
		missing["a"] = len(*at)
	}
	var frame [64]byte
	frame[n%64] = 1
	return deep(n-1, at) + int(frame[0])
}

//go:wasmexport probe
func probe(n int32) (result int32) {
	kept := []byte("kept")
	defer func() {
		if e := recover(); e != nil && string(kept) == "kept" {
			result = n + int32(len(e.(error).Error()))
		}
	}()
	return int32(deep(int(n), &kept))
}

//go:wasmexport collect
func collect() (sum int32) {
	var live [][]byte
	for i := range 20_000 {
		live = append(live, make([]byte, 100))
		live[len(live)-1][0] = byte(i)
		if i%500 == 499 {
			runtime.GC()
			for _, b := range live {
				sum += int32(b[0])
			}
			live = nil
		}
	}
	return sum
}

func main() { select {} }

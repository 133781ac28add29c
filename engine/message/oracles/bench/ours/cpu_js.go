package main

import "syscall/js"

// cpu is the CPU time of this process so far, in microseconds: its threads for compiling and garbage included.
func cpu() int64 {
	usage := js.Global().Get("process").Call("cpuUsage")
	return int64(usage.Get("user").Int() + usage.Get("system").Int())
}

// Command ours times this project's reading and writing by itself, so that it can be compiled to WebAssembly: one round
// over all classes, as JSON.
package main

import (
	"encoding/json"
	"os"
	"strconv"
	"time"

	"ehloworld/engine/message/oracles/bench/task"
)

// Rate is what was done, and in how many CPU microseconds.
type Rate struct {
	Class  string `json:"class"`
	Task   string `json:"task"`
	Octets int    `json:"octets"`
	Micros int64  `json:"micros"`
}

// warmUp is CPU microseconds of work before the clock counts: an engine of JavaScript compiles a second time what runs
// often.
const warmUp = 2_000_000

func main() {
	budget := 300 * time.Millisecond
	if len(os.Args) > 1 {
		if ms, err := strconv.Atoi(os.Args[1]); err == nil {
			budget = time.Duration(ms) * time.Millisecond
		}
	}
	classes := task.Classes()
	buf := make([]byte, 0, 2<<20)
	for until := cpu() + warmUp; cpu() < until; {
		for _, c := range classes {
			for i := range c.Letters {
				task.OursParse(c.Letters[i])
				buf = task.OursEncode(buf[:0], c.Drafts[i], i)
			}
		}
	}
	var out []Rate
	for _, c := range classes {
		out = append(out, measure(c, "parse", c.Octets(), budget, func() {
			for _, l := range c.Letters {
				task.OursParse(l)
			}
		}))
		out = append(out, measure(c, "encode", c.Content(), budget, func() {
			for i, d := range c.Drafts {
				buf = task.OursEncode(buf[:0], d, i)
			}
		}))
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		os.Exit(1)
	}
}

func measure(c *task.Class, name string, octets int, budget time.Duration, once func()) Rate {
	once()
	r := Rate{Class: c.Name, Task: name}
	from := cpu()
	for r.Micros < budget.Microseconds() {
		once()
		r.Octets += octets
		r.Micros = cpu() - from
	}
	return r
}

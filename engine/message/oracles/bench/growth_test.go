package main

import (
	"runtime"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/message/oracles/bench/task"
)

// TestGrowth: what reading allocates grows no faster than what is read, whatever it is. (The time is for the benchmark to
// show: it depends on the machine.)
func TestGrowth(t *testing.T) {
	const small, factor = 20_000, 8
	for _, h := range hostile {
		a, b := allocated([]byte(h.make(small))), allocated([]byte(h.make(small*factor)))
		if limit := a*factor*3/2 + 1<<20; b > limit {
			t.Errorf("%s: %d octets allocated for %d, %d for %d", h.what, a, small, b, small*factor)
		}
	}
}

func allocated(data []byte) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	task.OursParse(data)
	message.AppendStructure(nil, data)
	message.Lint(data)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// TestCheck: everybody reads and writes the same in the benchmark's letters.
func TestCheck(t *testing.T) {
	if err := check(task.Classes()); err != nil {
		t.Error(err)
	}
}

// Package sample holds what determinism_test.go must find, each marked with the words of the finding, beside things that
// look like it and are fine.
package sample

import (
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"sort"
	"time"
)

type table map[string]int

type point struct {
	x float64 // want "float"
	n int
}

func order(m map[string]int, named table) []string {
	var keys []string
	for k := range m { // want "map"
		keys = append(keys, k)
	}
	for k := range named { // want "map"
		keys = append(keys, k)
	}
	for k := range m { //det:ok the keys are sorted below
		keys = append(keys, k)
	}
	//det:ok only counted
	for range m {
		keys = append(keys, "")
	}
	for k := range maps.Keys(m) { // want "maps.Keys"
		keys = append(keys, k)
	}
	keys = append(keys, slices.Sorted(maps.Keys(m))...)
	for _, k := range keys {
		_ = k
	}
	sort.Strings(keys)
	return keys
}

func generic[M ~map[K]V, K comparable, V any](m M) (n int) {
	for range m { // want "map"
		n++
	}
	return n
}

func concurrency(c chan int) { // want "channel"
	go order(nil, nil) // want "goroutine"
	select {           // want "select"
	case <-c: // want "channel"
	default:
	}
	c <- 1             // want "channel"
	_ = make(chan int) // want "channel"
	for v := range c { // want "channel"
		_ = v
	}
}

func clock() time.Time {
	now := time.Now // want "time.Now"
	_ = now
	time.Sleep(time.Second) // want "time.Sleep"
	_ = time.Unix(0, 1)     // want "time.Unix"
	_ = time.Unix(0, 1).UTC()
	_ = time.Unix(0, 1).In(time.UTC)
	_ = time.Unix(0, 1).In(time.Local) // want "time.Local"
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
}

func chance(r *rand.Rand) int {
	_ = rand.IntN(5)                   // want "IntN"
	rand.Shuffle(1, func(int, int) {}) // want "Shuffle"
	r = rand.New(rand.NewPCG(1, 2))
	return r.IntN(5)
}

func floats(n int) int {
	half := float64(n) / 2 // want "float"
	_ = math.MaxInt64
	p := point{n: n}
	return int(half) + p.n // want "float"
}

func wrong() int {
	//det:ok
	// want-above "reason"
	return 1
}

func unused() int {
	return 2 //det:ok nothing here needs it // want "unused"
}

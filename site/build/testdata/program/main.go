// Command program does what needs the function table: it grows its stack, collects garbage with pointers in many frames,
// recovers panics of the runtime and its own, and runs goroutines.
package main

import (
	"errors"
	"runtime"
	"sort"
	"strings"
)

type node struct {
	left, right *node
	text        string
}

func grow(depth int) *node {
	if depth == 0 {
		return &node{text: strings.Repeat("x", 10)}
	}
	n := &node{left: grow(depth - 1), right: grow(depth - 1)}
	if depth == 12 {
		runtime.GC()
	}
	return n
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

func deep(n int, p *int) int {
	var frame [64]int
	frame[n%64] = *p
	if n == 0 {
		runtime.GC()
		return *p
	}
	return deep(n-1, &frame[n%64])
}

func try(f func()) (text string) {
	defer func() {
		switch r := recover().(type) {
		case error:
			text = r.Error()
		case string:
			text = r
		}
	}()
	f()
	return "fine"
}

func main() {
	println(grow(14).count())
	seven := 7
	println(deep(2000, &seven))
	var none *node
	println(try(func() { _ = none.text }))
	println(try(func() { _ = []int{1}[seven] }))
	println(try(func() { panic(errors.New("own")) }))
	sum := make(chan int)
	for i := range 10 {
		go func() { sum <- deep(100+i, &i) }()
	}
	var all []int
	for range 10 {
		all = append(all, <-sum)
	}
	sort.Ints(all)
	for _, n := range all {
		print(n, " ")
	}
	println()
}

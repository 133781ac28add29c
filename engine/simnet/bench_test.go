package simnet

import (
	"testing"

	"ehloworld/engine/vtime"
)

// BenchmarkBulk moves a megabyte in one Write over a fast line; the trace is part of it.
func BenchmarkBulk(b *testing.B) {
	data := octets(1 << 20)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		s := newSim(b, 1)
		s.n.SetLink(pc, mail, Props{Delay: 10 * vtime.Millisecond, Bandwidth: 100_000_000})
		cl, sv := s.connect(nil)
		s.run()
		n := 0
		sv.c.SetApp(&counter{n: &n})
		cl.c.Write(data)
		s.run()
		if n != len(data) {
			b.Fatal(n)
		}
	}
}

// BenchmarkDialogue is a connection with twenty lines and their answers.
func BenchmarkDialogue(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		s := newSim(b, 1)
		cl, _ := s.connect(dialogue)
		s.run()
		for range 20 {
			cl.c.Write([]byte("NOOP\r\n"))
			s.run()
		}
		cl.c.CloseWrite()
		s.runAll()
	}
}

type counter struct{ n *int }

func (c *counter) Opened()              {}
func (c *counter) Received(data []byte) { *c.n += len(data) }
func (c *counter) Ended()               {}
func (c *counter) Broken(string)        {}
func (c *counter) Writable()            {}

package simnet

import (
	"testing"
)

func TestX(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(func(a *app) {
		a.open = func() { a.c.Write([]byte("220 hello\r\n")) }
		a.on = func(d []byte) {
			if string(d) == "QUIT\r\n" {
				a.c.Write([]byte("221 bye\r\n"))
				a.c.CloseWrite()
			} else {
				a.c.Write([]byte("250 ok\r\n"))
			}
		}
	})
	cl.ended = func() { cl.c.CloseWrite() }
	s.run()
	cl.c.Write([]byte("HELO x\r\n"))
	s.run()
	cl.c.Write([]byte("QUIT\r\n"))
	s.run()
	t.Log("\n" + s.script())
	t.Log(cl.log, sv.log, s.q.Len())
}

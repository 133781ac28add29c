package simnet

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

var update = flag.Bool("update", false, "rewrite testdata")

// dialogue lets the server greet, answer lines and close at QUIT.
func dialogue(a *app) {
	a.open = func() { a.c.Write([]byte("220 mail.hai.example ESMTP ready\r\n")) }
	a.on = func(d []byte) {
		if string(d) == "QUIT\r\n" {
			a.c.Write([]byte("221 bye\r\n"))
			a.c.CloseWrite()
			return
		}
		a.c.Write([]byte("250 Ok\r\n"))
	}
}

// TestPackets compares what a capture would show with testdata, packet by packet.
func TestPackets(t *testing.T) {
	cases := map[string]func(s *sim){
		"dialogue": func(s *sim) {
			cl, _ := s.connect(dialogue)
			cl.ended = func() { cl.c.CloseWrite() }
			s.run()
			for _, line := range []string{"HELO alice-pc\r\n", "QUIT\r\n"} {
				cl.c.Write([]byte(line))
				s.run()
			}
		},
		"refused": func(s *sim) { s.n.Dial(pc, mailIP, 26, "smtp", trace.User, &app{s: s}); s.run() },
		"stopped": func(s *sim) { s.n.SetState(mail, HostStopped); s.connect(nil); s.run() },
		"down":    func(s *sim) { s.n.SetState(mail, HostDown); s.connect(nil); s.run() },
		"nowhere": func(s *sim) { s.n.Dial(pc, "192.0.2.99", 25, "smtp", trace.Agent, &app{s: s}); s.run() },
		"cut": func(s *sim) {
			cl, _ := s.connect(nil)
			s.run()
			cl.c.Write([]byte("HELO a\r\n"))
			s.runFor(10 * vtime.Millisecond)
			s.n.SetCut(pc, mail, true)
			s.run()
		},
		"cut and mended": func(s *sim) {
			cl, _ := s.connect(nil)
			s.run()
			s.n.SetCut(pc, Anybody, true)
			cl.c.Write([]byte("HELO a\r\n"))
			s.runFor(vtime.Second)
			s.n.SetCut(pc, Anybody, false)
			s.run()
		},
		"both close at once": func(s *sim) {
			cl, sv := s.connect(nil)
			s.run()
			cl.c.CloseWrite()
			sv.c.CloseWrite()
			s.runAll()
		},
		"half close": func(s *sim) {
			cl, sv := s.connect(nil)
			s.run()
			cl.c.Write([]byte("all I have to say"))
			cl.c.CloseWrite()
			s.run()
			sv.c.Write([]byte("and still I answer"))
			s.run()
			sv.c.CloseWrite()
			s.runAll()
		},
		"abort": func(s *sim) {
			cl, sv := s.connect(nil)
			s.run()
			cl.c.Abort()
			s.run()
			if len(sv.log) != 2 || !strings.HasSuffix(sv.log[1], ReasonReset) {
				s.t.Errorf("the server was told %q", sv.log)
			}
		},
		"server forgets": func(s *sim) { // Power fails and comes back: the old connection is answered with RST.
			cl, _ := s.connect(nil)
			s.run()
			s.n.SetState(mail, HostDown)
			s.n.SetState(mail, HostUp)
			cl.c.Write([]byte("are you there?"))
			s.run()
		},
		"fast retransmit": func(s *sim) {
			cl, sv := s.connect(nil)
			s.run()
			s.n.SetFilter(pc, mail, &dropNth{n: 2})
			cl.c.Write(octets(6 * MSS))
			s.run()
			sameBytes(s.t, "the letter", sv.got, octets(6*MSS))
		},
		"last ack lost": func(s *sim) { // The handshake's third packet is lost; the client's first line stands in for it.
			s.n.SetFilter(pc, mail, &dropNth{n: 2})
			cl, sv := s.connect(nil)
			cl.open = func() { cl.c.Write([]byte("EHLO x\r\n")) }
			s.run()
			sameBytes(s.t, "line", sv.got, []byte("EHLO x\r\n"))
		},
		"slow start": func(s *sim) { // Ten segments, then twenty; after a rest ten again.
			cl, _ := s.connect(nil)
			s.run()
			cl.c.Write(octets(40 * MSS))
			s.run()
			s.runFor(10 * vtime.Second)
			cl.c.Write(octets(12 * MSS))
			s.run()
		},
		"whole flight lost": func(s *sim) { // The timer speaks; then slow start from one segment.
			cl, sv := s.connect(nil)
			s.run()
			s.n.SetCut(pc, mail, true)
			cl.c.Write(octets(12 * MSS))
			s.runFor(100 * vtime.Millisecond)
			s.n.SetCut(pc, mail, false)
			s.run()
			cl.c.Write([]byte("one more"))
			s.run()
			sameBytes(s.t, "all", sv.got, append(octets(12*MSS), "one more"...))
		},
		"two lost of one flight": func(s *sim) { // NewReno: the partial acknowledgement tells of the second gap.
			cl, _ := s.connect(nil)
			s.run()
			s.n.SetFilter(pc, mail, &dropSome{2, 5})
			cl.c.Write(octets(9 * MSS))
			s.run()
		},
		"syn lost": func(s *sim) { // RFC 6298 (5.7): the timer starts at 3 s, and only a clean round trip lowers it.
			s.n.SetFilter(pc, mail, &dropSome{1, 4})
			cl, _ := s.connect(nil)
			s.run()
			cl.c.Write([]byte("HELO a\r\n"))
			s.run()
			cl.c.Write([]byte("QUIT\r\n"))
			s.run()
		},
		"stops reading": func(s *sim) { // The window closes, is probed, and opens.
			cl, sv := s.connect(nil)
			s.run()
			sv.c.Pause(true)
			cl.c.Write(octets(WindowSize + 100))
			s.runFor(3 * vtime.Second)
			sv.c.Pause(false)
			s.run()
		},
		"close behind a full window": func(s *sim) { // The FIN takes a number too and has to wait for room.
			cl, sv := s.connect(nil)
			s.run()
			sv.c.Pause(true)
			cl.c.Write(octets(WindowSize))
			cl.c.CloseWrite()
			s.runFor(450 * vtime.Millisecond)
			sv.c.Pause(false)
			s.run()
			sameBytes(s.t, "all", sv.got, octets(WindowSize))
			sv.says(s.t, "120ms opened", "650ms ended")
		},
		"stops and reads before a probe": func(s *sim) {
			cl, sv := s.connect(nil)
			s.run()
			sv.c.Pause(true)
			cl.c.Write(octets(WindowSize - 10))
			cl.c.Write(octets(10 + 100))
			s.runFor(500 * vtime.Millisecond)
			sv.c.Pause(false)
			s.run()
		},
		"pipelined close": func(s *sim) { // Written before the connection stands: FIN rides on the data.
			cl, _ := s.connect(func(a *app) { a.ended = func() { a.c.CloseWrite() } })
			cl.c.Write([]byte("one "))
			cl.c.Write([]byte("two"))
			cl.c.CloseWrite()
			s.runAll()
		},
	}
	for name, play := range cases {
		t.Run(name, func(t *testing.T) {
			s := newSim(t, 1)
			play(s)
			file := filepath.Join("testdata", strings.ReplaceAll(name, " ", "-")+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(s.script()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.script(); got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// dropNth drops the n-th packet from the PC (counted from 1), and only that.
type dropNth struct{ n int }

func (d *dropNth) Pass(from, _ string, _ *trace.Packet) Verdict {
	if from != pc {
		return Verdict{}
	}
	d.n--
	return Verdict{Drop: d.n == 0}
}

// dropSome drops the packets from the PC that have these numbers.
type dropSome []int

func (d *dropSome) Pass(from, _ string, _ *trace.Packet) (v Verdict) {
	if from != pc {
		return v
	}
	for i := range *d {
		(*d)[i]--
		v.Drop = v.Drop || (*d)[i] == 0
	}
	return v
}

// TestStrangeSegments sends the client segments that the server did not mean.
func TestStrangeSegments(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	// The peer's segment with some of its fields changed; the answers to it.
	inject := func(flags uint8, seq, ackn uint32) []string {
		before := s.rec.Log.Len()
		s.n.send(s.n.byID[mail], s.n.byID[pc], &trace.Packet{
			Conn: 1, Transport: "tcp", SrcIP: mailIP, DstIP: "198.51.100.5", SrcPort: 25, DstPort: cl.c.lport,
			Flags: flagNames[flags], Seq: int64(seq), Ack: int64(ackn), Window: WindowSize,
		}, label{flags: flags, wire: cl.c.w})
		s.run()
		var got []string
		for _, e := range s.rec.Log.Since(before) {
			if p, ok := e.Body.(*trace.Packet); ok && p.From == pc {
				got = append(got, p.Flags)
			}
		}
		return got
	}
	check := func(what string, got []string, want ...string) {
		t.Helper()
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: answered %q, want %q", what, got, want)
		}
	}
	at := func() uint32 { return cl.c.rcv }
	check("a RST that is only near is asked about", inject(rst, at()+1, 0), "A")
	check("a RST far away is ignored", inject(rst, at()-1, 0))
	check("a SYN in the middle is asked about", inject(syn, at(), 0), "A")
	check("an ACK of the future is answered", inject(ack, at(), cl.c.nxt+1), "A")
	check("a segment without ACK is ignored", inject(0, at(), 0))
	check("octets beyond the window are answered", inject(ack|fin, at()+WindowSize, cl.c.nxt), "A")
	if cl.c.State() != Established || len(cl.log) != 1 {
		t.Fatalf("state %v after strange segments; told %q", cl.c.State(), cl.log)
	}
	cl.c.CloseWrite()
	s.run()
	sv.c.CloseWrite()
	s.run()
	if cl.c.State() != TimeWait {
		t.Fatalf("state %v", cl.c.State())
	}
	end, _ := s.q.At(cl.c.timer)
	s.runFor(10 * vtime.Second)
	check("a RST in TIME-WAIT is ignored", inject(rst, at(), 0))
	check("a FIN again is acknowledged again", inject(ack|fin, at()-1, cl.c.nxt), "A")
	if again, _ := s.q.At(cl.c.timer); cl.c.State() != TimeWait || again.Sub(end) < 10*vtime.Second {
		t.Errorf("state %v; the wait was prolonged by %v", cl.c.State(), again.Sub(end))
	}
	s.n.SetState(pc, HostDown)
	cl.says(t, "80ms opened", "640ms ended")
}

// TestTimeWaitReuse: a new connection from the same port may follow one in TIME-WAIT.
func TestTimeWaitReuse(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	old := sv.c
	old.CloseWrite()
	s.run()
	cl.c.CloseWrite()
	s.run()
	if old.State() != TimeWait {
		t.Fatalf("state %v", old.State())
	}
	s.n.byID[pc].nextTCP = firstEphemeral
	again := &app{s: s}
	again.c = s.n.Dial(pc, mailIP, 25, "", trace.User, again)
	s.run()
	if again.c.LocalPort() != cl.c.LocalPort() || again.c.State() != Established || sv.c == old {
		t.Errorf("port %d, state %v", again.c.LocalPort(), again.c.State())
	}
}

// TestMaxConns: a host with too many connections does not answer, and the one who asks has no port left either.
func TestMaxConns(t *testing.T) {
	s := newSim(t, 1)
	s.n.Listen(mail, 25, "smtp", func(c *Conn) { c.SetApp(&app{s: s}) })
	h := s.n.byID[mail]
	for i := range MaxConns {
		h.conns[uint64(i)] = &Conn{n: s.n, node: h, key: uint64(i)}
	}
	cl := &app{s: s}
	s.n.Dial(pc, mailIP, 25, "", trace.User, cl)
	s.runAll()
	cl.says(t, "1m3s broken: "+ReasonTimeout)
	busy := &app{s: s}
	s.n.Dial(mail, "198.51.100.5", 25, "", trace.User, busy)
	s.run()
	busy.says(t, "1m3s broken: "+ReasonNoPort)
}

// TestAbortAfterTheEnd changes nothing that the trace says.
func TestAbortAfterTheEnd(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	cl.c.CloseWrite()
	sv.c.CloseWrite()
	s.runAll()
	before := s.rec.Log.Len()
	cl.c.Abort()
	sv.c.Abort()
	s.runAll()
	if s.rec.Log.Len() != before {
		t.Errorf("the trace went on\n%s", s.script())
	}
}

// TestGivingUp is the timing table: when a program hears that it will not work.
func TestGivingUp(t *testing.T) {
	cases := []struct {
		name  string
		setUp func(s *sim)
		write bool
		want  string
	}{
		{"refused after one round trip", func(s *sim) { s.n.SetState(mail, HostStopped) }, false, "80ms broken: " + ReasonRefused},
		// 1+2+4+8+16+32 seconds for six SYNs.
		{"down: no answer to six SYNs", func(s *sim) { s.n.SetState(mail, HostDown) }, false, "1m3s broken: " + ReasonTimeout},
		{"cut before the SYN", func(s *sim) { s.n.SetCut(pc, mail, true) }, false, "1m3s broken: " + ReasonTimeout},
		{"own power off", func(s *sim) { s.n.SetState(pc, HostDown) }, false, "0s broken: " + ReasonHostDown},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newSim(t, 1)
			c.setUp(s)
			cl, _ := s.connect(nil)
			if len(cl.log) != 0 {
				t.Fatalf("told %q within Dial", cl.log)
			}
			s.runAll()
			cl.says(t, c.want)
			if s.q.Len() != 0 || len(s.n.host(pc).sorted())+len(s.n.host(mail).sorted()) != 0 {
				t.Error("something is left behind")
			}
		})
	}
}

// TestCutInTheMiddle: both ends have something unacknowledged, and both give up after eight tries.
func TestCutInTheMiddle(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	s.n.SetCut(pc, mail, true)
	cl.c.Write([]byte("DATA\r\n"))
	sv.c.Write([]byte("421 bye\r\n"))
	s.runAll()
	// After one round trip of 80 ms the timer stands at 80 + 200 ms (the variance's floor), then doubles: 255 × 280 ms = 71.4 s
	// after 120 ms. The server's SYN-ACK took 80 ms as well.
	cl.says(t, "80ms opened", "1m11s520ms broken: "+ReasonLost)
	sv.says(t, "120ms opened", "1m11s520ms broken: "+ReasonLost)
	if got := strings.Count(s.script(), "LOST cut"); got != 2*maxTries {
		t.Errorf("%d packets lost, want %d", got, 2*maxTries)
	}
}

// TestPowerOff: programs on the host are told at once, the other side when it says something.
func TestPowerOff(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	s.n.SetState(mail, HostDown)
	sv.says(t, "120ms opened", "120ms broken: "+ReasonHostDown)
	s.run()
	cl.says(t, "80ms opened")
	cl.c.Write([]byte("hello?\r\n"))
	s.run()
	if n := len(cl.log); n != 2 || !strings.HasSuffix(cl.log[1], ReasonLost) {
		t.Errorf("the client was told %q", cl.log)
	}
}

// TestStopServices resets what the services had accepted.
func TestStopServices(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	s.n.SetState(mail, HostStopped)
	s.run()
	sv.says(t, "120ms opened", "120ms broken: "+ReasonStopped)
	cl.says(t, "80ms opened", "160ms broken: "+ReasonReset)
}

// TestZeroWindow stops reading, fills both buffers, and goes on.
func TestZeroWindow(t *testing.T) {
	for _, loseUpdate := range []bool{false, true} {
		s := newSim(t, 1)
		cl, sv := s.connect(nil)
		s.run()
		sv.c.Pause(true)
		data := octets(300_000)
		left, writable := data, 0
		write := func() {
			n := min(cl.c.Room(), len(left))
			cl.c.Write(left[:n])
			left = left[n:]
		}
		cl.room = func() { writable++; write() }
		write()
		s.runFor(5 * vtime.Minute)
		if len(sv.got) != 0 {
			t.Fatal("a paused program was given data")
		}
		if held := len(data) - len(left); held > WindowSize+SendBuffer+1 {
			t.Fatalf("%d octets were written, more than both buffers hold", held)
		}
		if room := cl.c.Room(); room > SendBuffer/2 {
			t.Errorf("room for %d octets behind a closed window", room)
		}
		if _, ok := s.q.NextActive(); ok {
			t.Error("probing a closed window keeps the page's clock running for ever")
		}
		if cl.c.State() != Established {
			t.Fatalf("state %v: a closed window must be waited for", cl.c.State())
		}
		if loseUpdate {
			s.n.SetCut(pc, mail, true)
		}
		sv.c.Pause(false)
		s.runFor(vtime.Millisecond)
		s.n.SetCut(pc, mail, false)
		s.runFor(3 * vtime.Minute)
		sameBytes(t, "after reading again", sv.got, data)
		if writable < 3 {
			t.Errorf("Writable came %d times", writable)
		}
	}
}

// TestWantWritable is told at this instant when there is room already, but not within the call.
func TestWantWritable(t *testing.T) {
	s := newSim(t, 1)
	cl, _ := s.connect(nil)
	s.run()
	n := 0
	cl.room = func() { n++ }
	at := s.rec.Now
	cl.c.WantWritable()
	if n != 0 {
		t.Error("called back within the call")
	}
	s.run()
	if n != 1 || s.rec.Now != at {
		t.Errorf("Writable came %d times, %v later", n, s.rec.Now.Sub(at))
	}
}

// TestLetters travel in order, per direction, beside the octets.
func TestLetters(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	cl.c.PushLetter(7)
	s.rec.Msg = 7
	cl.c.Write(octets(2000))
	s.rec.Msg = 0
	cl.c.PushLetter(8)
	s.run()
	for _, want := range []trace.MsgID{7, 8} {
		if got, ok := sv.c.PopLetter(); !ok || got != want {
			t.Errorf("got letter %d, want %d", got, want)
		}
	}
	if _, ok := sv.c.PopLetter(); ok {
		t.Error("a third letter")
	}
	if _, ok := cl.c.PopLetter(); ok {
		t.Error("a letter in the other direction")
	}
	carried := 0
	for _, e := range s.rec.Log.Since(0) {
		if p, ok := e.Body.(*trace.Packet); ok && len(p.Data) > 0 {
			carried++
			if e.Msg != 7 {
				t.Errorf("packet %d carries letter %d", e.N, e.Msg)
			}
		}
	}
	if carried != 2 {
		t.Errorf("%d packets, want 2", carried)
	}
}

// TestCauses follows one line from the keyboard to the peer's program.
func TestCauses(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.run()
	s.rec.Cause = s.rec.EmitAs(trace.User, 0, trace.Input{Text: "type"})
	input := s.rec.Cause
	var inside int
	sv.on = func([]byte) { inside = s.rec.Cause }
	cl.c.Write([]byte("NOOP\r\n"))
	s.run()
	ev := s.rec.Log.Since(input)
	if len(ev) != 4 {
		t.Fatalf("%d events\n%s", len(ev), s.script())
	}
	sent, packet, received, acked := ev[0], ev[1], ev[2], ev[3]
	if sent.Cause != input || packet.Cause != sent.N || received.Cause != packet.N || acked.Cause != packet.N || inside != received.N {
		t.Errorf("causes %d %d %d %d, in the program %d", sent.Cause, packet.Cause, received.Cause, acked.Cause, inside)
	}
	for _, e := range ev {
		if e.By != trace.User {
			t.Errorf("event %d is by %d", e.N, e.By)
		}
	}
}

// TestSequenceWrap passes 2^32 in the middle of a transfer.
func TestSequenceWrap(t *testing.T) {
	s := newSim(t, 1)
	sv := &app{s: s}
	s.n.Listen(mail, 25, "smtp", func(c *Conn) { sv.c = c; c.SetApp(sv) })
	s.n.SetLink(pc, mail, Props{Delay: 10 * vtime.Millisecond, Loss: 50})
	s.rec.Now = start
	// The initial number is a clock plus a constant: wait until it is just below the wrap.
	probe := &Conn{n: s.n, localIP: "198.51.100.5", lport: firstEphemeral, peerIP: mailIP, rport: 25}
	s.rec.Now += 4000 * int64AsTime(^probe.initialSequence()-20000)
	cl := &app{s: s}
	cl.c = s.n.Dial(pc, mailIP, 25, "", trace.User, cl)
	if cl.c.iss < 0xffff0000 {
		t.Fatalf("first number %d", cl.c.iss)
	}
	cl.c.Write(octets(200_000))
	s.run()
	sameBytes(t, "across the wrap", sv.got, octets(200_000))
	if cl.c.nxt > 1<<20 {
		t.Error("it did not wrap")
	}
}

// TestServiceGone: the service is stopped between SYN and ACK.
func TestServiceGone(t *testing.T) {
	s := newSim(t, 1)
	cl, sv := s.connect(nil)
	s.runFor(60 * vtime.Millisecond)
	s.n.SetState(mail, HostStopped)
	s.runAll()
	cl.says(t, "80ms opened", "100ms broken: "+ReasonReset)
	if sv.c != nil {
		t.Error("the service was asked to take the connection")
	}
}

// TestFifo keeps order and does not grow when it is short but long-lived.
func TestFifo(t *testing.T) {
	var f fifo[int]
	next := 0
	for i := range 10_000 {
		f.push(2 * i)
		f.push(2*i + 1)
		for f.len() > 5 {
			if got := f.pop(); got != next {
				t.Fatalf("got %d, want %d", got, next)
			}
			next++
		}
	}
	if *f.at(0) != next || cap(f.items) > 64 {
		t.Errorf("front %d, want %d; room for %d items", *f.at(0), next, cap(f.items))
	}
}

// TestPorts: ephemeral ports come in order; a taken port is refused.
func TestPorts(t *testing.T) {
	s := newSim(t, 1)
	for i := range 3 {
		if c := s.n.Dial(pc, mailIP, 25, "smtp", trace.User, &app{s: s}); c.LocalPort() != firstEphemeral+i || c.ID() != trace.ConnID(i+1) {
			t.Errorf("port %d, connection %d", c.LocalPort(), c.ID())
		}
	}
	if !s.n.Listen(mail, 80, "http", nil) || s.n.Listen(mail, 80, "http", nil) {
		t.Error("listening twice")
	}
}

// TestLoopback talks to itself, at once.
func TestLoopback(t *testing.T) {
	s := newSim(t, 1)
	sv := &app{s: s}
	sv.on = func(d []byte) { sv.c.Write(d) }
	s.n.Listen(mail, 25, "smtp", func(c *Conn) { sv.c = c; c.SetApp(sv) })
	for _, ip := range []string{"127.0.0.1", mailIP} {
		cl := &app{s: s}
		cl.c = s.n.Dial(mail, ip, 25, "", trace.User, cl)
		cl.c.Write([]byte("echo"))
		s.run()
		sameBytes(t, ip, cl.got, []byte("echo"))
		if s.rec.Now != start || cl.c.LocalIP() != ip || sv.c.RemoteIP() != ip {
			t.Error("loopback took time or has strange addresses")
		}
	}
}

// TestAbortInCallbacks: a program may drop its connection from within anything that it is told.
func TestAbortInCallbacks(t *testing.T) {
	for name, set := range map[string]func(a *app, drop func()){
		"opened":   func(a *app, drop func()) { a.open = drop },
		"received": func(a *app, drop func()) { a.on = func([]byte) { drop() } },
		"ended":    func(a *app, drop func()) { a.ended = drop },
		"writable": func(a *app, drop func()) { a.room = drop; a.open = func() { a.c.WantWritable() } },
	} {
		s := newSim(t, 1)
		_, sv := s.connect(func(a *app) { set(a, func() { a.c.Abort() }) })
		cl := s.n.host(pc).sorted()[0]
		cl.Write(octets(5000))
		cl.CloseWrite()
		s.runAll()
		if sv.c.State() != Closed || len(s.n.host(mail).sorted())+len(s.n.host(pc).sorted()) != 0 {
			t.Errorf("%s: the connection lives on", name)
		}
	}
}

package simnet

import (
	"encoding/binary"
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

func TestSerialisation(t *testing.T) {
	for _, c := range []struct {
		size int
		bps  int64
		want vtime.Duration
	}{
		{1500, 12_000, vtime.Second},
		{1500, 1_000_000_000, 12 * vtime.Microsecond},
		{40, 9600, 33_333_334}, // Rounded up to whole nanoseconds.
		{1, 8_000_000_000, 1},
		{1, 80_000_000_000, 1},
		{1500, 1, 12000 * vtime.Second}, // No overflow.
	} {
		if got := Serialisation(c.size, c.bps); got != c.want {
			t.Errorf("%d octets at %d bit/s: %v, want %v", c.size, c.bps, got, c.want)
		}
	}
}

func (s *sim) packets() (list []*trace.Packet) {
	for _, e := range s.rec.Log.Since(0) {
		if p, ok := e.Body.(*trace.Packet); ok {
			list = append(list, p)
		}
	}
	return list
}

// TestQueueing: packets wait for each other in one direction, not in the other, and not for ever.
func TestQueueing(t *testing.T) {
	s := newSim(t, 1)
	s.n.SetLink(pc, mail, Props{Delay: 5 * vtime.Millisecond, Bandwidth: 8000})
	for range 3 {
		s.n.SendUDP(pc, 1000, mailIP, 2000, make([]byte, 972)) // 1,000 octets with headers: one second each.
	}
	s.n.SendUDP(mail, 2000, "198.51.100.5", 1000, make([]byte, 972))
	for i, want := range []vtime.Duration{1005, 2005, 3005, 1005} {
		if got := s.packets()[i].Arrive.Sub(start); got != want*vtime.Millisecond {
			t.Errorf("packet %d arrives after %v", i, got)
		}
	}
	for range 40 {
		s.n.SendUDP(pc, 1000, mailIP, 2000, make([]byte, 972))
	}
	lost := 0
	for _, p := range s.packets() {
		if p.Lost == LostQueue {
			lost++
		}
	}
	// The backlog may be exactly 30 s when a packet is taken: 31 of the 43 are on the line.
	if lost != 43-31 {
		t.Errorf("%d packets overflow the queue, want %d", lost, 43-31)
	}
}

func TestLinkRules(t *testing.T) {
	ms := vtime.Millisecond
	s := newSim(t, 1)
	check := func(what string, want Props, wantCut bool) {
		t.Helper()
		for _, way := range [][2]string{{pc, mail}, {mail, pc}} {
			if got, cut := s.n.Link(way[0], way[1]); got != want || cut != wantCut {
				t.Errorf("%s: %+v cut %v, want %+v cut %v", what, got, cut, want, wantCut)
			}
		}
	}
	check("default", Props{Delay: 40 * ms}, false)
	s.n.SetLink(Anybody, Anybody, Props{Delay: 60 * ms})
	check("everybody", Props{Delay: 60 * ms}, false)
	s.n.SetLink(pc, Anybody, Props{Delay: 10 * ms, Bandwidth: 1000, Loss: 100})
	check("one access line", Props{Delay: 10 * ms, Bandwidth: 1000, Loss: 100}, false)
	s.n.SetLink(mail, Anybody, Props{Delay: 5 * ms, Bandwidth: 500, Loss: 500})
	check("two access lines", Props{Delay: 15 * ms, Bandwidth: 500, Loss: 550}, false)
	s.n.SetLink(mail, Anybody, Props{Delay: 5 * ms})
	check("an unlimited line does not widen the other", Props{Delay: 15 * ms, Bandwidth: 1000, Loss: 100}, false)
	s.n.SetLink(mail, pc, Props{Delay: ms, Loss: 7})
	check("the pair itself", Props{Delay: ms, Loss: 7}, false)
	s.n.SetLoss(pc, mail, 300)
	s.n.SetDelay(Anybody, mail, vtime.Second)
	check("faults", Props{Delay: vtime.Second, Loss: 300}, false)
	s.n.SetCut(mail, Anybody, true)
	check("cut", Props{Delay: vtime.Second, Loss: 300}, true)
	s.n.SetCut(mail, Anybody, false)
	s.n.SetLoss(pc, mail, -1)
	s.n.SetDelay(mail, Anybody, -1)
	check("healed", Props{Delay: ms, Loss: 7}, false)
}

// TestCutWhileUnderWay: a cut that is mended before the packet would arrive has still swallowed it.
func TestCutWhileUnderWay(t *testing.T) {
	s := newSim(t, 1)
	got := 0
	s.n.HandleUDP(mail, 53, func(string, int, []byte) { got++ })
	s.n.SendUDP(pc, 1000, mailIP, 53, []byte("q"))
	s.runFor(10 * vtime.Millisecond)
	s.n.SetCut(pc, mail, true)
	s.n.SetCut(pc, mail, false)
	s.n.SendUDP(pc, 1000, mailIP, 53, []byte("q"))
	s.run()
	if got != 1 {
		t.Errorf("%d datagrams arrived, want only the one sent after the cut", got)
	}
}

func TestUDP(t *testing.T) {
	s := newSim(t, 1)
	var answer string
	var from int
	s.n.HandleUDP(mail, 53, func(ip string, port int, d []byte) {
		s.n.SendUDP(mail, 53, ip, port, append([]byte("re: "), d...))
	})
	port := s.n.HandleUDP(pc, 0, func(ip string, p int, d []byte) { answer, from = ip+" "+string(d), p })
	if port != firstEphemeral || s.n.HandleUDP(pc, 0, func(string, int, []byte) {}) != port+1 {
		t.Error("ephemeral ports do not come in order")
	}
	if s.n.HandleUDP(mail, 53, nil) != 0 {
		t.Error("a port was given twice")
	}
	s.rec.By = trace.User
	s.n.SendUDP(pc, port, mailIP, 53, []byte("hai.example?"))
	s.run()
	if answer != "203.0.113.10 re: hai.example?" || from != 53 || s.rec.Now.Sub(start) != 80*vtime.Millisecond {
		t.Errorf("got %q from port %d after %v", answer, from, s.rec.Now.Sub(start))
	}
	last := s.rec.Log.At(s.rec.Log.Len())
	if last.By != trace.User || last.Cause != last.N-1 {
		t.Errorf("the answer is by %d because of %d", last.By, last.Cause)
	}
	for what, f := range map[string]func(){
		LostPort:        func() { s.n.SendUDP(pc, port, mailIP, 54, nil) },
		LostSize:        func() { s.n.SendUDP(pc, port, mailIP, 53, make([]byte, MaxDatagram+1)) },
		LostUnreachable: func() { s.n.SendUDP(pc, port, "192.0.2.77", 53, nil) },
		LostDown:        func() { s.n.SetState(mail, HostDown); s.n.SendUDP(pc, port, mailIP, 53, nil) },
	} {
		before := s.rec.Log.Len()
		f()
		s.run()
		ev := s.rec.Log.Since(before)
		reason := ev[0].Body.(*trace.Packet).Lost
		if reason == "" {
			reason = ev[1].Body.(trace.Drop).Reason
		}
		if reason != what {
			t.Errorf("lost because of %q, want %q", reason, what)
		}
		s.n.SetState(mail, HostUp)
	}
	s.n.SetState(pc, HostDown)
	before := s.rec.Log.Len()
	s.n.SendUDP(pc, port, mailIP, 53, nil)
	if s.rec.Log.Len() != before {
		t.Error("a host that is down sends")
	}
}

func TestEcho(t *testing.T) {
	s := newSim(t, 1)
	var got []int
	id := s.n.OpenEcho(pc, func(ip string, seq, size int) { got = append(got, seq, size) })
	s.n.SendEcho(pc, id, mailIP, 1, 56)
	s.run()
	s.n.SetState(mail, HostStopped)
	s.n.SendEcho(pc, id, mailIP, 2, 56)
	s.run()
	s.n.SetState(mail, HostDown)
	s.n.SendEcho(pc, id, mailIP, 3, 56)
	s.run()
	s.n.SetState(mail, HostUp)
	s.n.CloseEcho(pc, id)
	s.n.SendEcho(pc, id, mailIP, 4, 56)
	s.run()
	if len(got) != 4 || got[0] != 1 || got[1] != 56 || got[2] != 2 {
		t.Errorf("answers %v", got)
	}
	p := s.packets()
	if len(p) != 7 || len(p[0].Data) != 64 || WireSize(p[0]) != 84 || p[0].Data[0] != 8 || p[1].Data[0] != 0 {
		t.Errorf("%d packets, first of %d octets", len(p), len(p[0].Data))
	}
	if checksum(p[1].Data) != 0 || binary.BigEndian.Uint16(p[1].Data[4:]) != uint16(id) {
		t.Error("the answer is no proper ICMP message")
	}
}

// censor overwrites what passes.
type censor struct{}

func (censor) Pass(_, _ string, p *trace.Packet) Verdict {
	if string(p.Data) == "250-STARTTLS\r\n" {
		p.Data = []byte("250-XXXXXXXX\r\n")
	}
	return Verdict{}
}

func TestFilterEdits(t *testing.T) {
	s := newSim(t, 1)
	s.n.SetFilter(pc, Anybody, censor{})
	cl, sv := s.connect(nil)
	s.run()
	line := []byte("250-STARTTLS\r\n")
	sv.c.Write(line)
	s.run()
	if string(cl.got) != "250-XXXXXXXX\r\n" || string(line) != "250-STARTTLS\r\n" {
		t.Errorf("the client got %q, the server's own octets are %q", cl.got, line)
	}
}

// TestVerySlowLine: however long a packet takes, a connection stands as long as its answer comes before the client gives
// up after 63 seconds. What the client's repeated SYNs make the server repeat is no reason for the server to give up.
func TestVerySlowLine(t *testing.T) {
	for _, delay := range []vtime.Duration{vtime.Second, 5 * vtime.Second, 15 * vtime.Second, 30 * vtime.Second} {
		s := newSim(t, 1)
		s.n.SetDelay(pc, mail, delay)
		cl, _ := s.connect(dialogue)
		s.runAll()
		if log := strings.Join(cl.log, "\n"); !strings.HasSuffix(log, " opened") {
			t.Errorf("%v a packet:\n%s", delay, log)
		}
	}
}

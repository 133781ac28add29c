package simnet

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// chaos loses, delays and so reorders packets.
type chaos struct {
	r           *rand.Rand
	loss        int // Per thousand.
	delay       int // Per thousand.
	maxDelay    vtime.Duration
	dropBetween [2]vtime.Duration
}

func (c *chaos) Pass(string, string, *trace.Packet) Verdict {
	v := Verdict{Drop: c.r.IntN(1000) < c.loss}
	if c.r.IntN(1000) < c.delay {
		v.Delay = vtime.Duration(c.r.Int64N(int64(c.maxDelay)))
	}
	return v
}

// play runs one random transfer in both directions and checks what every run must fulfil: what arrives is a prefix of
// what was written, each octet once and in order; without a permanent cut it is all of it; and in the end nothing is left
// in the queue or at the hosts.
func play(t testing.TB, seed uint64) *sim {
	r := rand.New(rand.NewPCG(seed, 1))
	s := newSim(t, seed)
	s.n.SetLink(pc, mail, Props{
		Delay:     vtime.Duration(r.IntN(200)) * vtime.Millisecond,
		Bandwidth: []int64{0, 0, 64_000, 1_000_000, 100_000_000}[r.IntN(5)],
		Loss:      []int{0, 0, 20, 100}[r.IntN(4)],
	})
	s.n.SetFilter(pc, mail, &chaos{
		r: rand.New(rand.NewPCG(seed, 2)), loss: []int{0, 0, 50, 200}[r.IntN(4)],
		delay: []int{0, 100, 500}[r.IntN(3)], maxDelay: vtime.Duration(1+r.IntN(300)) * vtime.Millisecond,
	})
	want := [2][]byte{octets(r.IntN(60_000)), octets(r.IntN(60_000))}
	over := false
	cl, sv := s.connect(func(a *app) {
		a.open = func() {
			if over { // It took until after the schedule to connect.
				a.c.CloseWrite()
			}
		}
	})
	ends := []*app{cl, sv}
	left := [2][]byte{want[0], want[1]}
	cutForGood, aborted, open := false, false, [2]bool{true, true}
	for range 60 {
		s.runFor(vtime.Duration(r.IntN(400)) * vtime.Millisecond)
		i := r.IntN(2)
		a := ends[i]
		if a.c == nil {
			continue
		}
		switch k := r.IntN(20); {
		case k < 12:
			n := min(r.IntN(5000), len(left[i]))
			if open[i] {
				a.c.Write(left[i][:n])
				left[i] = left[i][n:]
			}
		case k < 14:
			a.c.Pause(r.IntN(2) == 0)
		case k < 16:
			s.n.SetCut(pc, mail, true)
			s.runFor(vtime.Duration(r.IntN(3000)) * vtime.Millisecond)
			s.n.SetCut(pc, mail, false)
		case k == 16 && r.IntN(8) == 0:
			cutForGood = true
			s.n.SetCut(pc, mail, true)
		case k == 17:
			s.n.SetDelay(pc, mail, vtime.Duration(r.IntN(300))*vtime.Millisecond)
		case k == 18 && r.IntN(8) == 0:
			a.c.Abort()
			aborted = true
		case k == 19 && r.IntN(8) == 0:
			a.c.CloseWrite()
			open[i] = false
		}
		if cutForGood || aborted {
			break
		}
	}
	over = true
	for i, a := range ends {
		if a.c != nil {
			if open[i] {
				a.c.Write(left[i])
				left[i] = nil
			}
			a.c.Pause(false)
			a.c.CloseWrite()
		}
	}
	s.runAll()
	broken := strings.Contains(strings.Join(append(cl.log, sv.log...), " "), "broken")
	for i, a := range ends {
		written := want[1-i][:len(want[1-i])-len(left[1-i])]
		if !bytes.HasPrefix(written, a.got) {
			t.Fatalf("seed %d: %d octets arrived that are no prefix of the %d written", seed, len(a.got), len(written))
		}
		if len(a.got) < len(written) && !broken && !aborted {
			t.Fatalf("seed %d: %d of %d octets arrived, and nobody was told\n%s", seed, len(a.got), len(written), s.script())
		}
	}
	// An end whose FIN is acknowledged waits for the other's for ever; if that end is gone, nobody will tell it.
	for _, c := range append(s.n.host(pc).sorted(), s.n.host(mail).sorted()...) {
		if c.State() != FinWait2 || !broken && !aborted {
			t.Fatalf("seed %d: the %s is left in %v\n%s", seed, c.Side(), c.State(), s.script())
		}
	}
	return s
}

func TestRandomSchedules(t *testing.T) {
	brokenOff, total := 0, 300
	for seed := range uint64(total) {
		s := play(t, seed)
		if strings.Contains(s.script(), "* timeout") {
			brokenOff++
		}
	}
	if brokenOff > total/2 {
		t.Errorf("%d of %d runs ended in a timeout: the test tests little", brokenOff, total)
	}
}

func TestDeterminism(t *testing.T) {
	for seed := range uint64(20) {
		a, b := play(t, seed).rec.Log.Digest(), play(t, seed).rec.Log.Digest()
		if a != b {
			t.Fatalf("seed %d: two runs differ", seed)
		}
	}
}

func FuzzSchedule(f *testing.F) {
	f.Add(uint64(1))
	f.Fuzz(func(t *testing.T, seed uint64) { play(t, seed) })
}

// TestStreamsOfChance: traffic between two hosts does not change what another pair loses.
func TestStreamsOfChance(t *testing.T) {
	lost := func(disturb bool) (list []int) {
		s := newSim(t, 5)
		s.n.AddHost("other", "192.0.2.1")
		s.n.SetLink(pc, Anybody, Props{Loss: 300})
		s.n.SetLink("other", mail, Props{Loss: 300})
		for i := range 200 {
			if disturb {
				s.n.SendUDP("other", 1, mailIP, 1, nil)
				s.n.SendUDP(mail, 1, "198.51.100.5", 1, nil)
			}
			s.n.SendUDP(pc, 1, mailIP, 1, []byte{byte(i)})
		}
		for _, e := range s.rec.Log.Since(0) {
			if p, ok := e.Body.(*trace.Packet); ok && p.From == pc && p.Lost == LostLoss {
				list = append(list, int(p.Data[0]))
			}
		}
		return list
	}
	a, b := lost(false), lost(true)
	if len(a) < 30 || len(a) > 90 {
		t.Errorf("%d of 200 packets lost at 300 per thousand", len(a))
	}
	if len(a) != len(b) {
		t.Fatalf("%d and %d packets lost", len(a), len(b))
	}
	for i := range a {
		if a[i] != b[i] {
			t.Fatal("other packets are lost")
		}
	}
}

// TestBulkOverLossyLine sends a megabyte over a line that loses every fiftieth packet.
func TestBulkOverLossyLine(t *testing.T) {
	s := newSim(t, 3)
	s.n.SetLink(pc, mail, Props{Delay: 20 * vtime.Millisecond, Bandwidth: 10_000_000, Loss: 20})
	cl, sv := s.connect(nil)
	data := octets(1 << 20)
	cl.c.Write(data)
	cl.c.CloseWrite()
	s.run()
	sameBytes(t, "a megabyte", sv.got, data)
	sent, again := 0, 0
	seen := map[int64]bool{}
	for _, e := range s.rec.Log.Since(0) {
		if p, ok := e.Body.(*trace.Packet); ok && len(p.Data) > 0 {
			sent++
			if seen[p.Seq] {
				again++
			}
			seen[p.Seq] = true
		}
	}
	if least := (len(data) + MSS - 1) / MSS; sent-again != least {
		t.Errorf("%d different segments, want %d", sent-again, least)
	}
	if again > sent/10 {
		t.Errorf("%d of %d segments were sent again at 20 per thousand", again, sent)
	}
	if took := s.rec.Now.Sub(start); took > 40*vtime.Second {
		t.Errorf("it took %v", took)
	}
}

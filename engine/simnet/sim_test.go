package simnet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/clock"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// sim is a small world: a network and whoever drives it.
type sim struct {
	t   testing.TB
	rec *trace.Recorder
	q   *clock.Queue
	n   *Network
}

const start = vtime.Time(1_772_409_600_000_000_000)

func newSim(t testing.TB, seed uint64) *sim {
	s := &sim{t: t, rec: &trace.Recorder{Log: trace.NewLog(0), Now: start}, q: &clock.Queue{}}
	s.n = New(s.rec, s.q, seed, Options{})
	s.n.AddHost("alice-pc", "198.51.100.5")
	s.n.AddHost("mail.hai.example", "203.0.113.10")
	return s
}

const (
	pc, mail = "alice-pc", "mail.hai.example"
	mailIP   = "203.0.113.10"
)

// step fires one entry as a world does.
func (s *sim) step() bool {
	e, ok := s.q.Pop()
	if !ok {
		return false
	}
	s.rec.Now, s.rec.Cause, s.rec.By, s.rec.Msg = e.At, e.Cause, trace.Agent, 0
	e.Fire()
	return true
}

// run fires entries until only patient ones are left.
func (s *sim) run() {
	s.t.Helper()
	for range 5_000_000 {
		if _, ok := s.q.NextActive(); !ok {
			return
		}
		s.step()
	}
	s.t.Fatal("the network does not come to rest")
}

// runFor fires what is due within d and sets the clock there.
func (s *sim) runFor(d vtime.Duration) {
	end := s.rec.Now.Add(d)
	for {
		at, _, _, ok := s.q.Next()
		if !ok || at > end {
			break
		}
		s.step()
	}
	s.rec.Now, s.rec.Cause = end, 0
}

func (s *sim) runAll() {
	for range 5_000_000 {
		if !s.step() {
			return
		}
	}
	s.t.Fatal("the queue never empties")
}

// app is a program that writes down what it is told.
type app struct {
	s     *sim
	c     *Conn
	log   []string
	got   []byte
	on    func(data []byte)
	ended func()
	room  func()
	open  func()
}

func (a *app) note(format string, args ...any) {
	at := a.s.rec.Now.Sub(start)
	a.log = append(a.log, fmt.Sprintf("%v ", at)+fmt.Sprintf(format, args...))
}

func (a *app) Opened() {
	a.note("opened")
	if a.open != nil {
		a.open()
	}
}

func (a *app) Received(data []byte) {
	a.got = append(a.got, data...)
	if a.on != nil {
		a.on(data)
	}
}

func (a *app) Ended() {
	a.note("ended")
	if a.ended != nil {
		a.ended()
	}
}

func (a *app) Broken(reason string) { a.note("broken: %s", reason) }

func (a *app) Writable() {
	if a.room != nil {
		a.room()
	}
}

func (a *app) says(t testing.TB, want ...string) {
	t.Helper()
	if strings.Join(a.log, "\n") != strings.Join(want, "\n") {
		t.Errorf("the program was told\n  %s\nwant\n  %s", strings.Join(a.log, "\n  "), strings.Join(want, "\n  "))
	}
}

// connect listens on the mail server and dials from the PC. The setup functions may give the programs their manners.
func (s *sim) connect(setServer func(*app)) (cl, sv *app) {
	sv = &app{s: s}
	if setServer != nil {
		setServer(sv)
	}
	s.n.Listen(mail, 25, "smtp", func(c *Conn) { sv.c = c; c.SetApp(sv) })
	cl = &app{s: s}
	cl.c = s.n.Dial(pc, mailIP, 25, "", trace.User, cl)
	return cl, sv
}

// script prints packets and connection events as a conversation, sequence numbers relative to each side's first.
func (s *sim) script() string {
	var b strings.Builder
	first := map[string]int64{}
	for _, e := range s.rec.Log.Since(0) {
		at := float64(e.T.Sub(start)) / float64(vtime.Millisecond)
		switch p := e.Body.(type) {
		case *trace.Packet:
			lost := ""
			if p.Lost != "" {
				lost = " LOST " + p.Lost
			}
			if p.Transport != "tcp" {
				fmt.Fprintf(&b, "%8.1f %s %s:%d > %s:%d len %d%s\n", at, p.Transport, p.From, p.SrcPort, p.To, p.DstPort, len(p.Data), lost)
				continue
			}
			me, peer := fmt.Sprint(p.SrcIP, p.SrcPort), fmt.Sprint(p.DstIP, p.DstPort)
			if strings.Contains(p.Flags, "S") {
				first[me] = p.Seq
			}
			ack := ""
			if strings.Contains(p.Flags, "A") {
				ack = fmt.Sprintf(" ack %d", uint32(p.Ack-first[peer]))
			}
			fmt.Fprintf(&b, "%8.1f %s %-2s seq %d%s len %d win %d%s\n", at, p.From, p.Flags, uint32(p.Seq-first[me]), ack, len(p.Data), p.Window, lost)
		case trace.Conn:
			fmt.Fprintf(&b, "%8.1f * %s (%s) %s %s\n", at, p.Act, p.Side, p.Proto, trace.ActorNames()[e.By])
		case trace.Drop:
			fmt.Fprintf(&b, "%8.1f * drop of %d: %s\n", at, e.Cause, p.Reason)
		}
	}
	return b.String()
}

// octets makes n octets that tell where they are.
func octets(n int) []byte {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return b
}

func sameBytes(t testing.TB, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Fatalf("%s: got %d octets, want %d (or their content differs)", what, len(got), len(want))
	}
}

func int64AsTime(v uint32) vtime.Time { return vtime.Time(v) }

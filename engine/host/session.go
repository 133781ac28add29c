package host

import (
	"ehloworld/engine/clock"
	"ehloworld/engine/machine"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// session drives one protocol machine over one connection: it is the connection's simnet.App, steps the machine with
// what the network and the clock bring, and carries the effects out in their order.
type session struct {
	host    *Host
	conn    *simnet.Conn
	machine machine.Machine
	proto   string
	out     machine.Effects

	timer     clock.Handle
	timed     bool         // timer is set.
	linger    clock.Handle // Set while only the peer's close is waited for.
	wantsRoom bool         // The machine said More.
	opened    bool         // The connection has stood.
	ended     bool         // The peer has closed its side.
	closed    bool         // We have closed ours.
	aborted   bool         // The machine dropped the connection.
	cutOff    bool         // A fault drops it: what this step would say is not said.
	over      bool         // Broken or closed on both sides: the machine is not stepped again.

	cause  int                 // What the input that is being handled was caused by.
	letter trace.MsgID         // The letter whose bytes are being sent; 0: none.
	result func(outcome any)   // Client machines: what to do with the outcome of a job.
	gone   func(reason string) // Called once when the connection is over.
	peer   string              // For the host's view: who is at the other end.
	state  string              // The machine's latest state, for the host's view.
	user   string              // Who has logged in on it.
	queued []machine.Input     // Inputs that came while the machine was being stepped.
	inStep bool
}

// maxNested bounds how many inputs may pile up while one is being handled; a machine that causes more is in a loop with
// its own host, which is a bug in our code.
const maxNested = 1000

// lingerTime is how long a connection that our side has closed waits for the peer to close too. TCP itself would wait for
// ever (RFC 9293, FIN-WAIT-2); what is served here must not, or every client that vanishes politely would cost a session.
const lingerTime = 2 * vtime.Minute

func (h *Host) newSession(conn *simnet.Conn, proto string, m machine.Machine) *session {
	s := &session{host: h, conn: conn, machine: m, proto: proto}
	h.sessions = append(h.sessions, s)
	return s
}

// Opened implements simnet.App.
func (s *session) Opened() {
	s.opened = true
	s.step(machine.Input{Kind: machine.Open})
}

// Received implements simnet.App.
func (s *session) Received(data []byte) { s.step(machine.Input{Kind: machine.Bytes, Data: data}) }

// Ended implements simnet.App.
func (s *session) Ended() {
	s.ended = true
	s.step(machine.Input{Kind: machine.End})
}

// Writable implements simnet.App.
func (s *session) Writable() {
	if s.wantsRoom {
		s.wantsRoom = false
		s.step(machine.Input{Kind: machine.Drained})
	}
}

// Broken implements simnet.App. A machine whose connection never stood hears nothing of it: it has not begun.
func (s *session) Broken(reason string) {
	if !s.opened {
		s.finish(reason)
		return
	}
	s.step(machine.Input{Kind: machine.Broken, Reason: reason})
}

// conclude ends the session when the input that was just handled was its last. It comes after all effects of the step: a
// result that stands behind a close in their list is still a result.
func (s *session) conclude(in machine.Input) {
	switch {
	case in.Kind == machine.Broken:
		s.finish(in.Reason)
	case s.aborted:
		s.finish("aborted")
	case s.ended && s.closed:
		s.finish("")
	}
}

func (s *session) finish(reason string) {
	if s.over {
		return
	}
	s.over = true
	s.clearTimer()
	s.host.world.Clock.Cancel(s.linger)
	list := s.host.sessions
	for i, other := range list {
		if other == s {
			s.host.sessions = append(list[:i:i], list[i+1:]...)
			break
		}
	}
	if s.gone != nil {
		s.gone(reason)
	}
}

func (s *session) step(in machine.Input) {
	if s.over {
		return
	}
	if s.inStep {
		if len(s.queued) >= maxNested {
			panic("host: a machine and its host feed each other without end")
		}
		in.Data = append([]byte(nil), in.Data...)
		s.queued = append(s.queued, in)
		return
	}
	s.inStep = true
	s.run(in)
	for len(s.queued) > 0 && !s.over {
		next := s.queued[0]
		s.queued = s.queued[1:]
		s.run(next)
	}
	s.inStep = false
}

func (s *session) run(in machine.Input) {
	rec := s.host.world.Rec
	if in.Kind != machine.Drained {
		s.letter = 0
	}
	s.out.Reset(s.conn.Room())
	before := s.host.acting
	s.host.acting = s
	s.machine.Step(rec.Now, in, &s.out)
	s.host.acting = before
	cause, msg := rec.Cause, rec.Msg
	s.cause = cause
	list := s.out.List
	if s.cutOff {
		list = notesOnly(list)
		s.conn.Abort()
		s.aborted = true
	}
	for i := 0; i < len(list); i++ {
		// What a step sends in one go travels in one go: a segment for each of its pieces would be no server's habit.
		if pieces := sends(list[i:]); pieces > 1 {
			list[i+pieces-1].Data = join(list[i : i+pieces])
			i += pieces - 1
		}
		s.carryOut(&list[i])
	}
	rec.Cause, rec.Msg = cause, msg
	s.conclude(in)
}

// notesOnly leaves of a step what it told the trace, the reply to a letter aside: nobody will see that.
func notesOnly(list []machine.Effect) []machine.Effect {
	kept := list[:0]
	for _, e := range list {
		r, said := e.Note.(*trace.Reply)
		if e.Kind == machine.Note && !(said && (r.Verb == smtp.EOD || r.Verb == smtp.Last)) {
			kept = append(kept, e)
		}
	}
	return kept
}

// sends counts the Send effects at the head of the list.
func sends(list []machine.Effect) int {
	n := 0
	for n < len(list) && list[n].Kind == machine.Send {
		n++
	}
	return n
}

// join copies what several Send effects carry into one piece.
func join(list []machine.Effect) []byte {
	size := 0
	for i := range list {
		size += len(list[i].Data)
	}
	data := make([]byte, 0, size)
	for i := range list {
		data = append(data, list[i].Data...)
	}
	return data
}

// carryOut does one effect. Each note becomes the cause of what follows it in the same step: a reply is caused by its
// command, the packet that carries the reply by the reply.
func (s *session) carryOut(e *machine.Effect) {
	rec := s.host.world.Rec
	switch e.Kind {
	case machine.Send:
		rec.Msg = s.letter
		s.conn.Write(e.Data)
		rec.Msg = 0
	case machine.Close:
		s.close()
	case machine.Abort:
		s.conn.Abort()
		s.aborted = true
	case machine.SetDeadline:
		s.setTimer(e.At)
	case machine.Note:
		s.note(e)
	case machine.Letter:
		s.letter = e.Msg
		s.conn.PushLetter(e.Msg)
	case machine.More:
		s.wantsRoom = true
		s.conn.WantWritable()
	case machine.Result:
		s.result(e.Ask)
	case machine.Ask:
		n := e.Question
		e.Ask.(question)(func(known any) {
			s.step(machine.Input{Kind: machine.Answer, Question: n, Answer: known})
		})
	case machine.StartTLS:
		panic("host: " + s.proto + " asked for something that no service of this host offers")
	}
}

// question is what a machine's backend asks when memory alone does not know: it finds out and calls done, once and later.
type question func(done func(known any))

// note writes an event of the machine into the trace and makes it the cause of what follows. Commands, their replies and
// logins are the doing of whoever opened the connection; the rest is the machine's own.
func (s *session) note(e *machine.Effect) {
	rec := s.host.world.Rec
	by := trace.Agent
	switch body := e.Note.(type) {
	case *trace.Cmd:
		by = s.conn.By()
		s.letter = 0        // What is sent from here on answers this command.
		rec.Cause = s.cause // Of commands that came together, none is caused by the answer to another.
	case *trace.Reply:
		by = s.conn.By()
	case *trace.Auth:
		by = s.conn.By()
		if body.OK {
			s.user = body.User
		}
	case *trace.State:
		s.state = body.To
	case *trace.Rule:
		rec.EmitAs(by, e.Msg, e.Note)
		return // Looking at a rule leads to nothing by itself.
	}
	n := rec.EmitAs(by, e.Msg, e.Note)
	if n == 0 {
		return
	}
	rec.Cause = n
	if m, ok := e.Note.(*trace.Mail); ok && (m.Act == "accepted" || m.Act == "queued") && m.Host == s.host.Spec.ID {
		s.host.accepted(m.QueueID, n)
	}
}

// close closes our side. The peer gets some time to close its own.
func (s *session) close() {
	if s.closed {
		return
	}
	s.closed = true
	s.conn.CloseWrite()
	if !s.ended {
		s.wait(s.conn.Room())
	}
}

// wait gives a peer that has not closed its side lingerTime, and more of it as long as it still takes what we have sent:
// room was free in the send buffer before.
func (s *session) wait(room int) {
	world := s.host.world
	s.linger = world.Clock.Add(world.Rec.Now.Add(lingerTime), true, world.Rec.Cause, s.proto+" waits for the other side to close", func() {
		if now := s.conn.Room(); now > room && now < simnet.SendBuffer {
			s.wait(now)
			return
		}
		s.conn.Abort()
		s.finish("the other side never closed the connection")
	})
}

func (s *session) setTimer(at vtime.Time) {
	s.clearTimer()
	if at == vtime.Never {
		return
	}
	world := s.host.world
	s.timed = true
	s.timer = world.Clock.Add(at, true, world.Rec.Cause, s.proto+" timeout", func() {
		s.timed = false
		s.step(machine.Input{Kind: machine.Deadline})
	})
}

func (s *session) clearTimer() {
	if s.timed {
		s.host.world.Clock.Cancel(s.timer)
		s.timed = false
	}
}

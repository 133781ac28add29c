// Package world is one whole simulated internet: built from a scenario, acted on by input lines, run by its clock.
//
// A world is a pure function: the same scenario, seed and inputs at the same instants give the same trace, byte for byte,
// natively and in every browser. Rewind, undo, crash recovery, share links and grading are all that one thing, replay.
package world

import (
	"ehloworld/engine/address"
	"ehloworld/engine/clock"
	"ehloworld/engine/host"
	"ehloworld/engine/lesson"
	"ehloworld/engine/scenario"
	"ehloworld/engine/simnet"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds on a run. A world that reaches one stops and says so; it never hangs.
const (
	MaxSpan       = 100 * 24 * vtime.Hour // How far after its start a world may run.
	MaxEvents     = 600_000               // Events in the trace: what a browser can hold and 1,000 letters need in five days.
	MaxPerInstant = 500_000               // Clock entries at one and the same instant.
	MaxSent       = 128 << 20             // Octets that programs write to connections: the trace keeps them all.
	MaxTyped      = 4 << 20               // Octets of all inputs: the record of a run must fit into an archive.
)

// World is one run of a scenario.
type World struct {
	Scenario *scenario.Scenario
	Seed     int64
	Log      *trace.Log
	Lesson   *lesson.Lesson

	start   vtime.Time
	now     vtime.Time
	rec     *trace.Recorder
	clock   *clock.Queue
	net     *simnet.Network
	machine *host.World

	typing    int             // The terminal that a person's "> TEXT" types into.
	scripted  int             // The script's.
	inputs    []Line          // Applied, in order, with their times.
	stopped   string          // Why the world takes nothing more; empty while it runs.
	hints     []lesson.Change // Those that have been offered.
	births    births          // For the lesson's conditions.
	instant   vtime.Time
	atInstant int
	typed     int // Octets of inputs.
	outside   int // How many servers stand for real ones.
	counted   int // Events whose octets are in sent.
	sent      int
}

// Now is the present instant.
func (w *World) Now() vtime.Time { return w.now }

// Start is the instant at which the world began.
func (w *World) Start() vtime.Time { return w.start }

// Inputs are the lines applied so far, each with its time.
func (w *World) Inputs() []Line { return w.inputs }

// Stopped says which bound stopped the world; it is empty while the world runs.
func (w *World) Stopped() string { return w.stopped }

// Hints lists the hints that have been offered, in order.
func (w *World) Hints() []lesson.Change { return w.hints }

// Host finds a host by its id; nil when there is none.
func (w *World) Host(id string) *host.Host { return w.machine.Host(id) }

// Hosts lists the hosts in the scenario's order.
func (w *World) Hosts() []*host.Host { return w.machine.Hosts() }

// Terminal finds an open terminal by its number; nil when there is none.
func (w *World) Terminal(id int) *host.Terminal { return w.machine.Terminal(id) }

// Next tells what will happen next by itself, and why; ok is false when nothing ever will.
func (w *World) Next() (at vtime.Time, patient bool, why string, ok bool) { return w.clock.Next() }

// NextActive is when the next thing happens that is not merely a long wait; ok is false when the world waits for a
// person or for a patient timer.
func (w *World) NextActive() (at vtime.Time, ok bool) { return w.clock.NextActive() }

// RunTo lets time run to target, doing at most budget clock entries. It says whether there is more to do before target.
// An event at target itself has happened when RunTo is through.
func (w *World) RunTo(target vtime.Time, budget int) (more bool) {
	if limit := w.start.Add(MaxSpan); target > limit {
		target = limit
	}
	for ; budget > 0; budget-- {
		at, _, _, ok := w.clock.Next()
		if !ok || at > target || w.stopped != "" {
			if w.stopped == "" && target > w.now {
				w.now, w.rec.Now = target, target
			}
			return false
		}
		w.fire()
	}
	return true
}

// Settle lets time run until nothing but patient timers and people are waited for, or to limit, doing at most budget
// clock entries. It says whether there is more to do.
func (w *World) Settle(limit vtime.Time, budget int) (more bool) {
	for ; budget > 0; budget-- {
		active, ok := w.clock.NextActive()
		if !ok || active > limit || w.stopped != "" {
			return false
		}
		w.fire()
	}
	return true
}

// Step lets time run until one more event that a person can see has happened, doing at most budget clock entries. It says
// whether it has to be called again to get there. What else is due at that instant has not happened yet; RunTo does it.
func (w *World) Step(budget int) (more bool) {
	for ; budget > 0; budget-- {
		if _, _, _, ok := w.clock.Next(); !ok || w.stopped != "" {
			return false
		}
		seen := w.Log.Len()
		w.fire()
		if w.visibleSince(seen) {
			return false
		}
	}
	return true
}

// visibleSince says whether anything after event n is more than bytes on their way.
func (w *World) visibleSince(n int) bool {
	for _, e := range w.Log.Since(n) {
		switch e.Body.Kind() {
		case trace.KindPacket, trace.KindDrop, trace.KindData, trace.KindState, trace.KindClock, trace.KindInput, trace.KindRule:
		default:
			return true
		}
	}
	return false
}

// fire does the next clock entry.
func (w *World) fire() {
	e, _ := w.clock.Pop()
	if e.At < w.now {
		panic("world: " + e.Why + " wants to have happened in the past")
	}
	w.now, w.rec.Now = e.At, e.At
	if e.At != w.instant {
		w.instant, w.atInstant = e.At, 0
	}
	w.atInstant++
	switch {
	case w.atInstant > MaxPerInstant:
		w.stop("instant", "something goes round in circles without time passing")
		return
	case e.At > w.start.Add(MaxSpan):
		w.stop("span", "the world has run for a hundred days")
		return
	}
	w.rec.Cause, w.rec.By, w.rec.Msg = e.Cause, trace.Agent, 0
	e.Fire()
	w.observe()
}

// observe lets the lesson look at what has happened, and stops a world whose trace is full. An event costs about 250 octets
// beside what it carries, so that a trace at both bounds stays below a gibibyte.
func (w *World) observe() {
	w.judge()
	for _, e := range w.Log.Since(w.counted) {
		w.counted = e.N
		if d, ok := e.Body.(*trace.Data); ok && d.Act == "sent" {
			w.sent += len(d.Data)
		}
	}
	switch {
	case w.stopped != "":
	case w.sent > MaxSent:
		w.stop("octets", "more than "+itoa(MaxSent>>20)+" MiB have been sent")
	case w.Log.Full():
		w.stopped = "the trace is full: a run may have " + itoa(MaxEvents) + " events"
	}
}

// stop ends the world at a bound.
func (w *World) stop(name, text string) {
	w.stopped = text
	w.rec.EmitAs(trace.Agent, 0, trace.Limit{Name: name, Text: text})
}

// ServerOf is the id of the host that has the mailbox of an address; "" when none has.
func (w *World) ServerOf(addr string) string {
	if h := w.machine.HostOfDomain(address.DomainOf(addr)); h != nil {
		return h.Spec.ID
	}
	return ""
}

// Forget drops most of the trace when it has grown long. It is for a world behind real ports, which nobody rewinds and
// which must not stop at the bounds that keep a page's memory small.
func (w *World) Forget() {
	const long, keep = 100_000, 1000
	if w.Log.Held() > long || w.sent > MaxSent/2 {
		w.Log.Forget(keep)
		w.sent = 0
	}
}

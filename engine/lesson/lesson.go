// Package lesson says which steps of a lesson are done, by looking at what has happened and at what is there.
//
// What has happened is the trace. Every event is shown once to the conditions that wait for its kind; nothing is ever
// looked up in the past, so a lesson costs the same at the beginning and at the end of a long run. What is there (queues,
// mailboxes, letters) is asked of State, and only after events that can have changed it.
//
// A step latches at a place in the trace. For conditions on events alone that place is the event itself, however events
// are batched. A condition on state is looked at once per call of Observe, so whoever drives a run calls it at places
// that replay finds again: after every entry of the clock and after every input.
package lesson

import (
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// What a Change tells.
const (
	Done   = "done"   // The step is done.
	Undone = "undone" // A live step is not done any more.
	Hint   = "hint"   // Section "hint KEY" of the lesson may help now.
	Fail   = "fail"   // The step cannot be done any more from here: offer the way back to the last checkpoint.
)

// Change is something that the person should be told.
type Change struct {
	Act  string // Done, Undone, Hint or Fail.
	Step string
	Key  string // Of the hint.
}

// Body is the change as an event of the trace.
func (c Change) Body() trace.Body { return trace.Step{Act: c.Act, Step: c.Step, Text: c.Key} }

// Lesson watches one run.
type Lesson struct {
	sc     *scenario.Scenario
	log    *trace.Log
	state  State
	strict bool

	begin    int // Events that built the world: what they brought was there at the start.
	seen     int // Events looked at.
	steps    []*step
	byKind   [][]*leaf // Leaves that wait for events of a kind.
	stores   []*leaf   // Leaves that look at state.
	fields   fields    // Of the event that is being looked at.
	partials int       // Partial matches kept by all sequences together.

	failures int // Attempts of the person that failed, since the present step became the next one.
	current  int // The first step that is not done; len(steps) when all are.
	changes  []Change
}

// step is one step and how far it has come.
type step struct {
	spec  *scenario.Step
	index int
	check *owner
	fail  *owner // Nil when there is none.
	hints []*hint
	done  bool
	first int // The event at which it was first done; 0: not yet.
}

type hint struct {
	spec  *scenario.Hint
	on    *owner // Nil when it is about tries or idleness.
	fired bool
}

// owner is a whole condition and whether it has to be looked at again.
type owner struct {
	step  *step
	part  part
	cond  *cond
	dirty bool // A leaf has changed, or was never looked at.
	state bool // It looks at state.
	fired bool // Of a fail condition: it was told.
}

// part says what a condition is to its step. Hints and failures count only what happens while the step is open.
type part uint8

const (
	partCheck part = iota
	partFail
	partHint
)

// New makes a lesson that watches log. The events that log has already are those that built the world: no condition
// looks at them, and what they brought was there from the start. Nothing is looked at until Observe is called.
func New(sc *scenario.Scenario, log *trace.Log, state State) *Lesson {
	l := &Lesson{
		sc: sc, log: log, state: state, strict: sc.Order == "strict",
		byKind: make([][]*leaf, len(trace.KindNames())), begin: log.Len(), seen: log.Len(),
	}
	l.fields.values = make([]value, len(trace.FieldNames()))
	for i := range sc.Steps {
		l.steps = append(l.steps, &step{spec: &sc.Steps[i], index: i})
	}
	for _, s := range l.steps {
		s.check = l.own(s, partCheck, s.spec.Check)
		if s.spec.Fail != nil {
			s.fail = l.own(s, partFail, s.spec.Fail)
		}
		for i := range s.spec.Hints {
			h := &hint{spec: &s.spec.Hints[i]}
			if h.spec.On != nil {
				h.on = l.own(s, partHint, h.spec.On)
			}
			s.hints = append(s.hints, h)
		}
	}
	return l
}

func (l *Lesson) own(s *step, p part, spec *scenario.Cond) *owner {
	o := &owner{step: s, part: p, dirty: true}
	o.cond = l.compile(o, spec)
	return o
}

// Observe looks at the events that are new and at the state as it is now, and returns what has changed, in order.
func (l *Lesson) Observe() []Change {
	l.changes = nil
	if len(l.steps) == 0 {
		return nil
	}
	for _, e := range l.log.Since(l.seen) {
		l.seen = e.N
		if l.feed(&e) {
			l.settle(false, e.N)
		}
	}
	l.settle(true, l.seen)
	l.help()
	return l.changes
}

// feed shows one event to the leaves that wait for its kind, and says whether any of them has changed.
func (l *Lesson) feed(e *trace.Event) bool {
	kind := e.Body.Kind()
	for _, leaf := range l.stores {
		if leaf.stores&(1<<kind) != 0 {
			leaf.stale, leaf.owner.dirty = true, true
		}
	}
	if failed(e) {
		l.failures++
	}
	waiting := l.byKind[kind]
	if len(waiting) == 0 {
		return false
	}
	l.fields.read(e)
	changed := false
	for _, leaf := range waiting {
		if o := leaf.owner; l.listens(o) && l.counts(leaf.since, e.N) && leaf.feed(l) {
			o.dirty = true
			changed = true
		}
	}
	return changed
}

// listens says whether what happens now can still matter to a condition.
func (l *Lesson) listens(o *owner) bool {
	if o.part == partCheck {
		return !o.step.done || o.step.spec.Live
	}
	return l.open(o.step)
}

// counts says whether event n comes after the place that since names: -1 is the start, else it is a step's index.
func (l *Lesson) counts(since, n int) bool {
	return since < 0 || l.steps[since].first > 0 && n > l.steps[since].first
}

// open says whether the step is waiting to be done.
func (l *Lesson) open(s *step) bool { return !s.done && (!l.strict || s.index == l.current) }

// settle looks at the steps whose condition may have changed. Conditions on state are looked at only when withState says
// so. n is the place in the trace. One pass is enough: a step that latches lets later ones latch in strict order, and what
// other conditions count "since" that step is yet to come.
func (l *Lesson) settle(withState bool, n int) {
	for _, s := range l.steps {
		if s.done && !s.spec.Live || !s.check.dirty || s.check.state && !withState || l.strict && s.index > l.current {
			continue
		}
		s.check.dirty = false
		if holds := s.check.cond.holds(l); holds != s.done {
			l.latch(s, holds, n)
		}
	}
}

func (l *Lesson) latch(s *step, done bool, n int) {
	s.done = done
	act := Undone
	if done {
		act = Done
		if s.first == 0 {
			s.first = n
		}
	}
	l.changes = append(l.changes, Change{Act: act, Step: s.spec.ID})
	before := l.current
	for l.current = 0; l.current < len(l.steps) && l.steps[l.current].done; {
		l.current++
	}
	if l.current != before {
		l.failures = 0
	}
}

// help tells failures and hints of the steps that are open.
func (l *Lesson) help() {
	for _, s := range l.steps {
		if !l.open(s) {
			continue
		}
		if f := s.fail; f != nil && !f.fired && f.dirty {
			f.dirty = false
			if f.cond.holds(l) {
				f.fired = true
				l.changes = append(l.changes, Change{Act: Fail, Step: s.spec.ID})
			}
		}
		for _, h := range s.hints {
			switch {
			case h.fired:
				continue
			case h.spec.Tries > 0:
				h.fired = s.index == l.current && l.failures >= h.spec.Tries
			case h.on != nil && h.on.dirty:
				h.on.dirty = false
				h.fired = h.on.cond.holds(l)
			}
			if h.fired {
				l.changes = append(l.changes, Change{Act: Hint, Step: s.spec.ID, Key: h.spec.Key})
			}
		}
	}
}

// Idle says that the person has done nothing for so many seconds of their own time, and returns the hints for that. Their
// time is not the world's: a run that is replayed knows nothing of it, so these hints must stay out of the trace.
func (l *Lesson) Idle(seconds int) []Change {
	if l.current == len(l.steps) {
		return nil
	}
	var list []Change
	s := l.steps[l.current]
	for _, h := range s.hints {
		if h.spec.Idle > 0 && !h.fired && seconds >= h.spec.Idle {
			h.fired = true
			list = append(list, Change{Act: Hint, Step: s.spec.ID, Key: h.spec.Key})
		}
	}
	return list
}

// IsDone says whether the step called id is done now.
func (l *Lesson) IsDone(id string) bool {
	for _, s := range l.steps {
		if s.spec.ID == id {
			return s.done
		}
	}
	return false
}

// Current is the id of the first step that is not done; it is empty when all are.
func (l *Lesson) Current() string {
	if l.current == len(l.steps) {
		return ""
	}
	return l.steps[l.current].spec.ID
}

// Complete says whether the lesson has steps and all of them are done.
func (l *Lesson) Complete() bool { return len(l.steps) > 0 && l.current == len(l.steps) }

// failed says whether the event is an attempt of the person that did not succeed: a reply that refuses, a tool that
// could not do it, a wrong answer.
func failed(e *trace.Event) bool {
	if e.By != trace.User {
		return false
	}
	switch b := e.Body.(type) {
	case *trace.Reply:
		return b.Code != "" && (b.Code[0] == '4' || b.Code[0] == '5' || b.Code == "-ERR" || b.Code == "NO" || b.Code == "BAD")
	case *trace.Tool:
		return !b.OK
	case trace.Answer:
		return !b.OK
	}
	return false
}

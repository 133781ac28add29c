package bridge

import (
	"cmp"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/sorting"
	"ehloworld/engine/vtime"
	"ehloworld/engine/world"
)

// setGoal gives Step a new direction. A seek that is under way must end first, and so must the way to where a link's run
// had got to: they are the ground that everything else stands on. What comes later than that place is kept in mind.
func (e *Engine) setGoal(g goal) {
	switch {
	case !e.rebuild && !e.opening:
		e.goal = g
	case e.opening && g.kind == goTo:
		e.goal.at = max(e.goal.at, g.at)
	}
}

// Step works towards the goal, doing at most budget clock entries, and says whether there is more to do.
func (e *Engine) Step(budget int) (more bool) {
	if e.world == nil || e.goal.kind == goNowhere {
		return false
	}
	more = e.work(budget)
	e.end = max(e.end, e.world.Now())
	if more {
		return true
	}
	e.goal, e.opening = goal{}, false
	if e.rebuild {
		e.rebuild = false
		// The page has these events already, for a replayed run repeats itself; it drops those that come after.
		e.sent = min(e.sent, e.world.Log.Len())
	}
	return false
}

// work is one slice of Step.
func (e *Engine) work(budget int) (more bool) {
	w := e.world
	if w.Stopped() != "" {
		return false // Nothing happens any more; what had been recorded for later stays recorded.
	}
	switch g := e.goal; g.kind {
	case goTo:
		if at, ok := e.nextInput(); ok && at <= g.at {
			return e.runAndApply(at, budget)
		}
		return w.RunTo(g.at, budget)
	case goSettle:
		active, busy := w.NextActive()
		if at, ok := e.nextInput(); ok && at <= g.at && (!busy || at <= active) {
			return e.runAndApply(at, budget)
		}
		if w.Settle(e.before(g.at), budget) {
			return true
		}
		at, ok := e.nextInput()
		return ok && at <= g.at
	case goNext:
		next, _, _, any := w.Next()
		if at, ok := e.nextInput(); ok && (!any || at < next) {
			e.runAndApply(at, budget)
		} else if w.Step(budget) {
			return true
		}
		// One event of an instant would be an odd place to stop at: a command without its reply.
		e.goal = goal{kind: goTo, at: w.Now()}
		return true
	case goEvent:
		for ; budget > 0; budget-- {
			if w.Log.Len() >= g.n || w.Stopped() != "" {
				return false
			}
			next, _, _, any := w.Next()
			if at, ok := e.nextInput(); ok && (!any || at < next) {
				e.runAndApply(at, budget)
				continue
			}
			if !any || next > e.end && len(e.future) == 0 {
				return false
			}
			w.RunTo(next, 1)
		}
		return true
	}
	return false
}

// before keeps a settling run from passing the next recorded input.
func (e *Engine) before(limit vtime.Time) vtime.Time {
	if at, ok := e.nextInput(); ok && at < limit {
		return at
	}
	return limit
}

// nextInput is when the next input of a rewound run is due.
func (e *Engine) nextInput() (vtime.Time, bool) {
	if len(e.future) == 0 {
		return 0, false
	}
	return e.world.Start() + e.future[0].At, true
}

// runAndApply lets time run to at and then does the first input of the future. It says that there is more to do.
func (e *Engine) runAndApply(at vtime.Time, budget int) (more bool) {
	if e.world.RunTo(at, budget) {
		return true
	}
	line := e.future[0]
	e.future = e.future[1:]
	line.At = -1
	// An input that could be done when it was recorded can be done again. One from a stranger's link perhaps never could:
	// it is left out, as it would have been for whoever typed it.
	_, _, _ = e.world.Apply(line.String())
	return true
}

// input does what a person did. It ends the future of a rewound run: from here on another story is told.
func (e *Engine) input(text string, w *jsontext.Writer) error {
	if e.rebuild || e.opening {
		return &Error{"the run is still being rebuilt; please try again in a moment"}
	}
	line, until, err := e.world.Apply(text)
	if err != nil {
		return err
	}
	e.future = nil
	e.end = e.world.Now()
	e.goal = goal{}
	switch {
	case line.Verb == "next":
		e.goal = goal{kind: goNext}
	case until > e.world.Now():
		e.goal = goal{kind: goTo, at: until}
	}
	w.Object()
	w.Str("line", line.String())
	w.Name("status")
	e.status().write(w)
	w.EndObject()
	return nil
}

// seek goes to another place of the run. Backward means to build the world again and to replay.
func (e *Engine) seek(g goal, w *jsontext.Writer) error {
	back := g.kind == goTo && g.at < e.world.Now() || g.kind == goEvent && g.n < e.world.Log.Len()
	if back {
		if err := e.restart(append(e.world.Inputs(), e.future...)); err != nil {
			return err
		}
	}
	e.goal, e.opening = g, false
	e.status().write(w)
	return nil
}

// restart builds the world anew with all inputs before it.
func (e *Engine) restart(inputs []world.Line) error {
	fresh, err := world.New(e.scenario(), e.seed)
	if err != nil {
		return err
	}
	e.world, e.rebuild = fresh, true
	e.future = append([]world.Line(nil), inputs...)
	sorting.Stable(e.future, func(a, b world.Line) int { return cmp.Compare(a.At, b.At) })
	return nil
}

// status tells where the run stands.
func (e *Engine) status() status {
	w := e.world
	s := status{
		now: e.offset(w.Now()), events: w.Log.Len(), active: -1, end: e.offset(max(e.end, w.Now())),
		future: len(e.future), inputs: len(w.Inputs()), busy: e.goal.kind != goNowhere, stopped: w.Stopped(),
	}
	if e.rebuild {
		// Until the place is reached again the page keeps what it has: it will see which of it still holds.
		s.events = max(s.events, e.sent)
	}
	if at, patient, why, ok := w.Next(); ok {
		s.next = &nextEvent{e.offset(at), why, patient}
	}
	if at, ok := w.NextActive(); ok {
		s.active = e.offset(at)
	}
	if at, ok := e.nextInput(); ok {
		off := e.offset(at)
		if s.next == nil || off < s.next.at {
			s.next = &nextEvent{off, "recorded input", false}
		}
		if s.active < 0 || off < s.active {
			s.active = off
		}
	}
	e.lessonStatus(&s)
	return s
}

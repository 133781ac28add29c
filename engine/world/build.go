package world

import (
	"ehloworld/engine/address"
	"ehloworld/engine/clock"
	"ehloworld/engine/host"
	"ehloworld/engine/lesson"
	"ehloworld/engine/scenario"
	"ehloworld/engine/simnet"
	"ehloworld/engine/store"
	"ehloworld/engine/trace"
)

// BuildError says why a scenario makes no world.
type BuildError struct{ Problem string }

func (e *BuildError) Error() string { return "this scenario makes no world: " + e.Problem }

// New builds the world of a scenario. The seed decides everything that is left to chance: initial sequence numbers, which
// packets a bad line loses, which of two equal mail exchangers is asked first.
func New(sc *scenario.Scenario, seed int64) (*World, error) {
	if err := lacksScript(sc.Script); err != nil {
		return nil, err
	}
	spec := &sc.World
	w := &World{Scenario: sc, Seed: seed, Log: trace.NewLog(MaxEvents), start: spec.Start, now: spec.Start, clock: &clock.Queue{}}
	w.births.at = map[birthKey]int{}
	w.rec = &trace.Recorder{Log: w.Log, Now: spec.Start, By: trace.Script}
	w.net = simnet.New(w.rec, w.clock, uint64(seed), simnet.Options{DefaultDelay: spec.Delay})
	w.machine = host.NewWorld(w.rec, w.clock, w.net, spec.Zone, uint64(seed))
	for _, h := range spec.Hosts {
		if _, err := w.machine.Add(hostSpec(spec, h)); err != nil {
			return nil, &BuildError{err.Error()}
		}
	}
	for _, l := range spec.Links {
		w.net.SetLink(l.A, l.B, simnet.Props{Delay: l.Delay, Bandwidth: l.Bandwidth, Loss: l.Loss})
	}
	if err := w.addAccounts(); err != nil {
		return nil, err
	}
	if err := w.addMail(); err != nil {
		return nil, err
	}
	w.Lesson = lesson.New(sc, w.Log, (*state)(w))
	for _, f := range spec.Faults {
		do, err := w.machine.Fault(f.What, f.Target, f.Arg, true)
		if err != nil {
			return nil, &BuildError{err.Error()}
		}
		do()
	}
	for _, e := range sc.Script {
		if e.After == "" {
			w.schedule(e, 0)
		}
	}
	w.observe()
	return w, nil
}

// addAccounts opens every account on the server of its domain, and on those in front of it: they know who lives there, and
// let them log in.
func (w *World) addAccounts() error {
	for _, a := range w.Scenario.World.Accounts {
		h := w.machine.HostOfDomain(address.DomainOf(a.Addr))
		if h == nil || h.Store == nil {
			return &BuildError{"no mail server takes letters for " + a.Addr}
		}
		for _, h := range w.machine.Hosts() {
			if h.Store == nil || !h.Serves(address.DomainOf(a.Addr)) {
				continue
			}
			if _, err := h.Store.AddAccount(a.Addr, a.Pass, a.Name); err != nil {
				return &BuildError{a.Addr + ": " + err.Error()}
			}
		}
	}
	return nil
}

// addMail puts the letters that are there from the start into their mailboxes.
func (w *World) addMail() error {
	for _, m := range w.Scenario.World.Mail {
		h := w.machine.HostOfDomain(address.DomainOf(m.To))
		if h == nil || h.Store == nil || h.Store.Account(m.To) == nil {
			return &BuildError{"there is no account " + m.To + " for " + m.File}
		}
		account := h.Store.Account(m.To)
		box := account.Mailbox(m.Box)
		if box == nil {
			var err error
			if box, err = account.Create(m.Box); err != nil {
				return &BuildError{m.File + ": " + err.Error()}
			}
		}
		msg := store.Message{Msg: w.machine.NewMsg(), Data: m.Data, EnvelopeFrom: senderOf(m.Data), EnvelopeTo: m.To}
		if _, err := box.Append(w.start.Add(m.At), msg); err != nil {
			return &BuildError{m.File + ": " + err.Error()}
		}
	}
	return nil
}

// schedule lets a script entry happen in its time. Event cause is the step that it waited for; 0: the start.
func (w *World) schedule(e scenario.ScriptEntry, cause int) {
	w.clock.Add(w.now.Add(e.At), true, cause, "the scenario's script", func() {
		if _, _, err := w.apply(e.Input, trace.Script); err != nil {
			w.rec.EmitAs(trace.Script, 0, trace.Limit{Name: "script", Text: err.Error()})
		}
	})
}

// judge lets the lesson look at what has happened since it last did, writes what changed into the trace and starts what
// waited for a step.
func (w *World) judge() {
	w.rec.Cause = w.Log.Len()
	for _, c := range w.Lesson.Observe() {
		n := w.rec.EmitAs(trace.Agent, 0, c.Body())
		if c.Act == lesson.Hint {
			w.hints = append(w.hints, c)
		}
		if c.Act != lesson.Done {
			continue
		}
		for _, e := range w.Scenario.Script {
			if e.After == c.Step {
				w.schedule(e, n)
			}
		}
	}
}

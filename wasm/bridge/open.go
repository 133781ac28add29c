package bridge

import (
	"strconv"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
	"ehloworld/engine/world"
	"ehloworld/scenarios"
)

// open reads a scenario's archive and builds its world. Recorded inputs become the future of the new run, which the
// first Steps play up to the recorded position.
func (e *Engine) open(archive, builtin string, w *jsontext.Writer) error {
	a, err := scenario.ReadArchive([]byte(archive))
	if err != nil {
		return err
	}
	files, notice := a.Files, ""
	if a.Scenario != "" {
		b, err := scenario.ReadArchive([]byte(builtin))
		if err != nil {
			return &Error{"the built-in scenario " + strconv.Quote(a.Scenario) + " could not be loaded: " + err.Error()}
		}
		files = b.Files
	}
	sc, err := scenario.Read(files, scenarios.Base)
	if err != nil {
		return err
	}
	if a.Scenario != "" && (sc.ID != a.Scenario || sc.Version != a.Version) {
		notice = "this link was made with version " + strconv.Itoa(a.Version) + " of the scenario; it is now version " + strconv.Itoa(sc.Version) + " and may go another way"
	}
	seed := sc.World.Seed
	if a.Seeded {
		seed = a.Seed
	}
	inputs, err := recorded(a.Inputs)
	if err != nil {
		return err
	}
	fresh, err := world.New(sc, seed)
	if err != nil {
		return err
	}
	*e = Engine{world: fresh, seed: seed, builtin: a.Scenario != "", future: inputs, end: fresh.Now()}
	switch {
	case a.At >= 0:
		e.goal = goal{kind: goTo, at: e.instant(int64(a.At))}
	case len(inputs) > 0:
		e.goal = goal{kind: goTo, at: fresh.Start() + inputs[len(inputs)-1].At}
	}
	e.opening = e.goal.kind != goNowhere
	e.end = max(e.end, e.goal.at)
	if n := len(inputs); n > 0 {
		e.end = max(e.end, e.instant(int64(inputs[n-1].At))) // A link from the middle of a run has the rest of it too.
	}
	e.writeOpened(w, a.View, notice)
	return nil
}

// recorded parses the inputs of an archive. Every one must have its time, and times must not run backwards: a record is
// a record of what was done.
func recorded(texts []string) ([]world.Line, error) {
	lines := make([]world.Line, 0, len(texts))
	for i, text := range texts {
		line, err := world.ParseLine(text)
		if err == nil {
			err = world.Lacks(line)
		}
		switch {
		case err != nil:
			return nil, err
		case line.At < 0:
			return nil, &Error{"recorded input " + strconv.Itoa(i+1) + " has no time"}
		case i > 0 && line.At < lines[i-1].At:
			return nil, &Error{"recorded input " + strconv.Itoa(i+1) + " lies before the one above it"}
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// export writes the archive of this run: the scenario (by name where it is built in), the seed, every input, and with
// position the present instant.
func (e *Engine) export(position bool, view string, w *jsontext.Writer) error {
	sc := e.scenario()
	a := scenario.Archive{Seeded: true, Seed: e.seed, At: -1, View: view}
	if e.builtin {
		a.Scenario, a.Version = sc.ID, sc.Version
	} else {
		a.Files = sc.Files
	}
	for _, line := range append(e.world.Inputs(), e.future...) {
		a.Inputs = append(a.Inputs, line.String())
	}
	if position {
		a.At = e.world.Now().Sub(e.world.Start())
	}
	text, err := scenario.WriteArchive(&a)
	if err != nil {
		return err
	}
	w.Object()
	w.Str("archive", string(text))
	w.EndObject()
	return nil
}

// writeOpened tells the page about the scenario.
func (e *Engine) writeOpened(w *jsontext.Writer, view, notice string) {
	sc, spec := e.scenario(), &e.scenario().World
	w.Object()
	w.Name("scenario")
	w.Object()
	w.Str("id", sc.ID)
	w.Num("version", int64(sc.Version))
	w.Num("minutes", int64(sc.Minutes))
	w.Name("title")
	bilingual{sc.Title.EN, sc.Title.ZH}.write(w)
	w.Num("seed", e.seed)
	w.Str("start", spec.Start.RFC3339(spec.Zone))
	w.Str("startUnixNs", strconv.FormatInt(int64(spec.Start), 10))
	w.Num("zone", int64(spec.Zone))
	jsontext.List(w, "hosts", spec.Hosts, func(h scenario.Host) { e.writeHost(w, h) })
	jsontext.List(w, "links", spec.Links, func(l scenario.Link) {
		w.Object()
		w.Str("a", l.A)
		w.Str("b", l.B)
		w.Num("delay", int64(l.Delay))
		w.Flag("drawn", l.Drawn)
		w.EndObject()
	})
	jsontext.List(w, "accounts", spec.Accounts, func(a scenario.Account) {
		w.Object()
		w.Str("addr", a.Addr)
		w.Str("pass", a.Pass)
		w.Str("name", a.Name)
		w.Str("host", e.world.ServerOf(a.Addr))
		w.EndObject()
	})
	jsontext.List(w, "faults", spec.Faults, func(f scenario.Fault) {
		w.Object()
		w.Str("target", f.Target)
		w.Str("kind", f.What)
		w.EndObject()
	})
	w.Name("view")
	w.Object()
	w.Strs("panels", sc.View.Panels)
	w.Str("focus", sc.View.Focus)
	w.Strs("phases", sc.View.Phases)
	w.EndObject()
	w.Str("order", sc.Order)
	w.Flag("wantsUI", wantsUI(sc))
	jsontext.List(w, "steps", sc.Steps, func(s scenario.Step) {
		w.Object()
		w.Str("id", s.ID)
		w.EndObject()
	})
	jsontext.List(w, "quiz", sc.Quiz, func(q scenario.Question) { writeQuestion(w, q) })
	w.Name("lesson")
	bilingual{sc.Lesson.EN, sc.Lesson.ZH}.write(w)
	w.Flag("builtin", e.builtin)
	w.EndObject()
	w.Name("names")
	w.Object()
	w.Strs("kinds", trace.KindNames())
	w.Strs("fields", trace.FieldNames())
	w.Strs("actors", trace.ActorNames())
	w.EndObject()
	w.Name("status")
	e.status().write(w)
	w.Str("view", view)
	w.Str("notice", notice)
	w.EndObject()
}

func (e *Engine) writeHost(w *jsontext.Writer, h scenario.Host) {
	w.Object()
	w.Str("id", h.ID)
	w.Str("ip", h.IP)
	w.Str("kind", h.Kind)
	w.Num("x", int64(h.X))
	w.Num("y", int64(h.Y))
	w.Name("label")
	bilingual{h.Label.EN, h.Label.ZH}.write(w)
	w.Strs("domains", h.Domains)
	jsontext.List(w, "services", h.Services, func(s scenario.Service) {
		w.Object()
		w.Str("proto", s.Proto)
		w.Num("port", int64(s.Port))
		w.EndObject()
	})
	w.Strs("tools", e.world.Host(h.ID).Tools())
	w.Name("ua")
	if h.UA == nil {
		w.Null()
	} else {
		w.Object()
		w.Str("user", h.UA.User)
		w.Str("mode", h.UA.Mode)
		w.Str("in", h.UA.In)
		w.EndObject()
	}
	w.EndObject()
}

// writeQuestion tells a question without its key.
func writeQuestion(w *jsontext.Writer, q scenario.Question) {
	w.Object()
	w.Str("id", q.ID)
	w.Str("kind", q.Kind)
	w.Strs("choices", q.Choices)
	w.Strs("bins", q.Bins)
	w.Strs("items", q.Words())
	w.Str("truth", q.Truth)
	w.EndObject()
}

// wantsUI says whether some check or hint looks at what is inspected and selected on the page.
func wantsUI(sc *scenario.Scenario) bool {
	for _, s := range sc.Steps {
		if mentions(s.Check, "ui") || mentions(s.Fail, "ui") {
			return true
		}
		for _, h := range s.Hints {
			if mentions(h.On, "ui") {
				return true
			}
		}
	}
	return false
}

// mentions says whether a condition looks at events of a kind.
func mentions(c *scenario.Cond, kind string) bool {
	if c == nil {
		return false
	}
	patterns := c.Seq
	if c.Saw != nil {
		patterns = append(patterns[:len(patterns):len(patterns)], *c.Saw)
	}
	for i := range patterns {
		for _, k := range patterns[i].Kinds() {
			if k == kind {
				return true
			}
		}
	}
	for _, sub := range append(append(c.All[:len(c.All):len(c.All)], c.Any...), c.Not) {
		if mentions(sub, kind) {
			return true
		}
	}
	return false
}

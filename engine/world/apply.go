package world

import (
	"math"
	"strconv"
	"strings"

	"ehloworld/engine/host"
	"ehloworld/engine/lesson"
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Apply does one input line at the present instant, after everything that is due by now. It returns the line as it is to
// be recorded, and until when the driver has to let time run before the next input (the present instant for most lines;
// a later one for jump). A line that cannot be done changes nothing and is not recorded.
func (w *World) Apply(text string) (line Line, until vtime.Time, err error) {
	return w.apply(text, trace.User)
}

func (w *World) apply(text string, by trace.Actor) (line Line, until vtime.Time, err error) {
	if w.stopped != "" {
		return line, w.now, &InputError{text, "the world has stopped: " + w.stopped}
	}
	if strings.ContainsAny(strings.TrimRight(text, "\r\n"), "\r\n") {
		return line, w.now, &InputError{text, "an input is one line; write \\n for Enter within it"}
	}
	if len(text) > scenario.MaxInputBytes {
		return line, w.now, &InputError{text, "it is longer than " + itoa(scenario.MaxInputBytes) + " octets"}
	}
	if by == trace.User && w.typed+len(text) > MaxTyped {
		return line, w.now, &InputError{text, "all inputs of a run together take at most " + itoa(MaxTyped>>20) + " MiB"}
	}
	if by == trace.User && len(w.inputs) >= scenario.MaxInputs {
		return line, w.now, &InputError{text, "a run takes at most " + itoa(scenario.MaxInputs) + " inputs"}
	}
	line, err = ParseLine(text)
	if err == nil {
		err = Lacks(line)
	}
	if err != nil {
		return line, w.now, err
	}
	if by == trace.User {
		// What is due now has happened before a person acts. A script is itself one of the things that are due.
		for w.RunTo(w.now, math.MaxInt) {
		}
	}
	line.At = vtime.Time(w.now.Sub(w.start))
	if line.Verb == ">" && line.Term == 0 {
		line.Term = *w.current(by)
	}
	act, problem := w.prepare(line)
	if line.Verb == "note" && by != trace.Script {
		problem = "only a scenario's script shows notes"
	}
	if problem != "" {
		return line, w.now, &InputError{text, problem}
	}
	w.rec.By, w.rec.Msg = by, 0
	if by == trace.User {
		w.rec.Cause = 0 // A person is the first cause; the script may wait for a step.
	}
	recorded := line
	recorded.At = -1
	w.rec.Cause = w.rec.Emit(trace.Input{Text: recorded.String()})
	if by == trace.User {
		w.inputs = append(w.inputs, line)
		w.typed += len(text)
	}
	until = w.now
	if to := act(by); to > until {
		until = to
	}
	w.observe()
	return line, until, nil
}

// current is the terminal that "> TEXT" types into. The script has its own: it must not take a person's terminal from
// under their hands.
func (w *World) current(by trace.Actor) *int {
	if by == trace.Script {
		return &w.scripted
	}
	return &w.typing
}

// deed carries a checked line out. It returns until when time is to run; 0 means that it does not matter.
type deed func(by trace.Actor) vtime.Time

// at once wraps what takes no time.
func atOnce(do func()) deed {
	return func(trace.Actor) vtime.Time { do(); return 0 }
}

// prepare checks a line and returns what it will do, or what is wrong with it.
func (w *World) prepare(l Line) (deed, string) {
	switch l.Verb {
	case "term":
		return w.prepareTerm(l)
	case "use", ">", "raw", "eof", "hangup", "close":
		return w.prepareTerminalLine(l)
	case "mail":
		return w.prepareMail(l)
	case "ui":
		act := l.Words[0]
		if act != "inspect" && act != "select" && act != "compare" {
			return nil, "the page can inspect, select or compare"
		}
		if l.Text == "" {
			return nil, "what is looked at must follow"
		}
		return atOnce(func() { w.rec.Emit(trace.UI{Act: act, What: l.Text}) }), ""
	case "answer":
		ok, err := w.Lesson.Answer(l.Words[0], l.Text)
		if err != nil {
			return nil, err.Error()
		}
		return atOnce(func() { w.rec.Emit(trace.Answer{Question: l.Words[0], Text: l.Text, OK: ok}) }), ""
	case "note":
		return atOnce(func() {
			c := lesson.Change{Act: lesson.Hint, Step: w.Lesson.Current(), Key: l.Words[0]}
			w.rec.Emit(c.Body())
			w.hints = append(w.hints, c)
		}), ""
	case "fault", "heal":
		return w.prepareFault(l)
	case "queue":
		return w.prepareQueue(l)
	case "policy":
		return w.preparePolicy(l)
	case "next":
		return func(trace.Actor) vtime.Time {
			at, _, _, ok := w.clock.Next()
			if !ok {
				at = w.now
			}
			w.rec.Emit(trace.Clock{Act: "next", To: at})
			return at
		}, ""
	case "jump":
		span, err := vtime.ParseDuration(l.Words[0])
		if err != nil || span <= 0 {
			return nil, "a span such as 30m or 5d must follow"
		}
		if span > MaxSpan-w.now.Sub(w.start) {
			return nil, "a run lasts a hundred days at most"
		}
		return func(by trace.Actor) vtime.Time {
			to := w.now.Add(span)
			n := w.rec.Emit(trace.Clock{Act: "jump", To: to})
			if by == trace.Script {
				// Nobody drives the script, so it says that something is under way until then.
				w.clock.Add(to, false, n, "the scenario's script", func() {})
			}
			return to
		}, ""
	}
	panic("world: a command word without a meaning: " + l.Verb)
}

func (w *World) prepareTerm(l Line) (deed, string) {
	h := w.Host(l.Words[0])
	if h == nil {
		return nil, noHost(l.Words[0])
	}
	if err := w.machine.CanOpenTerminal(); err != nil {
		return nil, err.Error()
	}
	if len(l.Text) > host.MaxShellLine {
		return nil, "a shell line has at most " + itoa(host.MaxShellLine) + " octets"
	}
	return func(by trace.Actor) vtime.Time {
		t, err := h.OpenTerminal()
		if err != nil {
			panic("world: " + err.Error()) // It was asked just now.
		}
		*w.current(by) = t.ID
		if l.Text != "" {
			_ = t.Type(append([]byte(l.Text), '\r', '\n')) // A fresh shell takes a line.
		}
		return 0
	}, ""
}

func (w *World) prepareTerminalLine(l Line) (deed, string) {
	if l.Term == 0 {
		return nil, "there is no terminal yet; open one with term HOST"
	}
	t := w.Terminal(l.Term)
	if t == nil {
		return nil, "there is no open terminal " + itoa(l.Term)
	}
	try := func(do func() error) deed {
		return atOnce(func() {
			if err := do(); err != nil {
				t.Say(err.Error())
			}
		})
	}
	switch l.Verb {
	case "use":
		return func(by trace.Actor) vtime.Time { *w.current(by) = l.Term; return 0 }, ""
	case ">":
		return try(func() error { return t.Type(append(unescape(l.Text), '\r', '\n')) }), ""
	case "raw":
		return try(func() error { return t.Type(unescape(l.Text)) }), ""
	case "eof":
		return try(t.CloseInput), ""
	case "hangup":
		return try(t.HangUp), ""
	}
	return atOnce(t.Close), ""
}

func (w *World) prepareMail(l Line) (deed, string) {
	h := w.Host(l.Words[0])
	if h == nil {
		return nil, noHost(l.Words[0])
	}
	if h.Program == nil {
		return nil, l.Words[0] + " has no mail program"
	}
	do, err := h.Program.Prepare(l.Words[1], l.Text)
	if err != nil {
		return nil, err.Error()
	}
	return atOnce(do), ""
}

func (w *World) prepareFault(l Line) (deed, string) {
	on := l.Verb == "fault"
	do, err := w.machine.Fault(l.Words[0], l.Words[1], l.Text, on)
	if err != nil {
		return nil, err.Error()
	}
	return atOnce(do), ""
}

func (w *World) prepareQueue(l Line) (deed, string) {
	h := w.Host(l.Words[0])
	if h == nil {
		return nil, noHost(l.Words[0])
	}
	do, err := h.QueueAct(l.Words[1], l.Text)
	if err != nil {
		return nil, err.Error()
	}
	return atOnce(do), ""
}

func (w *World) preparePolicy(l Line) (deed, string) {
	h := w.Host(l.Words[0])
	if h == nil {
		return nil, noHost(l.Words[0])
	}
	do, err := h.SetPolicy(l.Words[1], l.Text)
	if err != nil {
		return nil, err.Error()
	}
	return atOnce(do), ""
}

func noHost(id string) string { return "there is no host " + strconv.Quote(id) }

func itoa(n int) string { return strconv.Itoa(n) }

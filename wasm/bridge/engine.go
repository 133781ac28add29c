// Package bridge joins a page to a world: commands come in as JSON, answers go out as JSON, trace events as the binary
// batches of package trace. It is pure Go and runs natively under go test; only wasm/playground knows that there is a
// browser.
package bridge

import (
	"ehloworld/engine/jsontext"
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
	"ehloworld/engine/world"
)

// Engine is one page's engine: a world, and where it is going. The zero of everything is New's.
type Engine struct {
	world   *world.World
	builtin bool         // The scenario came by name.
	seed    int64        // The run's.
	future  []world.Line // Inputs of this run that lie after now: a rewound run plays them again.
	end     vtime.Time   // The latest instant that this run has reached.
	goal    goal
	opening bool // The run of a link is being played up to where it was.
	rebuild bool // A seek is under way: what happens is what had happened before.
	sent    int  // Events that the page has.
}

// goal is what Step works towards.
type goal struct {
	kind goalKind
	at   vtime.Time // goTo, goSettle: the latest instant.
	n    int        // goEvent.
}

type goalKind uint8

const (
	goNowhere goalKind = iota
	goTo               // Every clock entry up to at.
	goSettle           // Until only people and patient timers are waited for.
	goNext             // One more event that a person can see.
	goEvent            // Until the trace has n events.
)

// New returns an engine without a world.
func New() *Engine { return &Engine{} }

// Error is what a command is refused with: one sentence for a person.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

var errNoWorld = &Error{"no scenario is open"}

// Cmd does one command and returns its answer: {"ok": …} or {"error": "…"}.
func (e *Engine) Cmd(in []byte) []byte {
	var w jsontext.Writer
	w.Object()
	w.Name("ok")
	if err := e.dispatch(in, &w); err != nil {
		return Failure(err.Error(), false)
	}
	w.EndObject()
	return w.Buf
}

// Failure is the answer that says what went wrong; dead says that this engine cannot go on.
func Failure(text string, dead bool) []byte {
	var w jsontext.Writer
	w.Object()
	str(&w, "error", text)
	if dead {
		flag(&w, "panic", true)
	}
	w.EndObject()
	return w.Buf
}

func (e *Engine) dispatch(in []byte, w *jsontext.Writer) error {
	c, err := jsontext.Parse(in)
	if err != nil {
		return err
	}
	a := args{c}
	op := a.str("op")
	if op == "open" {
		return e.open(a.str("archive"), a.str("builtin"), w)
	}
	if op == "words" {
		return loadWords(a.str("text"), w)
	}
	if op == "explainKey" {
		explainKey(a.str("key"), a.str("lang")).write(w)
		return nil
	}
	if op == "table" {
		return writeTable(a.str("proto"), w)
	}
	if e.world == nil {
		return errNoWorld
	}
	switch op {
	case "input":
		return e.input(a.str("text"), w)
	case "advance":
		e.setGoal(goal{kind: goTo, at: e.instant(a.num("to"))})
	case "settle":
		e.setGoal(goal{kind: goSettle, at: e.instant(a.num("limit"))})
	case "next":
		e.setGoal(goal{kind: goNext})
	case "seek":
		return e.seek(goal{kind: goTo, at: e.instant(a.num("to"))}, w)
	case "seekEvent":
		return e.seek(goal{kind: goEvent, n: int(a.num("n"))}, w)
	case "status":
	case "digest":
		w.Object()
		str(w, "digest", e.world.Log.Digest())
		num(w, "events", int64(e.world.Log.Len()))
		w.EndObject()
		return nil
	case "export":
		return e.export(a.flag("at"), a.str("view"), w)
	case "complete":
		return e.complete(int(a.num("term")), a.str("text"), w)
	case "explain":
		return e.explain(int(a.num("n")), a.str("lang"), w)
	case "idle":
		e.idle(int(a.num("seconds")), w)
		return nil
	case "host":
		return e.hostView(a.str("id"), w)
	case "queue":
		return e.queueView(a.str("host"), w)
	case "mailbox":
		return e.mailboxView(a.str("host"), a.str("user"), a.str("box"), w)
	case "client":
		return e.clientView(a.str("host"), w)
	case "message":
		return e.messageView(a.ref("ref"), w)
	default:
		return &Error{"there is no command " + op}
	}
	e.status().write(w)
	return nil
}

// args reads the members of a command. What is missing or of another type is zero: the page's types are checked by its
// compiler, and a command that means nothing is refused for what it means.
type args struct{ v *jsontext.Value }

func (a args) str(name string) string {
	if v := a.v.Get(name); v != nil && v.Kind == jsontext.String {
		return v.Str
	}
	return ""
}

func (a args) num(name string) int64 {
	if v := a.v.Get(name); v != nil && v.IsInt {
		return v.Int
	}
	return 0
}

func (a args) flag(name string) bool {
	v := a.v.Get(name)
	return v != nil && v.Bool
}

func (a args) ref(name string) messageRef {
	var r messageRef
	v := a.v.Get(name)
	if v == nil {
		return r
	}
	in := args{v}
	r.at, r.host, r.user, r.box = in.str("at"), in.str("host"), in.str("user"), in.str("box")
	switch r.at {
	case "box":
		r.uid = int(in.num("uid"))
	case "client":
		r.uid = int(in.num("id"))
	case "queue":
		r.queueID = in.str("id")
	}
	return r
}

// instant turns nanoseconds since the start into an instant within the span of a run.
func (e *Engine) instant(offset int64) vtime.Time {
	return e.world.Start() + vtime.Time(min(max(offset, 0), int64(world.MaxSpan)))
}

// offset is an instant as nanoseconds since the start.
func (e *Engine) offset(t vtime.Time) int64 { return int64(t.Sub(e.world.Start())) }

// Events returns the encoded events that the page does not have yet, at most about max octets of them (at least one
// event, if there is any).
func (e *Engine) Events(max int) []byte {
	if e.world == nil || e.rebuild {
		return nil
	}
	var out []byte
	for log := e.world.Log; e.sent < log.Len() && len(out) < max; e.sent++ {
		out = trace.AppendEvent(out, log.At(e.sent+1))
	}
	return out
}

// scenario of the open world.
func (e *Engine) scenario() *scenario.Scenario { return e.world.Scenario }

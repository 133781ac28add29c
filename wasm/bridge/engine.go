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
	return jsontext.Reply(func(w *jsontext.Writer) error { return e.dispatch(in, w) })
}

func (e *Engine) dispatch(in []byte, w *jsontext.Writer) error {
	c, err := jsontext.Parse(in)
	if err != nil {
		return err
	}
	a := jsontext.Args{V: c}
	op := a.Str("op")
	if op == "open" {
		return e.open(a.Str("archive"), a.Str("builtin"), w)
	}
	if op == "words" {
		return loadWords(a.Str("text"), w)
	}
	if op == "explainKey" {
		explainKey(a.Str("key"), a.Str("lang")).write(w)
		return nil
	}
	if op == "table" {
		return writeTable(a.Str("proto"), w)
	}
	if e.world == nil {
		return errNoWorld
	}
	switch op {
	case "input":
		return e.input(a.Str("text"), w)
	case "advance":
		e.setGoal(goal{kind: goTo, at: e.instant(a.Num("to"))})
	case "settle":
		e.setGoal(goal{kind: goSettle, at: e.instant(a.Num("limit"))})
	case "next":
		e.setGoal(goal{kind: goNext})
	case "seek":
		return e.seek(goal{kind: goTo, at: e.instant(a.Num("to"))}, w)
	case "seekEvent":
		return e.seek(goal{kind: goEvent, n: int(a.Num("n"))}, w)
	case "status":
	case "digest":
		w.Object()
		w.Str("digest", e.world.Log.Digest())
		w.Num("events", int64(e.world.Log.Len()))
		w.EndObject()
		return nil
	case "export":
		return e.export(a.Flag("at"), a.Str("view"), w)
	case "complete":
		return e.complete(int(a.Num("term")), a.Str("text"), w)
	case "explain":
		return e.explain(int(a.Num("n")), a.Str("lang"), w)
	case "idle":
		e.idle(int(a.Num("seconds")), w)
		return nil
	case "host":
		return e.hostView(a.Str("id"), w)
	case "queue":
		return e.queueView(a.Str("host"), w)
	case "policy":
		return e.policyView(a.Str("host"), w)
	case "mailbox":
		return e.mailboxView(a.Str("host"), a.Str("user"), a.Str("box"), w)
	case "client":
		return e.clientView(a.Str("host"), w)
	case "message":
		return e.messageView(readRef(a, "ref"), w)
	case "source":
		return e.source(readRef(a, "ref"), w)
	default:
		return &Error{"there is no command " + op}
	}
	e.status().write(w)
	return nil
}

// readRef reads where a message lies.
func readRef(a jsontext.Args, name string) messageRef {
	var r messageRef
	v := a.V.Get(name)
	if v == nil {
		return r
	}
	in := jsontext.Args{V: v}
	r.at, r.host, r.user, r.box = in.Str("at"), in.Str("host"), in.Str("user"), in.Str("box")
	switch r.at {
	case "box":
		r.uid = int(in.Num("uid"))
	case "client":
		r.uid = int(in.Num("id"))
	case "queue":
		r.queueID = in.Str("id")
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

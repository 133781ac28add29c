// Package trace is the single source of truth about a run: one append-only log of typed events. The map, the sequence
// diagram, the packet list, transcripts, checks, grading and captures are all views of it.
//
// A world is a pure function of scenario, seed and inputs, so two runs of the same three have equal logs, byte for
// byte; Log.Digest is how tests and share links compare them.
package trace

import "ehloworld/engine/vtime"

// MsgID is the hidden identity of one letter. It survives relaying, bouncing apart, and never appears on the wire.
// Zero means "no letter".
type MsgID int

// ConnID names one transport connection of the run, counted from 1. Zero means "none".
type ConnID int

// Actor says who did something.
type Actor uint8

const (
	// Agent is a program of the simulated world: a server, a queue runner, a mail program doing its work.
	Agent Actor = iota
	// User is the person at the keyboard.
	User
	// Script is the scenario's own script.
	Script
)

var actorNames = [...]string{"agent", "user", "script"}

func (a Actor) String() string { return actorNames[a] }

// ActorNames lists the actors by number.
func ActorNames() []string { return actorNames[:] }

// Event is one entry of the log.
type Event struct {
	N     int        // Sequence number, from 1.
	T     vtime.Time // When.
	Cause int        // N of the event that led to this one; 0 when nothing did.
	By    Actor
	Msg   MsgID
	Body  Body
}

// Log is the append-only list of events.
type Log struct {
	events    []Event
	forgotten int // Events before the first of events.
	limit     int
	digest    digest
}

// DefaultLimit is how many events a log takes unless the world says otherwise.
const DefaultLimit = 4_000_000

// NewLog returns an empty log that takes at most limit events (DefaultLimit when limit is 0).
func NewLog(limit int) *Log {
	if limit <= 0 {
		limit = DefaultLimit
	}
	return &Log{limit: limit}
}

// Append adds one event and returns its sequence number. A full log takes no more and returns 0: the world looks at
// Full and stops.
func (l *Log) Append(e Event) int {
	if l.Full() {
		return 0
	}
	e.N = l.Len() + 1
	if len(l.events) == cap(l.events) {
		// Doubling copies each event once on average; append would grow a long slice by a quarter and copy it four times.
		l.events = append(make([]Event, 0, min(max(64, 2*cap(l.events)), l.limit)), l.events...)
	}
	l.events = append(l.events, e)
	return e.N
}

// Full says whether the log holds as many events as it may.
func (l *Log) Full() bool { return len(l.events) >= l.limit }

// Len is the number of events written so far, which is also the last sequence number.
func (l *Log) Len() int { return l.forgotten + len(l.events) }

// At returns event n, which must not be forgotten.
func (l *Log) At(n int) *Event { return &l.events[n-1-l.forgotten] }

// Since returns the events after event n, as far back as the log remembers. The slice is the log's own and must not be
// changed.
func (l *Log) Since(n int) []Event { return l.events[max(0, n-l.forgotten):] }

// Held is the number of events that the log remembers.
func (l *Log) Held() int { return len(l.events) }

// Forget drops all but the last keep events. It is for a world that runs for ever without an audience, as behind real
// ports; such a log has no Digest any more.
func (l *Log) Forget(keep int) {
	if drop := len(l.events) - keep; drop > 0 {
		l.events = append(make([]Event, 0, 2*keep), l.events[drop:]...)
		l.forgotten += drop
	}
}

// Recorder is the pen that a run writes its log with. Time, cause and actor are its context; whoever drives the world
// sets them before it lets a part of the world act.
type Recorder struct {
	Log   *Log
	Now   vtime.Time
	Cause int
	By    Actor
	Msg   MsgID
}

// Emit appends body in the present context and returns the new event's number.
func (r *Recorder) Emit(body Body) int {
	return r.Log.Append(Event{T: r.Now, Cause: r.Cause, By: r.By, Msg: r.Msg, Body: body})
}

// EmitAs is Emit with another actor and letter.
func (r *Recorder) EmitAs(by Actor, msg MsgID, body Body) int {
	return r.Log.Append(Event{T: r.Now, Cause: r.Cause, By: by, Msg: msg, Body: body})
}

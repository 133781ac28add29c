// Package machine is the contract of every protocol machine in the engine, client and server alike.
//
// A machine is one end of one connection. It never waits, never looks at a clock, never opens a connection: it is
// stepped with one input at a time and appends what should happen, in order, to a list of effects. Whoever drives it
// (package host in the simulation, a test, a real socket) carries the effects out. The same inputs at the same times
// give the same effects, byte for byte, however the bytes were cut on the way.
package machine

import (
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Machine is one end of one connection.
type Machine interface {
	// Step consumes one input at virtual time now and appends its effects to out, in order. It never keeps in.Data or
	// out after it returns: bytes that it needs later it copies.
	Step(now vtime.Time, in Input, out *Effects)
}

// InputKind says what a machine is told.
type InputKind uint8

const (
	// Open is the first input of every machine: the connection stands.
	Open InputKind = iota
	// Bytes brings Input.Data from the peer.
	Bytes
	// End says that the peer has closed its sending side in good order.
	End
	// Broken says that the connection is gone (reset, timed out, cut); nothing can be sent any more. Input.Reason says
	// why. It is the last input that a machine gets.
	Broken
	// Deadline says that the instant given to SetDeadline has come. The deadline is then unset.
	Deadline
	// Answer brings the answer to question Input.Question.
	Answer
	// Drained says that the stream can take bytes again; it comes only after More.
	Drained
	// Order brings Input.Answer to a client machine: one more job of its own kind (the type is the machine's).
	Order
)

// Input is one thing that a machine is told.
type Input struct {
	Kind     InputKind
	Data     []byte // Bytes: valid during the call only.
	Question int    // Answer: the number that Ask gave.
	Answer   any    // Answer and Order: of the type that the machine documents.
	Reason   string // Broken: what happened, in plain words.
}

// EffectKind says what a machine wants done.
type EffectKind uint8

const (
	// Send sends Effect.Data to the peer.
	Send EffectKind = iota
	// Close sends what is queued and then closes our sending side in good order.
	Close
	// Abort drops the connection at once (TCP RST).
	Abort
	// StartTLS hands the connection to TLS: bytes after this effect are inside it.
	StartTLS
	// Ask asks question Effect.Question, described by Effect.Ask; an Answer input will follow.
	Ask
	// SetDeadline asks for a Deadline input at Effect.At; vtime.Never unsets it. One machine has one deadline.
	SetDeadline
	// Note writes Effect.Note into the trace.
	Note
	// Letter marks that the bytes sent after it are letter Effect.Msg, so that its hidden identity travels with them.
	Letter
	// More says that the machine has more to send than Room allowed: it wants Drained when the stream has room.
	More
	// Result brings the outcome of a client machine's job in Effect.Ask (the type is the machine's).
	Result
)

// Effect is one thing that a machine wants done.
type Effect struct {
	Kind     EffectKind
	Data     []byte
	Question int
	Ask      any
	At       vtime.Time
	Note     trace.Body
	Msg      trace.MsgID
}

// Effects is the ordered list that Step appends to.
type Effects struct {
	// Room is how many bytes the stream takes now. A machine that has more to say sends about that much, appends More and
	// goes on at Drained. One reply line may always be sent whole.
	Room int
	List []Effect
}

// DefaultRoom is what a driver offers when it has no view of its own.
const DefaultRoom = 64 << 10

// Reset empties the list for the next step, keeping its memory.
func (e *Effects) Reset(room int) {
	clear(e.List)
	e.List, e.Room = e.List[:0], room
}

// Send appends bytes for the peer; data is not copied and must not change afterwards.
func (e *Effects) Send(data []byte) {
	e.Room -= len(data)
	e.List = append(e.List, Effect{Kind: Send, Data: data})
}

// SendString appends text for the peer.
func (e *Effects) SendString(s string) { e.Send([]byte(s)) }

// Close appends an orderly close of our sending side.
func (e *Effects) Close() { e.List = append(e.List, Effect{Kind: Close}) }

// Abort appends an immediate drop of the connection.
func (e *Effects) Abort() { e.List = append(e.List, Effect{Kind: Abort}) }

// StartTLS appends the switch to TLS.
func (e *Effects) StartTLS() { e.List = append(e.List, Effect{Kind: StartTLS}) }

// Ask appends question n.
func (e *Effects) Ask(n int, what any) {
	e.List = append(e.List, Effect{Kind: Ask, Question: n, Ask: what})
}

// SetDeadline asks to be stepped with Deadline at t.
func (e *Effects) SetDeadline(t vtime.Time) {
	e.List = append(e.List, Effect{Kind: SetDeadline, At: t})
}

// Note appends a trace event.
func (e *Effects) Note(body trace.Body) { e.List = append(e.List, Effect{Kind: Note, Note: body}) }

// NoteLetter appends a trace event about letter msg.
func (e *Effects) NoteLetter(msg trace.MsgID, body trace.Body) {
	e.List = append(e.List, Effect{Kind: Note, Note: body, Msg: msg})
}

// Letter marks the following bytes as letter msg.
func (e *Effects) Letter(msg trace.MsgID) { e.List = append(e.List, Effect{Kind: Letter, Msg: msg}) }

// More asks for Drained.
func (e *Effects) More() { e.List = append(e.List, Effect{Kind: More}) }

// Result appends the outcome of a job.
func (e *Effects) Result(outcome any) { e.List = append(e.List, Effect{Kind: Result, Ask: outcome}) }

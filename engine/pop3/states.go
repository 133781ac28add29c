package pop3

import "strconv"

// Theory of operation.
//
// A session has the three states of RFC 1939 section 3. It begins in AUTHORIZATION, a good PASS leads to TRANSACTION, and
// QUIT there, and nothing else, leads to UPDATE, where marked messages are deleted. Every other end of a session (the
// timer, a lost connection, QUIT before the login) goes past UPDATE and so deletes nothing. This is the point of the
// whole protocol: a client that loses its connection in the middle of a fetch loses no mail.
//
// Table holds all moves; what it does not hold does not happen. A command without a row in the present state is refused
// with Refusal and moves nothing. Three things surprise:
//
//   - PASS looks further back than the state: it is legal only as the very next command after a USER that was answered
//     +OK (RFC 1939 section 7). That is the column After, and the "last" that Allowed and Legal ask for.
//   - QUIT in TRANSACTION moves twice. The server takes it (event Taken) and is in UPDATE; there it deletes, then
//     answers +OK or -ERR, and either answer ends the session. A QUIT with an argument is not taken: -ERR, still in
//     TRANSACTION.
//   - UPDATE takes no command. A server is there only inside one step; a client is there while it waits for the answer,
//     and therefore can lose the connection there.
//
// New commands (APOP, STLS, AUTH, UTF8, LANG) are rows here, an entry in Verbs, and a file at each end. STLS and UTF8
// have After and From like everybody else; APOP and AUTH are ways from AUTHORIZATION to TRANSACTION beside PASS.

// State is a state of a session, named as in RFC 1939 section 3.
type State string

const (
	// Authorization: the server does not know yet who it talks to.
	Authorization State = "AUTHORIZATION"
	// Transaction: the maildrop is locked and the client may look, fetch and mark.
	Transaction State = "TRANSACTION"
	// Update: the server deletes what is marked and unlocks the maildrop.
	Update State = "UPDATE"
	// Closed is no state of the RFC: the session is over.
	Closed State = "CLOSED"
)

// Event is what makes a session move.
type Event string

const (
	// OK: the command was answered +OK.
	OK Event = "+OK"
	// Err: the command was answered -ERR.
	Err Event = "-ERR"
	// Taken: QUIT was accepted and will be answered after the update.
	Taken Event = "taken"
	// Timeout: the autologout timer ran out (RFC 1939 section 3), or the client's patience.
	Timeout Event = "timeout"
	// Lost: the connection ended without QUIT.
	Lost Event = "lost"
	// GivenUp: one end has had enough of the other: too many errors, too much at once, or a reply that is none.
	GivenUp Event = "given up"
)

// Transition is one row of Table.
type Transition struct {
	Verb  string // Empty: no command causes it.
	After string // The command before must have been this one, answered +OK. Empty: no matter.
	From  State
	Event Event
	To    State
}

// Table is every move of a session.
var Table = []Transition{
	{Verb: USER, From: Authorization, Event: OK, To: Authorization},
	{Verb: USER, From: Authorization, Event: Err, To: Authorization},
	{Verb: PASS, After: USER, From: Authorization, Event: OK, To: Transaction},
	{Verb: PASS, After: USER, From: Authorization, Event: Err, To: Authorization},
	{Verb: CAPA, From: Authorization, Event: OK, To: Authorization},
	{Verb: CAPA, From: Authorization, Event: Err, To: Authorization},
	{Verb: QUIT, From: Authorization, Event: OK, To: Closed},
	{Verb: QUIT, From: Authorization, Event: Err, To: Authorization},
	{From: Authorization, Event: Timeout, To: Closed},
	{From: Authorization, Event: Lost, To: Closed},
	{From: Authorization, Event: GivenUp, To: Closed},

	{Verb: CAPA, From: Transaction, Event: OK, To: Transaction},
	{Verb: CAPA, From: Transaction, Event: Err, To: Transaction},
	{Verb: STAT, From: Transaction, Event: OK, To: Transaction},
	{Verb: STAT, From: Transaction, Event: Err, To: Transaction},
	{Verb: LIST, From: Transaction, Event: OK, To: Transaction},
	{Verb: LIST, From: Transaction, Event: Err, To: Transaction},
	{Verb: UIDL, From: Transaction, Event: OK, To: Transaction},
	{Verb: UIDL, From: Transaction, Event: Err, To: Transaction},
	{Verb: RETR, From: Transaction, Event: OK, To: Transaction},
	{Verb: RETR, From: Transaction, Event: Err, To: Transaction},
	{Verb: TOP, From: Transaction, Event: OK, To: Transaction},
	{Verb: TOP, From: Transaction, Event: Err, To: Transaction},
	{Verb: DELE, From: Transaction, Event: OK, To: Transaction},
	{Verb: DELE, From: Transaction, Event: Err, To: Transaction},
	{Verb: NOOP, From: Transaction, Event: OK, To: Transaction},
	{Verb: NOOP, From: Transaction, Event: Err, To: Transaction},
	{Verb: RSET, From: Transaction, Event: OK, To: Transaction},
	{Verb: RSET, From: Transaction, Event: Err, To: Transaction},
	{Verb: QUIT, From: Transaction, Event: Taken, To: Update},
	{Verb: QUIT, From: Transaction, Event: Err, To: Transaction},
	{From: Transaction, Event: Timeout, To: Closed},
	{From: Transaction, Event: Lost, To: Closed},
	{From: Transaction, Event: GivenUp, To: Closed},

	{Verb: QUIT, From: Update, Event: OK, To: Closed},
	{Verb: QUIT, From: Update, Event: Err, To: Closed},
	{From: Update, Event: Timeout, To: Closed},
	{From: Update, Event: Lost, To: Closed},
	{From: Update, Event: GivenUp, To: Closed},
}

// Next is the state after event in state from; verb is the command that it belongs to, or empty. A move that is not in
// Table is a mistake of ours, and panics.
func Next(from State, verb string, event Event) State {
	for _, t := range Table {
		if t.From == from && t.Verb == verb && t.Event == event {
			return t.To
		}
	}
	panic("pop3: no transition from " + string(from) + " by " + verb + " " + string(event))
}

// Legal says whether a client may send verb in state st. The verb of the last command is last if that was answered +OK,
// and empty otherwise.
func Legal(verb string, st State, last string) bool {
	for _, t := range Table {
		if t.Verb == verb && verb != "" && t.From == st && st != Update && (t.After == "" || t.After == last) {
			return true
		}
	}
	return false
}

// Allowed lists the verbs that are Legal, in the order of Verbs.
func Allowed(st State, last string) []string {
	var list []string
	for _, v := range Verbs {
		if Legal(v.Name, st, last) {
			list = append(list, v.Name)
		}
	}
	return list
}

// Refusal is the answer to a verb that is not Legal in state st. It says what would be right.
func Refusal(verb string, st State) Reply {
	var at *Transition
	for i := range Table {
		if Table[i].Verb == verb && verb != "" {
			at = &Table[i]
			break
		}
	}
	switch {
	case at == nil && verb == "":
		return Bad("a line begins with a command, such as CAPA or QUIT")
	case at == nil:
		return Bad("unknown command " + quote(verb))
	case at.From == st && at.After != "":
		return Bad(verb + " goes right after a " + at.After + " that was answered +OK; send " + at.After + " first")
	case at.From == Transaction:
		return Bad(verb + " belongs to the " + string(Transaction) + " state; log in first with USER and PASS")
	}
	return Bad(verb + " belongs to the " + string(at.From) + " state; you are logged in already, so QUIT first")
}

// maxQuoted bounds how much of a peer's rubbish a reply repeats.
const maxQuoted = 32

// quote makes rubbish safe to repeat.
func quote(s string) string {
	if len(s) > maxQuoted {
		return strconv.QuoteToASCII(s[:maxQuoted]) + "..."
	}
	return strconv.QuoteToASCII(s)
}

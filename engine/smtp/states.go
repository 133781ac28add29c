package smtp

// Theory of operation
//
// A session is in one of ten states. RFC 5321 describes them without a picture: session initiation (section 3.1),
// client initiation (3.2), the mail transaction with its sender, recipients and data (3.3), and termination (3.8). The
// states here carry the name of the command that leads into them, or the word that mail programs' authors use.
//
// Table holds every transition: what may come (Verb) in which state (From), how the server answers (Event) and where
// that leads (To). A verb that has no row for a state is the refusal, and Refusal is its text. The running server asks
// Allows before it looks at a command's argument and Next after it knows its own answer; it has no other notion of
// order. The page draws its diagram and its completion from the same rows.
//
// What surprises:
//   - RSET, NOOP, HELP, VRFY and EXPN are allowed before EHLO (section 4.1.4), and EHLO in the middle of a transaction
//     is a RSET (also 4.1.4).
//   - The transaction is over after the dot whatever the answer is: 250 and 554 both lead to READY.
//   - A refused command changes nothing. That is why a second MAIL is refused and not taken as a new beginning.
//   - In DATA and AUTH there are no commands. Whatever looks like one is text of the letter, or broken base64.
//   - 421 leads to QUIT from everywhere.
//   - BDAT (RFC 3030) brings octets with it. They are read and dropped even when the command is refused, in whatever state,
//     or they would be taken for commands. A chunk that is refused, the first one too, leads to BDAT: what follows in the
//     same burst must not become a letter of its own. Only LAST, RSET or a new greeting lead out, and LAST (a verb of its
//     own here, since it leads elsewhere) then repeats the refusal. When the number cannot be read, 521 closes, in whatever
//     state: where the octets end, and commands begin again, nobody knows.
//   - The greeting may be a refusal. Then the client is still heard until it says QUIT (section 3.1), but nothing is obeyed.
//   - STARTTLS and XCLIENT begin the session anew, as if the connection had just been greeted.
//
// Do not change lightly: the names of states stand in traces and thus in digests, and lessons refer to them.

// State is a state of an SMTP session, the same on both sides.
type State uint8

const (
	// StateConnect is a connection that has not been greeted yet.
	StateConnect State = iota
	// StateGreet comes after the greeting: the server waits for EHLO or HELO.
	StateGreet
	// StateReady comes after EHLO or HELO, when no mail transaction is open.
	StateReady
	// StateAuth is the exchange of AUTH: each line is base64, not a command.
	StateAuth
	// StateMail is a mail transaction with a sender and no recipient yet.
	StateMail
	// StateRcpt is a mail transaction with a sender and at least one recipient.
	StateRcpt
	// StateData is the letter itself, up to the lone dot.
	StateData
	// StateBdat is between two chunks of a letter, or in one.
	StateBdat
	// StateRefused comes after a greeting that refuses service.
	StateRefused
	// StateQuit is the end.
	StateQuit

	states
)

var stateNames = [states]string{"CONNECT", "GREET", "READY", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "REFUSED", "QUIT"}

// String is the name of the state in traces and on screen.
func (s State) String() string { return stateNames[s] }

// States lists all states in the order of a session.
func States() []State {
	list := make([]State, states)
	for i := range list {
		list[i] = State(i)
	}
	return list
}

// Events of transitions: which answers of the server lead along them.
const (
	On2xx    = "2xx"
	On334    = "334"    // AUTH goes on.
	On354    = "354"    // Send the letter.
	On4xx5xx = "4xx5xx" // Any refusal but 421, and but 521 where that has a row.
	On521    = "521"    // The server closes, as nobody can know what the next octets are: BDAT, wherever it stands.
	On421    = "421"    // The server closes.
	OnClose  = "close"  // No answer: the client has closed.
)

// Transition is one row of the table.
type Transition struct {
	Verb  string
	From  State
	Event string
	To    State
}

// Table is all transitions. Within a state the verbs stand in the order in which a person learns them.
var Table = []Transition{
	{Connect, StateConnect, On2xx, StateGreet},
	{Connect, StateConnect, On4xx5xx, StateRefused},
	{Any, StateConnect, On421, StateQuit},
	{Close, StateConnect, OnClose, StateQuit},

	{HELO, StateGreet, On2xx, StateReady},
	{HELO, StateGreet, On4xx5xx, StateGreet},
	{EHLO, StateGreet, On2xx, StateReady},
	{EHLO, StateGreet, On4xx5xx, StateGreet},
	{LHLO, StateGreet, On2xx, StateReady},
	{LHLO, StateGreet, On4xx5xx, StateGreet},
	{XCLIENT, StateGreet, On2xx, StateGreet},
	{XCLIENT, StateGreet, On4xx5xx, StateGreet},
	{XFORWARD, StateGreet, On2xx, StateGreet},
	{XFORWARD, StateGreet, On4xx5xx, StateGreet},
	{NOOP, StateGreet, On2xx, StateGreet},
	{NOOP, StateGreet, On4xx5xx, StateGreet},
	{RSET, StateGreet, On2xx, StateGreet},
	{RSET, StateGreet, On4xx5xx, StateGreet},
	{VRFY, StateGreet, On2xx, StateGreet},
	{VRFY, StateGreet, On4xx5xx, StateGreet},
	{EXPN, StateGreet, On2xx, StateGreet},
	{EXPN, StateGreet, On4xx5xx, StateGreet},
	{HELP, StateGreet, On2xx, StateGreet},
	{HELP, StateGreet, On4xx5xx, StateGreet},
	{QUIT, StateGreet, On2xx, StateQuit},
	{QUIT, StateGreet, On4xx5xx, StateGreet},
	{Any, StateGreet, On521, StateQuit},
	{Any, StateGreet, On421, StateQuit},
	{Close, StateGreet, OnClose, StateQuit},

	{MAIL, StateReady, On2xx, StateMail},
	{MAIL, StateReady, On4xx5xx, StateReady},
	{AUTH, StateReady, On334, StateAuth},
	{AUTH, StateReady, On2xx, StateReady},
	{AUTH, StateReady, On4xx5xx, StateReady},
	{HELO, StateReady, On2xx, StateReady},
	{HELO, StateReady, On4xx5xx, StateReady},
	{EHLO, StateReady, On2xx, StateReady},
	{EHLO, StateReady, On4xx5xx, StateReady},
	{LHLO, StateReady, On2xx, StateReady},
	{LHLO, StateReady, On4xx5xx, StateReady},
	{STARTTLS, StateReady, On2xx, StateGreet},
	{STARTTLS, StateReady, On4xx5xx, StateReady},
	{ETRN, StateReady, On2xx, StateReady},
	{ETRN, StateReady, On4xx5xx, StateReady},
	{XCLIENT, StateReady, On2xx, StateGreet},
	{XCLIENT, StateReady, On4xx5xx, StateReady},
	{XFORWARD, StateReady, On2xx, StateReady},
	{XFORWARD, StateReady, On4xx5xx, StateReady},
	{NOOP, StateReady, On2xx, StateReady},
	{NOOP, StateReady, On4xx5xx, StateReady},
	{RSET, StateReady, On2xx, StateReady},
	{RSET, StateReady, On4xx5xx, StateReady},
	{VRFY, StateReady, On2xx, StateReady},
	{VRFY, StateReady, On4xx5xx, StateReady},
	{EXPN, StateReady, On2xx, StateReady},
	{EXPN, StateReady, On4xx5xx, StateReady},
	{HELP, StateReady, On2xx, StateReady},
	{HELP, StateReady, On4xx5xx, StateReady},
	{QUIT, StateReady, On2xx, StateQuit},
	{QUIT, StateReady, On4xx5xx, StateReady},
	{Any, StateReady, On521, StateQuit},
	{Any, StateReady, On421, StateQuit},
	{Close, StateReady, OnClose, StateQuit},

	{Response, StateAuth, On334, StateAuth},
	{Response, StateAuth, On2xx, StateReady},
	{Response, StateAuth, On4xx5xx, StateReady},
	{Cancel, StateAuth, On4xx5xx, StateReady},
	{Any, StateAuth, On421, StateQuit},
	{Close, StateAuth, OnClose, StateQuit},

	{RCPT, StateMail, On2xx, StateRcpt},
	{RCPT, StateMail, On4xx5xx, StateMail},
	{RSET, StateMail, On2xx, StateReady},
	{RSET, StateMail, On4xx5xx, StateMail},
	{HELO, StateMail, On2xx, StateReady},
	{HELO, StateMail, On4xx5xx, StateMail},
	{EHLO, StateMail, On2xx, StateReady},
	{EHLO, StateMail, On4xx5xx, StateMail},
	{LHLO, StateMail, On2xx, StateReady},
	{LHLO, StateMail, On4xx5xx, StateMail},
	{NOOP, StateMail, On2xx, StateMail},
	{NOOP, StateMail, On4xx5xx, StateMail},
	{VRFY, StateMail, On2xx, StateMail},
	{VRFY, StateMail, On4xx5xx, StateMail},
	{EXPN, StateMail, On2xx, StateMail},
	{EXPN, StateMail, On4xx5xx, StateMail},
	{HELP, StateMail, On2xx, StateMail},
	{HELP, StateMail, On4xx5xx, StateMail},
	{QUIT, StateMail, On2xx, StateQuit},
	{QUIT, StateMail, On4xx5xx, StateMail},
	{Any, StateMail, On521, StateQuit},
	{Any, StateMail, On421, StateQuit},
	{Close, StateMail, OnClose, StateQuit},

	{DATA, StateRcpt, On354, StateData},
	{DATA, StateRcpt, On4xx5xx, StateRcpt},
	{BDAT, StateRcpt, On2xx, StateBdat},
	{BDAT, StateRcpt, On521, StateQuit},
	{BDAT, StateRcpt, On4xx5xx, StateBdat},
	{Last, StateRcpt, On2xx, StateReady},
	{Last, StateRcpt, On4xx5xx, StateReady},
	{RCPT, StateRcpt, On2xx, StateRcpt},
	{RCPT, StateRcpt, On4xx5xx, StateRcpt},
	{RSET, StateRcpt, On2xx, StateReady},
	{RSET, StateRcpt, On4xx5xx, StateRcpt},
	{HELO, StateRcpt, On2xx, StateReady},
	{HELO, StateRcpt, On4xx5xx, StateRcpt},
	{EHLO, StateRcpt, On2xx, StateReady},
	{EHLO, StateRcpt, On4xx5xx, StateRcpt},
	{LHLO, StateRcpt, On2xx, StateReady},
	{LHLO, StateRcpt, On4xx5xx, StateRcpt},
	{NOOP, StateRcpt, On2xx, StateRcpt},
	{NOOP, StateRcpt, On4xx5xx, StateRcpt},
	{VRFY, StateRcpt, On2xx, StateRcpt},
	{VRFY, StateRcpt, On4xx5xx, StateRcpt},
	{EXPN, StateRcpt, On2xx, StateRcpt},
	{EXPN, StateRcpt, On4xx5xx, StateRcpt},
	{HELP, StateRcpt, On2xx, StateRcpt},
	{HELP, StateRcpt, On4xx5xx, StateRcpt},
	{QUIT, StateRcpt, On2xx, StateQuit},
	{QUIT, StateRcpt, On4xx5xx, StateRcpt},
	{Any, StateRcpt, On421, StateQuit},
	{Close, StateRcpt, OnClose, StateQuit},

	{EOD, StateData, On2xx, StateReady},
	{EOD, StateData, On4xx5xx, StateReady},
	{Any, StateData, On421, StateQuit},
	{Close, StateData, OnClose, StateQuit},

	{BDAT, StateBdat, On2xx, StateBdat},
	{BDAT, StateBdat, On521, StateQuit},
	{BDAT, StateBdat, On4xx5xx, StateBdat},
	{Last, StateBdat, On2xx, StateReady},
	{Last, StateBdat, On4xx5xx, StateReady},
	{RSET, StateBdat, On2xx, StateReady},
	{RSET, StateBdat, On4xx5xx, StateBdat},
	{HELO, StateBdat, On2xx, StateReady},
	{HELO, StateBdat, On4xx5xx, StateBdat},
	{EHLO, StateBdat, On2xx, StateReady},
	{EHLO, StateBdat, On4xx5xx, StateBdat},
	{LHLO, StateBdat, On2xx, StateReady},
	{LHLO, StateBdat, On4xx5xx, StateBdat},
	{NOOP, StateBdat, On2xx, StateBdat},
	{NOOP, StateBdat, On4xx5xx, StateBdat},
	{VRFY, StateBdat, On2xx, StateBdat},
	{VRFY, StateBdat, On4xx5xx, StateBdat},
	{EXPN, StateBdat, On2xx, StateBdat},
	{EXPN, StateBdat, On4xx5xx, StateBdat},
	{HELP, StateBdat, On2xx, StateBdat},
	{HELP, StateBdat, On4xx5xx, StateBdat},
	{QUIT, StateBdat, On2xx, StateQuit},
	{QUIT, StateBdat, On4xx5xx, StateBdat},
	{Any, StateBdat, On421, StateQuit},
	{Close, StateBdat, OnClose, StateQuit},

	{QUIT, StateRefused, On2xx, StateQuit},
	{QUIT, StateRefused, On4xx5xx, StateRefused},
	{Any, StateRefused, On521, StateQuit},
	{Any, StateRefused, On421, StateQuit},
	{Close, StateRefused, OnClose, StateQuit},
}

// byState is Table cut by state, so that a lookup looks at one state's rows only.
var byState = func() (rows [states][]Transition) {
	for _, t := range Table {
		rows[t.From] = append(rows[t.From], t)
	}
	return rows
}()

// Allows says whether a verb has a row in a state, whatever the answer will be.
func Allows(st State, verb string) bool {
	for i := range byState[st] {
		if byState[st][i].Verb == verb {
			return true
		}
	}
	return false
}

// Next is where the server's answer to a verb leads. ok is false when the table has no such row: then the verb was
// refused for its place, and the state stays.
func Next(st State, verb string, code int) (to State, ok bool) {
	for i := range byState[st] {
		t := &byState[st][i]
		if (t.Verb == verb || t.Verb == Any) && covers(t.Event, code) {
			return t.To, true
		}
	}
	return st, false
}

// covers says whether a reply with this code is that event. 421 is a matter of its own: whatever was asked, it closes.
func covers(event string, code int) bool {
	switch event {
	case On2xx:
		return code/100 == 2
	case On334:
		return code == 334
	case On354:
		return code == 354
	case On4xx5xx:
		return code >= 400 && code != 421
	case On421:
		return code == 421
	case On521:
		return code == 521
	}
	return false
}

// Allowed lists what may be sent in a state, in teaching order. Besides command words that can be EOD, Last,
// Response and Cancel.
func Allowed(st State) []string {
	var verbs []string
	for _, t := range byState[st] {
		if t.Verb == Any || t.Verb == Close || t.Verb == Connect {
			continue
		}
		if n := len(verbs); n == 0 || verbs[n-1] != t.Verb {
			verbs = append(verbs, t.Verb)
		}
	}
	return verbs
}

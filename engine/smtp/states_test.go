package smtp

import (
	"slices"
	"strings"
	"testing"
)

func TestTableIsWhole(t *testing.T) {
	type key struct {
		verb  string
		from  State
		event string
	}
	seen := map[key]bool{}
	into, outOf := map[State]bool{StateConnect: true}, map[State]bool{StateQuit: true}
	for _, r := range Table {
		k := key{r.Verb, r.From, r.Event}
		if seen[k] {
			t.Errorf("two rows for %v", k)
		}
		seen[k] = true
		into[r.To], outOf[r.From] = true, true
		if !slices.Contains([]string{On2xx, On334, On354, On4xx5xx, On421, On521, OnClose}, r.Event) {
			t.Errorf("row %v has an event that nobody knows", r)
		}
		if r.Event == On4xx5xx && r.From != StateAuth && r.From != StateData && r.From != StateConnect && r.Verb != BDAT && r.Verb != Last && r.From != r.To {
			t.Errorf("row %v: a refusal changes the state", r)
		}
	}
	for _, st := range States() {
		if !into[st] || !outOf[st] {
			t.Errorf("%v is never entered or never left", st)
		}
		if st == StateQuit {
			continue
		}
		for _, k := range []key{{Any, st, On421}, {Close, st, OnClose}} {
			if !seen[k] {
				t.Errorf("no row %v", k)
			}
		}
		for _, verb := range Allowed(st) {
			if verb != Cancel && !seen[key{verb, st, On4xx5xx}] {
				t.Errorf("%s can not be refused in %v", verb, st)
			}
			if to, ok := Next(st, verb, 421); !ok || to != StateQuit {
				t.Errorf("421 to %s in %v leads to %v", verb, st, to)
			}
		}
	}
}

func TestAllowed(t *testing.T) {
	for st, want := range map[State]string{
		StateConnect: "",
		StateGreet:   "HELO EHLO LHLO XCLIENT XFORWARD NOOP RSET VRFY EXPN HELP QUIT",
		StateReady:   "MAIL AUTH HELO EHLO LHLO STARTTLS ETRN XCLIENT XFORWARD NOOP RSET VRFY EXPN HELP QUIT",
		StateAuth:    "RESPONSE *",
		StateMail:    "RCPT RSET HELO EHLO LHLO NOOP VRFY EXPN HELP QUIT",
		StateRcpt:    "DATA BDAT BDAT LAST RCPT RSET HELO EHLO LHLO NOOP VRFY EXPN HELP QUIT",
		StateData:    "EOD",
		StateBdat:    "BDAT BDAT LAST RSET HELO EHLO LHLO NOOP VRFY EXPN HELP QUIT",
		StateRefused: "QUIT",
		StateQuit:    "",
	} {
		if got := strings.Join(Allowed(st), " "); got != want {
			t.Errorf("%v: %s, want %s", st, got, want)
		}
	}
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		from State
		verb string
		code int
		to   State
		ok   bool
	}{
		{StateConnect, Connect, 220, StateGreet, true},
		{StateGreet, EHLO, 250, StateReady, true},
		{StateGreet, MAIL, 503, StateGreet, false},
		{StateReady, AUTH, 334, StateAuth, true},
		{StateAuth, Response, 334, StateAuth, true},
		{StateAuth, Cancel, 501, StateReady, true},
		{StateRcpt, DATA, 354, StateData, true},
		{StateRcpt, DATA, 250, StateRcpt, false}, // No server answers so.
		{StateData, EOD, 554, StateReady, true},
		{StateData, EOD, 421, StateQuit, true},
		{StateConnect, Connect, 521, StateRefused, true},
		{StateRcpt, BDAT, 250, StateBdat, true},
		{StateRcpt, BDAT, 552, StateBdat, true}, // What follows must not begin a letter.
		{StateRcpt, BDAT, 521, StateQuit, true},
		{StateBdat, Last, 552, StateReady, true},
		{StateBdat, DATA, 503, StateBdat, false},
		{StateReady, BDAT, 503, StateReady, false},
		{StateReady, XCLIENT, 220, StateGreet, true},
		{StateQuit, NOOP, 250, StateQuit, false},
	} {
		if to, ok := Next(c.from, c.verb, c.code); to != c.to || ok != c.ok {
			t.Errorf("Next(%v, %s, %d) = %v, %v", c.from, c.verb, c.code, to, ok)
		}
	}
}

func TestRefusal(t *testing.T) {
	for _, c := range []struct {
		verb string
		st   State
		want string
	}{
		{MAIL, StateGreet, "503 5.5.1 Send HELO first"},
		{AUTH, StateGreet, "503 5.5.1 Send EHLO first"},
		{RCPT, StateReady, "503 5.5.1 Send MAIL FROM first"},
		{DATA, StateReady, "503 5.5.1 Send MAIL FROM and RCPT TO first"},
		{DATA, StateMail, "503 5.5.1 Send RCPT TO first"},
		{MAIL, StateRcpt, "503 5.5.1 Sender already given: go on with RCPT TO, or send RSET to begin again"},
		{AUTH, StateMail, "503 5.5.1 AUTH is not permitted in a mail transaction: finish it or send RSET first"},
		{TURN, StateReady, "502 5.5.1 TURN was retired with RFC 821 and is not implemented: MAIL FROM begins a letter, HELP lists the commands"},
		{BURL, StateReady, "502 5.5.1 BURL is not implemented: MAIL FROM begins a letter, HELP lists the commands"},
		{ETRN, StateMail, "503 5.5.1 ETRN is not permitted in a mail transaction: finish it or send RSET first"},
		{DATA, StateBdat, "503 5.5.1 DATA and BDAT do not mix in one letter: go on with BDAT, or send RSET to begin again"},
		{RCPT, StateBdat, "503 5.5.1 The letter has begun: go on with BDAT, or send RSET to begin again"},
		{STARTTLS, StateGreet, "503 5.5.1 Send EHLO first"},
		{NOOP, StateRefused, "503 5.5.1 Not now: there is no service for you here, and QUIT is all that is left"},
		{"STARTSSL", StateGreet, "500 5.5.2 Unknown command STARTSSL: begin with HELO or EHLO, or ask HELP"},
		{"", StateReady, "500 5.5.2 A line without a command: MAIL FROM begins a letter, HELP lists the commands"},
		{"\x00\xff" + strings.Repeat("X", 100), StateReady, "500 5.5.2 Unknown command ??" + strings.Repeat("X", 38) + "...: MAIL FROM begins a letter, HELP lists the commands"},
	} {
		if got := Refusal(c.verb, c.st).Error(); got != c.want {
			t.Errorf("%q in %v:\n got %s\nwant %s", c.verb, c.st, got, c.want)
		}
	}
}

package pop3

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseCommand(t *testing.T) {
	for _, tt := range []struct{ line, verb, arg string }{
		{"STAT", "STAT", ""},
		{"retr 2", "RETR", "2"},
		{"ToP 1 10", "TOP", "1 10"},
		{"PASS  two spaces ", "PASS", " two spaces "}, // Both ends belong to the password.
		{"", "", ""},
		{" STAT", "", "STAT"},
		{"\xffé", "\xffé", ""},
	} {
		if verb, arg := ParseCommand(tt.line); verb != tt.verb || arg != tt.arg {
			t.Errorf("%q: %q %q", tt.line, verb, arg)
		}
	}
}

func TestNumber(t *testing.T) {
	for s, want := range map[string]int{"0": 0, "1": 1, "007": 7, "999999999": 999999999} {
		if n, ok := Number(s); !ok || n != want {
			t.Errorf("%q: %d %v", s, n, ok)
		}
	}
	for _, s := range []string{"", "-1", "+1", " 1", "1 ", "1.0", "0x1", "1000000000", "٣"} {
		if n, ok := Number(s); ok {
			t.Errorf("%q counts as %d", s, n)
		}
	}
}

func TestReply(t *testing.T) {
	for _, tt := range []struct {
		line string
		r    Reply
	}{
		{"+OK", Reply{OK: true}},
		{"+OK 3 120", Reply{OK: true, Text: "3 120"}},
		{"-ERR no such message", Reply{Text: "no such message"}},
		{"-ERR [AUTH] invalid password", Reply{Code: CodeAuth, Text: "invalid password"}},
		{"-ERR [IN-USE]", Reply{Code: CodeInUse}},
		{"-ERR [SYS/TEMP] later", Reply{Code: CodeTemporary, Text: "later"}},
		{"+OK [] nothing in it", Reply{OK: true, Text: "[] nothing in it"}},
		{"+OK [open", Reply{OK: true, Text: "[open"}},
	} {
		r, ok := ParseReply(tt.line)
		if !ok || r != tt.r {
			t.Errorf("%q: %+v %v", tt.line, r, ok)
		}
		if r.String() != tt.line || r.Error() != tt.line || string(r.Bytes()) != tt.line+"\r\n" {
			t.Errorf("%q comes back as %q", tt.line, r.String())
		}
	}
	if r, _ := ParseReply("-ERR [in-use] x"); r.Code != CodeInUse {
		t.Errorf("response codes have no case: %+v", r)
	}
	for _, line := range []string{"", "OK", "+ok", "+OKAY", " +OK", "-ERROR x", "220 mail ESMTP"} {
		if r, ok := ParseReply(line); ok {
			t.Errorf("%q is read as %+v", line, r)
		}
	}
	if n := len(Bad(strings.Repeat("x", 9000)).Bytes()); n != MaxReplyLine {
		t.Errorf("a line of %d octets", n)
	}
}

func TestCapabilities(t *testing.T) {
	list := []string{"TOP", "SASL PLAIN LOGIN", "EXPIRE NEVER", "uidl"}
	for name, want := range map[string]bool{
		"TOP": true, "sasl": true, "PLAIN": false, CapExpire: true, CapUIDL: true, "TO": false, "PIPELINING": false,
	} {
		if HasCapability(list, name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
	DefaultCapabilities()[0] = "changed"
	if DefaultCapabilities()[0] != CapTOP {
		t.Error("the default set can be changed by who reads it")
	}
}

func TestAllowed(t *testing.T) {
	for _, tt := range []struct {
		st   State
		last string
		want string
	}{
		{Authorization, "", "USER CAPA QUIT"},
		{Authorization, CAPA, "USER CAPA QUIT"},
		{Authorization, USER, "USER PASS CAPA QUIT"},
		{Transaction, PASS, "CAPA STAT LIST UIDL RETR TOP DELE NOOP RSET QUIT"},
		{Transaction, USER, "CAPA STAT LIST UIDL RETR TOP DELE NOOP RSET QUIT"},
		{Update, QUIT, ""},
		{Closed, "", ""},
	} {
		if got := strings.Join(Allowed(tt.st, tt.last), " "); got != tt.want {
			t.Errorf("%s after %q: %s", tt.st, tt.last, got)
		}
	}
}

// TestTableIsSound checks the table against itself: every verb is known and used, every state can be reached and left,
// no two rows contradict each other.
func TestTableIsSound(t *testing.T) {
	type key struct {
		verb  string
		from  State
		event Event
	}
	seen := map[key]bool{}
	used := map[string]bool{"": true}
	reached := map[State]bool{Authorization: true}
	for _, row := range Table {
		k := key{row.Verb, row.From, row.Event}
		if seen[k] {
			t.Errorf("two rows for %v", k)
		}
		seen[k], used[row.Verb], reached[row.To] = true, true, true
		if row.Verb != "" {
			if _, ok := Find(row.Verb); !ok {
				t.Errorf("row with the unknown verb %s", row.Verb)
			}
			if !seen[key{row.Verb, row.From, OK}] && !seen[key{row.Verb, row.From, Taken}] {
				t.Errorf("%s in %s can only fail", row.Verb, row.From)
			}
		}
		if Next(row.From, row.Verb, row.Event) != row.To {
			t.Errorf("Next contradicts %+v", row)
		}
		if row.From == Closed {
			t.Errorf("a way back from the dead: %+v", row)
		}
	}
	for _, v := range Verbs {
		if !used[v.Name] {
			t.Errorf("%s is nowhere legal", v.Name)
		}
	}
	if !reflect.DeepEqual(reached, map[State]bool{Authorization: true, Transaction: true, Update: true, Closed: true}) {
		t.Errorf("reached %v", reached)
	}
	// Only QUIT leads to UPDATE (RFC 1939 section 6).
	for _, row := range Table {
		if row.To == Update && row.Verb != QUIT {
			t.Errorf("%s leads to UPDATE", row.Verb)
		}
	}
}

func TestNextPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an impossible move went through")
		}
	}()
	Next(Authorization, STAT, OK)
}

func TestRefusal(t *testing.T) {
	for _, tt := range []struct {
		verb string
		st   State
		want string
	}{
		{STAT, Authorization, "-ERR STAT belongs to the TRANSACTION state; log in first with USER and PASS"},
		{PASS, Authorization, "-ERR PASS goes right after a USER that was answered +OK; send USER first"},
		{USER, Transaction, "-ERR USER belongs to the AUTHORIZATION state; you are logged in already, so QUIT first"},
		{PASS, Transaction, "-ERR PASS belongs to the AUTHORIZATION state; you are logged in already, so QUIT first"},
		{"HELO", Transaction, `-ERR unknown command "HELO"`},
		{"", Authorization, "-ERR a line begins with a command, such as CAPA or QUIT"},
		{"\xff\r", Authorization, `-ERR unknown command "\xff\r"`}, // A reply never repeats raw octets.
		{strings.Repeat("A", 40), Authorization, `-ERR unknown command "` + strings.Repeat("A", 32) + `"...`},
	} {
		if got := Refusal(tt.verb, tt.st).String(); got != tt.want {
			t.Errorf("%q in %s: %s", tt.verb, tt.st, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("+OK 3 120")
	f.Add("-ERR [AUTH] invalid password")
	f.Add("retr 2")
	f.Fuzz(func(t *testing.T, line string) {
		if r, ok := ParseReply(line); ok {
			again, ok := ParseReply(r.String())
			if !ok || again != r {
				t.Errorf("%q: %+v, then %+v", line, r, again)
			}
		}
		verb, _ := ParseCommand(line)
		for _, st := range []State{Authorization, Transaction, Update, Closed} {
			if !Legal(verb, st, "") && strings.ContainsAny(Refusal(verb, st).String(), "\r\n\x00") {
				t.Errorf("refusing %q breaks the line", verb)
			}
		}
	})
}

package pop3server

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// say opens a session and sends lines, each in an input of its own.
func say(st *stage, lines ...string) *stage {
	if st.sent.Len() == 0 {
		st.step(machine.Input{Kind: machine.Open})
	}
	for _, l := range lines {
		st.step(machine.Input{Kind: machine.Bytes, Data: []byte(l + "\r\n")})
	}
	return st
}

// last is the last status line.
func (st *stage) last() string {
	for i := len(st.log) - 1; i >= 0; i-- {
		if strings.HasPrefix(st.log[i], "S: +OK") || strings.HasPrefix(st.log[i], "S: -ERR") {
			return st.log[i][3:]
		}
	}
	return ""
}

// example is, for each verb, a command line that is answered +OK and one that is answered -ERR, in a state where the verb
// is legal.
var example = map[string][2]string{
	pop3.USER: {"USER bob", "USER"},
	pop3.PASS: {"PASS bob-pw", "PASS wrong"},
	pop3.CAPA: {"CAPA", "CAPA x"},
	pop3.STAT: {"STAT", "STAT x"},
	pop3.LIST: {"LIST", "LIST 9"},
	pop3.UIDL: {"UIDL 1", "UIDL 9"},
	pop3.RETR: {"RETR 1", "RETR 9"},
	pop3.TOP:  {"TOP 1 0", "TOP 1"},
	pop3.DELE: {"DELE 1", "DELE 9"},
	pop3.NOOP: {"NOOP", "NOOP x"},
	pop3.RSET: {"RSET", "RSET x"},
	pop3.QUIT: {"QUIT", "QUIT x"},
}

// situations are the ways to each state, with the last command that was answered +OK.
var situations = []struct {
	name  string
	state pop3.State
	last  string
	lines []string
}{
	{"AUTHORIZATION", pop3.Authorization, "", nil},
	{"AUTHORIZATION after CAPA", pop3.Authorization, pop3.CAPA, []string{"CAPA"}},
	{"AUTHORIZATION after USER", pop3.Authorization, pop3.USER, []string{"USER bob"}},
	{"AUTHORIZATION after a bad USER", pop3.Authorization, "", []string{"USER bob", "USER"}},
	{"AUTHORIZATION after a bad PASS", pop3.Authorization, "", []string{"USER bob", "PASS wrong"}},
	{"TRANSACTION", pop3.Transaction, pop3.PASS, []string{"USER bob", "PASS bob-pw"}},
	{"TRANSACTION after STAT", pop3.Transaction, pop3.STAT, []string{"USER bob", "PASS bob-pw", "STAT"}},
	{"CLOSED after UPDATE", pop3.Closed, "", []string{"USER bob", "PASS bob-pw", "QUIT"}},
}

// TestTableAgainstServer walks every verb and some rubbish through every state, and asks the running server.
func TestTableAgainstServer(t *testing.T) {
	verbs := []string{"XYZZY", "APOP", ""}
	for _, v := range pop3.Verbs {
		verbs = append(verbs, v.Name)
	}
	type row struct {
		verb  string
		from  pop3.State
		event pop3.Event
	}
	walked := map[row]bool{}
	for _, at := range situations {
		for _, verb := range verbs {
			lines, known := example[verb]
			if !known {
				lines = [2]string{verb, verb + " x"}
			}
			for k, event := range []pop3.Event{pop3.OK, pop3.Err} {
				st := say(newStage([]string{"mail welcome lunch"}), at.lines...)
				if st.server.State() != at.state {
					t.Fatalf("%s: in %s", at.name, st.server.State())
				}
				if !reflect.DeepEqual(st.server.Allowed(), pop3.Allowed(at.state, at.last)) {
					t.Errorf("%s: allowed %v, by the table %v", at.name, st.server.Allowed(), pop3.Allowed(at.state, at.last))
				}
				shown := len(st.log)
				say(st, lines[k])
				where := at.name + ": " + lines[k]
				switch {
				case at.state == pop3.Closed:
					if len(st.log) != shown {
						t.Errorf("%s: %v", where, st.log[shown:])
					}
				case !pop3.Legal(verb, at.state, at.last):
					if want := pop3.Refusal(verb, at.state).String(); st.last() != want || st.server.State() != at.state {
						t.Errorf("%s: %q in %s, want %q", where, st.last(), st.server.State(), want)
					}
				default:
					if !strings.HasPrefix(st.last(), string(event)) {
						t.Errorf("%s: %q, want %s", where, st.last(), event)
					}
					from := at.state
					if verb == pop3.QUIT && from == pop3.Transaction && event == pop3.OK {
						walked[row{verb, from, pop3.Taken}] = true
						from = pop3.Next(from, verb, pop3.Taken)
					}
					walked[row{verb, from, event}] = true
					if want := pop3.Next(from, verb, event); st.server.State() != want {
						t.Errorf("%s: in %s, the table says %s", where, st.server.State(), want)
					}
				}
			}
		}
		if at.state == pop3.Closed {
			continue
		}
		for event, do := range map[pop3.Event]func(st *stage){
			pop3.Timeout: func(st *stage) { st.wait(vtime.Hour) },
			pop3.Lost:    func(st *stage) { st.step(machine.Input{Kind: machine.Broken}) },
			pop3.GivenUp: func(st *stage) { say(st, strings.Split(strings.Repeat("x\n", DefaultMaxErrors), "\n")...) },
		} {
			st := say(newStage(nil), at.lines...)
			do(st)
			walked[row{"", at.state, event}] = true
			if st.server.State() != pop3.Next(at.state, "", event) || st.drop.held {
				t.Errorf("%s, %s: in %s, locked %v", at.name, event, st.server.State(), st.drop.held)
			}
			if strings.Contains(strings.Join(st.log, "\n"), "expunge") {
				t.Errorf("%s, %s: went through UPDATE", at.name, event)
			}
		}
	}
	st := say(newStage([]string{"commit fails"}), "USER bob", "PASS bob-pw", "QUIT")
	if st.server.State() != pop3.Closed {
		t.Error("a failed update does not end the session")
	}
	walked[row{pop3.QUIT, pop3.Update, pop3.Err}] = true
	for _, r := range pop3.Table {
		// A server is in UPDATE only inside a step: nothing can happen to it there.
		if !walked[row{r.Verb, r.From, r.Event}] && !(r.From == pop3.Update && r.Verb == "") {
			t.Errorf("no test walks %+v", r)
		}
	}
}

// TestEveryVerbHasAHandler keeps the table and the handlers together.
func TestEveryVerbHasAHandler(t *testing.T) {
	for _, v := range pop3.Verbs {
		if handlers[v.Name] == nil && v.Name != pop3.QUIT {
			t.Errorf("%s has none", v.Name)
		}
	}
	if len(handlers) != len(pop3.Verbs)-1 {
		t.Error("a handler without a verb")
	}
}

func TestAllowedFollowsCapabilities(t *testing.T) {
	st := say(newStage([]string{"capabilities USER", "nocapa"}), "USER bob")
	if got := strings.Join(st.server.Allowed(), " "); got != "USER PASS QUIT" {
		t.Errorf("allowed: %s", got)
	}
	say(st, "PASS bob-pw")
	if got := strings.Join(st.server.Allowed(), " "); got != "STAT LIST RETR DELE NOOP RSET QUIT" {
		t.Errorf("allowed: %s", got)
	}
}

func TestNotes(t *testing.T) {
	st := say(newStage([]string{"mail welcome lunch"}), "user bob", "PASS  two  words ", "LIST", "RETR 2", "\xff\x01", "quit")
	const at = "7 mail.hai.example pop3 "
	want := []string{
		"reply " + at + " +OK [mail.hai.example POP3 ready] msg=0",
		"cmd " + at + "USER [bob] [user bob]",
		"reply " + at + "USER +OK [now send PASS] msg=0",
		"cmd " + at + "PASS [ two  words ] [PASS  two  words ]",
		"reply " + at + "PASS +OK [2 messages (122 octets)] msg=0",
		"cmd " + at + "LIST [] [LIST]",
		"reply " + at + "LIST +OK [2 messages\n1 70\n2 52] msg=0",
		"cmd " + at + "RETR [2] [RETR 2]",
		"reply " + at + "RETR +OK [52 octets] msg=102",
		"cmd " + at + "\xff\x01 [] [\xff\x01]",
		"reply " + at + "\xff\x01 -ERR [unknown command \"\\xff\\x01\"] msg=0",
		"cmd " + at + "QUIT [] [quit]",
		"reply " + at + "QUIT +OK [bye (0 deleted)] msg=0",
	}
	if got := strings.Join(st.notes, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// TestCauseBeforeEffect checks the promise of the package comment: when the backend acts, the command that made it act
// is in the list already, and the answer is not.
func TestCauseBeforeEffect(t *testing.T) {
	d := &drop{names: []string{"welcome"}}
	s := New(Config{Hostname: "h"}, d)
	var out machine.Effects
	var seen []string
	d.emit = func(what string) {
		verb := ""
		for _, e := range out.List {
			switch b := e.Note.(type) {
			case *trace.Cmd:
				verb = b.Verb + "…"
			case *trace.Reply:
				verb = b.Verb
			}
		}
		seen = append(seen, what+" in "+verb)
	}
	out.Reset(machine.DefaultRoom)
	s.Step(0, machine.Input{Kind: machine.Bytes, Data: []byte("USER bob\r\nPASS bob-pw\r\nDELE 1\r\nRSET\r\nDELE 1\r\nQUIT\r\n")}, &out)
	want := []string{"lock in PASS…", "mark 1 in DELE…", "unmark 1 in RSET…", "mark 1 in DELE…", "expunge [1] in QUIT…", "unlock in QUIT…"}
	if !reflect.DeepEqual(seen, want) {
		t.Errorf("%q\nwant %q", seen, want)
	}
}

func TestLongListingIsCutInTheNote(t *testing.T) {
	st := newStage([]string{"mail " + strings.Repeat("photo ", 2000)})
	say(st, "USER bob", "PASS bob-pw", "LIST")
	note := st.notes[len(st.notes)-1]
	if len(note) > maxNoted+200 || !strings.HasSuffix(note, "\n...] msg=0") {
		t.Errorf("a note of %d octets: …%q", len(note), note[max(0, len(note)-40):])
	}
	if !strings.HasSuffix(st.sent.String(), "\r\n2000 28\r\n.\r\n") {
		t.Error("the listing itself was cut")
	}
}

// TestLargeLetter fetches a letter through a stream with little room, and watches that the machine keeps to it.
func TestLargeLetter(t *testing.T) {
	letters["huge"] = "Subject: Huge\r\n\r\n" + strings.Repeat("0123456789abcdef\r\n..\r\n", 50_000)
	defer delete(letters, "huge")
	d := &drop{names: []string{"huge"}, emit: func(string) {}}
	s := New(Config{Hostname: "h"}, d)
	var out machine.Effects
	var got []byte
	most, steps := 0, 0
	in := machine.Input{Kind: machine.Bytes, Data: []byte("USER bob\r\nPASS bob-pw\r\nRETR 1\r\nSTAT\r\n")}
	for more := true; more; steps++ {
		out.Reset(1000)
		s.Step(vtime.Time(steps), in, &out)
		more = false
		n := 0
		for _, e := range out.List {
			switch e.Kind {
			case machine.Send:
				n += len(e.Data)
				got = append(got, e.Data...)
			case machine.More:
				more = true
			}
		}
		most = max(most, n)
		in = machine.Input{Kind: machine.Drained}
	}
	if most > 1000+pop3.MaxReplyLine {
		t.Errorf("%d octets at once", most)
	}
	size := len(letters["huge"])
	if steps < size/1000 {
		t.Errorf("only %d steps", steps)
	}
	_, body, _ := bytes.Cut(got, []byte(fmt.Sprintf("+OK %d octets\r\n", size)))
	body, rest, _ := bytes.Cut(body, []byte("\r\n.\r\n"))
	if strings.ReplaceAll(string(body), "\r\n...", "\r\n..")+"\r\n" != letters["huge"] {
		t.Error("the letter did not arrive whole")
	}
	if want := fmt.Sprintf("+OK 1 %d\r\n", size); string(rest) != want {
		t.Errorf("after it: %q", rest)
	}
}

// TestPausedServerWaitsItsTurn sends commands while a letter is under way: they are answered after it, and too many of
// them cost the connection, not the memory.
func TestPausedServerWaitsItsTurn(t *testing.T) {
	d := &drop{names: []string{"long"}, emit: func(string) {}}
	s := New(Config{Hostname: "h"}, d)
	var out machine.Effects
	step := func(room int, kind machine.InputKind, data string) {
		out.Reset(room)
		s.Step(0, machine.Input{Kind: kind, Data: []byte(data)}, &out)
	}
	has := func(kind machine.EffectKind) bool {
		for _, e := range out.List {
			if e.Kind == kind {
				return true
			}
		}
		return false
	}
	step(200, machine.Bytes, "USER bob\r\nPASS bob-pw\r\nRETR 1\r\n")
	if !has(machine.More) {
		t.Fatal("not paused")
	}
	step(0, machine.Bytes, "NOOP\r\n")
	if has(machine.Send) || !has(machine.More) {
		t.Error("spoke although there is no room")
	}
	sent := 0
	for !has(machine.Abort) && sent < 10*MaxPending {
		step(0, machine.Bytes, strings.Repeat("NOOP\r\n", 1000))
		sent += 6000
	}
	if sent < MaxPending-6000 || sent > MaxPending+6000 || s.State() != pop3.Closed || d.held {
		t.Errorf("cut off after %d octets in %s, locked %v", sent, s.State(), d.held)
	}
}

// TestManySmallAnswers: a flood of short commands is answered at the pace of the stream, too.
func TestManySmallAnswers(t *testing.T) {
	s := New(Config{Hostname: "h"}, &drop{emit: func(string) {}})
	var out machine.Effects
	answers := 0
	in := machine.Input{Kind: machine.Bytes, Data: []byte("USER bob\r\nPASS bob-pw\r\n" + strings.Repeat("NOOP\r\n", 1000))}
	for more := true; more; in = (machine.Input{Kind: machine.Drained}) {
		out.Reset(100)
		s.Step(0, in, &out)
		more = false
		n := 0
		for _, e := range out.List {
			n += len(e.Data)
			answers += bytes.Count(e.Data, []byte("+OK"))
			more = more || e.Kind == machine.More
		}
		if n > 100+pop3.MaxReplyLine {
			t.Fatalf("%d octets at once", n)
		}
	}
	if answers != 1002 {
		t.Errorf("%d answers", answers)
	}
}

// TestNotesOwnTheirOctets: the reader's buffer is used again, the trace is for ever.
func TestNotesOwnTheirOctets(t *testing.T) {
	s := New(Config{}, &drop{})
	var out machine.Effects
	out.Reset(machine.DefaultRoom)
	s.Step(0, machine.Input{Kind: machine.Bytes, Data: []byte("USER bob\r\n")}, &out)
	s.Step(0, machine.Input{Kind: machine.Bytes, Data: []byte("CAPA\r\nCAPA\r\n")}, &out)
	for _, e := range out.List {
		if cmd, ok := e.Note.(*trace.Cmd); ok {
			if string(cmd.Raw) != "USER bob" {
				t.Errorf("%q", cmd.Raw)
			}
			return
		}
	}
}

// TestTimeoutInMidLetter: a client that stops reading is reset, so that it cannot take the stump for the letter.
func TestTimeoutInMidLetter(t *testing.T) {
	d := &drop{names: []string{"long"}, emit: func(string) {}}
	s := New(Config{Hostname: "h"}, d)
	var out machine.Effects
	out.Reset(200)
	s.Step(0, machine.Input{Kind: machine.Bytes, Data: []byte("USER bob\r\nPASS bob-pw\r\nRETR 1\r\n")}, &out)
	out.Reset(50)
	s.Step(5, machine.Input{Kind: machine.Drained}, &out)
	if e := out.List[0]; e.Kind != machine.SetDeadline || e.At != vtime.Time(5).Add(MinIdle) {
		t.Errorf("a client that reads counts as idle: %+v", e)
	}
	out.Reset(0)
	s.Step(vtime.Time(5).Add(MinIdle), machine.Input{Kind: machine.Deadline}, &out)
	if last := out.List[len(out.List)-1]; last.Kind != machine.Abort || d.held {
		t.Errorf("%+v, locked %v", last, d.held)
	}
}

func TestIdleTimeout(t *testing.T) {
	for given, want := range map[vtime.Duration]vtime.Duration{0: MinIdle, vtime.Minute: MinIdle, vtime.Hour: vtime.Hour} {
		s := New(Config{IdleTimeout: given}, &drop{})
		var out machine.Effects
		out.Reset(machine.DefaultRoom)
		s.Step(100, machine.Input{Kind: machine.Open}, &out)
		if out.List[0].At != vtime.Time(100).Add(want) {
			t.Errorf("%v: deadline %v", given, out.List[0].At)
		}
	}
}

// fuzzSession sends a client's octets, cut in two ways, to two servers that were brought into the same situation.
func fuzzSession(t *testing.T, lines []string, data []byte, cut uint8) {
	if len(data) > MaxPending {
		t.Skip("all at once this may cost the connection, and cut into pieces not")
	}
	begin := func() *stage {
		st := newStage([]string{"mail welcome dots long", "room 300"})
		return say(st, lines...)
	}
	one, two := begin(), begin()
	one.step(machine.Input{Kind: machine.Bytes, Data: data})
	for n := int(cut)%17 + 1; len(data) > 0; data = data[min(n, len(data)):] {
		two.step(machine.Input{Kind: machine.Bytes, Data: data[:min(n, len(data))]})
	}
	for _, st := range []*stage{one, two} {
		for _, l := range st.log {
			if len(l) > pop3.MaxReplyLine+100 {
				t.Errorf("a line of %d octets", len(l))
			}
		}
	}
	for _, st := range []*stage{one, two} {
		st.step(machine.Input{Kind: machine.End})
		if st.drop.held || st.server.State() != pop3.Closed {
			t.Error("the session does not end")
		}
	}
	if !bytes.Equal(one.sent.Bytes(), two.sent.Bytes()) || !reflect.DeepEqual(one.log, two.log) {
		t.Errorf("cut differently:\n%q\n%q", one.log, two.log)
	}
}

func FuzzAuthorization(f *testing.F) {
	f.Add([]byte("USER bob\r\nPASS bob-pw\r\nQUIT\r\n"), uint8(1))
	f.Add([]byte("CAPA\r\n\x00\r\r\n\n"), uint8(3))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) { fuzzSession(t, nil, data, cut) })
}

func FuzzAfterUser(f *testing.F) {
	f.Add([]byte("PASS bob-pw\r\nSTAT\r\n"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) { fuzzSession(t, []string{"USER bob"}, data, cut) })
}

func FuzzTransaction(f *testing.F) {
	f.Add([]byte("RETR 3\r\nDELE 1\r\nLIST\r\nTOP 2 1\r\nUIDL 2\r\nRSET\r\nQUIT\r\n"), uint8(1))
	f.Add([]byte("TOP 1 99999999999\r\nLIST 0\r\nQUIT now\r\n"), uint8(9))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		fuzzSession(t, []string{"USER bob", "PASS bob-pw", "DELE 2"}, data, cut)
	})
}

package pop3client

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
	"ehloworld/engine/vtime"
)

// say brings lines of the server, each in an input of its own.
func (st *stager) say(lines ...string) *stager {
	for _, l := range lines {
		st.step(machine.Input{Kind: machine.Bytes, Data: []byte(l + "\r\n")})
	}
	return st
}

// toLetter is a server's part up to a RETR that is under way.
var toLetter = []string{
	"+OK ready", "+OK", "USER", "UIDL", ".", "+OK", "+OK", "+OK 2 28", "+OK", "1 a", "2 b", ".", "+OK", "1 14", "2 14", ".",
}

func opened(directives ...string) *stager {
	st := newStager(directives)
	st.step(machine.Input{Kind: machine.Open})
	return st
}

func TestConversationIsKept(t *testing.T) {
	st := opened("known b").say(toLetter...).say("+OK 5 octets", "..x", "", ".", "+OK bye")
	want := []string{
		"S: +OK ready", "C: CAPA", "S: +OK", "S: (12 octets)", "C: USER bob", "S: +OK", "C: PASS bob-pw", "S: +OK", "C: STAT",
		"S: +OK 2 28", "C: UIDL", "S: +OK", "S: (10 octets)", "C: LIST", "S: +OK", "S: (12 octets)", "C: RETR 1",
		"S: +OK 5 octets", "S: (6 octets)", "C: QUIT", "S: +OK bye",
	}
	if !reflect.DeepEqual(st.outcome.Transcript, want) {
		t.Errorf("%q", st.outcome.Transcript)
	}
}

func TestTranscriptIsBounded(t *testing.T) {
	st := opened("mode delete")
	st.say("+OK", "-ERR", "+OK", "+OK", "+OK 3000 9", "-ERR", "+OK")
	var list strings.Builder
	for i := 1; i <= 3000; i++ {
		fmt.Fprintf(&list, "%d 3\r\n", i)
	}
	st.say(list.String() + ".")
	for st.client.stage == fetching {
		st.say("+OK", "x", ".")
	}
	for !st.closed {
		st.say("+OK")
	}
	o := st.outcome
	if len(o.Transcript) != maxTranscript || o.Transcript[maxTranscript-1] != "(more, not kept)" {
		t.Errorf("%d lines, the last %q", len(o.Transcript), o.Transcript[len(o.Transcript)-1])
	}
	if len(o.Fetched) != DefaultMaxMessages || o.Deleted != DefaultMaxMessages || o.Total != 3000 {
		t.Errorf("fetched %d, deleted %d of %d", len(o.Fetched), o.Deleted, o.Total)
	}
}

// TestBoundsOfAJob reaches the large bounds by a short way: it moves the client's own counters.
func TestBoundsOfAJob(t *testing.T) {
	st := opened().say(toLetter...)
	st.client.octets = MaxFetched
	st.say("+OK", "x", ".", "+OK bye")
	if n := len(st.outcome.Fetched); n != 1 || st.outcome.Err != "" {
		t.Errorf("after MaxFetched: %d letters, %q", n, st.outcome.Err)
	}
	st = opened().say(toLetter...).say("+OK")
	st.client.dots.Init(framing.DotLimits{Size: 10}, 0)
	st.say(strings.Repeat("x", 20), ".")
	if !strings.Contains(st.outcome.Err, "larger than the server said") || st.log[len(st.log)-1] != "* abort" {
		t.Errorf("a letter without end: %q", st.log)
	}
	st = opened().say(toLetter[:9]...)
	st.client.dots.Init(framing.DotLimits{Size: 10}, 0)
	st.say("1 a", "2 b", "3 c", ".")
	if st.client.uidl || st.client.outcome.Err == "" {
		t.Error("half a list of unique ids is used")
	}
}

// TestPatience: every octet that arrives shows that the server lives.
func TestPatience(t *testing.T) {
	c := New(Config{Patience: vtime.Hour}, Job{})
	var out machine.Effects
	for i, in := range []machine.Input{{Kind: machine.Open}, {Kind: machine.Bytes, Data: []byte("+")}} {
		out.Reset(machine.DefaultRoom)
		c.Step(vtime.Time(i), in, &out)
		if e := out.List[0]; e.Kind != machine.SetDeadline || e.At != vtime.Time(i).Add(vtime.Hour) {
			t.Errorf("%d: %+v", i, e)
		}
	}
}

// TestWaitsForRoom: with no room nothing is sent, and the reason for a failure says so.
func TestWaitsForRoom(t *testing.T) {
	c := New(Config{}, Job{})
	var out machine.Effects
	c.Step(0, machine.Input{Kind: machine.Bytes, Data: []byte("+OK\r\n")}, &out)
	if e := out.List[len(out.List)-1]; e.Kind != machine.More {
		t.Fatalf("%+v", e)
	}
	out.Reset(0)
	c.Step(0, machine.Input{Kind: machine.Broken, Reason: "cut"}, &out)
	o := out.List[len(out.List)-1].Ask.(Outcome)
	if o.Err != "connection lost while waiting for room to send: cut" {
		t.Error(o.Err)
	}
}

func TestClientObeysTheTable(t *testing.T) {
	st := opened("mode delete").say(toLetter...).say("+OK", "x", ".", "+OK", "y", ".", "+OK", "+OK")
	if st.client.State() != pop3.Update {
		t.Errorf("after QUIT in %s", st.client.State())
	}
	last := ""
	state := pop3.Authorization
	for _, l := range st.client.outcome.Transcript {
		verb, _ := pop3.ParseCommand(strings.TrimPrefix(l, "C: "))
		if !strings.HasPrefix(l, "C: ") {
			continue
		}
		if !pop3.Legal(verb, state, last) {
			t.Errorf("%s in %s after %s", verb, state, last)
		}
		if _, ok := handlers[verb]; !ok {
			t.Errorf("%s has no handler", verb)
		}
		if verb != pop3.QUIT {
			state, last = pop3.Next(state, verb, pop3.OK), verb
		}
	}
}

// fuzzServer feeds what a hostile server sends, cut in two ways, to two clients in the same situation. Whatever comes, a
// client ends with one result, and with the same.
func fuzzServer(t *testing.T, lines []string, data []byte, cut uint8) {
	begin := func() *stager {
		return opened("mode delete", "known a").say(lines...)
	}
	one, two := begin(), begin()
	one.step(machine.Input{Kind: machine.Bytes, Data: data})
	for n := int(cut)%17 + 1; len(data) > 0; data = data[min(n, len(data)):] {
		two.step(machine.Input{Kind: machine.Bytes, Data: data[:min(n, len(data))]})
	}
	for _, st := range []*stager{one, two} {
		st.step(machine.Input{Kind: machine.End})
		if st.outcome == nil || st.client.State() != pop3.Closed {
			t.Error("the job has no end")
		}
	}
	if !reflect.DeepEqual(one.log, two.log) || !reflect.DeepEqual(one.outcome, two.outcome) {
		t.Errorf("cut differently:\n%q\n%q", one.log, two.log)
	}
}

func FuzzGreeting(f *testing.F) {
	f.Add([]byte("+OK ready\r\n+OK\r\nUSER\r\nPIPELINING\r\n.\r\n"), uint8(1))
	f.Add([]byte("-ERR [SYS/TEMP] no\r\n+OK\r\n"), uint8(2))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) { fuzzServer(t, nil, data, cut) })
}

func FuzzLogin(f *testing.F) {
	f.Add([]byte("+OK\r\n-ERR [AUTH] x\r\n+OK\r\n"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		fuzzServer(t, []string{"+OK", "+OK", "USER", "UIDL", "PIPELINING", "."}, data, cut)
	})
}

func FuzzListing(f *testing.F) {
	f.Add([]byte("+OK 2 3\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n+OK\r\n1 1\r\n2 2\r\n.\r\n"), uint8(1))
	f.Add([]byte("+OK 2 3\r\n+OK\r\n1 a\r\n1 b\r\n.\r\n-ERR\r\n"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) {
		fuzzServer(t, []string{"+OK", "+OK", "USER", "UIDL", "PIPELINING", ".", "+OK", "+OK"}, data, cut)
	})
}

func FuzzLetter(f *testing.F) {
	f.Add([]byte("+OK\r\nSubject: x\r\n\r\n..\r\n.\r\n+OK\r\n+OK\r\n+OK bye\r\n"), uint8(1))
	f.Add([]byte("-ERR\r\n+OK\r\n.\r\n"), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, cut uint8) { fuzzServer(t, toLetter, data, cut) })
}

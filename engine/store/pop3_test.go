package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3client"
	"ehloworld/engine/pop3server"
	"ehloworld/engine/store"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// backend is all the glue that the POP3 server needs: the maildrop fits as it is, only the refusals are named anew.
type backend struct{ *store.Store }

func (b backend) Open(user, pass string) (pop3server.Maildrop, error) {
	drop, err := b.OpenMaildrop(user, pass)
	switch {
	case errors.Is(err, store.ErrInUse):
		return nil, pop3server.ErrInUse
	case err != nil:
		return nil, pop3server.ErrAuth
	}
	return drop, nil
}

// world is one server with a store and a log of everything that happens, in the order in which a host would write it.
type world struct {
	t     *testing.T
	store *store.Store
	inbox *store.Mailbox
	log   []string
	busy  *end // Whose step is under way.
	rand  *rand.Rand
}

func newWorld(t *testing.T, seed uint64, letters ...string) *world {
	w := &world{t: t, rand: rand.New(rand.NewPCG(seed, 110))}
	w.store = store.New("mail.hai.example", func(_ trace.MsgID, b trace.Body) {
		if w.busy != nil {
			w.busy.carryOut() // First what the server said and did before it called the store.
		}
		e := b.(*trace.Store)
		w.log = append(w.log, fmt.Sprintf("store %s %d", e.Act, e.UID))
	})
	a, err := w.store.AddAccount("bob@hai.example", "bob-pw", "Bob")
	if err != nil {
		t.Fatal(err)
	}
	w.inbox = a.Inbox()
	for i, l := range letters {
		if _, err := w.inbox.Append(vtime.Time(i), store.Message{Msg: trace.MsgID(i + 1), Data: []byte(l)}); err != nil {
			t.Fatal(err)
		}
	}
	w.log = nil
	return w
}

// end is one end of a connection in memory, without delay.
type end struct {
	w       *world
	m       machine.Machine
	peer    *end
	out     machine.Effects
	done    int
	wire    []byte // On its way to the peer.
	letters []trace.MsgID
	closed  bool // We send no more.
	told    bool // The peer knows.
	more    bool
	outcome *pop3client.Outcome
}

func (e *end) step(in machine.Input) {
	e.out.Reset(1 + e.w.rand.IntN(300))
	e.done = 0
	e.w.busy = e
	e.m.Step(0, in, &e.out)
	e.carryOut()
	e.w.busy = nil
}

func (e *end) carryOut() {
	for ; e.done < len(e.out.List); e.done++ {
		switch x := e.out.List[e.done]; x.Kind {
		case machine.Send:
			e.wire = append(e.wire, x.Data...)
		case machine.Letter:
			e.letters = append(e.letters, x.Msg)
		case machine.Close, machine.Abort:
			e.closed = true
		case machine.More:
			e.more = true
		case machine.Result:
			o := x.Ask.(pop3client.Outcome)
			e.outcome = &o
		case machine.Note:
			switch b := x.Note.(type) {
			case *trace.Cmd:
				e.w.log = append(e.w.log, "cmd "+b.Verb)
			case *trace.Reply:
				e.w.log = append(e.w.log, "reply "+b.Verb+" "+b.Code)
			}
		}
	}
}

// connect opens a connection and returns both ends.
func (w *world) connect(cfg pop3server.Config, job pop3client.Job) (client, server *end) {
	cfg.Hostname = "mail.hai.example"
	server = &end{w: w, m: pop3server.New(cfg, backend{w.store})}
	client = &end{w: w, m: pop3client.New(pop3client.Config{Host: "bob-pc"}, job), peer: server}
	server.peer = client
	server.step(machine.Input{Kind: machine.Open})
	client.step(machine.Input{Kind: machine.Open})
	return client, server
}

// run moves octets in pieces of random size, each side in its turn or not, until nothing moves or steps are used up.
func (w *world) run(client, server *end, steps int) {
	for ; steps > 0; steps-- {
		var can []*end
		for _, e := range []*end{client, server} {
			if len(e.wire) > 0 || e.more || e.closed && !e.told {
				can = append(can, e)
			}
		}
		if len(can) == 0 {
			return
		}
		e := can[w.rand.IntN(len(can))]
		switch {
		case len(e.wire) > 0:
			n := 1 + w.rand.IntN(min(len(e.wire), 40))
			piece := bytes.Clone(e.wire[:n])
			e.wire = e.wire[n:]
			e.peer.step(machine.Input{Kind: machine.Bytes, Data: piece})
		case e.more:
			e.more = false
			e.step(machine.Input{Kind: machine.Drained})
		default:
			e.told = true
			e.peer.step(machine.Input{Kind: machine.End})
		}
	}
}

// fetch runs a whole session.
func (w *world) fetch(cfg pop3server.Config, job pop3client.Job) (*pop3client.Outcome, []trace.MsgID) {
	w.t.Helper()
	client, server := w.connect(cfg, job)
	w.run(client, server, 1_000_000)
	if client.outcome == nil {
		w.t.Fatal("the session hangs")
	}
	if w.inbox.Locked() || w.inbox.Marked() != 0 {
		w.t.Fatal("the session is over and has left something behind")
	}
	return client.outcome, server.letters
}

var sample = []string{
	"Subject: welcome\r\n\r\nHello Bob.\r\n",
	".Dot: first\r\n\r\n.\r\n..\r\n...\r\n.\r\n.\r\n",
	"Subject: long\r\n\r\n" + strings.Repeat(".abcdefghijklmnopqrstuvwxyz\r\n", 200),
	"\r\n",
	"Subject: \xe4\xbd\xa0\xe5\xa5\xbd\r\n\r\n\x00\xff bare \n and \r here\r\n",
	".\r\n",
	"Subject: welcome\r\n\r\nHello Bob.\r\n", // The same letter again.
}

func bob(mode pop3client.Mode, known ...string) pop3client.Job {
	return pop3client.Job{User: "bob", Pass: "bob-pw", Mode: mode, Known: known}
}

// servers are servers of several ages.
var servers = map[string]pop3server.Config{
	"all":           {},
	"lock-step":     {Capabilities: []string{"USER", "UIDL"}},
	"no UIDL":       {Capabilities: []string{"USER", "PIPELINING"}},
	"no CAPA":       {NoCAPA: true},
	"no CAPA, UIDL": {NoCAPA: true, Capabilities: []string{"USER"}},
}

func TestFetchThroughEveryServer(t *testing.T) {
	for name, cfg := range servers {
		for seed := range uint64(6) {
			w := newWorld(t, seed, sample...)
			o, tags := w.fetch(cfg, bob(pop3client.Keep))
			if o.Err != "" || len(o.Fetched) != len(sample) || w.inbox.Len() != len(sample) {
				t.Fatalf("%s, seed %d: %d fetched, %d there, %q", name, seed, len(o.Fetched), w.inbox.Len(), o.Err)
			}
			for i, f := range o.Fetched {
				// A bare LF would end a line for many clients, so the server sends it as CR LF.
				if string(f.Data) != string(framing.CRLF([]byte(sample[i]))) || tags[i] != trace.MsgID(i+1) {
					t.Errorf("%s, seed %d: letter %d came as %q, tag %d", name, seed, i+1, f.Data, tags[i])
				}
			}
			// With the unique ids the second fetch is empty; without them it is all there again.
			again, _ := w.fetch(cfg, bob(pop3client.Keep, o.UIDs...))
			if want := len(sample); o.UIDs == nil && len(again.Fetched) != want || o.UIDs != nil && len(again.Fetched) != 0 {
				t.Errorf("%s, seed %d: %d fetched again", name, seed, len(again.Fetched))
			}
			last, _ := w.fetch(cfg, bob(pop3client.Delete, o.UIDs...))
			if last.Deleted != len(sample) || w.inbox.Len() != 0 {
				t.Errorf("%s, seed %d: deleted %d, %d left", name, seed, last.Deleted, w.inbox.Len())
			}
		}
	}
}

// TestTwoDevices is the lesson pop3-two-devices: each keeps its own memory, and a rebuilt mailbox makes both forget.
func TestTwoDevices(t *testing.T) {
	w := newWorld(t, 1, sample...)
	pc, _ := w.fetch(servers["all"], bob(pop3client.Keep))
	phone, _ := w.fetch(servers["all"], bob(pop3client.Keep))
	if len(pc.Fetched) != len(sample) || len(phone.Fetched) != len(sample) || !reflect.DeepEqual(pc.UIDs, phone.UIDs) {
		t.Error("a letter that one device fetched is gone for the other")
	}
	w.inbox.Rebuild()
	if o, _ := w.fetch(servers["all"], bob(pop3client.Keep, pc.UIDs...)); len(o.Fetched) != len(sample) {
		t.Errorf("after the rebuild %d fetched", len(o.Fetched))
	}
	w.fetch(servers["all"], bob(pop3client.Delete))
	if o, _ := w.fetch(servers["all"], bob(pop3client.Keep)); o.Total != 0 || o.Err != "" {
		t.Errorf("%d left, %q", o.Total, o.Err)
	}
}

// TestCutAnywhere cuts the line after every possible number of steps of a fetch that deletes: a letter is always on the
// server or with the client, and the lock is always given back.
func TestCutAnywhere(t *testing.T) {
	for steps := 1; ; steps++ {
		w := newWorld(t, 7, sample[:2]...)
		client, server := w.connect(servers["all"], bob(pop3client.Delete))
		w.run(client, server, steps)
		over := client.outcome != nil
		server.step(machine.Input{Kind: machine.Broken, Reason: "cut"})
		client.step(machine.Input{Kind: machine.Broken, Reason: "cut"})
		if w.inbox.Locked() || w.inbox.Marked() != 0 {
			t.Fatalf("cut after %d: locked %v, %d marked", steps, w.inbox.Locked(), w.inbox.Marked())
		}
		if left := w.inbox.Len(); left != 2 && len(client.outcome.Fetched) != 2 {
			t.Fatalf("cut after %d: %d on the server, %d fetched: a letter is lost", steps, left, len(client.outcome.Fetched))
		}
		if client.outcome.Deleted > 0 && w.inbox.Len() > 0 {
			t.Fatalf("cut after %d: the client takes letters for deleted that are there", steps)
		}
		if over {
			if w.inbox.Len() != 0 || steps < 20 {
				t.Errorf("over after %d with %d left", steps, w.inbox.Len())
			}
			return
		}
	}
}

func TestSecondSessionIsRefused(t *testing.T) {
	w := newWorld(t, 3, sample...)
	first, server := w.connect(servers["all"], bob(pop3client.Keep))
	for !w.inbox.Locked() {
		w.run(first, server, 1)
	}
	client, other := w.connect(servers["all"], bob(pop3client.Delete))
	w.run(client, other, 1_000_000)
	if o := client.outcome; o.Code != "IN-USE" || !w.inbox.Locked() {
		t.Errorf("%+v", o)
	}
	w.run(first, server, 1_000_000)
	if o := first.outcome; o.Err != "" || len(o.Fetched) != len(sample) {
		t.Errorf("the first session: %d, %q", len(o.Fetched), o.Err)
	}
	if o, _ := w.fetch(servers["all"], pop3client.Job{User: "bob@hai.example", Pass: "no"}); o.Code != "AUTH" {
		t.Errorf("%+v", o)
	}
}

// TestAutologoutUnlocks: a client that vanishes keeps the lock until the server's timer runs out.
func TestAutologoutUnlocks(t *testing.T) {
	w := newWorld(t, 4, sample...)
	client, server := w.connect(pop3server.Config{IdleTimeout: 20 * vtime.Minute}, bob(pop3client.Keep))
	for !w.inbox.Locked() {
		w.run(client, server, 1)
	}
	server.step(machine.Input{Kind: machine.Deadline})
	if w.inbox.Locked() || !server.closed {
		t.Error("the lock stays")
	}
}

// TestTraceTellsCauseBeforeEffect looks at the log that a host would write for pipelined commands in one packet.
func TestTraceTellsCauseBeforeEffect(t *testing.T) {
	w := newWorld(t, 5, sample[:2]...)
	server := &end{w: w, m: pop3server.New(pop3server.Config{Hostname: "h"}, backend{w.store})}
	in := machine.Input{Kind: machine.Bytes, Data: []byte("USER bob\r\nPASS bob-pw\r\nDELE 2\r\nQUIT\r\n")}
	server.step(in)
	for server.more {
		server.more = false
		server.step(machine.Input{Kind: machine.Drained})
	}
	want := []string{
		"cmd USER", "reply USER +OK",
		"cmd PASS", "store lock 0", "reply PASS +OK",
		"cmd DELE", "store mark 2", "reply DELE +OK",
		"cmd QUIT", "store expunge 2", "store unlock 0", "reply QUIT +OK",
	}
	if !reflect.DeepEqual(w.log, want) {
		t.Errorf("%q\nwant %q", w.log, want)
	}
}

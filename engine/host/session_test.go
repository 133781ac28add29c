package host

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/machine"
	"ehloworld/engine/simnet"
	"ehloworld/engine/store"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// puppet is a machine that does what a test says.
type puppet struct {
	heard []string
	do    func(in machine.Input, out *machine.Effects)
}

func (p *puppet) Step(_ vtime.Time, in machine.Input, out *machine.Effects) {
	names := [...]string{"open", "bytes", "end", "broken", "deadline", "answer", "drained", "order"}
	what := names[in.Kind]
	if in.Kind == machine.Bytes {
		what += ":" + string(in.Data)
	}
	if s, ok := in.Answer.(string); ok {
		what += ":" + s
	}
	p.heard = append(p.heard, what)
	if p.do != nil {
		p.do(in, out)
	}
}

// peer is the raw program at the other end.
type peer struct {
	conn   *simnet.Conn
	got    []byte
	pieces int
	news   []string
}

func (p *peer) Opened() { p.news = append(p.news, "opened") }
func (p *peer) Received(d []byte) {
	p.got = append(p.got, d...)
	p.pieces++
}
func (p *peer) Ended()          { p.news = append(p.news, "ended") }
func (p *peer) Broken(r string) { p.news = append(p.news, "broken: "+r) }
func (p *peer) Writable()       {}

// puppets listens on port 99 of mail.hai and connects a raw program to it.
func puppets(r *rig, m *puppet) (*session, *peer) {
	var s *session
	r.Net.Listen("mail.hai.example", 99, "puppet", func(c *simnet.Conn) { s = r.hai.serve(c, "puppet", m) })
	p := &peer{}
	p.conn = r.Net.Dial("alice-pc", "203.0.113.10", 99, "puppet", trace.User, p)
	r.rest()
	return s, p
}

// TestEffectsInOrder lets a machine say several things at once: neighbouring pieces travel as one segment, notes cause
// what follows them, and a nested input waits for its turn.
func TestEffectsInOrder(t *testing.T) {
	r := newRig(t)
	m := &puppet{}
	var s *session
	m.do = func(in machine.Input, out *machine.Effects) {
		if in.Kind != machine.Bytes {
			return
		}
		out.SendString("a")
		out.SendString("b")
		out.SendString("c")
		out.Note(trace.Limit{Name: "one"})
		out.SendString("d")
		out.Note(trace.Limit{Name: "two"})
		out.Result("r")
	}
	s, p := puppets(r, m)
	order := 0
	s.result = func(outcome any) {
		if order++; order < 3 {
			s.step(machine.Input{Kind: machine.Order, Answer: "o" + strconv.Itoa(order)})
		}
		if m.heard[len(m.heard)-1] != "bytes:x" {
			t.Errorf("a nested input came before its turn: %v", m.heard)
		}
	}
	p.conn.Write([]byte("x"))
	r.rest()
	if string(p.got) != "abcd" || p.pieces != 2 {
		t.Errorf("%q came in %d pieces, want abcd in 2", p.got, p.pieces)
	}
	if got := strings.Join(m.heard, " "); got != "open bytes:x order:o1" {
		t.Errorf("the machine heard %q", got)
	}
	number := map[string]int{}
	for _, e := range r.Rec.Log.Since(0) {
		switch b := e.Body.(type) {
		case trace.Limit:
			number[b.Name] = e.N
			if b.Name == "two" && e.Cause != number["one"] {
				t.Errorf("note two is caused by %d, want note one (%d)", e.Cause, number["one"])
			}
		case *trace.Data:
			if b.Act == "sent" && string(b.Data) == "d" && e.Cause != number["one"] {
				t.Errorf("d is caused by %d, want note one (%d)", e.Cause, number["one"])
			}
		}
	}
}

// TestLateResult closes, and drops, before it tells its result: the result counts, and the end is told once, after it.
func TestLateResult(t *testing.T) {
	for _, drop := range []bool{false, true} {
		r := newRig(t)
		m := &puppet{}
		m.do = func(in machine.Input, out *machine.Effects) {
			if in.Kind == machine.End || in.Kind == machine.Bytes && drop {
				if drop {
					out.Abort()
				} else {
					out.Close()
				}
				out.Result("late")
				out.SetDeadline(r.Rec.Now.Add(vtime.Hour))
			}
		}
		s, p := puppets(r, m)
		var news []string
		s.result = func(o any) { news = append(news, o.(string)) }
		s.gone = func(reason string) { news = append(news, "gone:"+reason) }
		p.conn.Write([]byte("x"))
		r.run(vtime.Second)
		p.conn.CloseWrite()
		r.run(2 * vtime.Hour)
		want := "late gone:"
		if drop {
			want = "late gone:aborted"
		}
		if got := strings.Join(news, " "); got != want {
			t.Errorf("drop=%v: %q, want %q", drop, got, want)
		}
		if len(r.hai.Sessions()) != 0 {
			t.Error("the session is still there")
		}
		if got := m.heard[len(m.heard)-1]; got == "deadline" {
			t.Error("a machine that is over was stepped again")
		}
	}
}

// TestLinger has a server close while its client never does. After two minutes, which nobody has to wait for, the server
// lets go; a client that still reads what was sent gets longer.
func TestLinger(t *testing.T) {
	r := newRig(t)
	m := &puppet{do: func(in machine.Input, out *machine.Effects) {
		if in.Kind == machine.Bytes {
			out.SendString("bye")
			out.Close()
		}
	}}
	_, p := puppets(r, m)
	p.conn.Write([]byte("x"))
	r.rest()
	if len(r.hai.Sessions()) != 1 || strings.Join(p.news, ",") != "opened,ended" {
		t.Fatalf("after the close: %v, %v", r.hai.Sessions(), p.news)
	}
	// The half-closed client may still speak; nobody listens.
	p.conn.Write([]byte("more"))
	r.run(lingerTime - vtime.Second)
	if len(r.hai.Sessions()) != 1 {
		t.Error("the server did not wait for two minutes")
	}
	r.run(2 * vtime.Second)
	if len(r.hai.Sessions()) != 0 || len(p.news) != 3 || !strings.HasPrefix(p.news[2], "broken: ") {
		t.Errorf("after two minutes: %v, %v", r.hai.Sessions(), p.news)
	}
	if r.Clock.Len() != 0 {
		_, _, why, _ := r.Clock.Next()
		t.Errorf("left in the clock: %s", why)
	}

	r = newRig(t)
	m.do = func(in machine.Input, out *machine.Effects) {
		if in.Kind == machine.Bytes {
			out.Send(make([]byte, 60_000))
			out.Close()
		}
	}
	r.Net.SetLink("alice-pc", "mail.hai.example", simnet.Props{Delay: vtime.Millisecond, Bandwidth: 2000})
	_, p = puppets(r, m)
	p.conn.Write([]byte("x"))
	r.run(10 * vtime.Minute)
	if len(p.got) != 60_000 {
		t.Errorf("a slow reader got %d octets of 60000 and %v", len(p.got), p.news)
	}
	r.run(5 * vtime.Minute)
	if len(r.hai.Sessions()) != 0 {
		t.Error("the session of a slow reader that never closed is still there")
	}
}

// TestBigLetter fetches 5 MB by POP3. The server never has more in hand than the stream takes, and every octet of the
// letter carries its identity.
func TestBigLetter(t *testing.T) {
	r := newRig(t)
	data := bytes.Repeat([]byte("A line of text that is long enough to count for something, dots or not.\r\n.\r\n"), 5_000_000/77)
	data = append([]byte("Subject: big\r\n\r\n"), data...)
	const msg = trace.MsgID(77)
	if _, err := r.hai.Store.Account("bob@hai.example").Inbox().Append(r.Rec.Now, store.Message{Msg: msg, Data: data}); err != nil {
		t.Fatal(err)
	}
	r.do(r.bob.Program.Prepare("fetch", ""))
	r.rest()
	box := r.bob.Program.Box(BoxInbox)
	if len(box) != 1 || !bytes.Equal(box[0].Data, data) || box[0].Msg != msg {
		t.Fatalf("%d letters came: %s", len(box), r.bob.Program.Last)
	}
	largest, tagged, untagged := 0, 0, 0
	for _, e := range r.Rec.Log.Since(0) {
		if d, ok := e.Body.(*trace.Data); ok && d.Side == "server" && d.Act == "sent" {
			largest = max(largest, len(d.Data))
			if e.Msg == msg {
				tagged += len(d.Data)
			} else {
				untagged += len(d.Data)
			}
		}
	}
	if largest > 3*machine.DefaultRoom {
		t.Errorf("the server wrote %d octets at once", largest)
	}
	if tagged < len(data) || untagged > 1000 {
		t.Errorf("%d octets carry the letter's identity, %d do not", tagged, untagged)
	}
}

// TestMerging joins very many pieces: the time must grow with their size, not with its square.
func TestMerging(t *testing.T) {
	r := newRig(t)
	const pieces = 200_000
	m := &puppet{do: func(in machine.Input, out *machine.Effects) {
		if in.Kind == machine.Bytes {
			for range pieces {
				out.SendString("0123456789")
			}
		}
	}}
	_, p := puppets(r, m)
	p.conn.Write([]byte("x"))
	r.rest() // A quadratic join would copy 200 GB here.
	if len(p.got) != 10*pieces {
		t.Errorf("%d octets came", len(p.got))
	}
}

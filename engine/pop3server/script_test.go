package pop3server

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/framing"
	"ehloworld/engine/internal/transcript"
	"ehloworld/engine/machine"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// A transcript is played as transcript.Play says. Its directives are: capabilities A, B; nocapa; maxerrors n; lenient;
// secure; room n; mail a b c; locked; commit fails; open fails. A line "S+ part" at its end is half a line of the server.

// letters are what a transcript's maildrop can hold.
var letters = map[string]string{
	"welcome":    "From: csse@hai.example\r\nSubject: Welcome\r\n\r\nHello Bob.\r\nSecond line.\r\n",
	"lunch":      "From: alice@shan.example\r\nSubject: Lunch?\r\n\r\nNoon?\r\n",
	"photo":      "Subject: Photo\r\n\r\naGVsbG8=\r\n",
	"dots":       "Subject: Dots\r\n\r\n.\r\n..\r\n.hidden\r\nno . here\r\n",
	"dothead":    ".Dot: in the header\r\n\r\nx\r\n",
	"headonly":   "Subject: No body\r\nX: y\r\n",
	"blankfirst": "\r\nNo header at all.\r\n",
	"noend":      "Subject: No last line end\r\n\r\nfin",
	"empty":      "",
	"eightbit":   "Subject: \xe4\xbd\xa0\xe5\xa5\xbd\r\n\r\n\xff\xfe raw\r\n",
	"long":       "Subject: Long\r\n\r\n" + strings.Repeat("abcdefghijklmnopqrstuvwxyz.\r\n.\r\n", 12),
}

// drop is a maildrop and its backend, with one account: bob, bob-pw.
type drop struct {
	names       []string
	marked      map[int]bool
	held        bool
	locked      bool
	openFails   bool
	commitFails bool
	emit        func(string)
}

func (d *drop) Open(user, pass string) (Maildrop, error) {
	switch {
	case user != "bob" || pass != "bob-pw" && pass != " two  words ":
		return nil, ErrAuth
	case d.locked:
		return nil, ErrInUse
	case d.openFails:
		return nil, errors.New("the disk does not answer")
	}
	if d.held {
		panic("opened twice")
	}
	d.held, d.marked = true, map[int]bool{}
	d.emit("lock")
	return d, nil
}

func (d *drop) Count() int            { return len(d.names) }
func (d *drop) Data(i int) []byte     { return []byte(letters[d.names[i-1]]) }
func (d *drop) UID(i int) string      { return "uid-" + d.names[i-1] }
func (d *drop) Msg(i int) trace.MsgID { return trace.MsgID(100 + i) }
func (d *drop) Mark(i int, on bool) {
	d.marked[i] = on
	d.emit(map[bool]string{true: "mark ", false: "unmark "}[on] + strconv.Itoa(i))
}

func (d *drop) Size(i int) int {
	data := letters[d.names[i-1]]
	if data != "" && !strings.HasSuffix(data, "\r\n") {
		return len(data) + 2
	}
	return len(data)
}

func (d *drop) Commit() error {
	if d.commitFails {
		return errors.New("the disk is full")
	}
	var gone []string
	for i := range d.names {
		if d.marked[i+1] {
			gone = append(gone, strconv.Itoa(i+1))
		}
	}
	d.emit("expunge [" + strings.Join(gone, " ") + "]")
	return nil
}

func (d *drop) Release() {
	if !d.held {
		panic("released twice")
	}
	d.held = false
	d.emit("unlock")
}

// stage drives one server the way a host does: what the backend does is written down after the effects that are in the
// list already.
type stage struct {
	server   *Server
	drop     *drop
	out      machine.Effects
	done     int
	room     int
	now      vtime.Time
	deadline vtime.Time
	more     bool
	closed   string
	sent     bytes.Buffer // Everything.
	lines    transcript.Lines
	log      []string
	notes    []string // Cmd and Reply notes.
}

func newStage(directives []string) *stage {
	st := &stage{drop: &drop{}, room: machine.DefaultRoom, deadline: vtime.Never}
	cfg := Config{Hostname: "mail.hai.example", Conn: 7}
	for _, d := range directives {
		word, arg, _ := strings.Cut(d, " ")
		number, _ := strconv.Atoi(arg)
		switch word {
		case "capabilities":
			cfg.Capabilities = []string{}
			for _, c := range strings.Split(arg, ",") {
				if c = strings.TrimSpace(c); c != "" {
					cfg.Capabilities = append(cfg.Capabilities, c)
				}
			}
		case "nocapa":
			cfg.NoCAPA = true
		case "maxerrors":
			cfg.MaxErrors = number
		case "lenient":
			cfg.LineEnds = framing.Lenient
		case "secure":
			cfg.Secure = true
		case "room":
			st.room = number
		case "mail":
			st.drop.names = strings.Fields(arg)
		case "locked":
			st.drop.locked = true
		case "commit":
			st.drop.commitFails = true
		case "open":
			st.drop.openFails = true
		default:
			panic("unknown directive " + d)
		}
	}
	st.drop.emit = func(what string) {
		st.carryOut()
		st.log = append(st.log, "* store "+what)
	}
	st.server = New(cfg, st.drop)
	return st
}

func (st *stage) step(in machine.Input) {
	st.out.Reset(st.room)
	st.done = 0
	transcript.Lend(in.Data, func(own []byte) {
		in.Data = own
		st.server.Step(st.now, in, &st.out)
	})
	st.carryOut()
	if st.more && st.closed == "" {
		st.more = false
		st.step(machine.Input{Kind: machine.Drained})
	}
}

// carryOut does what is in the list and not done yet.
func (st *stage) carryOut() {
	for ; st.done < len(st.out.List); st.done++ {
		e := st.out.List[st.done]
		if st.closed != "" && (e.Kind == machine.Send || e.Kind == machine.More) {
			panic("after the end: " + string(e.Data))
		}
		switch e.Kind {
		case machine.Send:
			st.sent.Write(e.Data)
			for _, line := range st.lines.Add(e.Data) {
				st.log = append(st.log, "S: "+line)
			}
		case machine.Close:
			st.closed = "close"
			st.log = append(st.log, "* close")
		case machine.Abort:
			st.closed = "abort"
			st.log = append(st.log, "* abort")
		case machine.SetDeadline:
			st.deadline = e.At
		case machine.More:
			st.more = true
		case machine.Letter:
			st.log = append(st.log, fmt.Sprintf("* letter %d", e.Msg))
		case machine.Note:
			st.note(e)
		default:
			panic(fmt.Sprintf("effect %d", e.Kind))
		}
	}
}

func (st *stage) note(e machine.Effect) {
	switch b := e.Note.(type) {
	case *trace.State:
		if b.Conn != 7 || b.Host != "mail.hai.example" || b.Proto != "pop3" || b.Side != "server" {
			panic(fmt.Sprintf("state note %+v", b))
		}
		st.log = append(st.log, strings.TrimSpace("* state "+b.From+" -> "+b.To))
	case *trace.Auth:
		st.log = append(st.log, fmt.Sprintf("* auth %s %s ok=%v clear=%v", b.Mech, b.User, b.OK, b.Clear))
	case *trace.Cmd:
		st.notes = append(st.notes, fmt.Sprintf("cmd %d %s %s %s [%s] [%s]", b.Conn, b.Host, b.Proto, b.Verb, b.Arg, b.Raw))
	case *trace.Reply:
		st.notes = append(st.notes, fmt.Sprintf("reply %d %s %s %s %s [%s] msg=%d", b.Conn, b.Host, b.Proto, b.Verb, b.Code, b.Text, e.Msg))
	default:
		panic(fmt.Sprintf("note %T", b))
	}
}

// wait lets time pass, with the deadline on the way.
func (st *stage) wait(d vtime.Duration) {
	end := st.now.Add(d)
	if st.deadline <= end {
		st.now, st.deadline = st.deadline, vtime.Never
		st.step(machine.Input{Kind: machine.Deadline})
	}
	st.now = end
}

// play runs a transcript and returns it as it came out, together with the server's side alone.
func play(text string, cut transcript.Cutter) (played string, st *stage) {
	st = newStage(transcript.Directives(text))
	played = transcript.Play(text, "C", cut, transcript.Player{Step: st.step, Wait: st.wait, Log: func() []string { return st.log }})
	if half := st.lines.Rest(); half != "" {
		played += "S+ " + half + "\n"
	}
	return played, st
}

func TestTranscripts(t *testing.T) {
	transcript.Each(t, 24, func(t *testing.T, want string) string {
		got, base := play(want, transcript.Whole)
		if base.drop.held && base.closed != "" {
			t.Error("the session is over and the maildrop still locked")
		}
		same := func(how string, cut transcript.Cutter) {
			_, st := play(want, cut)
			if strings.Join(st.log, "\n") != strings.Join(base.log, "\n") {
				t.Errorf("%s:\n%s\nat once:\n%s", how, strings.Join(st.log, "\n"), strings.Join(base.log, "\n"))
			}
			if strings.Join(st.notes, "\n") != strings.Join(base.notes, "\n") {
				t.Errorf("%s the notes differ:\n%s\n%s", how, strings.Join(st.notes, "\n"), strings.Join(base.notes, "\n"))
			}
		}
		same("byte by byte", transcript.ByByte)
		for seed := range uint64(8) {
			same(fmt.Sprint("cut with seed ", seed), transcript.AtRandom(rand.New(rand.NewPCG(seed, 1939)), 20))
		}
		// However little the stream takes at once, the same comes out.
		for _, room := range []int{1, 7, 100} {
			_, st := play(fmt.Sprintf("@ room %d\n%s", room, want), transcript.Whole)
			if !strings.Contains(want, "@ room") && strings.Join(st.log, "\n") != strings.Join(base.log, "\n") {
				t.Errorf("with room for %d:\n%s", room, strings.Join(st.log, "\n"))
			}
		}
		return got
	})
}

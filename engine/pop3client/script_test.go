package pop3client

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/internal/transcript"
	"ehloworld/engine/machine"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// A transcript is played as transcript.Play says; the server's lines are the input. Its directives are: mode delete;
// known a b c; max n; user name; pass word; room n. A line "C+ part" at its end is half a line of the client.

// stager drives one client.
type stager struct {
	client   *Client
	out      machine.Effects
	room     int
	now      vtime.Time
	deadline vtime.Time
	closed   bool
	lines    transcript.Lines
	log      []string
	outcome  *Outcome
}

func newStager(directives []string) *stager {
	st := &stager{room: machine.DefaultRoom, deadline: vtime.Never}
	job := Job{User: "bob", Pass: "bob-pw"}
	for _, d := range directives {
		word, arg, _ := strings.Cut(d, " ")
		switch word {
		case "mode":
			job.Mode = map[string]Mode{"keep": Keep, "delete": Delete}[arg]
		case "known":
			job.Known = strings.Fields(arg)
		case "max":
			job.MaxMessages, _ = strconv.Atoi(arg)
		case "user":
			job.User = string(transcript.Unescape(arg))
		case "pass":
			job.Pass = string(transcript.Unescape(arg))
		case "room":
			st.room, _ = strconv.Atoi(arg)
		default:
			panic("unknown directive " + d)
		}
	}
	st.client = New(Config{Conn: 7, Host: "bob-pc"}, job)
	return st
}

func (st *stager) step(in machine.Input) {
	st.out.Reset(st.room)
	transcript.Lend(in.Data, func(own []byte) {
		in.Data = own
		st.client.Step(st.now, in, &st.out)
	})
	more := false
	for _, e := range st.out.List {
		if st.closed && e.Kind == machine.Send {
			panic("after the end: " + string(e.Data))
		}
		switch e.Kind {
		case machine.Send:
			for _, line := range st.lines.Add(e.Data) {
				st.log = append(st.log, "C: "+line)
			}
		case machine.Close:
			st.closed = true
			st.log = append(st.log, "* close")
		case machine.Abort:
			st.closed = true
			st.log = append(st.log, "* abort")
		case machine.SetDeadline:
			st.deadline = e.At
		case machine.More:
			more = true
		case machine.Note:
			b := e.Note.(*trace.State)
			if b.Conn != 7 || b.Host != "bob-pc" || b.Proto != "pop3" || b.Side != "client" {
				panic(fmt.Sprintf("note %+v", b))
			}
			st.log = append(st.log, "* state "+b.From+" -> "+b.To)
		case machine.Result:
			if st.outcome != nil {
				panic("two results")
			}
			o := e.Ask.(Outcome)
			st.outcome = &o
			for _, f := range o.Fetched {
				st.log = append(st.log, fmt.Sprintf("* fetched %d %s %s", f.Number, f.UID, transcript.Escape(f.Data)))
			}
			st.log = append(st.log, fmt.Sprintf("* result total %d, uids %q, deleted %d, error [%s] %s", o.Total, o.UIDs, o.Deleted, o.Code, o.Err))
		default:
			panic(fmt.Sprintf("effect %d", e.Kind))
		}
	}
	if more && !st.closed {
		st.step(machine.Input{Kind: machine.Drained})
	}
}

// wait lets time pass, with the deadline on the way.
func (st *stager) wait(d vtime.Duration) {
	end := st.now.Add(d)
	if st.deadline <= end {
		st.now, st.deadline = st.deadline, vtime.Never
		st.step(machine.Input{Kind: machine.Deadline})
	}
	st.now = end
}

// play runs a transcript and returns it as it came out, together with the client's side alone.
func play(text string, cut transcript.Cutter) (played string, st *stager) {
	st = newStager(transcript.Directives(text))
	played = transcript.Play(text, "S", cut, transcript.Player{Step: st.step, Wait: st.wait, Log: func() []string { return st.log }})
	if half := st.lines.Rest(); half != "" {
		played += "C+ " + half + "\n"
	}
	return played, st
}

func TestTranscripts(t *testing.T) {
	transcript.Each(t, 20, func(t *testing.T, want string) string {
		got, base := play(want, transcript.Whole)
		if base.closed && base.outcome == nil {
			t.Error("the connection is closed and the job has no result")
		}
		same := func(how string, st *stager) {
			if strings.Join(st.log, "\n") != strings.Join(base.log, "\n") {
				t.Errorf("%s:\n%s\nat once:\n%s", how, strings.Join(st.log, "\n"), strings.Join(base.log, "\n"))
			}
		}
		_, st := play(want, transcript.ByByte)
		same("byte by byte", st)
		for seed := range uint64(8) {
			_, st := play(want, transcript.AtRandom(rand.New(rand.NewPCG(seed, 1939)), 20))
			same(fmt.Sprint("cut with seed ", seed), st)
		}
		_, st = play("@ room 1\n"+want, transcript.Whole)
		same("with hardly any room", st)
		return got
	})
}

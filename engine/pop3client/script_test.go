package pop3client

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ehloworld/engine/machine"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata")

// A transcript reads like a conversation; here the server's lines are the input:
//
//	# comment            kept as it is
//	@ mode delete        set up, before anything else; also: known a b c, max n, user name, pass word, room n
//	S: line              what the server sends, with CR LF; lines in a row arrive together; \ begins a Go escape
//	S+ part              the same without CR LF
//	! wait 10m           time passes; also: end, broken
//	C: line              what the client sends
//	* event              what else it does
//
// The last two are checked, or written by -update.

// stage drives one client.
type stager struct {
	client   *Client
	out      machine.Effects
	room     int
	now      vtime.Time
	deadline vtime.Time
	closed   bool
	line     []byte
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
			job.User = string(unescape(arg))
		case "pass":
			job.Pass = string(unescape(arg))
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
	in.Data = bytes.Clone(in.Data)
	st.client.Step(st.now, in, &st.out)
	for i := range in.Data {
		in.Data[i] = 'X' // A machine that kept the input would show it.
	}
	more := false
	for _, e := range st.out.List {
		if st.closed && e.Kind == machine.Send {
			panic("after the end: " + string(e.Data))
		}
		switch e.Kind {
		case machine.Send:
			st.line = append(st.line, e.Data...)
			for {
				i := bytes.Index(st.line, []byte("\r\n"))
				if i < 0 {
					break
				}
				st.log = append(st.log, "C: "+escape(st.line[:i]))
				st.line = st.line[i+2:]
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
				st.log = append(st.log, fmt.Sprintf("* fetched %d %s %s", f.Number, f.UID, escape(f.Data)))
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
func (st *stager) wait(d time.Duration) {
	end := st.now.Add(d)
	if st.deadline <= end {
		st.now, st.deadline = st.deadline, vtime.Never
		st.step(machine.Input{Kind: machine.Deadline})
	}
	st.now = end
}

// escape makes octets readable, and readable octets stay themselves.
func escape(data []byte) string {
	q := strconv.QuoteToASCII(string(data))
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
}

// unescape undoes escape.
func unescape(s string) []byte {
	if !strings.Contains(s, `\`) {
		return []byte(s)
	}
	u, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	if err != nil {
		panic(s)
	}
	return []byte(u)
}

// cutter cuts an input into pieces.
type cutter func([]byte) [][]byte

func whole(data []byte) [][]byte { return [][]byte{data} }

func byByte(data []byte) [][]byte {
	var list [][]byte
	for i := range data {
		list = append(list, data[i:i+1])
	}
	return list
}

func atRandom(r *rand.Rand) cutter {
	return func(data []byte) [][]byte {
		var list [][]byte
		for len(data) > 0 {
			n := 1 + r.IntN(min(len(data), 20))
			list, data = append(list, data[:n]), data[n:]
		}
		return list
	}
}

// play runs a transcript and returns it as it came out, together with the client's side alone.
func play(text string, cut cutter) (transcript string, st *stager) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	var directives []string
	for _, l := range lines {
		if d, ok := strings.CutPrefix(l, "@ "); ok {
			directives = append(directives, d)
		}
	}
	st = newStager(directives)
	st.step(machine.Input{Kind: machine.Open})
	var out []string
	var pending []byte
	shown := 0
	show := func() {
		if len(pending) > 0 {
			for _, piece := range cut(pending) {
				st.step(machine.Input{Kind: machine.Bytes, Data: piece})
			}
			pending = nil
		}
		out = append(out, st.log[shown:]...)
		shown = len(st.log)
	}
	for _, l := range lines {
		kind, arg, _ := strings.Cut(l, " ")
		switch kind {
		case "C:", "*":
			show()
		case "S:":
			pending = append(append(pending, unescape(arg)...), "\r\n"...)
			out = append(out, l)
		case "S+":
			pending = append(pending, unescape(arg)...)
			out = append(out, l)
		case "!":
			show()
			out = append(out, l)
			switch what, arg, _ := strings.Cut(arg, " "); what {
			case "wait":
				d, err := time.ParseDuration(arg)
				if err != nil {
					panic(err)
				}
				st.wait(d)
			case "end":
				st.step(machine.Input{Kind: machine.End})
			case "broken":
				st.step(machine.Input{Kind: machine.Broken, Reason: "reset by peer"})
			default:
				panic(l)
			}
			show()
		default:
			show()
			out = append(out, l)
		}
	}
	show()
	return strings.Join(out, "\n") + "\n", st
}

func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d transcripts, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, base := play(string(want), whole)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			if base.closed && base.outcome == nil {
				t.Error("the connection is closed and the job has no result")
			}
			same := func(how string, st *stager) {
				if strings.Join(st.log, "\n") != strings.Join(base.log, "\n") {
					t.Errorf("%s:\n%s\nat once:\n%s", how, strings.Join(st.log, "\n"), strings.Join(base.log, "\n"))
				}
			}
			_, st := play(string(want), byByte)
			same("byte by byte", st)
			for seed := range uint64(8) {
				_, st := play(string(want), atRandom(rand.New(rand.NewPCG(seed, 1939))))
				same(fmt.Sprint("cut with seed ", seed), st)
			}
			_, st = play("@ room 1\n"+string(want), whole)
			same("with hardly any room", st)
		})
	}
}

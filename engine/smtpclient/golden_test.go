package smtpclient

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/framing"
	"ehloworld/engine/internal/transcript"
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Golden transcripts read like a conversation. What goes in:
//
//	config: idle=1m room=20          how the client is made; more words: proto= letters= dialed= helo bounce bdat lax
//	job: from=a@b rcpt=c@d rcpt=e@f  the letter; more words: user= pass= utf8 binary ret= envid= by=90s;RT prio= release=1h
//	                                 auth=, and for the latest rcpt notify= orcpt=
//	| text                           one line of the letter; \xNN is an octet
//	|! text                          the same without a line end
//	open                             the connection stands
//	S: text                          a line from the server
//	wait 5m                          time passes; a deadline that comes is told
//	end | broken: why | drained      what else happens
//	order: from=… rcpt=…             one more job, with its | lines before it
//
// What comes out and is rewritten by -update:
//
//	C: text                          a line to the server
//	  = word …                       any other effect
type player struct {
	t       *testing.T
	c       *Client
	now     vtime.Time
	due     vtime.Time
	room    int
	lines   transcript.Lines
	out     []string
	pending []byte // Bytes of the server that are to be fed together.
	cut     transcript.Cutter
	data    bytes.Buffer
}

func isOutput(line string) bool {
	return strings.HasPrefix(line, "C: ") || line == "C:" || strings.HasPrefix(line, "  = ")
}

// play runs a transcript's inputs and returns it with the outputs that they led to, and the outputs alone.
func play(t *testing.T, file string, cut transcript.Cutter) (text string, outputs []string) {
	p := &player{t: t, due: vtime.Never, room: machine.DefaultRoom, cut: cut}
	cfg := Config{Hostname: "mail.shan.example", Peer: "mail.hai.example[203.0.113.10]:25", Conn: 3, Host: "mail.shan.example", Proto: "smtp"}
	var whole []string
	flush := func() {
		p.flush()
		whole = append(whole, p.out...)
		outputs = append(outputs, p.out...)
		p.out = nil
	}
	for _, line := range strings.Split(strings.TrimSuffix(file, "\n"), "\n") {
		if isOutput(line) {
			continue
		}
		word, rest, _ := strings.Cut(line, ":")
		rest = strings.TrimSpace(rest)
		if cut == nil || word != "S" && line != "" && line[0] != '#' {
			flush()
		}
		whole = append(whole, line)
		switch {
		case line == "" || line[0] == '#':
		case word == "config":
			for _, f := range strings.Fields(rest) {
				k, v, _ := strings.Cut(f, "=")
				switch k {
				case "idle":
					cfg.IdleAfter, _ = vtime.ParseDuration(v)
				case "room":
					p.room, _ = strconv.Atoi(v)
				case "proto":
					cfg.Proto = v
				case "letters":
					cfg.MaxLetters, _ = strconv.Atoi(v)
				case "dialed":
					d, _ := vtime.ParseDuration(v)
					cfg.Dialed, p.now = 1, vtime.Time(1).Add(d)
				case "helo":
					cfg.OnlyHELO = true
				case "bounce":
					cfg.SevenBit = Bounce
				case "bdat":
					cfg.Chunking = Prefer
				case "lax":
					cfg.LineEnds = framing.Lenient
				default:
					t.Fatalf("config word %q", k)
				}
			}
		case strings.HasPrefix(line, "|! "):
			p.data.Write(transcript.Unescape(line[3:]))
		case line == "|" || strings.HasPrefix(line, "| "):
			p.data.Write(append(transcript.Unescape(strings.TrimPrefix(line[1:], " ")), "\r\n"...))
		case word == "job":
			p.c = New(cfg, p.job(rest))
		case word == "order":
			p.step(machine.Input{Kind: machine.Order, Answer: p.job(rest)})
		case line == "open":
			p.step(machine.Input{Kind: machine.Open})
		case word == "S":
			p.pending = append(p.pending, rest+"\r\n"...)
		case strings.HasPrefix(line, "wait "):
			d, err := vtime.ParseDuration(line[5:])
			if err != nil {
				t.Fatal(err)
			}
			p.now = p.now.Add(d)
			if p.due <= p.now {
				p.due = vtime.Never
				p.step(machine.Input{Kind: machine.Deadline})
			}
		case line == "end":
			p.step(machine.Input{Kind: machine.End})
		case word == "broken":
			p.step(machine.Input{Kind: machine.Broken, Reason: rest})
		case line == "drained":
			p.step(machine.Input{Kind: machine.Drained})
		default:
			t.Fatalf("a line that is nothing: %q", line)
		}
	}
	flush()
	return strings.Join(whole, "\n") + "\n", outputs
}

func (p *player) job(words string) Job {
	j := Job{Msg: 7}
	for _, f := range strings.Fields(words) {
		k, v, _ := strings.Cut(f, "=")
		switch k {
		case "from":
			j.From = v
		case "rcpt":
			j.Rcpts = append(j.Rcpts, smtp.Rcpts(v)...)
		case "user":
			j.User = v
		case "pass":
			j.Pass = v
		case "utf8":
			j.SMTPUTF8 = true
		case "binary":
			j.Body = smtp.BodyBinaryMIME
		case "ret":
			j.Ret = map[string]smtp.Ret{"full": smtp.RetFull, "hdrs": smtp.RetHeaders}[v]
		case "envid":
			j.EnvID = v
		case "auth":
			j.Auth = v
		case "prio":
			n, _ := strconv.Atoi(v)
			j.Priority = int8(n)
		case "release":
			d, _ := vtime.ParseDuration(v)
			j.ReleaseAt = p.now.Add(d)
		case "by":
			span, mode, _ := strings.Cut(v, ";")
			d, _ := vtime.ParseDuration(strings.TrimPrefix(span, "-"))
			if span[0] == '-' {
				d = -d
			}
			j.By = smtp.DeliverBy{At: p.now.Add(d), Mode: map[byte]smtp.ByMode{'R': smtp.ByReturn, 'N': smtp.ByNotify}[mode[0]], Trace: len(mode) > 1}
		case "notify":
			for i, word := range []string{"never", "success", "failure", "delay"} {
				if strings.Contains(v, word) {
					j.Rcpts[len(j.Rcpts)-1].Notify |= 1 << i
				}
			}
		case "orcpt":
			j.Rcpts[len(j.Rcpts)-1].ORcpt = v
		case "many":
			n, _ := strconv.Atoi(v)
			for i := range n {
				j.Rcpts = append(j.Rcpts, smtp.Rcpts(fmt.Sprintf("u%d@hai.example", i))...)
			}
		default:
			p.t.Fatalf("job word %q", k)
		}
	}
	j.Data = bytes.Clone(p.data.Bytes())
	p.data.Reset()
	return j
}

// flush feeds what the server has said.
func (p *player) flush() {
	if len(p.pending) == 0 {
		return
	}
	data := p.pending
	p.pending = nil
	pieces := [][]byte{data}
	if p.cut != nil {
		pieces = p.cut(data)
	}
	for _, piece := range pieces {
		transcript.Lend(piece, func(own []byte) { p.step(machine.Input{Kind: machine.Bytes, Data: own}) })
	}
}

func (p *player) step(in machine.Input) {
	var fx machine.Effects
	fx.Reset(p.room)
	p.c.Step(p.now, in, &fx)
	for _, e := range fx.List {
		switch e.Kind {
		case machine.Send:
			for _, line := range p.lines.Add(e.Data) {
				p.out = append(p.out, "C: "+line)
			}
		case machine.SetDeadline:
			p.due = e.At
			if p.cut == nil {
				if e.At == vtime.Never {
					p.say("no deadline")
				} else {
					p.say("deadline in " + vtime.Span(e.At.Sub(p.now)))
				}
			}
		case machine.Close:
			p.say("close")
		case machine.Abort:
			p.say("abort")
		case machine.More:
			if p.cut == nil {
				p.say("more")
			}
		case machine.Letter:
			p.say("letter " + strconv.Itoa(int(e.Msg)))
		case machine.Note:
			s := e.Note.(*trace.State)
			if s.Side != "client" || s.Conn != 3 || s.Host != "mail.shan.example" {
				p.t.Errorf("note %+v", s)
			}
			p.say("state " + s.From + " to " + s.To)
		case machine.Result:
			if so, ok := e.Ask.(Progress); ok {
				for _, r := range so.Delivered {
					p.say("so far " + r.Rcpt + " delivered: " + r.Reply.Error())
				}
				break
			}
			p.result(e.Ask.(Outcome))
		default:
			p.t.Errorf("effect %+v", e)
		}
	}
}

func (p *player) say(s string) { p.out = append(p.out, "  = "+s) }

func (p *player) result(o Outcome) {
	p.say(fmt.Sprintf("result at stage %s, letter %d, %d lines", o.Stage, o.Msg, len(o.Transcript)))
	if o.Reason != "" {
		p.say("  reason: " + o.Reason)
	}
	if o.QueuedAs != "" {
		p.say("  queued as " + o.QueuedAs)
	}
	if o.Downgraded {
		p.say("  re-encoded")
	}
	if o.HungUp {
		p.say("  HELO may do")
	}
	if o.Timings != (Timings{}) {
		line := "  times:"
		for _, st := range []Stage{StageConnect, StageGreeting, StageHello, StageAuth, StageMail, StageRcpt, StageData, StageDot} {
			if d := *o.Timings.of(st); d > 0 {
				line += " " + string(st) + " " + vtime.Span(d)
			}
		}
		p.say(line)
	}
	for i, r := range o.Rcpts {
		if i == 3 && len(o.Rcpts) > 6 {
			p.say(fmt.Sprintf("  and %d more", len(o.Rcpts)-i))
			break
		}
		fate := "FAILED"
		switch {
		case r.Delivered && r.Temporary:
			p.t.Errorf("delivered and temporary: %+v", r)
		case r.Delivered:
			fate = "delivered"
		case r.Temporary:
			fate = "later"
		}
		for _, f := range []struct {
			on   bool
			word string
		}{{r.Relayed, ", relayed"}, {r.Final, ", final"}, {r.Untried, ", untried"}} {
			if f.on {
				fate += f.word
			}
		}
		who := "server"
		if r.Local {
			who = "ourselves"
		}
		p.say("  " + r.Rcpt + " " + fate + ", by " + who + ": " + r.Reply.Error())
	}
}

func TestGolden(t *testing.T) {
	transcript.Each(t, 1, func(t *testing.T, text string) string {
		got, _ := play(t, text, nil)
		return got
	})
}

// TestCuts feeds every transcript at once, byte by byte and cut at random places: the outcome is the same.
func TestCuts(t *testing.T) {
	random := transcript.AtRandom(rand.New(rand.NewPCG(5, 6)), 40)
	ways := []struct {
		name string
		cut  transcript.Cutter
	}{{"whole", transcript.Whole}, {"bytes", transcript.ByByte}, {"random", random}, {"random", random}, {"random", random}}
	for _, file := range transcript.Load(t, 1) {
		var want []string
		for _, line := range strings.Split(file.Text, "\n") {
			// Deadlines and requests for room depend on how much comes in at once; the conversation must not.
			if isOutput(line) && !strings.HasPrefix(line, "  = deadline") && line != "  = no deadline" && line != "  = more" {
				want = append(want, line)
			}
		}
		for _, way := range ways {
			_, got := play(t, file.Text, way.cut)
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("%s, %s:\n%s\nwant\n%s", file.Name, way.name, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

package smtpserver

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
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

// A transcript is a text file that reads like a conversation:
//
//	# a remark
//	@ submission letters=2     how the server is configured, in the first line that is no remark
//	C: NOOP                    what the client sends, with CR LF; {x*500} is 500 times x
//	C* 2000 NOOP               the same line many times
//	C\ a\nb                    what the client sends byte for byte, in Go's notation
//	! end | broken | wait      the client closes, the line breaks, or nothing comes for as long as the server waits
//	S: 250 2.0.0 Ok            what the server says
//	S* 2000 250 2.0.0 Ok       the same line many times
//	= …                        what else comes of it: letters kept, logins, verdicts, states, closing
//
// Client lines in a row are sent in one piece, and the answers stand after the last of them. An "S:" with nothing
// behind it ends a piece in a new file, which -update then completes.
type conversation struct {
	config string
	steps  []conversationStep
}

type conversationStep struct {
	lines []string // As written.
	data  []byte
	event string
}

var repeated = regexp.MustCompile(`\{(.)\*(\d+)\}`)

func parseTranscript(t *testing.T, text string) conversation {
	var tr conversation
	open := false
	add := func(line string) *conversationStep {
		if !open {
			tr.steps, open = append(tr.steps, conversationStep{}), true
		}
		step := &tr.steps[len(tr.steps)-1]
		step.lines = append(step.lines, line)
		return step
	}
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		full := repeated.ReplaceAllStringFunc(line, func(m string) string {
			sub := repeated.FindStringSubmatch(m)
			n, _ := strconv.Atoi(sub[2])
			return strings.Repeat(sub[1], n)
		})
		switch {
		case strings.HasPrefix(line, "@ "):
			tr.config = line[2:]
		case strings.HasPrefix(line, "#"):
			open = false
			add(line)
			open = false
		case strings.HasPrefix(line, "C: "), line == "C:":
			step := add(line)
			step.data = append(step.data, strings.TrimPrefix(full[2:], " ")+"\r\n"...)
		case strings.HasPrefix(line, "C* "):
			count, rest, _ := strings.Cut(full[3:], " ")
			n, err := strconv.Atoi(count)
			if err != nil {
				t.Fatalf("%q: how often?", line)
			}
			step := add(line)
			step.data = append(step.data, strings.Repeat(rest+"\r\n", n)...)
		case strings.HasPrefix(line, "C\\ "):
			raw, err := strconv.Unquote(`"` + full[3:] + `"`)
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			step := add(line)
			step.data = append(step.data, raw...)
		case strings.HasPrefix(line, "! "):
			open = false
			add(line).event = line[2:]
			open = false
		case strings.HasPrefix(line, "S"), strings.HasPrefix(line, "="):
			open = false
		default:
			t.Fatalf("what is %q?", line)
		}
	}
	return tr
}

func configFor(t *testing.T, words string) Config {
	cfg := Config{Hostname: "mail.hai.example", Proto: ProtoSMTP, Conn: 1, ClientIP: "198.51.100.5"}
	for _, word := range strings.Fields(words) {
		key, value, _ := strings.Cut(word, "=")
		n, _ := strconv.Atoi(value)
		switch key {
		case "smtp", "submission", "lmtp":
			cfg.Proto = key
		case "short": // What was offered before there was more.
			cfg.Keywords = []string{"SIZE 1000000", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES"}
			if cfg.Proto == ProtoSubmission {
				cfg.Keywords = append(cfg.Keywords, "AUTH PLAIN LOGIN")
			}
		case "more": // The default, and this.
			cfg.Keywords = DefaultKeywords(cfg.Proto, DefaultMaxSize)
			for _, k := range strings.Split(value, ";") {
				cfg.Keywords = append(cfg.Keywords, strings.ReplaceAll(k, "_", " "))
			}
		case "domains":
			cfg.MaxDomains = n
		case "unknown":
			cfg.MaxUnknown = n
		case "trusted":
			cfg.Trusted = true
		case "starttls":
			cfg.StartTLS = true
		case "tls":
			cfg.TLS = true
		case "strict-pipelining":
			cfg.StrictPipelining = true
		case "greet":
			cfg.GreetDelay = vtime.Duration(n) * vtime.Second
		case "magic":
			cfg.Magic = []string{"hai.example"}
		case "banner":
			cfg.Banner = strings.ReplaceAll(value, "_", " ")
		case "accent":
			cfg.Accent, _ = ParseAccent(value)
		case "ends":
			cfg.LineEnds, _ = framing.ParseLineEnds(value)
		case "letters":
			cfg.MaxMessages = n
		case "rcpts":
			cfg.MaxRecipients = n
		case "errors":
			cfg.MaxErrors = n
		case "size":
			cfg.MaxSize = int64(n)
		case "auth":
			cfg.AuthRequired = true
		case "lenient":
			cfg.LineEnds = framing.Lenient
		case "ip":
			cfg.ClientIP = value
		case "uncut": // How the bytes were cut is what it is about.
		case "keywords":
			cfg.Keywords = []string{}
			for _, k := range strings.Split(value, ";") {
				if k != "" {
					cfg.Keywords = append(cfg.Keywords, strings.ReplaceAll(k, "_", " "))
				}
			}
		case "disabled":
			cfg.Disabled = strings.Split(value, ",")
		default:
			t.Fatalf("no configuration is called %q", word)
		}
	}
	return cfg
}

// driver steps a server and writes down what it does.
type driver struct {
	t       testing.TB
	server  *Server
	backend *testBackend
	now     vtime.Time
	room    int
	out     machine.Effects

	sent     []byte   // Since the last look.
	notes    []string // Since the last look: everything but commands and replies.
	dialogue []string // All commands, replies and states.
	deadline vtime.Time
	closed   bool
	drain    bool
	question int    // Not answered yet; 0: none.
	asked    string // What it asks.
}

func newDriver(t testing.TB, cfg Config, room int) *driver {
	d := &driver{t: t, backend: &testBackend{}, room: room}
	d.server = New(cfg, d.backend)
	d.step(machine.Input{Kind: machine.Open})
	return d
}

func (d *driver) step(in machine.Input) {
	d.one(in)
	for (d.drain || d.question > 0) && !d.closed {
		if q := d.question; q > 0 {
			d.question = 0
			d.one(machine.Input{Kind: machine.Answer, Question: q, Answer: "known: " + d.asked})
			continue
		}
		d.drain = false
		d.one(machine.Input{Kind: machine.Drained})
	}
}

func (d *driver) one(in machine.Input) {
	before := len(d.backend.kept)
	d.out.Reset(d.room)
	transcript.Lend(in.Data, func(own []byte) {
		in.Data = own
		d.server.Step(d.now, in, &d.out)
	})
	for _, e := range d.out.List {
		if d.closed {
			d.t.Fatalf("an effect after closing: %+v", e)
		}
		switch e.Kind {
		case machine.Send:
			if len(e.Data) == 0 {
				d.t.Fatal("sends nothing")
			}
			d.sent = append(d.sent, e.Data...)
		case machine.Close:
			d.closed = true
			d.notes = append(d.notes, "closed")
		case machine.Abort:
			d.closed = true
			d.notes = append(d.notes, "dropped")
		case machine.StartTLS:
			d.notes = append(d.notes, "inside TLS")
		case machine.Ask:
			d.question, d.asked = e.Question, fmt.Sprint(e.Ask)
		case machine.SetDeadline:
			d.deadline = e.At
		case machine.More:
			d.drain = true
		case machine.Note:
			d.note(e.Note)
		default:
			d.t.Fatalf("unexpected effect %+v", e)
		}
	}
	for _, kept := range d.backend.kept[before:] {
		d.notes = append(d.notes, "kept "+kept)
	}
}

func (d *driver) note(body trace.Body) {
	switch b := body.(type) {
	case *trace.Cmd:
		d.dialogue = append(d.dialogue, fmt.Sprintf("C %s %q %q %d %v", b.Verb, b.Arg, b.Raw, b.Size, b.EightBit))
	case *trace.Reply:
		d.dialogue = append(d.dialogue, fmt.Sprintf("S %s %s %s %q", b.Verb, b.Code, b.Enhanced, b.Text))
	case *trace.State:
		d.dialogue = append(d.dialogue, "state "+b.From+" "+b.To)
		d.notes = append(d.notes, b.From+" -> "+b.To)
	case *trace.Auth:
		d.notes = append(d.notes, fmt.Sprintf("login %s as %q: %v", b.Mech, b.User, b.OK))
	case *trace.Verdict:
		d.notes = append(d.notes, "verdict "+b.What+": "+b.Text)
	default:
		d.t.Fatalf("unexpected note %T", b)
	}
}

// event does what a "!" line says.
func (d *driver) event(name string) {
	switch name {
	case "end":
		d.step(machine.Input{Kind: machine.End})
	case "broken":
		d.step(machine.Input{Kind: machine.Broken, Reason: "cut"})
	case "wait":
		if d.deadline == vtime.Never {
			d.t.Fatal("waits for ever")
		}
		d.now = d.deadline
		d.step(machine.Input{Kind: machine.Deadline})
	default:
		d.t.Fatalf("no event is called %q", name)
	}
}

// look returns what was said and done since the last look, as lines of a transcript.
func (d *driver) look() []string {
	var lines []string
	said := strings.SplitAfter(string(d.sent), "\r\n")
	for i := 0; i < len(said); i++ {
		if said[i] == "" {
			continue
		}
		line, ok := strings.CutSuffix(said[i], "\r\n")
		if !ok {
			d.t.Fatalf("the server sent half a line: %q", said[i])
		}
		n := 1
		for i+n < len(said) && said[i+n] == said[i] {
			n++
		}
		if n > 3 {
			lines = append(lines, fmt.Sprintf("S* %d %s", n, line))
			i += n - 1
			continue
		}
		lines = append(lines, "S: "+line)
	}
	for i := 0; i < len(d.notes); i++ {
		lines = append(lines, "= "+d.notes[i])
	}
	d.sent, d.notes = nil, nil
	return lines
}

// outcome is everything that must not depend on how the bytes were cut.
func (d *driver) outcome() string {
	return strings.Join(d.dialogue, "\n") + "\n" + strings.Join(d.backend.kept, "\n") + "\n" +
		string(bytes.Join(d.backend.raw, []byte("--\n"))) + "\n" + d.server.State().String()
}

func TestTranscripts(t *testing.T) {
	transcript.Each(t, 30, func(t *testing.T, text string) string {
		tr := parseTranscript(t, text)
		cfg := configFor(t, tr.config)

		d := newDriver(t, cfg, machine.DefaultRoom)
		var got []string
		head := 0
		for ; head < len(tr.steps) && strings.HasPrefix(tr.steps[head].lines[0], "#"); head++ {
			got = append(got, tr.steps[head].lines...)
		}
		if tr.config != "" {
			got = append(got, "@ "+tr.config)
		}
		got = append(got, d.look()...)
		for _, step := range tr.steps[head:] {
			got = append(got, step.lines...)
			if step.event != "" {
				d.event(step.event)
			} else if len(step.data) > 0 {
				d.step(machine.Input{Kind: machine.Bytes, Data: step.data})
			}
			got = append(got, d.look()...)
		}
		if !strings.Contains(tr.config, "uncut") {
			replay(t, tr, cfg, d.outcome())
		}
		return strings.Join(got, "\n") + "\n"
	})
}

// replay feeds the same bytes cut in other ways, and into a stream that takes little at once.
func replay(t *testing.T, tr conversation, cfg Config, want string) {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 9))
	for _, way := range []struct {
		name string
		room int
		cut  transcript.Cutter
	}{
		{"byte by byte", machine.DefaultRoom, transcript.ByByte},
		{"in tiny pieces", machine.DefaultRoom, transcript.AtRandom(rng, 5)},
		{"in pieces", machine.DefaultRoom, transcript.AtRandom(rng, 70)},
		{"in larger pieces", machine.DefaultRoom, transcript.AtRandom(rng, 700)},
		{"without room", 0, transcript.Whole},
		{"with little room", 40, transcript.AtRandom(rng, 70)},
	} {
		d := newDriver(t, cfg, way.room)
		for _, step := range tr.steps {
			if step.event != "" {
				d.event(step.event)
			}
			for _, piece := range way.cut(step.data) {
				if d.closed {
					break
				}
				d.step(machine.Input{Kind: machine.Bytes, Data: piece})
			}
		}
		if got := d.outcome(); got != want {
			t.Errorf("%s:\n got %s\nwant %s", way.name, got, want)
		}
	}
}

// walkSetups leads a fresh server into each state.
var walkSetups = map[smtp.State][]string{
	smtp.StateGreet: {},
	smtp.StateReady: {"EHLO a.example"},
	smtp.StateAuth:  {"EHLO a.example", "AUTH PLAIN"},
	smtp.StateMail:  {"EHLO a.example", "MAIL FROM:<alice@shan.example>"},
	smtp.StateRcpt:  {"EHLO a.example", "MAIL FROM:<alice@shan.example>", "RCPT TO:<bob@hai.example>"},
	smtp.StateData:  {"EHLO a.example", "MAIL FROM:<alice@shan.example>", "RCPT TO:<bob@hai.example>", "DATA"},
	smtp.StateBdat:  {"EHLO a.example", "MAIL FROM:<alice@shan.example>", "RCPT TO:<bob@hai.example>", "BDAT 2\r\n"},
}

// walkLines are lines for each verb, good and bad ones, so that each row of the table is walked.
var walkLines = map[string][]string{
	smtp.HELO: {"HELO a.example", "HELO"}, smtp.EHLO: {"EHLO a.example", "EHLO"},
	smtp.MAIL: {"MAIL FROM:<alice@shan.example>", "MAIL FROM:"},
	smtp.RCPT: {"RCPT TO:<bob@hai.example>", "RCPT TO:<nobody@hai.example>", "RCPT TO:<shutdown@hai.example>"},
	smtp.DATA: {"DATA", "DATA now"}, smtp.RSET: {"RSET", "RSET all"},
	smtp.NOOP: {"NOOP", "NOOP {long}"}, smtp.VRFY: {"VRFY bob", "VRFY"}, smtp.EXPN: {"EXPN staff", "EXPN"},
	smtp.HELP: {"HELP", "HELP HELP ME"}, smtp.QUIT: {"QUIT", "QUIT now"},
	smtp.AUTH: {"AUTH PLAIN", "AUTH PLAIN AGFsaWNlAGFsaWNlLXB3", "AUTH PLAIN AGFsaWNlAHg=", "AUTH"},
	smtp.SEND: {"SEND FROM:<a@b>"}, smtp.SOML: {"SOML FROM:<a@b>"}, smtp.SAML: {"SAML FROM:<a@b>"}, smtp.TURN: {"TURN"},
	smtp.EOD: {".", "DISK\r\n."}, smtp.Response: {"AGFsaWNlAGFsaWNlLXB3", "x"}, smtp.Cancel: {"*"},
	smtp.BDAT: {"BDAT 5\r\nabc", "BDAT 1000002\r\n{million}", "BDAT", "BDAT -1"}, smtp.Last: {"BDAT 5 LAST\r\nabc", "BDAT 6 LAST\r\nDISK"},
	smtp.LHLO: {"LHLO a.example", "LHLO"}, smtp.ETRN: {"ETRN lu.example", "ETRN"}, smtp.STARTTLS: {"STARTTLS", "STARTTLS now"},
	smtp.XCLIENT: {"XCLIENT ADDR=192.0.2.7", "XCLIENT"}, smtp.XFORWARD: {"XFORWARD ADDR=192.0.2.7", "XFORWARD"},
	smtp.BURL: {"BURL x"}, smtp.ATRN: {"ATRN"}, "": {""}, "ANY": {"ANY"}, "CLOSE": {"CLOSE"}, "CONNECT": {"CONNECT"},
}

// TestWalk sends every verb in every state and holds the running server against the table: it refuses what has no row,
// goes where the row says, and every row is walked that a server can walk.
func TestWalk(t *testing.T) {
	walked := map[smtp.Transition]bool{}
	var verbs []string
	for v := range walkLines {
		verbs = append(verbs, v)
	}
	for _, cfg := range []Config{
		{Proto: ProtoSMTP, Trusted: true, StartTLS: true, Keywords: append(DefaultKeywords(ProtoSMTP, DefaultMaxSize), "STARTTLS", "XCLIENT", "XFORWARD", "AUTH PLAIN")},
		{Proto: ProtoLMTP},
	} {
		cfg.Hostname, cfg.Conn, cfg.MaxErrors = "mail.hai.example", 1, -1
		walk(t, cfg, verbs, walked)
	}
	cfg := Config{Hostname: "mail.hai.example", Proto: ProtoSubmission, Conn: 1}
	walk(t, cfg, verbs, walked)
	// LOGIN asks twice: the one row that PLAIN does not walk.
	d := newDriver(t, cfg, machine.DefaultRoom)
	for _, line := range []string{"EHLO a.example", "AUTH LOGIN", "YWxpY2U="} {
		d.step(machine.Input{Kind: machine.Bytes, Data: []byte(line + "\r\n")})
	}
	if d.server.State() == smtp.StateAuth {
		walked[smtp.Transition{Verb: smtp.Response, From: smtp.StateAuth, Event: smtp.On334, To: smtp.StateAuth}] = true
	}
	for _, row := range smtp.Table {
		// A greeting that refuses, and the end of a connection before the greeting, are in transcripts.
		if row.From != smtp.StateConnect && row.From != smtp.StateRefused && !walked[row] {
			t.Errorf("nobody walked %+v", row)
		}
	}
}

// walk does it for one configuration.
func walk(t *testing.T, cfg Config, verbs []string, walked map[smtp.Transition]bool) {
	for _, st := range smtp.States() {
		setup, ok := walkSetups[st]
		if !ok || st == smtp.StateAuth && cfg.Proto == ProtoLMTP {
			continue
		}
		begin := func() *driver {
			d := newDriver(t, cfg, machine.DefaultRoom)
			for _, line := range setup {
				if cfg.Proto == ProtoLMTP {
					line = strings.Replace(line, "EHLO", "LHLO", 1)
				}
				d.step(machine.Input{Kind: machine.Bytes, Data: []byte(line + "\r\n")})
			}
			if d.server.State() != st {
				t.Fatalf("the way to %v leads to %v", st, d.server.State())
			}
			d.look()
			return d
		}
		for _, verb := range verbs {
			for _, line := range walkLines[verb] {
				d := begin()
				if verb == smtp.EOD && st != smtp.StateData {
					line = "." // Only a letter has more than one line.
				}
				line = strings.ReplaceAll(line, "{long}", strings.Repeat("x", 600))
				line = strings.ReplaceAll(line, "{million}", strings.Repeat("x", 1000_000))
				d.step(machine.Input{Kind: machine.Bytes, Data: []byte(line + "\r\n")})
				reply, _, _ := strings.Cut(string(d.sent), "\r\n")
				kind := verb
				if st == smtp.StateData && verb != smtp.EOD {
					if len(d.sent) > 0 || d.server.State() != st {
						t.Errorf("%q in DATA is text, and is answered %q in %v", line, reply, d.server.State())
					}
					continue
				}
				if st == smtp.StateAuth && verb != smtp.Cancel {
					kind = smtp.Response
				}
				code, err := strconv.Atoi(reply[:min(3, len(reply))])
				if err != nil {
					t.Fatalf("%q in %v: the reply is %q", line, st, reply)
				}
				if missing := d.server.missing(verbOf(line)); missing != nil && st != smtp.StateAuth {
					want, _, _ := strings.Cut(string(missing.Bytes()), "\r\n")
					if d.server.State() != st || reply != want {
						t.Errorf("%q in %v: %q and then %v; the server does not have it: %q", line, st, reply, d.server.State(), want)
					}
					continue
				}
				if kind == smtp.BDAT && code == 521 && !smtp.Allows(st, kind) {
					kind = smtp.Any // How it is written is seen before whether it may stand here.
				}
				if !smtp.Allows(st, kind) {
					refusal := smtp.Refusal(verbOf(line), st)
					if cfg.Proto == ProtoLMTP && st == smtp.StateGreet && refusal.Code == 503 {
						refusal.Lines = []string{"Send LHLO first"}
					}
					want, _, _ := strings.Cut(string(refusal.Bytes()), "\r\n")
					if d.server.State() != st || reply != want {
						t.Errorf("%q in %v: %q and then %v; the table does not have it: %q", line, st, reply, d.server.State(), want)
					}
					continue
				}
				to, ok := smtp.Next(st, kind, code)
				if !ok || d.server.State() != to {
					t.Errorf("%q in %v: %q leads to %v; by the table to %v, %v", line, st, reply, d.server.State(), to, ok)
				}
				if (code == 503 || code == 500) && !strings.Contains(reply, "too long") && st != smtp.StateBdat && st != smtp.StateAuth {
					t.Errorf("%q in %v: %q, although the table allows it", line, st, reply)
				}
				if s := d.server; (to == smtp.StateReady || to == smtp.StateGreet) && (s.env.From != "" || s.env.Rcpts != nil || s.letter.Data() != nil) {
					t.Errorf("%q in %v: something of the letter is still there", line, st)
				}
				for _, row := range smtp.Table {
					hit := row.From == st && row.Verb == kind && (row.Event == "2xx" && code/100 == 2 || row.Event == strconv.Itoa(code) || row.Event == "4xx5xx" && code >= 400)
					if hit || row.From == st && row.Verb == smtp.Any && code == 421 {
						walked[row] = true
					}
				}
			}
		}
		d := begin()
		d.event("wait")
		if d.server.State() != smtp.StateQuit || !d.closed || !strings.HasPrefix(string(d.sent), "421 4.4.2 ") {
			t.Errorf("waiting in %v: %q", st, d.sent)
		}
		walked[smtp.Transition{Verb: smtp.Any, From: st, Event: smtp.On421, To: smtp.StateQuit}] = true
		d = begin()
		d.event("end")
		if d.server.State() != smtp.StateQuit || !d.closed || len(d.sent) > 0 {
			t.Errorf("closing in %v: %q", st, d.sent)
		}
		walked[smtp.Transition{Verb: smtp.Close, From: st, Event: smtp.OnClose, To: smtp.StateQuit}] = true
	}
}

func verbOf(line string) string {
	verb, _ := smtp.ParseCommand([]byte(line))
	return verb
}

// TestEachFaultIsNamed holds the reasons against silence: what is refused after the dot says why.
func TestEachFaultIsNamed(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{"a\x00b\r\n", "554 5.6.0 Line 1 of the letter holds a NUL octet"},
		{"a\r\nb\nc\r\n", "554 5.6.0 Line 2 of the letter holds a bare LF"},
		{"a\rb\r\n", "554 5.6.0 Line 1 of the letter holds a bare CR"},
		{strings.Repeat("x", 999) + "\r\n", "500 5.5.2 Line too long: line 1 of the letter"},
		{strings.Repeat(strings.Repeat("x", 98)+"\r\n", 20), "552 5.3.4 The letter is too big: this server takes 1500 octets"},
	} {
		d := newDriver(t, Config{Hostname: "h", MaxSize: 1500}, machine.DefaultRoom)
		d.step(machine.Input{Kind: machine.Bytes, Data: []byte("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<bob@hai.example>\r\nDATA\r\n")})
		d.look()
		d.step(machine.Input{Kind: machine.Bytes, Data: []byte(c.body + ".\r\n")})
		if !strings.HasPrefix(string(d.sent), c.want) || len(d.backend.kept) > 0 || d.server.State() != smtp.StateReady {
			t.Errorf("%.20q: %q, want %q", c.body, d.sent, c.want)
		}
	}
}

// TestBlockedClient sends and sends and never reads.
func TestBlockedClient(t *testing.T) {
	s := New(Config{Hostname: "h", MaxErrors: -1}, &testBackend{})
	var out machine.Effects
	step := func(in machine.Input) (sent int, more, closed bool) {
		out.Reset(100)
		s.Step(0, in, &out)
		for _, e := range out.List {
			sent += len(e.Data)
			more, closed = more || e.Kind == machine.More, closed || e.Kind == machine.Close
		}
		return sent, more, closed
	}
	step(machine.Input{Kind: machine.Open})
	flood := bytes.Repeat([]byte("NOOP\r\n"), 10_000)
	sent, more, _ := step(machine.Input{Kind: machine.Bytes, Data: flood})
	if sent < 100 || sent > 200 || !more {
		t.Fatalf("with room for 100, %d octets were sent; more: %v", sent, more)
	}
	for i := 0; ; i++ {
		sent, more, closed := step(machine.Input{Kind: machine.Bytes, Data: flood})
		if closed {
			break
		}
		if sent > 0 || more || i > MaxPending/len(flood)+1 {
			t.Fatalf("while blocked, %d octets were sent; more: %v; after %d floods", sent, more, i)
		}
	}
}

func TestDeadlines(t *testing.T) {
	d := newDriver(t, Config{Hostname: "h"}, machine.DefaultRoom)
	if d.deadline != vtime.Time(5*vtime.Minute) {
		t.Errorf("the greeting waits until %d", d.deadline)
	}
	d.now = vtime.Time(vtime.Minute)
	d.step(machine.Input{Kind: machine.Bytes, Data: []byte("N")})
	if d.deadline != vtime.Time(6*vtime.Minute) {
		t.Errorf("a byte waits until %d", d.deadline)
	}
	d.step(machine.Input{Kind: machine.Bytes, Data: []byte("OOP\r\nQUIT\r\n")})
	if d.deadline != vtime.Never || !d.closed {
		t.Errorf("QUIT waits until %d", d.deadline)
	}
}

// FuzzStates sends anything in each state, whole and byte by byte.
func FuzzStates(f *testing.F) {
	for i, file := range transcript.Load(f, 30) {
		var all []byte
		for _, line := range strings.Split(file.Text, "\n") {
			if rest, ok := strings.CutPrefix(line, "C: "); ok {
				all = append(all, rest+"\r\n"...)
			}
		}
		f.Add(uint8(i), all)
	}
	f.Add(uint8(5), []byte("a\n.\r\n\r\n.\r\r\n..\r\n.\r\nMAIL FROM:<>\r\n"))
	f.Add(uint8(0x92), []byte("MAIL FROM:<slow-mail-9@a> BODY=BINARYMIME\r\nRCPT TO:<bob@hai.example> RRVS=1970-01-02T00:00:00Z\r\nBDAT 3\r\na\x00\nBDAT 2 LAST\r\n..XCLIENT ADDR=1.2.3.4\r\n"))
	f.Add(uint8(0x33), []byte("RCPT TO:<bob@hai.example>\r\nRCPT TO:<dot-450@hai.example>\r\nDATA\r\nDISK\r\n.\r\nETRN a\r\n"))
	f.Add(uint8(0xd2), []byte("STARTTLS\r\nEHLO a\r\nMAIL FROM:<drop-dot@a> SOLICIT=a:b\r\nVRFY reply-211\r\nHELP MAGIC\r\n"))
	f.Add(uint8(2), []byte("AUTH LOGIN\r\n=\r\nYQ==\r\n*\r\nANY\r\nCLOSE\r\n"))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		if len(data) > 4096 {
			return
		}
		cfg := Config{Hostname: "mail.hai.example", Proto: ProtoSubmission, Conn: 1, MaxSize: 600, MaxRecipients: 3, MaxMessages: 3}
		if which&8 != 0 {
			cfg.LineEnds = framing.Lenient
		}
		if which&16 != 0 { // A server of another kind.
			cfg.Accent, cfg.Magic, cfg.MaxDomains, cfg.MaxUnknown, cfg.Trusted = Accent(which>>6), []string{"hai.example"}, 1, 20, true
			cfg.Proto = []string{ProtoSMTP, ProtoLMTP}[which>>5&1]
			cfg.Keywords = append(DefaultKeywords(cfg.Proto, 600), "AUTH PLAIN LOGIN", "STARTTLS", "XCLIENT", "XFORWARD", "RRVS", "NO-SOLICITING a:B", "DELIVERBY 5")
		}
		states := smtp.States()
		setup := walkSetups[states[int(which&7)%len(states)]]
		var outcomes [2]string
		for i := range outcomes {
			d := newDriver(t, cfg, machine.DefaultRoom)
			for _, line := range setup {
				if cfg.Proto == ProtoLMTP {
					line = strings.Replace(line, "EHLO", "LHLO", 1)
				}
				d.step(machine.Input{Kind: machine.Bytes, Data: []byte(line + "\r\n")})
			}
			if i == 0 {
				d.step(machine.Input{Kind: machine.Bytes, Data: data})
			} else {
				for j := 0; j < len(data) && !d.closed; j++ {
					d.step(machine.Input{Kind: machine.Bytes, Data: data[j : j+1]})
				}
			}
			for _, line := range bytes.SplitAfter(d.sent, []byte("\r\n")) {
				if len(line) > framing.MaxReplyLine || len(line) > 0 && !bytes.HasSuffix(line, []byte("\r\n")) {
					t.Fatalf("a reply line of %d octets: %q", len(line), line)
				}
			}
			for j, raw := range d.backend.raw {
				if strings.Contains(d.backend.kept[j], ", binary") {
					continue
				}
				if int64(len(raw)) > cfg.MaxSize || bytes.IndexByte(raw, 0) >= 0 || bytes.Count(raw, []byte("\n")) != bytes.Count(raw, []byte("\r\n")) || bytes.Count(raw, []byte("\r")) != bytes.Count(raw, []byte("\r\n")) {
					t.Fatalf("a letter that should have been refused: %q", raw)
				}
			}
			for d.server.heldVerb != "" && !d.closed {
				d.event("wait")
			}
			if !d.closed {
				d.event("end")
			}
			outcomes[i] = d.outcome()
		}
		if outcomes[0] != outcomes[1] {
			t.Fatalf("whole:\n%s\nbyte by byte:\n%s", outcomes[0], outcomes[1])
		}
	})
}

func BenchmarkHop(b *testing.B) {
	for _, size := range []struct {
		name  string
		lines int
	}{{"4KB", 52}, {"1MB", 13443}} {
		b.Run(size.name, func(b *testing.B) {
			letter := strings.Repeat(strings.Repeat("x", 76)+"\r\n", size.lines)
			burst := []byte("MAIL FROM:<alice@shan.example> SIZE=" + strconv.Itoa(len(letter)) + "\r\nRCPT TO:<bob@hai.example>\r\nDATA\r\n")
			body := []byte(letter + ".\r\n")
			s := New(Config{Hostname: "mail.hai.example", MaxSize: 2 << 20}, dropBackend{})
			var out machine.Effects
			step := func(in machine.Input) {
				out.Reset(machine.DefaultRoom)
				s.Step(0, in, &out)
			}
			step(machine.Input{Kind: machine.Open})
			step(machine.Input{Kind: machine.Bytes, Data: []byte("EHLO a.example\r\n")})
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				step(machine.Input{Kind: machine.Bytes, Data: burst})
				for rest := body; len(rest) > 0; {
					n := min(len(rest), 32<<10)
					step(machine.Input{Kind: machine.Bytes, Data: rest[:n]})
					rest = rest[n:]
				}
			}
			if s.letters != b.N && s.letters == 0 {
				b.Fatal("nothing was accepted")
			}
		})
	}
}

type dropBackend struct{ Plain }

func (dropBackend) Accept(Session, smtp.Envelope, []byte) (string, *smtp.Reply) { return "H0001", nil }

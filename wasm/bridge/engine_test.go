package bridge

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/scenario/folder"
	"ehloworld/engine/trace"
	"ehloworld/engine/world"
)

// archiveOf is the text archive of a built-in scenario.
func archiveOf(t testing.TB, slug string) string {
	return archiveIn(t, filepath.Join("..", "..", "scenarios", slug))
}

// archiveIn is the text archive of a scenario's folder.
func archiveIn(t testing.TB, dir string) string {
	t.Helper()
	files, err := folder.Read(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	text, err := scenario.WriteArchive(&scenario.Archive{Files: files, At: -1})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// page is a page's view of an engine: it asks commands and keeps the events that it is handed.
type page struct {
	t      testing.TB
	engine *Engine
	log    [][]byte // Encoded events; the index is the number less one.
	status statusReply
}

// statusReply is what this test reads of Status.
type statusReply struct {
	Now, End               int64
	Events, Future, Inputs int
	Busy                   bool
	Stopped                string
	Next                   *struct{ At int64 }
	NextActive             *int64
}

func newPage(t testing.TB) *page { return &page{t: t, engine: New()} }

// ask sends one command, given as name and value pairs, and returns the answer or the error.
func (p *page) ask(op string, more ...any) (json.RawMessage, string) {
	p.t.Helper()
	c := map[string]any{"op": op}
	for i := 0; i+1 < len(more); i += 2 {
		c[more[i].(string)] = more[i+1]
	}
	in, err := json.Marshal(c)
	if err != nil {
		p.t.Fatal(err)
	}
	var reply struct {
		OK    json.RawMessage
		Error string
		Panic bool
	}
	out := p.engine.Cmd(in)
	if err := json.Unmarshal(out, &reply); err != nil {
		p.t.Fatalf("%s answers %q: %v", in, out, err)
	}
	if reply.Panic || reply.OK == nil && reply.Error == "" {
		p.t.Fatalf("%s answers %s", in, out)
	}
	return reply.OK, reply.Error
}

// must is ask for what has to succeed.
func (p *page) must(op string, more ...any) json.RawMessage {
	p.t.Helper()
	ok, problem := p.ask(op, more...)
	if problem != "" {
		p.t.Fatalf("%s %v: %s", op, more, problem)
	}
	return ok
}

// look asks for the status, and drops the events that it says are gone.
func (p *page) look() statusReply {
	p.t.Helper()
	p.status = statusReply{}
	if err := json.Unmarshal(p.must("status"), &p.status); err != nil {
		p.t.Fatal(err)
	}
	if p.status.Events < len(p.log) {
		p.log = p.log[:p.status.Events]
	}
	return p.status
}

// take fetches events: a batch replaces everything from its first number on.
func (p *page) take(max int) {
	p.t.Helper()
	batch := p.engine.Events(max)
	for first := true; len(batch) > 0; first = false {
		size, n := binary.Uvarint(batch)
		event := batch[n : n+int(size)]
		number, _ := binary.Uvarint(event)
		batch = batch[n+int(size):]
		if int(number) > len(p.log)+1 {
			p.t.Fatalf("event %d comes after event %d", number, len(p.log))
		}
		if first {
			p.log = p.log[:number-1]
		}
		if int(number) != len(p.log)+1 {
			p.t.Fatalf("event %d comes after event %d within a batch", number, len(p.log))
		}
		p.log = append(p.log, event)
	}
}

// arrive works until the goal is reached.
func (p *page) arrive(budget int) {
	p.t.Helper()
	for n := 0; p.engine.Step(budget); n++ {
		if n > 10_000_000 {
			p.t.Fatal("Step never ends")
		}
	}
}

func (p *page) digest() string {
	p.t.Helper()
	var d struct{ Digest string }
	if err := json.Unmarshal(p.must("digest"), &d); err != nil {
		p.t.Fatal(err)
	}
	return d.Digest
}

// inStep checks that the page has exactly the engine's log.
func (p *page) inStep() {
	p.t.Helper()
	p.look()
	for before := -1; before != len(p.log); {
		before = len(p.log)
		p.take(1 << 16)
	}
	log := p.engine.world.Log
	if len(p.log) != log.Len() {
		p.t.Fatalf("the page has %d events of %d", len(p.log), log.Len())
	}
	for i, got := range p.log {
		whole := trace.AppendEvent(nil, log.At(i+1))
		_, n := binary.Uvarint(whole)
		if string(whole[n:]) != string(got) {
			p.t.Fatalf("event %d is not the page's", i+1)
		}
	}
}

// straight plays the run that the engine holds (inputs before and after now) from its start to an instant and returns the
// digest.
func (p *page) straight(to int64) string {
	p.t.Helper()
	e := p.engine
	w, err := world.New(e.scenario(), e.seed)
	if err != nil {
		p.t.Fatal(err)
	}
	inputs := append(append([]world.Line(nil), e.world.Inputs()...), e.future...)
	for _, l := range inputs {
		if int64(l.At) > to {
			break
		}
		w.Run(w.Start() + l.At)
		l.At = -1
		if _, _, err := w.Apply(l.String()); err != nil {
			p.t.Fatal(err)
		}
	}
	w.Run(e.instant(to))
	return w.Log.Digest()
}

var deeds = []string{
	"term alice-pc telnet mail.hai.example 25", "1> HELO x", "1> MAIL FROM:<alice@shan.example>", "1> RCPT TO:<bob@hai.example>", "1> DATA",
	"1> Hello\\n.\\n", "1> QUIT", "term mail.shan.example mailq", "2> dig MX hai.example", "next", "jump 10m", "hangup 1", "nonsense",
	`mail alice-pc send {"to":"bob@hai.example","subject":"One","body":"Hello."}`, "mail bob-pc fetch", "fault stopped mail.hai.example",
	"heal stopped mail.hai.example", "fault down mail.shan.example", "heal down mail.shan.example", "queue mail.shan.example flush",
	"ui inspect mta mail.hai.example", "answer q-phases 220=greeting",
}

// TestRandomTravel sends the engine to and fro while random things are typed. After any sequence the page that follows
// the batches and the statuses has exactly the log; going to the end of the run gives the trace of a straight replay;
// typing after a rewind discards the future; and what is exported opens at the same place with the same trace.
func TestRandomTravel(t *testing.T) {
	runs := 80
	if testing.Short() {
		runs = 10
	}
	archive := archiveOf(t, "hand-smtp")
	for seed := range runs {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		p := newPage(t)
		p.must("open", "archive", archive, "builtin", "")
		var story []string
		for range 10 + r.IntN(60) {
			budget := []int{1, 3, 1000, 1 << 20}[r.IntN(4)]
			switch k := r.IntN(12); k {
			case 0:
				at := r.Int64N(max(1, p.look().End+int64(r.IntN(5e9))))
				story = append(story, fmt.Sprint("seek ", at))
				p.must("seek", "to", at)
			case 1:
				n := r.IntN(p.look().Events + 20)
				story = append(story, fmt.Sprint("seekEvent ", n))
				p.must("seekEvent", "n", n)
			case 2:
				to := p.look().Now + int64(r.IntN(2e9))
				story = append(story, fmt.Sprint("advance ", to))
				p.must("advance", "to", to)
			case 3:
				story = append(story, "settle")
				p.must("settle", "limit", p.look().Now+int64(r.IntN(100e9)))
			case 4:
				story = append(story, "next")
				p.must("next")
			case 5:
				p.look()
			case 6:
				p.take(1 + r.IntN(5000))
			case 7:
				for range r.IntN(20) { // An unfinished way: the next command overtakes it.
					p.engine.Step(budget)
				}
			default:
				deed := deeds[r.IntN(len(deeds))]
				future := p.look().Future
				_, problem := p.ask("input", "text", deed)
				story = append(story, fmt.Sprintf("%q %s", deed, problem))
				if problem == "" && p.look().Future != 0 {
					t.Fatalf("seed %d: typing left %d of %d recorded inputs in the future\n%s", seed, p.status.Future, future, strings.Join(story, "\n"))
				}
			}
			if r.IntN(3) > 0 {
				p.arrive(budget)
			}
			if r.IntN(4) == 0 {
				p.take(1 << 20)
			}
		}
		p.arrive(1000)
		p.inStep()
		end := p.look().End
		p.must("seek", "to", end)
		p.arrive(1 + r.IntN(1000))
		p.inStep()
		if got := p.look(); got.Now != end || got.Future != 0 || got.Busy {
			t.Fatalf("seed %d: at the end of %d: %+v\n%s", seed, end, got, strings.Join(story, "\n"))
		}
		whole := p.digest()
		if whole != p.straight(end) {
			t.Fatalf("seed %d: the end is not that of a straight replay\n%s", seed, strings.Join(story, "\n"))
		}

		// Half-way back, exported there and opened again.
		middle := end / 2
		p.must("seek", "to", middle)
		p.arrive(1 << 20)
		p.inStep()
		if got := p.digest(); got != p.straight(middle) {
			t.Fatalf("seed %d: the middle is not that of a straight replay", seed)
		}
		var out struct{ Archive string }
		if err := json.Unmarshal(p.must("export", "at", true, "view", "x"), &out); err != nil {
			t.Fatal(err)
		}
		other := newPage(t)
		other.must("open", "archive", out.Archive, "builtin", "")
		if _, problem := other.ask("input", "text", "term alice-pc"); len(p.engine.world.Inputs()) > 0 && middle > 0 && problem == "" {
			t.Fatal("typing into a link's run before it was played was taken")
		}
		other.must("advance", "to", 0) // The player's tick must not cut the way short.
		other.arrive(7)
		other.inStep()
		if other.look().Now != middle || other.digest() != p.digest() || other.status.Future != p.look().Future {
			t.Fatalf("seed %d: what was exported opens at %+v, want %+v\n%s", seed, other.status, p.status, out.Archive)
		}
		if n := len(p.engine.future); n > 0 && other.status.End < int64(p.engine.future[n-1].At) {
			t.Fatalf("seed %d: the exported run ends at %d, before its last input", seed, other.status.End)
		}
		other.must("seek", "to", end)
		other.arrive(1 << 20)
		if other.digest() != whole {
			t.Fatalf("seed %d: the exported run ends in another way", seed)
		}
	}
}

// TestNextIsOneEvent presses "next" with every budget: it must stop at the same places.
func TestNextIsOneEvent(t *testing.T) {
	places := func(budget int) (list []string) {
		p := newPage(t)
		p.must("open", "archive", archiveOf(t, "hand-smtp"), "builtin", "")
		p.must("input", "text", `mail alice-pc send {"to":"bob@hai.example","subject":"One","body":"Hello."}`)
		for range 60 {
			p.must("next")
			p.arrive(budget)
			list = append(list, fmt.Sprint(p.look().Now, " ", p.status.Events))
		}
		return list
	}
	want := strings.Join(places(1<<20), ", ")
	for _, budget := range []int{1, 2, 7} {
		if got := strings.Join(places(budget), ", "); got != want {
			t.Errorf("budget %d stops at\n%s\nwant\n%s", budget, got, want)
		}
	}
}

// TestRefusals sends what no page should: the engine answers with a sentence and goes on.
func TestRefusals(t *testing.T) {
	p := newPage(t)
	for _, in := range []string{"", "{", "[]", "null", `{"op":1}`, `{"op":"open"}`, `{"op":"open","archive":"x"}`, `{"op":"status"}`, `{"op":"no"}`} {
		var reply struct{ Error string }
		if err := json.Unmarshal(p.engine.Cmd([]byte(in)), &reply); err != nil || reply.Error == "" || strings.Contains(reply.Error, "\n") {
			t.Errorf("%s: %q %v", in, reply.Error, err)
		}
	}
	p.must("open", "archive", archiveOf(t, "hand-smtp"), "builtin", "")
	for _, c := range [][]any{
		{"input", "text", "term alice-pc\nterm bob-pc"}, {"input", "text", ""}, {"input", "text", "> x"}, {"input", "text", "jump -1s"},
		{"input", "text", "note x"}, {"input", "text", strings.Repeat("x", 70_000)}, {"host", "id", "x"}, {"queue", "host", "alice-pc"},
		{"mailbox", "host", "mail.hai.example", "user", "x", "box", "INBOX"}, {"client", "host", "mail.hai.example"}, {"message", "ref", map[string]any{}},
		{"source", "ref", map[string]any{}}, {"source", "ref", map[string]any{"at": "queue", "host": "mail.hai.example", "id": "x"}},
		{"message", "ref", map[string]any{"at": "box", "host": "mail.hai.example", "user": "bob@hai.example", "box": "INBOX", "uid": 99}},
		{"explain", "n", 0}, {"explain", "n", 1 << 40}, {"table", "proto", "x"}, {"complete", "term", 9}, {"nothing"},
	} {
		if _, problem := p.ask(c[0].(string), c[1:]...); problem == "" {
			t.Errorf("%v was taken", c)
		}
	}
	for _, c := range [][]any{
		{"seek", "to", -1}, {"seek", "to", 0.5}, {"seekEvent", "n", -5}, {"advance", "to", -1}, {"seekEvent", "n", 1 << 50}, {"settle", "limit", -1},
	} {
		p.must(c[0].(string), c[1:]...)
		p.arrive(1000)
		if now := p.look().Now; now != 0 {
			t.Errorf("%v goes to %d", c, now)
		}
		p.inStep()
	}
}

// TestSource asks for a letter with octets that are no text: they come as they are.
func TestSource(t *testing.T) {
	p := newPage(t)
	p.must("open", "archive", archiveOf(t, "hand-smtp"), "builtin", "")
	for _, line := range []string{"term alice-pc telnet mail.hai.example 25", `1> HELO x\nMAIL FROM:<alice@shan.example>\nRCPT TO:<bob@hai.example>\nDATA`, `1> Subject: \xe4\xc4\n\n..\xff\n.`} {
		p.must("input", "text", line)
		p.arrive(1 << 20)
		p.must("settle", "limit", p.look().Now+60e9)
		p.arrive(1 << 20)
	}
	box := p.engine.world.Host("mail.hai.example").Store.Accounts()[0].Mailboxes()[0]
	last := box.Messages()[box.Len()-1]
	var got struct{ Data []byte }
	ref := map[string]any{"at": "box", "host": "mail.hai.example", "user": "bob@hai.example", "box": "INBOX", "uid": last.UID}
	if err := json.Unmarshal(p.must("source", "ref", ref), &got); err != nil {
		t.Fatal(err)
	}
	if string(got.Data) != string(last.Data) || !strings.HasSuffix(string(got.Data), "Subject: \xe4\xc4\r\n\r\n.\xff\r\n") {
		t.Errorf("%q", got.Data)
	}
}

// TestBound lets a world run into the year's end: every goal ends.
func TestBound(t *testing.T) {
	p := newPage(t)
	p.must("open", "archive", archiveOf(t, "hand-smtp"), "builtin", "")
	p.must("input", "text", "jump 99d")
	p.arrive(1000)
	for _, c := range [][]any{{"next"}, {"settle", "limit", int64(world.MaxSpan)}, {"advance", "to", int64(world.MaxSpan)}, {"seekEvent", "n", 1 << 30}} {
		p.must(c[0].(string), c[1:]...)
		p.arrive(1000)
	}
	p.inStep()
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"runtime"
	"strconv"
	"testing"

	"ehloworld/engine/clock"
	"ehloworld/engine/machine"
	"ehloworld/engine/scenario"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/vtime"
	"ehloworld/engine/world"
	"ehloworld/scenarios"
)

// figure is one benchmark's result. It is part of the documented output.
type figure struct {
	Name     string  `json:"name"`
	What     string  `json:"what"`
	NsPerOp  float64 `json:"nsPerOp"`
	AllocsOp int64   `json:"allocsPerOp"`
	BytesOp  int64   `json:"bytesPerOp"`
	Runs     int     `json:"runs"`
}

// report is what "ehlo bench" prints.
type report struct {
	Go      string   `json:"go"`
	Arch    string   `json:"arch"`
	Figures []figure `json:"figures"`
}

var benchmarks = []struct {
	name, what string
	run        func(b *testing.B)
}{
	{"smtp-hop-4k", "one letter of 4 KiB from client machine to server machine, greeting to QUIT", func(b *testing.B) { benchHop(b, 4<<10) }},
	{"smtp-hop-1m", "one letter of 1 MiB from client machine to server machine, greeting to QUIT", func(b *testing.B) { benchHop(b, 1<<20) }},
	{"world-letter", "one letter from a mail program by submission, queue, DNS and MX into a mailbox, every packet traced", benchLetter},
	{"world-new", "building the world two-towns", benchBuild},
	{"five-days", "1,000 letters that cannot be delivered, tried for five days and returned", benchFiveDays},
	{"clock", "one entry into and out of an event queue of 1,000", benchClock},
	{"digest", "the digest of the trace of one letter's way", benchDigest},
}

func benchCommand(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	operands, err := parseFlags(fs, args)
	if err != nil {
		return err
	}
	if len(operands) > 0 {
		return errors.New("bench takes no operands")
	}
	r := report{Go: runtime.Version(), Arch: runtime.GOARCH}
	for _, bench := range benchmarks {
		res := testing.Benchmark(func(b *testing.B) {
			b.ReportAllocs()
			bench.run(b)
		})
		if res.N == 0 {
			return &uncleanError{bench.name + " failed"}
		}
		r.Figures = append(r.Figures, figure{bench.name, bench.what, float64(res.T.Nanoseconds()) / float64(res.N), res.AllocsPerOp(), res.AllocedBytesPerOp(), res.N})
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", " ")
	return enc.Encode(r)
}

// taker is a server's memory that accepts everything and keeps nothing.
type taker struct {
	smtpserver.Plain
	taken int
}

func (t *taker) Accept(smtpserver.Session, smtp.Envelope, []byte) (string, *smtp.Reply) {
	t.taken++
	return "H0001", nil
}

func benchHop(b *testing.B, size int) {
	letter := append([]byte("From: alice@shan.example\r\nSubject: bench\r\n\r\n"),
		bytes.Repeat([]byte("A line of a letter that is neither short nor long, as lines are.\r\n"), size/66)...)
	backend := &taker{}
	for b.Loop() {
		server := smtpserver.New(smtpserver.Config{Hostname: "mail.hai.example", Proto: "smtp", MaxSize: 4 << 20}, backend)
		client := smtpclient.New(smtpclient.Config{Hostname: "mail.shan.example", Peer: "mail.hai.example", Proto: "smtp"},
			smtpclient.Job{Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts("bob@hai.example")}, Data: letter})
		converse(client, server)
	}
	b.SetBytes(int64(size))
	if backend.taken == 0 {
		b.Fatal("no letter arrived")
	}
}

// converse lets two machines talk until both are silent.
func converse(client, server machine.Machine) {
	var effects [2]machine.Effects
	ends := [2]machine.Machine{client, server}
	inputs := [2][]machine.Input{{{Kind: machine.Open}}, {{Kind: machine.Open}}}
	for len(inputs[0])+len(inputs[1]) > 0 {
		for i := range ends {
			for len(inputs[i]) > 0 {
				in := inputs[i][0]
				inputs[i] = inputs[i][1:]
				effects[i].Reset(machine.DefaultRoom)
				ends[i].Step(0, in, &effects[i])
				for _, e := range effects[i].List {
					switch e.Kind {
					case machine.Send:
						inputs[1-i] = append(inputs[1-i], machine.Input{Kind: machine.Bytes, Data: e.Data})
					case machine.Close:
						inputs[1-i] = append(inputs[1-i], machine.Input{Kind: machine.End})
					case machine.More:
						inputs[i] = append(inputs[i], machine.Input{Kind: machine.Drained})
					}
				}
			}
		}
	}
}

// twoTowns reads a scenario that is nothing but the base world.
func twoTowns() *scenario.Scenario {
	const text = `{"format":1,"id":"bench","version":1,"minutes":1,"covers":[],"title":{"en":"Bench","zh":"基准"},"world":{"base":"two-towns"},"steps":[]}`
	sc, err := scenario.Read([]scenario.File{{Name: "scenario.json", Data: []byte(text)}}, scenarios.Base)
	if err != nil {
		panic(err) // The text is ours.
	}
	return sc
}

func newWorld(b *testing.B, lines ...string) *world.World {
	w, err := world.New(twoTowns(), 1)
	if err == nil {
		err = w.Play(lines)
	}
	if err != nil {
		b.Fatal(err)
	}
	return w
}

const benchLetterLine = `mail alice-pc send {"to":"bob@hai.example","subject":"bench","body":"Hello Bob."}`

func benchLetter(b *testing.B) {
	w := newWorld(b)
	for b.Loop() {
		if w.Log.Len() > world.MaxEvents/2 {
			b.StopTimer()
			w = newWorld(b)
			b.StartTimer()
		}
		if err := w.Play([]string{benchLetterLine}); err != nil {
			b.StopTimer()
			w = newWorld(b) // As many inputs as a run may have.
			b.StartTimer()
		}
	}
}

func benchBuild(b *testing.B) {
	for b.Loop() {
		newWorld(b)
	}
}

func benchFiveDays(b *testing.B) {
	for b.Loop() {
		w := newWorld(b, "fault stopped mail.hai.example")
		for i := range 1000 {
			line := `mail alice-pc send {"to":"bob@hai.example","subject":"` + strconv.Itoa(i) + `","body":"Hello Bob."}`
			if err := w.Play([]string{line}); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Play([]string{"jump 5d", "jump 1h"}); err != nil {
			b.Fatal(err)
		}
		if n := w.Host("mail.shan.example").Queue.Len(); n != 0 {
			b.Fatalf("%d letters are left, %s", n, w.Stopped())
		}
	}
}

func benchClock(b *testing.B) {
	var q clock.Queue
	nothing := func() {}
	for i := range 1000 {
		q.Add(vtime.Time(i*7919%1000), false, 0, "", nothing)
	}
	for b.Loop() {
		e, _ := q.Pop()
		q.Add(e.At+1000, false, 0, "", nothing)
	}
}

func benchDigest(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := newWorld(b, benchLetterLine)
		b.StartTimer()
		w.Log.Digest()
	}
}

package smtpclient

import (
	"strings"
	"testing"

	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// FuzzServer lets a server say anything at every point of a conversation.
func FuzzServer(f *testing.F) {
	const talk = "220 hi\n250-hi\n250-PIPELINING\n250-CHUNKING\n250-LIMITS RCPTMAX=1\n250 AUTH LOGIN\n334 VXNlcm5hbWU6\n334 UGFzc3dvcmQ6\n235 ok\n250 ok\n250 ok\n354 go\n250 ok\n221 bye\n"
	lines := strings.SplitAfter(strings.ReplaceAll(talk, "\n", "\r\n"), "\n")
	for i := range lines {
		f.Add(uint8(i), []byte("421 closing\r\n"), uint8(0), uint8(i))
		f.Add(uint8(i), []byte("250-a\r\n250 b\r\n354 c\r\n550 d\r\n\r\n334 x\r\n"), uint8(3), uint8(i))
	}
	f.Fuzz(func(t *testing.T, after uint8, data []byte, room, way uint8) {
		cfg := Config{Hostname: "h", IdleAfter: vtime.Minute, Proto: ProtoSMTP, Chunking: Chunking(way & 1)}
		if way&2 != 0 {
			cfg.Proto = ProtoLMTP
		}
		job := Job{
			Envelope: smtp.Envelope{From: "a@b", Rcpts: smtp.Rcpts("c@d", "e@f", "g@d")}, Data: []byte("Subject: x\r\n\r\n.y\r\n"), User: "u", Pass: "p",
		}
		if way&4 != 0 {
			job.Data = append(job.Data, make([]byte, 3*MaxChunk)...) // Of NULs, in several chunks.
			job.Body = smtp.BodyBinaryMIME
		}
		c := New(cfg, job)
		var fx machine.Effects
		results, open := 0, true
		var now, due vtime.Time = 0, vtime.Never
		step := func(in machine.Input) {
			fx.Reset(int(room))
			c.Step(now, in, &fx)
			for _, e := range fx.List {
				switch e.Kind {
				case machine.Result:
					if so, ok := e.Ask.(Progress); ok {
						if len(so.Delivered) == 0 || !so.Delivered[0].Delivered {
							t.Fatalf("progress %+v", so)
						}
						continue
					}
					results++
					for _, r := range e.Ask.(Outcome).Rcpts {
						if r.Rcpt == "" || r.Reply.Code == 0 || r.Delivered && (r.Temporary || r.Local || r.Untried) || r.Untried && !r.Temporary {
							t.Fatalf("outcome %+v", r)
						}
					}
					if n := len(e.Ask.(Outcome).Transcript); n > MaxTranscript {
						t.Fatalf("a transcript of %d lines", n)
					}
				case machine.Send:
					if !open {
						t.Fatal("sent after the end")
					}
				case machine.Close, machine.Abort:
					if !open {
						t.Fatal("closed twice")
					}
					open = false
				case machine.SetDeadline:
					due = e.At
				}
			}
		}
		step(machine.Input{Kind: machine.Open})
		for i := 0; i < int(after) && i < len(lines); i++ {
			step(machine.Input{Kind: machine.Bytes, Data: []byte(lines[i])})
		}
		step(machine.Input{Kind: machine.Bytes, Data: data})
		for range 20 {
			step(machine.Input{Kind: machine.Drained})
		}
		// Whatever was said, the client comes to an end by its deadlines alone.
		for n := 0; due != vtime.Never; n++ {
			if n > 10 {
				t.Fatal("the client never gives up")
			}
			now, due = due, vtime.Never
			step(machine.Input{Kind: machine.Deadline})
		}
		if results != 1 || open {
			t.Fatalf("%d results, open %v", results, open)
		}
	})
}

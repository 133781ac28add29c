package smtpserver

import (
	"fmt"
	"strings"
	"testing"

	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
)

// FuzzBDAT cuts a letter into chunks of any sizes, some of which lie, and holds what is kept against the octets that the
// counts took. Commands behind a chunk are commands only when the count says so.
func FuzzBDAT(f *testing.F) {
	f.Add([]byte("a\r\n.\r\nQUIT\r\n"), []byte{3, 0, 9})
	f.Add([]byte("\x00\xff\r"), []byte{1, 1, 1})
	f.Add([]byte("MAIL FROM:<x@y>\r\n"), []byte{200})
	f.Fuzz(func(t *testing.T, body, sizes []byte) {
		if len(body) > 600 || len(sizes) > 20 || len(sizes) == 0 {
			return
		}
		var wire strings.Builder
		rest := string(body)
		for i, n := range sizes {
			size := min(int(n), len(rest))
			word := ""
			if i == len(sizes)-1 {
				size, word = len(rest), " LAST"
			}
			fmt.Fprintf(&wire, "BDAT %d%s\r\n%s", size, word, rest[:size])
			rest = rest[size:]
		}
		wire.WriteString("NOOP\r\n")
		for _, kind := range []string{"BINARYMIME", "8BITMIME"} {
			var outcomes []string
			for _, step := range []int{1, 7, 1 << 20} {
				d := newDriver(t, Config{Hostname: "h", MaxSize: 400}, machine.DefaultRoom)
				d.step(machine.Input{Kind: machine.Bytes, Data: []byte("EHLO a\r\nMAIL FROM:<a@b> BODY=" + kind + "\r\nRCPT TO:<bob@hai.example>\r\n")})
				d.look()
				for data := []byte(wire.String()); len(data) > 0; {
					n := min(step, len(data))
					d.step(machine.Input{Kind: machine.Bytes, Data: data[:n]})
					data = data[n:]
				}
				replies := strings.Split(strings.TrimSuffix(string(d.sent), "\r\n"), "\r\n")
				if len(replies) != len(sizes)+1 || replies[len(sizes)] != "250 2.0.0 Ok" || d.server.State() != smtp.StateReady {
					t.Fatalf("%q is answered %q, and then %v", wire.String(), replies, d.server.State())
				}
				last := replies[len(sizes)-1]
				taken := strings.HasPrefix(last, "250 ")
				if taken != (len(d.backend.raw) == 1) || taken && kind == "BINARYMIME" && string(d.backend.raw[0]) != string(body) {
					t.Fatalf("%q is answered %q, kept %q", wire.String(), last, d.backend.raw)
				}
				if big := len(body) > 400; big && taken || !big && !taken && kind == "BINARYMIME" && !strings.Contains(string(body), "DISK") && !strings.Contains(string(body), "VIRUS") {
					t.Fatalf("%d octets are answered %q", len(body), last)
				}
				outcomes = append(outcomes, d.outcome())
			}
			if outcomes[0] != outcomes[1] || outcomes[0] != outcomes[2] {
				t.Fatalf("%q depends on how it was cut:\n%s\n%s\n%s", wire.String(), outcomes[0], outcomes[1], outcomes[2])
			}
		}
	})
}

// TestHugeChunk announces more than anybody will send: nothing is set aside for it, nothing is kept of it.
func TestHugeChunk(t *testing.T) {
	d := newDriver(t, Config{Hostname: "h"}, machine.DefaultRoom)
	d.step(machine.Input{Kind: machine.Bytes, Data: []byte("EHLO a\r\nMAIL FROM:<>\r\nRCPT TO:<bob@hai.example>\r\nBDAT 9000000000000000000 LAST\r\n")})
	d.look()
	junk := []byte(strings.Repeat("QUIT\r\n", 10_000))
	for range 100 {
		d.step(machine.Input{Kind: machine.Bytes, Data: junk})
	}
	if s := d.server; len(d.sent) > 0 || cap(s.letter.Data()) > 0 || s.lines.Len() > 0 || s.Allowed() != nil {
		t.Errorf("answered %q, %d octets kept, %d waiting, allowed %v", d.sent, cap(s.letter.Data()), s.lines.Len(), s.Allowed())
	}
}

// TestFloodWhileAsked sends on and on while the backend's question has no answer, and while an answer is held back.
func TestFloodWhileAsked(t *testing.T) {
	for _, sender := range []string{"a@asked.example", "slow-mail-60@b.example"} {
		s := New(Config{Hostname: "h", Magic: []string{"h"}}, &testBackend{})
		var out machine.Effects
		step := func(in machine.Input) (closed bool, sent string) {
			out.Reset(machine.DefaultRoom)
			s.Step(0, in, &out)
			for _, e := range out.List {
				sent += string(e.Data)
				closed = closed || e.Kind == machine.Close
			}
			return closed, sent
		}
		step(machine.Input{Kind: machine.Open})
		if _, sent := step(machine.Input{Kind: machine.Bytes, Data: []byte("HELO a\r\nMAIL FROM:<" + sender + ">\r\nNOOP\r\n")}); strings.Count(sent, "\n") != 1 {
			t.Fatalf("%s: answered %q", sender, sent)
		}
		flood := []byte(strings.Repeat("NOOP\r\n", 10_000))
		for i := 0; ; i++ {
			closed, sent := step(machine.Input{Kind: machine.Bytes, Data: flood})
			if closed {
				if !strings.HasPrefix(sent, "421 ") {
					t.Errorf("%s: closed with %q", sender, sent)
				}
				break
			}
			if sent != "" || i > MaxPending/len(flood)+1 {
				t.Fatalf("%s: %q after %d floods", sender, sent, i)
			}
		}
	}
}

// TestRecipientsCostNothing holds the memory of 10,000 refused recipients against that of few.
func TestRecipientsCostNothing(t *testing.T) {
	for _, proto := range []string{ProtoSMTP, ProtoLMTP} {
		s := New(Config{Hostname: "h", Proto: proto, MaxRecipients: 10, MaxDomains: 2}, dropBackend{})
		var out machine.Effects
		step := func(data string) {
			out.Reset(1 << 20)
			s.Step(0, machine.Input{Kind: machine.Bytes, Data: []byte(data)}, &out)
		}
		out.Reset(1 << 20)
		s.Step(0, machine.Input{Kind: machine.Open}, &out)
		step("EHLO a\r\nLHLO a\r\nMAIL FROM:<>\r\n")
		for range 10_000 {
			step("RCPT TO:<bob@hai.example>\r\nRCPT TO:<x@y>\r\n")
		}
		if len(s.env.Rcpts) > 10 || len(s.rcpts) > 10 || s.lines.Len() > 0 || s.state != smtp.StateRcpt {
			t.Errorf("%s: %d recipients, %d answers due, in %v", proto, len(s.env.Rcpts), len(s.rcpts), s.state)
		}
	}
}

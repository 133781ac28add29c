package world

import (
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// console is a person at a terminal of hand-smtp.
type console struct {
	t testing.TB
	w *World
}

func newConsole(t testing.TB, connect string) *console {
	t.Helper()
	w, err := New(readScenario(t, "hand-smtp"), 1)
	if err != nil {
		t.Fatal(err)
	}
	c := &console{t, w}
	c.do(connect)
	return c
}

// do applies a line, lets the world settle and returns what the server said meanwhile, lines joined by "\n".
func (c *console) do(line string) string {
	c.t.Helper()
	before := c.w.Log.Len()
	if _, _, err := c.w.Apply(line); err != nil {
		c.t.Fatal(err)
	}
	c.w.Rest()
	var b strings.Builder
	for _, e := range c.w.Log.Since(before) {
		if r, ok := e.Body.(*trace.Reply); ok && e.By == trace.User {
			b.WriteString(strings.TrimSpace(r.Code+" "+r.Enhanced) + " " + r.Text + "\n")
		}
	}
	return b.String()
}

// taken is how many letters a server has accepted.
func (c *console) taken() int { return len(mailEvents(c.w, "mail.hai.example", "accepted")) }

const toHai = "term alice-pc telnet mail.hai.example 25"

// TestBadInput types what beginners and attackers type. The server answers each with the code that RFC 5321 has for it and
// with the reason, stores nothing and goes on with the session.
func TestBadInput(t *testing.T) {
	const envelope = `EHLO x|MAIL FROM:<alice@shan.example>|RCPT TO:<bob@hai.example>|DATA`
	for _, c := range []struct {
		name, before, line string
		want               string // How the last answer begins.
		reason             string // What it says.
	}{
		{"unknown verb", "EHLO x", "FOO bar", "500 5.5.2", "FOO"},
		{"unknown verb, not greeted", "", "get / http", "500", ""},
		{"empty line", "EHLO x", "", "500", ""},
		{"no hello argument", "", "HELO", "501", ""},
		{"no brackets", "EHLO x", "MAIL FROM:alice@shan.example", "501 5.", ""},
		{"no colon", "EHLO x", "MAIL FROM <alice@shan.example>", "501 5.", ""},
		{"no address", "EHLO x|MAIL FROM:<alice@shan.example>", "RCPT TO:<>", "501 5.", ""},
		{"two ats", "EHLO x|MAIL FROM:<alice@shan.example>", "RCPT TO:<bob@@hai.example>", "501 5.", ""},
		{"strange parameter", "EHLO x", "MAIL FROM:<alice@shan.example> FOO=1", "555", ""},
		{"argument to DATA", "EHLO x|MAIL FROM:<alice@shan.example>|RCPT TO:<bob@hai.example>", "DATA now", "501 5.5.4", ""},
		{"MAIL before HELO", "", "MAIL FROM:<alice@shan.example>", "503", "HELO"},
		{"RCPT before MAIL", "EHLO x", "RCPT TO:<bob@hai.example>", "503 5.5.1", "MAIL"},
		{"DATA before RCPT", "EHLO x|MAIL FROM:<alice@shan.example>", "DATA", "503 5.5.1", "RCPT"},
		{"MAIL twice", "EHLO x|MAIL FROM:<alice@shan.example>", "MAIL FROM:<alice@shan.example>", "503 5.5.1", ""},
		{"unknown user", "EHLO x|MAIL FROM:<alice@shan.example>", "RCPT TO:<nobody@hai.example>", "550 5.1.1", "<nobody@hai.example>: no such user"},
		{"relay", "EHLO x|MAIL FROM:<alice@shan.example>", "RCPT TO:<x@gone.example>", "550 5.7.1", ""},
		{"long command", "EHLO x", "NOOP " + strings.Repeat("x", 2000), "500 5.5.2", "too long"},
		{"too big by SIZE", "EHLO x", "MAIL FROM:<alice@shan.example> SIZE=99999999", "552 5.3.4", ""},
		{"NUL in a command", "EHLO x", `MAIL \0FROM:<a@b.example>`, "500", "NUL"},
		{"bare LF in a command", "EHLO x", `NOOP\lNOOP`, "500", "LF"},
		{"bare CR in a command", "EHLO x", `NOOP\rNOOP`, "500", "CR"},
		{"high octets in a command", "EHLO x", `MAIL FROM:<\xff\xfe@shan.example>`, "5", ""},
		{"NUL in a letter", envelope, `Hi\0\n.`, "554 5.6.0", "NUL"},
		{"bare LF in a letter", envelope, `Hi\lthere\n.`, "554 5.6.0", "bare LF"},
		{"smuggled end", envelope, `Hi\l.\lMAIL FROM:<x@y.example>\n.`, "554 5.6.0", "bare LF"},
		{"bare CR in a letter", envelope, `Hi\rthere\n.`, "554 5.6.0", "bare CR"},
		{"long line in a letter", envelope, strings.Repeat("x", 1200) + `\n.`, "500 5.5.2", "too long"},
	} {
		con := newConsole(t, toHai)
		for line := range strings.SplitSeq(c.before, "|") {
			if c.before != "" {
				con.do("> " + line)
			}
		}
		got := con.do("> " + c.line)
		lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
		last := lines[len(lines)-1]
		if strings.Contains(c.name, "in a command") {
			last = lines[0]
		}
		if !strings.HasPrefix(last, c.want) || !strings.Contains(last, c.reason) {
			t.Errorf("%s: %q answers %q, want %s … %s", c.name, c.line[:min(60, len(c.line))], got, c.want, c.reason)
		}
		if n := con.taken(); n != 0 {
			t.Errorf("%s: %d letters were taken", c.name, n)
		}
		if got := con.do("> NOOP"); !strings.HasPrefix(got, "250") {
			t.Errorf("%s: the session does not go on: %q", c.name, got)
		}
	}
}

// TestBigLetter552 sends a letter that is larger than the server takes, without having said so.
func TestBigLetter552(t *testing.T) {
	con := newConsole(t, toHai)
	con.do(`> EHLO x\nMAIL FROM:<alice@shan.example>\nRCPT TO:<bob@hai.example>\nDATA`)
	line := "raw 1 " + strings.Repeat(strings.Repeat("x", 70)+`\n`, 800)
	for range 20 {
		con.do(line)
	}
	if got := con.do(`> .`); !strings.HasPrefix(got, "552 5.3.4") {
		t.Error(got)
	}
	if con.taken() != 0 {
		t.Error("the letter was taken")
	}
}

// TestHalf hangs up in every possible place of a letter's conversation: only after the dot is anything stored.
func TestHalf(t *testing.T) {
	const talk = "EHLO x\r\nMAIL FROM:<alice@shan.example>\r\nRCPT TO:<bob@hai.example>\r\nDATA\r\nSubject: x\r\n\r\nHello\r\n.\r\n"
	typed := strings.NewReplacer("\r\n", `\n`)
	for cut := 0; cut <= len(talk); cut += 5 {
		if talk[:cut] != "" && talk[cut-1] == '\r' {
			continue
		}
		for _, end := range []string{"hangup 1", "eof 1", "close 1", "fault down alice-pc"} {
			con := newConsole(t, toHai)
			con.do("raw 1 " + typed.Replace(talk[:cut]))
			con.do(end)
			con.w.Run(con.w.Now().Add(vtime.Hour))
			if n := con.taken(); n != 0 {
				t.Errorf("%s after %q: %d letters", end, talk[:cut], n)
			}
			if open := con.w.Host("mail.hai.example").Sessions(); len(open) != 0 {
				t.Errorf("%s after %q: the session stays open", end, talk[:cut])
			}
		}
	}
	con := newConsole(t, toHai)
	con.do("raw 1 " + typed.Replace(talk))
	con.do("hangup 1")
	if con.taken() != 1 {
		t.Error("the whole letter was not taken")
	}
}

// TestPOP3Bad does the same at the POP3 port.
func TestPOP3Bad(t *testing.T) {
	con := newConsole(t, "term bob-pc telnet mail.hai.example 110")
	for _, c := range [][2]string{
		{"FOO", "-ERR"}, {"STAT", "-ERR"}, {"PASS x", "-ERR"}, {"USER", "-ERR"}, {"USER bob@hai.example", "+OK"}, {"PASS wrong", "-ERR [AUTH]"},
		{"USER bob@hai.example", "+OK"}, {"PASS bob-pw", "+OK"}, {"RETR", "-ERR"}, {"RETR 0", "-ERR"}, {"RETR 99", "-ERR"}, {"RETR x", "-ERR"},
		{"DELE 1", "+OK"}, {"DELE 1", "-ERR"}, {"RETR 1", "-ERR"}, {`NOOP\0`, "-ERR"}, {"NOOP " + strings.Repeat("x", 3000), "-ERR"}, {"NOOP", "+OK"},
	} {
		if got := con.do("> " + c[0]); !strings.HasPrefix(got, c[1]) {
			t.Errorf("%q answers %q, want %s", c[0][:min(40, len(c[0]))], got, c[1])
		}
	}
	con.do("hangup 1")
	if n := con.w.Host("mail.hai.example").Store.Account("bob@hai.example").Inbox().Len(); n != 1 {
		t.Errorf("a session that broke deleted: %d letters are left", n)
	}
}

// TestTwoThousandLines pastes two thousand commands at once, and lines of a letter. The work must grow with the length of
// the paste: twice as much may make twice as many events, not four times.
func TestTwoThousandLines(t *testing.T) {
	events := func(n int) int {
		con := newConsole(t, toHai)
		con.do("> EHLO x")
		before := con.w.Log.Len()
		got := con.do("> " + strings.Repeat(`NOOP\n`, n-1) + "NOOP")
		if replies := strings.Count(got, "250 2.0.0"); replies != n {
			t.Errorf("%d lines have %d answers", n, replies)
		}
		return con.w.Log.Len() - before
	}
	if one, two := events(2000), events(4000); two > one*5/2 {
		t.Errorf("2000 lines make %d events, 4000 make %d", one, two)
	}
	con := newConsole(t, toHai)
	con.do(`> EHLO x\nMAIL FROM:<alice@shan.example>\nRCPT TO:<bob@hai.example>\nDATA\n` + strings.Repeat(`A line of the letter\n`, 2000) + `.`)
	if con.taken() != 1 {
		t.Error("a letter of 2000 pasted lines was not taken")
	}
	for i := range 2000 {
		if _, _, err := con.w.Apply("> NOOP"); err != nil {
			t.Fatalf("line %d: %v", i, err)
		}
	}
	con.w.Rest()
	if con.w.Stopped() != "" {
		t.Error(con.w.Stopped())
	}
}

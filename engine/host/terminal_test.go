package host

import (
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// TestToolNames: a scenario may name each of the commands that hosts have, and no other.
func TestToolNames(t *testing.T) {
	var names []string
	for _, tool := range tools() {
		names = append(names, tool.name)
	}
	if !slices.Equal(names, scenario.Tools) {
		t.Errorf("hosts have %v, scenarios may name %v", names, scenario.Tools)
	}
}

// TestTools runs each shell command and looks at what it shows.
func TestTools(t *testing.T) {
	for _, c := range []struct {
		host, line string
		want       []string // Each must be on the screen, in this order.
		not        string
	}{
		{"alice-pc", "help", []string{"telnet HOST [PORT]", "dig [TYPE] NAME", "ping HOST", "help"}, "mailq"},
		{"mail.shan.example", "help", []string{"mailq", "flush"}, ""},
		{"alice-pc", "mailq", []string{"mailq: not on this host; type help for what is"}, ""},
		{"alice-pc", "ls -l", []string{"shell: ls: no such command. Type help"}, ""},
		{"alice-pc", "EHLO x", []string{"shell: EHLO: no such command. That is a word for a mail server: connect first"}, ""},
		{"alice-pc", "   ", []string{"alice-pc$    "}, "no such command"},
		{"alice-pc", "telnet mail.hai.example 25", []string{"alice-pc$ telnet", "Trying 203.0.113.10...", "Connected to mail.hai.example.", "220 mail.hai.example"}, ""},
		{"alice-pc", "TELNET MAIL.HAI.EXAMPLE SMTP", []string{"Connected to mail.hai.example.", "220 "}, ""},
		{"alice-pc", "telnet 203.0.113.10 110", []string{"Trying 203.0.113.10...", "+OK mail.hai.example POP3 ready"}, ""},
		{"alice-pc", "telnet mail.hai.example 80", []string{"Trying 203.0.113.10...", "telnet: 203.0.113.10: "}, "Connected"},
		{"alice-pc", "telnet mail.nowhere.example 25", []string{"Trying 203.0.113.99...", "telnet: 203.0.113.99: "}, "Connected"},
		{"alice-pc", "telnet no.example 25", []string{"telnet: could not resolve no.example: no such name (NXDOMAIN)"}, "Trying"},
		{"alice-pc", "telnet hai.example 25", []string{"telnet: could not resolve hai.example: the name has no A record"}, "Trying"},
		{"alice-pc", "telnet", []string{"telnet: a host and a port are wanted; usage: telnet HOST [PORT]"}, ""},
		{"alice-pc", "telnet mail.hai.example 70000", []string{`telnet: "70000" is no port`}, ""},
		{"alice-pc", "telnet mail..example 25", []string{"telnet: "}, "Trying"},
		{"alice-pc", "dig MX hai.example", []string{";; NOERROR, 1 record(s) for hai.example MX", "MX 10 mail.hai.example."}, ""},
		{"alice-pc", "dig hai.example mx", []string{"MX 10 mail.hai.example."}, ""},
		{"alice-pc", "dig 203.0.113.10", []string{"PTR mail.hai.example."}, ""},
		{"alice-pc", "dig -x 203.0.113.10", []string{"PTR mail.hai.example."}, ""},
		{"alice-pc", "dig hai.example", []string{";; NOERROR, 0 record(s)", ";; authority:", "SOA"}, ""},
		{"alice-pc", "dig no.example", []string{";; NXDOMAIN, 0 record(s)"}, ""},
		{"alice-pc", "dig", []string{"dig: a name is wanted"}, ""},
		{"alice-pc", "dig a.example b.example", []string{`dig: "b.example" is neither a record type nor the name`}, ""},
		{"ns.example", "dig TXT text.example", []string{`"hello"`}, ""},
		{"alice-pc", "ping mail.hai.example", []string{"PING mail.hai.example (203.0.113.10)", "icmp_seq=1 time=20 ms", "icmp_seq=4", "4 packets sent, 4 received"}, ""},
		{"alice-pc", "ping 203.0.113.99", []string{"PING 203.0.113.99", "4 packets sent, 0 received"}, "icmp_seq"},
		{"alice-pc", "ping no.example", []string{"ping: could not resolve no.example"}, "PING"},
		{"alice-pc", "ping", []string{"ping: one host is wanted"}, ""},
		{"mail.shan.example", "mailq", []string{"mail.shan.example$ mailq", "empty"}, ""},
		{"mail.shan.example", "mailq -v", []string{"empty"}, ""},
		{"mail.shan.example", "mailq x y", []string{"mailq: nothing but -v may follow; usage: mailq [-v]"}, "empty"},
		{"mail.shan.example", "flush x", []string{"flush: it tries all letters and takes no names; postqueue -i ID tries one; usage: flush"}, "will be tried"},
		{"mail.shan.example", "sendmail -bp", []string{"empty"}, ""},
		{"mail.shan.example", "sendmail -q", []string{"flush: 0 letter(s) will be tried now"}, ""},
		{"mail.shan.example", "sendmail bob@hai.example", []string{"sendmail: -bp (list the queue) or -q (try all of it) is wanted; a letter is sent from a mail program, or by hand with telnet; usage: sendmail -bp|-q"}, ""},
		{"mail.shan.example", "qshape incoming", []string{`qshape: "incoming" is neither -s (by sender) nor one of the queues active, deferred, hold; usage: qshape`}, "TOTAL"},
		{"mail.shan.example", "flush", []string{"flush: 0 letter(s) will be tried now"}, ""},
		{"alice-pc", "postqueue -p", []string{"postqueue: not on this host"}, ""},
		{"mail.shan.example", "postqueue", []string{"postqueue: -p, -f or -j is wanted, or -i with an id, or -s with a domain; usage: postqueue -p|-f|-j|-i ID|-s SITE"}, ""},
		{"mail.shan.example", "postsuper -x ALL", []string{"postsuper: -d, -h, -H or -r is wanted, and which letters: an id, ALL, from:PATTERN, to:PATTERN or site:DOMAIN; usage: postsuper -d|-h|-H|-r ID|ALL|from:PATTERN|to:PATTERN|site:DOMAIN"}, ""},
		{"mail.shan.example", "postsuper -d", []string{"postsuper: -d, -h, -H or -r is wanted"}, ""},
		{"mail.shan.example", "postcat S0001", []string{"postcat: -q and an id are wanted"}, ""},
		{"mail.shan.example", "postcat -q S0001", []string{`postcat: there is no letter "S0001" in the queue`}, ""},
		{"mail.shan.example", "postqueue -i S0001", []string{`postqueue: there is no letter "S0001" in the queue`}, ""},
		{"mail.shan.example", "qshape", []string{"T    5   10   20   40   80  160  320  640 1280 1280+", "TOTAL     0"}, ""},
	} {
		r := newRig(t)
		term := r.terminal(r.Host(c.host), c.line)
		got := r.screen(term, 0)
		at := 0
		for _, w := range c.want {
			i := strings.Index(got[at:], w)
			if i < 0 {
				t.Errorf("%s: no %q in\n%s", c.line, w, got)
				break
			}
			at += i
		}
		if c.not != "" && strings.Contains(got, c.not) {
			t.Errorf("%s: %q in\n%s", c.line, c.not, got)
		}
		if term.Busy() && term.Connected() == nil {
			t.Errorf("%s: still running", c.line)
		}
	}
}

// TestQueueTools works a queue in which two letters wait for a server that is stopped.
func TestQueueTools(t *testing.T) {
	r := newRig(t)
	r.fault("stopped", "mail.hai.example", "", true)
	env := fromAlice("bob@hai.example", "carol@hai.example")
	env.EnvID, env.Rcpts[0].ORcpt = "QQ1", "rfc822;Bob@hai.example"
	r.put(env)
	r.run(15 * vtime.Minute)
	r.put(fromAlice("zhou@two.example"))
	r.rest()
	term := r.terminal(r.shan, "")
	for _, c := range []struct {
		line  string
		want  []string
		queue string // The ids and states that are left.
	}{
		{"postqueue -p", []string{"S0001", "bob@hai.example  next 08:30", "-- 2 letters"}, "S0001 waiting S0002 waiting"},
		{"postqueue -j", []string{`{"queue_name":"deferred","queue_id":"S0001","arrival_time":1772438400,"message_size":53,"sender":"alice@shan.example","recipients":[{"address":"bob@hai.example","delay_reason":"connect to mail.hai.example[203.0.113.10]:25: Connection refused"},`, `"queue_id":"S0002"`}, ""},
		{"postcat -q S0001", []string{"*** ENVELOPE RECORDS S0001 ***", "message_size: 53", "sender: alice@shan.example", "dsn_envelope_id: QQ1", "recipient: bob@hai.example (pending)", "original_recipient: rfc822;Bob@hai.example", "*** MESSAGE CONTENTS ***\nSubject: Hi", "\n\nHello.\n*** ATTEMPTS ***\nattempt 1: 2026-03-02T08:00:00.000Z, ", "  with mail.hai.example[203.0.113.10]", "  bob@hai.example: connect to mail.hai.example[203.0.113.10]:25: Connection refused", "\n*** MESSAGE FILE END ***"}, ""},
		{"qshape", []string{"                   TOTAL     3    1    0    2    0", "             hai.example     2    0    0    2    0", "             two.example     1    1    0    0"}, ""},
		{"qshape deferred", []string{"                   TOTAL     3    1    0    2    0"}, ""},
		{"qshape -s deferred hold", []string{"                   TOTAL     2    1    0    1    0", "            shan.example     2    1    0    1    0"}, ""},
		{"qshape hold", []string{"                   TOTAL     0"}, ""},
		{"mailq -v", []string{"      (tries: 1, given up 2026-03-07 08:00)"}, ""},
		{"postsuper -h S0001", []string{"postsuper: Placed on hold: 1 message(s)"}, "S0001 held S0002 waiting"},
		{"postsuper -h S0001", []string{"postsuper: S0001 is held already"}, ""},
		{"postqueue -j", []string{`"queue_name":"hold"`}, ""},
		{"postqueue -s hai.example", []string{"postqueue: S0001 is held; release it first"}, ""},
		{"postsuper -H ALL", []string{"postsuper: Released from hold: 1 message(s)"}, "S0001 waiting S0002 waiting"},
		{"postsuper -r S0001", []string{"postsuper: Requeued: 1 message(s)"}, ""},
		{"postsuper -d S0002", []string{"postsuper: Deleted: 1 message(s)"}, "S0003 waiting"},
		{"postqueue -f", nil, "S0003 waiting"},
		{"postqueue -i S0003", nil, "S0003 waiting"},
	} {
		since := r.Rec.Log.Len()
		r.typed(term, c.line)
		got := r.screen(term, since)
		for _, w := range c.want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q in\n%s", c.line, w, got)
			}
		}
		left := ""
		for _, it := range r.shan.Queue.List() {
			left += " " + it.ID + " " + it.State.String()
		}
		if c.queue != "" && left != " "+c.queue {
			t.Errorf("%s: left%s, want %s", c.line, left, c.queue)
		}
	}
	if n := r.shan.Queue.List()[0].Tries; n != 3 {
		t.Errorf("%d tries after two flushes", n)
	}
}

// TestPaste types a shell line and what belongs to the tool that it starts in one go, as a paste does.
func TestPaste(t *testing.T) {
	r := newRig(t)
	term, _ := r.alice.OpenTerminal()
	if err := term.Type([]byte("telnet mail.hai.example 25\r\nEHLO alice-pc\r\nQUIT\r\nhelp\r\n")); err != nil {
		t.Fatal(err)
	}
	r.rest()
	got := r.screen(term, 0)
	if !strings.Contains(got, "250-mail.hai.example Hello alice-pc") || !strings.Contains(got, "221 ") || strings.Contains(got, "no such command") {
		t.Error(got)
	}
	if term.Busy() {
		t.Error("the terminal is not back at its prompt")
	}
	// A line without Enter waits for it.
	at := r.Rec.Log.Len()
	for _, part := range []string{"he", "l", "p\r", "\n"} {
		if err := term.Type([]byte(part)); err != nil {
			t.Fatal(err)
		}
		if part != "\n" && part != "p\r" && r.screen(term, at) != "" {
			t.Errorf("%q was run without Enter", part)
		}
	}
	if err := term.Type([]byte(strings.Repeat("x", MaxShellLine+1))); err == nil {
		t.Error("a shell line without end was taken")
	}
	r.typed(term, "help")
}

// TestTerminalRefusals does what a terminal cannot do in its state.
func TestTerminalRefusals(t *testing.T) {
	r := newRig(t)
	refused := func(what string, err error, want string) {
		t.Helper()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", what, err, want)
		}
	}
	term, _ := r.alice.OpenTerminal()
	refused("eof", term.CloseInput(), "not connected")
	refused("hangup", term.HangUp(), "nothing is running")
	if err := term.Type([]byte("ping mail.hai.example\r\n")); err != nil {
		t.Fatal(err)
	}
	refused("typing", term.Type([]byte("x")), "ping is still running")
	refused("eof", term.CloseInput(), "not connected")
	if err := term.HangUp(); err != nil || term.Busy() {
		t.Error("Ctrl+C does not stop ping", err)
	}
	r.rest()
	if strings.Contains(r.screen(term, 0), "packets sent") {
		t.Error("a ping that was stopped reports")
	}

	// What is typed ahead arrives, but not what comes after Ctrl+D, before or after the connection stands.
	if err := term.Type([]byte("telnet mail.hai.example 25\r\nEHLO ahead\r\n")); err != nil {
		t.Fatal(err)
	}
	refused("too much", term.Type(make([]byte, MaxTypedAhead)), "too much")
	if err := term.CloseInput(); err != nil {
		t.Fatal(err)
	}
	refused("typing after Ctrl+D", term.Type([]byte("NOOP\r\n")), "your side of the connection is closed")
	r.rest()
	if got := r.screen(term, 0); !strings.Contains(got, "Hello ahead") || !strings.Contains(got, "Connection closed by foreign host.") {
		t.Error(got)
	}
	r.typed(term, "telnet mail.hai.example 25")
	if err := term.CloseInput(); err != nil {
		t.Fatal(err)
	}
	refused("typing after Ctrl+D", term.Type([]byte("NOOP\r\n")), "your side of the connection is closed")
	r.rest()
	r.typed(term, "help")

	// Ctrl+C while the name is looked up, while connecting and when connected; then close.
	for _, wait := range []vtime.Duration{0, 15 * vtime.Millisecond, 25 * vtime.Millisecond, vtime.Second} {
		term, _ := r.alice.OpenTerminal()
		if err := term.Type([]byte("telnet mail.shan.example 25\r\n")); err != nil {
			t.Fatal(err)
		}
		r.run(wait)
		if err := term.HangUp(); err != nil || term.Busy() {
			t.Errorf("after %v: %v", wait, err)
		}
		r.rest()
		if got := r.screen(term, 0); strings.Count(got, "Connected") > 1 {
			t.Error(got)
		}
		term.Close()
		if r.Terminal(term.ID) != nil {
			t.Error("a closed terminal can be found")
		}
	}
	for r.CanOpenTerminal() == nil {
		if _, err := r.alice.OpenTerminal(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.alice.OpenTerminal()
	refused("one terminal too many", err, "at most 64 terminals")
}

// TestUnreadTyping types at a server that takes nothing: what waits for it is bounded.
func TestUnreadTyping(t *testing.T) {
	r := newRig(t)
	term := r.terminal(r.alice, "telnet mail.hai.example 25")
	r.fault("cut", "alice-pc--mail.hai.example", "", true)
	line := append([]byte(strings.Repeat("x", 60_000)), '\r', '\n')
	n := 0
	for ; n < 1000; n++ {
		if err := term.Type(line); err != nil {
			break
		}
	}
	if n < 2 || n > 30 {
		t.Errorf("%d lines of 60 kB were taken for a server that reads nothing", n)
	}
}

// TestActors says who did what: a person's terminal is the person's, the script's is the script's.
func TestActors(t *testing.T) {
	for _, who := range []trace.Actor{trace.User, trace.Script} {
		r := newRig(t)
		for _, e := range r.Rec.Log.Since(0) {
			if e.By != trace.Script {
				t.Fatalf("building the world: event %d (%s) is by %s", e.N, e.Body.Kind(), e.By)
			}
		}
		built := r.Rec.Log.Len()
		r.Rec.By = who
		term, _ := r.alice.OpenTerminal()
		if err := term.Type([]byte("telnet mail.hai.example 25\r\nHELO x\r\nQUIT\r\n")); err != nil {
			t.Fatal(err)
		}
		r.rest()
		seen := map[trace.Kind]bool{}
		for _, e := range r.Rec.Log.Since(built) {
			switch e.Body.Kind() {
			case trace.KindTerm, trace.KindTool, trace.KindDNS, trace.KindConn, trace.KindCmd, trace.KindReply, trace.KindData:
				if seen[e.Body.Kind()] = true; e.By != who {
					t.Errorf("event %d (%s) is by %s, want %s", e.N, e.Body.Kind(), e.By, who)
				}
			}
		}
		if len(seen) != 7 {
			t.Errorf("only these kinds came: %v", seen)
		}
	}
	r := newRig(t)
	r.send(r.alice, "bob@hai.example")
	r.rest()
	for _, e := range r.Rec.Log.Since(0) {
		switch e.Body.Kind() {
		case trace.KindConn, trace.KindCmd, trace.KindReply, trace.KindMail, trace.KindDNS, trace.KindState:
			if e.By != trace.Agent {
				t.Errorf("event %d (%s) of a mail program's letter is by %s", e.N, e.Body.Kind(), e.By)
			}
		}
	}
}

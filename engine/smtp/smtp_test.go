package smtp

import (
	"bytes"
	"strings"
	"testing"
)

func TestReply(t *testing.T) {
	for _, c := range []struct {
		reply Reply
		wire  string
		text  string // Error
	}{
		{NewReply(250, "2.1.0", "Ok"), "250 2.1.0 Ok\r\n", "250 2.1.0 Ok"},
		{NewReply(220, "", "hai ESMTP ready"), "220 hai ESMTP ready\r\n", "220 hai ESMTP ready"},
		{Reply{Code: 250, Enhanced: "", Lines: []string{"hai", "SIZE 9", "PIPELINING"}}, "250-hai\r\n250-SIZE 9\r\n250 PIPELINING\r\n", "250 hai SIZE 9 PIPELINING"},
		{Reply{Code: 214, Enhanced: "2.0.0", Lines: []string{"a", "b"}}, "214-2.0.0 a\r\n214 2.0.0 b\r\n", "214 2.0.0 a b"},
		{NewReply(334, "", ""), "334 \r\n", "334"},
		{Reply{Code: 354}, "354 \r\n", "354"},
		{NewReply(550, "5.0.0", "a\r\n250 Ok"), "550 5.0.0 a??250 Ok\r\n", "550 5.0.0 a\r\n250 Ok"}, // No text forges a reply.
	} {
		if got := string(c.reply.Bytes()); got != c.wire {
			t.Errorf("on the wire %q, want %q", got, c.wire)
		}
		if got := c.reply.Error(); got != c.text {
			t.Errorf("as an error %q, want %q", got, c.text)
		}
	}
}

func TestReplyReader(t *testing.T) {
	for _, c := range []struct {
		wire string
		want Reply
		err  string
	}{
		{wire: "250 2.1.0 Ok", want: NewReply(250, "2.1.0", "Ok")},
		{wire: "250", want: NewReply(250, "", "")},
		{wire: "250-hai\n250-SIZE 9\n250 HELP", want: Reply{Code: 250, Enhanced: "", Lines: []string{"hai", "SIZE 9", "HELP"}}},
		{wire: "550-5.1.1 no such\n550 5.1.1 user", want: Reply{Code: 550, Enhanced: "5.1.1", Lines: []string{"no such", "user"}}},
		{wire: "550-5.1.1 no such\n550 user", want: Reply{Code: 550, Enhanced: "5.1.1", Lines: []string{"no such", "user"}}},
		{wire: "250 3.1.1 is a version", want: NewReply(250, "", "3.1.1 is a version")}, // The class is not that of the code.
		{wire: "220 2.0.0.1 hosts", want: NewReply(220, "", "2.0.0.1 hosts")},
		{wire: "250 2.1.", want: NewReply(250, "", "2.1.")},
		{wire: "250 2.1.5", want: NewReply(250, "2.1.5", "")},
		{wire: "hello", err: "three digits"},
		{wire: "25", err: "three digits"},
		{wire: "650 x", err: "three digits"},
		{wire: "250_x", err: "hyphen"},
		{wire: "250-a\n251 b", err: "changed"},
		{wire: strings.Repeat("250-x\n", MaxReplyLines) + "250 x", err: "more than 200"},
	} {
		var p ReplyReader
		var got Reply
		var done bool
		var err error
		for _, line := range strings.Split(c.wire, "\n") {
			if got, done, err = p.Add([]byte(line)); err != nil {
				break
			}
		}
		switch {
		case c.err != "":
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%.40q: %v, want an error about %q", c.wire, err, c.err)
			}
		case err != nil || !done || !bytes.Equal(got.Bytes(), c.want.Bytes()) || got.Enhanced != c.want.Enhanced:
			t.Errorf("%q: %v, %v, %v", c.wire, got, done, err)
		}
	}
}

func FuzzReplyReader(f *testing.F) {
	f.Add([]byte("250-hai\n250 2.0.0 x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var p ReplyReader
		for _, line := range bytes.Split(data, []byte("\n")) {
			reply, done, err := p.Add(line)
			if err != nil {
				return
			}
			if !done {
				continue
			}
			var again ReplyReader
			lines := bytes.Split(bytes.TrimSuffix(reply.Bytes(), []byte("\r\n")), []byte("\r\n"))
			for i, l := range lines {
				back, done, err := again.Add(l)
				if err != nil || done != (i == len(lines)-1) {
					t.Fatalf("%q is written %q, which is not read: %v", data, reply.Bytes(), err)
				}
				if done && (back.Code != reply.Code || back.Permanent() == back.Positive()) && !back.Temporary() {
					t.Fatalf("%q came back as %v", data, back)
				}
			}
		}
	})
}

func TestParseCommand(t *testing.T) {
	for _, c := range []struct{ in, verb, arg string }{
		{"HELO a", "HELO", "a"},
		{"helo  a b \t ", "HELO", "a b"},
		{"QUIT", "QUIT", ""},
		{"", "", ""},
		{" HELO a", "", "HELO a"},
		{"xyzzy plugh", "XYZZY", "plugh"},
		{"NOOP\t", "NOOP", ""},
		{"NoOp \t", "NOOP", ""},
		{"\xffx", "\xffX", ""},
		{"RCPT\tTO:<a@b>", "RCPT\tTO:<A@B>", ""}, // A tab separates nothing.
	} {
		if verb, arg := ParseCommand([]byte(c.in)); verb != c.verb || arg != c.arg {
			t.Errorf("ParseCommand(%q) = %q, %q", c.in, verb, arg)
		}
	}
	line := []byte("MAIL")
	if n := testing.AllocsPerRun(100, func() { ParseCommand(line) }); n != 0 {
		t.Errorf("a known verb costs %v allocations", n)
	}
}

func TestParsePaths(t *testing.T) {
	const bad = "501 5.1.7 Bad sender address syntax"
	const badTo = "501 5.1.3 Bad recipient address syntax"
	for _, c := range []struct{ verb, arg, want, params string }{
		{MAIL, "FROM:<alice@shan.example>", "alice@shan.example", ""},
		{MAIL, "from:<alice@shan.example>", "alice@shan.example", ""},
		{MAIL, "FROM:<>", "", ""},
		{MAIL, "FROM:<> SIZE=10  BODY=8bitmime", "", "SIZE=10 BODY=8bitmime"},
		{MAIL, "FROM:<a@b> smtputf8", "a@b", "SMTPUTF8"},
		{MAIL, `FROM:<"a>b"@c>`, `"a>b"@c`, ""},
		{MAIL, "FROM:<@one.example,@two.example:a@b>", "a@b", ""}, // RFC 5321 appendix C: accept and ignore.
		{MAIL, "FROM:alice@shan.example", bad, ""},
		{MAIL, "FROM:", bad, ""},
		{MAIL, "FROM: <alice@shan.example>", bad + ": no space may follow the colon, write MAIL FROM:<address>", ""},
		{MAIL, "FROM :<a@b>", "501 5.5.4 Syntax: MAIL FROM:<address>", ""},
		{MAIL, "", "501 5.5.4 Syntax: MAIL FROM:<address>", ""},
		{MAIL, "TO:<a@b>", "501 5.5.4 Syntax: MAIL FROM:<address>", ""},
		{MAIL, "FROM:<alice>", bad + ": " + "an address is written name@domain, and the @ is missing", ""},
		{MAIL, "FROM:<a@b", bad + ": > must close the address", ""},
		{MAIL, "FROM:<a@b c>", bad + ": > must close the address", ""},
		{MAIL, "FROM:<", bad + ": the part before the @ is missing", ""},
		{MAIL, "FROM:<@one.example>", bad + ": the part before the @ is missing", ""},
		{MAIL, "FROM:<@one.example:>", bad + ": behind a source route an address must follow", ""},
		{MAIL, "FROM:<@one.example,:a@b>", bad + ": a source route is written @one.example,@two.example: before the address", ""},
		{MAIL, "FROM:<a@b>SIZE=1", "501 5.5.4 Syntax: a space comes between the address and each parameter: MAIL FROM:<address> KEY=value", ""},
		{MAIL, "FROM:<a@b> SIZE=1 SIZE=2", "501 5.5.4 Parameter SIZE is there twice", ""},
		{MAIL, "FROM:<a@b> =1", "501 5.5.4 Syntax: a parameter is written KEY or KEY=value", ""},
		{MAIL, "FROM:<a@b> SIZE=", "501 5.5.4 Syntax: a parameter is written KEY or KEY=value", ""},
		{MAIL, "FROM:<a@" + strings.Repeat("x.", 124) + "yzzzzzz>", bad + ": a path has at most 256 octets", ""},
		{RCPT, "TO:<bob@hai.example>", "bob@hai.example", ""},
		{RCPT, "TO:<Postmaster>", "postmaster", ""},
		{RCPT, "TO:<postmaster@HAI.example>", "postmaster@hai.example", ""},
		{RCPT, "TO:<@one.example:bob@hai.example>", "bob@hai.example", ""},
		{RCPT, "TO:<>", badTo + ": <> is the null sender and receives nothing", ""},
		{RCPT, "TO:bob@hai.example", badTo, ""},
		{RCPT, "TO: <bob@hai.example>", badTo + ": no space may follow the colon, write RCPT TO:<address>", ""},
		{RCPT, "TO:<bob>", badTo + ": an address is written name@domain, and the @ is missing", ""},
		{RCPT, "FROM:<bob@hai.example>", "501 5.5.4 Syntax: RCPT TO:<address>", ""},
	} {
		parse := ParseMail
		if c.verb == RCPT {
			parse = ParseRcpt
		}
		a, params, refuse := parse(c.arg)
		got := a.String()
		if refuse != nil {
			got = refuse.Error()
		}
		var ps []string
		for _, p := range params {
			if p.Bare {
				ps = append(ps, p.Key)
			} else {
				ps = append(ps, p.Key+"="+p.Value)
			}
		}
		if got != c.want || strings.Join(ps, " ") != c.params {
			t.Errorf("%s %s:\n got %q %v\nwant %q %v", c.verb, c.arg, got, ps, c.want, c.params)
		}
	}
}

func FuzzParsePath(f *testing.F) {
	f.Add("FROM:<@a:b@c> SIZE=1")
	f.Add(`TO:<"a\>b"@[192.0.2.1]>`)
	f.Fuzz(func(t *testing.T, arg string) {
		for _, parse := range []func(string) (addr interface{ String() string }, refuse *Reply){
			func(s string) (interface{ String() string }, *Reply) { a, _, r := ParseMail(s); return a, r },
			func(s string) (interface{ String() string }, *Reply) { a, _, r := ParseRcpt(s); return a, r },
		} {
			a, refuse := parse(arg)
			if refuse != nil {
				if !refuse.Permanent() || len(refuse.Bytes()) > 512 {
					t.Fatalf("%q is refused with %q", arg, refuse.Bytes())
				}
				continue
			}
			word := "FROM:"
			if !strings.EqualFold(arg[:5], word) {
				word = "TO:"
			}
			if b, refuse := parse(word + "<" + a.String() + ">"); refuse != nil || a != b {
				t.Fatalf("%q gives %q, which gives %q, %v", arg, a, b, refuse)
			}
		}
	})
}

func TestKeywords(t *testing.T) {
	ks := ParseKeywords([]string{"SIZE 1000", "8bitmime", " AUTH=PLAIN LOGIN", "", "PIPELINING "})
	if p, ok := ks.Get("SIZE"); !ok || p != "1000" {
		t.Errorf("SIZE %q %v", p, ok)
	}
	if !ks.Has("8BITMIME") || !ks.Has("PIPELINING") || ks.Has("STARTTLS") || !ks.HasMechanism("PLAIN") || !ks.HasMechanism("LOGIN") || ks.HasMechanism("SCRAM-SHA-1") {
		t.Errorf("%v", ks)
	}
	for in, want := range map[string]int64{"0": 0, "1000": 1000, "": -1, "1x": -1, "-1": -1, "99999999999999999999": 1<<63 - 1, "100000000000000000000": -1, "9223372036854775806": 1<<63 - 2} {
		got, ok := ParseSize(in)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("ParseSize(%q) = %d, %v", in, got, ok)
		}
	}
}

func TestShown(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "bob": "bob", strings.Repeat("x", MaxShown): strings.Repeat("x", MaxShown), strings.Repeat("x", MaxShown+1): strings.Repeat("x", MaxShown) + "...",
		strings.Repeat("海", 20): strings.Repeat("海", MaxShown/3) + "...", strings.Repeat("\x80", 50): "...",
	} {
		if got := Shown(in); got != want {
			t.Errorf("%q is shown as %q", in, got)
		}
	}
}

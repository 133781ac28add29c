package main

import (
	"bufio"
	"bytes"
	"context"
	"net"
	"net/smtp"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// realServer takes one letter on a loopback port, as plain as RFC 821, and hands over what the client said.
func realServer(t *testing.T) (addr string, said <-chan string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	done := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		var all strings.Builder
		defer func() { done <- all.String() }()
		in := bufio.NewReader(conn)
		conn.Write([]byte("220 real.example ready\r\n"))
		for letter := false; ; {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			all.WriteString(line)
			answer := "250 fine"
			switch verb, _, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " "); {
			case letter && verb != ".":
				continue
			case verb == "DATA":
				answer, letter = "354 go on", true
			case verb == ".":
				letter = false
			case verb == "QUIT":
				answer = "221 bye"
			}
			conn.Write([]byte(answer + "\r\n"))
			if answer == "221 bye" {
				return
			}
		}
	}()
	return l.Addr().String(), done
}

// TestServeRoute sends a letter from the simulated world to a real server: through the sender's queue, DNS, and the
// connection to the host that stands for it.
func TestServeRoute(t *testing.T) {
	addr, said := realServer(t)
	s := serve(t, "../../../scenarios/first-letter", "--route", "outside.example="+addr)
	letter := "From: alice@shan.example\r\nSubject: out\r\n\r\n.\r\n..\r\n" + strings.Repeat("and over and over\r\n", 3000)
	submission := "127.0.0.1:" + s.port(t, "mail.shan.example", "submission")
	auth := smtp.PlainAuth("", "alice@shan.example", "alice-pw", "127.0.0.1")
	if err := smtp.SendMail(submission, auth, "alice@shan.example", []string{"zoe@outside.example"}, []byte(letter)); err != nil {
		t.Fatal(err)
	}
	select {
	case got := <-said:
		for _, want := range []string{"EHLO mail.shan.example\r\n", "MAIL FROM:<alice@shan.example>", "RCPT TO:<zoe@outside.example>",
			"\r\nDATA\r\nReceived: ", strings.ReplaceAll(letter, "\r\n.", "\r\n..") + ".\r\nQUIT\r\n"} {
			if !strings.Contains(got, want) {
				t.Errorf("the real server did not hear %.200q, but %.2000q", want, got)
			}
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the real server heard nothing")
	}
}

// TestServeRouteRefuses: what is wrong is said in one line, and letters never go out to strangers.
func TestServeRouteRefuses(t *testing.T) {
	build(t)
	for _, c := range []struct{ route, want string }{
		{"outside.example", "write DOMAIN=HOST:PORT"},
		{"outside.example=127.0.0.1", "write DOMAIN=HOST:PORT"},
		{"=127.0.0.1:25", "is not a domain"},
		{"out..example=127.0.0.1:25", "is not a domain"},
		{"[192.0.2.1]=127.0.0.1:25", "is not a domain"},
		{"outside.example=127.0.0.1:0", "is not a port"},
		{"outside.example=127.0.0.1:smtp", "is not a port"},
		{"outside.example=mx.example.com:25", "is not an address"},
		{"outside.example=8.8.8.8:25", "out on the internet"},
		{"outside.example=[2001:4860:4860::8888]:25", "out on the internet"},
		{"outside.example=[::ffff:8.8.8.8]:25", "out on the internet"},
		{"outside.example=0.0.0.0:25", "out on the internet"},
		{"hai.example=127.0.0.1:25", "mail.hai.example takes the letters for hai.example already"},
		{"hai.EXAMPLE=127.0.0.1:25", "mail.hai.example takes the letters for hai.example already"},
		{"mail.shan.example=127.0.0.1:25", "ns.example knows mail.shan.example already"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		out, err := exec.CommandContext(ctx, build(t), "serve", "../../../scenarios/first-letter", "--route", c.route).CombinedOutput()
		cancel()
		if err == nil || !strings.Contains(string(out), c.want) || bytes.Count(out, []byte("\n")) != 1 {
			t.Errorf("--route %s: %v, %q; want one line with %q", c.route, err, out, c.want)
		}
	}
	for _, good := range []string{"outside.example=127.0.0.1:25", "OUTSIDE.example=localhost:2525", "münchen.example=[::1]:25", "a.example=192.168.1.5:25", "b.example=[fd00::1]:25"} {
		if _, err := parseRoutes([]string{good}); err != nil {
			t.Errorf("--route %s: %v", good, err)
		}
	}
	if _, err := parseRoutes([]string{"a.example=127.0.0.1:25", "A.example=127.0.0.1:26"}); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a domain with two routes: %v", err)
	}
}

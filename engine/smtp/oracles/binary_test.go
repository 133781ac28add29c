package oracles

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"testing"

	"github.com/emersion/go-smtp"
)

// binary is a letter with a part that has no lines (RFC 3030): all octets, alone and in all pairs that could be a line end
// or the end of a letter.
var binary = func() []byte {
	b := []byte("\n.\n\r.\r\r\n.\n\n.\r\n\r\n.\r\n.")
	for i := range 256 {
		b = append(b, byte(i), '\r', byte(i), '\n', byte(i))
	}
	return append(b, bytes.Repeat([]byte("no line end for a long while "), 200)...)
}()

func binaryLetter(tag string) []byte {
	return []byte("From: alice@shan.example\r\nTo: zoe@go.example\r\nSubject: " + tag + "\r\nDate: Mon, 2 Mar 2026 08:00:00 +0800\r\nMessage-ID: <" + tag + "@shan.example>\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nGrüße\r\n" +
		"--part\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=b.bin\r\nContent-Transfer-Encoding: binary\r\n\r\n" + string(binary) + "\r\n--part--\r\n")
}

// loggedIn is a conversation in which Alice has logged in.
func loggedIn(t *testing.T, addr string) *talk {
	t.Helper()
	c, err := begin(addr)
	if err != nil {
		t.Fatal(err)
	}
	login := base64.StdEncoding.EncodeToString([]byte("\x00" + alice + "\x00" + alicePassword))
	for _, s := range []string{"EHLO client.example\r\n", "AUTH PLAIN " + login + "\r\n"} {
		c.say(s)
		if a := c.read(); a.class() != 2 {
			t.Fatalf("%q: %s", s, a)
		}
	}
	return c
}

// TestBinary submits such a letter in chunks of all sizes, at once with the commands before them. A server that offers
// BINARYMIME gets every octet in chunks of our client's; Postfix, which does not, and one without any extension get the
// part encoded.
func TestBinary(t *testing.T) {
	o := serveOutside(t)
	sent := binaryLetter("binary")
	c := loggedIn(t, "127.0.0.1:"+o.port(t, aliceServer, "submission"))
	all := "MAIL FROM:<" + alice + "> BODY=BINARYMIME\r\nRCPT TO:<zoe@go.example>\r\nRCPT TO:<zoe@" + full + ">\r\nRCPT TO:<zoe@" + sevenBit + ">\r\nRCPT TO:<bob@hai.example>\r\n"
	replies := 5
	for rest, size := sent, 1; len(rest) > 0; size = size*3 + 1 {
		n := min(size, len(rest))
		last := ""
		if n == len(rest) {
			last = " LAST"
		}
		all += fmt.Sprintf("BDAT %d%s\r\n%s", n, last, rest[:n])
		rest = rest[n:]
		replies++
	}
	c.say(all)
	for range replies {
		if a := c.read(); a.code != 250 {
			t.Fatalf("a reply is %s", a)
		}
	}
	if extra := c.end(); len(extra) != 0 {
		t.Errorf("too many replies: %v", extra)
	}

	l := o.everything.wait(t, 1)[0]
	if l.mail.Body != smtp.BodyBinaryMIME {
		t.Errorf("go.example heard %+v", l.mail)
	}
	parse(t, l.data).onTop(t, sent)
	for _, domain := range []string{full, sevenBit} {
		l := o.postfix.mailbox(t, domain, 1)[0]
		parts := l.parts(t)
		if len(parts) != 2 || string(parts[0].data) != "Grüße" || !bytes.Equal(parts[1].data, binary) {
			t.Errorf("%s got another letter: %q", domain, l.raw)
		}
	}
	// Bob's mailbox is read by POP3, which has lines: whatever its server makes of the part, it must be the same one.
	got := fetch(t, o.port(t, bobServer, "pop3"), map[string]int{bob: 1})[bob][0]
	if parts := got.parts(t); len(parts) != 2 || !bytes.Equal(parts[1].data, binary) {
		t.Errorf("Bob got another letter: %q", got.raw)
	}
}

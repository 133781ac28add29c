package oracles

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"
	"testing"
	"time"
)

// The people of the scenarios. Alice submits at her server, and the others have their mailboxes at another.
const (
	alice, alicePassword = "alice@shan.example", "alice-pw"
	bob                  = "bob@hai.example"
	carol                = "carol@hai.example"
	csse                 = "csse@hai.example" // Gets blind copies.

	aliceServer, bobServer = "mail.shan.example", "mail.hai.example"
)

var passwords = map[string]string{alice: alicePassword, bob: "bob-pw", carol: "carol-pw", csse: "csse-pw"}

// picture is an attachment with all kinds of octets.
var picture = func() []byte {
	b := make([]byte, 5000)
	for i := range b {
		b[i] = byte(i * i >> 3)
	}
	return b
}()

// awkward is a letter whose octets invite mistakes: lines that begin with dots or are one, 8-bit text, a folded subject in
// an encoded word, white space at the end of lines, a long line, empty lines at the end.
func awkward(tag string) []byte {
	lines := []string{
		"From: Alice <alice@shan.example>",
		"To: Bob <bob@hai.example>,",
		"\tcarol@hai.example",
		"Subject: =?UTF-8?B?5L2g5aW9?= awkward",
		"  =?utf-8?Q?Gr=C3=BC=C3=9Fe?= " + tag,
		"Date: Mon, 2 Mar 2026 08:00:00 +0800",
		"Message-ID: <awkward-" + tag + "@shan.example>",
		"MIME-Version: 1.0",
		"Content-Type: text/plain; charset=utf-8",
		"Content-Transfer-Encoding: 8bit",
		"",
		".",
		"..",
		"...",
		".dot",
		"..dots",
		" .",
		". ",
		"你好, Grüße, 8-bit text.",
		"From here on nothing is quoted.",
		"trailing white space \t ",
		strings.Repeat("0123456789", 99),
		"QUIT",
		"",
		"",
		".",
		"",
	}
	return []byte(strings.Join(lines, "\r\n") + "\r\n")
}

// letter is one that was fetched.
type letter struct {
	raw    []byte
	header mail.Header
	body   []byte
}

func (l *letter) subject() string {
	s, err := new(mime.WordDecoder).DecodeHeader(l.header.Get("Subject"))
	if err != nil {
		return err.Error()
	}
	return s
}

// fetch reads mailboxes with Python's poplib, as soon as each has the letters that are wanted.
func fetch(t testing.TB, pop3 string, want map[string]int) map[string][]*letter {
	t.Helper()
	args := []string{"python/fetch.py", pop3}
	for user, n := range want {
		args = append(args, fmt.Sprint(user, ":", passwords[user], ":", n))
	}
	var boxes map[string][]string
	if out := tool(t, "", "python3", args...); json.Unmarshal([]byte(out), &boxes) != nil {
		t.Fatalf("fetch.py: %s", out)
	}
	letters := map[string][]*letter{}
	for user, box := range boxes {
		for _, text := range box {
			raw, err := base64.StdEncoding.DecodeString(text)
			if err != nil {
				t.Fatal(err)
			}
			letters[user] = append(letters[user], parse(t, raw))
		}
		if len(box) != want[user] {
			t.Errorf("%s has %d letters, want %d: %s", user, len(box), want[user], subjects(letters[user]))
		}
	}
	return letters
}

func parse(t testing.TB, raw []byte) *letter {
	t.Helper()
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatalf("%v in %q", err, raw)
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		t.Fatal(err)
	}
	return &letter{raw, m.Header, body}
}

func subjects(list []*letter) string {
	var out []string
	for _, l := range list {
		out = append(out, l.subject())
	}
	return strings.Join(out, " | ")
}

// traceFields are what servers put on top of a letter.
var traceFields = []string{"Return-Path:", "Received:", "Delivered-To:", "X-Original-To:", "Authentication-Results:", "Received-SPF:"}

// onTop returns what servers have put on top of the octets that were sent, or fails the test: nothing else may change.
func (l *letter) onTop(t *testing.T, sent []byte) string {
	t.Helper()
	if !bytes.HasSuffix(l.raw, sent) {
		same := 0
		for same < len(sent) && same < len(l.raw) && sent[len(sent)-1-same] == l.raw[len(l.raw)-1-same] {
			same++
		}
		t.Fatalf("the octets have changed: before the last %d stood %.200q and stands\n%q", same, sent[max(0, len(sent)-same-200):len(sent)-same], l.raw[:len(l.raw)-same])
	}
	top := string(l.raw[:len(l.raw)-len(sent)])
	for line := range strings.Lines(top) {
		known := line[0] == ' ' || line[0] == '\t'
		for _, name := range traceFields {
			known = known || strings.HasPrefix(line, name)
		}
		if !known {
			t.Errorf("what stands %q on top of the letter for?", line)
		}
	}
	return top
}

// travelled checks the trace of a letter: from whom, over how many servers, and in which time by the world's clock.
func (l *letter) travelled(t *testing.T, from string, hops int) {
	t.Helper()
	if got := l.header.Get("Return-Path"); got != "<"+from+">" {
		t.Errorf("Return-Path: %s, want <%s>", got, from)
	}
	received := l.header["Received"]
	if len(received) != hops {
		t.Errorf("%d Received fields, want %d: %q", len(received), hops, received)
		return
	}
	var times []time.Time
	for _, r := range received {
		at, err := mail.ParseDate(strings.TrimSpace(r[strings.LastIndexByte(r, ';')+1:]))
		if err != nil {
			t.Errorf("%v in Received: %s", err, r)
			return
		}
		times = append(times, at)
	}
	if took := times[0].Sub(times[hops-1]); took < 0 || took > 2*time.Second {
		t.Errorf("it took %v from the first server to the mailbox, want 2 s at most", took)
	}
}

// text is the content of a letter that has only one part.
func (l *letter) text(t *testing.T) []byte {
	t.Helper()
	data, err := io.ReadAll(decoder(l.header.Get("Content-Transfer-Encoding"), bytes.NewReader(l.body)))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// decoder undoes a transfer encoding.
func decoder(encoding string, r io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, r)
	case "quoted-printable":
		return quotedprintable.NewReader(r)
	}
	return r
}

// part is a leaf of a letter.
type part struct {
	kind, name string // Media type and file name.
	data       []byte // Decoded.
}

// parts takes a letter apart.
func (l *letter) parts(t *testing.T) []part {
	t.Helper()
	return leaves(t, textproto.MIMEHeader(l.header), bytes.NewReader(l.body))
}

func leaves(t *testing.T, header textproto.MIMEHeader, body io.Reader) []part {
	t.Helper()
	kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		kind = "text/plain" // It may be left out, and the parts of a notice do.
	}
	var list []part
	if strings.HasPrefix(kind, "multipart/") {
		for r := multipart.NewReader(body, params["boundary"]); ; {
			p, err := r.NextRawPart()
			if err == io.EOF {
				return list
			}
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, leaves(t, p.Header, p)...)
		}
	}
	data, err := io.ReadAll(decoder(header.Get("Content-Transfer-Encoding"), body))
	if err != nil {
		t.Fatal(err)
	}
	_, params, _ = mime.ParseMediaType(header.Get("Content-Disposition"))
	name, _ := new(mime.WordDecoder).DecodeHeader(params["filename"])
	return append(list, part{kind, name, data})
}

// dotted is the text of the letters that clients compose.
const dotted = "Schöne Grüße.\n.\n..\n.end\n"

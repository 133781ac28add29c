package oracles

import (
	"bytes"
	"fmt"
	gosmtp "net/smtp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// errand is what a client is asked to send: the octets of a letter to three people, one of whom gets a blind copy.
type errand struct {
	port, tag string
	file      string // A file with octets.
	octets    []byte
}

// client is somebody else's program or library.
type client struct {
	name     string
	composes int // Letters that it composes itself, besides the errand's octets.
	send     func(t *testing.T, e errand)
	leaves   func(octets []byte) []byte // What it makes of the octets, when it does not leave them alone.
}

var everybody = []string{bob, carol, csse}

var clients = []client{
	// swaks ends the letter's last line, whether or not that has an end.
	{name: "swaks", composes: 1, leaves: func(b []byte) []byte { return slices.Concat(b, []byte("\r\n")) }, send: func(t *testing.T, e errand) {
		args := []string{"--server", "127.0.0.1:" + e.port, "--from", alice, "--to", strings.Join(everybody, ","), "--pipeline",
			"--auth", "PLAIN", "--auth-user", alice, "--auth-password", alicePassword}
		tool(t, "", "swaks", append(args, "--data", "@"+e.file)...)
		name := filepath.Join(t.TempDir(), "图片.bin")
		if err := os.WriteFile(name, picture, 0o644); err != nil {
			t.Fatal(err)
		}
		tool(t, "", "swaks", append(args, "--header", "Subject: =?UTF-8?B?R3LDvMOfZSwg5L2g5aW9?= "+e.tag, "--header", "Cc: "+carol,
			"--attach-type", "text/plain; charset=utf-8", "--attach-body", dotted, "--attach-name", "图片.bin", "--attach", "@"+name)...)
	}},
	{name: "curl", composes: 1, send: func(t *testing.T, e errand) {
		args := []string{"-sS", "--url", "smtp://127.0.0.1:" + e.port, "--user", alice + ":" + alicePassword, "--mail-from", alice,
			"--mail-rcpt", bob, "--mail-rcpt", carol, "--mail-rcpt", csse}
		tool(t, "", "curl", append(args, "--upload-file", e.file)...)
		name := filepath.Join(t.TempDir(), "picture.bin")
		if err := os.WriteFile(name, picture, 0o644); err != nil {
			t.Fatal(err)
		}
		tool(t, "", "curl", append(args, "-H", "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe,_=E4=BD=A0=E5=A5=BD?= "+e.tag, "-H", "From: "+alice, "-H", "To: "+bob, "-H", "Cc: "+carol,
			"-F", "="+strings.ReplaceAll(dotted, "\n", "\r\n")+";type=text/plain; charset=utf-8;encoder=8bit", "-F", "=@"+name+";encoder=base64;type=application/octet-stream;filename==?UTF-8?B?5Zu+54mHLmJpbg==?=")...)
	}},
	{name: "msmtp", send: func(t *testing.T, e errand) {
		// With -t it takes the recipients from the header and Bcc out of it.
		text := strings.Replace(strings.ReplaceAll(string(e.octets), "\r\n", "\n"), "Date:", "Bcc: "+csse+"\nDate:", 1)
		tool(t, text, "msmtp", "--host=127.0.0.1", "--port="+e.port, "--auth=plain", "--user="+alice, "--passwordeval=echo "+alicePassword,
			"--tls=off", "--from="+alice, "--domain=msmtp.example", "-t")
	}},
	{name: "smtplib", composes: 1, send: func(t *testing.T, e errand) {
		tool(t, "", "python3", "python/send.py", e.port, alice, alicePassword, e.file, e.tag)
	}},
	{name: "nodemailer", composes: 4, send: func(t *testing.T, e errand) {
		if _, err := os.Stat("node_modules/nodemailer"); err != nil {
			t.Fatal("nodemailer is missing: ./build.sh test installs it (npm ci in this folder)")
		}
		tool(t, "", "node", "node/send.mjs", e.port, alice, alicePassword, e.file, e.tag)
	}},
	{name: "net/smtp", send: func(t *testing.T, e errand) {
		auth := gosmtp.PlainAuth("", alice, alicePassword, "127.0.0.1")
		if err := gosmtp.SendMail("127.0.0.1:"+e.port, auth, alice, everybody, e.octets); err != nil {
			t.Fatal(err)
		}
	}},
	{name: "go-smtp", send: func(t *testing.T, e errand) {
		c := dial(t, "127.0.0.1:"+e.port)
		logIn(t, c)
		if err := c.SendMail(alice, everybody, bytes.NewReader(e.octets)); err != nil {
			t.Fatal(err)
		}
	}},
}

// dial connects emersion/go-smtp's client to a server. It says farewell when the test is over.
func dial(t *testing.T, addr string) *smtp.Client {
	t.Helper()
	c, err := smtp.Dial(addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Quit(); err != nil {
			t.Errorf("QUIT: %v", err)
		}
	})
	if err := c.Hello("go-smtp.example"); err != nil {
		t.Fatal(err)
	}
	return c
}

// logIn logs Alice in.
func logIn(t *testing.T, c *smtp.Client) {
	t.Helper()
	if err := c.Auth(sasl.NewPlainClient("", alice, alicePassword)); err != nil {
		t.Fatal(err)
	}
}

// TestBlindCopy: a client that leaves Bcc in the header gives nothing away, since the submission server takes it out
// (RFC 6409 section 8).
func TestBlindCopy(t *testing.T) {
	s := serve(t, firstLetter)
	sent := awkward("blind")
	with := bytes.Replace(sent, []byte("Date:"), []byte("Bcc: "+csse+",\r\n\tzoe@elsewhere.example\r\nDate:"), 1)
	if err := gosmtp.SendMail("127.0.0.1:"+s.port(t, aliceServer, "submission"), gosmtp.PlainAuth("", alice, alicePassword, "127.0.0.1"), alice, everybody, with); err != nil {
		t.Fatal(err)
	}
	for _, box := range fetch(t, s.port(t, bobServer, "pop3"), map[string]int{bob: 1, carol: 1, csse: 1}) {
		checkOctets(t, box[0], sent)
	}
}

// TestClients lets each client send from Alice's submission port over her server's queue, DNS and the other server's MX to
// three mailboxes, and compares what poplib reads there with what was sent.
func TestClients(t *testing.T) {
	s := serve(t, firstLetter)
	port := s.port(t, aliceServer, "submission")
	want, letters := 0, map[string][]byte{}
	for _, c := range clients {
		e := errand{port: port, tag: strings.ReplaceAll(c.name, "/", "-"), octets: awkward(strings.ReplaceAll(c.name, "/", "-"))}
		e.file = filepath.Join(t.TempDir(), "letter.eml")
		if err := os.WriteFile(e.file, e.octets, 0o644); err != nil {
			t.Fatal(err)
		}
		if letters[c.name] = e.octets; c.leaves != nil {
			letters[c.name] = c.leaves(e.octets)
		}
		c.send(t, e)
		want += 1 + c.composes
	}
	boxes := fetch(t, s.port(t, bobServer, "pop3"), map[string]int{bob: want, carol: want, csse: want})
	for _, c := range clients {
		tag := strings.ReplaceAll(c.name, "/", "-")
		t.Run(tag, func(t *testing.T) {
			for _, who := range everybody {
				checkOctets(t, find(t, boxes[who], "你好 awkward Grüße "+tag), letters[c.name])
				for i := range c.composes {
					subject := "Grüße, 你好 " + tag
					if i > 0 {
						subject += fmt.Sprint(" ", i)
					}
					checkComposed(t, find(t, boxes[who], subject))
				}
			}
		})
	}
}

func checkOctets(t *testing.T, l *letter, sent []byte) {
	t.Helper()
	l.onTop(t, sent)
	l.travelled(t, alice, 2)
	if l.header.Get("Bcc") != "" {
		t.Error("the blind copy is not blind")
	}
}

func checkComposed(t *testing.T, l *letter) {
	t.Helper()
	l.travelled(t, alice, 2)
	if got := l.header.Get("To") + ", " + l.header.Get("Cc"); !strings.Contains(got, bob) || !strings.Contains(got, carol) ||
		strings.Contains(strings.ToLower(string(l.raw)), "\nbcc:") {
		t.Errorf("To and Cc are %s; Bcc: %s", got, l.header.Get("Bcc"))
	}
	parts := l.parts(t)
	if text := strings.ReplaceAll(string(parts[0].data), "\r\n", "\n"); strings.TrimSuffix(text, "\n")+"\n" != dotted {
		t.Errorf("the text is %q, want %q", text, dotted)
	}
	for _, p := range parts {
		if p.name == "图片.bin" && bytes.Equal(p.data, picture) {
			return
		}
	}
	t.Errorf("the attachment is not what was sent; there are %d parts", len(parts))
}

// find finds the one letter with a subject.
func find(t *testing.T, list []*letter, subject string) *letter {
	t.Helper()
	var found *letter
	for _, l := range list {
		if l.subject() == subject {
			if found != nil {
				t.Fatalf("%q is there twice", subject)
			}
			found = l
		}
	}
	if found == nil {
		t.Fatalf("there is no letter %q, but %s", subject, subjects(list))
	}
	return found
}

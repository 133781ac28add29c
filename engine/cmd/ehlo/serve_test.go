package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// served is a running "ehlo serve".
type served struct {
	readiness
	cmd *exec.Cmd
}

// binaries is the folder of the command that the tests build once.
var binaries string

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(binaries)
	os.Exit(code)
}

// build compiles the command, as a person would.
func build(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(binaries, "ehlo")
	if binaries != "" {
		return binary
	}
	dir, err := os.MkdirTemp("", "ehlo-test-")
	if err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(dir, "ehlo")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		t.Fatalf("build: %v\n%s", err, out)
	}
	binaries = dir
	return binary
}

// serve serves a scenario on real ports.
func serve(t *testing.T, args ...string) *served {
	t.Helper()
	binary := build(t)
	ready := filepath.Join(t.TempDir(), "ready.json")
	s := &served{cmd: exec.Command(binary, append([]string{"serve", "--ready", ready}, args...)...)}
	var stderr bytes.Buffer
	s.cmd.Stderr = &stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		text, err := os.ReadFile(ready)
		if err == nil {
			if err := json.Unmarshal(text, &s.readiness); err != nil {
				t.Fatal(err)
			}
			return s
		}
		if time.Now().After(deadline) {
			t.Fatalf("serve was not ready: %s", stderr.String())
		}
	}
}

func (s *served) port(t *testing.T, host, proto string) string {
	t.Helper()
	for _, svc := range s.Services {
		if svc.Host == host && svc.Proto == proto {
			return strconv.Itoa(svc.Port)
		}
	}
	t.Fatalf("%s does not offer %s", host, proto)
	return ""
}

// tool runs a program of the real world and fails the test with what it said.
func tool(t *testing.T, stdin string, name string, args ...string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: ./build.sh test installs it (Debian package %s)", name, name)
	}
	cmd := exec.Command(path, args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// fetchBob reads all of Bob's letters with Python's poplib and prints subject, Received count and attachments as JSON.
const fetchBob = `
import poplib, json, sys, time, base64, email, email.policy
port, user, password, want = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
deadline = time.time() + 20
while True:
    c = poplib.POP3('127.0.0.1', port)
    c.user(user); c.pass_(password)
    n, size = c.stat()
    if n >= want or time.time() > deadline:
        break
    c.quit(); time.sleep(0.1)
out = []
for i in range(1, n + 1):
    raw = b'\r\n'.join(c.retr(i)[1]) + b'\r\n'
    m = email.message_from_bytes(raw, policy=email.policy.default)
    files = [base64.b64encode(p.get_payload(decode=True)).decode() for p in m.walk() if p.get_filename()]
    texts = [p.get_content() for p in m.walk() if p.get_content_type() == 'text/plain' and not p.get_filename()]
    out.append({'subject': str(m['subject']), 'received': len(m.get_all('received') or []), 'files': files, 'texts': texts,
                'returnpath': str(m['return-path']), 'uidl': c.uidl(i).decode().split()[2]})
c.quit()
print(json.dumps(out))
`

type fetchedLetter struct {
	Subject, ReturnPath, UIDL string
	Received                  int
	Files                     [][]byte
	Texts                     []string
}

// TestRealClients lets swaks and curl submit multipart letters with a non-ASCII subject and an attachment at Alice's
// submission port; they cross to Bob's server by MX, and Python's poplib reads them there, byte for byte.
func TestRealClients(t *testing.T) {
	s := serve(t, "../../../scenarios/first-letter")
	submission := s.port(t, "mail.shan.example", "submission")
	dir := t.TempDir()
	file := make([]byte, 5000)
	for i := range file {
		file[i] = byte(i * i >> 3)
	}
	name := filepath.Join(dir, "picture.bin")
	if err := os.WriteFile(name, file, 0o644); err != nil {
		t.Fatal(err)
	}
	tool(t, "", "swaks", "--server", "127.0.0.1:"+submission, "--from", "alice@shan.example", "--to", "bob@hai.example",
		"--auth", "PLAIN", "--auth-user", "alice@shan.example", "--auth-password", "alice-pw",
		"--header", "Subject: =?UTF-8?B?5L2g5aW9?=", "--body", "A letter by swaks.", "--attach", name)

	tool(t, "", "curl", "-sS", "--url", "smtp://127.0.0.1:"+submission, "--user", "alice@shan.example:alice-pw",
		"--mail-from", "alice@shan.example", "--mail-rcpt", "bob@hai.example",
		"-H", "Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=", "-H", "From: alice@shan.example", "-H", "To: bob@hai.example",
		"-F", "=A letter by curl.;type=text/plain", "-F", "=@"+name+";encoder=base64;type=application/octet-stream;filename=picture.bin")

	// A script with smtplib sends lines that begin with dots, and logs in with LOGIN.
	tool(t, "", "python3", "-c", `
import smtplib, sys
s = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))
s.ehlo('python')
s.user, s.password = 'alice@shan.example', 'alice-pw'
s.auth('LOGIN', s.auth_login)
s.sendmail('alice@shan.example', ['bob@hai.example'], 'From: alice@shan.example\r\nSubject: dots\r\n\r\n.\r\n..\r\n.end\r\n')
s.quit()`, submission)

	pop3 := s.port(t, "mail.hai.example", "pop3")
	var letters []fetchedLetter
	out := tool(t, "", "python3", "-c", fetchBob, pop3, "bob@hai.example", "bob-pw", "3")
	if err := json.Unmarshal([]byte(out), &letters); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	bySubject := map[string]fetchedLetter{}
	for _, l := range letters {
		bySubject[l.Subject] = l
	}
	for _, subject := range []string{"你好", "Grüße"} {
		l, ok := bySubject[subject]
		if !ok {
			t.Fatalf("no letter with subject %q; there are %v", subject, bySubject)
		}
		if l.Received != 2 || l.ReturnPath != "<alice@shan.example>" {
			t.Errorf("%s: %d Received fields, Return-Path %s; want 2 and <alice@shan.example>", subject, l.Received, l.ReturnPath)
		}
		if len(l.Files) != 1 || !bytes.Equal(l.Files[0], file) {
			t.Errorf("%s: the attachment is not what was sent", subject)
		}
	}
	if got := bySubject["dots"].Texts; len(got) != 1 || strings.ReplaceAll(got[0], "\r", "") != ".\n..\n.end\n" {
		t.Errorf("dots: %q", got)
	}

	// curl as a POP3 client: the list, and one letter by number.
	list := tool(t, "", "curl", "-sS", "--url", "pop3://127.0.0.1:"+pop3+"/", "--user", "bob@hai.example:bob-pw")
	if n := len(strings.Fields(list)) / 2; n != len(letters) {
		t.Errorf("curl lists %d letters, poplib %d", n, len(letters))
	}
	if one := tool(t, "", "curl", "-sS", "--url", "pop3://127.0.0.1:"+pop3+"/1", "--user", "bob@hai.example:bob-pw"); !strings.Contains(one, "Return-Path:") {
		t.Errorf("curl fetched %q", one)
	}

	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("SIGTERM did not end it cleanly: %v", err)
	}
}

// TestServeOptions adds accounts, fixes ports and serves one host only.
func TestServeOptions(t *testing.T) {
	s := serve(t, "../../../scenarios/hand-smtp", "--host", "mail.hai.example", "--user", "ann@new.example:secret",
		"--user", "bob@hai.example:other", "--separator", "+")
	for _, svc := range s.Services {
		if svc.Host != "mail.hai.example" || svc.TLS || svc.Addr != "127.0.0.1" {
			t.Errorf("unexpected service %+v", svc)
		}
	}
	smtp := s.port(t, "mail.hai.example", "smtp")
	tool(t, "", "swaks", "--server", "127.0.0.1:"+smtp, "--from", "x@shan.example", "--to", "ann+list@new.example", "--header", "Subject: plus", "--body", "x")
	out := tool(t, "", "python3", "-c", fetchBob, s.port(t, "mail.hai.example", "pop3"), "ann@new.example", "secret", "1")
	if !strings.Contains(out, `"subject": "plus"`) {
		t.Errorf("ann got %s", out)
	}
}

// TestServeDNS asks the simulated name server with Go's own resolver.
// TestServeOffersAll: the short list of keywords that the built-in world has is for beginners; a list of the scenario's own stays.
func TestServeOffersAll(t *testing.T) {
	loaded, err := load("../../../scenarios/queue-and-bounce")
	if err != nil {
		t.Fatal(err)
	}
	offerAll(loaded.scenario)
	for host, short := range map[string]bool{"mail.shan.example": false, "mail.hai.example": false, "mail.gone.example": true} {
		if list := loaded.scenario.World.Host(host).EHLO; (list != nil) != short {
			t.Errorf("%s has the list %q", host, list)
		}
	}
}

func TestServeDNS(t *testing.T) {
	s := serve(t, "../../../scenarios/first-letter")
	port := s.port(t, "ns.example", "dns")
	r := net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", "127.0.0.1:"+port)
	}}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	mx, err := r.LookupMX(ctx, "hai.example.")
	if err != nil || len(mx) != 1 || mx[0].Host != "mail.hai.example." {
		t.Errorf("MX of hai.example: %v, %v", mx, err)
	}
	if _, err := r.LookupMX(ctx, "nowhere.example."); err == nil {
		t.Error("nowhere.example has an MX")
	}
}

// TestServeRefuses says in one line what is wrong.
func TestServeRefuses(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{}, "one scenario is wanted"},
		{[]string{"nowhere"}, "nowhere: there is no such folder or file"},
		{[]string{"../../../scenarios/hand-smtp", "--port", "smtp"}, "write PROTO=N"},
		{[]string{"../../../scenarios/hand-smtp", "--port", "gopher=70"}, "no host of this scenario offers gopher"},
		{[]string{"../../../scenarios/hand-smtp", "--user", "bob"}, "write ADDRESS:PASSWORD"},
		{[]string{"../../../scenarios/hand-smtp", "--host", "mail.nowhere.example"}, "no host"},
		{[]string{"../../../scenarios/hand-smtp", "--separator", "@"}, "one character"},
	} {
		var out bytes.Buffer
		err := dispatch(append([]string{"serve"}, c.args...), &out)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("serve %v: %v; want one line with %q", c.args, err, c.want)
		}
	}
}

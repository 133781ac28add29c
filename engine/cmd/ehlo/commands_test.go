package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const scenarioFolder = "../../../scenarios"

// ehlo runs a command and returns what it printed, its error's text and its exit code.
func ehlo(args ...string) (out, problem string, code int) {
	var b bytes.Buffer
	err := dispatch(args, &b)
	if err != nil {
		problem = err.Error()
	}
	return b.String(), problem, exitCode(err)
}

// write makes a file below a new folder and returns the folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestRun(t *testing.T) {
	hand := filepath.Join(scenarioFolder, "hand-smtp")
	solution := filepath.Join(hand, "solution.txt")
	dir := t.TempDir()
	traceFile := filepath.Join(dir, "trace.jsonl")
	transcript, problem, code := ehlo("run", "--input", solution, hand, "--trace", traceFile)
	if code != 0 || !strings.Contains(transcript, "S: 250 2.0.0 Ok: queued as H0001") || !strings.Contains(transcript, "[x] quit") {
		t.Errorf("run: %d %s\n%s", code, problem, transcript)
	}
	digest, _, code := ehlo("run", hand, "--digest", "--input="+solution)
	if code != 0 || len(strings.TrimSpace(digest)) != 64 {
		t.Errorf("run --digest: %d %q", code, digest)
	}
	if again, _, _ := ehlo("run", "--digest", "--input", solution, hand); again != digest {
		t.Error("two runs have two digests")
	}
	if other, _, code := ehlo("run", "--seed", "99", "--digest", "--input", solution, hand); code != 0 || other == digest {
		t.Error("another seed makes the same run")
	}
	if later, _, code := ehlo("run", "--until", "2h", "--digest", "--input", solution, hand); code != 0 || later == digest {
		t.Error("two more hours make the same trace")
	}
	asJSON, _, code := ehlo("run", "--json", hand, "--input", solution)
	file, err := os.ReadFile(traceFile)
	if code != 0 || err != nil || asJSON != string(file) {
		t.Errorf("run --json and --trace differ: %d %v", code, err)
	}
	n := 0
	for line := range strings.Lines(asJSON) {
		var e struct {
			N, T, Cause int
			By, Ev      string
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if n++; e.N != n || e.Cause >= e.N || e.By == "" || e.Ev == "" {
			t.Fatalf("event %d is %s", n, line)
		}
	}

	bad := write(t, map[string]string{"bad.txt": "term alice-pc\nterm nowhere\n"})
	if _, problem, code := ehlo("run", hand, "--input", filepath.Join(bad, "bad.txt")); code != exitUnclean || !strings.Contains(problem, `there is no host "nowhere"`) {
		t.Errorf("an input that cannot be done: %d %s", code, problem)
	}
}

func TestUsage(t *testing.T) {
	hand := filepath.Join(scenarioFolder, "hand-smtp")
	for _, args := range [][]string{
		{}, {"fly"}, {"run"}, {"run", hand, hand}, {"run", hand, "--nothing"}, {"run", "--until", "soon", hand}, {"run", "--seed", "x", hand},
		{"run", hand, "--input", "nowhere.txt"}, {"run", "nowhere"}, {"check"}, {"check", "nowhere"}, {"pack"}, {"unpack", "#1.z.x"},
		{"unpack", "nowhere", "-o", "x"}, {"run", "#"}, {"run", "#2.z.abc"}, {"run", "https://x.example/#1.z.!!!"}, {"run", "#1.z.AAAA"},
		{"run", "1.z."}, {"pack", hand, "--input", "nowhere.txt"},
	} {
		if _, problem, code := ehlo(args...); code != exitUsage || problem == "" || strings.Contains(problem, "\n") {
			t.Errorf("ehlo %v: %d %q, want one line and exit code 2", args, code, problem)
		}
	}
	for _, args := range [][]string{{"help"}, {"--help"}} {
		if out, _, code := ehlo(args...); code != 0 || !strings.Contains(out, "ehlo serve SCENARIO") {
			t.Errorf("ehlo %v: %d %q", args, code, out)
		}
	}
}

// TestBrokenScenario breaks scenario.json in several ways: check and run name the file, the line and the field.
func TestBrokenScenario(t *testing.T) {
	good := map[string]string{}
	for _, name := range []string{"scenario.json", "lesson.en.md", "lesson.zh.md", "solution.txt", "mail/welcome.eml"} {
		text, err := os.ReadFile(filepath.Join(scenarioFolder, "hand-smtp", name))
		if err != nil {
			t.Fatal(err)
		}
		good[name] = string(text)
	}
	for _, c := range []struct{ old, new, want string }{
		{`"minutes": 9`, `"minutes": "nine"`, "line 5: minutes"},
		{`"format": 1`, `"format": 7`, "line 2: format"},
		{`"base": "two-towns"`, `"base": "no-town"`, "line 9: world.base"},
		{`"seed": 2`, `"sede": 2`, "line 10: world.sede"},
		{`"to": "bob@hai.example"`, `"to": "bob@nowhere.example"`, "line 11: world.mail"},
		{`"order": "any"`, `"order": "any",,`, "line 17"},
		{`"id": "connect"`, `"id": "Connect!"`, "line 19: steps"},
	} {
		files := map[string]string{}
		for k, v := range good {
			files[k] = v
		}
		files["scenario.json"] = strings.Replace(good["scenario.json"], c.old, c.new, 1)
		dir := write(t, files)
		for _, cmd := range []string{"check", "run", "pack", "serve"} {
			_, problem, code := ehlo(cmd, dir)
			if code != exitUsage || !strings.Contains(problem, "scenario.json") || !strings.Contains(problem, c.want) || strings.Contains(problem, "\n") {
				t.Errorf("%s with %s: %d %q, want %q", cmd, c.new, code, problem, c.want)
			}
		}
	}
	files := map[string]string{}
	for k, v := range good {
		files[k] = v
	}
	files["solution.txt"] = "term alice-pc\n"
	out, problem, code := ehlo("check", write(t, files))
	if code != exitUnclean || !strings.Contains(out, "solution.txt leaves step connect open") || problem != "1 of 1 scenarios failed" {
		t.Errorf("a solution that solves nothing: %d %q %q", code, problem, out)
	}
}

// TestLinks packs every scenario into a link and back, with and without inputs, and plays what came back.
func TestLinks(t *testing.T) {
	found, err := filepath.Glob(filepath.Join(scenarioFolder, "*", "scenario.json"))
	if err != nil || len(found) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, f := range found {
		dir := filepath.Dir(f)
		link, problem, code := ehlo("pack", dir, "--input", filepath.Join(dir, "solution.txt"))
		link = strings.TrimSpace(link)
		if code != 0 || !strings.HasPrefix(link, "#1.z.") || strings.ContainsAny(link[1:], "+/= \n") {
			t.Errorf("pack %s: %d %s %.40s", dir, code, problem, link)
			continue
		}
		back := t.TempDir()
		if _, problem, code := ehlo("unpack", "https://ehlo.example/x"+link, "-o", back); code != 0 {
			t.Errorf("unpack %s: %d %s", dir, code, problem)
		}
		files, err := readFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			got, err := os.ReadFile(filepath.Join(back, f.Name))
			if err != nil || !bytes.Equal(got, f.Data) {
				t.Errorf("%s/%s came back in another form: %v", dir, f.Name, err)
			}
		}
		want, _, _ := ehlo("run", dir, "--input", filepath.Join(dir, "solution.txt"), "--digest")
		for _, again := range [][]string{
			{"run", link, "--digest"}, {"run", strings.TrimPrefix(link, "#"), "--digest"}, {"run", link + "#?secret=abc", "--digest"},
			{"run", back, "--input", filepath.Join(back, "inputs.txt"), "--digest"}, {"run", back, "--digest"},
		} {
			got, problem, code := ehlo(again...)
			if code != 0 || got != want {
				t.Errorf("%s: %.30v gives %d %s %q, want %q", dir, again, code, problem, got, want)
			}
		}
		// A link that lost its end, or a letter of it, is refused in one line or is another scenario; it never panics.
		for _, cut := range []string{link[:len(link)/2], link[:len(link)-3], strings.Replace(link, link[40:44], "AAAA", 1)} {
			if _, problem, code := ehlo("run", cut, "--digest"); code != 0 && (problem == "" || strings.Contains(problem, "\n")) {
				t.Errorf("a damaged link: %d %q", code, problem)
			}
		}
	}
}

// TestReset lets real clients go away in every rude manner; nothing of them may be left.
func TestReset(t *testing.T) {
	s := serve(t, filepath.Join(scenarioFolder, "hand-smtp"))
	out := tool(t, "", "python3", "-c", `
import os, smtplib, socket, struct, sys, time
pid, smtp, pop3 = (int(a) for a in sys.argv[1:4])
files = lambda: len(os.listdir('/proc/%d/fd' % pid))
def connect(port): return socket.create_connection(('127.0.0.1', port), timeout=10)
def reset(s):
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); s.close()
before = files()
for i in range(200):
    c = smtplib.SMTP('127.0.0.1', smtp); c.noop(); c.quit()
for i in range(50):
    reset(connect(smtp))
    s = connect(smtp); s.recv(100); s.sendall(b'EHLO x\r\n'); reset(s)
    s = connect(smtp); s.recv(100); s.sendall(b'MAIL FR'); s.close()
    s = connect(smtp); s.recv(100); s.shutdown(socket.SHUT_WR); assert s.recv(100) == b''; s.close()
big = 'Subject: big\r\n\r\n' + ('x' * 70 + '\r\n') * 13000
c = smtplib.SMTP('127.0.0.1', smtp)
for i in range(3): c.sendmail('a@shan.example', ['bob@hai.example'], big)
c.quit()
# One client asks for very much and never reads; another is served meanwhile.
s = connect(pop3); s.recv(100); s.sendall(b'USER bob@hai.example\r\nPASS bob-pw\r\n'); s.sendall(b'RETR 2\r\n' * 2000)
time.sleep(0.5)
rss = int([l for l in open('/proc/%d/status' % pid) if l.startswith('VmRSS')][0].split()[1]) // 1024
assert rss < 150, 'a client that never reads costs %d MiB' % rss
c = smtplib.SMTP('127.0.0.1', smtp); c.noop(); c.quit()
reset(s)
for i in range(100):
    if files() <= before: break
    time.sleep(0.1)
print('left', files() - before)
`, strconv.Itoa(s.PID), s.port(t, "mail.hai.example", "smtp"), s.port(t, "mail.hai.example", "pop3"))
	if strings.TrimSpace(out) != "left 0" {
		t.Errorf("after rude clients: %s file descriptors", out)
	}
}

package oracles

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// served is a running "ehlo serve".
type served struct {
	Services []struct {
		Host, Proto string
		Port        int
	}
	cmd    *exec.Cmd
	stderr bytes.Buffer
}

var (
	folder string // What the tests have in common: the command that they build once.
	once   sync.Once
	built  error
)

func TestMain(m *testing.M) {
	var err error
	if folder, err = os.MkdirTemp("", "ehlo-oracles-"); err != nil {
		panic(err)
	}
	code := m.Run()
	stopPostfix()
	os.RemoveAll(folder)
	os.Exit(code)
}

// Scenarios: the first lesson as it is, and its world with servers that offer all that they can.
const (
	firstLetter = "../../../scenarios/first-letter"
	allOffered  = "world"
)

// serve serves a scenario with a few options. The process ends with the test.
func serve(t testing.TB, scenario string, args ...string) *served {
	t.Helper()
	binary := filepath.Join(folder, "ehlo")
	once.Do(func() {
		cmd := exec.Command("go", "build", "-o", binary, "./engine/cmd/ehlo")
		cmd.Dir, cmd.Stderr = "../../..", os.Stderr
		built = cmd.Run()
	})
	if built != nil {
		t.Fatal(built)
	}
	ready := filepath.Join(t.TempDir(), "ready.json")
	s := &served{cmd: exec.Command(binary, append([]string{"serve", scenario, "--ready", ready}, args...)...)}
	s.cmd.Stderr = &s.stderr
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- s.cmd.Wait() }()
	t.Cleanup(func() {
		s.cmd.Process.Signal(syscall.SIGTERM)
		if err := <-over; err != nil {
			t.Errorf("serve ended with %v: %s", err, s.stderr.String())
		}
	})
	for deadline := time.Now().Add(20 * time.Second); ; {
		text, err := os.ReadFile(ready)
		if err == nil {
			if err := json.Unmarshal(text, s); err != nil {
				t.Fatal(err)
			}
			return s
		}
		select {
		case err := <-over:
			over <- err // For the clean-up.
			t.Fatalf("serve does not run: %s", s.stderr.String())
		case <-time.After(20 * time.Millisecond):
			if time.Now().After(deadline) {
				t.Fatalf("serve is not ready after 20 s: %s", s.stderr.String())
			}
		}
	}
}

// port is the real port of a service of a host.
func (s *served) port(t testing.TB, host, proto string) string {
	t.Helper()
	for _, svc := range s.Services {
		if svc.Host == host && svc.Proto == proto {
			return strconv.Itoa(svc.Port)
		}
	}
	t.Fatalf("%s does not offer %s", host, proto)
	return ""
}

// need finds a program of the real world.
func need(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: ./build.sh test installs it", name)
	}
	return path
}

// tool runs a program of the real world and fails the test with what it said.
func tool(t testing.TB, stdin string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(need(t, name), args...)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

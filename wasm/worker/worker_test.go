//go:build !js

package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestInWorkerd builds the worker as it is deployed and runs it in Cloudflare's own runtime, with a key-value service that
// the test plays.
func TestInWorkerd(t *testing.T) {
	workerd := findWorkerd(t)
	kv := &keyValues{values: map[string]string{}}
	store := httptest.NewServer(kv)
	defer store.Close()
	dir := filepath.Join(t.TempDir(), "worker")
	build := exec.Command("go", "run", "../../site/build", "worker", dir)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	checkGlue(t, dir)
	base := start(t, workerd, dir, strings.TrimPrefix(store.URL, "http://"))
	client := &http.Client{
		Timeout:       30 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	ask := func(method, path, body string, header ...string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequest(method, base+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		answer, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer, string(text)
	}

	const doc = `{"v":1,"payload":"/s/first-letter"}`
	answer, text := ask("POST", "/api/links", `{"payload":"/s/first-letter", "v":1}`)
	_, path, found := strings.Cut(strings.TrimSuffix(text, `"}`), `"url":"`+base)
	if answer.StatusCode != 201 || !found {
		t.Fatalf("POST: %d %s", answer.StatusCode, text)
	}
	if got := kv.get("s:" + strings.TrimPrefix(path, "/s/")); got != doc {
		t.Errorf("stored %q", got)
	}
	if answer, text := ask("GET", path, "", "Accept", "text/html,application/xhtml+xml"); answer.StatusCode != 302 ||
		answer.Header.Get("Location") != "http://127.0.0.1:8080/#/s/first-letter" {
		t.Errorf("GET: %d to %q %s", answer.StatusCode, answer.Header.Get("Location"), text)
	}
	if answer, text := ask("GET", path, "", "Accept", "application/json"); answer.StatusCode != 200 || text != doc {
		t.Errorf("GET as JSON: %d %s", answer.StatusCode, text)
	}
	if answer, text := ask("GET", "/s/AAAAAAAAAAAAAAAAAAAAAA", ""); answer.StatusCode != 404 {
		t.Errorf("a name that nobody has: %d %s", answer.StatusCode, text)
	}
	if answer, _ := ask("OPTIONS", "/api/links", "", "Origin", "null"); answer.StatusCode != 204 ||
		answer.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("OPTIONS: %d %v", answer.StatusCode, answer.Header)
	}
	for _, c := range []struct {
		method, path, body string
		status             int
	}{
		{"GET", "/", "", 404},
		{"GET", "/s/short", "", 404},
		{"GET", "/api/links", "", 405},
		{"DELETE", path, "", 405},
		{"POST", "/api/links", "nonsense", 400},
		{"POST", "/api/links", strings.Repeat("x", 64<<10+1), 413},
	} {
		if answer, text := ask(c.method, c.path, c.body); answer.StatusCode != c.status || !strings.Contains(text, "error") {
			t.Errorf("%s %s: %d %.80s, want %d", c.method, c.path, answer.StatusCode, text, c.status)
		}
	}
	t.Run("chunked body over the limit", func(t *testing.T) {
		r, err := http.NewRequest("POST", base+"/api/links", io.LimitReader(endless{}, 1<<20))
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(r)
		if err != nil {
			return // The runtime may close the connection while we still write: refused either way.
		}
		answer.Body.Close()
		if answer.StatusCode != 413 {
			t.Errorf("%d", answer.StatusCode)
		}
	})
	t.Run("many at once", func(t *testing.T) {
		var wait sync.WaitGroup
		results := make(chan int, 60)
		for i := range cap(results) {
			wait.Go(func() {
				body := fmt.Sprintf(`{"v":1,"payload":"/s/scenario-%d"}`, i)
				answer, err := client.Post(base+"/api/links", "application/json", strings.NewReader(body))
				if err != nil {
					results <- 0
					return
				}
				answer.Body.Close()
				results <- answer.StatusCode
			})
		}
		wait.Wait()
		close(results)
		count := map[int]int{}
		for status := range results {
			count[status]++
		}
		if count[201] == 0 || count[201]+count[503] != cap(results) {
			t.Errorf("answers by status: %v", count)
		}
	})
}

// checkGlue notices when the compiler's wasm_exec.js has moved on from the one that the library ships: the two halves of
// the runtime must be of one make.
func checkGlue(t *testing.T, dir string) {
	t.Helper()
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	read := func(path string) []string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(string(data), "\n")
	}
	known := map[string]int{}
	for _, line := range read(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")) {
		known[line]++
	}
	var foreign []string
	for _, line := range read(filepath.Join(dir, "wasm_exec.js")) {
		if known[line]--; known[line] < 0 {
			foreign = append(foreign, strings.TrimSpace(line))
		}
	}
	// The library passes a context in by a proxy of the global object: eleven lines of its own.
	if len(foreign) > 11 {
		t.Errorf("the library's wasm_exec.js differs from the compiler's in %d lines:\n%s", len(foreign), strings.Join(foreign, "\n"))
	}
}

// findWorkerd takes WORKERD, or the binary that npm installs in site/.
func findWorkerd(t *testing.T) string {
	t.Helper()
	if path := os.Getenv("WORKERD"); path != "" {
		return path
	}
	path, err := filepath.Abs("../../site/node_modules/@cloudflare/workerd-linux-64/bin/workerd")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		if runtime.GOOS == "linux" && runtime.GOARCH == "amd64" && os.Getenv("CI") != "" {
			t.Fatal("no workerd: run npm ci in site/")
		}
		t.Skip("no workerd here: run npm ci in site/ (Linux on amd64), or set WORKERD")
	}
	return path
}

// start runs the built worker on a free port and returns its address.
func start(t *testing.T, workerd, dir, kv string) string {
	t.Helper()
	// The listener is ours and handed over, so nobody can take the port meanwhile and no waiting is needed.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	file, err := listener.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(dir, "config.capnp")
	text, err := os.ReadFile(config)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte(strings.Replace(string(text), "127.0.0.1:9901", kv, 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	var output strings.Builder
	cmd := exec.Command(workerd, "serve", "--socket-fd", "http=3", config)
	cmd.Dir, cmd.ExtraFiles, cmd.Stdout, cmd.Stderr = dir, []*os.File{file}, &output, &output
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	listener.Close()
	file.Close()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Logf("workerd said:\n%s", output.String())
		}
	})
	return address
}

// keyValues speaks the protocol that workerd expects of a key-value namespace.
type keyValues struct {
	mutex  sync.Mutex
	values map[string]string
}

func (kv *keyValues) get(key string) string {
	kv.mutex.Lock()
	defer kv.mutex.Unlock()
	return kv.values[key]
}

func (kv *keyValues) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kv.mutex.Lock()
	defer kv.mutex.Unlock()
	key := strings.TrimPrefix(r.URL.Path, "/")
	switch value, found := kv.values[key]; {
	case r.Method == http.MethodPut:
		data, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		kv.values[key] = string(data)
	case !found:
		w.WriteHeader(http.StatusNotFound)
	default:
		_, _ = io.WriteString(w, value)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

//go:build !js

package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "ehloworld/"

// layers says where every package of the engine stands. A package imports only packages of lower layers, or of its own
// where the list of exceptions says so.
var layers = []struct {
	name     string
	why      string // Why nothing in it may look further up.
	packages []string
}{
	{"words", "everybody speaks in these, so they can depend on nobody",
		[]string{"edition", "vtime", "trace", "ip", "address", "framing", "rfc", "jsontext", "pattern", "punycode", "sha256", "sorting"}},
	{"formats", "a codec that knew who uses it could not be tested by its bytes alone",
		[]string{"machine", "message/encoding", "message/charset", "message", "dns", "sasl", "report", "dsn", "mdn", "smtp", "pop3", "imap", "http1"}},
	{"machines", "one end of one connection must run against a test's peer as well as in a host",
		[]string{"smtpserver", "smtpclient", "pop3server", "pop3client", "imapserver", "imapclient", "webmail"}},
	{"state", "what is remembered must not depend on how it was said",
		[]string{"store", "queue", "delivery", "mailauth", "policy"}},
	{"physics", "time and wires carry bytes and must not know mail",
		[]string{"clock", "simnet", "pcapng"}},
	{"description", "what a scenario asks for is data, which hosts and worlds are built from",
		[]string{"scenario"}},
	{"glue", "one machine is built from all of the above and knows no other machine",
		[]string{"host"}},
	{"whole", "the world and what is said about it",
		[]string{"explain", "lesson", "world"}},
}

type inside struct{ from, to, why string }

// within lists the imports inside one layer: the importer, what it may import, and why.
var within = []inside{
	{"message", "message/encoding", "a message is made of encoded words and bodies"},
	{"message", "message/charset", "its octets are text in some character set"},
	{"report", "message", "a notice is a message, about a message"},
	{"report", "message/encoding", "what goes back depends on what its way carries"},
	{"dsn", "message", "a notice is a message"},
	{"dsn", "report", "what all notices have in common"},
	{"mdn", "message", "a notice is a message"},
	{"mdn", "message/encoding", "its parts are encoded"},
	{"mdn", "report", "what all notices have in common"},
	{"dsn", "message/encoding", "what its way back carries is one of its words"},
	{"simnet", "clock", "packets arrive at instants"},
	{"world", "lesson", "its lesson runs along"},
	{"policy", "queue", "what a timetable is the queue says"},
	{"policy", "delivery", "what a rule is delivery says"},
}

// forbidden are imports that nothing outside engine/cmd may have.
var forbidden = []struct{ path, why string }{
	{"fmt", "it costs the browser 150 kB through reflection; strconv and append do"},
	{"encoding/json", "it costs the browser 250 kB; package jsontext reads and writes what is needed, with places"},
	{"reflect", "types are known; what needs it weighs too much"},
	{"regexp", "it weighs too much; package pattern matches scenarios' expressions in linear time"},
	{"net", "there is no network but the simulated one"},
	{"net/...", "there is no network but the simulated one"},
	{"os", "the engine sees neither files nor environment: its inputs are its arguments"},
	{"os/...", "the engine sees neither files nor environment"},
	{"io/ioutil", "the engine sees no files"},
	{"log", "what happens goes into the trace"},
	{"log/...", "what happens goes into the trace"},
	{"mime", "the codec is this project's subject"},
	{"mime/...", "the codec is this project's subject"},
	{"text/template", "it weighs too much"},
	{"html/template", "it weighs too much"},
	{"bufio", "machines are fed; they never read"},
	{"syscall", "a world is a pure function"},
	{"syscall/...", "only wasm/jsx touches JavaScript"},
	{"time", "with what it brings it costs the browser 40 kB; package vtime has instants and spans"},
	{"embed", "it brings io/fs and time"},
	{"io/fs", "the engine sees no files, and it brings time"},
	{"unsafe", "nothing here needs it"},
	{"crypto/rand", "chance comes from the world's seed"},
	{"math/rand", "chance comes from the world's seed, through math/rand/v2's seeded generators"},
	{"hash/maphash", "it is random by design"},
	{"sync", "one goroutine drives the world"},
	{"sync/...", "one goroutine drives the world"},
	{"context", "deadlines are virtual"},
	{"C", "the browser has no C"},
	{"github.com/hack-pad/safejs", "only wasm/jsx touches JavaScript"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

// testSupport is what only tests import. It stands in no layer and may use what tests may.
var testSupport = []string{module + "engine/internal/transcript", module + "engine/nodeplatform", module + "engine/message/charset/digest"}

// native are packages that the browser's engine never has, which may see files.
var native = []string{module + "engine/scenario/folder"}

func TestLayers(t *testing.T) {
	place := map[string]int{}
	for i, layer := range layers {
		for _, name := range layer.packages {
			place[name] = i
		}
	}
	used := make([]bool, len(within))
	for _, p := range listPackages(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module+"engine/")
		if name == module+"engine" || strings.HasPrefix(name, "cmd/") {
			continue // The commands stand above everything; nothing imports them.
		}
		if slices.Contains(testSupport, p.ImportPath) {
			continue
		}
		// "smtp/internal/x" belongs to smtp.
		from, known := place[owner(name, place)]
		if !known {
			t.Errorf("engine/%s stands in no layer: give it a place in the table of layers_test.go", name)
			continue
		}
		for _, path := range p.Imports {
			if !slices.Contains(native, p.ImportPath) {
				checkForbidden(t, p.ImportPath, path)
			}
			if slices.Contains(testSupport, path) {
				t.Errorf("%s imports %s, which is for tests only", p.ImportPath, path)
				continue
			}
			to, ours := strings.CutPrefix(path, module)
			if !ours {
				continue
			}
			to, ours = strings.CutPrefix(to, "engine/")
			if !ours {
				t.Errorf("%s imports %s: the engine knows nothing of what is built on it", p.ImportPath, path)
				continue
			}
			a, b := owner(name, place), owner(to, place)
			if a == b {
				continue
			}
			switch at := place[b]; {
			case at > from:
				t.Errorf("engine/%s (%s) imports engine/%s (%s), which lies above it: %s",
					name, layers[from].name, to, layers[at].name, layers[from].why)
			case at == from && from > 0:
				if k := slices.IndexFunc(within, func(e inside) bool { return e.from == a && e.to == b }); k >= 0 {
					used[k] = true
					continue
				}
				t.Errorf("engine/%s imports engine/%s of its own layer (%s); if that is right, say why in the table `within`",
					name, to, layers[from].name)
			}
		}
	}
	for k, e := range within {
		if !used[k] {
			t.Errorf("engine/%s does not import engine/%s any more: take it out of the table `within`", e.from, e.to)
		}
	}
}

// TestOnlyOnePackageTouchesJavaScript looks at wasm/, as the browser compiles it.
func TestOnlyOnePackageTouchesJavaScript(t *testing.T) {
	for _, p := range listPackages(t, "../wasm/...") {
		for _, path := range p.Imports {
			if path == "github.com/hack-pad/safejs" && p.ImportPath != module+"wasm/jsx" {
				t.Errorf("%s imports safejs: only wasm/jsx does", p.ImportPath)
			}
			// wasm/jsx has it for the type of what others hand it; jsguard sees that it calls nothing.
			if path == "syscall/js" && p.ImportPath != module+"wasm/jsx" {
				t.Errorf("%s imports syscall/js: only wasm/jsx does", p.ImportPath)
			}
		}
		if p.ImportPath == module+"wasm/bridge" || p.ImportPath == module+"wasm/anatomy" {
			for _, path := range p.Imports {
				checkForbidden(t, p.ImportPath, path)
			}
		}
	}
}

func checkForbidden(t *testing.T, importer, path string) {
	t.Helper()
	for _, rule := range forbidden {
		tree, all := strings.CutSuffix(rule.path, "/...")
		if path == rule.path || (all && strings.HasPrefix(path, tree+"/")) {
			t.Errorf("%s imports %s: %s", importer, path, rule.why)
			return
		}
	}
}

// owner is the listed package that name is or lies under.
func owner(name string, place map[string]int) string {
	for ; ; name = name[:strings.LastIndexByte(name, '/')] {
		if _, ok := place[name]; ok || !strings.Contains(name, "/") {
			return name
		}
	}
}

// listPackages asks the go command about packages as they are compiled for the browser, tests left out.
func listPackages(t *testing.T, patterns ...string) []goPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Imports"}, patterns...)...)
	cmd.Env = append(cmd.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var list []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

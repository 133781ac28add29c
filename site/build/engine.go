package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"ehloworld/site/build/slim"
)

// wasmFiles names the two forms in which a compiled program is shipped.
type wasmFiles struct {
	// GZ is the gzip file that is fetched. Its bytes are unpacked by the page, not by HTTP, so that every static host will
	// do, whatever types and encodings it knows.
	GZ string `json:"gz"`
	// B64 is a classic script with the same bytes in base64. It is the way in where fetch is refused: a sandboxed frame on
	// a host without CORS headers, and pages opened from disk.
	B64 string `json:"b64"`
}

// uninlined are packages compiled without inlining: what is much code and not the innermost loop. It makes the packed
// engine a tenth smaller, and lessons, queues and letters of a megabyte take as long as before. Where octets, timers and
// instants are counted one by one (framing, clock, vtime, sha256) inlining stays, and in the runtime, which is slower
// without. Of the rest of the standard library only those named here come out smaller.
var uninlined = []string{
	"ehloworld/engine/address", "ehloworld/engine/delivery", "ehloworld/engine/dns", "ehloworld/engine/dsn",
	"ehloworld/engine/explain", "ehloworld/engine/host", "ehloworld/engine/ip", "ehloworld/engine/jsontext", "ehloworld/engine/lesson",
	"ehloworld/engine/message", "ehloworld/engine/pattern", "ehloworld/engine/policy", "ehloworld/engine/pop3", "ehloworld/engine/pop3client",
	"ehloworld/engine/pop3server", "ehloworld/engine/queue", "ehloworld/engine/report", "ehloworld/engine/sasl", "ehloworld/engine/scenario",
	"ehloworld/engine/smtp", "ehloworld/engine/smtpclient", "ehloworld/engine/smtpserver", "ehloworld/engine/store",
	"ehloworld/engine/message/charset", "ehloworld/engine/message/encoding", "ehloworld/engine/simnet", "ehloworld/engine/sorting", "ehloworld/engine/trace", "ehloworld/engine/world",
	"ehloworld/wasm/bridge", "encoding/base64", "golang.org/x/net/dns/dnsmessage", "math/rand/v2", "strings",
	"sort",
}

// collector asks for the collector that Go had before 1.26: the new one is made for large heaps on many processors, and makes
// every browser program 7 kB larger.
const collector = "GOEXPERIMENT=nogreenteagc"

// wasm compiles a program of wasm/ for the browser and writes both forms; name is what it is called there.
func (b *builder) wasm(w *writer, program, name string, flags ...string) (wasmFiles, error) {
	var files wasmFiles
	// The go command does not link again what it finds linked, so what it finds must be what it has left there.
	linked := filepath.Join(b.root, "build", name+".linked.wasm")
	args := append([]string{"build", "-trimpath", "-ldflags=-s -w", "-o", linked}, flags...)
	if err := b.goTool(append(args, "./wasm/"+program), "GOOS=js", "GOARCH=wasm", collector); err != nil {
		return files, fmt.Errorf("compiling wasm/%s: %w", program, err)
	}
	wasm, err := os.ReadFile(linked)
	if err != nil {
		return files, err
	}
	if !b.dev { // A developer's stack traces have lines.
		if wasm, err = slim.Module(wasm); err != nil {
			return files, err
		}
	}
	if err := os.WriteFile(filepath.Join(b.root, "build", name+".wasm"), wasm, 0o644); err != nil {
		return files, err
	}
	packed, err := gzipBytes(wasm)
	if err != nil {
		return files, err
	}
	if files.GZ, err = w.hashed(name+".wasm.gz", packed); err != nil {
		return files, err
	}
	script := "ehloAsset(" + jsString(files.GZ) + ",\"" + base64.StdEncoding.EncodeToString(packed) + "\")\n"
	files.B64, err = w.hashed(name+".b64.js", []byte(script))
	return files, err
}

// engine compiles the engine in one of its editions (engine/edition): the first, with the build tag of that name, or the full
// one. Both want the same of every package, so what no tag touches is compiled once.
func (b *builder) engine(w *writer, name string, flags ...string) (wasmFiles, error) {
	for _, path := range uninlined {
		flags = append(flags, "-gcflags="+path+"=-l")
	}
	return b.wasm(w, "playground", name, flags...)
}

// codec compiles the message codec: with inlining, because it reads files of megabytes while somebody waits.
func (b *builder) codec(w *writer) (wasmFiles, error) { return b.wasm(w, "codec", "codec") }

// goTool runs the go command in the checkout; what it prints goes to standard error.
func (b *builder) goTool(args []string, env ...string) error {
	cmd := exec.Command("go", args...)
	cmd.Dir = b.root
	cmd.Env = append(os.Environ(), env...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go %s: %w\n%s", args[0], err, strings.TrimSpace(output.String()))
	}
	return nil
}

// wasmExec reads the JavaScript half of the Go runtime, which must come from the same release as the compiler.
func (b *builder) wasmExec() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), "lib", "wasm", "wasm_exec.js"))
	return string(text), err
}

// gzipBytes packs data as small as gzip goes, without a time stamp: equal input gives equal output.
func gzipBytes(data []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(data); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

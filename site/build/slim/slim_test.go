package slim

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestSameBehaviour compiles a program, slims it and runs both under Node.
func TestSameBehaviour(t *testing.T) {
	dir := t.TempDir()
	full, small := filepath.Join(dir, "full.wasm"), filepath.Join(dir, "small.wasm")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", full, "./testdata/probe")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	wasm, err := os.ReadFile(full)
	if err != nil {
		t.Fatal(err)
	}
	slimmed, err := Module(wasm)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(small, slimmed, 0o644); err != nil {
		t.Fatal(err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	run := func(module string) string {
		out, err := exec.Command("node", "testdata/run.mjs", module,
			filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js")).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	if want, got := run(full), run(small); got != want || !strings.HasSuffix(strings.TrimSpace(got), "false") {
		t.Errorf("slimmed: %s full: %s", got, want)
	}
	memory := func(module []byte) (total int) {
		for r := (reader{data: module, at: 8}); r.at < len(module); {
			id := r.octet()
			if body := r.take(int(r.number())); id == sectionData {
				image, err := readData(body)
				if err != nil {
					t.Fatal(err)
				}
				for _, b := range image {
					if b != 0 {
						total++
					}
				}
			}
		}
		return total
	}
	if before, after := memory(wasm), memory(slimmed); after > before*4/5 {
		t.Errorf("%d octets of data became %d: nothing much was taken out", before, after)
	}
	if again, err := Module(slimmed); err != nil || string(again) != string(slimmed) {
		t.Errorf("slimming twice is not slimming once: %v", err)
	}
}

// TestRefuses hands over what is no Go module of the known layout.
func TestRefuses(t *testing.T) {
	for _, module := range []string{"", "\x00asm", "\x00asm\x01\x00\x00\x00", "\x00asm\x01\x00\x00\x00\x0b\x05\x01\x00\x41\x00\x0b", "\x00asm\x01\x00\x00\x00\x0b\xff"} {
		if _, err := Module([]byte(module)); err == nil {
			t.Errorf("%q was slimmed", module)
		}
	}
}

func FuzzModule(f *testing.F) {
	f.Add([]byte("\x00asm\x01\x00\x00\x00\x0b\x06\x01\x00\x41\x00\x0b\x00"))
	f.Fuzz(func(t *testing.T, module []byte) {
		Module(module) // Whatever it is, it is refused or slimmed; it does not crash the build.
	})
}

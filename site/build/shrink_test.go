package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestMemoryIsKept(t *testing.T) {
	// "c" 3 octets behind "ab", "d" far away, and out of order.
	data := []byte{3,
		0, opI32Const, 0x80, 0x80, 0x01, opEnd, 2, 'd', 0,
		0, opI32Const, 0x80, 0x20, opEnd, 2, 'a', 'b',
		0, opI32Const, 0x85, 0x20, opEnd, 1, 'c',
	}
	memory, err := readMemory(data)
	if err != nil {
		t.Fatal(err)
	}
	want := []byte{2,
		0, opI32Const, 0x80, 0x20, opEnd, 6, 'a', 'b', 0, 0, 0, 'c',
		0, opI32Const, 0x80, 0x80, 0x01, opEnd, 1, 'd',
	}
	if got := writeMemory(memory); !bytes.Equal(got, want) {
		t.Errorf("got  %x\nwant %x", got, want)
	}
}

func TestUnknownDataSections(t *testing.T) {
	for name, section := range map[string][]byte{
		"empty":        {},
		"passive":      {1, 1, 1, 'a'},
		"cut":          {1, 0, opI32Const, 0, opEnd, 2, 'a'},
		"global base":  {1, 0, 0x23, 0, opEnd, 1, 'a'},
		"negative":     {1, 0, opI32Const, 0x7f, opEnd, 1, 'a'},
		"more than it": {0, 0},
	} {
		if _, err := readMemory(section); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestSignedNumbers(t *testing.T) {
	for _, v := range []int64{0, 1, 63, 64, -1, -64, -65, 1 << 20, -(1 << 31), 1<<31 - 1} {
		text := appendSigned(nil, v)
		if got, n := signed(text); got != v || n != len(text) {
			t.Errorf("%d became %x, read back as %d in %d octets", v, text, got, n)
		}
	}
}

// TestShrunkProgramRuns shrinks a program that collects garbage, grows stacks and panics, and compares what it prints.
func TestShrunkProgramRuns(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("no node")
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "a.wasm")
	build := exec.Command("go", "build", "-ldflags=-s -w", "-o", file, "./testdata/program")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	run := func() string {
		out, err := exec.Command(node, filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js"), file).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return string(out)
	}
	want := run()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	small, err := shrink(whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, small, 0o644); err != nil {
		t.Fatal(err)
	}
	if got := run(); got != want {
		t.Errorf("shrunk it prints %q, as it was %q", got, want)
	}
	before, err := gzipBytes(whole)
	if err != nil {
		t.Fatal(err)
	}
	after, err := gzipBytes(small)
	if err != nil {
		t.Fatal(err)
	}
	if len(after)*100 > len(before)*95 {
		t.Errorf("packed it has %d octets, before %d", len(after), len(before))
	}
}

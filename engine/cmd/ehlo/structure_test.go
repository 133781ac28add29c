package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestStructure(t *testing.T) {
	dir := write(t, map[string]string{"a.eml": "Subject: a\r\n\r\nA\r\n", "b.eml": "Subject: b\n\nB\n"})
	a, b := filepath.Join(dir, "a.eml"), filepath.Join(dir, "b.eml")
	out, problem, code := ehlo("structure", a, b)
	lines := strings.Split(out, "\n")
	if code != 0 || problem != "" || len(lines) != 3 || !strings.Contains(lines[0], `["Subject","a"]`) || !strings.Contains(lines[1], `["Subject","b"]`) {
		t.Errorf("two letters: %d %q\n%s", code, problem, out)
	}
	missing := filepath.Join(dir, "none.eml")
	again, problem, code := ehlo("structure", a, missing, dir, b)
	if code != exitUsage || again != out || problem != missing+": there is no such file\n"+dir+": cannot be read" {
		t.Errorf("a missing file: %d %q\n%s", code, problem, again)
	}
	for _, args := range [][]string{{"structure"}, {"structure", "--json", a}} {
		if _, problem, code := ehlo(args...); code != exitUsage || problem == "" {
			t.Errorf("%v: %d %q", args, code, problem)
		}
	}
}

// TestStructureOfStandardInput runs the command as a program: its input, its lines of error and its exit code are real.
func TestStructureOfStandardInput(t *testing.T) {
	program := filepath.Join(t.TempDir(), "ehlo")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	letter := []byte("Subject: standard\r\n\r\nx")
	file := filepath.Join(t.TempDir(), "x.eml")
	if err := os.WriteFile(file, letter, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "structure", "nowhere.eml", "-", "nowhere else.eml", file)
	cmd.Stdin = bytes.NewReader(letter)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	err := cmd.Run()
	if cmd.ProcessState.ExitCode() != exitUsage {
		t.Error(err)
	}
	if want := "ehlo: nowhere.eml: there is no such file\nehlo: nowhere else.eml: there is no such file\n"; problems.String() != want {
		t.Errorf("standard error is %q, want %q", problems.String(), want)
	}
	if lines := strings.Split(out.String(), "\n"); len(lines) != 3 || lines[0] != lines[1] || !strings.Contains(lines[0], "standard") {
		t.Errorf("standard output is %q", out.String())
	}
}

//go:build !js

package edition

import (
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"
)

func TestFirstLacks(t *testing.T) {
	missing := Needed("a server that greylists")
	if got, want := missing.Error(), "a server that greylists needs the full edition of the engine"; got != want {
		t.Errorf("%q, wanted %q", got, want)
	}
	for _, row := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{io.EOF, false},
		{missing, true},
		{fmt.Errorf("world.hosts[2]: %w", missing), true},
		{fmt.Errorf("line 3: %w", fmt.Errorf("world.hosts[2]: %w", missing)), true},
		{fmt.Errorf("line 3: %w", io.EOF), false},
		{errors.New(missing.Error()), false}, // The words alone are not enough.
	} {
		if got := Lacks(row.err); got != row.want {
			t.Errorf("Lacks(%v) is %t", row.err, got)
		}
	}
}

// TestTag asks the go command which file each edition is made of.
func TestFirstTag(t *testing.T) {
	for tag, file := range map[string]string{"": "full.go", "first": "first.go"} {
		out, err := exec.Command("go", "list", "-tags", tag, "-f", "{{.GoFiles}}", ".").CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if got := strings.TrimSpace(string(out)); got != "[edition.go "+file+"]" {
			t.Errorf("with tag %q the package is %s", tag, got)
		}
	}
}

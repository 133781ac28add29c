//go:build !js

package archive

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestPeers: Python's mailbox and zipfile read what we write.
func TestPeers(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	at := instant(t, "2026-03-02T08:00:01+08:00")
	for name, kind := range map[string]Kind{"rd": RD, "o": O, "cl": CL} {
		var box []byte
		for _, l := range letters {
			box = AppendMbox(box, Entry{"a@b", at, l}, kind)
		}
		write(name+".mbox", box)
	}
	files := Letters(letters)
	data, err := Zip(files, 28800)
	if err != nil {
		t.Fatal(err)
	}
	write("letters.zip", data)
	stored := []Stored{
		{Data: letters[0], Time: at, Flags: []string{`\Seen`, `\Answered`}}, {Data: letters[1], Time: at},
		{Data: letters[2], Time: at, Flags: []string{`\Draft`}, Folder: []string{"发件箱", "2026"}},
	}
	if data, err = Zip(Maildir("Maildir", "mail.hai.example", ":", stored), 28800); err != nil {
		t.Fatal(err)
	}
	write("maildir.zip", data)
	want, err := json.Marshal(expected(files, stored))
	if err != nil {
		t.Fatal(err)
	}
	write("expected.json", want)
	if out, err := exec.Command("python3", "testdata/peers.py", folder).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

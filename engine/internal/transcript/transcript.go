// Package transcript is what the tests of the protocol machines have in common: golden conversations in testdata that are
// held against what a machine says, or rewritten with -update; inputs cut in every way; octets as readable text. What a
// line of a conversation means is each machine's own. Only tests import it.
package transcript

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata")

// File is one conversation of a package.
type File struct {
	Name string // Without folder and ending.
	Text string
}

// Load reads all conversations of the package under test, sorted by name. There must be at least so many.
func Load(t testing.TB, least int) []File {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(paths) < least {
		t.Fatalf("%d transcripts, and not %d: %v", len(paths), least, err)
	}
	var files []File
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{strings.TrimSuffix(filepath.Base(path), ".txt"), string(text)})
	}
	return files
}

// Each plays every conversation in a test of its own. What play returns must be the file byte for byte; with -update it
// becomes the file.
func Each(t *testing.T, least int, play func(t *testing.T, text string) string) {
	for _, f := range Load(t, least) {
		t.Run(f.Name, func(t *testing.T) {
			got := play(t, f.Text)
			if *update {
				if err := os.WriteFile(filepath.Join("testdata", f.Name+".txt"), []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != f.Text {
				t.Errorf("got\n%s\nwant (rewrite with -update)\n%s", got, f.Text)
			}
		})
	}
}

// Cutter cuts an input into the pieces in which it arrives.
type Cutter func([]byte) [][]byte

// Whole leaves an input in one piece. Nothing is no piece.
func Whole(data []byte) [][]byte {
	if len(data) == 0 {
		return nil
	}
	return [][]byte{data}
}

// ByByte makes every octet a piece.
func ByByte(data []byte) [][]byte {
	var list [][]byte
	for i := range data {
		list = append(list, data[i:i+1])
	}
	return list
}

// AtRandom cuts pieces of 1 to most octets.
func AtRandom(r *rand.Rand, most int) Cutter {
	return func(data []byte) [][]byte {
		var list [][]byte
		for len(data) > 0 {
			n := 1 + r.IntN(min(len(data), most))
			list, data = append(list, data[:n]), data[n:]
		}
		return list
	}
}

// Lend hands use a copy of an input and spoils it afterwards: a machine must not keep it, and one that did would show it.
func Lend(data []byte, use func(own []byte)) {
	own := bytes.Clone(data)
	use(own)
	for i := range own {
		own[i] = 'X'
	}
}

// Lines puts together the lines that a machine sends in pieces.
type Lines struct{ half []byte }

// Add takes a piece and returns the lines that it completes, escaped and without their CR LF.
func (l *Lines) Add(data []byte) []string {
	var list []string
	l.half = append(l.half, data...)
	for {
		line, rest, whole := bytes.Cut(l.half, []byte("\r\n"))
		if !whole {
			return list
		}
		list, l.half = append(list, Escape(line)), rest
	}
}

// Rest is the beginning of a line that is not over, escaped.
func (l *Lines) Rest() string { return Escape(l.half) }

// Escape makes octets readable by Go's escapes, and readable ASCII stays itself.
func Escape(data []byte) string {
	q := strconv.QuoteToASCII(string(data))
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
}

// Unescape undoes Escape. A text without a backslash stays itself. It panics when an escape is none.
func Unescape(s string) []byte {
	if !strings.Contains(s, `\`) {
		return []byte(s)
	}
	u, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	if err != nil {
		panic(strconv.Quote(s) + " holds no Go escapes")
	}
	return []byte(u)
}

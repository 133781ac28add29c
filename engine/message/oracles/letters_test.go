package oracles

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/message/oracles/corpus"
)

// TestSampleLetters: the page's samples are the octets that they were written as. Nobody finds anything wrong in the two
// that are in order, all read the same in them, and the third has what its description promises.
func TestSampleLetters(t *testing.T) {
	files, err := filepath.Glob("../../../site/letters/*.eml")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d letters, %v", len(files), err)
	}
	var letters []corpus.Letter
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		letters = append(letters, corpus.Letter{Name: filepath.Base(file), Data: data})
	}
	cases, err := Read(letters)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		bare := strings.Count(string(c.Data), "\n") - strings.Count(string(c.Data), "\r\n")
		if damaged := c.Name == "three-gateways.eml"; damaged != (bare > 0) {
			t.Errorf("%s has %d bare line feeds: its line ends were changed", c.Name, bare)
		} else if damaged {
			names := map[string]bool{}
			for _, p := range message.Lint(c.Data) {
				names[p.Name] = true
			}
			for _, want := range []string{"boundary-repeated", "base64-foreign", "quoted-equals", "duplicate-content-type", "bare-lf", "date-weekday", "charset-mojibake", "word-character-cut"} {
				if !names[want] {
					t.Errorf("%s has no problem %s; it has %v", c.Name, want, names)
				}
			}
			continue
		}
		for name, r := range c.Readings {
			for _, complaint := range r.complaints() {
				t.Errorf("%s: %s complains: %s", c.Name, name, complaint)
			}
		}
		for _, d := range Compare(c, Tally{}) {
			if reasonFor(d) == nil {
				t.Error(d)
			}
		}
	}
}

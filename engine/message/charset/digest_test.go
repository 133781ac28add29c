package charset_test

import (
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/charset/digest"
)

var update = flag.Bool("update", false, "write testdata")

const digests = "testdata/digests.txt"

// TestDigests holds every character set to what it said before, over all sequences, garbage and characters. It runs
// natively and under Node; site/test/e2e/charset.test.ts holds Chromium to the same file.
func TestDigests(t *testing.T) {
	var now strings.Builder
	for _, c := range charset.All() {
		now.WriteString(c.Name() + " " + strconv.FormatUint(digest.Of(c), 16) + "\n")
	}
	if *update {
		if err := os.WriteFile(digests, []byte(now.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(digests)
	if err != nil {
		t.Fatal(err)
	}
	if now.String() != string(want) {
		t.Errorf("-update writes it anew; now it is\n%s", now.String())
	}
}

package anatomy

import (
	"runtime"
	"strings"
	"testing"

	"ehloworld/engine/jsontext"
)

// TestTextIsCutFirst: of a part that is longer than what is shown no more is copied, and the cut is between characters.
func TestTextIsCutFirst(t *testing.T) {
	read := func(n int) (text string, octets int) {
		l := newLetter([]byte("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\na" + strings.Repeat("\u6d77", n/3)))
		var w jsontext.Writer
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		l.text(l.parts[0].Part, "", &w)
		runtime.ReadMemStats(&after)
		return string(w.Buf), int(after.TotalAlloc - before.TotalAlloc)
	}
	read(2 * maxText) // The first time, tables are made.
	text, few := read(2 * maxText)
	longer, many := read(32 * maxText)
	if text != longer || strings.Count(text, "\u6d77") != (maxText-1)/3 || strings.Contains(text, "\ufffd") {
		t.Errorf("%d characters in %d octets, %d in %d", strings.Count(text, "\u6d77"), len(text), strings.Count(longer, "\u6d77"), len(longer))
	}
	if many > 2*few {
		t.Errorf("%d octets were allocated, %d for 16 times the text", few, many)
	}
}

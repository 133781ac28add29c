package transcript

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCutters(t *testing.T) {
	data := []byte(strings.Repeat("0123456789", 30))
	random := AtRandom(rand.New(rand.NewPCG(1, 2)), 7)
	for name, c := range map[string]struct {
		cut         Cutter
		least, most int
	}{"whole": {Whole, 300, 300}, "by byte": {ByByte, 1, 1}, "at random": {random, 1, 7}} {
		pieces := c.cut(data)
		if !bytes.Equal(bytes.Join(pieces, nil), data) {
			t.Errorf("%s: octets are lost", name)
		}
		if n := len(c.cut(nil)); n > 0 {
			t.Errorf("%s: %d pieces of nothing", name, n)
		}
		for _, p := range pieces {
			if len(p) < c.least || len(p) > c.most {
				t.Errorf("%s: a piece of %d octets", name, len(p))
			}
		}
	}
}

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{"": "", `say "a\b"`: `say "a\\b"`, "\x00\xff\t": `\x00\xff\t`, "你": `\u4f60`} {
		if got := Escape([]byte(in)); got != want || string(Unescape(got)) != in {
			t.Errorf("%q: %s", in, got)
		}
	}
}

func TestLines(t *testing.T) {
	var l Lines
	got := append(l.Add([]byte("a\r")), l.Add([]byte("\n\r\nb\nc\r\n\xff"))...)
	if strings.Join(got, "|") != `a||b\nc` || l.Rest() != `\xff` {
		t.Errorf("%q and %q", got, l.Rest())
	}
}

func TestLend(t *testing.T) {
	data := []byte("abc")
	var kept []byte
	Lend(data, func(own []byte) { kept = own })
	if string(data) != "abc" || string(kept) != "XXX" {
		t.Errorf("%s, %s", data, kept)
	}
}

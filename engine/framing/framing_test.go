package framing

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
)

// feedings are ways to cut the same bytes: whole, one by one, and at random places.
func feedings(data []byte) [][][]byte {
	ones := make([][]byte, len(data))
	for i := range data {
		ones[i] = data[i : i+1]
	}
	ways := [][][]byte{{data}, ones}
	rng := rand.New(rand.NewPCG(7, uint64(len(data))))
	for range 8 {
		var pieces [][]byte
		for rest := data; len(rest) > 0; {
			n := 1 + rng.IntN(min(len(rest), 9))
			pieces, rest = append(pieces, rest[:n]), rest[n:]
		}
		ways = append(ways, pieces)
	}
	return ways
}

type gotLine struct {
	Data    string
	Problem Problem
}

func readLines(pieces [][]byte, max int, ends LineEnds) (got []gotLine, rest string) {
	r := NewLineReader(max, ends)
	for _, p := range pieces {
		p = bytes.Clone(p)
		r.Feed(p)
		clear(p) // Feed promised to copy.
		for line, ok := r.Next(); ok; line, ok = r.Next() {
			got = append(got, gotLine{string(line.Data), line.Problem})
		}
	}
	return got, string(r.Rest())
}

func TestLineReader(t *testing.T) {
	long := strings.Repeat("x", 30)
	for _, c := range []struct {
		name, in string
		ends     LineEnds
		want     []gotLine
		rest     string
	}{
		{name: "lines", in: "a\r\n\r\nbc\r\n", want: []gotLine{{"a", OK}, {"", OK}, {"bc", OK}}},
		{name: "half a line stays", in: "a\r\nbc", want: []gotLine{{"a", OK}}, rest: "bc"},
		{name: "half an end stays", in: "a\r", rest: "a\r"},
		{name: "strict: bare LF is no end", in: "a\nb\r\nc\r\n", want: []gotLine{{"a\nb", BareLF}, {"c", OK}}},
		{name: "strict: LF CR is no end", in: "a\n\rb\r\n", want: []gotLine{{"a\n\rb", BareLF}}},
		{name: "lenient: bare LF is an end", in: "a\nb\r\n\n", ends: Lenient, want: []gotLine{{"a", OK}, {"b", OK}, {"", OK}}},
		{name: "bare CR", in: "a\rb\r\n", want: []gotLine{{"a\rb", BareCR}}},
		{name: "lenient knows bare CR too", in: "a\rb\n", ends: Lenient, want: []gotLine{{"a\rb", BareCR}}},
		{name: "two CR before LF", in: "a\r\r\n", want: []gotLine{{"a\r", BareCR}}},
		{name: "NUL", in: "a\x00b\r\n", want: []gotLine{{"a\x00b", NUL}}},
		{name: "the first problem counts", in: "a\rb\x00\n\r\n", want: []gotLine{{"a\rb\x00\n", BareCR}}},
		{name: "18 octets and CR LF fit in 20", in: long[:18] + "\r\n", want: []gotLine{{long[:18], OK}}},
		{name: "19 do not", in: long[:19] + "\r\n", want: []gotLine{{long[:18], TooLong}}},
		{name: "nor 20", in: long[:20] + "\r\nok\r\n", want: []gotLine{{long[:18], TooLong}, {"ok", OK}}},
		{name: "much too long", in: long + long + "\r\nok\r\n", want: []gotLine{{long[:18], TooLong}, {"ok", OK}}},
		{name: "too long counts before NUL", in: "\x00" + long + "\r\n", want: []gotLine{{"\x00" + long[:17], TooLong}}},
		{name: "a long line with CRs in it", in: strings.Repeat("\r", 40) + "\n", want: []gotLine{{strings.Repeat("\r", 18), TooLong}}},
		{name: "a long line does not end at LF", in: long + "\n" + long + "\r\n", want: []gotLine{{long[:18], TooLong}}},
		{name: "unless it is lenient", in: long + "\nb\n", ends: Lenient, want: []gotLine{{long[:18], TooLong}, {"b", OK}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i, pieces := range feedings([]byte(c.in)) {
				got, rest := readLines(pieces, 20, c.ends)
				if len(got) != len(c.want) {
					t.Fatalf("cut %d: got %q, want %q", i, got, c.want)
				}
				for j := range got {
					if got[j] != c.want[j] {
						t.Errorf("cut %d: line %d: got %q, want %q", i, j, got[j], c.want[j])
					}
				}
				if rest != c.rest {
					t.Errorf("cut %d: rest %q, want %q", i, rest, c.rest)
				}
			}
		})
	}
}

func TestLineReaderForgetsLongLines(t *testing.T) {
	r := NewLineReader(20, Strict)
	for range 10_000 {
		r.Feed(bytes.Repeat([]byte("y"), 100))
		if _, ok := r.Next(); ok {
			t.Fatal("a line without end")
		}
	}
	if cap(r.buf) > 4096 || r.Len() > 100 {
		t.Errorf("holds %d octets in %d", r.Len(), cap(r.buf))
	}
}

func TestLineReaderHandsOver(t *testing.T) {
	r := NewLineReader(100, Strict)
	r.Feed([]byte("DATA\r\nx\r\n.\r\nQUIT\r\n"))
	if line, ok := r.Next(); !ok || string(line.Data) != "DATA" {
		t.Fatalf("got %q", line.Data)
	}
	d := NewDotReader(DotLimits{})
	n, done := d.Feed(r.Rest())
	if !done || string(d.Data()) != "x\r\n" {
		t.Fatalf("got %q, %v", d.Data(), done)
	}
	r.Skip(n)
	if line, ok := r.Next(); !ok || string(line.Data) != "QUIT" {
		t.Fatalf("got %q", line.Data)
	}
	r.Feed([]byte("half a line"))
	r.Next()
	r.Skip(r.Len())
	r.Feed([]byte("a\r\n"))
	if line, ok := r.Next(); !ok || string(line.Data) != "a" {
		t.Fatalf("after a skipped half line: %q, %v", line.Data, ok)
	}
}

func FuzzLineReader(f *testing.F) {
	f.Add([]byte("a\r\nb\nc\rd\x00\r\n"), 12, false)
	f.Add([]byte("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\r\r\n"), 4, true)
	f.Fuzz(func(t *testing.T, data []byte, max int, lenient bool) {
		if max < 0 || max > 1000 {
			return
		}
		ends := Strict
		if lenient {
			ends = Lenient
		}
		var first []gotLine
		for i, pieces := range feedings(data) {
			got, _ := readLines(pieces, max, ends)
			if i == 0 {
				first = got
				for _, l := range got {
					if len(l.Data)+2 > max && len(l.Data) > 0 {
						t.Fatalf("a line of %d octets with a bound of %d", len(l.Data), max)
					}
				}
				continue
			}
			if len(got) != len(first) {
				t.Fatalf("cut %d: %q, whole: %q", i, got, first)
			}
			for j := range got {
				if got[j] != first[j] {
					t.Fatalf("cut %d: %q, whole: %q", i, got[j], first[j])
				}
			}
		}
	})
}

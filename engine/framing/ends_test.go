package framing

import (
	"bytes"
	"strings"
	"testing"
)

// refBody is the definition of DotReader for all line ends: it cuts whole lines off data and looks at each. A CR whose
// successor is not there yet decides nothing.
func refBody(data string, ends LineEnds) (body string, n int, done bool) {
	bare := false // How the line before ended.
	for at := 0; ; {
		rest := data[at:]
		size, end := -1, ""
		for i := 0; i < len(rest) && size < 0; i++ {
			switch {
			case strings.HasPrefix(rest[i:], "\r\n"):
				size, end = i, "\r\n"
			case rest[i] == '\n' && ends > Pass:
				size, end = i, "\n"
			case rest[i] == '\r' && ends == LenientCR && i+1 < len(rest):
				size, end = i, "\r"
			}
		}
		if size < 0 {
			return body, len(data), false
		}
		line := rest[:size]
		at += size + len(end)
		if line == "." && (ends != Mend || end == "\r\n" && !bare) {
			return body, at, true
		}
		if line != "." {
			line = strings.TrimPrefix(line, ".")
		}
		body, bare = body+line+"\r\n", end == "\n"
	}
}

// TestSmuggling holds every way to end a letter that was ever found to differ between servers against each policy.
func TestSmuggling(t *testing.T) {
	const next = "MAIL FROM:<b>"
	for _, c := range []struct{ end, splits string }{
		{"\r\n.\r\n", "strict pass mend lenient-in lenient-cr"},
		{"\n.\n", "lenient-in lenient-cr"},
		{"\n.\r\n", "lenient-in lenient-cr"},
		{"\r\n.\n", "lenient-in lenient-cr"},
		{"\r.\r", "lenient-cr"},
		{"\r\n.\r", "lenient-cr"},
		{"\r.\r\n", "lenient-cr"},
		{"\n.\r", "lenient-cr"},
		{"\r.\n", "lenient-cr"},
		{"\r\r\n.\r\r\n", "lenient-cr"},
		{"\r\n\x00.\r\n", ""},
		{"\r\n.\x00\r\n", ""},
		{"\r\x00\n.\r\n", "lenient-in lenient-cr"},
		{"\r\n.\r\x00\n", "lenient-cr"},
		{"\r\n. \r\n", ""},
		{"\r\n..\r\n", ""},
		{"\r\n.\r\r\n", "lenient-cr"},
		{"\n\r\n.\r\n", "strict pass mend lenient-in lenient-cr"},
		{"\n\r.\r\n", "lenient-cr"},
		{"\r\n.\v\n", ""},
		{"\u0085.\u0085", ""},
	} {
		for ends := range lineEnds {
			in := []byte("a" + c.end + next + "\r\n.\r\n")
			split := strings.Contains(" "+c.splits+" ", " "+ends.String()+" ")
			for _, pieces := range feedings(in) {
				got := readBody(pieces, DotLimits{Ends: ends})
				if !got.Done || (got.Rest != "") != split || !strings.Contains(got.Data+got.Rest, next) {
					t.Errorf("%q with %v: %#v; want it split: %v", c.end, ends, got, split)
				}
			}
		}
	}
}

func FuzzLineEnds(f *testing.F) {
	f.Add([]byte("a\n.\nb\r.\rc\r\n.\n\n.\r\n..\n.\r\r\n\r\n.\r\nx"))
	f.Add([]byte("\r\n.\r\r.\r\n.\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for ends := range lineEnds {
			body, n, done := refBody(string(data), ends)
			for _, pieces := range feedings(data) {
				got := readBody(pieces, DotLimits{Ends: ends})
				if got.Done != done || len(data)-len(got.Rest) != n || !strings.HasPrefix(got.Data, body) || done && got.Data != body {
					t.Fatalf("%v of %q:\n got %#v\nwant %q, %d, %v", ends, data, got, body, n, done)
				}
			}
			var lines []string
			rest := string(data)
			for {
				i := strings.IndexAny(rest, map[LineEnds]string{Mend: "\n", Lenient: "\n", LenientCR: "\r\n"}[ends])
				if ends <= Pass {
					i = strings.Index(rest, "\r\n")
				}
				if i < 0 || ends == LenientCR && rest[i:] == "\r" {
					break
				}
				line, skip := rest[:i], 1
				if strings.HasPrefix(rest[i:], "\r\n") {
					skip = 2
				}
				if ends == Mend || ends == Lenient {
					line = strings.TrimSuffix(line, "\r")
				}
				lines, rest = append(lines, line), rest[i+skip:]
			}
			if len(data) > 60 {
				continue
			}
			for _, pieces := range feedings(data) {
				got, left := readLines(pieces, 64, ends)
				if len(got) != len(lines) || left != rest {
					t.Fatalf("%v of %q: lines %q and %q, want %q and %q", ends, data, got, left, lines, rest)
				}
				for i := range got {
					if got[i].Data != lines[i] {
						t.Fatalf("%v of %q: line %q, want %q", ends, data, got[i].Data, lines[i])
					}
				}
			}
		}
	})
}

func TestCounted(t *testing.T) {
	for _, c := range []struct {
		in     string
		limits DotLimits
		want   gotBody
	}{
		{"a\r\n.\r\n..b\r\n", DotLimits{}, gotBody{Data: "a\r\n.\r\n..b\r\n"}},
		{".", DotLimits{}, gotBody{Data: "."}},
		{"a\r", DotLimits{}, gotBody{Data: "a\r", Problem: BareCR, Line: 1}},
		{"a\r", DotLimits{Ends: LenientCR}, gotBody{Data: "a\r\n"}},
		{"a\nb", DotLimits{}, gotBody{Data: "a\nb", Problem: BareLF, Line: 1}},
		{"a\n.\rb", DotLimits{Ends: Pass}, gotBody{Data: "a\n.\rb"}},
		{"a\nb", DotLimits{Ends: Mend}, gotBody{Data: "a\r\nb"}},
		{"a\x00\r\n", DotLimits{}, gotBody{Data: "a\x00\r\n", Problem: NUL, Line: 1}},
		{"a\x00\n\r.\r\n\xff", DotLimits{Binary: true}, gotBody{Data: "a\x00\n\r.\r\n\xff", Eight: true}},
		{"12345678901", DotLimits{Binary: true, Size: 10}, gotBody{Size: 11, Problem: TooBig, Line: 1}},
	} {
		if c.want.Size == 0 {
			c.want.Size = int64(len(c.want.Data))
		}
		c.limits.Counted = true
		for _, pieces := range feedings([]byte(c.in)) {
			d := NewDotReader(c.limits)
			for _, p := range pieces {
				p = bytes.Clone(p)
				if n, done := d.Feed(p); n != len(p) || done {
					t.Fatalf("%q: took %d of %d, %v", c.in, n, len(p), done)
				}
				clear(p)
			}
			d.End()
			got := gotBody{Data: string(d.Data()), Size: d.Size(), Eight: d.EightBit()}
			got.Problem, got.Line = d.Problem()
			if got != c.want {
				t.Errorf("%q:\n got %#v\nwant %#v", c.in, got, c.want)
			}
		}
	}
}

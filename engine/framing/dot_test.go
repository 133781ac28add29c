package framing

import (
	"bytes"
	"strings"
	"testing"
)

type gotBody struct {
	Data    string
	Rest    string
	Done    bool
	Size    int64
	Eight   bool
	Problem Problem
	Line    int
}

func readBody(pieces [][]byte, limits DotLimits) gotBody {
	d := NewDotReader(limits)
	var got gotBody
	for _, p := range pieces {
		if got.Done {
			got.Rest += string(p)
			continue
		}
		p = bytes.Clone(p)
		n, done := d.Feed(p)
		if !done && n != len(p) {
			panic("bytes left over in the middle of the body")
		}
		got.Done, got.Rest = done, string(p[n:])
		clear(p)
	}
	got.Data, got.Size, got.Eight = string(d.Data()), d.Size(), d.EightBit()
	got.Problem, got.Line = d.Problem()
	return got
}

func TestDotReader(t *testing.T) {
	for _, c := range []struct {
		name, in string
		limits   DotLimits
		want     gotBody
	}{
		{name: "a letter", in: "a\r\nb\r\n.\r\n", want: gotBody{Data: "a\r\nb\r\n", Done: true}},
		{name: "nothing at all", in: ".\r\n", want: gotBody{Done: true}},
		{name: "what follows is not ours", in: "a\r\n.\r\nQUIT\r\n", want: gotBody{Data: "a\r\n", Done: true, Rest: "QUIT\r\n"}},
		{name: "stuffed dots go", in: "..a\r\n...\r\n..\r\n.\r\n", want: gotBody{Data: ".a\r\n..\r\n.\r\n", Done: true}},
		{name: "an unstuffed dot goes too", in: ".a\r\n.\r\n", want: gotBody{Data: "a\r\n", Done: true}},
		{name: "dots inside stay", in: "a.b..\r\n.\r\n", want: gotBody{Data: "a.b..\r\n", Done: true}},
		{name: "no end yet", in: "a\r\n.", want: gotBody{Data: "a\r\n"}},
		{name: "dot CR x is no end", in: ".\rx\r\n.\r\n", want: gotBody{Data: "\rx\r\n", Done: true, Problem: BareCR, Line: 1}},
		{name: "dot CR CR LF is no end", in: ".\r\r\n.\r\n", want: gotBody{Data: "\r\r\n", Done: true, Problem: BareCR, Line: 1}},
		// The next four are the ways in which smuggled letters hide their end.
		{name: "LF dot LF is no end", in: "a\n.\nb\r\n.\r\n", want: gotBody{Data: "a\n.\nb\r\n", Done: true, Problem: BareLF, Line: 1}},
		{name: "LF dot CR LF is no end", in: "a\n.\r\nb\r\n.\r\n", want: gotBody{Data: "a\n.\r\nb\r\n", Done: true, Problem: BareLF, Line: 1}},
		{name: "CR LF dot LF is no end", in: "a\r\n.\nb\r\n.\r\n", want: gotBody{Data: "a\r\n\nb\r\n", Done: true, Problem: BareLF, Line: 2}},
		{name: "CR dot CR is no end", in: "a\r.\rb\r\n.\r\n", want: gotBody{Data: "a\r.\rb\r\n", Done: true, Problem: BareCR, Line: 1}},
		{name: "lenient takes them", in: "a\n.\nQUIT", limits: DotLimits{Ends: Lenient}, want: gotBody{Data: "a\r\n", Done: true, Rest: "QUIT"}},
		{name: "lenient mends line ends", in: "a\n..b\nc\r\n.\r\n", limits: DotLimits{Ends: Lenient}, want: gotBody{Data: "a\r\n.b\r\nc\r\n", Done: true}},
		{name: "NUL", in: "a\r\nb\x00\r\n.\r\n", want: gotBody{Data: "a\r\nb\x00\r\n", Done: true, Problem: NUL, Line: 2}},
		{name: "NUL after a bare CR", in: "a\r\x00\r\n.\r\n", want: gotBody{Data: "a\r\x00\r\n", Done: true, Problem: NUL, Line: 1}},
		{name: "eight bits", in: "caf\xe9\r\n.\r\n", want: gotBody{Data: "caf\xe9\r\n", Done: true, Eight: true}},
		{name: "eight bits behind are not ours", in: "a\r\n.\r\n\xe9", want: gotBody{Data: "a\r\n", Done: true, Rest: "\xe9"}},
		{name: "a line that just fits", in: "12345678\r\n.\r\n", limits: DotLimits{Line: 10}, want: gotBody{Data: "12345678\r\n", Done: true}},
		{name: "one octet more", in: "a\r\n123456789\r\n.\r\n", limits: DotLimits{Line: 10}, want: gotBody{Data: "a\r\n123456789\r\n", Done: true, Problem: TooLong, Line: 2}},
		{name: "a stuffed dot is not part of the line", in: "..2345678\r\n.\r\n", limits: DotLimits{Line: 10}, want: gotBody{Data: ".2345678\r\n", Done: true}},
		{name: "a letter that just fits", in: "a\r\nb\r\n.\r\n", limits: DotLimits{Size: 6}, want: gotBody{Data: "a\r\nb\r\n", Done: true}},
		{name: "one octet more", in: "a\r\nbc\r\n.\r\nX", limits: DotLimits{Size: 6}, want: gotBody{Done: true, Rest: "X", Size: 7, Problem: TooBig, Line: 1}},
		{name: "the gravest problem counts", in: "a\nb\r\x00\r\n.\r\n", want: gotBody{Data: "a\nb\r\x00\r\n", Done: true, Problem: NUL, Line: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.want.Size == 0 {
				c.want.Size = int64(len(c.want.Data))
			}
			for i, pieces := range feedings([]byte(c.in)) {
				if got := readBody(pieces, c.limits); got != c.want {
					t.Errorf("cut %d:\n got %#v\nwant %#v", i, got, c.want)
				}
			}
		})
	}
}

// plainDots is the definition of DotReader for strict line ends, one octet at a time and without limits.
func plainDots(data string) (body string, n int, done bool) {
	text := "\r\n" + data
	end := strings.Index(text, "\r\n.\r\n")
	n = len(data)
	if end >= 0 {
		text, n, done = text[:end+2], end+3, true
	}
	var b strings.Builder
	for i := 2; i < len(text); i++ {
		if text[i] == '.' && text[i-2:i] == "\r\n" {
			continue
		}
		b.WriteByte(text[i])
	}
	return b.String(), n, done
}

func FuzzDotReader(f *testing.F) {
	f.Add([]byte("a\r\n..b\r\n.\r\nx"))
	f.Add([]byte(".\r\r\n.\n\r\n\r.\x00\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		body, n, done := plainDots(string(data))
		want := readBody([][]byte{data}, DotLimits{Line: 12})
		if want.Done != done || len(data)-len(want.Rest) != n {
			t.Fatalf("%q: consumed %d, %v; by definition %d, %v", data, len(data)-len(want.Rest), want.Done, n, done)
		}
		// An open CR may be waiting for its LF, and an unfinished line of a dot may be the end.
		if done && want.Data != body || !strings.HasPrefix(body, want.Data) {
			t.Fatalf("%q: %q, by definition %q", data, want.Data, body)
		}
		for i, limits := range []DotLimits{{Line: 12}, {Ends: Lenient, Size: 9}} {
			whole := readBody([][]byte{data}, limits)
			for _, pieces := range feedings(data) {
				if got := readBody(pieces, limits); got != whole {
					t.Fatalf("limits %d, %q:\n cut %#v\nwhole %#v", i, data, got, whole)
				}
			}
		}
	})
}

func TestStuff(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ".\r\n"},
		{"a\r\n", "a\r\n.\r\n"},
		{"a", "a\r\n.\r\n"}, // The missing end of the last line is added.
		{".", "..\r\n.\r\n"},
		{".\r\n", "..\r\n.\r\n"},
		{"a\r\n.b\r\n..\r\n\r\n", "a\r\n..b\r\n...\r\n\r\n.\r\n"},
		{"a.\r\nb\n.c\r\n", "a.\r\nb\n.c\r\n.\r\n"}, // A dot after a bare LF is not at the start of a line.
		{"a\r", "a\r\r\n.\r\n"},
	} {
		if got := string(Stuff([]byte(c.in))); got != c.want {
			t.Errorf("Stuff(%q) = %q, want %q", c.in, got, c.want)
		}
		for room := range 7 {
			s := NewStuffer([]byte(c.in))
			var got []byte
			for !s.Done() {
				before := len(got)
				got = s.Append(got, room)
				if n := len(got) - before; n == 0 || n > max(room, 1)+5 {
					t.Fatalf("%q with room for %d: gave %d octets", c.in, room, n)
				}
			}
			if string(got) != c.want {
				t.Errorf("%q with room for %d: %q, want %q", c.in, room, got, c.want)
			}
		}
	}
}

func FuzzStuff(f *testing.F) {
	f.Add([]byte("a\r\n.b\r\n"), 3)
	f.Fuzz(func(t *testing.T, data []byte, room int) {
		whole := Stuff(data)
		s, pieces := NewStuffer(data), []byte(nil)
		for !s.Done() {
			pieces = s.Append(pieces, room%64)
		}
		if !bytes.Equal(whole, pieces) {
			t.Fatalf("%q: whole %q, pieces %q", data, whole, pieces)
		}
		got := readBody([][]byte{whole}, DotLimits{})
		if !got.Done || got.Rest != "" || strings.TrimSuffix(got.Data, "\r\n") != strings.TrimSuffix(string(data), "\r\n") {
			t.Fatalf("%q came back as %#v", data, got)
		}
	})
}

func TestCRLF(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"a\nb\n", "a\r\nb\r\n"}, {"a\r\nb\n", "a\r\nb\r\n"}, {"\n", "\r\n"}, {"a\rb", "a\rb"}, {"", ""},
	} {
		if got := string(CRLF([]byte(c.in))); got != c.want {
			t.Errorf("CRLF(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func BenchmarkDotReader(b *testing.B) {
	body := Stuff(bytes.Repeat([]byte(strings.Repeat("x", 76)+"\r\n"), 1<<20/78))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	var d DotReader
	for b.Loop() {
		d.Init(DotLimits{Size: 2 << 20, Line: MaxLine}, len(body))
		for rest := body; len(rest) > 0; {
			n, _ := d.Feed(rest[:min(len(rest), 16<<10)])
			rest = rest[n:]
		}
	}
}

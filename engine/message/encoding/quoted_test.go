package encoding

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuotedPrintable(t *testing.T) {
	x := strings.Repeat
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"L=9D9", "L=3D9D9"},
		{"caf\u00e9 \r\n\t\r\n", "caf=C3=A9=20\r\n=09\r\n"},
		{"a\tb c", "a\tb c"},
		{"a\rb\nc", "a=0Db=0Ac"},
		{"\r\r\n", "=0D\r\n"},
		{x("x", 76), x("x", 76)},
		{x("x", 76) + "\r\ny", x("x", 76) + "\r\ny"},
		{x("x", 77), x("x", 75) + "=\r\nxx"},
		{x("x", 151), x("x", 75) + "=\r\n" + x("x", 76)},
		{x("x", 152), x("x", 75) + "=\r\n" + x("x", 75) + "=\r\nxx"},
		{x("x", 76) + "\r", x("x", 75) + "=\r\nx=0D"},
		{x("x", 73) + " ", x("x", 73) + "=20"},      // The blank needs three columns,
		{x("x", 74) + " ", x("x", 74) + "=\r\n=20"}, // which are not there.
		{x("x", 74) + " \r\n", x("x", 74) + "=\r\n=20\r\n"},
		{x("x", 74) + "  x", x("x", 74) + " =\r\n x"}, // A blank before a soft break stays one.
		{x("x", 75) + " ", x("x", 75) + "=\r\n=20"},
		{x("x", 73) + "=", x("x", 73) + "=3D"},            // The last column is free where the line ends anyway,
		{x("x", 73) + "=x", x("x", 73) + "=\r\n=3Dx"},     // and else it belongs to the soft break.
		{x("x", 70) + "海", x("x", 70) + "=\r\n=E6=B5=B7"}, // A character stays whole,
		{x("x", 67) + "海", x("x", 67) + "=E6=B5=B7"},
		{x("x", 70) + "\xb7\xb7\xb7", x("x", 70) + "=B7=\r\n=B7=B7"}, // where there is one.
		{"\xe6\r\n\xe6\xb5", "=E6\r\n=E6=B5"},
		{"\xe6a\xff\x00", "=E6a=FF=00"},
		{x("海", 9), "=E6=B5=B7=E6=B5=B7=E6=B5=B7=E6=B5=B7=E6=B5=B7=E6=B5=B7=E6=B5=B7=E6=B5=B7=\r\n=E6=B5=B7"},
		{"end ", "end=20"},
		{" ", "=20"},
		{"From me\r\nFrom you\r\n from\r\nFromage", "=46rom me\r\n=46rom you\r\n from\r\nFromage"},
		{x("x", 75) + "From me", x("x", 75) + "=\r\n=46rom me"}, // Also after a soft break.
		{".\r\n..\r\n. \r\n.", "=2E\r\n..\r\n.=20\r\n=2E"},
		{x("x", 76) + ".", x("x", 75) + "=\r\nx."},
		{x("x", 75) + "..", x("x", 75) + "=\r\n.."},
	} {
		if got := string(QuotedPrintable([]byte(c.in))); got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
	if got := string(QuotedPrintableBinary([]byte("a \r\n.\r\n"))); got != "a =0D=0A.=0D=0A" {
		t.Errorf("binary: %q", got)
	}
	if got := string(AppendQuotedPrintable([]byte("before "), nil)); got != "before " {
		t.Errorf("a blank that was there before: %q", got)
	}
}

func TestDecodeQuotedPrintable(t *testing.T) {
	x := strings.Repeat("x", 76)
	for _, c := range []struct {
		in, want string
		flaw     Flaw
	}{
		{"a=3Db", "a=b", Flaw{}},
		{"soft=\r\nbreak=\nend", "softbreakend", Flaw{}},
		{"kept=20\r\n", "kept \r\n", Flaw{}},
		{"kept =\r\n\r\n", "kept \r\n", Flaw{}}, // Blanks before a soft break are content.
		{x + "\r\n" + x + "\n" + x, x + "\r\n" + x + "\n" + x, Flaw{}},
		{x[:75] + "=\r\n" + x, x[:75] + x, Flaw{}},
		{"one\ttab", "one\ttab", Flaw{}},

		{"a=3db=c3=A9", "a=b\u00e9", Flaw{QuotedLower, 1, 2, false}},
		{"=3D=3d=E6=b5=b7", "==\u6d77", Flaw{QuotedLower, 3, 3, false}},
		{"soft= \t\r\nbreak", "softbreak", Flaw{QuotedBlank, 5, 1, false}},
		{"soft= \t\nbreak", "softbreak", Flaw{QuotedBlank, 5, 1, false}},
		{"soft=\r\r\nbreak", "softbreak", Flaw{QuotedOctet, 5, 1, false}},
		{"soft=\rbreak", "soft=\rbreak", Flaw{QuotedEquals, 4, 1, false}}, // A CR alone ends no line.
		{"trailing \t\r\nblank ", "trailing\r\nblank", Flaw{QuotedBlank, 8, 2, false}},
		{"trailing \nblank", "trailing\nblank", Flaw{QuotedBlank, 8, 1, false}},
		{"kept= \r\n  \r\n", "kept\r\n", Flaw{QuotedBlank, 5, 2, false}},
		{"kept=20 \r\n", "kept \r\n", Flaw{QuotedBlank, 7, 1, false}},
		{"100=%", "100=%", Flaw{QuotedEquals, 3, 1, false}},
		{"a=x=y", "a=x=y", Flaw{QuotedEquals, 1, 2, false}},
		{"a=G1=1G", "a=G1=1G", Flaw{QuotedEquals, 1, 2, false}},
		{"a==3Db", "a==b", Flaw{QuotedEquals, 1, 1, false}}, // Python takes "==" for one "=".
		{"a==\r\nb", "a=b", Flaw{QuotedEquals, 1, 1, false}},
		{"a=\rb", "a=\rb", Flaw{QuotedEquals, 1, 1, false}}, // Python drops what follows up to the line's end.
		{"x= y", "x= y", Flaw{QuotedEquals, 1, 1, false}},
		{"=", "", Flaw{QuotedEnd, 0, 1, false}},
		{"end=\r\n", "end", Flaw{QuotedEnd, 3, 1, false}},
		{"=4", "=4", Flaw{QuotedTruncated, 0, 1, true}},
		{"=g", "=g", Flaw{QuotedEquals, 0, 1, false}},
		{"\xe6\xb5\xb7", "海", Flaw{QuotedOctet, 0, 3, false}},
		{"lone\rCR", "lone\rCR", Flaw{QuotedOctet, 4, 1, false}},
		{"NUL \x00 and DEL \x7f", "NUL \x00 and DEL \x7f", Flaw{QuotedOctet, 4, 2, false}},
		{x + "x", x + "x", Flaw{QuotedLong, 76, 1, false}},
		{"\r\n" + x + "x\r\n" + x + "xx\n", "\r\n" + x + "x\r\n" + x + "xx\n", Flaw{QuotedLong, 78, 2, false}},
		{x + "=\r\n", x, Flaw{QuotedLong, 76, 1, false}},
	} {
		got, flaw := DecodeQuotedPrintable([]byte(c.in))
		if string(got) != c.want || flaw != c.flaw {
			t.Errorf("%q: %q %+v, want %q %+v", c.in, got, flaw, c.want, c.flaw)
		}
	}
	if got, _ := AppendDecodeQuotedPrintable([]byte("before "), []byte("\r\n")); string(got) != "before \r\n" {
		t.Errorf("a blank that was there before: %q", got)
	}
	if got := QuotedFlaws([]byte("=3d \r\n=")); len(got) != 3 || got[0].Name != QuotedLower || got[1].Name != QuotedBlank || got[2].Name != QuotedEnd {
		t.Errorf("listed: %+v", got)
	}
}

// TestQuotedIsLinear feeds texts that look ahead or back at every octet.
func TestQuotedIsLinear(t *testing.T) {
	for _, s := range []string{" ", "= ", "=", "\r", " \r", "=\r", "=\n", " \n", "\xff", "\xe6", "F", "From ", ".", "\t="} {
		text := bytes.Repeat([]byte(s), 1<<20/len(s))
		DecodeQuotedPrintable(text)
		QuotedPrintable(text)
	}
}

func FuzzQuotedPrintable(f *testing.F) {
	f.Add([]byte("caf\u00e9 \r\n\t\r\n=41"))
	f.Add([]byte("soft= \t\r\nbreak \r\n"))
	f.Add([]byte("From the mountains to the sea, " + strings.Repeat("海 ", 20) + "\r\n.\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, binary := range []bool{false, true} {
			text := appendQuoted(nil, data, binary)
			for _, line := range bytes.Split(text, []byte("\r\n")) {
				if len(line) > MaxLine || string(line) == "." || bytes.HasPrefix(line, []byte("From ")) {
					t.Fatalf("line %q", line)
				}
				if raw, _ := DecodeQuotedPrintable(line); utf8.Valid(data) && !utf8.Valid(raw) {
					t.Fatalf("%q cuts a character in two", line)
				}
			}
			if back, flaw := DecodeQuotedPrintable(text); !flaw.Clean() || !bytes.Equal(back, data) {
				t.Fatalf("%q came back as %q, flaw %+v", data, back, flaw)
			}
			if back, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(text))); err != nil || !bytes.Equal(back, data) {
				t.Fatalf("the standard library reads %q as %q: %v", text, back, err)
			}
		}
		got, flaw := DecodeQuotedPrintable(data)
		want, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(data)))
		bareCR := bytes.Count(data, []byte("\r")) > bytes.Count(data, []byte("\r\n")) // Which it takes for a part of a line end.
		if err == nil && !bareCR && !flaw.Lost && flaw.Name != QuotedEquals && !bytes.Equal(got, want) {
			t.Fatalf("%q: %q, want %q", data, got, want)
		}
		if flaw.At < 0 || flaw.At > len(data) || flaw.Clean() != (flaw == Flaw{}) {
			t.Fatalf("%q: %+v", data, flaw)
		}
	})
}

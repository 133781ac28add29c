package encoding

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

func TestDecodeBase64(t *testing.T) {
	for _, c := range []struct {
		in, want string
		flaw     Flaw
	}{
		{"", "", Flaw{}},
		{"zIE4", "\xcc\x818", Flaw{}}, // The exercise of the course.
		{"SGVsbG8=\r\n", "Hello", Flaw{}},
		{"SGVs\r\n bG8=", "Hello", Flaw{}},
		{"SA==", "H", Flaw{}},
		{"SA=\r\n=\r\n", "H", Flaw{}}, // Lines are cut anywhere.
		{"S\nG\nV\ns\nb\nG\n8\n=", "Hello", Flaw{}},
		{" \t\r\n", "", Flaw{}},

		{"SGVsbG8", "Hello", Flaw{Base64Padding, 7, 1, false}},   // Padding forgotten,
		{"SA=", "H", Flaw{Base64Padding, 2, 1, false}},           // or half of it,
		{"SA", "H", Flaw{Base64Padding, 2, 1, false}},            // or both.
		{"SGVsbG8==", "Hello", Flaw{Base64Padding, 8, 1, false}}, // Too much of it.
		{"SGVs====", "Hel", Flaw{Base64Padding, 4, 4, false}},    // None was wanted.
		{"====", "", Flaw{Base64Padding, 0, 4, false}},
		{"SG=VsbG8=", "Hello", Flaw{Base64Padding, 2, 1, false}}, // A lone "=" within a quantum, which Python skips, too.
		{"S=GVsbG8=", "Hello", Flaw{Base64Padding, 1, 1, false}},
		{"SG=*=", "H", Flaw{Base64Foreign, 3, 1, false}}, // Foreign between the two.

		{"SGVsbG8=SGVsbG8=", "HelloHello", Flaw{Base64Padding, 8, 1, false}},       // Two texts glued together.
		{"SGVsbG8=\r\nSA==\nSGVs", "HelloHHel", Flaw{Base64Padding, 10, 2, false}}, // An encoder that works line by line.
		{"SGVsbG8=SGVsbG8==", "HelloHello", Flaw{Base64Padding, 8, 2, false}},
		{"SGVsbG8=\r\n_____\r\nTo leave the list, write to it.\r\n", "Hello", Flaw{Base64AfterEnd, 10, 1, true}},
		{"SGVsbG8=\r\nSent from home\r\n", "Hello", Flaw{Base64AfterEnd, 10, 1, true}},       // All letters, but words.
		{"SGVsbG8=\r\nSA==\r\n__\r\nwords\r\n", "HelloH", Flaw{Base64AfterEnd, 16, 1, true}}, // Both.
		{"SGVsbG8=\r\nabcde\r\n", "Hello", Flaw{Base64AfterEnd, 10, 1, true}},                // Not even.
		{"SGVsbG8=\r\n--\r\n", "Hello", Flaw{Base64Foreign, 10, 2, false}},                   // Nothing there to lose.

		{"SG*Vs!bG8=", "Hello", Flaw{Base64Foreign, 2, 2, false}},
		{"SGVs\x00bG8=", "Hello", Flaw{Base64Foreign, 4, 1, false}},
		{"S\xc3\xa9GVsbG8=", "Hello", Flaw{Base64Foreign, 1, 2, false}},
		{"SGVsb", "Hel", Flaw{Base64Truncated, 4, 1, true}},
		{"SGVs\r\nb", "Hel", Flaw{Base64Truncated, 6, 1, true}},
		{"S", "", Flaw{Base64Truncated, 0, 1, true}},
		{"S*", "", Flaw{Base64Truncated, 0, 1, true}}, // What is lost is graver.

		{"-_-_", "", Flaw{Base64URL, 0, 4, true}},
		{"SGVsbG8_", "Hello", Flaw{Base64URL, 7, 1, true}},
		{"SGVsbG8_Pz8=", "Hello\x0f\xcf", Flaw{Base64URL, 7, 1, true}},
		{"SGVsbG8-", "Hello", Flaw{Base64URL, 7, 1, true}},
		{"SGVs-bG8=", "Hello", Flaw{Base64Foreign, 4, 1, false}},                             // With it the letters would not come out even.
		{"SGVs\r\n--b--\r\n", "Hel", Flaw{Base64Truncated, 8, 1, true}},                      // A boundary's dashes.
		{"SGVs\r\n____\r\nwords\r\n", "Hel\xc2\x8a\xdd", Flaw{Base64Truncated, 16, 1, true}}, // A line that was drawn,
		{"SGVs\r\nmy_own words____", "Hel\x9b*0\x9f\n+v", Flaw{Base64Foreign, 8, 5, false}},  // and words.
		{"----\r\nSGVs", "Hel", Flaw{Base64Foreign, 0, 4, false}},
		{"-_\r\n-_\r\n", "", Flaw{Base64URL, 0, 4, true}},                  // Nothing else: no line.
		{"ab+/ab_-", "\x69\xbf\xbf\x69", Flaw{Base64Foreign, 6, 2, false}}, // One alphabet at a time.

		{"SGVsbG9=", "Hello", Flaw{Base64Bits, 6, 1, false}},
		{"SB==", "H", Flaw{Base64Bits, 1, 1, false}},
	} {
		got, flaw := DecodeBase64([]byte(c.in))
		if string(got) != c.want || flaw != c.flaw {
			t.Errorf("%q: %q %+v, want %q %+v", c.in, got, flaw, c.want, c.flaw)
		}
		// The same with the fast path before it.
		long := strings.Repeat("QUJD", 50) + "\r\n"
		if c.in != "" && c.in[0] != '=' && !strings.Contains(c.in, "_") {
			got, _ := DecodeBase64([]byte(long + c.in))
			if string(got) != strings.Repeat("ABC", 50)+c.want {
				t.Errorf("%q after whole lines: %q", c.in, got)
			}
		}
	}
}

func TestBase64Flaws(t *testing.T) {
	got := Base64Flaws([]byte("SG*Vs=bG9=SA==\r\nfooter.\r\n"))
	want := []Flaw{{Base64Foreign, 2, 1, false}, {Base64Padding, 5, 2, false}, {Base64Bits, 8, 1, false}, {Base64AfterEnd, 16, 1, true}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if Base64Flaws([]byte("SGVs")) != nil {
		t.Error("flaws in a clean text")
	}
}

// TestBase64Lines puts texts of every length through, with every kind of line end, and looks at what Append adds to.
func TestBase64Lines(t *testing.T) {
	data := benchOctets()[:1000]
	for n := range data {
		text := AppendBase64([]byte("before"), data[:n])
		if len(text) != len("before")+Base64Size(n) || string(text[:6]) != "before" {
			t.Fatalf("%d octets: %d characters, not %d", n, len(text), Base64Size(n))
		}
		text = text[6:]
		if stripped := strings.ReplaceAll(string(text), "\r\n", ""); stripped != base64.StdEncoding.EncodeToString(data[:n]) {
			t.Fatalf("%d octets: %q", n, text)
		}
		for _, end := range []string{"\r\n", "\n", "", " \n", "\t"} {
			in := bytes.ReplaceAll(text, []byte("\r\n"), []byte(end))
			if got, flaw := AppendDecodeBase64([]byte("before"), in); !flaw.Clean() || string(got) != "before"+string(data[:n]) {
				t.Fatalf("%d octets with line end %q: %+v", n, end, flaw)
			}
		}
		for _, line := range bytes.SplitAfter(text, []byte("\r\n")) {
			if len(line) > MaxLine+2 {
				t.Fatalf("a line of %d", len(line))
			}
		}
	}
	// More than one call of the hot loops does, and places where one ends.
	for _, n := range []int{hotChunk - 1, hotChunk, hotChunk + 1, 3*hotChunk + 100} {
		data := bytes.Repeat([]byte("octets"), n)[:n]
		if got, flaw := DecodeBase64(Base64(data)); !flaw.Clean() || !bytes.Equal(got, data) {
			t.Errorf("%d octets: %+v", n, flaw)
		}
		text := []byte(base64.StdEncoding.EncodeToString(data))
		if got, flaw := DecodeBase64(text); !flaw.Clean() || !bytes.Equal(got, data) {
			t.Errorf("%d octets on one line: %+v", n, flaw)
		}
	}
}

// TestBase64IsLinear feeds texts that look ahead at every character. A quadratic reader would need minutes for them.
func TestBase64IsLinear(t *testing.T) {
	for _, s := range []string{"=", "AA=", "AA==", "AAA=", "A=", "AA= ", "-", "A-", "AA==*", "AA==A", "AAA=-", " ", "A ", "\r"} {
		DecodeBase64(bytes.Repeat([]byte(s), 1<<20/len(s)))
	}
}

func FuzzBase64(f *testing.F) {
	f.Add([]byte("Hello, world"))
	f.Add([]byte("SGVs\r\nbG8="))
	f.Add([]byte("SGVsbG8_SGVsbG8="))
	f.Add([]byte("SG=VsbG8=SGVsbG8=\r\n--\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text := Base64(data)
		if back, flaw := DecodeBase64(text); !flaw.Clean() || !bytes.Equal(back, data) {
			t.Fatalf("%q came back as %q, flaw %+v", data, back, flaw)
		}
		got, flaw := DecodeBase64(data)
		// What the strict standard library takes, with blanks taken out, is clean and the same; and the other way round.
		stripped := strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(string(data))
		want, err := base64.StdEncoding.Strict().DecodeString(stripped)
		if (err == nil) != flaw.Clean() || err == nil && !bytes.Equal(got, want) {
			t.Fatalf("%q: %q %+v, want %q %v", data, got, flaw, want, err)
		}
		if flaw.Count < 0 || flaw.At < 0 || flaw.At > len(data) || flaw.Clean() != (flaw == Flaw{}) {
			t.Fatalf("%q: %+v", data, flaw)
		}
		var worst Flaw
		for i, g := range Base64Flaws(data) {
			if g.Lost || i == 0 {
				worst = g
			}
		}
		if worst.Clean() != flaw.Clean() || worst.Lost != flaw.Lost {
			t.Fatalf("%q: %+v, but listed is %+v", data, flaw, worst)
		}
	})
}

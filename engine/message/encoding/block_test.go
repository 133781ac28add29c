package encoding

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

func TestDecodeUU(t *testing.T) {
	for _, c := range []struct {
		in, want string
		flaw     Flaw
	}{
		{"begin 644 cat.txt\n#0V%T\n`\nend\n", "Cat", Flaw{}},
		{"begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n", "Cat", Flaw{}},
		{"Hello,\n\nbegin 0644 a cat.txt\n#0V%T\n \nend \nBye\n", "Cat", Flaw{}},
		{"begin 644 none\n`\nend\n", "", Flaw{}},
		{"begin 644 x\n%2&5L;&\\\n`\nend\n", "Hello", Flaw{UUShort, 20, 1, false}}, // A blank was lost.
		{"begin 644 x\n%2&5L;&\\ \n`\nend\n", "Hello", Flaw{}},
		{"begin 644 x\n#````\n`\nend\n", "\x00\x00\x00", Flaw{}},
		{"begin 644 x\n#    \n \nend\n", "\x00\x00\x00", Flaw{}},
		{"begin 644 x\n#\n\nend\n", "\x00\x00\x00", Flaw{UUShort, 13, 1, false}}, // All blanks, and all were lost.
		{"begin 644 x\n&0V%T0P\n`\nend\n", "CatC\x00\x00", Flaw{UUShort, 19, 1, false}},
		{"begin 644 x\n#0V%TZ\n`\nend\n", "Cat", Flaw{UULong, 17, 1, false}},
		{"begin 644 x\n#0V%t\n`\nend\n", "CaT", Flaw{UUForeign, 16, 1, true}},
		{"begin 644 x\n#0V%T\n", "Cat", Flaw{UUTruncated, 18, 1, true}},
		{"begin 644 x\n#0V%T\n`\n", "Cat", Flaw{UUTruncated, 20, 1, false}}, // All of it came.
		{"begin 644 x\n", "", Flaw{UUTruncated, 12, 1, true}},
		{"begin with a word\n", "begin with a word\n", Flaw{UUBegin, 0, 1, false}},
		{"begin 999 x\n", "begin 999 x\n", Flaw{UUBegin, 0, 1, false}},
		{"", "", Flaw{UUBegin, 0, 1, false}},
	} {
		got, flaw := DecodeUU([]byte(c.in))
		if string(got) != c.want || flaw != c.flaw {
			t.Errorf("%q: %q %+v, want %q %+v", c.in, got, flaw, c.want, c.flaw)
		}
	}
	if got, want := string(UU("cat.txt", "644", []byte("Cat\x00"))), "begin 644 cat.txt\r\n$0V%T````\r\n`\r\nend\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestDecodeYEnc(t *testing.T) {
	for _, c := range []struct {
		in, want string
		about    YEnc
		flaw     Flaw
	}{
		{"=ybegin line=128 size=3 name=a cat.txt\r\n\x6d\x8b\x9e\r\n=yend size=3 crc32=3E7F7A5F\r\n", "Cat", YEnc{Name: "a cat.txt", Size: 3, Line: 128}, Flaw{YEncSum, 45, 1, true}},
		{"=ybegin line=128 size=3 name=x\n\x6d\x8b\x9e\n=yend size=3\n", "Cat", YEnc{Name: "x", Size: 3, Line: 128}, Flaw{}},
		{"=ybegin line=128 size=4 name=x\n\x6d\x8b\x9e\n=yend size=4\n", "Cat", YEnc{Name: "x", Size: 4, Line: 128}, Flaw{YEncSize, 35, 1, true}},
		{"=ybegin line=128 size=4 name=x\n=\x40=}=J=M\n=yend size=4\n", "\xd6\x13\xe0\xe3", YEnc{Name: "x", Size: 4, Line: 128}, Flaw{}},
		{"=ybegin part=2 total=2 line=128 size=10 name=x\n=ypart begin=8 end=10\n\x6d\x8b\x9e\n=yend size=3 part=2 pcrc32=0 crc32=1\n", "Cat",
			YEnc{Name: "x", Size: 10, Line: 128, Part: 2, Total: 2, Begin: 8, End: 10}, Flaw{YEncSum, 73, 1, true}},
		{"=ybegin line=128 size=3 name=x\n\x6d\x8b", "Ca", YEnc{Name: "x", Size: 3, Line: 128}, Flaw{YEncTruncated, 33, 1, true}},
		{"=ybegin line=128 size=2 name=x\n\x6d\x8b=\n=yend size=2", "Ca", YEnc{Name: "x", Size: 2, Line: 128}, Flaw{YEncTruncated, 35, 1, true}},
		{"no such thing", "no such thing", YEnc{}, Flaw{YEncBegin, 0, 1, false}},
	} {
		got, about, flaw := DecodeYEnc([]byte(c.in))
		if string(got) != c.want || about != c.about || flaw != c.flaw {
			t.Errorf("%q: %q %+v %+v, want %q %+v %+v", c.in, got, about, flaw, c.want, c.about, c.flaw)
		}
	}
}

func TestFindBlocks(t *testing.T) {
	uu := "begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n"
	yenc := string(EncodeYEnc("a cat.txt", []byte("Cat")))
	for _, c := range []struct {
		in   string
		want []Block
	}{
		{"", nil},
		{"begin 644 is a good way to begin\r\nthis is a sentence\r\n", nil},
		{"to begin 644 x\n#0V%T\n", nil},
		{"begin 644 x\n", nil},
		{uu, []Block{{BlockUU, "cat.txt", 0, len(uu), true}}},
		{"Hi\r\n" + uu + "and\r\n" + yenc + "Bye", []Block{{BlockUU, "cat.txt", 4, 4 + len(uu), true}, {BlockYEnc, "a cat.txt", 9 + len(uu), 9 + len(uu) + len(yenc), true}}},
		{"begin 644 x\n#0V%T\n\nBye, all of you.\n", []Block{{BlockUU, "x", 0, 18, false}}},
		{"begin 644 x\nend\n", []Block{{BlockUU, "x", 0, 16, true}}},
		{"=ybegin line=128 size=3 name=x\nabc\n" + yenc, []Block{{BlockYEnc, "x", 0, 35, false}, {BlockYEnc, "a cat.txt", 35, 35 + len(yenc), true}}},
		{"=ybegin is a word\n", nil},
	} {
		got := FindBlocks([]byte(c.in))
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.in, got, c.want)
		}
		for _, b := range got {
			if b.Name != "x" {
				if content, flaw := b.Decode([]byte(c.in)); string(content) != "Cat" || !flaw.Clean() {
					t.Errorf("%q: %q %+v", c.in, content, flaw)
				}
			}
		}
	}
	if got := FindBlocks([]byte(strings.Repeat(uu, 2*MaxBlocks))); len(got) != MaxBlocks {
		t.Errorf("%d blocks", len(got))
	}
	broken := "Hi\nbegin 644 x\n#0V%t\n`\nend\n"
	if _, flaw := (Block{BlockUU, "x", 3, len(broken), true}).Decode([]byte(broken)); flaw.At != 19 {
		t.Errorf("a flaw at %d", flaw.At)
	}
	for _, s := range []string{"begin 644 x\n", "begin 644 x\n#0V%T\n", "=ybegin size=1 name=x\n", "=ybegin size=1\n=", "begin ", "\n"} {
		FindBlocks(bytes.Repeat([]byte(s), 1<<20/len(s))) // Linear.
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add([]byte("begin 644 cat.txt\r\n#0V%T\r\n`\r\nend\r\n"))
	f.Add([]byte("=ybegin part=2 line=128 size=3 name=x\n=ypart begin=1 end=3\nabc\n=yend size=3 pcrc32=0"))
	f.Fuzz(func(t *testing.T, data []byte) {
		at := 0
		for _, b := range FindBlocks(data) {
			if b.Start < at || b.End <= b.Start || b.End > len(data) {
				t.Fatalf("%q: %+v after %d", data, b, at)
			}
			at = b.End
			b.Decode(data)
		}
		DecodeUU(data)
		DecodeYEnc(data)
		if back, flaw := DecodeUU(UU("name", "644", data)); !flaw.Clean() || !bytes.Equal(back, data) {
			t.Fatalf("%q came back as %q, %+v", data, back, flaw)
		}
		text := EncodeYEnc("a name", data)
		back, about, flaw := DecodeYEnc(text)
		if !flaw.Clean() || !bytes.Equal(back, data) || about.Name != "a name" || about.Size != len(data) {
			t.Fatalf("%q came back as %q, %+v %+v", data, back, about, flaw)
		}
		for _, text := range [][]byte{text, UU("name", "644", data)} {
			if blocks := FindBlocks(text); len(blocks) != 1 || !blocks[0].Closed || blocks[0].End != len(text) {
				t.Fatalf("%q: %+v", text, blocks)
			}
			for _, line := range bytes.Split(text, []byte("\r\n")) {
				if len(line) > MaxYEncLine+1 || bytes.ContainsAny(line, "\x00\r\n") || bytes.HasPrefix(line, []byte(".")) && text[0] == '=' {
					t.Fatalf("line %q", line)
				}
			}
		}
	})
}

package encoding

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestReadFlowed(t *testing.T) {
	for _, c := range []struct {
		in    string
		delSp bool
		want  []Paragraph
	}{
		{"", false, nil},
		{"one\r\ntwo\n", false, []Paragraph{{Text: "one"}, {Text: "two"}}},
		{"this goes \r\non and \r\nends\r\n", false, []Paragraph{{Text: "this goes on and ends", Flowed: true}}},
		{"this goes \non", true, []Paragraph{{Text: "this goeson", Flowed: true}}},
		{"你好， \n世界", true, []Paragraph{{Text: "你好，世界", Flowed: true}}}, // What delsp is for.
		{">quoted \n>text\n>> deeper\n> >not deeper\n", false, []Paragraph{{1, "quoted text", true, false}, {2, "deeper", false, false}, {1, ">not deeper", false, false}}},
		{">quoted \nmine\n", false, []Paragraph{{1, "quoted ", true, false}, {0, "mine", false, false}}}, // Ends improperly.
		{" >stuffed\n From me\n  two\n", false, []Paragraph{{Text: ">stuffed"}, {Text: "From me"}, {Text: " two"}}},
		{"Bye \n-- \nBob \nof Hai\n", false, []Paragraph{{Text: "Bye ", Flowed: true}, {Text: "-- ", Signature: true}, {Text: "Bob of Hai", Flowed: true}}},
		{">-- \n> -- \n", false, []Paragraph{{1, "-- ", false, true}, {1, "-- ", false, true}}},
		{"\n \n", false, []Paragraph{{Text: ""}, {Text: ""}}}, // The blank was stuffed.
		{"open ", false, []Paragraph{{Text: "open ", Flowed: true}}},
	} {
		if got := ReadFlowed(c.in, c.delSp); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q: %+v, want %+v", c.in, got, c.want)
		}
	}
}

func TestReadFixed(t *testing.T) {
	got := ReadFixed("Hello\r\n> one\n> > two\n>>three\n\n-- \nBob > Al\n >x\n")
	want := []Paragraph{{Text: "Hello"}, {Depth: 1, Text: "one"}, {Depth: 2, Text: "two"}, {Depth: 2, Text: "three"}, {}, {Text: "-- ", Signature: true}, {Text: "Bob > Al"}, {Text: " >x"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestWriteFlowed(t *testing.T) {
	for _, c := range []struct {
		in    Paragraph
		width int
		delSp bool
		want  string
	}{
		{Paragraph{}, 20, false, "\r\n"},
		{Paragraph{Text: "short  "}, 20, false, "short\r\n"},
		{Paragraph{Text: "this is too long for it"}, 10, false, "this is \r\ntoo long \r\nfor it\r\n"},
		{Paragraph{Text: "this is too long for it"}, 10, true, "this is  \r\ntoo  \r\nlong  \r\nfor it\r\n"},
		{Paragraph{Text: "unbreakableword next"}, 10, false, "unbreakableword \r\nnext\r\n"},
		{Paragraph{Text: "unbreakableword next"}, 10, true, "unbreaka \r\nbleword  \r\nnext\r\n"},
		{Paragraph{Text: "你好，世界"}, 8, true, "你好， \r\n世界\r\n"},
		{Paragraph{Text: "你好，世界"}, 8, false, "你好，世界\r\n"}, // No place to cut.
		{Paragraph{Depth: 2, Text: "quoted text"}, 11, false, ">> quoted \r\n>> text\r\n"},
		{Paragraph{Text: "> no quote"}, 20, false, " > no quote\r\n"},
		{Paragraph{Text: "From me"}, 20, false, " From me\r\n"},
		{Paragraph{Text: "say From me"}, 6, false, "say \r\n From \r\nme\r\n"},
		{Paragraph{Signature: true, Text: "-- "}, 20, false, "-- \r\n"},
		{Paragraph{Text: "-- averylongword"}, 10, false, "-- averylongword\r\n"}, // Not a signature.
		{Paragraph{Text: "--海海海海"}, 4, true, "--海 \r\n海 \r\n海 \r\n海\r\n"},
	} {
		if got := WriteFlowed([]Paragraph{c.in}, c.width, c.delSp); got != c.want {
			t.Errorf("%+v %d %v: %q, want %q", c.in, c.width, c.delSp, got, c.want)
		}
	}
	for _, s := range []string{" ", "a", "海", "-- ", "a "} {
		text := strings.Repeat(s, 1<<20/len(s)) // Linear.
		WriteFlowed([]Paragraph{{Text: text}}, 70, true)
		WriteFlowed([]Paragraph{{Text: text}}, 70, false)
		ReadFlowed(text, false)
	}
	ReadFlowed(strings.Repeat("a \n", 1<<20), false)
}

func FuzzFlowed(f *testing.F) {
	f.Add("this goes \r\non\n>quoted \n>text\n-- \nBob", 20, true)
	f.Add("你好，世界 -- x", 8, false)
	f.Fuzz(func(t *testing.T, text string, width int, delSp bool) {
		ReadFixed(text)
		width = 2 + width&127
		for _, flow := range []bool{true, false} {
			list := ReadFlowed(text, flow)
			for i := range list {
				list[i].Flowed = false
				if !list[i].Signature {
					list[i].Text = strings.TrimRight(list[i].Text, " ")
				}
			}
			out := WriteFlowed(list, width, delSp)
			back := ReadFlowed(out, delSp)
			for i := range back {
				back[i].Flowed = false
			}
			if !reflect.DeepEqual(back, list) {
				t.Fatalf("%q in %d columns is %q, and comes back as %+v, not %+v", text, width, out, back, list)
			}
			if !utf8.ValidString(text) {
				continue
			}
			for line := range strings.SplitSeq(out, "\r\n") {
				if strings.HasPrefix(line, "From ") {
					t.Fatalf("line %q", line)
				}
				if delSp && !strings.HasPrefix(line, ">") && !strings.Contains(line, "--") && utf8.RuneCountInString(line) > max(width, 4) {
					t.Fatalf("line %q is wider than %d", line, width)
				}
			}
		}
	})
}

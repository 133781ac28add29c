package message

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzPhrase: a display name comes back exactly, here and in net/mail.
func FuzzPhrase(f *testing.F) {
	for _, s := range []string{"Bob Li", "Li, Bob", `q"\`, "张三", "=?x", "a  b", strings.Repeat("long ", 40), strings.Repeat("l", 200), "Bob Q. Li", "海 x, y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		field := FormatMailboxes("To", []Mailbox{{Name: name, Address: "a@b.example"}, {Name: name, Address: "c@d.example"}})
		checkField(t, field)
		want := oneLine(name)
		h := ParseHeader([]byte(field))
		for _, m := range h.Mailboxes("To") {
			if m.Name != want {
				t.Fatalf("%q\nwritten %q\nread %q", name, field, m.Name)
			}
		}
		list, err := mail.ParseAddressList(h.Get("To"))
		if err != nil || len(list) != 2 || list[0].Name != want || list[1].Address != "c@d.example" {
			t.Fatalf("%q\nwritten %q\nread by net/mail: %v %v", name, field, list, err)
		}
	})
}

// FuzzText: a subject comes back exactly, here and through mime.WordDecoder.
func FuzzText(f *testing.F) {
	for _, s := range []string{"Lunch?", "Re: 午饭 at noon, 好吗?", "a  b", "=?utf-8?Q?x?=", strings.Repeat("word ", 50), strings.Repeat("x", 1200), "海  海 x " + strings.Repeat("午饭", 60), "\x00a\r\nb: c"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		field := FormatText("Subject", s)
		checkField(t, field)
		want := oneLine(s)
		h := ParseHeader([]byte(field))
		if len(h.Fields) != 1 || h.Text("Subject") != want {
			t.Fatalf("%q\nwritten %q\nread %q", want, field, h.Text("Subject"))
		}
		got, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
		if err != nil || got != want {
			t.Fatalf("%q\nwritten %q\nread by mime %q %v", want, field, got, err)
		}
	})
}

// checkField checks what every field that we write must keep to.
func checkField(t *testing.T, field string) {
	t.Helper()
	if !strings.HasSuffix(field, "\r\n") {
		t.Fatalf("no line end: %q", field)
	}
	for i, line := range strings.Split(strings.TrimSuffix(field, "\r\n"), "\r\n") {
		// A single token may be longer than 78; nothing is longer than 998.
		if len(line) > MaxLineHard || utf8.RuneCountInString(line) > MaxLineSoft && strings.Count(strings.TrimSpace(line), " ") > 0 && i > 0 {
			t.Fatalf("line of %d: %q", len(line), field)
		}
		if strings.Contains(line, "=?utf-8?") && utf8.RuneCountInString(line) > maxEncodedLine {
			t.Fatalf("line of %d with an encoded word: %q", len(line), field)
		}
		if strings.Trim(line, " \t") == "" || i > 0 && line[0] != ' ' || hasControl(line) {
			t.Fatalf("line %d of %q", i, field)
		}
	}
}

// TestFoldWidths tries all lengths, so that every place where a line can end is met.
func TestFoldWidths(t *testing.T) {
	for n := 1; n < 160; n++ {
		for _, c := range []string{"海", "x", "x ", "é y "} {
			s := strings.Repeat(c, n)
			checkField(t, FormatText("Subject", s))
			checkField(t, FormatText("Subject", s+" end"))
			checkField(t, FormatMailboxes("To", []Mailbox{{Name: s, Address: "a@b.example"}, {Name: s, Address: "c@d.example"}}))
			checkField(t, FormatMedia("Content-Disposition", Media{"attachment", []Param{{"filename", s}}}))
		}
	}
}

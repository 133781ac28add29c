package anatomy

import (
	"strings"
	"testing"
)

type encodedView struct {
	Stages []struct {
		Name, Note string
		Start, End int
	}
	Encoding, Reason string
	Lost             int
	Same             bool
}

func TestEncode(t *testing.T) {
	for _, c := range []struct {
		name, what, charset, encoding, input string
		took, notes                          string // The encoding, and the notes of all stages.
		has                                  string // What the stage "encoding" or "field" holds.
		lost                                 int
		same                                 bool
	}{
		{"plain text", "text", "utf-8", "auto", "Lunch?\n", "7bit", "lines", "Lunch?\r\n", 0, true},
		{"mostly ASCII", "text", "utf-8", "auto", "Un café, s'il vous plaît", "quoted-printable", "lines", "caf=C3=A9", 0, true},
		{"hardly any ASCII", "text", "utf-8", "auto", "午饭？", "base64", "lines", "5Y2I6aWt77yf", 0, true},
		{"a dot", "text", "utf-8", "7bit", ".\r\nafter\r\n", "7bit", "stuffed", ".\r\n", 0, true},
		{"a wish that cannot be", "text", "utf-8", "7bit", "café\r\n", "7bit", "garbled", "caf", 0, false},
		{"eight bits", "text", "utf-8", "8bit", "café\r\n", "8bit", "", "café", 0, true},
		{"lost", "text", "iso-8859-1", "auto", "10 €\r\n", "7bit", "", "10 ?", 1, false},
		{"a file", "file", "utf-8", "auto", "\x00\x01\xff", "base64", "", "AAH/", 0, true},
		{"a file as it is", "file", "utf-8", "8bit", "no line end", "8bit", "ended", "no line end", 0, false},
		{"a file as people sent it before MIME", "file", "utf-8", "uuencode", "Cat", "uuencode", "", "begin 644 a_b.gif\r\n#0V%T\r\n`\r\nend\r\n", 0, true},
		{"nothing", "text", "utf-8", "auto", "", "7bit", "", "", 0, true},
		{"a field", "field", "utf-8", "auto", "午饭?", "", "", "=?utf-8?B?5Y2I6aWtPw==?=", 0, true},
		{"a field in Latin-1", "field", "iso-8859-1", "auto", "café", "", "", "=?iso-8859-1?Q?caf=E9?=", 0, true},
		{"a file's name", "filename", "utf-8", "auto", "午饭.png", "", "", "filename*=utf-8''%E5%8D%88", 0, true},
	} {
		var v encodedView
		octets := ask(t, New(), `{"op":"encode","what":"`+c.what+`","charset":"`+c.charset+`","encoding":"`+c.encoding+`","name":"a b.gif"}`, []byte(c.input), &v)
		var notes []string
		found := false
		for _, s := range v.Stages {
			if s.Note != "" {
				notes = append(notes, s.Note)
			}
			if s.Name == "encoding" || s.Name == "field" {
				found = found || strings.Contains(string(octets[s.Start:s.End]), c.has)
			}
		}
		if v.Encoding != c.took || strings.Join(notes, " ") != c.notes || !found || v.Lost != c.lost || v.Same != c.same {
			t.Errorf("%s: took %q, notes %q, found %v, lost %d, same %v\n%q", c.name, v.Encoding, notes, found, v.Lost, v.Same, octets)
		}
	}
}

func TestEncodeRefusals(t *testing.T) {
	for command, want := range map[string]string{
		`{"op":"encode","what":"text","charset":"klingon","encoding":"auto"}`: "there is no charset klingon",
		`{"op":"encode","what":"text","charset":"utf-8","encoding":"rot13"}`:  "there is no transfer encoding rot13",
		`{"op":"encode","what":"song","charset":"utf-8","encoding":"auto"}`:   "there is nothing to encode called song",
	} {
		if reply, _ := New().Cmd([]byte(command), []byte("x")); string(reply) != `{"error":"`+want+`"}` {
			t.Errorf("%s: %s", command, reply)
		}
	}
	if reply, _ := New().Cmd([]byte(`{"op":"encode","what":"file","charset":"utf-8"}`), make([]byte, maxEncode+1)); !strings.Contains(string(reply), "1 MiB") {
		t.Errorf("%s", reply)
	}
}

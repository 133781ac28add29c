package anatomy

import (
	"encoding/json"
	"strings"
	"testing"
)

// ask does a command and fails the test when it is refused.
func ask(t *testing.T, c *Codec, command string, data []byte, into any) []byte {
	t.Helper()
	reply, octets := c.Cmd([]byte(command), data)
	var answer struct {
		OK    json.RawMessage
		Error string
	}
	if err := json.Unmarshal(reply, &answer); err != nil {
		t.Fatalf("%s: %v in %s", command, err, reply)
	}
	if answer.Error != "" {
		t.Fatalf("%s: %s", command, answer.Error)
	}
	if into != nil {
		if err := json.Unmarshal(answer.OK, into); err != nil {
			t.Fatal(err)
		}
	}
	return octets
}

const multipart = "From: alice@shan.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npreamble\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n--b\r\nContent-Type: application/octet-stream\r\n" +
	"Content-Transfer-Encoding: base64\r\n\r\nTWFu\r\n--b--\r\nepilogue\r\n"

type regionView struct {
	Kind             string
	Part, Start, End int
}

func TestRegionsCoverEveryOctetOnce(t *testing.T) {
	c := New()
	for name, data := range map[string]string{
		"multipart": multipart, "empty": "", "no body": "A: b", "only a blank line": "\r\n",
		"unclosed": strings.Split(multipart, "--b--")[0], "nothing between": "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n--b--",
		"letter in a letter": "Content-Type: message/rfc822\r\n\r\n" + multipart,
	} {
		ask(t, c, `{"op":"load","name":"x"}`, []byte(data), nil)
		var v struct{ Regions []regionView }
		ask(t, c, `{"op":"letter","n":0}`, nil, &v)
		at := 0
		for _, r := range v.Regions {
			if r.Start != at || r.End <= at {
				t.Errorf("%s: region %+v begins at %d", name, r, at)
			}
			at = r.End
		}
		if at != len(data) {
			t.Errorf("%s: regions end at %d of %d", name, at, len(data))
		}
	}
}

func TestRegionsOfAMultipart(t *testing.T) {
	c := New()
	ask(t, c, `{"op":"load","name":"x"}`, []byte(multipart), nil)
	var v struct{ Regions []regionView }
	ask(t, c, `{"op":"letter","n":0}`, nil, &v)
	var got strings.Builder
	for _, r := range v.Regions {
		got.WriteString(r.Kind + string(rune('0'+r.Part)) + " ")
	}
	const want = "header0 blank0 preamble0 boundary0 header1 blank1 body1 boundary0 header2 blank2 body2 boundary0 epilogue0 "
	if got.String() != want {
		t.Errorf("regions are\n%s, want\n%s", got.String(), want)
	}
}

func TestRefusals(t *testing.T) {
	c := New()
	for command, want := range map[string]string{
		`{"op":"letter","n":0}`:   "no file is open",
		`{"op":"text","part":0}`:  "no file is open",
		`{"op":"dance"}`:          "there is no command dance",
		`{"op":"export"}`:         "no file is open",
		`{"op":"content","part"}`: "",
	} {
		reply, _ := c.Cmd([]byte(command), nil)
		if !strings.HasPrefix(string(reply), `{"error":"`+want) {
			t.Errorf("%s: %s", command, reply)
		}
	}
}

// TestExport loads an mbox, takes letters out of it in every form, and loads what came out.
func TestExport(t *testing.T) {
	const one, two = "Subject: one\nDate: Mon, 2 Mar 2026 08:00:00 +0800\n\nFrom here\n", "Subject: a/b\nReturn-Path: <x@y.example>\n\n>From there\n"
	const box = "From a@b.example Mon Mar  2 00:00:01 2026\nSubject: one\nDate: Mon, 2 Mar 2026 08:00:00 +0800\n\n>From here\n\n" +
		"From - Mon Mar  2 00:00:01 2026\nSubject: a/b\nReturn-Path: <x@y.example>\n\n>>From there\n\n"
	c := New()
	var v struct {
		Kind    string
		Letters []struct{ Subject string }
	}
	ask(t, c, `{"op":"load","name":"my.mbox"}`, []byte(box), &v)
	if v.Kind != "mbox" || len(v.Letters) != 2 || v.Letters[1].Subject != "a/b" {
		t.Fatalf("%+v", v)
	}
	if letter := ask(t, c, `{"op":"letter","n":1}`, nil, nil); string(letter) != two {
		t.Errorf("%q", letter)
	}
	for _, x := range []struct{ command, name, typ, content string }{
		{`{"op":"export","format":"eml","letters":[0]}`, "2026-03-02 0800 one.eml", "message/rfc822", one},
		{`{"op":"export","format":"eml","letters":[1]}`, "a_b.eml", "message/rfc822", two},
		{`{"op":"export","format":"eml","letters":[]}`, "my.zip", "application/zip", "PK"},
		{`{"op":"export","format":"maildir","letters":[]}`, "my.zip", "application/zip", "PK"},
		{`{"op":"export","format":"mbox","letters":[1]}`, "a_b.mbox", "application/mbox", "From x@y.example Mon Mar  2 00:00:01 2026\n" + strings.Replace(two, ">From", ">>From", 1) + "\n"},
		{`{"op":"export","format":"mbox","letters":[]}`, "my.mbox", "application/mbox", strings.Replace(box, "From -", "From x@y.example", 1)},
	} {
		var file struct{ Name, Type string }
		data := ask(t, c, x.command, nil, &file)
		if file.Name != x.name || file.Type != x.typ || !strings.HasPrefix(string(data), x.content) {
			t.Errorf("%s: %+v %q", x.command, file, data)
		}
	}
	for command, want := range map[string]string{`{"op":"export","format":"pdf","letters":[]}`: "letters are exported", `{"op":"export","format":"eml","letters":[2]}`: "there is no such"} {
		if reply, _ := c.Cmd([]byte(command), nil); !strings.HasPrefix(string(reply), `{"error":"`+want) {
			t.Errorf("%s: %s", command, reply)
		}
	}
	// One letter with the line of an mbox above it is shown as it is, and taken out without that line.
	ask(t, c, `{"op":"load","name":"one"}`, []byte("From a@b.example Mon Mar  2 00:00:01 2026\n"+one), &v)
	if letter := ask(t, c, `{"op":"letter","n":0}`, nil, nil); v.Kind != "letter" || !strings.HasPrefix(string(letter), "From a@b") {
		t.Errorf("%+v %q", v, letter)
	}
	if data := ask(t, c, `{"op":"export","format":"eml","letters":[0]}`, nil, nil); string(data) != one {
		t.Errorf("%q", data)
	}
}

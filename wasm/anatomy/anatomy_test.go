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

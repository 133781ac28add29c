package anatomy

import (
	"strings"
	"testing"
)

// TestRepliesAreBounded opens letters that are made to make much of little: the answer stays within a few times the letter,
// and what is left out of it is bounded by name.
func TestRepliesAreBounded(t *testing.T) {
	parts := func(header string, n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n"+header+"\n\n", n)
	}
	for name, data := range map[string]string{
		"short fields":     parts(strings.Repeat("a:\n", 9_000), 100),
		"many addresses":   parts("To: "+strings.Repeat("a@b,", 9_000), 60),
		"one field":        "a: " + strings.Repeat("x ", 2<<20),
		"many parts":       parts("", 9_000),
		"hops":             strings.Repeat("Received: by a; x\n", 9_000),
		"parameters":       parts("Content-Type: a/b"+strings.Repeat("; c=d", 900), 300),
		"undecoded":        parts("Content-Type: text/plain\nContent-Transfer-Encoding: base64", 2_000),
		"quotation marks":  "Subject: " + strings.Repeat(`"`, 900_000),
		"control octets":   "Subject: " + strings.Repeat("\x01", 900_000),
		"a long name":      strings.Repeat("n", 900_000) + ": x",
		"identifiers":      "References: " + strings.Repeat("<a@b>", 150_000),
		"list":             "List-Post: " + strings.Repeat("<mailto:a@b>,", 70_000),
		"encoded words":    "Subject: " + strings.Repeat("=?utf-8?q?=5?= ", 60_000),
		"nothing but dots": strings.Repeat(".", 1<<20),
	} {
		c := New()
		ask(t, c, `{"op":"load","name":"x"}`, []byte(data), nil)
		reply, _ := c.Cmd([]byte(`{"op":"letter","n":0}`), nil)
		if limit := 12*len(data) + 12<<20; len(reply) > limit {
			t.Errorf("%s: an answer of %d octets about %d", name, len(reply), len(data))
		}
	}
}

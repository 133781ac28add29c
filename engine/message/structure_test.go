package message

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
)

func hexSum(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// TestStructure holds the format: every member, in each kind of part.
func TestStructure(t *testing.T) {
	letter := string(crlf("From: a@b\nSubject: =?utf-8?B?5rW3?=\n  \t two\nno field\nContent-Type: multipart/mixed; boundary=b\n\n" +
		"--b\nContent-Type: TEXT/plain; charset=ISO-8859-1\nContent-Disposition: Inline; filename=\"caf\xc3\xa9.txt\"\n\ncaf\xe9\nx\ry\n" +
		"--b\nContent-Type: image/png; name=x.png\nContent-Transfer-Encoding: BASE64\nContent-ID: <c@d>\n\niVBO\nRw==\n" +
		"--b\nContent-Type: text/x-odd; charset=klingon\n\n?\n" +
		"--b\nContent-Type: message/rfc822\n\nSubject: in\n\nhi\n--b\nContent-Type: multipart/alternative\n\nx\n--b--\n"))
	leaf := func(body, text string) string {
		return `"body_len":` + strconv.Itoa(len(body)) + `,"body_sha256":"` + hexSum(body) + `","text_sha256":` + text
	}
	quoted := func(s string) string { return `"` + hexSum(s) + `"` }
	want := `{"v":1,"size":` + strconv.Itoa(len(letter)) + `,"sha256":"` + hexSum(letter) + `",` +
		`"headers":[["From","a@b"],["Subject","海 two"],["Content-Type","multipart/mixed; boundary=b"]],` +
		`"root":{"path":"","type":"multipart/mixed","params":{"boundary":"b"},"disposition":null,"filename":null,"encoding":"7bit","cid":null,"parts":[` +
		`{"path":"1","type":"text/plain","params":{"charset":"ISO-8859-1"},"disposition":"inline","filename":"café.txt","encoding":"7bit","cid":null,` +
		leaf("caf\xe9\nx\ny", quoted("café\nx\ny")) + `},` +
		`{"path":"2","type":"image/png","params":{"name":"x.png"},"disposition":null,"filename":"x.png","encoding":"base64","cid":"c@d",` + leaf("\x89PNG", "null") + `},` +
		`{"path":"3","type":"text/x-odd","params":{"charset":"klingon"},"disposition":null,"filename":null,"encoding":"7bit","cid":null,` + leaf("?", "null") + `,"defects":["charset-unknown"]},` +
		`{"path":"4","type":"message/rfc822","params":{},"disposition":null,"filename":null,"encoding":"7bit","cid":null,` +
		`"message":{"headers":[["Subject","in"]],"root":{"path":"4.1","type":"text/plain","params":{},"disposition":null,"filename":null,"encoding":"7bit","cid":null,` + leaf("hi", quoted("hi")) + `}}},` +
		`{"path":"5","type":"multipart/alternative","params":{},"disposition":null,"filename":null,"encoding":"7bit","cid":null,` + leaf("x", "null") + `,"defects":["no-boundary"]}` +
		`]}}`
	if got := string(AppendStructure(nil, []byte(letter))); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

func TestLineFeeds(t *testing.T) {
	for in, want := range map[string]string{"": "", "a\nb": "a\nb", "a\r\nb\r\n": "a\nb\n", "\r\r\n\r": "\n\n\n", "a\r\n\rb": "a\n\nb"} {
		if got := string(lineFeeds([]byte(in))); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// FuzzStructure: the line is JSON whatever the letter, one line, and always the same.
func FuzzStructure(f *testing.F) {
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: \xff\r\n\r\ny\r\n--b--\r\npost"))
	f.Fuzz(func(t *testing.T, data []byte) {
		line := AppendStructure(nil, data)
		if !json.Valid(line) || strings.ContainsAny(string(line), "\r\n") {
			t.Fatalf("%q gives %s", data, line)
		}
		if again := AppendStructure(nil, data); string(again) != string(line) {
			t.Fatalf("%q gives %s and %s", data, line, again)
		}
	})
}

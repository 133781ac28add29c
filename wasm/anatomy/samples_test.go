package anatomy

import (
	goflag "flag"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/wasm/internal/samples"
)

var update = goflag.Bool("update", false, "rewrite site/src/anatomy/samples.ts")

// full is a letter with something for every list of the answers.
const full = "To: bob@hai.example\r\nReturn-Path: <alice@shan.example>\r\nDelivered-To: bob@hai.example\r\n" +
	"Received: from mail.shan.example (mail.shan.example [192.0.2.10])\r\n by mail.hai.example with ESMTP id H0001\r\n for <bob@hai.example>; Mon, 2 Mar 2026 08:00:02 +0800\r\n" +
	"Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nFrom: Alice <alice@shan.example>\r\nSubject: =?utf-8?B?5Y2I6aWt?=\r\n" +
	"List-Id: <lunch.hai.example>\r\nList-Post: <mailto:lunch@hai.example>\r\nList-Help: <mailto:help@hai.example>\r\n" +
	"List-Archive: <https://hai.example/lunch>\r\nList-Unsubscribe: <mailto:leave@hai.example>\r\n" +
	"In-Reply-To: <0@hai.example>\r\nReferences: <00@hai.example> <0@hai.example>\r\nMessage-ID: <1@shan.example>\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" +
	"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n5Y2I6aWt77yf\r\n" +
	"--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9 =\r\n\xe9\r\n"

// uuencoded is a text with a file in it, as before MIME.
const uuencoded = "Subject: the file\n\nHere it is.\nbegin 644 cat.txt\n#0V%T\n`\nend\n"

// TestSamples asks every command and writes the answers down as TypeScript that must satisfy the page's own types.
func TestSamples(t *testing.T) {
	kept := samples.New("site/src/anatomy/samples.ts", "./wasm/anatomy")
	c := New()
	sample := func(op, command string, data []byte) {
		t.Helper()
		reply, _ := c.Cmd([]byte(command), data)
		kept.AddReply(t, op, reply)
	}
	sample("lint", `{"op":"lint"}`, []byte(full))
	sample("load", `{"op":"load","name":"full.eml"}`, []byte(full))
	sample("letter", `{"op":"letter","n":0}`, nil)
	sample("content", `{"op":"content","part":1}`, nil)
	sample("content", `{"op":"content","part":2}`, nil)
	sample("text", `{"op":"text","part":1,"charset":""}`, nil)
	sample("text", `{"op":"text","part":2,"charset":"iso-8859-1"}`, nil)
	sample("charsets", `{"op":"charsets","part":2}`, nil)
	sample("bits", `{"op":"bits","part":1,"start":0,"end":10000}`, nil)
	sample("bits", `{"op":"bits","part":2,"start":0,"end":10000}`, nil)
	sample("garble", `{"op":"garble","part":2}`, nil)
	sample("encode", `{"op":"encode","what":"text","charset":"utf-8","encoding":"auto"}`, []byte("lunch?"))
	sample("encode", `{"op":"encode","what":"text","charset":"utf-8","encoding":"auto"}`, []byte("\u5348\u996d"))
	sample("encode", `{"op":"encode","what":"field","charset":"utf-8","encoding":"auto"}`, []byte("\u5348\u996d"))
	sample("export", `{"op":"export","format":"eml","letters":[]}`, nil)
	// The page has words for each of them.
	var names []string
	for _, k := range message.Problems() {
		names = append(names, k.Name)
	}
	kept.List("problemNames", names)
	sample("load", `{"op":"load","name":"uu.eml"}`, []byte(uuencoded))
	sample("letter", `{"op":"letter","n":0}`, nil)
	sample("enclosed", `{"op":"enclosed","part":0}`, nil)
	sample("extract", `{"op":"extract","part":0,"n":0}`, nil)
	sample("gather", `{"op":"gather","sizes":[4,5]}`, []byte("A: b\nC: d"))
	kept.Check(t, *update)
}

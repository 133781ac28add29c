package message

import (
	"bytes"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
)

// The classes of letters that reading is measured with: a text of 3.8 kB, a text with a page beside it, a report with a
// letter in it, a text in Chinese, and an attachment of 1 MiB. The same seed makes the same letters.

// benchHeader is what a letter has on top that came over two servers.
const benchHeader = "Return-Path: <alice@shan.example>\n" +
	"Delivered-To: bob@hai.example\n" +
	"Received: from mx.hai.example (mx.hai.example [198.51.100.7]) by store.hai.example\n with LMTPS id 4aCq0B3Kx7z9 for <bob@hai.example>;\n Mon, 2 Mar 2026 08:00:04 +0800\n" +
	"Received: from mail.shan.example (mail.shan.example [203.0.113.25]) by mx.hai.example\n with ESMTPS id 7F3Kq2 for <bob@hai.example>; Mon, 2 Mar 2026 08:00:03 +0800\n" +
	"Message-ID: <20260302000002.4711@shan.example>\n" +
	"Date: Mon, 2 Mar 2026 08:00:02 +0800\n" +
	"From: =?utf-8?Q?Alice_M=C3=BCller?= <alice@shan.example>\n" +
	"To: Bob Li <bob@hai.example>, \"Carol, too\" <carol@hai.example>\n" +
	"Cc: dave@hai.example\n" +
	"Subject: =?utf-8?B?5Y2I6aWt?= and what we said about the lake\n" +
	"User-Agent: EHLO/1.0\n" +
	"MIME-Version: 1.0\n"

var benchWords = strings.Fields("the lake was quiet that morning and nobody on the shore had seen a boat go out before seven when it began to rain over " +
	"hills we know so well from letters of our friends who live there; please write soon, and tell me how it went")

// prose makes lines of up to 72 characters, about n octets. Every other of the words in extra comes in at one of twenty.
func prose(r *rand.Rand, n int, extra ...string) string {
	var b strings.Builder
	for col := 0; b.Len() < n; {
		w := benchWords[r.IntN(len(benchWords))]
		if len(extra) > 0 && r.IntN(20) == 0 {
			w = extra[r.IntN(len(extra))]
		}
		if col += len(w) + 1; col > 72 {
			b.WriteString("\r\n")
			col = len(w) + 1
		}
		b.WriteString(w + " ")
	}
	return b.String() + "\r\n"
}

func chinese(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteRune(rune(0x4e00 + r.IntN(0x2000)))
		if i%24 == 23 {
			b.WriteString("。\r\n")
		}
	}
	return b.String()
}

func page(r *rand.Rand, n int) string {
	var b strings.Builder
	b.WriteString("<html><head><style>p { font-family: serif; }</style></head><body>\r\n")
	for b.Len() < n {
		b.WriteString("<p style=\"margin: 0 0 1em 0\">" + prose(r, 300, "caf\u00e9") + "</p>\r\n")
	}
	return b.String() + "</body></html>\r\n"
}

// mimePart makes a part, or what comes after the other fields of a letter.
func mimePart(typ, encodingName, body string, fields ...string) string {
	encoded := []byte(body)
	switch encodingName {
	case "base64":
		encoded = encoding.Base64(encoded)
	case "quoted-printable":
		encoded = encoding.QuotedPrintable(encoded)
	}
	return string(crlf("Content-Type: "+typ+"\nContent-Transfer-Encoding: "+encodingName+"\n"+strings.Join(fields, "")+"\n")) + string(encoded)
}

func mimeParts(typ, boundary string, parts ...string) string {
	s := string(crlf("Content-Type: " + typ + "; boundary=\"" + boundary + "\"\n\nThis is a letter in several parts.\n"))
	for _, p := range parts {
		s += "\r\n--" + boundary + "\r\n" + p
	}
	return s + "\r\n--" + boundary + "--\r\n"
}

type benchClass struct {
	name   string
	letter []byte
}

func benchClasses() []benchClass {
	r := rand.New(rand.NewPCG(1, 2026))
	top := string(crlf(benchHeader))
	letter := func(s string) []byte { return []byte(top + s) }
	noise := make([]byte, 1<<20)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	inner := string(crlf("From: carol@hai.example\nTo: alice@shan.example\nSubject: The old one\nDate: Sun, 1 Mar 2026 09:00:00 +0800\nMessage-ID: <1@hai.example>\nMIME-Version: 1.0\n"))
	return []benchClass{
		{"text", letter(mimePart("text/plain; charset=utf-8", "quoted-printable", prose(r, 3000, "caf\u00e9", "=", "na\u00efve")))},
		{"text8", letter(mimePart("text/plain; charset=utf-8", "8bit", prose(r, 3000, "caf\u00e9", "na\u00efve")))},
		{"alt", letter(mimeParts("multipart/alternative", "=_alt.7c3f", mimePart("text/plain; charset=utf-8", "quoted-printable", prose(r, 1500, "caf\u00e9")),
			mimePart("text/html; charset=utf-8", "quoted-printable", page(r, 3000))))},
		{"nested", letter(mimeParts("multipart/mixed", "=_mixed.1", mimeParts("multipart/related", "=_related.2",
			mimeParts("multipart/alternative", "=_alt.3", mimePart("text/plain; charset=utf-8", "quoted-printable", prose(r, 1500, "caf\u00e9")),
				mimePart("text/html; charset=utf-8", "quoted-printable", page(r, 3000))),
			mimePart("image/png; name=\"lake.png\"", "base64", string(noise[:9000]), "Content-ID: <lake@shan.example>\n", "Content-Disposition: inline; filename=\"lake.png\"\n")),
			mimePart("message/rfc822", "7bit", inner+mimePart("text/plain; charset=us-ascii", "7bit", prose(r, 2500))),
			mimePart("application/pdf", "base64", string(noise[9000:30000]), "Content-Disposition: attachment;\n filename*=utf-8''%E8%8F%9C%E5%8D%95.pdf\n")))},
		{"cjk", letter(mimeParts("multipart/alternative", "=_cjk.9", mimePart("text/plain; charset=utf-8", "base64", chinese(r, 4000)),
			mimePart("text/html; charset=utf-8", "quoted-printable", "<p>"+chinese(r, 2000)+"</p>\r\n")))},
		{"att1m", letter(mimeParts("multipart/mixed", "=_att.5", mimePart("text/plain; charset=utf-8", "7bit", prose(r, 600)),
			mimePart("application/octet-stream; name=\"data.bin\"", "base64", string(noise), "Content-Disposition: attachment; filename=\"data.bin\"\n")))},
	}
}

// readWhole is the task that readers are compared by: the header's fields, the people, the date and the subject of the
// letter, the content of every leaf, and text as UTF-8. It returns the octets that came out of it.
func readWhole(data []byte) (n int) {
	root := Tree(data)
	h := &root.Header
	for _, name := range [...]string{"From", "To", "Cc"} {
		for _, m := range h.Mailboxes(name) {
			n += len(m.Name) + len(m.Address)
		}
	}
	if _, _, ok := ParseDate(h.Get("Date")); ok {
		n++
	}
	n += len(h.Text("Subject"))
	root.Walk(func(p *Part) bool {
		if !p.Leaf() {
			return true
		}
		content, _ := p.Content(data)
		if strings.HasPrefix(p.Type, "text/") {
			if c := charset.Lookup(p.Charset()); c != nil {
				content, _ = c.Decode(content)
			}
		}
		n += len(content)
		return true
	})
	return n
}

func BenchmarkRead(b *testing.B) {
	for _, c := range benchClasses() {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.letter)))
			b.ReportAllocs()
			for b.Loop() {
				readWhole(c.letter)
			}
		})
	}
}

func BenchmarkTree(b *testing.B) {
	for _, c := range benchClasses() {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.letter)))
			b.ReportAllocs()
			for b.Loop() {
				Tree(c.letter)
			}
		})
	}
}

// TestBenchLetters: nothing is wrong with the letters that are measured, or the measure would be one of mending.
func TestBenchLetters(t *testing.T) {
	for _, c := range benchClasses() {
		Tree(c.letter).Walk(func(p *Part) bool {
			for _, problem := range p.Problems {
				t.Errorf("%s %s: %s", c.name, p.Path, problem)
			}
			if _, flaw := p.Content(c.letter); p.Leaf() && !flaw.Clean() {
				t.Errorf("%s %s: %+v", c.name, p.Path, flaw)
			}
			return true
		})
		if bytes.Count(c.letter, []byte("\n")) != bytes.Count(c.letter, []byte("\r\n")) {
			t.Error(c.name + " has other line ends than CRLF")
		}
		t.Log(c.name + ": " + strconv.Itoa(len(c.letter)) + " octets")
	}
}

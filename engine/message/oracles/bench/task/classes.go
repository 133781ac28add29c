// Package task is what the benchmarks measure: five classes of letters, and what reading and writing one means. Everybody
// reads the same octets and writes the same drafts.
package task

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"mime"
	"mime/quotedprintable"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Draft is a letter before it is written.
type Draft struct {
	From, FromName, To, ToName, Cc, Subject string
	Text, HTML                              string
	Image                                   []byte // Shown by the page as "cid:picture@shan.example".
	File                                    []byte
	FileName                                string
}

// Size is how many octets of content are in the draft.
func (d *Draft) Size() int {
	return len(d.Text) + len(d.HTML) + len(d.Image) + len(d.File) + len(d.Subject)
}

// Class is letters of one kind.
type Class struct {
	Name    string
	What    string
	Letters [][]byte
	Drafts  []*Draft
}

// Octets is the size of all letters.
func (c *Class) Octets() int {
	n := 0
	for _, l := range c.Letters {
		n += len(l)
	}
	return n
}

// Content is the size of all drafts.
func (c *Class) Content() int {
	n := 0
	for _, d := range c.Drafts {
		n += d.Size()
	}
	return n
}

// Classes makes the letters; they are the same every time.
func Classes() []*Class {
	return []*Class{
		class("text", "plain text of 4 KB, 7bit", 48, func(w *writer) *Draft {
			return &Draft{Text: w.text(4000)}
		}),
		class("alt", "text and page, 7 KB, quoted-printable", 48, func(w *writer) *Draft {
			text := w.accented(1500)
			return &Draft{Text: text, HTML: page(text+w.accented(2500), "")}
		}),
		class("nested", "mixed, related and alternative with a picture and a file, 50 KB", 16, func(w *writer) *Draft {
			text := w.text(1200)
			return &Draft{Text: text, HTML: page(text, "picture@shan.example"), Image: w.octets(12_000), File: w.octets(24_000), FileName: "report.pdf"}
		}),
		class("cjk", "Chinese and Japanese text of 4 KB, base64, in UTF-8, GB18030 and ISO-2022-JP", 48, func(w *writer) *Draft {
			return &Draft{Text: w.cjk(1300, han)}
		}),
		class("att1m", "a short text and a file of 1 MiB", 4, func(w *writer) *Draft {
			return &Draft{Text: w.text(500), File: w.octets(1 << 20), FileName: "archive.bin"}
		}),
	}
}

func class(name, what string, count int, draft func(w *writer) *Draft) *Class {
	c := &Class{Name: name, What: what}
	for i := range count {
		w := &writer{rand.New(rand.NewPCG(uint64(len(name)), uint64(i)))}
		d := draft(w)
		if japanese := name == "cjk" && i%3 == 2; japanese {
			d.Text = w.cjk(1300, kana)
		}
		d.From, d.FromName, d.To, d.ToName, d.Cc = "alice@shan.example", "Alice Shan", "bob@hai.example", "Bob Li", "carol@hai.example, dave@hai.example"
		d.Subject = fmt.Sprintf("Letter %d about the hill and the sea", i)
		if name == "cjk" {
			d.FromName, d.ToName, d.Subject = "爱丽丝", "鲍勃", fmt.Sprintf("第%d封信：山里的信，海边的风", i)
		}
		c.Drafts = append(c.Drafts, d)
		c.Letters = append(c.Letters, write(d, name, i))
	}
	return c
}

type writer struct{ r *rand.Rand }

var words = strings.Fields("the hill and the sea are far apart but letters go between them every day because a line of wire carries what a hand has written and nobody has to wait for the ship in spring")

func (w *writer) text(size int) string {
	var b strings.Builder
	line := 0
	for b.Len() < size {
		s := words[w.r.IntN(len(words))]
		if line+len(s) > 72 {
			b.WriteString("\r\n")
			line = 0
		}
		b.WriteString(s + " ")
		line += len(s) + 1
	}
	return strings.ReplaceAll(b.String(), " \r\n", "\r\n") + "\r\n"
}

// accented is text with a letter here and there that is not ASCII.
func (w *writer) accented(size int) string {
	return strings.NewReplacer("apart", "à part", "because", "puïsque", "carries", "trägt", "spring", "été").Replace(w.text(size))
}

var (
	han  = []rune("山里的信海边风你好我们在春天写一封长给朋友看他说水很远船没有来电线把手带到每天都等着")
	kana = []rune("山の手紙海かぜが来るまで春に長い文を書いて友だちへ送りました電線ハトフネ")
)

func (w *writer) cjk(runes int, letters []rune) string {
	var b strings.Builder
	for i := range runes {
		b.WriteRune(letters[w.r.IntN(len(letters))])
		if i%30 == 29 {
			b.WriteString("。\r\n")
		}
	}
	return b.String() + "\r\n"
}

func (w *writer) octets(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(w.r.Uint32())
	}
	return out
}

func page(text, picture string) string {
	var b strings.Builder
	b.WriteString("<html><head><meta charset=\"utf-8\"></head><body style=\"font-family: serif\">\r\n")
	for _, line := range strings.Split(strings.TrimSpace(text), "\r\n") {
		b.WriteString("<p class=\"letter\">" + line + "</p>\r\n")
	}
	if picture != "" {
		b.WriteString("<img src=\"cid:" + picture + "\" alt=\"\">\r\n")
	}
	b.WriteString("</body></html>\r\n")
	return b.String()
}

// write makes the letter that is read, as a usual mail program and two servers would have left it.
func write(d *Draft, class string, i int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "Return-Path: <%s>\r\n", d.From)
	for hop := range 2 {
		fmt.Fprintf(&b, "Received: from mx%d.shan.example (mx%d.shan.example [192.0.2.%d])\r\n\tby mail.hai.example (Postfix) with ESMTPS id 4F%04X%d\r\n\tfor <%s>; Fri, 27 Nov 2026 10:%02d:05 +0800 (CST)\r\n", hop, hop, hop+1, i*77, hop, d.To, i%60)
	}
	b.WriteString("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shan.example; s=s1;\r\n h=from:to:subject:date:message-id:mime-version:content-type;\r\n bh=2jmj7l5rSw0yVb/vlWAYkK/YBwkGvZbRt5PzPqzLhMg=; b=" + strings.Repeat("dzdVyOfAKCdLXdJOc9G2q8LoXSl\r\n ", 6) + "EniSbav\r\n")
	fmt.Fprintf(&b, "From: %s <%s>\r\nTo: %s <%s>\r\nCc: %s\r\nSubject: %s\r\n", mime.BEncoding.Encode("utf-8", d.FromName), d.From,
		mime.BEncoding.Encode("utf-8", d.ToName), d.To, d.Cc, mime.BEncoding.Encode("utf-8", d.Subject))
	fmt.Fprintf(&b, "Date: Fri, 27 Nov 2026 10:%02d:00 +0800\r\nMessage-ID: <%d.%s@shan.example>\r\nMIME-Version: 1.0\r\nX-Mailer: Hill Mail 1.0\r\n", i%60, i, class)
	b.WriteString(content(d, class, i))
	return b.Bytes()
}

func content(d *Draft, class string, i int) string {
	text := textPart("text/plain", d.Text, class, i)
	if d.HTML != "" {
		text = parts("alternative", "a", text, textPart("text/html", d.HTML, class, i))
	}
	if d.Image != nil {
		text = parts("related", "r", text, "Content-Type: image/png; name=\"picture.png\"\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <picture@shan.example>\r\nContent-Disposition: inline; filename=\"picture.png\"\r\n\r\n"+base64Lines(d.Image))
	}
	if d.File != nil {
		text = parts("mixed", "m", text, "Content-Type: application/octet-stream; name=\""+d.FileName+"\"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\""+d.FileName+"\"\r\n\r\n"+base64Lines(d.File))
	}
	return text
}

func parts(kind, mark string, list ...string) string {
	boundary := "----=_Part_" + mark + "_000102_0304"
	var b strings.Builder
	b.WriteString("Content-Type: multipart/" + kind + "; boundary=\"" + boundary + "\"\r\n\r\n")
	for _, p := range list {
		b.WriteString("--" + boundary + "\r\n" + p + "\r\n")
	}
	b.WriteString("--" + boundary + "--\r\n")
	return b.String()
}

func textPart(typ, text, class string, i int) string {
	switch class {
	case "alt":
		var b bytes.Buffer
		w := quotedprintable.NewWriter(&b)
		w.Write([]byte(text)) // A buffer takes everything.
		w.Close()
		return "Content-Type: " + typ + "; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + b.String()
	case "cjk":
		name, enc := "utf-8", encoding.Encoding(encoding.Nop)
		switch i % 3 {
		case 1:
			name, enc = "gb18030", simplifiedchinese.GB18030
		case 2:
			name, enc = "iso-2022-jp", japanese.ISO2022JP
		}
		data, err := enc.NewEncoder().Bytes([]byte(text))
		if err != nil {
			panic(err) // The letters are of the set.
		}
		return "Content-Type: " + typ + "; charset=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64Lines(data)
	}
	return "Content-Type: " + typ + "; charset=\"utf-8\"\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + text
}

func base64Lines(data []byte) string {
	s := base64.StdEncoding.EncodeToString(data)
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return b.String() + s + "\r\n"
}

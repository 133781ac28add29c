//go:build !js

package message

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/message/encoding"
)

// Words that drafts are made of: ordinary ones, and what has ever upset a mail program.
var (
	draftWords = []string{"lunch", "at", "noon", "café", "午饭", "好吗？", "=?utf-8?Q?x?=", "=", "--", "--=_b", "From", ".", "..", "a\tb", "👩‍👩‍👧", "naïve", "\"quoted\"", "(why)", "<b>",
		"a,b", "x;y", "100%", "'", "\\", "Straße", "ﬁ", "שלום", "=20", "=_b--", strings.Repeat("long", 30), strings.Repeat("海", 90), "re:", "&amp;"}
	draftNames = []string{"", "Alice", "Alice Li", "Li, Alice", "张三", "J. Q. Public", "\"The\" Boss", "Ærøskøbing", "a@b", "x <y@z>", strings.Repeat("Very ", 30) + "Long", strings.Repeat("长", 60), "=?x?="}
	draftHosts = []string{"hai.example", "mail.shan.example", "[192.0.2.1]", strings.Repeat("a.", 60) + "example"}
	draftLocal = []string{"bob", "carol.li", "x+y", `"odd name"`, `"a@b"`, "o'hara", "用户", strings.Repeat("l", 60)}
	draftFiles = []string{"", "a.txt", "午饭 菜单.pdf", "it's \"here\"; x=y.bin", "..\\..\\x", strings.Repeat("n", 100) + ".txt", strings.Repeat("名", 70), "100%.txt", "=?utf-8?Q?x?="}
	draftTypes = []string{"", "text/plain", "text/csv; charset=utf-8", "image/png", "application/pdf", "text/html", "message/rfc822", "multipart/mixed", "no type", "application/x; a=\"b c\"; d=é"}
)

type drafter struct{ *rand.Rand }

func pick[T any](d drafter, list []T) T { return list[d.IntN(len(list))] }

func (d drafter) text(words int, blanks ...string) string {
	var b strings.Builder
	for range d.IntN(words + 1) {
		b.WriteString(pick(d, draftWords) + pick(d, blanks))
	}
	return b.String()
}

// people makes an address list, in groups sometimes.
func (d drafter) people(most int) string {
	var list []Mailbox
	group := ""
	for range d.IntN(most + 1) {
		if d.IntN(6) == 0 {
			group = pick(d, []string{"", "Friends", "朋友", "A, B"})
		}
		local := pick(d, draftLocal)
		if !isASCII(local) && d.IntN(3) > 0 {
			local = "bob"
		}
		list = append(list, Mailbox{pick(d, draftNames), local + "@" + pick(d, draftHosts), group})
	}
	return strings.TrimSpace(strings.TrimPrefix(strings.ReplaceAll(string(AppendMailboxes(nil, "X", list, true)), "\r\n", ""), "X:"))
}

func (d drafter) octets() []byte {
	out := make([]byte, d.IntN(300))
	switch d.IntN(3) {
	case 0:
		for i := range out {
			out[i] = byte(d.Uint32())
		}
		return out
	case 1:
		return canonical(d.text(20, " ", "\n", "\n\n"))
	}
	return []byte(d.text(20, " ", "\n", " \r\n"))
}

// draft makes a letter that has something to trip over.
func (d drafter) draft() Draft {
	out := Draft{From: "alice@shan.example", FromName: pick(d, draftNames), To: d.people(4), Cc: d.people(2), Subject: d.text(9, " ", "  ", "\r\n"),
		Body: d.text(30, " ", "\n", "\n\n", " \n", "\r\n", "\n> ")}
	if d.IntN(3) == 0 {
		out.InReplyTo, out.References = "<1@hai.example>", slices.Repeat([]string{"<1@hai.example>", "2.3$x@[192.0.2.1]"}, d.IntN(20))
	}
	if d.IntN(2) == 0 {
		out.HTML = "<p>" + d.text(30, " ", "\n", "<br>", "</p><p>") + "</p>"
	}
	for range d.IntN(4) {
		a := Attachment{Name: pick(d, draftFiles), Type: pick(d, draftTypes), Data: d.octets()}
		if a.Type == "message/rfc822" {
			inner := d
			if a.Data = crlf("Subject: inner\n\nx\n"); d.IntN(2) == 0 {
				a.Data = Compose(inner.draft(), stamp(Options{}))
			}
		}
		if d.IntN(3) == 0 {
			a.ID = "p" + string(rune('a'+len(out.Attachments))) + "@shan.example"
			out.HTML += "<img src=cid:" + a.ID + ">"
		}
		out.Attachments = append(out.Attachments, a)
	}
	if d.IntN(3) == 0 {
		out.Fields = fields(false, "User-Agent", d.text(3, " "), "List-Id", d.text(2, " ")+"<x.hai.example>", "X-Y", d.text(30, " "), "Auto-Submitted", "auto-replied")
	}
	return out.WithText()
}

// TestStrict: the strictest parsers that come with Python and Go find in our letters what was meant, and nothing to
// complain about.
func TestStrict(t *testing.T) {
	folder := t.TempDir()
	for seed := range 600 {
		d := drafter{rand.New(rand.NewPCG(uint64(seed), 3))}
		draft := d.draft()
		o := stamp(Options{Transport: encoding.Transport(seed % 2), UTF8: seed%5 == 0})
		letter := Compose(draft, o)
		checkLetter(t, draft, o, letter)
		if err := goReads(draft, o, letter); err != nil {
			t.Fatalf("letter %d: %v\n%s", seed, err, letter)
		}
		want, err := json.Marshal(expected(draft, o, letter))
		name := filepath.Join(folder, fmt.Sprintf("%03d", seed))
		if err == nil {
			err = os.WriteFile(name+".json", want, 0o644)
		}
		if err == nil {
			err = os.WriteFile(name+".eml", letter, 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("python3", "testdata/strict.py", folder).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// expected is what the other parsers must find, for strict.py.
func expected(d Draft, o Options, letter []byte) map[string]any {
	people := func(list []Mailbox) [][2]string {
		out := [][2]string{}
		for _, m := range list {
			if m.Address != "" {
				out = append(out, [2]string{oneLine(m.Name), m.Address})
			}
		}
		return out
	}
	var parts []map[string]string
	for _, l := range leaves(d, o) {
		parts = append(parts, map[string]string{"type": l.typ, "name": l.name, "id": l.id, "data": base64.StdEncoding.EncodeToString([]byte(l.data))})
	}
	header, _ := Split(letter)
	return map[string]any{"utf8": !isASCII(header), "subject": oneLine(d.Subject), "from": people([]Mailbox{{Name: d.FromName, Address: d.From}}),
		"to": people(writables(d.To)), "cc": people(writables(d.Cc)), "leaves": parts}
}

// goReads reads a letter with the standard library.
func goReads(d Draft, o Options, letter []byte) error {
	m, err := mail.ReadMessage(bytes.NewReader(letter))
	if err != nil {
		return err
	}
	if _, err := m.Header.Date(); err != nil {
		return err
	}
	for name, typed := range map[string]string{"From": d.From, "To": d.To, "Cc": d.Cc} {
		want := writables(typed)
		if len(Addresses(want)) == 0 {
			continue
		}
		got, err := m.Header.AddressList(name)
		if err != nil || len(got) != len(want) {
			return fmt.Errorf("%s: %v, %v, want %v", name, got, err, want)
		}
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if want := oneLine(d.Subject); err != nil || subject != want {
		return fmt.Errorf("subject %q, want %q, %v", subject, want, err)
	}
	var got []leaf
	var walk func(h textproto.MIMEHeader, body io.Reader) error
	walk = func(h textproto.MIMEHeader, body io.Reader) error {
		typ, params, err := mime.ParseMediaType(h.Get("Content-Type"))
		if err != nil {
			return err
		}
		if strings.HasPrefix(typ, "multipart/") {
			r := multipart.NewReader(body, params["boundary"])
			for {
				p, err := r.NextRawPart()
				if err == io.EOF {
					return nil
				}
				if err == nil {
					err = walk(p.Header, p)
				}
				if err != nil {
					return err
				}
			}
		}
		switch h.Get("Content-Transfer-Encoding") {
		case "base64":
			body = base64.NewDecoder(base64.StdEncoding, body)
		case "quoted-printable":
			body = quotedprintable.NewReader(body)
		}
		l := leaf{typ: typ, id: strings.Trim(h.Get("Content-ID"), "<>")}
		if disposition := h.Get("Content-Disposition"); disposition != "" {
			word, params, err := mime.ParseMediaType(disposition)
			if err != nil {
				return err
			}
			l.file, l.name = word == "attachment", params["filename"]
		}
		data, err := io.ReadAll(body)
		l.data = string(data)
		got = append(got, l)
		return err
	}
	if err := walk(textproto.MIMEHeader(m.Header), m.Body); err != nil {
		return err
	}
	if want := leaves(d, o); !slices.Equal(got, want) {
		return fmt.Errorf("leaves %+v, want %+v", got, want)
	}
	return nil
}

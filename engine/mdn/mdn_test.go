package mdn

import (
	"bytes"
	"flag"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"reflect"
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/vtime"
)

var update = flag.Bool("update", false, "rewrite testdata")

func at(t testing.TB, s string) vtime.Time {
	t.Helper()
	v, _, err := vtime.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const letter = "Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nFrom: Alice <alice@shan.example>\r\nTo: bob@hai.example\r\n" +
	"Subject: =?utf-8?B?5Y2I6aWt?=\r\nMessage-ID: <1.alice@shan.example>\r\nDisposition-Notification-To: Alice <alice@shan.example>\r\n\r\nLunch?\r\n"

func displayed(t testing.TB) Notice {
	return Notice{
		From: "Bob Li <bob@hai.example>", To: "Alice <alice@shan.example>", Date: at(t, "2026-03-02T09:00:00+08:00"), Zone: 28800,
		MessageID: "n1@hai.example", Boundary: "n1", Host: "bob-pc.hai.example", Product: "EHLO World mail program 1.0",
		Recipient: "bob@hai.example", Original: "rfc822;b.li@hai.example", LetterID: "1.alice@shan.example",
		Disposition: Disposition{Type: Displayed}, Letter: []byte(letter), Full: true,
	}
}

func failed(t testing.TB) Notice {
	n := displayed(t)
	n.Disposition = Disposition{Type: Processed, Modifiers: []string{"error", "x-rule"}, Automatic: true, SentAutomatic: true}
	n.Errors = []string{"The rule \"午饭\" could not be followed: " + strings.Repeat("folder not found ", 10)}
	n.Gateway, n.Full = "dns; gw.hai.example", false
	return n
}

// TestGolden shows the notices as they are; every changed line must have a reason.
func TestGolden(t *testing.T) {
	for name, n := range map[string]Notice{"displayed": displayed(t), "failed": failed(t)} {
		got := bytes.ReplaceAll(Build(n), []byte("\r\n"), []byte("\n"))
		file := "testdata/" + name + ".txt"
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs (%v):\n%s", name, err, got)
		}
	}
}

// TestStandardLibrary reads notices with parsers that we did not write, and with our own linter.
func TestStandardLibrary(t *testing.T) {
	international := displayed(t)
	international.To, international.From, international.Recipient = "用户@例子.example", "鲍勃 <鲍勃@例子.example>", "鲍勃@例子.example"
	escaped := displayed(t)
	escaped.Recipient = "鲍勃@例子.example"
	nameless := displayed(t)
	nameless.LetterID, nameless.Host, nameless.Original, nameless.Letter, nameless.Full = "", "", "", nil, false
	for name, n := range map[string]Notice{"displayed": displayed(t), "failed": failed(t), "international": international, "escaped": escaped, "nameless": nameless} {
		data := Build(n)
		m, err := mail.ReadMessage(bytes.NewReader(data))
		if err != nil {
			t.Fatal(name, err)
		}
		typ, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
		if err != nil || typ != "multipart/report" || params["report-type"] != "disposition-notification" {
			t.Fatal(name, typ, params, err)
		}
		var types []string
		for parts := multipart.NewReader(m.Body, params["boundary"]); ; {
			p, err := parts.NextPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(name, err)
			}
			typ, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
			types = append(types, typ)
		}
		want := []string{"text/plain", "message/disposition-notification", "message/rfc822"}
		switch name {
		case "failed", "nameless":
			want[2] = "text/rfc822-headers"
		case "international":
			want[1] = "message/global-disposition-notification"
		}
		if !reflect.DeepEqual(types, want) {
			t.Errorf("%s: %v, want %v", name, types, want)
		}
		if name != "international" && !message.ASCII(data) {
			t.Errorf("%s is not ASCII", name)
		}
		if m.Header.Get("Disposition-Notification-To") != "" || m.Header.Get("Auto-Submitted") != "auto-replied" {
			t.Errorf("%s: %v", name, m.Header)
		}
		for _, p := range message.Lint(data) {
			if name != "international" { // Its UTF-8 is a warning.
				t.Errorf("%s: %v", name, p)
			}
		}
	}
}

// TestRoundTrip reads back what was written.
func TestRoundTrip(t *testing.T) {
	for _, n := range []Notice{displayed(t), failed(t)} {
		got, err := Parse(Build(n))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(got.PeopleRead, "Your letter \"午饭\" of Mon, 2 Mar 2026 08:00:00 +0800 to <bob@hai.example>\nhas been ") {
			t.Errorf("%s", got.PeopleRead)
		}
		got.PeopleRead = ""
		n.Boundary = "=_" + n.Boundary
		if n.Errors != nil {
			n.Errors[0] = strings.ReplaceAll(strings.TrimSpace(n.Errors[0]), "午饭", `\x{5348}\x{996D}`)
			header, _ := message.Split([]byte(letter))
			n.Letter = header
		}
		if !reflect.DeepEqual(got, n) {
			t.Errorf("\n got %+v\nwant %+v", got, n)
		}
	}
	n := displayed(t)
	n.Recipient = "鲍勃+x@例子.example"
	if got, err := Parse(Build(n)); err != nil || got.Recipient != n.Recipient {
		t.Errorf("%q %v", got.Recipient, err)
	}
	for _, n := range []Notice{{Recipient: "a@b", To: "nobody"}, {To: "a@b"}, {}} {
		if Build(n) != nil {
			t.Errorf("%+v is written", n)
		}
	}
}

// TestParseOthers reads notices as other programs write them.
func TestParseOthers(t *testing.T) {
	for _, c := range []struct {
		fields string
		want   Notice
	}{
		{"Reporting-UA: bob-pc; Mozilla Thunderbird 128\nOriginal-Recipient: rfc822; bob@hai.example\nFinal-Recipient: rfc822;bob@hai.example\nOriginal-Message-ID: <1@a>\nDisposition: manual-action/MDN-sent-manually; displayed\n",
			Notice{Host: "bob-pc", Product: "Mozilla Thunderbird 128", Original: "rfc822;bob@hai.example", Recipient: "bob@hai.example", LetterID: "1@a", Disposition: Disposition{Type: "displayed"}}},
		{"Final-Recipient: RFC822; bob@hai.example\nDisposition: automatic-action/MDN-sent-automatically; displayed\nX-MSExch-Correlation-Key: abc\nOriginal-Message-ID:\n <1@a>\n",
			Notice{Recipient: "bob@hai.example", LetterID: "1@a", Disposition: Disposition{Type: "displayed", Automatic: true, SentAutomatic: true}, UnknownLines: 1}},
		{"Final-Recipient: bob@hai.example\nDisposition: Automatic-Action/mdn-sent-manually ; Deleted/Error , expired\nFailure: disk full\nWarning: x\n", // RFC 2298 and 3798
			Notice{Recipient: "bob@hai.example", Disposition: Disposition{Type: "deleted", Modifiers: []string{"error", "expired"}, Automatic: true}, Errors: []string{"disk full", "x"}}},
		{"Disposition: displayed\n", Notice{Disposition: Disposition{Type: "displayed"}}},
		{"\n", Notice{}},
	} {
		data := strings.ReplaceAll("Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\n"+c.fields+"\n--b--\n", "\n", "\r\n")
		got, err := Parse([]byte(data))
		c.want.Boundary = "b"
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s\n got %+v %v\nwant %+v", c.fields, got, err, c.want)
		}
	}
	if _, err := Parse([]byte(letter)); err != ErrNotice {
		t.Error(err)
	}
}

func TestRequest(t *testing.T) {
	h := message.ParseHeader([]byte("Disposition-Notification-To: Alice <alice@shan.example>,\r\n c@d.example\r\n" +
		"Disposition-Notification-Options: Signed-Receipt-Protocol=optional, pkcs7-signature; signed-receipt-micalg = Required , sha1,md5; junk\r\nOriginal-Recipient: rfc822; b.li@hai.example\r\n\r\n"))
	r, ok := ReadRequest(&h)
	want := Request{
		To:       []message.Mailbox{{Name: "Alice", Address: "alice@shan.example"}, {Address: "c@d.example"}},
		Options:  []Option{{"signed-receipt-protocol", false, []string{"pkcs7-signature"}}, {"signed-receipt-micalg", true, []string{"sha1", "md5"}}},
		Original: "rfc822;b.li@hai.example",
	}
	if !ok || !reflect.DeepEqual(r, want) {
		t.Errorf("%+v", r)
	}
	if got := string(AppendRequest(nil, "Alice <alice@shan.example>", false)); got != "Disposition-Notification-To: Alice <alice@shan.example>\r\n" {
		t.Errorf("%q", got)
	}
}

// TestDecide has a row for every rule.
func TestDecide(t *testing.T) {
	const (
		asks = "Disposition-Notification-To: alice@shan.example\n"
		id   = "Message-ID: <1@a>\n"
		back = "Return-Path: <alice@shan.example>\n"
	)
	for _, c := range []struct {
		header string
		known  Letter
		may    string
		rules  string
	}{
		{back + asks + id, Letter{}, Free, ""},
		{"Return-Path: <alice@SHAN.example>\n" + asks + id, Letter{}, Free, ""}, // domains compare without case
		{back + id, Letter{}, Never, "no-request"},
		{back + "Disposition-Notification-To: Alice\n" + id, Letter{}, Never, "no-address"},
		{back + asks + id + "Content-Type: multipart/report; report-type=disposition-notification\n", Letter{}, Never, "about-notice"},
		{back + asks + id, Letter{Sent: true}, Never, "sent-before"},
		{"Return-Path: <>\n" + asks + id, Letter{}, Never, "null-sender"},
		{back + asks + id + "Disposition-Notification-Options: x=required,y; z=optional\n", Letter{}, Never, "required-option"},
		{back + asks + id + "Disposition-Notification-Options: x=required,y; z=optional\n", Letter{Options: []string{"x"}}, Free, ""},
		{back + asks + id + "Auto-Submitted: auto-generated\n", Letter{}, Ask, "automatic"},
		{back + asks + id + "Precedence: bulk\n", Letter{}, Ask, "automatic"},
		{back + asks + id + "List-Id: <lunch.hai.example>\n", Letter{}, Ask, "list"},
		{asks + id, Letter{}, Ask, "no-return-path"},
		{back + back + asks + id, Letter{}, Ask, "several-return-paths"},
		{back + "Disposition-Notification-To: alice@shan.example, b@c.example\n" + id, Letter{}, Ask, "several-addresses"},
		{"Return-Path: <Alice@shan.example>\n" + asks + id, Letter{}, Ask, "other-address"}, // local parts do not
		{back + asks, Letter{}, Ask, "no-message-id"},
		{"Return-Path: <>\n" + asks, Letter{Sent: true}, Never, "sent-before null-sender no-message-id"},
	} {
		h := message.ParseHeader([]byte(strings.ReplaceAll(c.header, "\n", "\r\n") + "\r\n"))
		d := Decide(&h, c.known)
		var names []string
		for _, r := range d.Rules {
			names = append(names, r.Name)
		}
		if got := strings.Join(names, " "); d.May != c.may || got != c.rules {
			t.Errorf("%q %+v: %s %s, want %s %s", c.header, c.known, d.May, got, c.may, c.rules)
		}
	}
}

// FuzzParse: no notice makes Parse stumble, and what was read can be written and read again.
func FuzzParse(f *testing.F) {
	f.Add(Build(displayed(f)))
	f.Add(Build(failed(f)))
	f.Add([]byte("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/disposition-notification\r\n\r\nDisposition: a/b;c/d,e\r\nError: x\r\n--b--\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		n, err := Parse(data)
		if err != nil {
			return
		}
		h := message.ParseHeader(data)
		Decide(&h, Letter{})
		n.Transport = encoding.EightBit
		out := Build(n)
		if out == nil {
			return
		}
		again, err := Parse(out)
		if err != nil || len(again.Errors) > len(n.Errors) || again.Disposition.Automatic != n.Disposition.Automatic {
			t.Fatalf("%q\nwritten %q\nread %+v %v", data, out, again, err)
		}
	})
}

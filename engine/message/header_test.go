package message

import (
	"bytes"
	"io"
	"net/mail"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

// crlf writes test letters with visible lines.
func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

func TestParseHeader(t *testing.T) {
	data := crlf("From: Alice <alice@shan.example>\nSUBJECT : one\n two\n\t =?utf-8?B?5rW3?=\nno field\nX-Empty:\n\nBody\n")
	h := ParseHeader(data)
	if len(h.Fields) != 4 || !h.Blank() || string(data[h.Body:]) != "Body\r\n" {
		t.Fatalf("%+v", h)
	}
	var joined []byte
	for i := range h.Fields {
		f := &h.Fields[i]
		if !bytes.Equal(data[f.Start:f.End()], f.Raw) {
			t.Errorf("field %d lies elsewhere", i)
		}
		joined = append(joined, f.Raw...)
	}
	if !bytes.Equal(joined, data[:h.End]) {
		t.Error("the fields are not the header")
	}
	if got := h.Get("subject"); got != "one two\t =?utf-8?B?5rW3?=" {
		t.Errorf("%q", got)
	}
	if got := h.Text("Subject"); got != "one two\t 海" {
		t.Errorf("%q", got)
	}
	if f := h.Fields[2]; !f.Stray() || f.Value() != "no field" {
		t.Errorf("%+v", f)
	}
	if !h.Has("x-empty") || h.Get("x-empty") != "" || h.Has("no field") || h.Find("") != nil && !h.Find("").Stray() {
		t.Error("names")
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ in, header, body string }{
		{"A: b\r\n\r\nbody", "A: b\r\n", "body"},
		{"A: b\n\nbody", "A: b\n", "body"}, // bare LF
		{"A: b\r\n\nbody", "A: b\r\n", "body"},
		{"\r\nbody", "", "body"},
		{"", "", ""},
		{"A: b", "A: b", ""},
		{"A: b\r\nHello Bob.\r\n", "A: b\r\n", "Hello Bob.\r\n"}, // the empty line was forgotten
		{"A: b\r\nHello Bob.\r\nC: d\r\nx", "A: b\r\nHello Bob.\r\nC: d\r\n", "x"},
		{"A: b\r\r\nC: d\r\r\n\r\r\nbody", "A: b\r\r\nC: d\r\r\n", "body"}, // LF became CRLF twice
		{"A: b\rC: d\r\rbody\r", "A: b\rC: d\r", "body\r"},                 // an old Macintosh
		{" x\nA: b\n\nbody", " x\nA: b\n", "body"},
		{"A: b\r\n \r\n\r\nbody", "A: b\r\n \r\n", "body"}, // a blank line is a folded line
	} {
		header, body := Split([]byte(c.in))
		if string(header) != c.header || string(body) != c.body {
			t.Errorf("%q: %q %q", c.in, header, body)
		}
	}
}

// FuzzHeader holds the reading of letters that net/mail accepts against it, and checks the offsets of all others.
func FuzzHeader(f *testing.F) {
	f.Add([]byte("From: a@b\r\nSubject: x\r\n y\r\n\r\nbody"))
	f.Add([]byte("A: b\nno field\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h := ParseHeader(data)
		at := h.Start
		for i := range h.Fields {
			fl := &h.Fields[i]
			if fl.Start != at || !bytes.Equal(data[fl.Start:fl.End()], fl.Raw) {
				t.Fatalf("field %d: %+v, expected at %d", i, fl, at)
			}
			at = fl.End()
			fl.Text()
		}
		if at != h.End && len(h.Fields) < MaxFields || h.Body < h.End || h.Body > len(data) {
			t.Fatalf("%+v", h)
		}
		Lint(data)
		Text(data)
		m, err := mail.ReadMessage(bytes.NewReader(data))
		if err != nil || bytes.Count(data, []byte("\r")) != bytes.Count(data, []byte("\r\n")) {
			return // What a bare CR means, everybody sees in another way.
		}
		if h.flaws&flawNoBlank != 0 {
			return // net/mail takes everything with a colon for a field.
		}
		body, _ := io.ReadAll(m.Body)
		if !h.Blank() && len(body) > 0 {
			t.Fatalf("%q: net/mail finds a body %q", data, body)
		}
		if h.Blank() && !bytes.Equal(body, data[h.Body:]) {
			t.Fatalf("%q: body %q, want %q", data, data[h.Body:], body)
		}
	})
}

func TestParseMailboxes(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"bob@hai.example", "|bob@hai.example"},
		{"Bob Li <bob@HAI.example>, carol@hai.example", "Bob Li|bob@hai.example;|carol@hai.example"},
		{`"Li, Bob" <bob@hai.example>`, "Li, Bob|bob@hai.example"},
		{`"a \"q\" \\ b" <b@c>`, `a "q" \ b|b@c`},
		{"=?utf-8?B?5byg5LiJ?= <zhang@shan.example>", "张三|zhang@shan.example"},
		{"=?utf-8?Q?A?= =?utf-8?Q?B?= C <b@c>", "AB C|b@c"},
		{"bob@hai.example (Bob (the first))", "Bob (the first)|bob@hai.example"},
		{"Friends: bob@hai.example, Carol <carol@hai.example>;, x@y", "[Friends]|bob@hai.example;[Friends]Carol|carol@hai.example;|x@y"},
		{"undisclosed-recipients:;", "[undisclosed-recipients]|"},
		{"<@a,@b:bob@hai.example>", "|bob@hai.example"},
		{"bob . li @ hai . example", "|bob.li@hai.example"},
		{`"bob"@hai.example, "bob li"@hai.example`, `|bob@hai.example;|"bob li"@hai.example`},
		{"Bob bob@hai.example", "Bob|bob@hai.example"}, // brackets forgotten
		{"bob@hai.example Bob", "Bob|bob@hai.example"},
		{"bob@[192.0.2.1]", "|bob@[192.0.2.1]"},
		{"用户@例子.example", "|用户@例子.example"},
		{"Bob, carol@hai.example", "Bob|;|carol@hai.example"},
		{"a@b@c", "a@b@c|"},
		{"<>", "|"},
		{"Bob <>", "Bob|"},
		{"Bob <bob@hai.example", "Bob|bob@hai.example"},
		{"Bob <bob @@ hai>", "Bob|"},
		{",, a@b ,,", "|a@b"},
		{"a@b; c@d", "|a@b;|c@d"}, // semicolons, as one program has it
		{"a@.b, a@b., a@b..c, @b, a@", "a@.b|;a@b.|;a@b..c|;@b|;a@|"},
		{"Bob Q. Li <b@c>", "Bob Q. Li|b@c"},
		{`"open <b@c>`, "open|b@c"}, // a quotation mark without its partner
		{"", ""},
	} {
		var got []string
		for _, m := range ParseMailboxes(c.in) {
			s := m.Name + "|" + m.Address
			if m.Group != "" {
				s = "[" + m.Group + "]" + s
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ";"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.in, s, c.want)
		}
	}
	if got := Addresses(ParseMailboxes("a@b, X <a@B>, c@d, nobody")); strings.Join(got, " ") != "a@b c@d" {
		t.Error(got)
	}
}

// inASCII is the addresses of a list, their domains in ASCII.
func inASCII(list []Mailbox) string {
	var out []string
	for _, a := range Addresses(list) {
		e := ParseAddresses(a).Entries[0]
		if ascii, _, ok := e.Forms(); ok {
			a = quoteLocal(e.Local) + "@" + ascii
		}
		if !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return strings.Join(out, "\n")
}

// FuzzMailboxes: where net/mail reads a list, we read the same addresses; and what we write net/mail reads back. An encoded
// word we read as one, also where net/mail finds an address in it.
func FuzzMailboxes(f *testing.F) {
	for _, s := range []string{`"Li, Bob" <bob@hai.example>, x: y@z;`, "=?utf-8?B?5byg5LiJ?= <zhang@shan.example>", `"a b"@c (d)`, "a@[1.2.3.4]", "x <a.b@c>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ours := ParseMailboxes(s)
		if theirs, err := mail.ParseAddressList(s); err == nil && !hasControl(s) && !holdsEncodedWord(s) {
			var want []string
			for _, a := range theirs {
				at := strings.LastIndexByte(a.Address, '@')
				if hasControl(a.Address[:at]) {
					return
				}
				want = append(want, quoteLocal(a.Address[:at])+"@"+lowerASCII(a.Address[at+1:]))
			}
			var got []string
			for _, m := range ours {
				if m.Address != "" {
					got = append(got, m.Address)
				}
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Fatalf("%q: %q, want %q", s, got, want)
			}
		}
		// In ASCII, domains beyond it come back in their other form.
		field := FormatMailboxes("To", ours)
		checkField(t, field)
		if got, want := inASCII(ParseMailboxes(firstValue(field))), inASCII(ours); got != want && len(s) < maxToken {
			t.Fatalf("%q\nwritten %q\nread %q, want %q", s, field, got, want)
		}
		// In UTF-8, all that can be written comes back as it was.
		var want []Mailbox
		for _, m := range ours {
			if writable(m) {
				m.Name, m.Group = oneLine(m.Name), oneLine(m.Group)
				want = append(want, m)
			}
		}
		field = string(AppendMailboxes(nil, "To", ours, true))
		if got := ParseMailboxes(firstValue(field)); !slices.Equal(got, want) && len(s) < maxToken {
			t.Fatalf("%q\nwritten %q\nread %q, want %q", s, field, got, want)
		}
	})
}

func TestTraceFields(t *testing.T) {
	at, zone, err := vtime.Parse("2026-03-02T08:00:02+08:00")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		info ReceivedInfo
		want string
	}{
		{ReceivedInfo{From: "alice-pc.shan.example", FromIP: "198.51.100.5", By: "mail.hai.example", With: "ESMTP", ID: "H0001", For: "bob@hai.example"},
			"Received: from alice-pc.shan.example ([198.51.100.5]) by mail.hai.example with\r\n ESMTP id H0001 for <bob@hai.example>; Mon, 2 Mar 2026 08:00:02 +0800\r\n"},
		{ReceivedInfo{From: "x", FromName: "mail.shan.example", FromIP: "2001:db8::1", By: "mail.hai.example", With: "SMTP"},
			"Received: from x (mail.shan.example [IPv6:2001:db8::1]) by mail.hai.example\r\n with SMTP; Mon, 2 Mar 2026 08:00:02 +0800\r\n"},
		{ReceivedInfo{From: "evil) by bank.example; x\r\nSubject: y", By: "mail.hai.example"},
			"Received: from evil??by?bank.example??x??Subject:?y by mail.hai.example;\r\n Mon, 2 Mar 2026 08:00:02 +0800\r\n"},
		{ReceivedInfo{}, "Received: ; Mon, 2 Mar 2026 08:00:02 +0800\r\n"},
	} {
		c.info.Date, c.info.Zone = at, zone
		if got := Received(c.info); got != c.want {
			t.Errorf("\n got %q\nwant %q", got, c.want)
		}
	}
	if ReturnPath("") != "Return-Path: <>\r\n" || ReturnPath("alice@shan.example") != "Return-Path: <alice@shan.example>\r\n" || DeliveredTo("bob@hai.example") != "Delivered-To: bob@hai.example\r\n" {
		t.Error("Return-Path or Delivered-To")
	}
	for want, tr := range map[string]Transport{
		"SMTP": {}, "ESMTP": {ESMTP: true}, "ESMTPA": {ESMTP: true, Auth: true}, "ESMTPS": {ESMTP: true, TLS: true}, "ESMTPSA": {ESMTP: true, TLS: true, Auth: true},
		"LMTP": {LMTP: true}, "LMTPSA": {LMTP: true, TLS: true, Auth: true}, "UTF8SMTP": {ESMTP: true, UTF8: true}, "UTF8SMTPSA": {ESMTP: true, UTF8: true, TLS: true, Auth: true}, "UTF8LMTPS": {LMTP: true, UTF8: true, TLS: true},
	} {
		if got := tr.With(); got != want {
			t.Errorf("%+v: %s, want %s", tr, got, want)
		}
	}
}

func firstValue(field string) string {
	h := ParseHeader([]byte(field))
	return h.Fields[0].Value()
}

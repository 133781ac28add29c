package message

import (
	"bytes"
	"strconv"
	"strings"
	"testing"
)

func TestReplyTo(t *testing.T) {
	own := []string{"alice@shan.example", "Alice.Li@shan.example"}
	for _, c := range []struct {
		name, header string
		to           Audience
		want         string
	}{
		{"the author", "From: Bob Li <bob@hai.example>\nTo: alice@shan.example, carol@hai.example\n", ToAuthor, "Bob Li <bob@hai.example>"},
		{"where the author wants it", "From: bob@hai.example\nReply-To: 张三 <z@hai.example>, x@y.example\nTo: alice@shan.example\n", ToAuthor, "张三 <z@hai.example>, x@y.example"},
		{"a Reply-To that is no address", "From: bob@hai.example\nReply-To: nobody\n", ToAuthor, "bob@hai.example"},
		{"everyone once", "From: bob@hai.example\nTo: \"Li, Alice\" <alice@SHAN.example>, carol@hai.example, Bob <bob@hai.example>\nCc: Friends: dave@hai.example, CAROL@hai.example;\n",
			ToEveryone, "bob@hai.example, carol@hai.example | dave@hai.example"},
		{"only copies are left", "From: alice@shan.example\nTo: alice.li@shan.example\nCc: bob@hai.example\n", ToEveryone, "bob@hai.example"},
		{"one's own letter", "From: alice@shan.example\nTo: bob@hai.example\nCc: carol@hai.example\n", ToAuthor, "bob@hai.example"},
		{"a note to oneself", "From: alice@shan.example\nTo: alice@shan.example\n", ToEveryone, "alice@shan.example"},
		{"as the author asks", "From: bob@hai.example\nTo: gulls@hai.example\nMail-Followup-To: gulls@hai.example\n", ToEveryone, "gulls@hai.example"},
		{"the list", "From: bob@hai.example\nTo: gulls@hai.example\nCc: x@y.example\nList-Post: <mailto:gulls%2Ball@hai.example?subject=x>, <https://x.example/>\n", ToList, "gulls+all@hai.example"},
		{"a list that takes no mail", "From: bob@hai.example\nTo: gulls@hai.example\nList-Post: NO (read only)\n", ToList, "bob@hai.example, gulls@hai.example"},
		{"nobody", "Subject: x\n", ToEveryone, ""},
	} {
		d := Reply(crlf(c.header+"\nx\n"), Answer{To: c.to, Own: own})
		got := d.To
		if d.Cc != "" {
			got += " | " + d.Cc
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestReplyText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Hello\n\n> before\n>> more\n\n-- \nBob\n", "Bob wrote:\n> Hello\n>\n>> before\n>>> more\n"},
		{"-- \nonly a signature\n", "Bob wrote:\n"},
		{"", "Bob wrote:\n"},
		{"no line end", "Bob wrote:\n> no line end\n"},
	} {
		d := Reply(crlf("Subject: x\n\n"+c.in), Answer{Attribution: "Bob\nwrote:"})
		if d.Body != c.want {
			t.Errorf("%q: %q, want %q", c.in, d.Body, c.want)
		}
	}
	page := crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\nPHA+5rW3PGJyPng8L3A+\n--b\nContent-Disposition: attachment\n\nfile\n--b--\n")
	if d := Reply(page, Answer{}); d.Body != "> 海\n> x\n" {
		t.Errorf("a page: %q", d.Body)
	}
	flowed := crlf("Content-Type: text/plain; format=flowed\n\nA line \nthat goes on.\n> quoted \n> too\n From me\n")
	if d := Reply(flowed, Answer{}); d.Body != "> A line that goes on.\n>> quoted too\n> From me\n" {
		t.Errorf("flowed: %q", d.Body)
	} else if again := string(Compose(d.WithFlow(), Options{})); !strings.HasSuffix(again, "\r\n\r\n> A line that goes on.\r\n>> quoted too\r\n> From me\r\n") {
		t.Errorf("flowed again: %q", again)
	}
	long := Reply([]byte("Subject: x\r\n\r\n"+strings.Repeat("海海海海海海海海海海海\r\n", MaxQuoted/30)), Answer{}).Body
	if !strings.HasSuffix(long, "海\n> […]\n") || len(long) > MaxQuoted+MaxQuoted/10 {
		t.Errorf("%d octets are quoted, ending with %q", len(long), long[len(long)-20:])
	}
}

func TestThread(t *testing.T) {
	long := ""
	for i := range 3 * MaxReferences {
		long += "<" + strconv.Itoa(i) + "@x> "
	}
	for _, c := range []struct{ name, header, inReplyTo, references string }{
		{"the first answer", "Message-ID: <1@x>\n", "<1@x>", "<1@x>"},
		{"a later one", "Message-ID: <3@x>\nReferences: <1@x>\n\t<2@x>\nIn-Reply-To: <0@x>\n", "<3@x>", "<1@x> <2@x> <3@x>"},
		{"without References", "Message-ID: <2@x>\nIn-Reply-To: <1@x>\n", "<2@x>", "<1@x> <2@x>"},
		{"with two parents", "Message-ID: <2@x>\nIn-Reply-To: <1@x> <0@x>\n", "<2@x>", "<2@x>"},
		{"old words", "Message-ID: <2@x>\nIn-Reply-To: Your message of Monday, \"<x y>\" <1@x>\n", "<2@x>", "<1@x> <2@x>"},
		{"no identifier", "References: <1@x>\n", "", "<1@x>"},
		{"twice", "Message-ID: <1@x>\nReferences: <1@x> <2@x> <1@x>\n", "<1@x>", "<1@x> <2@x>"},
		{"none", "Message-ID: 1@x <2\n", "", ""},
		{"long", "Message-ID: <n@x>\nReferences: " + long + "\n", "<n@x>", "<0@x> " + long[strings.Index(long, "<"+strconv.Itoa(2*MaxReferences+2)+"@"):] + "<n@x>"},
	} {
		d := Reply(crlf(c.header+"\nx\n"), Answer{})
		if got := strings.Join(d.References, " "); d.InReplyTo != c.inReplyTo || got != c.references || len(d.References) > MaxReferences {
			t.Errorf("%s: %q %q", c.name, d.InReplyTo, got)
		}
	}
}

func TestMarks(t *testing.T) {
	for in, want := range map[string]string{
		"Lunch?": "Re: Lunch?", "Re: Lunch?": "Re: Lunch?", "RE: re:Re: Lunch?": "Re: Lunch?", "AW: SV: x": "Re: x", "回复：回复: 午饭": "Re: 午饭", "答复： 午饭": "Re: 午饭",
		"Re[2]: x": "Re: x", "Re [3] : x": "Re: x", "Reply: x": "Re: Reply: x", "Re": "Re: Re", "Fwd: x": "Re: Fwd: x", "Re[x]: y": "Re: y", "": "Re: ", "Re:": "Re: ",
	} {
		if got := ReplySubject(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{"x": "Fwd: x", "FW: Fwd: x": "Fwd: x", "转发：x": "Fwd: x", "Re: x": "Fwd: Re: x"} {
		if got := ForwardSubject(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// forwarded is a letter with everything in it that goes along.
var forwarded = crlf(`Return-Path: <bob@hai.example>
Received: from x by y; Mon, 2 Mar 2026 08:00:00 +0800
From: =?utf-8?B?5byg5LiJ?= <z@hai.example>
To: "Li, Alice" <alice@shan.example>
Date: Mon, 2 Mar 2026 08:00:00 +0800
Subject: Re:   lunch
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c

Noon?
--c
Content-Type: text/html

<p>Noon?
--c--
--b
Content-Type: image/png; name="cat.png"
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename*=utf-8''%E7%8C%AB.png

iVBORw==
--b
Content-Type: message/rfc822

Subject: inner

x
--b--
`)

func TestForward(t *testing.T) {
	d := Forward(forwarded, Labels{Mark: "---- 转发的邮件 ----", From: "发件人", Date: "日期", Subject: "主题", To: "收件人", Cc: "抄送"})
	if want := "---- 转发的邮件 ----\n发件人: 张三 <z@hai.example>\n日期: Mon, 2 Mar 2026 08:00:00 +0800\n主题: Re:   lunch\n收件人: Li, Alice <alice@shan.example>\n\nNoon?"; d.Body != want {
		t.Errorf("%q", d.Body)
	}
	if len(d.Attachments) != 2 || d.Attachments[0].Name != "猫.png" || string(d.Attachments[0].Data) != "\x89PNG" || string(d.Attachments[1].Data) != "Subject: inner\r\n\r\nx" {
		t.Errorf("%+v", d.Attachments)
	}
	d.From = "alice@shan.example"
	checkLetter(t, d, Options{}, Compose(d, stamp(Options{})))

	d = ForwardAttached(forwarded, "lunch.eml")
	d.From, d.To = "alice@shan.example", "carol@hai.example"
	letter := Compose(d, stamp(Options{}))
	inner := Tree(letter).Find("message/rfc822")
	if content, _ := inner.Content(letter); d.Subject != "Fwd: Re:   lunch" || !bytes.Equal(content, forwarded) || inner.Filename != "lunch.eml" {
		t.Errorf("%s", letter)
	}
}

func TestResend(t *testing.T) {
	r := Resent{From: "alice@shan.example", To: "Bob <bob@hai.example>", Bcc: "carol@hai.example"}
	first := Resend(append([]byte("From z@hai.example Mon Mar  2 08:00:00 2026\r\n"), forwarded...), r, stamp(Options{}))
	rest := forwarded[bytes.Index(forwarded, []byte("Received")):]
	want := append(crlf("Resent-Date: Mon, 2 Mar 2026 08:00:00 +0800\nResent-From: alice@shan.example\nResent-To: Bob <bob@hai.example>\nResent-Message-ID: <1.alice@shan.example>\n"), rest...)
	if !bytes.Equal(first, want) {
		t.Errorf("%s", first)
	}
	if got := strings.Join(r.Recipients(), " "); got != "bob@hai.example carol@hai.example" {
		t.Error(got)
	}
	again := Resend(first, Resent{From: "a@b.example, c@d.example", To: "x@y.example"}, stamp(Options{}))
	if !bytes.HasSuffix(again, first) || !bytes.Contains(again, []byte("Resent-Sender: a@b.example\r\n")) {
		t.Errorf("%s", again)
	}
}

// FuzzReply: whatever a letter holds, its answer and its forwards are letters in order.
func FuzzReply(f *testing.F) {
	f.Add(forwarded, uint8(1))
	f.Add([]byte("From: a@b\nReply-To: \"x\ny\" <\xff@b>\nSubject: Re: Re\nMessage-ID: <\xe6@b>\nReferences: <a b> <x>\n\n> \xff\x00\r"), uint8(2))
	f.Add([]byte("List-Post: <mailto:%0d%0aBcc:x@y>\nContent-Type: text/html\n\n<a href=http:x>\n"), uint8(2))
	f.Fuzz(func(t *testing.T, letter []byte, to uint8) {
		d := Reply(letter, Answer{To: Audience(to % 3), Own: []string{"a@b"}})
		for _, d := range []Draft{d, Forward(letter, Labels{From: "From", To: "To"}), ForwardAttached(letter, "x")} {
			d.From = "alice@shan.example"
			o := stamp(Options{UTF8: true})
			checkLetter(t, d, o, Compose(d, o))
		}
		if !bytes.HasSuffix(letter, Resend(letter, Resent{}, stamp(Options{}))[len("Resent-Date: Mon, 2 Mar 2026 08:00:00 +0800\r\nResent-Message-ID: <1.alice@shan.example>\r\n"):]) && !bytes.Contains(bytes.ToLower(letter), []byte("return-path")) {
			t.Fatal("sending it again changed it")
		}
	})
}

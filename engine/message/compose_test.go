package message

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"ehloworld/engine/message/charset"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/vtime"
)

// stamp is the date, the identifier and the boundary of the letters composed here.
func stamp(o Options) Options {
	o.Date, o.Zone, _ = vtime.Parse("2026-03-02T08:00:00+08:00")
	o.MessageID, o.Boundary = "1.alice@shan.example", "=_b"
	if o.UTF8 {
		o.Transport = max(o.Transport, encoding.EightBit)
	}
	return o
}

// fields writes fields of a sender's choice: names and values in turn.
func fields(smtputf8 bool, list ...string) []byte {
	var out []byte
	for i := 0; i < len(list); i += 2 {
		out = AppendField(out, list[i], list[i+1], smtputf8)
	}
	return out
}

func TestComposeGolden(t *testing.T) {
	for _, c := range []struct {
		name string
		d    Draft
		o    Options
		want string
	}{
		{"text", Draft{From: "alice@shan.example", FromName: "Alice", To: "bob@hai.example", Subject: "Lunch?", Body: "Noon?\n.\nAlice"}, Options{},
			`Date: Mon, 2 Mar 2026 08:00:00 +0800
From: Alice <alice@shan.example>
To: bob@hai.example
Subject: Lunch?
Message-ID: <1.alice@shan.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Noon?
.
Alice
`},
		{"files", Draft{
			From: "alice@shan.example", FromName: "张三", To: "Bob Li <bob@hai.example>, carol@hai.example, nobody", Cc: `"Csse, the" <csse@hai.example>`, Bcc: "bob@hai.example, secret@hai.example",
			Subject: "Re: 午饭", Body: "café\n", InReplyTo: "<q@hai.example>", References: []string{"p@hai.example", "<q@hai.example>", "bad id", ""},
			Attachments: []Attachment{{Name: "菜单.txt", Type: "text/plain", Data: []byte("tea\r\n")}, {Data: nil}, {Name: "a b.txt", Type: "TEXT/csv; header=present; name=x", Data: []byte("1,2\n3,4\n")},
				{Name: "old.eml", Type: "message/rfc822", Data: crlf("Subject: old\n\nHello\n")}},
		}, Options{}, `Date: Mon, 2 Mar 2026 08:00:00 +0800
From: =?utf-8?B?5byg5LiJ?= <alice@shan.example>
To: Bob Li <bob@hai.example>, carol@hai.example
Cc: "Csse, the" <csse@hai.example>
Subject: Re: =?utf-8?B?5Y2I6aWt?=
Message-ID: <1.alice@shan.example>
In-Reply-To: <q@hai.example>
References: <p@hai.example> <q@hai.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_b"

This is a letter in several parts (MIME).

--=_b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

caf=C3=A9

--=_b
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit
Content-Disposition: attachment; filename*=utf-8''%E8%8F%9C%E5%8D%95.txt

tea

--=_b
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64
Content-Disposition: attachment


--=_b
Content-Type: text/csv; charset=us-ascii; header=present
Content-Transfer-Encoding: quoted-printable
Content-Disposition: attachment; filename="a b.txt"

1,2=0A3,4=0A
--=_b
Content-Type: message/rfc822
Content-Disposition: attachment; filename=old.eml

Subject: old

Hello

--=_b--
`},
		{"every level", Draft{
			From: "alice@shan.example", To: "bob@hai.example", HTML: "<p>Look: <img src=\"cid:p@shan.example\" alt='a cat'></p>",
			Attachments: []Attachment{{Name: "notes.bin", Data: []byte{0}}, {Name: "cat.png", Type: "image/png", ID: "p@shan.example", Data: []byte("\x89PNG")}},
		}, Options{}, `Date: Mon, 2 Mar 2026 08:00:00 +0800
From: alice@shan.example
To: bob@hai.example
Message-ID: <1.alice@shan.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_b"

This is a letter in several parts (MIME).

--=_b
Content-Type: multipart/related; type="multipart/alternative";
 boundary="=_.1.b"

--=_.1.b
Content-Type: multipart/alternative; boundary="=_.2.b"

--=_.2.b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

Look: [a cat]

--=_.2.b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 7bit

<p>Look: <img src="cid:p@shan.example" alt='a cat'></p>

--=_.2.b--

--=_.1.b
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Disposition: inline; filename=cat.png
Content-ID: <p@shan.example>

iVBORw==

--=_.1.b--

--=_b
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=notes.bin

AA==

--=_b--
`},
		{"fields", Draft{
			From: "Alice <alice@shan.example>, Bob <bob@hai.example>", ReplyTo: "Both <both@shan.example>", To: "Friends: carol@例子。example, =?utf-8?B?5byg5LiJ?= <z@hai.example>;, 家: ;, x@y.example",
			Cc: "undisclosed-recipients:;", Bcc: "secret@hai.example", ShowBcc: true, Body: "x",
			Fields: fields(false, "Auto-Submitted", "auto-generated", "List-Id", "海鸥 <gulls.hai.example>", "List-Unsubscribe", "<https://hai.example/退订>, <mailto:x@hai.example>",
				"Disposition-Notification-To", "Alice <alice@shan.example>", "X-Mood", "gut, schön\r\nBcc: x@y.example", "User-Agent", "EHLO/1.0",
				"Subject", "no", "Content-Type", "no/no", "bad name", "no", "", "no", "X:", "no", "ARC-Seal", "no", "X-Empty", " "),
		}, Options{}, `Date: Mon, 2 Mar 2026 08:00:00 +0800
From: Alice <alice@shan.example>, Bob <bob@hai.example>
Sender: Alice <alice@shan.example>
Reply-To: Both <both@shan.example>
To: Friends: carol@xn--fsqu00a.example, =?utf-8?B?5byg5LiJ?=
 <z@hai.example>;, =?utf-8?B?5a62?= :;, x@y.example
Cc: undisclosed-recipients:;
Bcc: secret@hai.example
Message-ID: <1.alice@shan.example>
Auto-Submitted: auto-generated
List-Id: =?utf-8?B?5rW36bil?= <gulls.hai.example>
List-Unsubscribe: <https://hai.example/%E9%80%80%E8%AE%A2>,
 <mailto:x@hai.example>
Disposition-Notification-To: Alice <alice@shan.example>
X-Mood: gut, =?utf-8?B?c2Now7ZuICBCY2M6?= x@y.example
User-Agent: EHLO/1.0
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

x
`},
		{"flowed", Draft{From: "a@b.example", Body: "Somebody wrote:\n> " + strings.Repeat("quoted ", 12) + "\n\n" + strings.Repeat("A long line ", 8) + "\n> From x\n-- \nBob"}.WithFlow(), Options{}, `Date: Mon, 2 Mar 2026 08:00:00 +0800
From: a@b.example
Message-ID: <1.alice@shan.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8; format=flowed
Content-Transfer-Encoding: 7bit

Somebody wrote:
> quoted quoted quoted quoted quoted quoted quoted quoted quoted quoted 
> quoted quoted

A long line A long line A long line A long line A long line A long 
line A long line A long line
> From x
-- 
Bob
`},
		{"8bit and UTF-8", Draft{From: "用户@例子.example", FromName: "张三", To: "bob@例子.example", Subject: "午饭", Body: "你好",
			Attachments: []Attachment{{Name: "菜单.bin", Data: []byte("\x00\n")}, {Type: "message/rfc822", Data: crlf("Subject: 海\n\nx\n")}}},
			Options{Transport: encoding.Binary, UTF8: true}, `Date: Mon, 2 Mar 2026 08:00:00 +0800
From: 张三 <用户@例子.example>
To: bob@例子.example
Subject: 午饭
Message-ID: <1.alice@shan.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_b"
Content-Transfer-Encoding: binary

This is a letter in several parts (MIME).

--=_b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

你好

--=_b
Content-Type: application/octet-stream
Content-Transfer-Encoding: binary
Content-Disposition: attachment; filename*=utf-8''%E8%8F%9C%E5%8D%95.bin

\0
--=_b
Content-Type: message/global
Content-Transfer-Encoding: 8bit
Content-Disposition: attachment

Subject: 海

x

--=_b--
`},
		{"a letter that the way does not carry goes as a file", Draft{From: "a@b.example", Body: "see",
			Attachments: []Attachment{{Name: "old.eml", Type: "message/rfc822", Data: []byte("Subject: old\n\nx\n")}, {Type: "message/rfc822", Data: crlf("Subject: 海\n\nx\n")}}},
			Options{}, `Date: Mon, 2 Mar 2026 08:00:00 +0800
From: a@b.example
Message-ID: <1.alice@shan.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="=_b"

This is a letter in several parts (MIME).

--=_b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 7bit

see

--=_b
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=old.eml

U3ViamVjdDogb2xkCgp4Cg==

--=_b
Content-Type: application/octet-stream
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename=letter.eml

U3ViamVjdDog5rW3DQoNCngNCg==

--=_b--
`},
	} {
		want := strings.ReplaceAll(c.want, "\n", "\r\n")
		want = strings.ReplaceAll(want, "\\0\r\n", "\x00\n\r\n")
		if got := string(Compose(c.d.WithText(), stamp(c.o))); got != want {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
	d := Draft{To: "Bob <bob@hai.example>, carol@例子.example", Cc: "bob@HAI.example, 用户@例子.example", Bcc: "x@y, carol@xn--fsqu00a.example"}
	if got := strings.Join(d.Recipients(), " "); got != "bob@hai.example carol@xn--fsqu00a.example 用户@例子.example x@y" {
		t.Error(got)
	}
}

// leaf is a part without parts, as its sender meant it.
type leaf struct {
	typ, name, id string
	file          bool // Disposition attachment, and not what the letter says itself.
	data          string
}

// canonicalText is what a reader must find of a text: every line, however it ended, in valid UTF-8.
func canonicalText(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	if s != "" && s[len(s)-1] != '\n' {
		s += "\n"
	}
	text, _ := charset.Lookup("utf-8").Decode([]byte(strings.ReplaceAll(s, "\n", "\r\n")))
	return string(text)
}

// leaves is what a reader must find in a draft's letter, in order. A letter among the attachments is a leaf here.
func leaves(d Draft, o Options) []leaf {
	out := []leaf{{typ: "text/plain", data: canonicalText(d.Body)}}
	var files []leaf
	if d.HTML != "" {
		out = append(out, leaf{typ: "text/html", data: canonicalText(d.HTML)})
	}
	for _, a := range d.Attachments {
		image := d.HTML != "" && isID(strings.Trim(a.ID, "<> "))
		e := a.entity("")
		l := leaf{typ: e.Type, name: clip(oneLine(a.Name), MaxFilename), file: !image, data: string(a.Data)}
		if h := ParseHeader(a.Data); strings.HasPrefix(l.typ, "message/") && (Measure(a.Data) > o.Transport || !h.Blank()) {
			l.typ = "application/octet-stream"
			if l.name == "" {
				l.name = "letter.eml"
			}
		}
		if !image {
			files = append(files, l)
			continue
		}
		l.id = strings.Trim(a.ID, "<> ")
		out = append(out, l)
	}
	return append(out, files...)
}

// drafted is how the names of problems begin that lie in what the draft says, and not in how it was written.
var drafted = []string{"id-", "list-", "filename-", "charset-", "content-id-", "cid-", "name-is-", "html-"}

// wordsOfPeople are problems with what people say in a letter, not with how we write it.
var wordsOfPeople = strings.Fields(`address-hostname address-too-long address-literal name-is-address reply-to-elsewhere reply-without-reference
	references-incomplete cid-unresolved content-id-repeated html-external html-active charset-wrong charset-ascii-8bit charset-unknown domain-idna`)

// checkLetter reads a letter with our own parser: everything in it is what the draft has, and nothing is wrong with it.
func checkLetter(t *testing.T, d Draft, o Options, letter []byte) {
	t.Helper()
	root := Tree(letter)
	var got []leaf
	foreign := [][2]int{} // Letters that we were given: what is wrong in them is not our fault.
	var walk func(p *Part)
	walk = func(p *Part) {
		for _, sub := range p.Parts {
			walk(sub)
		}
		if len(p.Parts) > 0 {
			return
		}
		content, flaw := p.Content(letter)
		if !flaw.Clean() {
			t.Fatalf("%s: %+v\n%s", p.Path, flaw, letter)
		}
		if strings.HasPrefix(p.Type, "message/") {
			foreign = append(foreign, [2]int{p.Body, p.End})
		}
		got = append(got, leaf{p.Type, p.Filename, p.ID, p.Disposition == "attachment", string(content)})
	}
	walk(root)
	want := leaves(d, o)
	if len(got) != len(want) {
		t.Fatalf("%d leaves, want %d\n%s", len(got), len(want), letter)
	}
	for i := range want {
		if strings.HasPrefix(got[i].typ, "message/") && got[i].data == want[i].data+"\r\n" {
			got[i].data = want[i].data // A part in it was cut off within its header, and the line end before our boundary is the empty line then.
		}
		if got[i] != want[i] {
			t.Fatalf("leaf %d is %+v, want %+v\n%s", i, got[i], want[i], letter)
		}
	}
problems:
	for _, p := range Lint(letter) {
		if slices.Contains(wordsOfPeople, p.Name) || strings.HasPrefix(p.Name, "filename-") || strings.HasPrefix(p.Name, "list-") {
			continue
		}
		if !p.BreaksRule() || slices.ContainsFunc(drafted, func(prefix string) bool { return strings.HasPrefix(p.Name, prefix) }) {
			continue
		}
		for _, f := range foreign {
			if p.Start >= f[0] && p.Start <= f[1] {
				continue problems
			}
		}
		switch p.Name {
		case "8bit-header":
			if o.UTF8 || !isASCII(d.From+d.To+d.Cc) {
				continue
			}
		case "long-line": // A single token that cannot be folded.
			if line := letter[p.Start:p.End]; bytes.Count(bytes.TrimSpace(line), []byte(" ")) < 2 || utf8.RuneCount(line) <= MaxLineSoft {
				continue
			}
		case "line-too-long", "bare-lf", "bare-cr", "nul":
			if o.Transport == encoding.Binary {
				continue
			}
		case CharsetUnknown: // Whoever attaches a file says what is in it.
			continue
		}
		t.Fatalf("%s\n%s", p, letter)
	}
	if need := Measure(letter[root.Body:]); need > o.Transport {
		t.Fatalf("it needs %s\n%s", identity[need], letter)
	}
	known := map[string]bool{}
	for _, name := range strings.Fields("date from sender reply-to to cc bcc subject message-id in-reply-to references mime-version content-type content-transfer-encoding") {
		known[name] = true
	}
	for h, i := ParseHeader(d.Fields), 0; i < len(h.Fields); i++ {
		known[lowerASCII(h.Fields[i].Name)] = MayAdd(h.Fields[i].Name)
	}
	for i := range root.Header.Fields {
		if f := &root.Header.Fields[i]; !known[lowerASCII(f.Name)] {
			t.Fatalf("a field %q came in\n%s", f.Name, letter)
		}
	}
	if got, want := root.Header.Text("Subject"), clip(oneLine(d.Subject), MaxText); got != want {
		t.Fatalf("subject %q, want %q\n%s", got, want, letter)
	}
	addresses := func(name string) string { return strings.Join(Addresses(root.Header.Mailboxes(name)), " ") }
	for name, typed := range map[string]string{"From": d.From, "To": d.To, "Cc": d.Cc} {
		list := writables(typed)
		for i := range list {
			if !o.UTF8 {
				list[i].Address = asciiDomain(list[i].Address)
			}
		}
		if got, want := addresses(name), strings.Join(Addresses(list), " "); got != want {
			t.Fatalf("%s is %q, want %q\n%s", name, got, want, letter)
		}
	}
}

// FuzzMailboxesShort: the short way through a list leads where the long one does.
func FuzzMailboxesShort(f *testing.F) {
	for _, s := range []string{"bob@hai.example", " Bob Li <bob@hai.example> ,carol@hai.example", `"Bob" <b@c>`, "海 <b@c>", "Bob  Li <b@c>", "a@b.", "\"\" <a@b>", "<a@b>", "a@b,", ","} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := mailboxes(s), ParseMailboxes(s); !slices.Equal(got, want) {
			t.Fatalf("%q: %+v, want %+v", s, got, want)
		}
	})
}

func writables(typed string) []Mailbox {
	return slices.DeleteFunc(ParseMailboxes(typed), func(m Mailbox) bool { return !writable(m) })
}

// FuzzCompose: whatever is composed, nothing is wrong with the letter and everything comes back.
func FuzzCompose(f *testing.F) {
	f.Add("Alice", "bob@hai.example", "Lunch?", "Noon?\n.\n--=_b\n", "", "photo.png", "image/png", "", []byte("\x89PNG"), uint8(0))
	f.Add("张三", "用户 <a@b>, c@d", "午饭\r\nBcc: x@y", "你好，世界\r\rx\x00", "<p>你好", "菜单", "text/plain", "a@b", []byte(strings.Repeat("x", 200)), uint8(1))
	f.Add("", "G: a@b;, x:;", "=?x", strings.Repeat("long ", 400), "--=_.1.b\n--=_b.1--\n", "", "message/rfc822", "", []byte("Subject: x\r\n\r\n--=_b--\r\n--=_b.1"), uint8(5))
	f.Add("", "", "", "", "<a href=x>", "letter", "message/rfc822", "", []byte("Subject: \xe6\xb5\xb7\r\n\r\n\xff\r\n"), uint8(2))
	f.Add("", "", "", " \n\t\n", "", "n", "text/x; charset=utf-16; \"a\"=b; c*=d", "<x>", []byte("\x00 \n"), uint8(3))
	f.Fuzz(func(t *testing.T, name, to, subject, body, html, file, typ, id string, data []byte, way uint8) {
		d := Draft{From: "alice@shan.example", FromName: name, To: to, Cc: to, Subject: subject, Body: body, HTML: html, InReplyTo: id, References: []string{id, name},
			Fields: fields(way&4 != 0, "X-Name", name, file, subject, "Mail-Followup-To", to)}
		o := stamp(Options{Transport: encoding.Transport(way % 3), UTF8: way&4 != 0})
		checkLetter(t, d, o, Compose(d, o))
		d.Attachments = []Attachment{{Name: file, Type: typ, Data: data, ID: id}, {Name: typ, Type: file, Data: []byte(body)}}
		letter := Compose(d, o)
		checkLetter(t, d, o, letter)
		if again := (&d).Append([]byte("before"), o); !bytes.Equal(again[6:], letter) {
			t.Fatal("Append writes something else")
		}
	})
}

// TestBoundary: what is in the letter cannot end a part, and searching for a boundary that is free takes linear time.
func TestBoundary(t *testing.T) {
	for _, c := range []struct{ seed, body, want string }{
		{"=_b", "--=_b\n", "b.1"},
		{"b", "--=_b.1\n", "b.2"},
		{"=_b", "a=_b.12 --=_.7.b.3x =_b.2", "b.4"}, // 12 begins with 1
		{"=_b", "=b _b .b .7.b =_.x.b b", "b"},
		{"b", "--=_b\ncaf\u00e9", "b"}, // Quoted-printable has no "=_".
		{"", "", "b"},
		{"=_.a b\r\n\"c", "", "a-b---c"},
		{strings.Repeat("x", 100), "", strings.Repeat("x", MaxSeed)},
	} {
		letter := Compose(Draft{Body: c.body, Attachments: []Attachment{{}}}, Options{Boundary: c.seed})
		if got := Tree(letter).Param("boundary"); got != "=_"+c.want {
			t.Errorf("%q: %q, want %q", c.body, got, c.want)
		}
	}
	var hostile strings.Builder
	for n := range 200_000 {
		hostile.WriteString("=_b." + strconv.Itoa(n) + "\n")
	}
	d := Draft{From: "a@b.example", Body: hostile.String(), Attachments: []Attachment{{}}}
	checkLetter(t, d, Options{}, Compose(d, stamp(Options{})))
}

// TestMeasure compares with the rules written out, at every alignment.
func TestMeasure(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const alphabet = "aaaaaaaaaaaaaaaaaaaaaaaa \u00e9=~\x7f\x1f\x00\t\u6d77\x80\xff"
	for range 20_000 {
		var data []byte
		for range rng.IntN(40) {
			if c := alphabet[rng.IntN(len(alphabet))]; rng.IntN(3) == 0 {
				data = append(data, []string{"\r\n", "\n", "\r", "aaaaaaaa"}[min(3, rng.IntN(40))]...)
			} else if c < 0x80 || rng.IntN(4) == 0 {
				data = append(data, c)
			}
		}
		if rng.IntN(50) == 0 {
			data = append(data, bytes.Repeat([]byte("x"), 990+rng.IntN(20))...)
		}
		var want shape
		line := 0
		for i, c := range data {
			ends := i+1 < len(data) && c == '\r' && data[i+1] == '\n'
			ended := i > 0 && c == '\n' && data[i-1] == '\r'
			if line++; c == '\n' {
				line = 0
			}
			want.high = want.high || c >= 0x80
			want.binary = want.binary || c == 0 || line > MaxLineHard && !ends
			switch {
			case ended:
				want.lines++
			case c == '\n':
				want.lines++
				want.bareLF++
			case c == '\r' && !ends:
				want.loneCR++
			}
			if !ends && !ended && (c < ' ' && c != '\t' || c == '=' || c > '~') {
				want.escapes++
				want.controls = want.controls || c != '=' && c < 0x80 && c != '\n'
			}
		}
		got := measure(string(data))
		if !got.unsure && !utf8.Valid(data) {
			t.Fatalf("%q is called UTF-8", data)
		}
		want.unsure = got.unsure // It may be cautious.
		if got != want {
			t.Fatalf("text %q: %+v, want %+v", data, got, want)
		}
		if got := measure(data); got != want {
			t.Fatalf("%q: %+v, want %+v", data, got, want)
		}
	}
}

// TestMeasureUTF8: what is called UTF-8 is that, at every alignment, and text with accents is.
func TestMeasureUTF8(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 50_000 {
		var data []byte
		for range rng.IntN(12) {
			data = append(data, []string{"a", "é", "ß", "abcdefg", "海", "\xc3", "\xa9", "\xc0\x80"}[min(rng.IntN(30)/3, 7)]...)
		}
		sure, valid := !measure(data).unsure, utf8.Valid(data)
		if sure && !valid || valid && !sure && !bytes.Contains(data, []byte("海")) {
			t.Fatalf("%q: sure %v, valid %v", data, sure, valid)
		}
	}
}

func TestPlainText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Hello", "Hello\n"},
		{" <html><head><title>x</title><style>p{}</style></head><body>\n <p>One\n two <b>three</b>.</p>\n<p>Four<br>five</p></body></html>", "One two three.\n\nFour\nfive\n"},
		{"a &lt;b&gt; &amp;amp; &#x6d77;&#28023;&nbsp;c &unknown; &#0; &#xffffffff; & &#; &#1114112;", "a <b> &amp; 海海 c &unknown; \uFFFD \uFFFD & &#; \uFFFD\n"},
		{"<ul><li>one<li>two</ul>x", "* one\n* two\n\nx\n"},
		{"x<blockquote>said<br><br>twice<blockquote>before</blockquote></blockquote>y", "x\n\n> said\n>\n> twice\n>\n>> before\n\ny\n"},
		{"<pre>a\n  b\r\n\nc</pre>", "a\n  b\n\nc\n"},
		{`<a href="https://hai.example/">the sea</a>, <a href='http://x.example'>x.example</a> http, <a href=mailto:a@b>a@b</a> <a href="javascript:x()">y</a>`,
			"the sea <https://hai.example/>, x.example <http://x.example> http, a@b y\n"},
		{`<img src=x alt="A &quot;cat&quot;"><img>`, "[A \"cat\"]\n"},
		{"<script>if (a</b) {}</script>x<!-- <p> -->y<!doctype html>z", "xyz\n"},
		{"1 < 2 <3 <", "1 < 2 <3 <\n"},
		{"<p title='a>b'>x<hr/>y", "x\n\n----\n\ny\n"},
		{"<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc\n"},
		{"x<!-- never closed", "x\n"},
		{"x<style>never closed", "x\n"},
		{"x<p title='never closed", "x\n"},
	} {
		if got := PlainText(c.in); got != c.want {
			t.Errorf("%s: %q, want %q", c.in, got, c.want)
		}
	}
	for _, s := range []string{"<", "<a href=", "</a>", "<a href=http:x>", "&", "<blockquote>", "<script></", "<!--", "<p x='", "<pre>\n", "<li>", "<br>", "&#x"} {
		PlainText(strings.Repeat(s, 1<<20/len(s))) // A quadratic reader would need minutes.
	}
}

package message

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// outline draws a tree in one line: path, type, body and problems of every part.
func outline(data []byte, p *Part) string {
	s := p.Path + " " + p.Type
	if p.Leaf() {
		content, _ := p.Content(data)
		s += " " + strconv.Quote(string(content))
	}
	if len(p.Problems) > 0 {
		s += " !" + problemNames(p.Problems)
	}
	for _, sub := range p.Parts {
		s += " (" + outline(data, sub) + ")"
	}
	if p.Message != nil {
		s += " <" + outline(data, p.Message) + ">"
	}
	if p.Decoded != nil {
		s += " [" + strings.ReplaceAll(outline(p.Decoded.Data, p.Decoded.Root), `\n`, `\x0a`) + "]"
	}
	return s
}

func problemNames(list []Problem) string {
	var names []string
	for _, p := range list {
		names = append(names, p.Name)
	}
	return strings.Join(names, ",")
}

func TestTree(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"no MIME at all", "Subject: x\n\nHello\n", `1 text/plain "Hello\r\n"`},
		{"header only", "Subject: x\n", `1 text/plain ""`},
		{"empty", "", `1 text/plain ""`},
		{"encoded", "Content-Type: image/PNG\nContent-Transfer-Encoding: BASE64 (really)\n\niVBO\nRw==\n", `1 image/png "\x89PNG"`},
		{"two parts", "Content-Type: multipart/mixed; boundary=b\n\npre\n--b\n\none\n--b\nContent-Type: text/html\n\ntwo\n\n--b--\npost\n",
			` multipart/mixed !text-after-end (1 text/plain "one") (2 text/html "two\r\n")`},
		{"blanks after the boundary", "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b \t\n\none\n--b-- \n", ` multipart/mixed (1 text/plain "one")`},
		{"no empty line before the boundary", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\n\n\n--b--\n", ` multipart/mixed (1 text/plain "") (2 text/plain "")`},
		{"looks like a boundary", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--bb\n-- b\n--b-\n--b--\n", ` multipart/mixed (1 text/plain "--bb\r\n-- b\r\n--b-")`},
		{"nested", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n1\n--b\n\n2\n--b--\n\n--a\n\n3\n--a--\n",
			` multipart/mixed (1 multipart/alternative (1.1 text/plain "1") (1.2 text/plain "2")) (2 text/plain "3")`},
		{"inner not closed", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n1\n--a\n\n3\n--a--\n",
			` multipart/mixed (1 multipart/alternative !boundary-unclosed (1.1 text/plain "1")) (2 text/plain "3")`},
		{"same boundary within", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\n1\n--a--\n--a\n\n3\n--a--\n",
			` multipart/mixed !parts-after-end,text-after-end (1 multipart/alternative "" !boundary-repeated,no-parts) (2 text/plain "1")`},
		{"one boundary begins with the other", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/alternative; boundary=a--\n\n--a--\n\n1\n--a----\n\n--a--\n",
			` multipart/mixed !parts-after-end,text-after-end (1 multipart/alternative "" !no-parts)`},
		{"not closed", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n", ` multipart/mixed !boundary-unclosed (1 text/plain "one\r\n")`},
		{"no boundary parameter", "Content-Type: multipart/mixed\n\n--b\n\none\n--b--\n", ` multipart/mixed "--b\r\n\r\none\r\n--b--\r\n" !no-boundary,boundary-unnamed`},
		{"boundary never comes", "Content-Type: multipart/mixed; boundary=x\n\none\n", ` multipart/mixed "one\r\n" !no-parts`},
		{"header cut by a boundary", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n--b\n\nx\n--b--\n",
			` multipart/mixed (1 text/html "" !header-cut) (2 text/plain "x")`},
		{"digest", "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: x\n\nhi\n--b--\n", ` multipart/digest (1 message/rfc822 <1.1 text/plain "hi">)`},
		{"letter in a letter", "Content-Type: message/rfc822\n\nSubject: x\n\nhi\n", `1 message/rfc822 <1.1 text/plain "hi\r\n">`},
		{"multipart letter in a multipart", "Content-Type: multipart/mixed; boundary=a\n\n--a\n\nsee\n--a\nContent-Type: message/rfc822\n\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\n\n2\n--b--\n--a--\n",
			` multipart/mixed (1 text/plain "see") (2 message/rfc822 <2 multipart/mixed (2.1 text/plain "1") (2.2 text/plain "2")>)`},
		{"encoded letter", "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeAoKaGkK\n", `1 message/rfc822 !encoded-parts [1.1 text/plain "hi\x0a"]`},
		{"encoded international letter", "Content-Type: message/global\nContent-Transfer-Encoding: quoted-printable\n\nContent-Type: multipart/mixed; boundary=3D=22b=22\n=\n\n--b\n\n1=3D\n--b--\n", `1 message/global [1 multipart/mixed (1.1 text/plain "1=")]`},
		{"no type", "Content-Type: text\n\nx", `1 text/plain "x" !bad-content-type`},
		{"unknown encoding", "Content-Transfer-Encoding: x-zip\n\nx", `1 text/plain "x" !encoding-unknown`},
		{"uuencode", "Content-Transfer-Encoding: X-UUencode\n\nbegin 644 x\n#86)C\n`\nend\n", `1 text/plain "abc"`},
		{"boundary lines without a part between", "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\none\n--b\n--b--\n", ` multipart/mixed !boundary-doubled (1 text/plain "one") (2 text/plain "" !header-cut)`},
		{"closing boundary only", "Content-Type: multipart/mixed; boundary=b\n\none\n--b--\ntwo\n", ` multipart/mixed "one\r\n" !no-parts`},
		{"an outer boundary closes the inner one", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--a--\n--b\n\n2\n--b--\n",
			` multipart/mixed !text-after-end (1 multipart/mixed !boundary-unclosed (1.1 text/plain "1"))`},
		{"one boundary within the other", "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=ab\n\n--ab\n\n1\n--abc\n--ab--\n--a\n\n3\n--a--\n",
			` multipart/mixed (1 multipart/mixed (1.1 text/plain "1\r\n--abc")) (2 text/plain "3")`},
		{"boundary in the form of RFC 2231", "Content-Type: multipart/mixed; boundary*1*=%20b; boundary*0=\"a\"\n\n--a b\n\n1\n--a b--\n", ` multipart/mixed (1 text/plain "1")`},
		{"boundary that looks like an encoded word", "Content-Type: multipart/mixed; boundary=\"=?us-ascii?Q?b?=\"\n\n--=?us-ascii?Q?b?=\n\n1\n--=?us-ascii?Q?b?=--\n", ` multipart/mixed (1 text/plain "1")`},
		{"boundary that is no UTF-8", "Content-Type: multipart/mixed; boundary=\"\xe9\"\n\n--\xe9\n\n1\n--\xe9--\n", ` multipart/mixed (1 text/plain "1")`},
		{"boundary without quotation marks", "Content-Type: multipart/mixed; boundary=a b/c?(d)\n\n--a b/c?(d)\n\n1\n--a b/c?(d)--\n", ` multipart/mixed !bad-parameter (1 text/plain "1")`},
		{"text instead of a part's header", "Content-Type: multipart/mixed; boundary=b\n\n--b\nHello there\n--b--\n", ` multipart/mixed (1 text/plain "Hello there" !no-blank-line)`},
		{"mailbox file", "From a@b Mon Jan  1 00:00:00 2020\nContent-Type: text/html\n\nx", `1 text/html "x" !mbox-line`},
		{"a field like the first line of a mailbox file", "From : x\nContent-Type: text/html\n\nx", `1 text/html "x"`},
		{"byte order mark", "\ufeffFrom a@b\nContent-Type: text/html\n\nx", `1 text/html "x" !byte-order-mark,mbox-line`},
		{"fields after what is none", "what is this\nContent-Type: text/html\n\nx", `1 text/html "x"`},
		{"type twice", "Content-Type: text/html\nContent-Type: image/png\n\nx", `1 text/html "x" !duplicate-content-type`},
		{"an encoding with more behind it", "Content-Transfer-Encoding: base64;\n\nYQ==", `1 text/plain "a" !encoding-junk`},
		{"an encoding with a hyphen too many", "Content-Transfer-Encoding: base-64\n\nYQ==", `1 text/plain "YQ==" !encoding-unknown`},
	} {
		data := crlf(c.in)
		if got := outline(data, Tree(data)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
		// The same with bare LF: other octets, the same tree.
		lf := []byte(c.in)
		if got, want := outline(lf, Tree(lf)), strings.ReplaceAll(c.want, `\r\n`, `\n`); got != want {
			t.Errorf("%s with LF:\n got %s\nwant %s", c.name, got, want)
		}
	}
}

func TestPartFields(t *testing.T) {
	data := crlf("Content-Type: application/pdf; name=\"old.pdf\"\nContent-Disposition: ATTACHMENT;\n filename*0*=utf-8''%E5%8D%88;\n filename*1=\"饭.pdf\"\nContent-ID: <c@d>\n\nx")
	p := Tree(data)
	if p.Disposition != "attachment" || p.Filename != "午饭.pdf" || p.ID != "c@d" || p.Param("name") != "old.pdf" {
		t.Errorf("%+v", p)
	}
	if p.Find("application/pdf") != p || p.Find("text/plain") != nil {
		t.Error("Find")
	}
}

// checkTree checks that every place lies where it may: parts within their parents and in order, regions without gaps,
// problems within the letter. It counts the parts.
func checkTree(t *testing.T, data []byte, root *Part) int {
	t.Helper()
	checkRegions(t, data, root)
	return checkPart(t, data, root, 0)
}

func checkPart(t *testing.T, data []byte, p *Part, start int) int {
	t.Helper()
	n := 1
	ordered(t, p.Path, start, p.Open, p.Header.Start, p.Header.End, p.Header.Body, p.Body, p.Close, p.Epilogue, p.End, len(data))
	if p.Body != p.Header.Body {
		t.Fatalf("part %s: two bodies", p.Path)
	}
	at := p.Header.Start
	for i := range p.Header.Fields {
		f := &p.Header.Fields[i]
		if f.Start != at || !bytes.Equal(data[f.Start:f.End()], f.Raw) || f.Colon >= len(f.Raw) || f.Colon >= 0 && f.Raw[f.Colon] != ':' {
			t.Fatalf("part %s: field %d is %+v, expected at %d", p.Path, i, f, at)
		}
		at = f.End()
	}
	if at != p.Header.End && p.Header.flaws&flawUnread == 0 {
		t.Fatalf("part %s: its fields end at %d, its header at %d", p.Path, at, p.Header.End)
	}
	for _, problem := range p.Problems {
		ordered(t, p.Path+" "+problem.Name, 0, problem.Start, problem.End, len(data))
		if problem.Severity == "" || problem.Section == "" || problem.Text == "" {
			t.Fatalf("part %s: %+v", p.Path, problem)
		}
	}
	at = p.Body
	for _, sub := range p.Parts {
		n += checkPart(t, data, sub, at)
		at = sub.End
	}
	if p.Message != nil {
		n += checkPart(t, data, p.Message, p.Body)
		at = p.Message.End
	}
	if p.Decoded != nil {
		checkTree(t, p.Decoded.Data, p.Decoded.Root)
	}
	ordered(t, p.Path+" and what is in it", at, p.End)
	return n
}

func ordered(t *testing.T, what string, places ...int) {
	t.Helper()
	for i := 1; i < len(places); i++ {
		if places[i] < places[i-1] {
			t.Fatalf("%s: %v", what, places)
		}
	}
}

// FuzzTree checks offsets, and the parts against mime/multipart where that reads the letter without complaint.
func FuzzTree(f *testing.F) {
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\npost"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=\"a b\"\n\n--a b\nContent-Type: multipart/digest; boundary=c\n\n--c\n\nA: b\n\nx\n--a b--"))
	f.Add([]byte("\xef\xbb\xbfFrom x\r\rA: b\r\rx"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\nContent-Type: multipart/digest; boundary*0=b; boundary*1=c\n\n--bc\n\n--bc--\n--b--\n--b"))
	f.Add([]byte("Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\nContent-Type: message/global\nContent-Transfer-Encoding: base64\n\nQTogYgoKeA=3D=3D"))
	f.Fuzz(func(t *testing.T, data []byte) {
		root := Tree(data)
		checkTree(t, data, root)
		root.Walk(func(p *Part) bool { p.Content(data); p.Text(data); return true })
		Lint(data)
		flat := len(root.Parts) > 0 && len(root.Problems) == 0
		for _, p := range root.Parts {
			flat = flat && len(p.Parts) == 0 && p.Message == nil && len(p.Problems) == 0 && !strings.HasPrefix(p.Type, "multipart/")
			for i := range p.Header.Fields {
				flat = flat && !p.Header.Fields[i].Stray()
			}
			// The standard library also ends a part at "--b" with something after a blank, which RFC 2046 does not have.
			flat = flat && p.Header.Blank() && !bytes.Contains(data[p.Body:p.End], []byte("--"+strings.TrimRight(root.Param("boundary"), " \t")))
		}
		cr, lf, both := bytes.Count(data, []byte("\r")), bytes.Count(data, []byte("\n")), bytes.Count(data, []byte("\r\n"))
		if !flat || cr != both || both != 0 && lf != both {
			return
		}
		r := multipart.NewReader(bytes.NewReader(data[root.Body:]), strings.TrimRight(root.Param("boundary"), " \t"))
		for i := 0; ; i++ {
			p, err := r.NextRawPart()
			if err == io.EOF && i != len(root.Parts) {
				t.Fatalf("%q: %d parts, want %d", data, len(root.Parts), i)
			}
			if err != nil {
				return
			}
			body, err := io.ReadAll(p)
			if err != nil {
				return
			}
			if i >= len(root.Parts) || !bytes.Equal(body, data[root.Parts[i].Body:root.Parts[i].End]) {
				t.Fatalf("%q: part %d should be %q; %s", data, i+1, body, outline(data, root))
			}
		}
	})
}

func TestParseMedia(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"text/plain", "text/plain"},
		{"Text/Plain; Charset=UTF-8", "text/plain charset=UTF-8"},
		{`multipart/mixed; boundary="a b/c?"`, "multipart/mixed boundary=a b/c?"},
		{"multipart/mixed; boundary=a/b=c?d", "multipart/mixed boundary=a/b=c?d"}, // quotation marks forgotten
		{`text/plain (words); charset="utf-8" (more); format=flowed`, "text/plain charset=utf-8 format=flowed"},
		{"attachment; filename=my file.txt", "attachment filename=my file.txt"},
		{`a/b; name="=?utf-8?B?5rW3?="`, "a/b name=海"},
		{"a/b; name*=utf-8''%e6%b5%b7", "a/b name=海"},
		{"a/b; name*=iso-8859-1'en'caf%E9", "a/b name=café"},
		{"a/b; name=old; name*=utf-8''new", "a/b name=new"},
		{"a/b; n*1*=%B5%B7x; n*0*=utf-8''%E6; n*2=%41", "a/b n=海x%41"},
		{"a/b; n*0=x; n*2=z", "a/b n=xz"},
		{"a/b; n*=utf-8", "a/b n=utf-8"},
		{"a/b; n*00=x; n*01=y", "a/b n=xy"},             // zeros that the RFC forbids
		{"a/b; n*x=1; n*12345=1; m*x*=2; o**=3", "a/b"}, // no names
		{"a/b; charset=utf-8 flowed; x", "a/b charset=utf-8 x="},
		{"a/b; n*0=x; n*0=y; n*1=z", "a/b n=xz"},
		{"a/b; n*1=y; n*2=z", "a/b n=yz"},
		{"a/b; n*0=caf; n*1*=%C3%A9", "a/b n=café"},
		{"a/b; n*=klingon''caf%C3%A9%zz", "a/b n=café%zz"},
		{"a/b; n*0=\"=?utf-8?Q?caf\"; n*1=\"=C3=A9?=\"", "a/b n=café"},
		{`a/b; name="C:\temp\x.txt"`, `a/b name=C:\temp\x.txt`},
		{"a/b; n=report (1).pdf; m=(2).pdf; l=(c) x; k=y (c;d)", "a/b n=report (1).pdf m=(2).pdf l=x k=y"},
		{`a/b; n=a"b c"; m="x`, `a/b n=a"b c" m=x`},
		{"text/plain; charset=utf-8 format=flowed", "text/plain charset=utf-8"},
		{"text/plain, charset=utf-8; a=b", "text/plain a=b"},
		{"charset=utf-8", " charset=utf-8"},
		{`"text/plain"`, "text/plain"},
		{"a/b; =x; c; d=; e=f", "a/b c= d= e=f"},
		{"a/b;;; x=1; x=2;", "a/b x=1"},
		{`a/b; x="q\"\\\x"; y; *=z`, `a/b x=q"\x y=`},
		{"text/plain charset=utf-8", "text/plain"},
		{`a/b; x="1" y="2"`, "a/b x=1"},
		{"a / b; x = 1", "a/b x=1"},
		{"", ""},
		{"; x=1", " x=1"},
	} {
		m := ParseMedia(c.in)
		got := m.Type
		for _, p := range m.Params {
			got += " " + p.Name + "=" + p.Value
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.in, got, c.want)
		}
	}
}

// FuzzMedia: what mime reads we read alike, and what we write both read back.
func FuzzMedia(f *testing.F) {
	f.Add(`text/plain; charset="utf-8"; x=1`, "name")
	f.Add("a/b; n*1*=%B5%B7x; n*0*=utf-8''%E6", strings.Repeat("午饭", 50)+".pdf")
	f.Add("a/b; n*=us-ascii'en'x", `a "quoted" \ name`)
	f.Fuzz(func(t *testing.T, s, value string) {
		m := ParseMedia(s)
		typ, params, err := mime.ParseMediaType(s)
		names := map[string]bool{}
		for _, p := range m.Params {
			if names[p.Name] || p.Name != lowerASCII(p.Name) || p.Name == "" || !utf8.ValidString(p.Value) {
				t.Fatalf("%q: %+v", s, m)
			}
			names[p.Name] = true
		}
		if err == nil && isMediaType(typ) && isASCII(s) && !strings.ContainsAny(s, `(*\`) && !strings.Contains(s, "=?") && !hasControl(s) {
			if m.Type != typ || len(params) != len(m.Params) {
				t.Fatalf("%q: %+v, want %s %v", s, m, typ, params)
			}
			for name, want := range params {
				if got := m.Get(name); got != oneLine(want) && got != want && strings.ToValidUTF8(want, "\uFFFD") != got {
					t.Fatalf("%q: %s is %q, want %q", s, name, got, want)
				}
			}
		}
		field := FormatMedia("Content-Disposition", Media{"attachment", []Param{{"filename", value}, {"size", "1"}}})
		checkField(t, field)
		again := ParseMedia(firstValue(field))
		if want := oneLine(value); again.Type != "attachment" || again.Get("filename") != want || again.Get("size") != "1" {
			t.Fatalf("%q\nwritten %q\nread %+v", value, field, again)
		}
		_, params, err = mime.ParseMediaType(firstValue(field))
		if want := oneLine(value); err != nil || params["filename"] != want {
			t.Fatalf("%q\nwritten %q\nread by mime %q %v", value, field, params, err)
		}
	})
}

func TestText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Subject: x\n\nHello\n", "Hello\n"},
		{"Content-Type: text/html\n\n<p>\n", "<p>\n"},
		{"Content-Type: image/png\n\nx\n", ""},
		{"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\ncaf=E9", "café"},
		{"Content-Type: text/plain; charset=utf-8\n\nx\xffy", "x\uFFFDy"},
		{"\n午饭\r\rx\r", "午饭\r\rx\r"},
		{"Content-Type: text/plain; charset=klingon\n\n午饭", "午饭"},
		{"Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>\n--b\n\nplain\n--b--\n", "plain"},
		{"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment\n\nfile\n--b\n\nplain\n--b--\n", "plain"},
		{"No empty line here\n", "No empty line here\n"},
	} {
		if got := Text(crlf(c.in)); got != c.want {
			t.Errorf("%q: %q, want %q", c.in, got, c.want)
		}
	}
}

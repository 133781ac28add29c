package archive

import (
	"archive/zip"
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"ehloworld/engine/vtime"
)

func instant(t testing.TB, s string) vtime.Time {
	t.Helper()
	at, _, err := vtime.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// letters are what an mbox can stumble over.
var letters = [][]byte{
	[]byte("Subject: one\r\nDate: Mon, 2 Mar 2026 08:00:01 +0800\r\n\r\nFrom here on\r\n>From there\r\n>>From Mon 08:00:00 2026\r\nFromage\r\n"),
	[]byte("Subject: =?utf-8?B?5Y2I6aWt?=\nDate: Tue, 3 Mar 2026 23:59:59 -0500\n\n\nFrom x@y Mon Mar  2 08:00:00 2026\n\n\n"),
	[]byte("Subject: three\r\n\r\n"),
	[]byte("Subject: a/b\\c:d*e?\"f<g>h|i\r\nDate: Mon, 2 Mar 2026 08:00:01 +0800\r\n\r\nfour\r\n"),
	[]byte("Subject: a/b\\c:d*e?\"f<g>h|i\r\nDate: Mon, 2 Mar 2026 08:00:01 +0800\r\n\r\nfive\r\n"),
}

func TestMbox(t *testing.T) {
	at := instant(t, "2026-03-02T08:00:01+08:00")
	want := "From alice@shan.example Mon Mar  2 00:00:01 2026\nSubject: one\r\nDate: Mon, 2 Mar 2026 08:00:01 +0800\r\n\r\n>From here on\r\n>>From there\r\n>>>From Mon 08:00:00 2026\r\nFromage\r\n\n"
	if got := string(AppendMbox(nil, Entry{"alice@shan.example", at, letters[0]}, RD)); got != want {
		t.Errorf("%q", got)
	}
	for _, c := range []struct {
		name, in string
		kind     Kind
		want     []string
	}{
		{"no mbox", "Subject: x\n\nFrom here\n", Any, []string{"|0|Subject: x\n\nFrom here\n"}},
		{"nothing", "", Any, []string{"|0|"}},
		{"one", "From a@b Mon Mar  2 00:00:01 2026\nSubject: x\n\ny\n\n", Any, []string{"a@b|1772409601|Subject: x\n\ny\n"}},
		{"cut off", "From a@b", Any, []string{"a@b|0|"}},
		{"without empty lines", "From a@b Mon Mar 2 00:00:01 2026\nA: b\n\nx\nFrom c@d Mon Mar  2 00:00:01 2026\nA: b\n\ny", RD, []string{"a@b|1772409601|A: b\n\nx", "c@d|1772409601|A: b\n\ny"}},
		{"nobody marked them", "From a@b Mon Mar 2 00:00:01 2026\nA: b\n\nFrom here\nFrom there\n\nFrom c@d Mon Mar 2 00:00:01 2026\nA: b\n\ny\n\n", Any,
			[]string{"a@b|1772409601|A: b\n\nFrom here\nFrom there\n", "c@d|1772409601|A: b\n\ny\n"}},
		{"without dates", "From a@b\nA: b\n\nx\nFrom here\n\nFrom c@d\nA: b\n\ny\n\n", Any, []string{"a@b|0|A: b\n\nx\nFrom here\n", "c@d|0|A: b\n\ny\n"}},
		{"with zones", "From a@b Mon Mar  2 00:00:01 UTC 2026\n\nx\n\nFrom - Mon Mar  2 00:00:01 +0000 2026\n\ny\n\n", RD, []string{"a@b|1772409601|\nx\n", "|1772409601|\ny\n"}},
		{"marks of RD", "From a@b Mon Mar 2 00:00:01 2026\n\n>From\n>From x\n>>From x\n\n", RD, []string{"a@b|1772409601|\n>From\nFrom x\n>From x\n"}},
		{"marks of O", "From a@b Mon Mar 2 00:00:01 2026\n\n>From x\n>>From x\n\n", O, []string{"a@b|1772409601|\nFrom x\n>>From x\n"}},
		{"counted", "From a@b Mon Mar 2 00:00:01 2026\nContent-Length: 8\n\n\nFrom x\n\nFrom c@d Mon Mar 2 00:00:01 2026\nContent-Length: 2\n\ny\n\n", Any,
			[]string{"a@b|1772409601|Content-Length: 8\n\n\nFrom x\n", "c@d|1772409601|Content-Length: 2\n\ny\n"}},
		{"a stranger counts", "From a@b Mon Mar 2 00:00:01 2026\nContent-Length: 48\n\nx\n\nFrom c@d Mon Mar 2 00:00:01 2026\nA: b\n\ny\n\n", Any, []string{"a@b|1772409601|Content-Length: 48\n\nx\n", "c@d|1772409601|A: b\n\ny\n"}},
		{"miscounted", "From a@b Mon Mar 2 00:00:01 2026\nContent-Length: 1000\n\nx\n\n", CL2, []string{"a@b|1772409601|Content-Length: 1000\n\nx\n"}},
	} {
		var got []string
		for _, e := range SplitMbox([]byte(c.in), c.kind) {
			got = append(got, fmt.Sprintf("%s|%d|%s", e.Sender, int64(e.Date)/1e9, e.Data))
		}
		if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	// What lengths or marks can keep, they keep.
	for _, kind := range []Kind{RD, CL2} {
		var box []byte
		for _, l := range letters {
			box = AppendMbox(box, Entry{"a@b", at, l}, kind)
		}
		for _, read := range []Kind{Any, kind} {
			got := SplitMbox(box, read)
			if len(got) != len(letters) {
				t.Fatalf("kind %d: %d letters\n%s", kind, len(got), box)
			}
			for i, e := range got {
				data := e.Data
				if kind == CL2 {
					at := bytes.Index(data, []byte("Content-Length"))
					data = append(bytes.Clone(data[:at]), data[lineEnd(data, at):]...)
				}
				if !bytes.Equal(data, letters[i]) || e.Date != at {
					t.Errorf("kind %d, letter %d: %q", kind, i, data)
				}
			}
		}
	}
}

// FuzzMbox: any letters come back from RD, octet for octet; and no file is too strange to be split.
func FuzzMbox(f *testing.F) {
	f.Add(letters[0], letters[1], "a@b")
	f.Add([]byte("From x"), []byte(">From \r\n\r\n>>From "), "x y\r\n")
	f.Add([]byte("x"), []byte("\r"), "")
	f.Fuzz(func(t *testing.T, one, two []byte, sender string) {
		box := AppendMbox(AppendMbox(nil, Entry{sender, 0, one}, RD), Entry{sender, 1e18, two}, RD)
		got := SplitMbox(box, RD)
		if len(got) != 2 || !bytes.Equal(got[0].Data, one) || !bytes.Equal(got[1].Data, two) || got[1].Date != 1e18 {
			t.Fatalf("%q came back as %+v", box, got)
		}
		for kind := Any; kind <= CL2; kind++ {
			SplitMbox(one, kind)
			SplitMbox(AppendMbox(AppendMbox(nil, Entry{Data: one}, kind), Entry{Data: two}, kind), kind)
		}
	})
}

func TestNames(t *testing.T) {
	for in, want := range map[string]string{
		"Lunch?": "Lunch_.eml", "": "letter.eml", "午饭，好吗？": "午饭，好吗？.eml", "../../etc/passwd": "_.._etc_passwd.eml", "..": "letter.eml", ".hidden": "hidden.eml",
		"CON": "_CON.eml", "com1.txt": "_com1.txt.eml", "lpt0 .x": "_lpt0 .x.eml", "Console": "Console.eml", "a\u202egpj.exe": "agpj.exe.eml", "a\u200bb\ufeff": "ab.eml", "a\x00b\r\nc\u0085": "a_b__c_.eml",
		"a  \u3000 b. . ": "a b.eml", "x\xff": "x_.eml", strings.Repeat("海", 100): strings.Repeat("海", 65) + ".eml", "👩‍🌾": "👩🌾.eml",
	} {
		if got := SafeName(in, ".eml"); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	var names Names
	for _, c := range [][2]string{{"a.eml", "a.eml"}, {"A.eml", "A (2).eml"}, {"a.eml", "a (3).eml"}, {"a (2).eml", "a (2) (2).eml"}, {"x", "x"}, {"x", "x (2)"}} {
		if got := names.Unique(c[0]); got != c[1] {
			t.Errorf("%q: %q, want %q", c[0], got, c[1])
		}
	}
	for range 50_000 {
		names.Unique("many.eml")
	}
}

func FuzzNames(f *testing.F) {
	f.Add("a/b", "..\\c")
	f.Fuzz(func(t *testing.T, a, b string) {
		var names Names
		one, two := names.Unique(SafeName(a, ".eml")), names.Unique(SafeName(b, ".eml"))
		for _, name := range []string{one, two} {
			if !utf8.ValidString(name) || len(name) > MaxName+10 || strings.ContainsAny(name, "<>:\"/\\|?*\x00\n") || strings.HasPrefix(name, ".") || name == ".eml" {
				t.Fatalf("%q", name)
			}
		}
		if strings.EqualFold(one, two) {
			t.Fatalf("%q twice", one)
		}
		if name := folderName(a); strings.ContainsAny(name, "/.\\:") || name == "" != (a == "") {
			t.Fatalf("folder %q", name)
		}
	})
}

func TestMaildirNames(t *testing.T) {
	flags := []string{`\seen`, "$Forwarded", `\Answered`, "$Label1"}
	if got := MaildirFlags(flags); got != "PRS" {
		t.Error(got)
	}
	if got := MaildirName(instant(t, "2026-03-02T08:00:01+08:00")+1500, 7, 42, "a/b:c"); got != `1772409601.M1Q7.a\057b\072c,S=42` {
		t.Error(got)
	}
	for name, want := range map[string]string{"1.M1Q7.x,S=42:2,PRS": `[$Forwarded \Answered \Seen]`, "1.x;2,T": `[\Deleted]`, "1.x": "[]", "2,S": "[]", "1.x:2,": "[]"} {
		if got := fmt.Sprint(ReadMaildirName(name)); got != want {
			t.Errorf("%s: %s", name, got)
		}
	}
	for in, want := range map[string]string{"Sent": "Sent", "a&b": "a&-b", "发件箱": "&U9FO9nux-", "a.b/c": "a&AC4-b&AC8-c", "👍": "&2D3cTQ-", "é1": "&AOk-1"} {
		if got := folderName(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestZip(t *testing.T) {
	at := instant(t, "2026-03-02T08:00:01+08:00")
	files := []File{{Path: "d/", Mode: 0o700, Time: at}, {Path: "d/午饭.eml", Data: letters[0], Mode: 0o640, Time: at}, {Path: "old", Data: []byte("x"), Mode: 0o644}}
	data, err := Zip(files, 28800)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := Zip(files, 28800)
	if !bytes.Equal(data, again) || cap(data) > len(data)+100 {
		t.Errorf("%d of %d, or another one", len(data), cap(data))
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(r.File) != len(files) {
		t.Fatal(r, err)
	}
	for i, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil || f.Name != files[i].Path || !bytes.Equal(content, files[i].Data) || f.NonUTF8 || uint32(f.Mode().Perm()) != files[i].Mode || f.FileInfo().IsDir() != (i == 0) {
			t.Errorf("%+v %v", f, err)
		}
		if got := f.Modified.UTC(); i < 2 && got != time.Unix(int64(at)/1e9, 0).UTC() {
			t.Errorf("%s", got)
		}
	}
	for _, path := range []string{"", "/etc/passwd", "../x", "a/../../x", "a/.."} {
		if _, err := Zip([]File{{Path: path}}, 0); err == nil {
			t.Errorf("%q goes into a zip", path)
		}
	}
	if _, err := Zip(make([]File, MaxZipFiles+1), 0); err == nil {
		t.Error("too many files")
	}
}

// expected is what peers.py must find.
func expected(files []File, stored []Stored) map[string]any {
	w := map[string]any{}
	var all, names, from []string
	times := map[string][]int{}
	for i, l := range letters {
		all = append(all, hex.EncodeToString(l))
		names = append(names, files[i].Path)
		from = append(from, "a@b Mon Mar  2 00:00:01 2026")
		c := files[i].Time.Civil(28800)
		times[files[i].Path] = []int{c.Year, c.Month, c.Day, c.Hour, c.Minute, c.Second &^ 1}
		if files[i].Time == 0 {
			times[files[i].Path] = []int{1980, 1, 1, 0, 0, 0}
		}
	}
	maildir := map[string][]string{}
	for _, s := range stored {
		sub := "cur"
		if MaildirFlags(s.Flags) == "" {
			sub = "new"
		}
		maildir[hex.EncodeToString(s.Data)] = []string{sub, MaildirFlags(s.Flags)}
	}
	w["letters"], w["names"], w["from"], w["times"], w["maildir"] = all, names, from, times, maildir
	w["folders"] = []string{"&U9FO9nux-.2026"}
	return w
}

package anatomy

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"
)

const mboxOfTwo = "From alice@shan.example Mon Mar  2 08:00:00 2026\n" +
	"Return-Path: <alice@shan.example>\nSubject: Lunch?\n\n>From the hill.\n\n" +
	"From bob@hai.example Mon Mar  2 09:00:00 2026\n" +
	"Subject: Re: Lunch?\n\nYes.\n\n"

func TestMbox(t *testing.T) {
	c := New()
	var v struct {
		Kind    string
		Letters []struct {
			N, Size int
			Subject string
		}
	}
	ask(t, c, `{"op":"load","name":"two.mbox"}`, []byte(mboxOfTwo), &v)
	if v.Kind != "mbox" || len(v.Letters) != 2 || v.Letters[1].Subject != "Re: Lunch?" {
		t.Fatalf("%+v", v)
	}
	if first := ask(t, c, `{"op":"letter","n":0}`, nil, nil); !strings.HasSuffix(string(first), "\n\nFrom the hill.\n") {
		t.Errorf("the first letter is %q", first)
	}
	// What comes out is what went in.
	if again := ask(t, c, `{"op":"export","format":"mbox","letters":[]}`, nil, nil); string(again) != mboxOfTwo {
		t.Errorf("the mbox comes out as\n%q, want\n%q", again, mboxOfTwo)
	}
	var named struct{ Name, Type string }
	if one := ask(t, c, `{"op":"export","format":"eml","letters":[1]}`, nil, &named); string(one) != "Subject: Re: Lunch?\n\nYes.\n" || !strings.HasSuffix(named.Name, ".eml") {
		t.Errorf("%q as %q", one, named.Name)
	}
	packed := ask(t, c, `{"op":"export","format":"maildir","letters":[]}`, nil, &named)
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil || named.Name != "two.zip" {
		t.Fatal(err, named.Name)
	}
	var texts []string
	for _, f := range z.File {
		if !strings.HasPrefix(f.Name, "Maildir/new/") || strings.HasSuffix(f.Name, "/") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	if len(texts) != 2 || texts[1] != "Subject: Re: Lunch?\n\nYes.\n" {
		t.Errorf("the Maildir holds %q", texts)
	}
	for _, bad := range []string{`"eml","letters":[2]`, `"eml","letters":[-1]`, `"rar","letters":[]`} {
		if reply, _ := c.Cmd([]byte(`{"op":"export","format":`+bad+`}`), nil); !strings.HasPrefix(string(reply), `{"error"`) {
			t.Errorf("%s: %s", bad, reply)
		}
	}
}

// TestLetterWithAFromLine stays one letter with every octet.
func TestLetterWithAFromLine(t *testing.T) {
	c := New()
	letter := "From alice@shan.example Mon Mar  2 08:00:00 2026\nSubject: x\n\nHello.\n"
	var v struct{ Kind string }
	ask(t, c, `{"op":"load","name":"one.eml"}`, []byte(letter), &v)
	if got := ask(t, c, `{"op":"letter","n":0}`, nil, nil); v.Kind != "letter" || string(got) != letter {
		t.Errorf("%s %q", v.Kind, got)
	}
}

// TestGather makes an mbox of letters, from which each comes back.
func TestGather(t *testing.T) {
	first, second := "Subject: a\n\nFrom the hill.\n", "Return-Path: <bob@hai.example>\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\nno line end"
	c := New()
	mbox := ask(t, c, `{"op":"gather","sizes":[`+strconv.Itoa(len(first))+`,`+strconv.Itoa(len(second))+`]}`, []byte(first+second), nil)
	if !strings.Contains(string(mbox), "From bob@hai.example Mon Mar  2 09:00:00 2026\n") {
		t.Errorf("%q", mbox)
	}
	ask(t, c, `{"op":"load","name":"x.mbox"}`, mbox, nil)
	for n, want := range []string{first, second} {
		if got := ask(t, c, `{"op":"letter","n":`+strconv.Itoa(n)+`}`, nil, nil); string(got) != want {
			t.Errorf("letter %d comes back as %q, want %q", n, got, want)
		}
	}
	if reply, _ := c.Cmd([]byte(`{"op":"gather","sizes":[9]}`), []byte("short")); !strings.HasPrefix(string(reply), `{"error"`) {
		t.Errorf("%s", reply)
	}
}

package anatomy

import (
	"fmt"
	"strings"
	"testing"
)

type bitsView struct {
	Encoding         string
	Start, End, Size int
	Units            []struct {
		Kind, Source   string
		Start, End, At int
		Octets         []int
	}
}

// TestBits writes each unit as kind, source and octets.
func TestBits(t *testing.T) {
	for _, c := range []struct{ name, encoding, body, want string }{
		{"whole groups", "base64", "TWFu\r\nTQ==\r\n", `group "TWFu" 4d616e, space "\r\n" , group "TQ==" 4d, space "\r\n" `},
		{"cut in a group", "base64", "TW\r\nFu", `group "TWFu" 4d616e, space "\r\n" `},
		{"foreign", "base64", "TWFu\xff\xffTWFu", `group "TWFu" 4d616e, foreign "??" , group "TWFu" 4d616e`},
		{"no padding", "base64", "TWE", `group "TWE" 4d61`},
		{"quoted", "quoted-printable", "a =\r\n=E5=\xe9 \r\n", `literal "a " 6120, soft "=\r\n" , escape "=E5" e5, foreign "=" 3d, literal "?" e9, dropped " " , break "\r\n" 0d0a`},
		{"plain", "7bit", "TWFu\r\n", ``},
	} {
		codec := New()
		letter := "Content-Transfer-Encoding: " + c.encoding + "\r\n\r\n" + c.body
		ask(t, codec, `{"op":"load","name":"x"}`, []byte(letter), nil)
		ask(t, codec, `{"op":"letter","n":0}`, nil, nil)
		var v bitsView
		ask(t, codec, `{"op":"bits","part":0,"start":0,"end":10000}`, nil, &v)
		var got []string
		for _, u := range v.Units {
			octets := ""
			for _, o := range u.Octets {
				octets += fmt.Sprintf("%02x", o)
			}
			got = append(got, fmt.Sprintf("%s %q %s", u.Kind, u.Source, octets))
			if u.Kind != "group" && len(u.Source) != u.End-u.Start {
				t.Errorf("%s: %q stands from %d to %d", c.name, u.Source, u.Start, u.End)
			}
		}
		if text := strings.Join(got, ", "); text != c.want {
			t.Errorf("%s:\n%s, want\n%s", c.name, text, c.want)
		}
		if v.Size != len(c.body) || v.End != len(letter) {
			t.Errorf("%s: size %d, end %d", c.name, v.Size, v.End)
		}
	}
}

// TestBitsWindow reads a large part window by window: together the windows have every octet once.
func TestBitsWindow(t *testing.T) {
	var body strings.Builder
	for range 1000 {
		body.WriteString(strings.Repeat("QUJD", 19) + "\r\n")
	}
	codec := New()
	ask(t, codec, `{"op":"load","name":"x"}`, []byte("Content-Transfer-Encoding: base64\r\n\r\n"+body.String()), nil)
	ask(t, codec, `{"op":"letter","n":0}`, nil, nil)
	seen, windows := 0, 0
	for at := 0; ; windows++ {
		var v bitsView
		ask(t, codec, fmt.Sprintf(`{"op":"bits","part":0,"start":%d,"end":%d}`, at, 1<<30), nil, &v)
		for _, u := range v.Units {
			if len(u.Octets) > 0 && u.Start >= v.Start {
				if u.At != seen {
					t.Fatalf("octet %d follows %d", u.At, seen)
				}
				seen += len(u.Octets)
			}
		}
		if v.End <= at || len(v.Units) == 0 {
			break
		}
		at = v.End
	}
	if seen != 57*1000 || windows < 5 {
		t.Errorf("%d octets in %d windows", seen, windows)
	}
}

// TestBitsOfALongLine reads a quoted-printable line window by window: each has only what lies in it, and together they have
// every octet once.
func TestBitsOfALongLine(t *testing.T) {
	const n = 100_000
	digits := strings.Repeat("0123456789", n/10)
	head := "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	for _, c := range []struct{ body, content string }{
		{"=41" + digits + "=42", "A" + digits + "B"},
		{digits + strings.Repeat(" ", n) + "\r\nx", digits + "\r\nx"},
		{"a=" + strings.Repeat("\t", n) + "\r\nx", "ax"},
	} {
		codec := New()
		ask(t, codec, `{"op":"load","name":"x"}`, []byte(head+c.body), nil)
		ask(t, codec, `{"op":"letter","n":0}`, nil, nil)
		var source, content []byte
		for at := len(head); at < len(head+c.body); {
			var v bitsView
			ask(t, codec, fmt.Sprintf(`{"op":"bits","part":0,"start":%d,"end":%d}`, at, at+999), nil, &v)
			start := at
			for _, u := range v.Units {
				if u.End-u.Start > 999 || len(u.Source) != u.End-u.Start {
					t.Fatalf("window at %d: %q from %d to %d", at, u.Source, u.Start, u.End)
				}
				if u.Start < start { // It was in the window before.
					continue
				}
				source = append(source, u.Source...)
				if len(u.Octets) > 0 && u.At != len(content) {
					t.Fatalf("window at %d: octet %d follows %d", at, u.At, len(content))
				}
				for _, o := range u.Octets {
					content = append(content, byte(o))
				}
				at = max(at, u.End)
			}
		}
		if string(source) != c.body || string(content) != c.content {
			t.Errorf("%d of %d octets stand for %d of %d", len(source), len(c.body), len(content), len(c.content))
		}
	}
}

package report

import (
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
)

func TestReturned(t *testing.T) {
	const head = "Subject: x\r\nFrom: a@b\r\n"
	long := "Subject: x\r\n" + strings.Repeat("X-Long: line\r\n", MaxReturned/10)
	for _, c := range []struct {
		name, letter string
		how          Returning
		typ, content string
	}{
		{"whole", head + "\r\nbody\r\n", Returning{Full: true}, "message/rfc822", head + "\r\nbody\r\n"},
		{"only the header", head + "\r\nbody\r\n", Returning{}, "text/rfc822-headers", head},
		{"8-bit letter on a 7-bit way", head + "\r\n\u00e9\r\n", Returning{Full: true}, "text/rfc822-headers", head},
		{"8-bit letter on an 8-bit way", head + "\r\n\u00e9\r\n", Returning{Full: true, Transport: encoding.EightBit}, "message/rfc822", head + "\r\n\u00e9\r\n"},
		{"too large", head + "\r\n" + strings.Repeat("x\r\n", MaxReturned/2), Returning{Full: true}, "text/rfc822-headers", head},
		{"header too large", long + "\r\nbody", Returning{Full: true}, "text/rfc822-headers", long[:12+(MaxReturned-12)/14*14]},
		{"8-bit header", "Subject: \u00e9\r\n\r\n", Returning{}, "text/rfc822-headers", "Subject: \u00e9\r\n"},
		{"8-bit header, SMTPUTF8", "Subject: \u00e9\r\n\r\n", Returning{UTF8: true}, "message/global-headers", "Subject: \u00e9\r\n"},
	} {
		if e := Returned([]byte(c.letter), c.how); e.Type != c.typ || string(e.Content) != c.content {
			t.Errorf("%s: %s, %d octets", c.name, e.Type, len(e.Content))
		}
	}
}

func TestRecipient(t *testing.T) {
	for _, c := range []struct {
		address string
		utf8    bool
		want    string
	}{
		{"bob@hai.example", false, "rfc822; bob@hai.example"},
		{"bob@hai.example", true, "rfc822; bob@hai.example"},
		{"鲍勃+x@hai.example", true, "utf-8; 鲍勃+x@hai.example"},
		{"鲍勃+x@hai.example", false, `utf-8; \x{9C8D}\x{52C3}\x{2B}x@hai.example`},
	} {
		got := strings.Join(Recipient(c.address, c.utf8), " ")
		if got != c.want || ReadRecipient(got) != c.address {
			t.Errorf("%s: %s, read as %s", c.address, got, ReadRecipient(got))
		}
	}
	for in, want := range map[string]string{`utf-8;a\x{`: `a\x{`, `UTF-8 ; \x{41}\x{110000}\x{zz}`: "A\uFFFD" + `\x{zz}`, "a@b": "a@b", "x;y;z": "y;z"} {
		if got := ReadRecipient(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	letter := func(kind string) []byte {
		return []byte("Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: message/" + kind +
			"\r\n\r\nA: b\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nC: d\r\n\r\nx\r\n--b--\r\n")
	}
	for kind, found := range map[string]bool{"delivery-status": true, "global-delivery-status": true, "disposition-notification": false} {
		data := letter(kind)
		root := message.Tree(data)
		if got := Find(root, "delivery-status") != nil; got != found {
			t.Errorf("%s: %v", kind, got)
		}
		if got := Human(root, data); got != "hello" {
			t.Errorf("%q", got)
		}
		if got, full := Original(root, data); string(got) != "C: d\r\n\r\nx" || !full {
			t.Errorf("%q %v", got, full)
		}
	}
}

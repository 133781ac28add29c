package message

import "testing"

func TestWithout(t *testing.T) {
	for _, row := range []struct{ letter, want string }{
		{"Subject: a\r\n\r\nBcc: b\r\n", "Subject: a\r\n\r\nBcc: b\r\n"},
		{"bcc: x,\r\n y\r\nSubject: a\r\nBCC : z\r\n\r\nb", "Subject: a\r\n\r\nb"},
		{"Subject: a\r\nBcc: x\r\n\r\nb", "Subject: a\r\n\r\nb"},
		{"Bcc: x\r\n", ""},
		{"no field\r\nBcc: x\r\n\r\nb", "no field\r\n\r\nb"},
		{"", ""},
	} {
		h := ParseHeader([]byte(row.letter))
		if got := string(Without([]byte(row.letter), &h, "Bcc", "Resent-Bcc")); got != row.want {
			t.Errorf("%q without Bcc is %q, want %q", row.letter, got, row.want)
		}
	}
}

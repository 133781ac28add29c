package queue

import (
	"bytes"
	"strings"
	"testing"

	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// FuzzParseProfile: whatever is taken is within the bounds and is read back as what it is.
func FuzzParseProfile(f *testing.F) {
	for _, seed := range []string{"rfc", "0 5m 15m 1h*; warn 4h; expire 5d", "5m*", "0", ";", "90s 3h; expire 1d; warn 2h", "1m*;warn 1s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseProfile(text)
		if err != nil {
			if strings.TrimSpace(err.Error()) == "" || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q is refused with %q", text, err)
			}
			return
		}
		again, err := ParseProfile(p.String())
		if err != nil || again.String() != p.String() {
			t.Fatalf("%q is %q, which is %q: %v", text, p.String(), again.String(), err)
		}
		if p.BackOff() < vtime.Minute || p.Expire <= 0 || p.Expire > MaxExpire || len(p.Schedule(MaxExpire)) > int(MaxExpire/MinGap)+1 {
			t.Errorf("%q: back-off %v, expires after %v", text, p.BackOff(), p.Expire)
		}
	})
}

// FuzzEdit: an edit never makes more of a letter than it says, whatever is typed: a field stays one field, and addresses
// stay addresses.
func FuzzEdit(f *testing.F) {
	for _, seed := range []string{"from <>", "to a@b.example, c@d.example", "add x@y.example", "drop bob@hai.example", "header Subject: x", "header X: \r\nBcc: y", "header X: 午饭", `body a\n.\n`, `data a: b\n\nc`, "header a\u2028b: c"} {
		f.Add(seed)
	}
	const letter = "Received: from x\r\nSubject: Hi\r\n\r\nHello.\r\n"
	f.Fuzz(func(t *testing.T, change string) {
		q := New(Options{})
		it, err := q.Add(0, Letter{Envelope: smtp.Envelope{From: "alice@shan.example", Rcpts: smtp.Rcpts("bob@hai.example", "zhou@lin.example")}, Data: []byte(letter)})
		if err != nil {
			t.Fatal(err)
		}
		do, err := q.Edit(it, change)
		if err != nil {
			if string(it.Data) != letter || len(it.PendingRcpts()) != 2 {
				t.Errorf("%q was refused and changed the letter", change)
			}
			return
		}
		do()
		for _, addr := range append(it.PendingRcpts(), it.From) {
			if strings.ContainsAny(addr, "\r\n<>") && !strings.HasPrefix(addr, `"`) {
				t.Errorf("%q made the address %q", change, addr)
			}
		}
		if strings.HasPrefix(change, "header ") {
			h := message.ParseHeader(it.Data)
			if len(h.Fields) > 3 || !bytes.HasSuffix(it.Data, []byte("\r\n\r\nHello.\r\n")) || !h.Blank() {
				t.Errorf("%q made %q", change, it.Data)
			}
		}
	})
}

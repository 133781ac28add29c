package oracles

import (
	"maps"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// userName has an address beyond ASCII.
const userName = "用户@hai.example"

// international are the clients that speak SMTPUTF8 (RFC 6531). Each sends a letter to such an address.
var international = map[string]func(t *testing.T, e errand){
	"smtplib": func(t *testing.T, e errand) {
		tool(t, "", "python3", "python/send.py", e.port, alice, alicePassword, "/dev/null", e.tag, "utf8")
	},
	"nodemailer": func(t *testing.T, e errand) {
		tool(t, "", "node", "node/send.mjs", e.port, alice, alicePassword, "/dev/null", e.tag, "utf8")
	},
	"go-smtp": func(t *testing.T, e errand) {
		submit(t, e.port, utf8Letter(e.tag), &smtp.MailOptions{UTF8: true, Body: smtp.Body8BitMIME}, addressee{userName, nil})
	},
}

// utf8Letter has a header beyond ASCII (RFC 6532).
func utf8Letter(tag string) []byte {
	return []byte("From: alice@shan.example\r\nTo: " + userName + "\r\nSubject: Grüße, 你好 " + tag +
		"\r\nDate: Mon, 2 Mar 2026 08:00:00 +0800\r\nMessage-ID: <utf8-" + tag + "@shan.example>\r\n\r\n" + strings.ReplaceAll(dotted, "\n", "\r\n"))
}

// TestInternational: letters to an address beyond ASCII arrive, and say so in their trace.
func TestInternational(t *testing.T) {
	passwords[userName] = "utf8-pw"
	s := serve(t, allOffered, "--user", userName+":"+passwords[userName])
	for name, send := range international {
		send(t, errand{port: s.port(t, aliceServer, "submission"), tag: name})
	}
	box := fetch(t, s.port(t, bobServer, "pop3"), map[string]int{userName: len(international)})[userName]
	for name := range international {
		l := find(t, box, "Grüße, 你好 "+name)
		l.travelled(t, alice, 2)
		if got := strings.ReplaceAll(string(l.parts(t)[0].data), "\r\n", "\n"); strings.TrimRight(got, "\n") != strings.TrimRight(dotted, "\n") {
			t.Errorf("%s: %q, want %q", name, got, dotted)
		}
		// RFC 6531 section 4.3 and the registry of RFC 3848.
		if got := l.header["Received"][0]; !strings.Contains(got, "with UTF8SMTP ") {
			t.Errorf("%s: Received: %s", name, got)
		}
	}
}

// TestInternationalOutbound: a letter that needs SMTPUTF8 reaches who offers it as it is, and comes back from who does not.
func TestInternationalOutbound(t *testing.T) {
	o := serveOutside(t)
	sent := utf8Letter("outbound")
	submit(t, o.port(t, aliceServer, "submission"), sent, &smtp.MailOptions{UTF8: true, Body: smtp.Body8BitMIME},
		addressee{"用户@go.example", nil}, addressee{"zoe@" + full, nil}, addressee{"zoe@plain.example", nil}, addressee{"zoe@" + sevenBit, nil})
	l := o.everything.wait(t, 1)[0]
	if !l.mail.UTF8 || l.to[0] != "用户@go.example" {
		t.Errorf("go.example heard %+v", l)
	}
	parse(t, l.data).onTop(t, sent)
	o.postfix.mailbox(t, full, 1)[0].onTop(t, sent)
	// Here it is the address, in a letter whose header is ASCII.
	submit(t, o.port(t, aliceServer, "submission"), awkward("address"), &smtp.MailOptions{UTF8: true, Body: smtp.Body8BitMIME}, addressee{"用户@plain.example", nil})

	status, pop3 := map[string]string{}, o.port(t, aliceServer, "pop3")
	for want := 2; want <= 3 && len(status) < 3; want++ { // One notice may tell of two.
		for _, l := range fetch(t, pop3, map[string]int{alice: want})[alice] {
			for _, r := range l.notice(t).recipients {
				_, address, _ := strings.Cut(r.Get("Final-Recipient"), ";")
				status[strings.TrimSpace(address)] = r.Get("Action") + " " + r.Get("Status")
			}
		}
	}
	// RFC 6531 section 3.5: X.6.7 is for an address, X.6.9 for the header.
	want := map[string]string{"zoe@plain.example": "failed 5.6.9", "zoe@" + sevenBit: "failed 5.6.9", "用户@plain.example": "failed 5.6.7"}
	if !maps.Equal(status, want) {
		t.Errorf("Alice hears %v, want %v", status, want)
	}
}

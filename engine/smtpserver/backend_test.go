package smtpserver

import (
	"bytes"
	"fmt"
	"strings"

	"ehloworld/engine/smtp"
)

// testBackend is mail.hai.example with bob, carol, csse and a full mailbox.
type testBackend struct {
	Plain
	kept []string // What was accepted, in words.
	raw  [][]byte
}

func (b *testBackend) Authenticate(mech, user, pass string) (string, bool) {
	if (user == "alice" || user == "alice@shan.example") && pass == "alice-pw" {
		return "alice@shan.example", true
	}
	return "", false
}

func (b *testBackend) Sender(s Session, env *smtp.Envelope, known any) (v Verdict) {
	if s.User != "" && env.From != "" && env.From != s.User {
		v.Refuse = smtp.Refuse(553, "5.7.1", "<"+env.From+">: you are logged in as "+s.User)
	}
	return v
}

func (b *testBackend) Recipient(s Session, env *smtp.Envelope, to smtp.Rcpt, known any) Verdict {
	return Refused(b.recipient(s, to.Addr))
}

func (b *testBackend) recipient(s Session, rcpt string) *smtp.Reply {
	local, domain, _ := strings.Cut(rcpt, "@")
	switch {
	case rcpt == "postmaster":
	case domain != "hai.example" && s.User == "":
		return smtp.Refuse(550, "5.7.1", "<"+rcpt+">: relaying is only for those who log in")
	case domain != "hai.example":
	case local == "full":
		return smtp.Refuse(452, "4.2.2", "<"+rcpt+">: mailbox full")
	case local == "shutdown":
		return smtp.Refuse(421, "4.3.2", "mail.hai.example shutting down")
	case local != "bob" && local != "carol" && local != "csse" && local != "postmaster" && local != "用户" && local != `"a b"`:
		return smtp.Refuse(550, "5.1.1", "<"+rcpt+">: no such user")
	}
	return nil
}

func (b *testBackend) Accept(s Session, env smtp.Envelope, data []byte) (string, *smtp.Reply) {
	if bytes.Contains(data, []byte("VIRUS")) {
		return "", smtp.Refuse(554, "5.7.1", "The letter says VIRUS")
	}
	if bytes.Contains(data, []byte("DISK")) {
		return "", smtp.Refuse(452, "4.3.1", "The disk is full, try later")
	}
	id := fmt.Sprintf("H%04d", len(b.kept)+1)
	word := fmt.Sprintf("%s <%s> for %s, %d octets", id, env.From, strings.Join(env.Addrs(), " "), len(data))
	for _, f := range []struct {
		on   bool
		text string
	}{{env.Body == smtp.Body8BitMIME, "8bit"}, {env.SMTPUTF8, "utf8"}, {env.Size > 0, fmt.Sprint("said ", env.Size)}, {env.Auth != "", "auth " + env.Auth}, {s.User != "", "by " + s.User}, {!s.ESMTP, "helo"}} {
		if f.on {
			word += ", " + f.text
		}
	}
	b.kept = append(b.kept, word)
	b.raw = append(b.raw, data)
	return id, nil
}

func (b *testBackend) Verify(arg string) smtp.Reply {
	return smtp.NewReply(252, "2.1.5", "Cannot verify, but will take a letter and try")
}

func (b *testBackend) Expand(arg string) smtp.Reply {
	if arg == "staff" {
		return smtp.NewReply(250, "2.1.5", "<bob@hai.example>", "<carol@hai.example>")
	}
	return smtp.NewReply(550, "5.1.1", "There is no such list")
}

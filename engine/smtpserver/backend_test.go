package smtpserver

import (
	"bytes"
	"fmt"
	"strings"

	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// testBackend is mail.hai.example with bob, carol, csse and some with whom something is the matter.
type testBackend struct {
	Plain
	kept []string // What was accepted, in words.
	raw  [][]byte
}

func (b *testBackend) Connect(s Session) *smtp.Reply {
	switch s.ClientIP {
	case "192.0.2.1":
		return smtp.Refuse(521, "5.3.2", "mail.hai.example takes no mail")
	case "192.0.2.2":
		return smtp.Refuse(554, "5.7.1", "No service for 192.0.2.2")
	case "192.0.2.3":
		return smtp.Refuse(421, "4.7.0", "mail.hai.example Too many connections from 192.0.2.3")
	}
	return nil
}

func (b *testBackend) Authenticate(mech, user, pass string) (string, bool) {
	if (user == "alice" || user == "alice@shan.example") && pass == "alice-pw" {
		return "alice@shan.example", true
	}
	return "", false
}

func (b *testBackend) Sender(s Session, env *smtp.Envelope, known any) (v Verdict) {
	_, domain, _ := strings.Cut(env.From, "@")
	switch {
	case domain == "asked.example" && known == nil:
		v.Ask = "does " + domain + " exist"
	case domain == "nowhere.example":
		v.Refuse = smtp.Refuse(450, "4.1.8", "<"+env.From+">: the domain is not in the DNS just now")
	case s.User != "" && env.From != "" && env.From != s.User:
		v.Refuse = smtp.Refuse(553, "5.7.1", "<"+env.From+">: you are logged in as "+s.User)
	case known != nil && known != "known: does asked.example exist":
		panic(known)
	}
	return v
}

func (b *testBackend) Recipient(s Session, env *smtp.Envelope, to smtp.Rcpt, known any) Verdict {
	if to.Addr == "asked@hai.example" {
		if known == nil {
			return Verdict{Ask: "who is asked"}
		}
		return Refused(smtp.Refuse(450, "4.7.1", "Greylisted, since the answer was "+known.(string)))
	}
	return Refused(b.recipient(s, to))
}

func (b *testBackend) recipient(s Session, to smtp.Rcpt) *smtp.Reply {
	rcpt := to.Addr
	local, domain, _ := strings.Cut(rcpt, "@")
	switch {
	case rcpt == "postmaster":
	case domain != "hai.example" && s.User == "" && s.Proto != ProtoLMTP:
		return smtp.Refuse(550, "5.7.1", "<"+rcpt+">: relaying is only for those who log in")
	case domain != "hai.example":
	case to.Since != 0 && to.Since < vtime.Time(vtime.Hour):
		return smtp.Refuse(550, "5.7.17", "<"+rcpt+">: the mailbox has had another owner since then")
	case local == "full":
		return smtp.Refuse(452, "4.2.2", "<"+rcpt+">: mailbox full")
	case local == "shutdown":
		return smtp.Refuse(421, "4.3.2", "mail.hai.example shutting down")
	case local == "moved":
		return smtp.Refuse(551, "5.1.6", "<"+rcpt+">: moved, try <moved@lu.example>")
	case local == "away":
		return smtp.Refuse(251, "2.1.5", "<"+rcpt+">: not here, will be passed on")
	case local == "disabled":
		return smtp.Refuse(550, "5.2.1", "<"+rcpt+">: the mailbox is disabled")
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
	return b.keep(s, env, data), nil
}

func (b *testBackend) Deliver(s Session, env smtp.Envelope, data []byte) []smtp.Reply {
	var replies []smtp.Reply
	for _, r := range env.Rcpts {
		switch {
		case r.Addr == "carol@hai.example" && bytes.Contains(data, []byte("DISK")):
			replies = append(replies, smtp.NewReply(452, "4.2.2", "<carol@hai.example>: mailbox full"))
		case r.Addr == "csse@hai.example" && bytes.Contains(data, []byte("DISK")):
			replies = append(replies, smtp.NewReply(421, "4.3.2", "going down"))
		default:
			one := env
			one.Rcpts = []smtp.Rcpt{r}
			replies = append(replies, smtp.NewReply(250, "2.1.5", "<"+r.Addr+"> delivered as "+b.keep(s, one, data)))
		}
	}
	return replies
}

func (b *testBackend) keep(s Session, env smtp.Envelope, data []byte) string {
	id := fmt.Sprintf("H%04d", len(b.kept)+1)
	word := fmt.Sprintf("%s <%s> for %s, %d octets", id, env.From, strings.Join(env.Addrs(), " "), len(data))
	for _, f := range []struct {
		on   bool
		text string
	}{
		{env.Body == smtp.Body8BitMIME, "8bit"}, {env.Body == smtp.BodyBinaryMIME, "binary"}, {env.SMTPUTF8, "utf8"},
		{env.Size > 0, fmt.Sprint("said ", env.Size)}, {env.Auth != "", "auth " + env.Auth}, {s.User != "", "by " + s.User}, {!s.ESMTP, "helo"},
		{env.Ret != 0, fmt.Sprint("ret ", env.Ret)}, {env.EnvID != "", "envid " + env.EnvID}, {env.ReleaseAt != 0, fmt.Sprint("release ", env.ReleaseAt/vtime.Time(vtime.Second))},
		{env.By.Mode != 0, fmt.Sprint("by ", env.By.At/vtime.Time(vtime.Second), env.By.Mode, env.By.Trace)}, {env.Priority != 0, fmt.Sprint("priority ", env.Priority)},
		{env.Solicit != "", "solicit " + env.Solicit}, {s.TLS, "tls"}, {s.ClientName != "", "from " + s.ClientName}, {s.Forwarded.Addr != "", "forwarded " + s.Forwarded.Addr},
	} {
		if f.on {
			word += ", " + f.text
		}
	}
	for _, r := range env.Rcpts {
		if r.Notify != 0 || r.ORcpt != "" || r.Since != 0 {
			word += fmt.Sprintf(", %s: notify %04b orcpt %q since %d", r.Addr, r.Notify, r.ORcpt, r.Since/vtime.Time(vtime.Second))
		}
	}
	b.kept = append(b.kept, word)
	b.raw = append(b.raw, data)
	return id
}

func (b *testBackend) Verify(arg string) smtp.Reply {
	if arg == "zhang" || arg == "用户" {
		return smtp.NewReply(250, "2.1.5", "用户 <用户@hai.example>")
	}
	return smtp.NewReply(252, "2.1.5", "Cannot verify, but will take a letter and try")
}

func (b *testBackend) Expand(arg string) smtp.Reply {
	if arg == "staff" {
		return smtp.Reply{Code: 250, Enhanced: "2.1.5", Lines: []string{"<bob@hai.example>", "<carol@hai.example>"}}
	}
	return smtp.NewReply(550, "5.1.1", "There is no such list")
}

func (b *testBackend) StartQueue(_ Session, node string) smtp.Reply {
	switch node {
	case "lu.example":
		return smtp.NewReply(252, "2.0.0", "Letters for lu.example: on their way")
	case "@lu.example":
		return smtp.NewReply(253, "2.0.0", "3 letters for lu.example and below: on their way")
	case "#slow":
		return smtp.NewReply(250, "2.0.0", "Queue slow started")
	case "busy.example":
		return smtp.NewReply(458, "4.3.0", "The queue for busy.example cannot be started just now")
	case "secret.example":
		return smtp.NewReply(459, "4.7.1", "secret.example may not start its queue here")
	}
	return b.Plain.StartQueue(Session{}, node)
}

// Intercept answers for NOOP: what its argument asks for.
func (b *testBackend) Intercept(_ Session, verb, arg string, n int) *smtp.Reply {
	switch {
	case verb == smtp.NOOP && arg == "DROP":
		return &smtp.Reply{}
	case verb == smtp.BDAT && arg == "013":
		return smtp.Refuse(451, "4.3.0", "Not thirteen octets")
	case verb == smtp.NOOP && arg == "FAULT":
		return smtp.Refuse(451, "4.3.0", fmt.Sprintf("The machine stumbles over line %d", n))
	}
	return nil
}

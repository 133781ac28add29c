package host

import (
	"ehloworld/engine/smtp"
)

// Verify implements smtpserver.Backend. RFC 5321 section 3.5.3 lets a server say neither yes nor no, and section 7.3
// says why: a server that answers tells strangers who lives here.
func (b *smtpBackend) Verify(arg string) smtp.Reply {
	return smtp.NewReply(252, "2.1.5", "Cannot VRFY "+shown(arg)+", but will take a letter for it and try to deliver")
}

// Expand implements smtpserver.Backend: there are no lists here.
func (b *smtpBackend) Expand(arg string) smtp.Reply {
	return smtp.NewReply(550, "5.1.1", shown(arg)+": no mailing list of that name")
}

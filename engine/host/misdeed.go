package host

import (
	"strconv"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
)

// misdeeds are the faults of a mail server that show in its dialogues: it refuses what it need not, drops connections, or
// has no room on its disk.
type misdeeds struct {
	reply *smtp.Fault
	drop  *smtp.Fault
	disk  bool
}

// misconduct counts on one connection what faults wait for.
type misconduct struct{ reply, drop int }

// due counts a command that a fault is about and says whether its time has come.
func due(f *smtp.Fault, verb string, seen *int) bool {
	if f == nil || f.Verb != verb {
		return false
	}
	*seen++
	return *seen >= f.Nth
}

var replyDiskFull = smtp.NewReply(452, "4.3.1", "There is no room left on this server's disk; try again later")

// Intercept implements smtpserver.Backend: it carries out the faults "reply", "drop" and "disk".
func (b *smtpBackend) Intercept(_ smtpserver.Session, verb, _ string, _ int) *smtp.Reply {
	if !edition.Full {
		return nil
	}
	wrong := &b.host.wrong
	if due(wrong.reply, verb, &b.seen.reply) {
		code := strconv.Itoa(wrong.reply.Code)
		return smtp.Refuse(wrong.reply.Code, code[:1]+".3.0", "This server has been made to answer "+verb+" with "+code)
	}
	// The end of a letter is obeyed before the connection goes: dropAfter.
	if verb != smtp.EOD && due(wrong.drop, verb, &b.seen.drop) {
		return &smtp.Reply{}
	}
	if wrong.disk && verb == smtp.MAIL {
		return &replyDiskFull
	}
	return nil
}

// dropAfter drops the connection before the reply to a letter that has just been taken, when the fault "drop" says so: the
// client cannot know, and sends it again (RFC 1047).
func (b *smtpBackend) dropAfter() {
	if edition.Full && due(b.host.wrong.drop, smtp.EOD, &b.seen.drop) && b.host.acting != nil {
		b.host.acting.cutOff = true
	}
}

package delivery

import (
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
)

// Letter is a letter at the end of its journey.
type Letter struct {
	Msg     trace.MsgID
	From    string // Envelope sender without brackets; empty is the null sender.
	Rcpt    string // The address that it was sent to.
	Account string // The account that gets it.
	Data    []byte
}

// Mailboxes keeps letters.
type Mailboxes interface {
	// Keep puts data, which it may keep, into the account's mailbox. A refusal such as 452 4.2.2 means that it did not.
	Keep(l Letter, data []byte) *smtp.Reply
}

// Deposit makes the final delivery (RFC 5321 section 4.4): it copies the envelope sender into Return-Path and the
// recipient into Delivered-To (RFC 9228), above the letter's own header, and gives the letter to the mailbox. A
// Return-Path that is there already is somebody else's claim and goes.
func Deposit(boxes Mailboxes, l Letter) smtpclient.RcptOutcome {
	top := message.ReturnPath(l.From) + message.DeliveredTo(l.Rcpt)
	header := message.ParseHeader(l.Data)
	letter := message.Without(l.Data, &header, "Return-Path")
	data := make([]byte, 0, len(top)+len(letter))
	data = append(append(data, top...), letter...)
	out := smtpclient.RcptOutcome{Rcpt: l.Rcpt, Local: true}
	if refuse := boxes.Keep(l, data); refuse != nil {
		out.Reply, out.Temporary = *refuse, refuse.Temporary()
		return out
	}
	out.Reply, out.Delivered = smtp.NewReply(250, "2.1.5", "delivered to the mailbox of "+l.Account), true
	return out
}

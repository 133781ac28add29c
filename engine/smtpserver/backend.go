package smtpserver

import (
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// Session is what a backend may know about the connection.
type Session struct {
	_ [0]func() // Never compared: that spares code for it.

	Conn     trace.ConnID
	Proto    string
	Hello    string // The name that HELO, EHLO or LHLO gave.
	ESMTP    bool   // It was EHLO or LHLO.
	TLS      bool   // The connection is inside TLS.
	User     string // The address that AUTH proved; empty: nobody logged in.
	ClientIP string

	ClientName string // The client's name, where XCLIENT gave it.
	Forwarded  Client // Whom the client speaks for, by XFORWARD.
}

// Verdict is what a backend thinks of a sender or a recipient. The zero value accepts.
type Verdict struct {
	// Refuse is said instead of 250 2.1.0 or 250 2.1.5: a refusal, or another way to accept, such as 251 2.1.5 for a recipient
	// whose letters are passed on (RFC 5321 section 3.4).
	Refuse *smtp.Reply
	// Ask is what must be known first. The server hands it on as a question (machine.Ask) and reads no further command until
	// it is answered; then it asks the backend again, with the answer as known. Nil: the verdict stands.
	Ask any
}

// Refused is the verdict that refuses, and with a nil reply the one that accepts.
func Refused(reply *smtp.Reply) Verdict { return Verdict{Refuse: reply} }

// Backend decides and keeps. Its answers are memory only; nothing in it may take time.
type Backend interface {
	// Connect judges the connection before the greeting; nil greets with 220. Limits of rate and number answer 421, 450 or
	// 554 here, and a host that takes no mail at all answers 521 (RFC 7504).
	Connect(s Session) *smtp.Reply
	// Authenticate checks a name and password and returns the address that they belong to.
	Authenticate(mech, user, pass string) (address string, ok bool)
	// Sender judges an envelope whose sender and parameters are known; env.From is empty for the null sender. It may
	// complete env. Known is nil, or the answer to what the last verdict asked.
	Sender(s Session, env *smtp.Envelope, known any) Verdict
	// Recipient judges one more recipient of an envelope. "postmaster" may come without a domain and must be accepted
	// (RFC 5321 section 4.5.1). Known is as in Sender.
	Recipient(s Session, env *smtp.Envelope, rcpt smtp.Rcpt, known any) Verdict
	// Accept takes responsibility for a letter: CR LF line ends, dots undone. The data is the backend's to keep. A refusal
	// means that nobody has kept anything.
	Accept(s Session, env smtp.Envelope, data []byte) (queueID string, refuse *smtp.Reply)
	// Deliver is Accept for LMTP (RFC 2033 section 4.2): the letter is delivered now, and there is one reply for each of
	// env.Rcpts, in their order.
	Deliver(s Session, env smtp.Envelope, data []byte) []smtp.Reply
	// Verify answers VRFY (RFC 5321 section 3.5).
	Verify(arg string) smtp.Reply
	// Expand answers EXPN.
	Expand(arg string) smtp.Reply
	// StartQueue answers ETRN for a node, which may begin with "@" (and its subdomains) or "#" (a queue's own name): 250 to
	// 253, 458 or 459 (RFC 1985 section 5.3).
	StartQueue(s Session, node string) smtp.Reply
	// Intercept is asked before each command, the n-th line of the connection counted from 1, and before the answer to a
	// letter (verb smtp.EOD). A reply that is not nil is said instead of the answer, and the command is not obeyed. A reply
	// with code 0 drops the connection without a word.
	Intercept(s Session, verb, arg string, n int) *smtp.Reply
}

// Plain is a part of a Backend for those that need only some of it: everybody is welcome, nothing is known.
type Plain struct{}

// Connect implements Backend.
func (Plain) Connect(Session) *smtp.Reply { return nil }

// Authenticate implements Backend: nobody can log in.
func (Plain) Authenticate(string, string, string) (string, bool) { return "", false }

// Sender implements Backend: everybody may send.
func (Plain) Sender(Session, *smtp.Envelope, any) Verdict { return Verdict{} }

// Recipient implements Backend: everybody may receive.
func (Plain) Recipient(Session, *smtp.Envelope, smtp.Rcpt, any) Verdict { return Verdict{} }

// Deliver implements Backend: there are no mailboxes.
func (Plain) Deliver(_ Session, env smtp.Envelope, _ []byte) []smtp.Reply {
	replies := make([]smtp.Reply, len(env.Rcpts))
	for i := range replies {
		replies[i] = smtp.NewReply(550, "5.1.1", "There is no such mailbox")
	}
	return replies
}

// Verify implements Backend: neither yes nor no (RFC 5321 section 3.5.3).
func (Plain) Verify(string) smtp.Reply {
	return smtp.NewReply(252, "2.1.5", "Cannot VRFY, but will take a letter and try to deliver")
}

// Expand implements Backend: there are no lists.
func (Plain) Expand(string) smtp.Reply { return smtp.NewReply(550, "5.1.1", "There is no such list") }

// StartQueue implements Backend: nothing waits for anybody.
func (Plain) StartQueue(_ Session, node string) smtp.Reply {
	return smtp.NewReply(251, "2.0.0", "No letters wait for "+smtp.Shown(node))
}

// Intercept implements Backend: nothing is intercepted.
func (Plain) Intercept(Session, string, string, int) *smtp.Reply { return nil }

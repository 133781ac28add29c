package smtpclient

import (
	"ehloworld/engine/edition"
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Job is one letter to hand over.
type Job struct {
	Msg trace.MsgID
	// SMTPUTF8 of the envelope says that the letter was submitted as an internationalised one (RFC 6531). Addresses that
	// are not ASCII ask for the extension by themselves. There is at least one recipient.
	smtp.Envelope
	Data []byte // The letter with CRLF line ends, dots not yet stuffed. It is not copied and must not change.

	// User and Pass log in before the letter (RFC 4954); an empty User means without login.
	User, Pass string
}

// Stage says how far a job had come when it was decided.
type Stage string

// The stages, in order.
const (
	StageConnect  Stage = "connect"  // No connection yet; used by those who dial.
	StageGreeting Stage = "greeting" // The server's 220 was awaited.
	StageHello    Stage = "hello"    // EHLO or HELO.
	StageAuth     Stage = "auth"
	StageMail     Stage = "mail"
	StageRcpt     Stage = "rcpt"
	StageData     Stage = "data" // DATA up to the last byte of the letter.
	StageDot      Stage = "dot"  // The letter was sent; its reply was awaited or came.
)

// RcptOutcome is the fate of one recipient after one try.
type RcptOutcome struct {
	Rcpt      string
	Reply     smtp.Reply // Made up here when Local is set.
	Delivered bool       // The next server has taken responsibility for the letter (RFC 5321 section 6.1).
	Temporary bool       // Not delivered, and worth another try.
	Local     bool       // Reply is our own judgement; no server said it.
	// Untried says that nothing was said about this recipient, since the connection was closing or takes no more letters:
	// a new one is needed, and this was no try. It comes with Temporary and Local.
	Untried bool
	// Relayed comes with Delivered: a notice "relayed" is due to the sender, because the server does not pass on what was
	// asked for, the word of success (RFC 3461 section 5.2.2) or the time of delivery (RFC 2852 section 4).
	Relayed bool
	// Final comes with Delivered: the letter is in the mailbox, since the next server was its last (RFC 2033).
	Final bool

	// MX and IP name the server that decided; those who dial fill them in.
	MX, IP string
	Conn   trace.ConnID // The connection, 0 when there was none.
}

// Conversation is what was said to one server, for the record of a try.
type Conversation struct {
	MX, IP     string
	Conn       trace.ConnID // 0 when there was no connection.
	Reason     string       // Why it did not get as far as a reply.
	Transcript []string
	Timings    Timings
}

// Timings is how long each stage of a job took, until the last reply of it or the end of the wait for it.
type Timings struct{ Connect, Greeting, Hello, Auth, Mail, Rcpt, Data, Dot vtime.Duration }

// of is the time of a stage.
func (t *Timings) of(s Stage) *vtime.Duration {
	switch s {
	case StageGreeting:
		return &t.Greeting
	case StageHello:
		return &t.Hello
	case StageAuth:
		return &t.Auth
	case StageMail:
		return &t.Mail
	case StageRcpt:
		return &t.Rcpt
	case StageData:
		return &t.Data
	case StageDot:
		return &t.Dot
	}
	return &t.Connect
}

// Outcome is the result of a job.
type Outcome struct {
	Msg        trace.MsgID
	Conn       trace.ConnID
	Rcpts      []RcptOutcome // One per recipient of the job, in its order.
	Stage      Stage
	Transcript []string // The conversation from the job's first line on: "C: …", "S: …".
	Reason     string   // Why there is no reply from the server: "timed out after 5m0s waiting for the greeting".
	QueuedAs   string   // The server's id for the letter, when its reply names one.
	Downgraded bool     // The letter was re-encoded for this server.
	// HungUp says that the server closed the connection instead of answering EHLO, as some old ones do, and that HELO over a
	// new connection (Config.OnlyHELO) may do for this letter (RFC 5321 section 3.2).
	HungUp  bool
	Timings Timings
}

// Progress is what a job that goes on has brought so far. Whoever keeps the letter should note it at once: if it cannot wait
// for the outcome, because it is switched off, say, these recipients would get the letter a second time.
type Progress struct{ Delivered []RcptOutcome }

// Untried says that the job was not begun: all its recipients are Untried.
func (o *Outcome) Untried() bool {
	for i := range o.Rcpts {
		if !o.Rcpts[i].Untried {
			return false
		}
	}
	return true
}

// judge gives one recipient its fate by a reply.
func (c *Client) judge(i int, r smtp.Reply, local bool) {
	c.places[i] = decided
	f := &c.fates[i]
	f.Reply, f.Local, f.Conn = r, local, c.cfg.Conn
	f.Delivered = succeeded(r)
	// A 3xx where none belongs says nothing about the letter, so it may be tried again.
	f.Temporary = !f.Delivered && !r.Permanent()
	f.Final = f.Delivered && c.lmtp()
	f.Relayed = edition.Full && f.Delivered && c.job.From != "" && !f.Final &&
		(c.form.lateLost || c.job.Rcpts[i].Notify&smtp.NotifySuccess != 0 && !c.offers.Has("DSN"))
}

// succeeded says whether a command did all that it is for.
func succeeded(r smtp.Reply) bool { return r.Code/100 == 2 }

// judgeRest gives all recipients that have none their fate by a reply of the server.
//
//go:noinline
func (c *Client) judgeRest(r smtp.Reply) { c.judgeAll(r, false) }

// judgeRestLocally is judgeRest for a reply that we made up ourselves.
//
//go:noinline
func (c *Client) judgeRestLocally(r smtp.Reply) { c.judgeAll(r, true) }

func (c *Client) judgeAll(r smtp.Reply, local bool) {
	for i := range c.fates {
		if c.places[i] != decided {
			c.judge(i, r, local)
		}
	}
}

// judgeAccepted gives those who wait for the letter their fate.
func (c *Client) judgeAccepted(r smtp.Reply, local bool) {
	for i := range c.fates {
		if c.places[i] == taken {
			c.judge(i, r, local)
		}
	}
}

// untried says of all recipients that have no fate that a new connection is needed for them.
//
//go:noinline
func (c *Client) untried(stage Stage, reason string) {
	for i := range c.fates {
		if c.places[i] != decided {
			c.judge(i, smtp.NewReply(451, "4.4.2", reason), true)
			c.fates[i].Untried = true
		}
	}
	c.stage, c.reason = stage, reason
}

// fail gives all recipients that have none a temporary failure, because the conversation ended too early.
//
//go:noinline
func (c *Client) fail(stage Stage, reason string) {
	c.stage, c.reason = stage, reason
	c.judgeRestLocally(smtp.NewReply(451, "4.4.2", reason))
}

// tell brings the result of the job, which is over with it.
//
//go:noinline
func (c *Client) tell(out *machine.Effects) {
	out.Result(Outcome{
		Msg: c.job.Msg, Conn: c.cfg.Conn, Rcpts: c.fates, Stage: c.stage, Transcript: c.transcript, Reason: c.reason, QueuedAs: c.queuedAs,
		Downgraded: c.form.converted, HungUp: c.hungUp, Timings: c.timings,
	})
	c.job, c.fates, c.places, c.transcript, c.form = nil, nil, nil, nil, form{}
}

// tellProgress brings the deliveries so far of a job that goes on.
func (c *Client) tellProgress(out *machine.Effects) {
	var p Progress
	for i := range c.fates {
		if c.places[i] == decided && c.fates[i].Delivered {
			p.Delivered = append(p.Delivered, c.fates[i])
		}
	}
	if p.Delivered != nil {
		out.Result(p)
	}
}

// finish ends a job in good order.
func (c *Client) finish(now vtime.Time, out *machine.Effects) {
	c.tell(out)
	if c.cfg.IdleAfter <= 0 || c.Takes() == 0 {
		c.quit(now, out)
		return
	}
	c.phase, c.until = idle, now.Add(c.cfg.IdleAfter)
}

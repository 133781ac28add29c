package smtpclient

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// maxBlock is how many octets of a letter are sent in one piece.
const maxBlock = 16 << 10

// body is a letter on its way.
type body interface {
	// send sends as much of it as the stream takes now, and waits for the reply when everything is sent.
	send(c *Client, now vtime.Time, out *machine.Effects)
}

// planData plans DATA or BDAT.
func (c *Client) planData() {
	verb := smtp.DATA
	if c.form.chunked {
		verb = smtp.BDAT
	}
	c.plan(command{verb: verb, line: verb, wait: c.cfg.Timeouts.Data})
}

// dataReply begins the letter after 354, or ends the transaction.
func (c *Client) dataReply(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	switch {
	case r.Code != 354:
		if c.accepted > 0 {
			c.stage = StageData
		}
		if r.Positive() {
			// 250 to DATA: the server is out of step, but nothing was sent and nothing is lost.
			c.judgeAccepted(smtp.NewReply(451, "4.5.0", c.cfg.Peer+" answered DATA with "+r.Error()), true)
			return
		}
		c.judgeAccepted(r, false)
	case c.stray:
		// A lone dot would now be an empty letter to somebody whom the server has accepted.
		c.stage, c.reason = StageMail, c.cfg.Peer+" asks for a letter whose sender it has refused"
		c.tell(out)
		out.Abort()
		c.leave(out)
	case c.accepted == 0:
		// Sent in one group with recipients that were all refused: an empty letter to nobody (RFC 2920 section 3.1).
		c.say(".")
		out.SendString(".\r\n")
		c.await(now, command{verb: smtp.EOD, rcpt: everyone, wait: c.cfg.Timeouts.Dot})
	default:
		c.stage = StageData
		c.body = &dotted{framing.NewStuffer(c.form.data)}
		out.Letter(c.job.Msg)
		c.body.send(c, now, out)
	}
}

// dotted is a letter after DATA.
type dotted struct{ stuffer *framing.Stuffer }

func (b *dotted) send(c *Client, now vtime.Time, out *machine.Effects) {
	for !b.stuffer.Done() {
		if out.Room <= 0 {
			c.until = now.Add(c.cfg.Timeouts.Block)
			out.More()
			return
		}
		out.Send(b.stuffer.Append(nil, min(out.Room, maxBlock)))
	}
	c.transcribe("C: (a letter of " + strconv.Itoa(len(c.form.data)) + " octets)")
	c.say(".")
	c.spend(now)
	c.body = nil
	c.stage = StageDot
	c.awaitVerdicts(now)
}

// awaitVerdicts waits for what the server says of the whole letter: one reply, and in LMTP one for each recipient that was
// accepted, in their order (RFC 2033 section 4.2).
func (c *Client) awaitVerdicts(now vtime.Time) {
	cmd := command{verb: smtp.EOD, rcpt: everyone, last: true, wait: c.cfg.Timeouts.Dot}
	if !c.lmtp() {
		c.await(now, cmd)
		return
	}
	for i, p := range c.places {
		if cmd.rcpt = i; p == taken {
			c.await(now, cmd)
		}
	}
}

// dotReply decides for the recipients that were accepted: with 250 the server has taken responsibility for the letter
// (RFC 5321 section 6.1).
func (c *Client) dotReply(rcpt int, r smtp.Reply) {
	if r.Positive() {
		c.queuedAs = queuedAs(r)
	}
	if rcpt == everyone {
		c.judgeAccepted(r, false)
	} else {
		c.judge(rcpt, r, false)
	}
}

// queuedAs finds the server's id of the letter in texts such as "Ok: queued as H0001".
func queuedAs(r smtp.Reply) string {
	_, id, _ := strings.Cut(r.Text(), "queued as ")
	if i := strings.IndexAny(id, " \r\n"); i >= 0 {
		id = id[:i]
	}
	return id
}

// lmtp says whether the server speaks LMTP.
func (c *Client) lmtp() bool { return edition.Full && c.cfg.Proto == ProtoLMTP }

package smtpclient

import (
	"strconv"
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// maxBlock is how many octets of a letter are sent in one piece.
const maxBlock = 16 << 10

func (c *Client) planData() {
	c.plan(command{verb: smtp.DATA, line: smtp.DATA, wait: c.cfg.Timeouts.Data})
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
			c.judgeRestLocally(smtp.NewReply(451, "4.5.0", c.cfg.Peer+" answered DATA with "+r.Error()))
			return
		}
		c.judgeRest(r)
	case c.accepted == 0:
		// Sent in one group with recipients that were all refused: an empty letter to nobody (RFC 2920 section 3.1).
		c.say(".")
		out.SendString(".\r\n")
		c.await(now, command{verb: smtp.EOD, wait: c.cfg.Timeouts.Dot})
	default:
		c.stage = StageData
		c.body = framing.NewStuffer(c.job.Data)
		out.Letter(c.job.Msg)
		c.sendBody(now, out)
	}
}

// sendBody sends as much of the letter as the stream takes now.
func (c *Client) sendBody(now vtime.Time, out *machine.Effects) {
	for !c.body.Done() {
		if out.Room <= 0 {
			c.until = now.Add(c.cfg.Timeouts.Block)
			out.More()
			return
		}
		out.Send(c.body.Append(nil, min(out.Room, maxBlock)))
	}
	c.body = nil
	c.transcribe("C: (a letter of " + strconv.Itoa(len(c.job.Data)) + " octets)")
	c.say(".")
	c.stage = StageDot
	c.await(now, command{verb: smtp.EOD, wait: c.cfg.Timeouts.Dot})
}

// dotReply decides for all recipients that were accepted: with 250 the server has taken responsibility for the letter
// (RFC 5321 section 6.1).
func (c *Client) dotReply(r smtp.Reply) {
	if r.Positive() {
		c.queuedAs = queuedAs(r)
	}
	c.judgeRest(r)
}

// queuedAs finds the server's id of the letter in texts such as "Ok: queued as H0001".
func queuedAs(r smtp.Reply) string {
	_, id, _ := strings.Cut(r.Text(), "queued as ")
	if i := strings.IndexAny(id, " \r\n"); i >= 0 {
		id = id[:i]
	}
	return id
}

package smtpclient

import "ehloworld/engine/smtp"

// planRcpts plans a RCPT for every recipient that can be named to this server. It returns false when there is none.
func (c *Client) planRcpts() bool {
	any := false
	for i := range c.job.Rcpts {
		rcpt := c.job.Rcpts[i].Addr
		switch {
		case rcpt == "" || !speakable(rcpt):
			c.judge(i, smtp.NewReply(553, "5.1.3", "the recipient's address is empty or holds control characters or brackets"), true)
		case !ascii(rcpt) && !c.offers.Has("SMTPUTF8"):
			c.judge(i, notInternational(c.cfg.Peer), true)
		default:
			c.plan(command{verb: smtp.RCPT, line: "RCPT TO:<" + rcpt + ">", rcpt: i, wait: c.cfg.Timeouts.Rcpt})
			any = true
		}
	}
	return any
}

func (c *Client) asciiRcpts() bool {
	for i := range c.job.Rcpts {
		if !ascii(c.job.Rcpts[i].Addr) {
			return false
		}
	}
	return true
}

// rcptReply notes the fate of one recipient: refused ones are decided, accepted ones wait for the letter.
func (c *Client) rcptReply(i int, r smtp.Reply) {
	switch {
	case c.decided[i]: // MAIL was refused, and this is the echo of it.
	case succeeded(r):
		c.accepted++
	default:
		c.stage = StageRcpt
		c.judge(i, r, false)
		if r.Code == 552 && (r.Enhanced == "" || r.Enhanced == "5.5.3") {
			// RFC 5321 section 4.5.3.1.10: "too many recipients" is 452, but old servers say 552 to it.
			c.fates[i].Temporary = true
		}
	}
}

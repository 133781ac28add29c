package smtpclient

import "ehloworld/engine/smtp"

// planRset clears what an earlier job has left: a transaction whose recipients were all refused is still open.
func (c *Client) planRset() {
	c.dirty = false
	c.plan(command{verb: smtp.RSET, line: smtp.RSET, wait: c.cfg.Timeouts.Hello})
}

// rsetReply gives the job up when even RSET is refused, which RFC 5321 section 4.1.1.5 does not permit.
func (c *Client) rsetReply(r smtp.Reply) {
	if !succeeded(r) {
		c.stage = StageMail
		c.judgeRest(r)
		c.planned = nil
	}
}

package smtpclient

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// heloReply goes on without any extension.
func (c *Client) heloReply(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	if !succeeded(r) {
		c.refused(now, StageHello, r, out)
		return
	}
	c.opened(now, out)
}

package smtpclient

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// Leave is the order to say farewell. A client that is not idle does not heed it.
type Leave struct{}

// quit says farewell. The connection is closed when the server has answered (RFC 5321 section 4.1.1.10).
func (c *Client) quit(now vtime.Time, out *machine.Effects) {
	c.phase = leaving
	c.plan(command{verb: smtp.QUIT, line: smtp.QUIT, wait: c.cfg.Timeouts.Quit})
	c.proceed(now, out)
}

package pop3client

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// quitAnswered ends the job. Only now is it certain what was deleted (RFC 1939 section 6).
func (c *Client) quitAnswered(_ command, reply pop3.Reply, _ *framing.DotReader, out *machine.Effects) {
	if reply.OK {
		c.outcome.Deleted = c.marked
	} else {
		c.trouble("the server did not finish: "+reply.Text, reply.Code)
	}
	if c.state != pop3.Closed { // QUIT was refused before the login.
		c.move("", pop3.GivenUp, out)
	}
	c.finish(out)
	out.Close()
}

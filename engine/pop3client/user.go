package pop3client

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// userAnswered sends the password after the name was taken. The two are never pipelined: a server that refuses the name
// need not see the password.
func (c *Client) userAnswered(_ command, reply pop3.Reply, _ *framing.DotReader, out *machine.Effects) {
	if !reply.OK {
		c.trouble("the server refuses the user name: "+reply.Text, reply.Code)
		c.quit(out)
		return
	}
	c.send(out, command{verb: pop3.PASS, arg: c.job.Pass})
}

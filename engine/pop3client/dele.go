package pop3client

import (
	"strconv"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// queueDele marks every letter that the program has: those of today, and those that it had left on the server earlier.
func (c *Client) queueDele() {
	for _, m := range c.messages {
		if m.have {
			c.queue = append(c.queue, command{verb: pop3.DELE, arg: strconv.Itoa(m.number)})
		}
	}
}

// deleAnswered counts; QUIT makes it true.
func (c *Client) deleAnswered(cmd command, reply pop3.Reply, _ *framing.DotReader, _ *machine.Effects) {
	if !reply.OK {
		c.trouble("letter "+cmd.arg+" is not deleted: "+reply.Text, reply.Code)
		return
	}
	c.marked++
}

package pop3client

import (
	"strconv"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// queueRetr asks for every letter that the program does not have, in the server's order.
func (c *Client) queueRetr() {
	for _, m := range c.messages {
		switch {
		case m.have || len(c.queue) == c.job.MaxMessages:
		case m.size > MaxLetter:
			c.trouble("letter "+strconv.Itoa(m.number)+" is larger than "+strconv.Itoa(MaxLetter)+" octets", "")
		default:
			c.queue = append(c.queue, command{verb: pop3.RETR, arg: strconv.Itoa(m.number), multi: true, message: m})
		}
	}
}

// retrAnswered keeps the letter. One that fails does not hold up the others.
func (c *Client) retrAnswered(cmd command, reply pop3.Reply, body *framing.DotReader, out *machine.Effects) {
	if !reply.OK {
		c.trouble("letter "+cmd.arg+": "+reply.Text, reply.Code)
		return
	}
	if problem, _ := body.Problem(); problem == framing.TooBig {
		c.fail("letter "+cmd.arg+" is larger than the server said and than this program takes", pop3.GivenUp, out)
		out.Abort()
		return
	}
	c.octets += len(body.Data())
	if c.octets > MaxFetched {
		c.queue = nil
	}
	cmd.message.have = true
	c.outcome.Fetched = append(c.outcome.Fetched, Fetched{
		Number: cmd.message.number, UID: cmd.message.uid, Data: body.Data(),
	})
}

package pop3client

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// passAnswered asks what is there. With [IN-USE] or [SYS/TEMP] the password may be right, so a mail program should not
// ask for another one (RFC 2449 section 8.1.2, RFC 3206 section 4); Outcome.Code tells.
func (c *Client) passAnswered(_ command, reply pop3.Reply, _ *framing.DotReader, out *machine.Effects) {
	if !reply.OK {
		c.trouble("the server refuses the login: "+reply.Text, reply.Code)
		c.quit(out)
		return
	}
	c.stage = listing
	commands := []command{{verb: pop3.STAT}}
	if c.caps == nil || pop3.HasCapability(c.caps, pop3.CapUIDL) {
		commands = append(commands, command{verb: pop3.UIDL, multi: true})
	}
	c.send(out, append(commands, command{verb: pop3.LIST, multi: true})...)
}

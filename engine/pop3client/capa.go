package pop3client

import (
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// capaAnswered notes what the server can do (RFC 2449 section 5), and starts the login. A server without CAPA may still
// have everything but pipelining: then trying tells.
func (c *Client) capaAnswered(_ command, reply pop3.Reply, body *framing.DotReader, out *machine.Effects) {
	if reply.OK {
		c.caps = []string{}
		for _, line := range textLines(body) {
			c.caps = append(c.caps, strings.TrimSpace(line))
		}
		if !pop3.HasCapability(c.caps, pop3.CapUSER) {
			c.trouble("the server does not offer USER and PASS", "")
			c.quit(out)
			return
		}
	}
	// A name with a line end in it would be a second command.
	if strings.ContainsAny(c.job.User+c.job.Pass, "\r\n\x00") {
		c.trouble("user name and password cannot contain line ends", "")
		c.quit(out)
		return
	}
	c.send(out, command{verb: pop3.USER, arg: c.job.User})
}

// textLines cuts a listing into lines. One that was too big is empty.
func textLines(body *framing.DotReader) []string {
	text := strings.TrimSuffix(string(body.Data()), "\r\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\r\n")
}

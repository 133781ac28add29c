package pop3client

import (
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// listAnswered learns the sizes, and without UIDL also which letters there are.
func (c *Client) listAnswered(_ command, reply pop3.Reply, body *framing.DotReader, _ *machine.Effects) {
	if !reply.OK {
		if !c.uidl {
			c.trouble("the server does not list its letters: "+reply.Text, reply.Code)
		}
		return
	}
	byNumber := make(map[int]*message, len(c.messages))
	for _, m := range c.messages {
		byNumber[m.number] = m
	}
	for _, line := range textLines(body) {
		number, octets, _ := strings.Cut(line, " ")
		octets, _, _ = strings.Cut(octets, " ") // RFC 1939 section 5 permits more after the size.
		n, ok := pop3.Number(number)
		size, _ := pop3.Number(octets)
		if !ok || n < 1 {
			continue
		}
		m := byNumber[n]
		if m == nil && !c.uidl {
			m = &message{number: n}
			byNumber[n] = m
			c.messages = append(c.messages, m)
		}
		if m != nil {
			m.size = size
		}
	}
	c.outcome.Total = max(c.outcome.Total, len(c.messages))
}

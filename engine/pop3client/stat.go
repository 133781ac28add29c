package pop3client

import (
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// statAnswered learns how many letters there are. When there are none, nothing more need be asked.
func (c *Client) statAnswered(_ command, reply pop3.Reply, _ *framing.DotReader, _ *machine.Effects) {
	count, _, _ := strings.Cut(reply.Text, " ")
	total, ok := pop3.Number(count)
	if !reply.OK || !ok {
		return // LIST says the same in more words.
	}
	c.outcome.Total = total
	if total == 0 {
		c.queue = nil
	}
}

package pop3client

import (
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// maxUID is the longest unique id (RFC 1939 section 7).
const maxUID = 70

// uidlAnswered learns the unique ids, and from them which letters the program has. A listing that cannot be relied on is
// as good as none: then everything is fetched, and nothing that was not fetched is deleted. Two letters may have the
// same id when they are equal (RFC 1939 section 7).
func (c *Client) uidlAnswered(_ command, reply pop3.Reply, body *framing.DotReader, _ *machine.Effects) {
	if !reply.OK {
		return
	}
	var list []*message
	var uids []string
	known := map[string]bool{}
	for _, uid := range c.job.Known {
		known[uid] = true
	}
	numbers := map[int]bool{}
	for _, line := range textLines(body) {
		number, uid, _ := strings.Cut(line, " ")
		n, ok := pop3.Number(number)
		if !ok || n < 1 || numbers[n] || uid == "" || len(uid) > maxUID {
			c.trouble("the server's list of unique ids cannot be used", "")
			return
		}
		numbers[n] = true
		list = append(list, &message{number: n, uid: uid, have: known[uid]})
		uids = append(uids, uid)
	}
	if problem, _ := body.Problem(); problem == framing.TooBig {
		c.trouble("the server's list of unique ids cannot be used", "")
		return
	}
	c.uidl, c.messages, c.outcome.UIDs = true, list, uids
}

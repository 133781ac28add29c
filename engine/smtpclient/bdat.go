package smtpclient

import (
	"strconv"

	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// MaxChunk is how many octets of a letter one BDAT brings. A server that refuses one in the middle has to read it to its
// end, so a chunk is no larger than what it may be asked to throw away.
const MaxChunk = 64 << 10

// chunks is a letter on its way by BDAT (RFC 3030 section 2). With PIPELINING chunks follow each other without waiting
// for replies, without it one by one.
type chunks struct {
	rest  []byte // What is not sent yet, the chunk under way included.
	left  int    // Octets of the chunk under way.
	begun bool   // It is under way, though it may be empty.
	end   bool   // It is the last, or no other shall follow it.
}

func (b *chunks) send(c *Client, now vtime.Time, out *machine.Effects) {
	for {
		if !b.begun {
			if b.end {
				c.body = nil
				return
			}
			if n := len(c.sent); n > 0 && (!c.offers.Has("PIPELINING") || n >= MaxPipelined) {
				return
			}
			b.left = min(len(b.rest), MaxChunk)
			b.begun, b.end = true, b.left == len(b.rest)
			line := smtp.BDAT + " " + strconv.Itoa(b.left)
			if b.end {
				line += " LAST"
			}
			c.say(line)
			out.SendString(line + "\r\n")
		}
		for b.left > 0 {
			if out.Room <= 0 {
				c.until = now.Add(c.cfg.Timeouts.Block)
				out.More()
				return
			}
			n := min(out.Room, maxBlock, b.left)
			out.Send(b.rest[:n:n])
			b.rest, b.left = b.rest[n:], b.left-n
		}
		b.begun = false
		c.spend(now)
		switch whole := b.end && len(b.rest) == 0; {
		case whole && c.lmtp():
			c.stage = StageDot
			c.awaitVerdicts(now)
		case whole:
			c.stage = StageDot
			c.await(now, command{verb: smtp.BDAT, rcpt: everyone, last: true, wait: c.cfg.Timeouts.Dot})
		default:
			c.await(now, command{verb: smtp.BDAT, rcpt: everyone, wait: c.cfg.Timeouts.Data})
		}
		c.until = now.Add(c.sent[0].wait)
	}
}

// bdatReply reads the reply to one chunk. A refusal ends the letter: no chunk follows, though the one under way must be
// sent to its end, and the transaction needs RSET (RFC 3030 section 2). Refusals of chunks that were sent meanwhile are
// the echo of it.
func (c *Client) bdatReply(now vtime.Time, cmd command, r smtp.Reply, out *machine.Effects) {
	switch {
	case cmd.last:
		c.dirty = !succeeded(r)
		c.dotReply(everyone, r)
		return
	case !succeeded(r):
		if r.Positive() {
			r = smtp.NewReply(451, "4.5.0", c.cfg.Peer+" answered BDAT with "+r.Error())
		}
		c.judgeAccepted(r, false)
		c.dirty = true
		if b, ok := c.body.(*chunks); ok {
			b.rest, b.end = b.rest[:b.left], true
		}
	}
	if c.body != nil {
		c.body.send(c, now, out)
	}
}

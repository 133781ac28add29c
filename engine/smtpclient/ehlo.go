package smtpclient

import (
	"ehloworld/engine/edition"
	"ehloworld/engine/machine"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// resetByPeer is how the reason ends when the other side has thrown the connection away, in this world's network as in Unix.
const resetByPeer = "reset by peer"

// mayDoWithHELO says of a connection that the server has just closed whether HELO, over a new one, is worth a try: EHLO was
// not answered, and the letter needs none of what EHLO brings. For a letter that does a HELO would only turn what may be
// over in a minute into a refusal for good.
func (c *Client) mayDoWithHELO() bool {
	if len(c.sent) == 0 || c.sent[0].verb != smtp.EHLO || c.job.User != "" || c.job.SMTPUTF8 || !message.ASCII([]byte(c.job.From)) || !message.ASCII(c.job.Data) ||
		edition.Full && (c.job.By.Mode != smtp.ByNotAsked || c.job.Body == smtp.BodyBinaryMIME) {
		return false
	}
	for i := range c.job.Rcpts {
		if !message.ASCII([]byte(c.job.Rcpts[i].Addr)) {
			return false
		}
	}
	return true
}

// ehloReply reads what the server offers, in LMTP as the answer to LHLO. A server that refuses EHLO for good is an old one:
// HELO is tried instead (RFC 5321 section 3.2 names 500 and 502; every 5xx is taken for the same here, as real clients do).
func (c *Client) ehloReply(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	switch {
	case r.Permanent() && !c.lmtp():
		c.hello(now, smtp.HELO, out)
	case !succeeded(r):
		c.refused(now, StageHello, r, out)
	default:
		c.offers = smtp.ParseKeywords(r.Lines[1:])
		c.readLimits()
		c.opened(now, out)
	}
}

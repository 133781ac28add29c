package smtpclient

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

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

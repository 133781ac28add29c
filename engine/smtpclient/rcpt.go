package smtpclient

import (
	"slices"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
	"ehloworld/engine/punycode"
	"ehloworld/engine/smtp"
)

// planRcpts plans a RCPT for every open recipient that can be named to this server, as far as one transaction takes them.
// It returns false when there is none.
func (c *Client) planRcpts() bool {
	count, domains := int64(0), []string(nil)
	for i := range c.job.Rcpts {
		rcpt := &c.job.Rcpts[i]
		if c.places[i] != open {
			continue
		}
		if rcpt.Addr == "" || !speakable(rcpt.Addr) {
			c.judge(i, smtp.NewReply(553, "5.1.3", "the recipient's address is empty or holds control characters or brackets"), true)
			continue
		}
		addr, ok := c.spell(rcpt.Addr)
		if !ok {
			c.judge(i, notInternational("the recipient's address", c.cfg.Peer), true)
			continue
		}
		if edition.Full && c.limits.domains > 0 {
			if domain := strings.ToLower(address.DomainOf(addr)); !slices.Contains(domains, domain) {
				if int64(len(domains)) == c.limits.domains {
					continue
				}
				domains = append(domains, domain)
			}
		}
		if edition.Full && c.limits.rcpts > 0 && count == c.limits.rcpts {
			break
		}
		count++
		c.places[i] = named
		c.plan(command{verb: smtp.RCPT, line: "RCPT TO:<" + addr + ">" + c.rcptParams(rcpt), rcpt: i, wait: c.cfg.Timeouts.Rcpt})
	}
	return count > 0
}

// spell is how an address is named to this server. Without SMTPUTF8 an address must be ASCII (RFC 6531 section 3.2); a
// domain in another script has its A-labels for that, a local part has nothing of the kind.
func (c *Client) spell(addr string) (string, bool) {
	if address.IsASCII(addr) || c.offers.Has("SMTPUTF8") {
		return addr, true
	}
	at := strings.LastIndexByte(addr, '@') + 1
	domain, err := punycode.ToASCII(addr[at:])
	return addr[:at] + domain, err == nil && address.IsASCII(addr[:at])
}

// rcptReply notes the fate of one recipient: refused ones are decided, accepted ones wait for the letter.
func (c *Client) rcptReply(i int, r smtp.Reply) {
	switch {
	case c.places[i] == decided: // MAIL was refused, and this is the echo of it.
		c.stray = c.stray || succeeded(r)
	case succeeded(r):
		c.places[i] = taken
		c.accepted++
	default:
		c.stage = StageRcpt
		c.judge(i, r, false)
		if tooManyRcpts(r) {
			// Another transaction takes it, if this one has taken anybody (RFC 5321 section 4.5.3.1.10).
			c.fates[i].Temporary = true
			c.places[i] = tooMany
		}
	}
}

// tooManyRcpts recognises "too many recipients": 452 4.5.3, or 452 without an enhanced code, which may also mean that; and
// 552, which is what it was before RFC 1123 and what old servers still say (RFC 5321 section 4.5.3.1.10).
func tooManyRcpts(r smtp.Reply) bool {
	return r.Code == 452 && (r.Enhanced == "" || r.Enhanced == "4.5.3") || r.Code == 552 && (r.Enhanced == "" || r.Enhanced == "5.5.3")
}

package smtpclient

import (
	"strconv"

	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// planMail plans MAIL with the parameters that the letter needs and the server understands. It returns false when the
// letter cannot be sent to this server at all; then every recipient has its fate already.
func (c *Client) planMail(now vtime.Time) bool {
	job := c.job
	c.stage = StageMail
	if !speakable(job.From) {
		return c.unsendable(smtp.NewReply(553, "5.1.7", "the sender's address holds control characters or brackets"))
	}
	if !c.formed() {
		return false
	}
	from, ok := c.spell(job.From)
	if !ok {
		return c.unsendable(notInternational("the sender's address", c.cfg.Peer))
	}
	line, size := "MAIL FROM:<"+from+">", strconv.Itoa(len(c.form.data))
	if limit, ok := c.offers.Get("SIZE"); ok {
		// RFC 1870 section 6.1: a client need not even try what the server has said it will not take. 0 means no limit.
		if n, ok := smtp.ParseSize(limit); ok && n > 0 && int64(len(c.form.data)) > n {
			return c.unsendable(smtp.NewReply(552, "5.3.4", "the letter has "+size+
				" octets, and "+c.cfg.Peer+" takes at most "+limit))
		}
		line += " SIZE=" + size
	}
	switch c.form.body {
	case smtp.Body8BitMIME:
		line += " BODY=8BITMIME"
	case smtp.BodyBinaryMIME:
		line += " BODY=BINARYMIME"
	}
	if c.offers.Has("SMTPUTF8") && (c.form.utf8 || !address.IsASCII(from) || !c.asciiRcpts()) {
		line += " SMTPUTF8"
	}
	more, ok := c.mailParams(now)
	if !ok {
		return false
	}
	c.plan(command{verb: smtp.MAIL, line: line + more, wait: c.cfg.Timeouts.Mail})
	return true
}

func (c *Client) asciiRcpts() bool {
	for i := range c.job.Rcpts {
		if !address.IsASCII(c.job.Rcpts[i].Addr) {
			return false
		}
	}
	return true
}

// mailReply ends the transaction when the sender is refused. Commands that were sent with MAIL are refused as well and
// still have to be heard out.
func (c *Client) mailReply(r smtp.Reply) {
	if !succeeded(r) {
		c.stage = StageMail
		c.judgeRest(r)
		c.planned = nil
	}
}

// unsendable fails the whole job by our own judgement.
func (c *Client) unsendable(why smtp.Reply) bool {
	c.reason = why.Text()
	c.judgeRestLocally(why)
	return false
}

// notInternational is RFC 6531 section 3.2: without SMTPUTF8 on the other side the letter goes back.
func notInternational(what, peer string) smtp.Reply {
	return smtp.NewReply(553, "5.6.7", what+" is not ASCII, and "+peer+" does not offer SMTPUTF8")
}

// speakable says whether an address can stand between < and > without changing the conversation. Addresses come from
// servers and programs that have parsed them; this is the last guard against a command hidden in one.
func speakable(addr string) bool {
	quoted := false
	for i := 0; i < len(addr); i++ {
		switch b := addr[i]; {
		case b < ' ' || b == 0x7f:
			return false
		case b == '"':
			quoted = !quoted
		case b == '\\' && quoted:
			i++
			if i == len(addr) || addr[i] < ' ' || addr[i] == 0x7f {
				return false
			}
		case !quoted && (b == '<' || b == '>' || b == ' '):
			return false
		}
	}
	return !quoted
}

package smtpclient

import (
	"bytes"
	"strconv"

	"ehloworld/engine/smtp"
)

// planMail plans MAIL with the parameters that the letter needs and the server understands. It returns false when the
// letter cannot be sent to this server at all; then every recipient has its fate already.
func (c *Client) planMail() bool {
	job := c.job
	c.stage = StageMail
	if !speakable(job.From) {
		return c.unsendable(smtp.NewReply(553, "5.1.7", "the sender's address holds control characters or brackets"))
	}
	line := "MAIL FROM:<" + job.From + ">"
	if limit, ok := c.offers.Get("SIZE"); ok {
		// RFC 1870 section 6.1: a client need not even try what the server has said it will not take. 0 means no limit.
		if n, ok := smtp.ParseSize(limit); ok && n > 0 && int64(len(job.Data)) > n {
			return c.unsendable(smtp.NewReply(552, "5.3.4", "the letter has "+strconv.Itoa(len(job.Data))+
				" octets, and "+c.cfg.Peer+" takes at most "+limit))
		}
		line += " SIZE=" + strconv.Itoa(len(job.Data))
	}
	if eightBit(job.Data) {
		// RFC 6152 section 3: to a server without 8BITMIME an 8-bit letter must be re-encoded or returned.
		if !c.offers.Has("8BITMIME") {
			return c.unsendable(smtp.NewReply(554, "5.6.3", "the letter has 8-bit text, and "+c.cfg.Peer+" does not offer 8BITMIME"))
		}
		line += " BODY=8BITMIME"
	}
	utf8 := !ascii(job.From) || job.SMTPUTF8 && eightBit(header(job.Data))
	if !c.offers.Has("SMTPUTF8") {
		if utf8 {
			return c.unsendable(notInternational(c.cfg.Peer))
		}
	} else if utf8 || !c.asciiRcpts() {
		line += " SMTPUTF8"
	}
	c.plan(command{verb: smtp.MAIL, line: line, wait: c.cfg.Timeouts.Mail})
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
func notInternational(peer string) smtp.Reply {
	return smtp.NewReply(553, "5.6.7", "the addresses are not ASCII, and "+peer+" does not offer SMTPUTF8")
}

// header is the letter up to the empty line.
func header(data []byte) []byte {
	head, _, _ := bytes.Cut(data, []byte("\r\n\r\n"))
	return head
}

func eightBit(data []byte) bool {
	for _, b := range data {
		if b >= 0x80 {
			return true
		}
	}
	return false
}

func ascii(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
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

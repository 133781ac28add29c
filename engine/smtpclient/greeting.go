package smtpclient

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// greeted reads the server's first reply (RFC 5321 section 3.1). After anything but 220 there is nothing to do here but
// to say QUIT.
func (c *Client) greeted(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	if !succeeded(r) {
		c.refused(now, StageGreeting, r, out)
		return
	}
	verb := smtp.EHLO
	switch {
	case c.lmtp():
		verb = smtp.LHLO // And nothing else (RFC 2033 section 4.1).
	case c.cfg.OnlyHELO:
		verb = smtp.HELO
	}
	c.hello(now, verb, out)
}

// hello says EHLO, HELO or LHLO.
func (c *Client) hello(now vtime.Time, verb string, out *machine.Effects) {
	c.plan(command{verb: verb, line: verb + " " + c.cfg.Hostname, wait: c.cfg.Timeouts.Hello})
	c.proceed(now, out)
}

// refused ends job and connection before there was a transaction.
func (c *Client) refused(now vtime.Time, stage Stage, r smtp.Reply, out *machine.Effects) {
	c.stage = stage
	c.judgeRest(r)
	c.tell(out)
	c.quit(now, out)
}

// opened goes on after the hello: with the login, or with the letter.
func (c *Client) opened(now vtime.Time, out *machine.Effects) {
	if c.job.User != "" && !c.loggedIn {
		c.authenticate(now, out)
		return
	}
	c.transact(now, out)
}

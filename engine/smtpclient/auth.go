package smtpclient

import (
	"encoding/base64"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/sasl"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// mechanisms are tried in this order, as far as the server offers them. Both show the password to whoever listens.
var mechanisms = []string{sasl.Plain, sasl.Login}

// login is the state of AUTH (RFC 4954).
type login struct {
	mech sasl.Client
	next int // Index in mechanisms of what to try when mech is not supported after all.
}

// authenticate begins the login with the first mechanism that the server offers and that was not tried yet.
func (c *Client) authenticate(now vtime.Time, out *machine.Effects) {
	for c.login.next < len(mechanisms) {
		name := mechanisms[c.login.next]
		c.login.next++
		if !c.offers.HasMechanism(name) {
			continue
		}
		c.login.mech = sasl.NewClient(name, c.job.User, c.job.Pass)
		line := smtp.AUTH + " " + name
		if first, ok := c.login.mech.Initial(); ok {
			// The initial response must fit a command line (RFC 4954 section 4). One that does not is asked for with 334, and
			// for the mechanism that is a new beginning.
			if long := line + " " + initial(first); len(long)+2 <= framing.MaxCommandLine {
				line = long
			} else {
				c.login.mech = sasl.NewClient(name, c.job.User, c.job.Pass)
			}
		}
		c.plan(command{verb: smtp.AUTH, line: line, wait: c.cfg.Timeouts.Hello})
		c.proceed(now, out)
		return
	}
	c.failLogin(now, out, smtp.NewReply(504, "5.5.4", c.cfg.Peer+" offers no login (AUTH PLAIN or AUTH LOGIN)"))
}

// initial writes an initial response; an empty one is "=" (RFC 4954 section 4).
func initial(b []byte) string {
	if len(b) == 0 {
		return "="
	}
	return base64.StdEncoding.EncodeToString(b)
}

// authReply answers challenges, and goes on when the login is decided.
func (c *Client) authReply(now vtime.Time, r smtp.Reply, out *machine.Effects) {
	switch {
	case r.Code == 334:
		line, verb := "*", smtp.Cancel
		challenge, err := base64.StdEncoding.DecodeString(r.Text())
		if err == nil {
			var response []byte
			if response, err = c.login.mech.Next(challenge); err == nil {
				line, verb = base64.StdEncoding.EncodeToString(response), smtp.Response
			}
		}
		c.plan(command{verb: verb, line: line, wait: c.cfg.Timeouts.Hello})
		c.proceed(now, out)
	case succeeded(r):
		c.loggedIn = true
		c.transact(now, out)
	case r.Code == 504:
		c.authenticate(now, out) // The mechanism is not supported after all.
	default:
		c.refused(now, StageAuth, r, out)
	}
}

// failLogin ends the job because there is no way to log in.
func (c *Client) failLogin(now vtime.Time, out *machine.Effects, why smtp.Reply) {
	c.stage, c.reason = StageAuth, why.Text()
	c.judgeRestLocally(why)
	c.tell(out)
	c.quit(now, out)
}

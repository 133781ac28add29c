package smtpclient

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// mailParams writes what the envelope asks for beyond size and octets, as far as the server knows it. It returns false
// when the letter must not go to a server that lacks something; then every recipient has its fate already. In the worlds of
// the first edition nobody can ask for any of it.
func (c *Client) mailParams(now vtime.Time) (params string, ok bool) {
	if !edition.Full {
		return "", true
	}
	job := c.job
	if c.offers.Has("DSN") {
		params = [...]string{smtp.RetFull: " RET=FULL", smtp.RetHeaders: " RET=HDRS", smtp.RetUnsaid: ""}[job.Ret]
		if job.EnvID != "" {
			params += " ENVID=" + smtp.EncodeXtext(job.EnvID)
		}
	}
	if job.Auth != "" && c.loggedIn && c.offers.Has(smtp.AUTH) {
		params += " AUTH=" + job.Auth // Only to those who know who we are (RFC 4954 section 5).
	}
	if job.Priority != 0 && c.offers.Has("MT-PRIORITY") {
		params += " MT-PRIORITY=" + strconv.Itoa(int(job.Priority)) // RFC 6710 section 4.
	}
	if job.ReleaseAt > now && c.cfg.Proto == ProtoSubmission {
		hold, ok := c.holdFor(job.ReleaseAt.Sub(now))
		if !ok {
			return "", false
		}
		params += hold
	}
	if job.By.Mode != smtp.ByNotAsked && !c.lmtp() {
		// Over LMTP the letter is delivered on the spot; whoever has it in the queue knows whether that is in time.
		by, ok := c.deliverBy(job.By.At.Sub(now))
		if !ok {
			return "", false
		}
		params += by
	}
	return params, true
}

// holdFor asks a submission server to keep the letter for a while (RFC 4865). Between servers that is not asked for: the
// one that has promised it keeps the letter itself.
func (c *Client) holdFor(wait vtime.Duration) (param string, ok bool) {
	limit, offered := c.offers.Get("FUTURERELEASE")
	if !offered {
		return "", c.unsendable(smtp.NewReply(554, "5.3.3", "the letter is for later, and "+c.cfg.Peer+" does not offer FUTURERELEASE"))
	}
	seconds := int64((wait + vtime.Second - 1) / vtime.Second)
	limit, _, _ = strings.Cut(limit, " ")
	if n, ok := smtp.ParseSize(limit); ok && seconds > n {
		return "", c.unsendable(smtp.NewReply(554, "5.3.3", "the letter is for "+vtime.Span(wait)+" from now, and "+c.cfg.Peer+" keeps letters for at most "+limit+" s"))
	}
	return " HOLDFOR=" + strconv.FormatInt(seconds, 10), true
}

// deliverBy passes on what is left of the time for delivery (RFC 2852 section 4). A letter that is to be returned when it
// is late goes only to servers that know what that means and can still do it.
func (c *Client) deliverBy(left vtime.Duration) (param string, ok bool) {
	by := c.job.By
	seconds := int64(left / vtime.Second)
	least, offered := c.offers.Get("DELIVERBY")
	mode := ";N"
	if by.Mode == smtp.ByReturn {
		mode = ";R"
		n, _ := smtp.ParseSize(least)
		switch {
		case seconds <= 0:
			return "", c.unsendable(smtp.NewReply(554, "5.4.7", "the time in which the letter was to be delivered is over"))
		case !offered:
			return "", c.unsendable(smtp.NewReply(554, "5.3.3", "the letter is to be returned when it is late, and "+c.cfg.Peer+" does not offer DELIVERBY"))
		case seconds < n:
			return "", c.unsendable(smtp.NewReply(554, "5.4.7", strconv.FormatInt(seconds, 10)+" s are left for the letter, and "+c.cfg.Peer+" asks for at least "+least))
		}
	}
	if !offered {
		c.form.lateLost = true
		return "", true
	}
	if by.Trace {
		mode += "T"
	}
	return " BY=" + strconv.FormatInt(seconds, 10) + mode, true
}

// rcptParams writes what the sender wants to be told about a recipient (RFC 3461 section 4.1 and 4.2).
func (c *Client) rcptParams(rcpt *smtp.Rcpt) (params string) {
	if !edition.Full || !c.offers.Has("DSN") {
		return ""
	}
	if rcpt.Notify != 0 {
		params = " NOTIFY=" + rcpt.Notify.String()
	}
	// One that only the ASCII form makes too long is left out: better a notice without it than a letter refused for it.
	if value := smtp.FormatORcpt(rcpt.ORcpt); value != "" && len(value) <= smtp.MaxORcpt {
		params += " ORCPT=" + value
	}
	return params
}

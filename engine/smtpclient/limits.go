package smtpclient

import (
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
)

// limits is what one connection and one transaction may hold; 0: no limit is known (RFC 9422).
type limits struct {
	mails   int64 // MAILMAX, and Config.MaxLetters: transactions on one connection.
	rcpts   int64 // RCPTMAX: recipients of one transaction.
	domains int64 // RCPTDOMAINMAX: different domains among them.
}

// readLimits reads the keyword LIMITS. What it says beyond the three limits, or says wrongly, is left aside.
func (c *Client) readLimits() {
	c.limits = limits{mails: int64(c.cfg.MaxLetters)}
	if !edition.Full {
		return
	}
	params, _ := c.offers.Get("LIMITS")
	for word := range strings.FieldsSeq(params) {
		name, value, _ := strings.Cut(word, "=")
		n, ok := smtp.ParseSize(value)
		if !ok || n == 0 {
			continue
		}
		switch strings.ToUpper(name) {
		case "MAILMAX":
			if c.limits.mails == 0 || n < c.limits.mails {
				c.limits.mails = n
			}
		case "RCPTMAX":
			c.limits.rcpts = n
		case "RCPTDOMAINMAX":
			c.limits.domains = n
		}
	}
}

// Takes says how many more transactions this connection may hold; below 0: no limit is known.
func (c *Client) Takes() int {
	if c.limits.mails == 0 {
		return -1
	}
	return max(int(c.limits.mails)-c.mails, 0)
}

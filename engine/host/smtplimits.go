package host

import (
	"strconv"

	"ehloworld/engine/edition"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Connect implements smtpserver.Backend: whether the host takes mail at all, and from this client now.
func (b *smtpBackend) Connect(s smtpserver.Session) *smtp.Reply {
	if !edition.Full {
		return nil
	}
	h := b.host
	switch h.policy.Text(policy.Service) {
	case "no-mail": // RFC 7504 section 3.
		return smtp.Refuse(521, "", h.Spec.ID+" does not accept mail, neither now nor later")
	case "maintenance":
		return smtp.Refuse(421, "4.3.2", h.Spec.ID+" is being maintained, come back later")
	}
	all, own := h.clients(s.ClientIP)
	switch most, each := h.policy.Int(policy.MaxConns), h.policy.Int(policy.MaxConnsPerClient); {
	case most > 0 && all > most:
		return b.limited(s, 421, "4.3.2", h.Spec.ID+" serves "+strconv.Itoa(most)+" connections at a time and has them, come back later")
	case each > 0 && own > each && !b.trusted(s):
		return b.limited(s, 421, "4.7.0", "["+s.ClientIP+"] has "+strconv.Itoa(each)+" connections already, which is all that one client may have at a time")
	}
	return b.tooMany(s, connEvent)
}

// clients counts the open connections to SMTP services of this host: all, and those of one client.
func (h *Host) clients(ip string) (all, own int) {
	for _, s := range h.sessions {
		if _, ok := s.machine.(*smtpserver.Server); !ok || s.closed {
			continue
		}
		all++
		if s.conn.RemoteIP() == ip {
			own++
		}
	}
	return all, own
}

// rated is what is counted by client and minute.
type rated uint8

const (
	connEvent rated = iota
	mailEvent
	rcptEvent

	ratedEvents
)

// tooMany counts one more event of a client and refuses it when there have been enough within a minute. Clients that are
// trusted are not counted.
func (b *smtpBackend) tooMany(s smtpserver.Session, what rated) *smtp.Reply {
	if !edition.Full {
		return nil
	}
	h := b.host
	most, code, enhanced, words := 0, 450, "4.7.1", ""
	switch what {
	case connEvent:
		most, code, enhanced, words = h.policy.Int(policy.ConnRate), 421, "4.7.0", "connections"
	case mailEvent:
		most, words = h.policy.Int(policy.MailRate), "letters"
	case rcptEvent:
		most, words = h.policy.Int(policy.RcptRate), "recipients"
	}
	if most == 0 || b.trusted(s) {
		return nil
	}
	wait := h.rates.count(h.world.Rec.Now, s.ClientIP, what, most)
	if wait == 0 {
		return nil
	}
	// Whole seconds, rounded up, are what a person reads and a program can wait.
	wait = (wait + vtime.Second - 1) / vtime.Second * vtime.Second
	return b.limited(s, code, enhanced, "["+s.ClientIP+"] has had its "+strconv.Itoa(most)+" "+words+" of this minute, try again in "+vtime.Span(wait))
}

// limited is a refusal for which the trace says that a limit is the reason.
func (b *smtpBackend) limited(s smtpserver.Session, code int, enhanced, text string) *smtp.Reply {
	b.host.note(0, &trace.Verdict{Host: b.host.Spec.ID, What: "rate", Result: "refused", Conn: s.Conn, Text: text})
	return smtp.Refuse(code, enhanced, text)
}

// maxRated bounds the clients whose events are counted; beyond it the one that began longest ago is forgotten.
const maxRated = 1000

// rates counts events of clients within a minute from their first, as Postfix's anvil does.
type rates struct {
	clients []ratedClient // By the beginning of their minute.
}

type ratedClient struct {
	ip     string
	since  vtime.Time
	events [ratedEvents]int
}

// count counts one more event. It returns 0, or after how long there may be more when most have been counted already.
func (r *rates) count(now vtime.Time, ip string, what rated, most int) (wait vtime.Duration) {
	for len(r.clients) > 0 && now.Sub(r.clients[0].since) >= vtime.Minute {
		r.clients = r.clients[1:]
	}
	for i := range r.clients {
		c := &r.clients[i]
		if c.ip != ip {
			continue
		}
		if c.events[what] >= most {
			return c.since.Add(vtime.Minute).Sub(now)
		}
		c.events[what]++
		return 0
	}
	if len(r.clients) == maxRated {
		r.clients = r.clients[1:]
	}
	c := ratedClient{ip: ip, since: now}
	c.events[what] = 1
	r.clients = append(r.clients, c)
	return 0
}

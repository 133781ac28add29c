package host

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/delivery"
	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// Sender implements smtpserver.Backend. Unless a setting says otherwise any sender is taken: that MAIL FROM proves nothing is
// one of the first lessons.
func (b *smtpBackend) Sender(s smtpserver.Session, env *smtp.Envelope, known any) smtpserver.Verdict {
	if !edition.Full {
		return smtpserver.Verdict{}
	}
	facts, asked := known.(*senderFacts)
	if !asked {
		if refuse := b.tooMany(s, mailEvent); refuse != nil {
			return smtpserver.Refused(refuse)
		}
		if refuse := b.owned(s, env.From); refuse != nil {
			return smtpserver.Refused(b.doubted(s, "sender", env.From, refuse))
		}
		if b.trusted(s) {
			return smtpserver.Verdict{}
		}
		if refuse := b.helo(s.Hello); refuse != nil {
			return smtpserver.Refused(b.doubted(s, "helo", s.Hello, refuse))
		}
		facts = b.wanted(s, env)
		if len(facts.questions) > 0 {
			return smtpserver.Verdict{Ask: question(facts.ask)}
		}
	}
	if facts.hello != "" {
		if refuse := facts.judgeHello(); refuse != nil {
			return smtpserver.Refused(b.doubted(s, "helo", facts.hello, refuse))
		}
	}
	if facts.domain != "" {
		if refuse := facts.judgeDomain(env.From); refuse != nil {
			return smtpserver.Refused(b.doubted(s, "sender", facts.domain, refuse))
		}
	}
	return smtpserver.Verdict{}
}

// owned refuses a sender that is not the one who has logged in, where the settings want that (RFC 6409 section 6.1). The null
// sender is nobody's, and an address is its account's by whatever name it is known.
func (b *smtpBackend) owned(s smtpserver.Session, from string) *smtp.Reply {
	if s.User == "" || from == "" || b.host.policy.Text(policy.SenderLogin) != "own" {
		return nil
	}
	b.host.settlePostmaster()
	// Where the rules bring a letter to that address says whose it is.
	exp := b.host.router.Expand(smtp.Envelope{Rcpts: smtp.Rcpts(from)}, nil, delivery.Arrival{Now: b.host.world.Rec.Now})
	if len(exp.Rcpts) == 1 && strings.EqualFold(b.host.router.Final(exp.Rcpts[0].Addr).Account, s.User) {
		return nil
	}
	return smtp.Refuse(553, "5.7.1", "<"+from+">: this address is not yours, you have logged in as "+s.User)
}

// doubted is a refusal for which the trace names the reason.
func (b *smtpBackend) doubted(s smtpserver.Session, what, name string, refuse *smtp.Reply) *smtp.Reply {
	b.host.note(0, &trace.Verdict{Host: b.host.Spec.ID, What: what, Result: "refused", Domain: name, Conn: s.Conn, Text: refuse.Text()})
	return refuse
}

// helo judges the name that a client gave itself by what can be seen in it. RFC 5321 section 4.1.4 lets no server refuse
// mail because the name is not the client's, but such rules are common all the same; Postfix's answers are like these.
// It is judged at MAIL, so that QUIT and other commands still work.
func (b *smtpBackend) helo(name string) *smtp.Reply {
	level := b.host.policy.Text(policy.HeloCheck)
	if level == "off" || literal(name) {
		return nil
	}
	host, err := dns.Name(name)
	switch {
	case err != nil:
		return smtp.Refuse(501, "5.5.2", "<"+smtp.Shown(name)+">: this is no host's name, introduce yourself with one as in EHLO mail.shan.example")
	case strings.EqualFold(host, b.host.Spec.ID):
		return smtp.Refuse(550, "5.7.1", "<"+smtp.Shown(name)+">: that is my own name, introduce yourself with yours")
	case level != "syntax" && !strings.Contains(host, "."):
		return smtp.Refuse(504, "5.5.2", "<"+smtp.Shown(name)+">: the name has no domain, introduce yourself with a full one as in EHLO mail.shan.example")
	}
	return nil
}

// literal says whether a name is an address in brackets, which a host without a name may use (RFC 5321 section 4.1.3).
func literal(name string) bool {
	return strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]")
}

// senderFacts is what DNS says about a client's name and a sender's domain, and what is still to be asked.
type senderFacts struct {
	host      *Host
	hello     string // The name to be judged; empty: none.
	domain    string // The domain to be judged; empty: none.
	questions []lookup
}

// lookup is a question and what came of it.
type lookup struct {
	name, typ string
	asked     bool
	answer    dns.Answer
}

func ask(name string, types ...string) []lookup {
	list := make([]lookup, len(types))
	for i, typ := range types {
		list[i] = lookup{name: name, typ: typ}
	}
	return list
}

// wanted says what DNS must be asked before a sender is judged.
func (b *smtpBackend) wanted(s smtpserver.Session, env *smtp.Envelope) *senderFacts {
	f := &senderFacts{host: b.host}
	if b.host.policy.Text(policy.HeloCheck) == "exists" && !literal(s.Hello) {
		f.hello, _ = dns.Name(s.Hello)
		f.questions = append(f.questions, ask(f.hello, dns.A, dns.AAAA, dns.MX)...)
	}
	addr, err := address.Parse(env.From)
	if b.host.policy.Text(policy.SenderDomain) == "check" && err == nil && !literal(addr.Domain) && !b.host.router.Serves(addr.Domain) {
		f.domain = addr.Domain
		f.questions = append(f.questions, ask(f.domain, dns.MX, dns.A, dns.AAAA)...)
	}
	return f
}

// ask asks one question after another, about each name until something is found; done gets the facts back.
func (f *senderFacts) ask(done func(known any)) {
	for i := range f.questions {
		q := &f.questions[i]
		if found, _ := f.about(q.name); found || q.asked {
			continue
		}
		f.host.lookUp(trace.Agent, q.name, q.typ, func(a dns.Answer) {
			q.asked, q.answer = true, a
			f.ask(done)
		})
		return
	}
	done(f)
}

// about says whether DNS has anything of the kinds that were asked about a name, and whether a question had no answer.
func (f *senderFacts) about(name string) (found, unsure bool) {
	for i := range f.questions {
		q := &f.questions[i]
		switch {
		case q.name != name || !q.asked:
		case len(q.answer.Of(q.typ)) > 0:
			found = true
		case q.answer.Rcode != dns.NoError && q.answer.Rcode != dns.NXDomain:
			unsure = true
		}
	}
	return found, unsure
}

func (f *senderFacts) judgeHello() *smtp.Reply {
	switch found, unsure := f.about(f.hello); {
	case found:
		return nil
	case unsure:
		return smtp.Refuse(450, "4.7.1", "<"+smtp.Shown(f.hello)+">: DNS does not say now whether there is such a host, try again later")
	}
	return smtp.Refuse(550, "5.7.1", "<"+smtp.Shown(f.hello)+">: there is no such host in DNS, introduce yourself with a name that is there")
}

// judgeDomain asks whether an answer or a notice could be sent to the sender (RFC 5321 section 3.6.2 wants domains of
// envelopes to resolve).
func (f *senderFacts) judgeDomain(from string) *smtp.Reply {
	for i := range f.questions {
		q := &f.questions[i]
		if q.name != f.domain || q.typ != dns.MX {
			continue
		}
		if list := q.answer.Of(dns.MX); len(list) == 1 && list[0].NullMX() { // RFC 7505 section 4.2.
			return smtp.Refuse(550, "5.7.27", "<"+from+">: "+f.domain+" takes no mail (null MX), so no answer could reach the sender")
		}
	}
	switch found, unsure := f.about(f.domain); {
	case found:
		return nil
	case unsure:
		return smtp.Refuse(450, "4.1.8", "<"+from+">: DNS does not say now whether "+f.domain+" exists, try again later")
	}
	return smtp.Refuse(550, "5.1.8", "<"+from+">: DNS knows no mail server and no address of "+f.domain+", so no answer could reach the sender")
}

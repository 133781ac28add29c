package host

import (
	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// Recipient implements smtpserver.Backend. Who there is none comes before who must wait: a stranger who guesses names hears
// of greylisting only where somebody lives.
func (b *smtpBackend) Recipient(s smtpserver.Session, env *smtp.Envelope, to smtp.Rcpt, _ any) smtpserver.Verdict {
	if refuse := b.tooMany(s, rcptEvent); refuse != nil {
		return smtpserver.Refused(refuse)
	}
	if refuse := b.recipient(s, to.Addr); refuse != nil {
		return smtpserver.Refused(refuse)
	}
	if edition.Full {
		if refuse := b.sameOwner(to); refuse != nil {
			return smtpserver.Refused(refuse)
		}
		return smtpserver.Refused(b.grey(s, env.From, to.Addr))
	}
	return smtpserver.Verdict{}
}

// sameOwner judges RRVS= (RFC 7293 section 5): the mailboxes of a world have had their owners since it began. Of those beyond
// this server it knows nothing, and its queue does not carry the wish on.
func (b *smtpBackend) sameOwner(to smtp.Rcpt) *smtp.Reply {
	switch {
	case to.Since == 0:
		return nil
	case b.host.router.Route(to.Addr).Kind == delivery.Remote:
		return smtp.Refuse(550, "5.7.19", "<"+to.Addr+">: since when the mailbox has had its owner cannot be told from here")
	case to.Since < b.host.world.began:
		return smtp.Refuse(550, "5.7.17", "<"+to.Addr+">: the mailbox has had its owner since "+b.host.world.began.Date(b.host.world.Zone)+" only")
	}
	return nil
}

func (b *smtpBackend) recipient(s smtpserver.Session, rcpt string) *smtp.Reply {
	h := b.host
	h.settlePostmaster()
	refuse, route, looked := h.router.Judge(rcpt, b.trusted(s), h.world.Rec.Now)
	if route.Kind == delivery.Remote && s.Proto == smtpserver.ProtoLMTP {
		refuse = smtp.Refuse(550, "5.7.1", "<"+rcpt+">: "+route.Domain+" is not ours, and LMTP passes nothing on")
	}
	if refuse != nil {
		h.noteRules(0, s.Conn, "", looked)
		if route.Kind == delivery.Remote {
			h.note(0, &trace.Verdict{Host: h.Spec.ID, What: "relay", Result: "refused", Domain: route.Domain, Conn: s.Conn})
		}
		return refuse
	}
	if route.Kind == delivery.Local && h.Store.Account(route.Account).Full() {
		return smtp.Refuse(452, "4.2.2", "<"+rcpt+">: mailbox is full; try again later")
	}
	return nil
}

// trusted says whether the client is one of our own: its user has logged in, or it sits in a network that may relay.
func (b *smtpBackend) trusted(s smtpserver.Session) bool {
	return s.User != "" || edition.Full && b.host.policy.Covers(policy.RelayFrom, s.ClientIP)
}

package host

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/store"
)

// Verify implements smtpserver.Backend. RFC 5321 section 3.5.3 lets a server say neither yes nor no, and section 7.3
// says why: a server that answers tells strangers who lives here.
func (b *smtpBackend) Verify(arg string) smtp.Reply {
	if edition.Full && b.host.policy.Text(policy.VRFY) == "answer" {
		return b.host.verify(arg)
	}
	return smtp.NewReply(252, "2.1.5", "Cannot VRFY "+smtp.Shown(arg)+", but will take a letter for it and try to deliver")
}

// Expand implements smtpserver.Backend. What holds for VRFY holds for EXPN even more (RFC 5321 section 7.3).
func (b *smtpBackend) Expand(arg string) smtp.Reply {
	if edition.Full && b.host.policy.Text(policy.EXPN) == "answer" {
		return b.host.router.Expn(arg)
	}
	if edition.Full && len(b.host.router.Rules.Aliases)+len(b.host.router.Rules.Lists) > 0 {
		return smtp.NewReply(550, "5.7.2", smtp.Shown(arg)+": this server does not say who is on its lists")
	}
	return smtp.NewReply(550, "5.1.1", smtp.Shown(arg)+": no mailing list of that name")
}

// verify says who an address or a name belongs to (RFC 5321 section 3.5.1).
func (h *Host) verify(arg string) smtp.Reply {
	h.settlePostmaster()
	name := strings.TrimSpace(strings.Trim(strings.TrimSpace(arg), "<>"))
	if _, err := address.Parse(name); err != nil && !strings.EqualFold(name, "postmaster") {
		return h.verifyName(name)
	}
	switch route := h.router.Route(name); route.Kind {
	case delivery.Local:
		return smtp.NewReply(250, "2.1.5", resident(h.Store.Account(route.Account)))
	case delivery.HandedOver:
		return smtp.NewReply(250, "2.1.5", "<"+name+">")
	case delivery.Rewritten:
		return smtp.NewReply(251, "2.1.5", "Letters for <"+name+"> are sent on")
	case delivery.Unknown:
		return smtp.NewReply(550, "5.1.1", "<"+name+">: no such user")
	default:
		if route.Backup {
			return smtp.NewReply(252, "2.1.5", "Letters for "+route.Domain+" are kept here until its own servers take them")
		}
		return smtp.NewReply(551, "5.7.1", "User not local; ask a mail server of "+route.Domain)
	}
}

// verifyName looks for somebody by a name without domain: what stands before the at sign, or a word of the person's own
// name. RFC 5321 section 3.5.1 wants 553 and the candidates when several people have it.
func (h *Host) verifyName(name string) smtp.Reply {
	if name == "" {
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(smtp.VRFY))
	}
	var found []string
	for _, a := range h.Store.Accounts() {
		local, _, _ := strings.Cut(a.Address(), "@")
		match := strings.EqualFold(local, name) || strings.EqualFold(a.Name(), name)
		for word := range strings.FieldsSeq(a.Name()) {
			match = match || strings.EqualFold(word, name)
		}
		if match {
			found = append(found, resident(a))
		}
	}
	switch len(found) {
	case 0:
		return h.verifyRule(name)
	case 1:
		return smtp.NewReply(250, "2.1.5", found[0])
	}
	return smtp.Reply{Code: 553, Enhanced: "5.1.4", Lines: append([]string{"Ambiguous; possibilities are"}, found...)}
}

// verifyRule looks for a name that no person has among the aliases, lists and forwards of our domains.
func (h *Host) verifyRule(name string) smtp.Reply {
	for _, domain := range h.Spec.Domains {
		full := name + "@" + domain
		if _, err := address.Parse(full); err == nil && h.router.Route(full).Kind == delivery.Rewritten {
			return h.verify(full)
		}
	}
	return smtp.NewReply(550, "5.1.1", smtp.Shown(name)+": nobody here has this name")
}

// resident writes an account as "Bob Li <bob@hai.example>".
func resident(a *store.Account) string {
	if a.Name() == "" {
		return "<" + a.Address() + ">"
	}
	return a.Name() + " <" + a.Address() + ">"
}

package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// The names of rules in the trace.
const (
	ruleSubdomain  = "subdomain"
	ruleSRS        = "srs"
	ruleAlias      = "alias"
	ruleList       = "list"
	ruleAccount    = "account"
	rulePlus       = "plus"
	ruleForward    = "forward"
	ruleVacation   = "vacation"
	rulePostmaster = "postmaster"
	ruleCatchAll   = "catch-all"
	ruleRelay      = "relay"
	ruleBackup     = "backup-mx"
	ruleSmartHost  = "smart-host"
	ruleLMTP       = "lmtp"
	ruleLoop       = "loop"
)

// RuleNames lists the names of rules in the trace, in the order in which they are looked at.
func RuleNames() []string {
	return []string{
		ruleSubdomain, ruleSRS, ruleAlias, ruleList, ruleAccount, rulePlus, ruleLoop, ruleForward, ruleVacation, ruleLMTP, rulePostmaster,
		ruleCatchAll, ruleBackup, ruleSmartHost, ruleRelay,
	}
}

// looker finds out what one address is, one rule after the other. Only rules that the server has are looked at, and each
// look is noted.
type looker struct {
	r     *Router
	now   vtime.Time
	final bool   // Only accounts, details and the postmaster.
	loud  bool   // Notes are wanted.
	rcpt  string // The recipient of the envelope, for the notes.
	addr  string // The address at hand.
	notes []*trace.Rule
}

func (l *looker) note(what string, match bool, arg, result string) {
	if l.loud {
		l.notes = append(l.notes, &trace.Rule{Host: l.r.Host, Rcpt: l.rcpt, Addr: l.addr, What: what, Match: match, Arg: arg, Result: result})
	}
}

// look finds out what an address is.
func (l *looker) look(written string) found {
	r := l.r
	l.addr = written
	f := found{written: written}
	a, err := address.Parse(written)
	switch {
	case strings.EqualFold(written, "postmaster") && len(r.Domains) > 0:
		a = address.Address{Local: "postmaster", Domain: r.Domains[0]}
	case err != nil:
		return f
	}
	f.addr = a
	if !l.home(&f) {
		switch {
		case f.written == written:
		case l.final:
			f.written, f.addr = written, a
		default: // A domain of ours that stands for one elsewhere.
			f.kind, f.to, f.written = several, []string{f.written}, written
			f.addr = a
			return f
		}
		return l.away(f)
	}
	if edition.Full && !l.final && l.sender(&f) {
		return f
	}
	if l.named(&f, f.addr) {
		return f
	}
	if name, _, ok := strings.Cut(f.addr.Local, r.Separator); ok && r.Separator != "" && name != "" {
		base := address.Address{Local: name, Domain: f.addr.Domain}
		at := len(l.notes)
		l.note(rulePlus, true, base.Local+r.Separator+"…", base.String())
		l.addr = base.String()
		if l.named(&f, base) {
			return f
		}
		if l.addr = f.written; l.loud {
			l.notes[at].Match, l.notes[at].Result = false, "nobody has the name "+base.Local+" either"
		}
	}
	if edition.Full && r.Rules.LMTPAny {
		l.note(ruleLMTP, true, "any name", "over to "+r.Rules.LMTP.String())
		f.kind = mailbox
		return f
	}
	if strings.EqualFold(f.addr.Local, "postmaster") && r.Postmaster != "" {
		l.note(rulePostmaster, true, "postmaster", "the mailbox of "+r.Postmaster)
		f.kind, f.account = mailbox, r.Postmaster
		return f
	}
	if edition.Full && !l.final && l.catchAll(&f) {
		return f
	}
	return f
}

// home finds the domain of ours that an address is at, whatever stands for it. f.addr gets that domain.
func (l *looker) home(f *found) bool {
	if own := l.r.own(f.addr.Domain); own != "" {
		f.addr.Domain = own
		return true
	}
	if !edition.Full || l.r.Rules.Empty() {
		return false
	}
	for range MaxNesting {
		domain := f.addr.Domain
		if to, ok := l.r.rules().domains[domain]; ok {
			f.addr.Domain = to
			l.note(ruleAlias, true, "@"+domain, f.addr.String())
			f.written = f.addr.String()
			l.addr = f.written
		} else if base := l.r.base(domain); base != "" {
			f.addr.Domain = base
			l.note(ruleSubdomain, true, "*."+base, f.addr.String())
		} else {
			return false
		}
		if own := l.r.own(f.addr.Domain); own != "" {
			f.addr.Domain = own
			return true
		}
	}
	return false
}

// base is the domain of ours, or the alias of one, that domain is a sub-domain of; empty when it is none.
func (r *Router) base(domain string) string {
	best := ""
	under := func(d string) {
		if strings.HasSuffix(domain, "."+d) && len(d) > len(best) {
			best = d
		}
	}
	for _, d := range r.Rules.Subs {
		if d != "" {
			under(d)
			continue
		}
		for _, own := range r.Domains {
			under(own)
		}
	}
	return best
}

// away says how mail leaves us.
func (l *looker) away(f found) found {
	r := l.r
	f.kind = elsewhere
	if !edition.Full || r.Rules.Empty() {
		l.note(ruleRelay, true, f.addr.Domain+" is not ours", "to the mail hosts of "+f.addr.Domain)
		return f
	}
	if !l.final && strings.EqualFold(f.addr.Domain, r.srs().Domain) && l.sender(&f) {
		return f
	}
	if len(r.Rules.BackupFor) > 0 {
		b := r.rules().backups[f.addr.Domain]
		switch {
		case b == nil:
			l.note(ruleBackup, false, count(len(r.Rules.BackupFor), "domain"), "")
		case !b.knows(f.addr):
			l.note(ruleBackup, false, b.Domain, "nobody of that name is on the list of its recipients")
			f.kind, f.refuse = nobody, smtp.Refuse(550, "5.1.1", "<"+f.written+">: no such user at "+b.Domain+", for which this server is only a backup")
			return f
		default:
			f.backup = true
			l.note(ruleBackup, true, b.Domain, "to the better mail hosts of "+b.Domain)
			return f
		}
	}
	if r.Rules.SmartHost.Host != "" {
		f.hop = r.Rules.SmartHost
		l.note(ruleSmartHost, true, f.addr.Domain+" is not ours", "to "+f.hop.String())
		return f
	}
	l.note(ruleRelay, true, f.addr.Domain+" is not ours", "to the mail hosts of "+f.addr.Domain)
	return f
}

func (b *Backup) knows(a address.Address) bool {
	if len(b.Rcpts) == 0 || strings.EqualFold(a.Local, "postmaster") {
		return true
	}
	key := strings.ToLower(a.String())
	for _, who := range b.Rcpts {
		if who == key {
			return true
		}
	}
	return false
}

// named looks for somebody or something of that very name: alias, list, account, in this order.
func (l *looker) named(f *found, a address.Address) bool {
	r := l.r
	if edition.Full && !l.final && !r.Rules.Empty() {
		t := r.rules()
		if len(r.Rules.Aliases) > 0 {
			if alias := pick(t.aliases, a); alias != nil {
				f.kind, f.to, f.as = several, r.whole(alias.To), a
				l.note(ruleAlias, true, alias.Name, strings.Join(f.to, ", "))
				return true
			}
			l.note(ruleAlias, false, count(len(r.Rules.Aliases), "alias"), "")
		}
		if len(r.Rules.Lists) > 0 {
			if list := pick(t.lists, a); list != nil {
				f.kind, f.list, f.as = aList, list, a
				l.note(ruleList, true, list.Name, count(len(list.Members), "member"))
				return true
			}
			if list, role := r.listRole(a); list != nil {
				f.kind, f.to = several, r.owners(list, a.Domain)
				l.note(ruleList, true, list.Name+"-"+role, strings.Join(f.to, ", "))
				return true
			}
			l.note(ruleList, false, count(len(r.Rules.Lists), "list"), "")
		}
	}
	f.as = a
	account, ok := r.Accounts.Mailbox(a)
	if !ok && r.itself(a.Domain) {
		account, ok = r.Accounts.Mailbox(address.Address{Local: a.Local, Domain: r.Domains[0]})
	}
	if !ok {
		l.note(ruleAccount, false, a.String(), "")
		return false
	}
	l.note(ruleAccount, true, a.String(), "the mailbox of "+account)
	f.kind, f.account = mailbox, account
	return true
}

// catchAll looks for who takes what nobody else does.
func (l *looker) catchAll(f *found) bool {
	for _, domain := range [...]string{f.addr.Domain, ""} {
		for i := range l.r.Rules.CatchAll {
			if c := &l.r.Rules.CatchAll[i]; c.Domain == domain {
				f.kind, f.to = several, l.r.whole(c.To)
				l.note(ruleCatchAll, true, "*@"+f.addr.Domain, strings.Join(f.to, ", "))
				return true
			}
		}
	}
	if len(l.r.Rules.CatchAll) > 0 {
		l.note(ruleCatchAll, false, count(len(l.r.Rules.CatchAll), "domain"), "")
	}
	return false
}

// sender looks whether an address is a rewritten sender of ours.
func (l *looker) sender(f *found) bool {
	if !l.r.rewrites() || !isSRS(f.addr.Local) {
		return false
	}
	s := l.r.srs()
	if !strings.EqualFold(s.Domain, f.addr.Domain) {
		return false
	}
	to, err := s.Reverse(f.addr.Local, l.now)
	if err != nil && !(err == errSRSExpired && l.now == 0) {
		l.note(ruleSRS, false, f.addr.Local[:len("SRS0")], err.Error())
		f.kind, f.refuse = nobody, smtp.Refuse(550, "5.1.1", "<"+f.written+">: "+err.Error())
		return true
	}
	f.kind, f.to = several, []string{to.String()}
	l.note(ruleSRS, true, f.addr.Local[:len("SRS0")], to.String())
	return true
}

// count writes "1 alias", "3 aliases".
func count(n int, what string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(what, "s"):
		what += "es"
	default:
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

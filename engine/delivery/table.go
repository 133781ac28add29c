package delivery

import (
	"strings"

	"ehloworld/engine/address"
)

// table is the rules of a router for looking things up by name.
type table struct {
	aliases   map[string]*Alias
	domains   map[string]string // Of aliases of whole domains.
	lists     map[string]*List
	forwards  map[string]*Forward
	vacations map[string]*Vacation
	backups   map[string]*Backup
	srs       bool // Somebody's letters are forwarded with a rewritten sender.
}

// rules is the table, which is made when it is wanted first.
func (r *Router) rules() *table {
	if r.table != nil {
		return r.table
	}
	t := &table{
		aliases: map[string]*Alias{}, domains: map[string]string{}, lists: map[string]*List{}, forwards: map[string]*Forward{},
		vacations: map[string]*Vacation{}, backups: map[string]*Backup{}, srs: r.Rules.SRS.On,
	}
	for i := range r.Rules.Aliases {
		a := &r.Rules.Aliases[i]
		if domain, whole := strings.CutPrefix(a.Name, "@"); whole {
			t.domains[domain] = a.To[0][1:]
		} else {
			t.aliases[a.Name] = a
		}
	}
	for i := range r.Rules.Lists {
		t.lists[r.Rules.Lists[i].Name] = &r.Rules.Lists[i]
	}
	for i := range r.Rules.Forwards {
		t.forwards[r.Rules.Forwards[i].Account] = &r.Rules.Forwards[i]
		t.srs = t.srs || r.Rules.Forwards[i].SRS
	}
	for i := range r.Rules.Vacations {
		t.vacations[r.Rules.Vacations[i].Account] = &r.Rules.Vacations[i]
	}
	for i := range r.Rules.BackupFor {
		t.backups[r.Rules.BackupFor[i].Domain] = &r.Rules.BackupFor[i]
	}
	r.table = t
	return t
}

// pick finds the rule of an address: one for it alone before one for its name in all our domains.
func pick[T any](rules map[string]*T, a address.Address) *T {
	if t := rules[strings.ToLower(a.String())]; t != nil {
		return t
	}
	a.Domain = ""
	return rules[strings.ToLower(a.String())]
}

// forward is the forwarding of an account, which a letter for addr has found; nil when there is none.
func (r *Router) forward(addr address.Address, account string) *Forward {
	if len(r.Rules.Forwards) == 0 {
		return nil
	}
	return pick(r.rules().forwards, owner(addr, account))
}

// vacation is the vacation of an account; nil when there is none.
func (r *Router) vacation(addr address.Address, account string) *Vacation {
	return pick(r.rules().vacations, owner(addr, account))
}

func owner(addr address.Address, account string) address.Address {
	if a, err := address.Parse(account); err == nil {
		return a
	}
	return addr
}

// domain is the server's main domain.
func (r *Router) domain() string {
	if len(r.Domains) == 0 {
		return r.Host
	}
	return r.Domains[0]
}

// whole gives names without domain the main one.
func (r *Router) whole(names []string) []string {
	out := make([]string, len(names))
	for i, name := range names {
		if out[i] = name; bare(name) {
			out[i] += "@" + r.domain()
		}
	}
	return out
}

// bare says whether an address of a rule is a name without domain. Rules have passed their parser.
func bare(name string) bool {
	_, err := address.Parse(name)
	return err != nil
}

// The ends of a list's other names: who answers for it, whom people write to about being on it, and the sender of its
// letters (RFC 2142 section 6).
const (
	roleOwner   = "owner"
	roleRequest = "request"
	roleBounces = "bounces"
)

// listRole finds the list that an address such as team-owner belongs to.
func (r *Router) listRole(a address.Address) (list *List, role string) {
	for _, role = range [...]string{roleOwner, roleRequest, roleBounces} {
		end := len(a.Local) - len(role) - 1
		if end > 0 && a.Local[end] == '-' && strings.EqualFold(a.Local[end+1:], role) {
			return pick(r.rules().lists, address.Address{Local: a.Local[:end], Domain: a.Domain}), role
		}
	}
	return nil, ""
}

// owners are the addresses of who answers for a list.
func (r *Router) owners(l *List, domain string) []string {
	if len(l.Owners) > 0 {
		return r.whole(l.Owners)
	}
	return []string{"postmaster@" + domain}
}

// srs is how this server rewrites senders.
func (r *Router) srs() SRS {
	s := SRS{Secret: r.Secret, Domain: r.Rules.SRS.Domain}
	if s.Domain == "" {
		s.Domain = r.domain()
	}
	return s
}

// rewrites says whether any letter is forwarded with a rewritten sender.
func (r *Router) rewrites() bool { return r.rules().srs }

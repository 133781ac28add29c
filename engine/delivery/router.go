package delivery

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
)

// RouteKind says where mail for an address goes.
type RouteKind uint8

const (
	// Local mail goes into the mailbox of Route.Account.
	Local RouteKind = iota
	// Remote mail goes to the hosts of Route.Domain.
	Remote
	// Unknown mail is for one of our domains, and nobody there has that name.
	Unknown
)

var routeNames = [...]string{"local", "remote", "unknown"}

func (k RouteKind) String() string { return routeNames[k] }

// Route is where mail for one address goes.
type Route struct {
	Kind    RouteKind
	Account string // Local: the address of the account.
	Domain  string // In lower case; of "postmaster" alone our first domain.
}

// Accounts knows who lives on a server.
type Accounts interface {
	// Mailbox returns the address of the account that gets the mail for addr.
	Mailbox(addr address.Address) (account string, ok bool)
}

// Router is the rules of one server.
type Router struct {
	Domains    []string // Ours, in lower case; also address literals such as "[203.0.113.10]".
	Accounts   Accounts
	OpenRelay  bool   // Passes on mail for everybody from everybody; else only for those who have logged in.
	AcceptAll  bool   // Takes letters for unknown users too and returns them later, which makes backscatter.
	Postmaster string // Account that gets the mail for postmaster where nobody has that name (RFC 5321 section 4.5.1).
}

// Route says where mail for rcpt goes. "postmaster" may stand without a domain.
func (r *Router) Route(rcpt string) Route {
	addr, err := address.Parse(rcpt)
	switch {
	case strings.EqualFold(rcpt, "postmaster") && len(r.Domains) > 0:
		addr = address.Address{Local: "postmaster", Domain: r.Domains[0]}
	case err != nil:
		return Route{Kind: Unknown}
	case !r.Serves(addr.Domain):
		return Route{Kind: Remote, Domain: addr.Domain}
	}
	if account, ok := r.Accounts.Mailbox(addr); ok {
		return Route{Kind: Local, Account: account, Domain: addr.Domain}
	}
	if r.Postmaster != "" && strings.EqualFold(addr.Local, "postmaster") {
		return Route{Kind: Local, Account: r.Postmaster, Domain: addr.Domain}
	}
	return Route{Kind: Unknown, Domain: addr.Domain}
}

// Serves says whether domain is one of ours.
func (r *Router) Serves(domain string) bool {
	for _, d := range r.Domains {
		if strings.EqualFold(d, domain) {
			return true
		}
	}
	return false
}

// Recipient judges a RCPT by these rules; nil accepts. loggedIn says that the client has proved who it is.
func (r *Router) Recipient(rcpt string, loggedIn bool) *smtp.Reply {
	switch route := r.Route(rcpt); route.Kind {
	case Unknown:
		if !r.AcceptAll {
			reply := noSuchUser(rcpt)
			return &reply
		}
	case Remote:
		if !loggedIn && !r.OpenRelay {
			return smtp.Refuse(550, "5.7.1", "<"+rcpt+">: relaying denied: "+route.Domain+" is not ours, log in to send mail there")
		}
	}
	return nil
}

// Nobody is the outcome for an unknown recipient of a letter that was accepted all the same.
func Nobody(rcpt string) smtpclient.RcptOutcome {
	return smtpclient.RcptOutcome{Rcpt: rcpt, Reply: noSuchUser(rcpt), Local: true}
}

func noSuchUser(rcpt string) smtp.Reply {
	return smtp.NewReply(550, "5.1.1", "<"+rcpt+">: no such user")
}

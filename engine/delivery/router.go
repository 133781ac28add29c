package delivery

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
	"ehloworld/engine/punycode"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// RouteKind says where mail for an address goes.
type RouteKind uint8

const (
	// Local mail goes into the mailbox of Route.Account.
	Local RouteKind = iota
	// Remote mail goes on to another server, by Route.Hop.
	Remote
	// Unknown mail is for one of our domains, and nobody there has that name.
	Unknown
	// Rewritten mail goes where rules send it, to several places perhaps: Expand says where.
	Rewritten
	// HandedOver mail is for one of our accounts, whose mailbox lies behind the LMTP server of Route.Hop.
	HandedOver
)

var routeNames = [...]string{"local", "remote", "unknown", "rewritten", "handed over"}

func (k RouteKind) String() string { return routeNames[k] }

// Route is where mail for one address goes.
type Route struct {
	Kind    RouteKind
	Account string // Local and HandedOver: the address of the account, when it is known here.
	Domain  string // In lower case; of "postmaster" alone our first domain.
	Hop     Hop    // Remote and HandedOver: how the next server is found.
	Backup  bool   // Remote: we are a backup for Domain and take its mail from everybody.
}

// Accounts knows who lives on a server.
type Accounts interface {
	// Mailbox returns the address of the account that gets the mail for addr. What a Separator divides is not its business.
	Mailbox(addr address.Address) (account string, ok bool)
}

// Router is the rules of one server. Whoever changes one of its fields makes a new one.
type Router struct {
	Host       string   // The server's name, in what it writes and in the trace.
	Domains    []string // Ours, in lower case; also address literals such as "[203.0.113.10]".
	Accounts   Accounts
	OpenRelay  bool   // Passes on mail for everybody from everybody; else only for those who have logged in.
	AcceptAll  bool   // Takes letters for unknown users too and returns them later, which makes backscatter.
	Postmaster string // Account that gets the mail for postmaster where nobody has that name (RFC 5321 section 4.5.1).
	Separator  string // Divides a name from a detail in bob+detail; empty: nothing does.
	Secret     string // Of the world and this server; the tags of rewritten senders are made with it.
	Rules      Rules

	table *table
}

// Route says where mail for rcpt goes, as far as that is to be known before there is a letter. "postmaster" may stand
// without a domain.
func (r *Router) Route(rcpt string) Route {
	l := looker{r: r}
	return l.route(l.look(rcpt))
}

// Final says where mail for an address goes that Expand has given: no rule but accounts, details and the postmaster is
// looked at any more.
func (r *Router) Final(rcpt string) Route {
	l := looker{r: r, final: true}
	return l.route(l.look(rcpt))
}

// Serves says whether domain is one of ours.
func (r *Router) Serves(domain string) bool { return r.own(domain) != "" }

// own is a domain of ours as we write it; empty when it is none. A domain beyond ASCII is the same in its own letters and in
// Punycode (RFC 5890 section 2.3.2.4).
func (r *Router) own(domain string) string {
	for _, d := range r.Domains {
		if strings.EqualFold(d, domain) {
			return d
		}
	}
	ascii := inASCII(domain)
	for _, d := range r.Domains {
		if strings.EqualFold(inASCII(d), ascii) {
			return d
		}
	}
	return ""
}

// itself says whether domain is the server's own name or address literal. Whoever has a mailbox at its first domain can be
// written to there, too (RFC 5321 sections 2.3.4 and 4.1.3).
func (r *Router) itself(domain string) bool {
	return strings.EqualFold(domain, r.Host) || strings.HasPrefix(domain, "[")
}

// inASCII is a domain as DNS has it.
func inASCII(domain string) string {
	if address.IsASCII(domain) {
		return domain
	}
	ascii, _ := punycode.ToASCII(domain)
	return ascii
}

// Judge judges a RCPT by these rules. A nil refusal accepts, and route says where the letter will go; looked is what was
// looked at on the way, for the trace. loggedIn says that the client has proved who it is. An instant of zero takes
// rewritten senders however old they are.
func (r *Router) Judge(rcpt string, loggedIn bool, now vtime.Time) (refuse *smtp.Reply, route Route, looked []*trace.Rule) {
	l := looker{r: r, now: now, loud: true, rcpt: rcpt}
	f := l.look(rcpt)
	route = l.route(f)
	switch {
	case route.Kind == Unknown && !r.AcceptAll:
		if refuse = f.refuse; refuse == nil {
			refuse = noSuchUser(rcpt)
		}
	case route.Kind == Remote && !route.Backup && !loggedIn && !r.OpenRelay:
		refuse = smtp.Refuse(550, "5.7.1", "<"+rcpt+">: relaying denied: "+route.Domain+" is not ours, log in to send mail there")
	}
	return refuse, route, l.notes
}

// Nobody is the outcome for an unknown recipient of a letter that was accepted all the same.
func Nobody(rcpt string) smtpclient.RcptOutcome {
	return smtpclient.RcptOutcome{Rcpt: rcpt, Reply: *noSuchUser(rcpt), Local: true}
}

func noSuchUser(rcpt string) *smtp.Reply {
	return smtp.Refuse(550, "5.1.1", "<"+rcpt+">: no such user")
}

// foundKind is what an address turned out to be.
type foundKind uint8

const (
	nobody    foundKind = iota
	mailbox             // Of an account.
	several             // It stands for the addresses in to.
	aList               // A mailing list.
	elsewhere           // At a domain that is not ours.
)

// found is what looking at one address came to.
type found struct {
	kind    foundKind
	addr    address.Address // With the domain that it is known by: not an alias of it, no sub-domain.
	written string          // As it was given, but for a domain that is an alias.
	as      address.Address // The name that was known: without a detail.
	account string          // mailbox: empty when only the LMTP server knows.
	to      []string        // several.
	list    *List           // aList.
	hop     Hop             // elsewhere.
	backup  bool            // elsewhere.
	refuse  *smtp.Reply     // nobody: why, when there is more to say than that there is nobody.
}

// route is what RCPT wants to know.
func (l *looker) route(f found) Route {
	r := l.r
	route := Route{Domain: f.addr.Domain}
	switch f.kind {
	case nobody:
		route.Kind = Unknown
	case elsewhere:
		route.Kind, route.Hop, route.Backup = Remote, f.hop, f.backup
	case mailbox:
		route.Account = f.account
		if edition.Full && r.Rules.LMTP.Host != "" {
			route.Kind, route.Hop = HandedOver, r.Rules.LMTP
		}
		if edition.Full && !l.final {
			if fw := r.forward(f.addr, f.account); fw != nil && !fw.Keep {
				route.Kind, route.Hop = Rewritten, Hop{}
			}
		}
	default:
		route.Kind = Rewritten
	}
	return route
}

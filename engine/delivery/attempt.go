// Package delivery finds out where a letter goes: to a mailbox here, or to which host on the net (RFC 5321 section 5).
//
// Theory of operation. An Attempt is one try to bring one letter to one domain. It is a pure machine: it says what it
// needs next (a look-up, a connection, nothing more) and is told what came of it. It walks two lists, the hosts of the
// domain in the order of their preference and the addresses of the host at hand, and it stops at the first server that
// says anything about the letter itself.
//
// What surprises:
//   - A domain without MX records receives mail at its own address, as if it had an MX naming itself (section 5.1). That
//     goes for a domain that exists and has no MX, never for one that does not exist or that nobody can look up.
//   - "MX 0 ." says that a domain takes no mail at all (RFC 7505), and is no host that is down.
//   - A server that finds itself among the hosts may only hand the letter to better ones; otherwise two backup servers
//     would play ball with it for ever.
//   - A refusal by one server moves on to the next only when it is about the server: no connection, no 220, no hello,
//     421. What a server says about sender, recipient or letter counts. RFC 5321 leaves this open; real servers differ.
//   - A server that hangs up on EHLO is asked once more, with HELO.
//   - As long as one of several hosts may come back, a permanent refusal by another does not make the letter
//     undeliverable.
//   - A Hop that names a host (smart host, LMTP) was written by this server's own administrator. When that host cannot be
//     found, or wants nothing to do with us, the mistake is ours, and no reason to return anybody's letter: it waits until
//     somebody has mended it.
//
// Before an Attempt stands the Router: its rules say which recipients there are, and what becomes of each (see Expand).
package delivery

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/dns"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/sorting"
)

// Bounds of one attempt. Zone data come from strangers.
const (
	MaxHosts    = 64 // Hosts of a domain that are looked up; connections are bounded by themselves.
	MaxAddrs    = 8  // Addresses of one host that are tried.
	MaxConnects = 24 // Connections in all.
)

// Kind says what an Attempt needs next.
type Kind uint8

const (
	// LookupMX needs the MX records of Action.Name: answer with DNSAnswer.
	LookupMX Kind = iota
	// LookupAddr needs the A records of Action.Name: answer with DNSAnswer.
	LookupAddr
	// Connect needs a conversation with Action.IP about the recipients in Action.Rcpts: answer with ConnectFailed, or with
	// Finished when the client machine brings its outcome.
	Connect
	// Finish needs nothing: Results holds the fates of all recipients.
	Finish
)

var kindNames = [...]string{"LookupMX", "LookupAddr", "Connect", "Finish"}

func (k Kind) String() string { return kindNames[k] }

// Action is what an Attempt needs next.
type Action struct {
	Kind  Kind
	Name  string   // LookupMX and LookupAddr.
	IP    string   // Connect.
	MX    string   // Connect: the host's name, or the address literal.
	Port  int      // Connect.
	Proto string   // Connect: "smtp" or "lmtp".
	Rcpts []string // Connect: the recipients that are still open.
	HELO  bool     // Connect: say HELO, for this server hangs up on EHLO.
}

// Peer names the server of a Connect in texts: "mail.hai.example[203.0.113.10]:25".
func (a Action) Peer() string { return a.MX + "[" + a.IP + "]:" + strconv.Itoa(a.Port) }

// Self is who we are, to find ourselves among the hosts of a domain.
type Self struct {
	Names []string // Lower case.
	IPs   []string
}

// Attempt is one try to deliver one letter to one domain.
type Attempt struct {
	self   Self
	hop    Hop
	random *rand.Rand
	domain string // Whose hosts are looked for: the recipients', or the hop's.

	expect   Kind
	hosts    []string // Still to be tried, best first, after the one at hand.
	host     string   // At hand.
	ips      []string // Of host, still to be tried.
	ip       string
	helo     bool // The next connection is for HELO.
	connects int
	implicit bool // There are no MX records: the domain itself is the host.

	results []smtpclient.RcptOutcome
	open    []bool // By index in results: no final fate yet.
	failed  bool   // results of open recipients hold a failure.
	talks   []smtpclient.Conversation
}

// NewAttempt returns an attempt to reach rcpts by hop. With a hop that names no host they are all at domain: a name, or an
// address literal in brackets. Hosts of equal preference are tried in an order that random draws (RFC 5321 section 5.1).
func NewAttempt(self Self, hop Hop, domain string, rcpts []string, random *rand.Rand) *Attempt {
	a := &Attempt{self: self, hop: hop, random: random, domain: strings.ToLower(domain)}
	if hop.named() {
		a.domain = strings.ToLower(hop.Host)
	}
	a.results = make([]smtpclient.RcptOutcome, len(rcpts))
	a.open = make([]bool, len(rcpts))
	for i, rcpt := range rcpts {
		a.results[i].Rcpt, a.open[i] = rcpt, true
	}
	return a
}

// Start says what is needed first.
func (a *Attempt) Start() Action {
	if ip, ok := literal(a.domain); ok {
		a.host, a.ips = a.domain, []string{ip}
		return a.nextAddr()
	}
	if strings.HasPrefix(a.domain, "[") {
		return a.finish(a.unroutable(smtp.NewReply(550, "5.1.2", "no way to reach the address "+a.domain+": only IPv4 addresses are used here")))
	}
	if a.hop.named() && !a.hop.MX {
		if slices.Contains(a.self.Names, a.domain) && !a.hop.lmtp() {
			return a.finish(a.loop())
		}
		a.hosts = []string{a.domain}
		return a.nextHost()
	}
	return a.need(Action{Kind: LookupMX, Name: a.domain})
}

// literal reads an IPv4 address literal (RFC 5321 section 4.1.3).
func literal(domain string) (ip string, ok bool) {
	ip, found := strings.CutPrefix(domain, "[")
	ip, found2 := strings.CutSuffix(ip, "]")
	return ip, found && found2 && dns.IPv4(ip)
}

// Results returns the fates of all recipients, in their order. It is for after Finish.
func (a *Attempt) Results() []smtpclient.RcptOutcome { return a.results }

// Conversations returns what was said to whom, in order, failed connections included.
func (a *Attempt) Conversations() []smtpclient.Conversation { return a.talks }

// DNSAnswer brings the answer to LookupMX or LookupAddr.
func (a *Attempt) DNSAnswer(ans dns.Answer) Action {
	switch a.expect {
	case LookupMX:
		return a.exchangers(ans)
	case LookupAddr:
		return a.addresses(ans)
	}
	panic("delivery: a DNS answer while " + a.expect.String() + " was needed")
}

// ConnectFailed says that the connection did not come about. Reason is in plain words: "connection refused".
func (a *Attempt) ConnectFailed(reason string) Action {
	a.must(Connect)
	text := "connect to " + a.peer().Peer() + ": " + capital(reason)
	a.talks = append(a.talks, smtpclient.Conversation{MX: a.host, IP: a.ip, Reason: text})
	a.fail(smtp.NewReply(451, "4.4.1", text))
	return a.nextAddr()
}

// Finished brings the outcome of the conversation.
func (a *Attempt) Finished(o smtpclient.Outcome) Action {
	a.must(Connect)
	a.talks = append(a.talks, smtpclient.Conversation{
		MX: a.host, IP: a.ip, Conn: o.Conn, Reason: o.Reason, Transcript: o.Transcript, Timings: o.Timings,
	})
	again, untried := false, 0
	for _, r := range o.Rcpts {
		i := a.find(r.Rcpt)
		if i < 0 {
			panic("delivery: an outcome for " + r.Rcpt + ", who was not asked about")
		}
		r.MX, r.IP = a.host, a.ip
		if r.Untried {
			untried++
		}
		if r.Untried || aboutServer(o.Stage, r) {
			if a.hop.named() {
				r.Temporary = true // It refuses us, not the letter: that is between its administrator and ours.
			}
			a.keep(i, r)
			again = true
			continue
		}
		a.results[i], a.open[i] = r, false
	}
	if !again {
		return a.need(Action{Kind: Finish})
	}
	a.failed = true
	if untried > 0 {
		// The connection was over before it came to them: the same server gets them over another one.
		a.ips = append([]string{a.ip}, a.ips...)
		if untried < len(o.Rcpts) {
			a.connects-- // Each connection that got something done leaves fewer to do, which is bound enough.
		}
	} else if o.HungUp {
		a.ips, a.helo = append([]string{a.ip}, a.ips...), true // RFC 5321 section 3.2.
	}
	return a.nextAddr()
}

// aboutServer says whether a failure is about the server rather than about the letter, so that the next one may do
// better. After the final dot nobody else is asked: the server may have the letter, and a second copy should wait.
func aboutServer(stage smtpclient.Stage, r smtpclient.RcptOutcome) bool {
	switch {
	case r.Delivered:
		return false
	case stage == smtpclient.StageConnect || stage == smtpclient.StageGreeting || stage == smtpclient.StageHello:
		return true
	case stage == smtpclient.StageDot:
		return false
	}
	return r.Reply.Code == 421 || r.Local && r.Temporary
}

// exchangers reads the answer to LookupMX.
func (a *Attempt) exchangers(ans dns.Answer) Action {
	switch {
	case ans.Rcode == dns.NXDomain:
		return a.finish(a.unroutable(smtp.NewReply(550, "5.1.2", "no such domain: DNS knows no "+a.domain+" (NXDOMAIN)")))
	case ans.NoData():
		a.implicit = true
		a.hosts = []string{a.domain}
		return a.nextHost()
	case ans.Rcode != dns.NoError:
		return a.finish(dnsTrouble("MX", a.domain, ans.Rcode))
	}
	// A null MX beside real ones means nothing (RFC 7505 section 3).
	records := slices.DeleteFunc(ans.Of(dns.MX), func(r dns.Record) bool { return r.NullMX() })
	if len(records) == 0 {
		return a.finish(a.unroutable(smtp.NewReply(556, "5.1.10", a.domain+" does not accept mail: its only MX is \".\" (RFC 7505)")))
	}
	a.random.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
	sorting.Stable(records, func(x, y dns.Record) int { return x.Pref - y.Pref })
	for i, r := range records {
		if !slices.Contains(a.self.Names, r.Host) || a.hop.lmtp() {
			continue
		}
		// RFC 5321 section 5.1: all records at our own level and beyond go.
		for i > 0 && records[i-1].Pref == r.Pref {
			i--
		}
		if records = records[:i]; i == 0 {
			return a.finish(a.loop())
		}
		break
	}
	for _, r := range records[:min(len(records), MaxHosts)] {
		if !slices.Contains(a.hosts, r.Host) {
			a.hosts = append(a.hosts, r.Host)
		}
	}
	return a.nextHost()
}

// loop is the verdict on a letter for a domain of which we are the best host and which is not ours to deliver to.
func (a *Attempt) loop() smtp.Reply {
	if a.hop.named() {
		return a.unroutable(smtp.NewReply(550, "5.4.6", "it is this server itself"))
	}
	return smtp.NewReply(550, "5.4.6", "mail for "+a.domain+" loops back to ourselves: DNS names this server, which does not know the domain")
}

// unroutable is a verdict that DNS gives for good. About the host of a hop it is a mistake in this server's rules.
func (a *Attempt) unroutable(verdict smtp.Reply) smtp.Reply {
	if !a.hop.named() {
		return verdict
	}
	return smtp.NewReply(451, "4.4.4", "the host "+a.hop.String()+" that this server's rules send mail to is no use: "+verdict.Text())
}

// addresses reads the answer to LookupAddr.
func (a *Attempt) addresses(ans dns.Answer) Action {
	records := ans.Of(dns.A)
	switch {
	case ans.Rcode == dns.NXDomain:
		a.fail(a.unroutable(smtp.NewReply(550, "5.4.4", "mail host "+a.host+" does not exist in DNS (NXDOMAIN)")))
	case ans.Rcode != dns.NoError:
		a.fail(dnsTrouble("A", a.host, ans.Rcode))
	case len(records) == 0 && a.implicit:
		a.fail(a.unroutable(smtp.NewReply(550, "5.1.2", a.domain+" exists and has neither MX nor A records (NODATA): it receives no mail over IPv4")))
	case len(records) == 0:
		a.fail(a.unroutable(smtp.NewReply(550, "5.4.4", "mail host "+a.host+" exists and has no A record (NODATA): it cannot be reached over IPv4")))
	}
	for _, r := range records[:min(len(records), MaxAddrs)] {
		if a.ours(r.IP) {
			// We ourselves under a name that we did not know. What is left of the list is no better than we are.
			a.hosts, a.ips = nil, nil
			if !a.failed {
				a.fail(a.loop())
			}
			break
		}
		a.ips = append(a.ips, r.IP)
	}
	return a.nextAddr()
}

// dnsTrouble is the verdict on a look-up that may work later.
func dnsTrouble(typ, name, rcode string) smtp.Reply {
	return smtp.NewReply(451, "4.4.3", "looking up "+typ+" of "+name+": "+rcode)
}

// nextHost goes to the next host of the domain, or ends the attempt.
func (a *Attempt) nextHost() Action {
	if len(a.hosts) == 0 {
		return a.need(Action{Kind: Finish})
	}
	a.host, a.hosts = a.hosts[0], a.hosts[1:]
	a.ips = nil
	return a.need(Action{Kind: LookupAddr, Name: a.host})
}

// nextAddr goes to the next address of the host at hand, or to the next host.
func (a *Attempt) nextAddr() Action {
	if a.connects == MaxConnects {
		return a.need(Action{Kind: Finish})
	}
	if len(a.ips) == 0 {
		return a.nextHost()
	}
	a.ip, a.ips = a.ips[0], a.ips[1:]
	if a.ours(a.ip) {
		return a.finish(a.loop()) // An address literal that is ours.
	}
	a.connects++
	act := a.peer()
	act.HELO, a.helo = a.helo, false
	for i, open := range a.open {
		if open {
			act.Rcpts = append(act.Rcpts, a.results[i].Rcpt)
		}
	}
	return a.need(act)
}

func (a *Attempt) need(act Action) Action {
	a.expect = act.Kind
	return act
}

func (a *Attempt) must(kind Kind) {
	if a.expect != kind {
		panic("delivery: told about " + kind.String() + " while " + a.expect.String() + " was needed")
	}
}

// finish ends the attempt with one verdict on all recipients.
func (a *Attempt) finish(verdict smtp.Reply) Action {
	a.host, a.ip = "", ""
	a.fail(verdict)
	return a.need(Action{Kind: Finish})
}

// fail notes why the host at hand was no use, for all open recipients.
func (a *Attempt) fail(why smtp.Reply) {
	for i := range a.results {
		if a.open[i] {
			a.keep(i, smtpclient.RcptOutcome{
				Rcpt: a.results[i].Rcpt, Reply: why, Temporary: why.Temporary(), Local: true, MX: a.host, IP: a.ip,
			})
		}
	}
	a.failed = true
}

// keep notes a failure of one recipient, unless an earlier one gives more hope.
func (a *Attempt) keep(i int, r smtpclient.RcptOutcome) {
	if !a.failed || !a.results[i].Temporary || r.Temporary {
		a.results[i] = r
	}
}

// find returns the index of an open recipient, or -1.
func (a *Attempt) find(rcpt string) int {
	for i := range a.results {
		if a.open[i] && a.results[i].Rcpt == rcpt {
			return i
		}
	}
	return -1
}

// peer is the Connect to the address at hand, without recipients.
func (a *Attempt) peer() Action {
	return Action{Kind: Connect, IP: a.ip, MX: a.host, Port: a.hop.port(), Proto: a.hop.proto()}
}

// ours says whether an address is our own: one of those we have, or a loopback address, which DNS may name and which
// leads nobody but back to himself. An LMTP server may stand on our own machine.
func (a *Attempt) ours(ip string) bool {
	return !a.hop.lmtp() && (slices.Contains(a.self.IPs, ip) || strings.HasPrefix(ip, "127.") || ip == "0.0.0.0")
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

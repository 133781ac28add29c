package host

import (
	"strings"

	"ehloworld/engine/ip"
	"ehloworld/engine/policy"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds of a greylist.
const (
	// maxGrey is how many triplets and networks are remembered; beyond it the one that was heard of longest ago is forgotten.
	maxGrey = 10_000
	// greyKnown is after how many triplets that passed a client's network is known and passes whatever it brings.
	greyKnown = 5
)

// greylist remembers who has tried to bring what (RFC 6647). A triplet is the client's network, the sender and the
// recipient: the network rather than the address, because big senders try again from another of their machines (section
// 2.3).
type greylist struct {
	entries map[string]*greyEntry
	order   []string // Keys of entries, the one heard of longest ago first; some may be there twice, the last counts.
}

// greyEntry is a triplet, or a network.
type greyEntry struct {
	first  vtime.Time // The first try; of a network the first success.
	last   vtime.Time // The last success.
	passed int        // How many have passed: of a network how many different triplets.
	heard  int        // How often the key stands in the order.
}

// grey judges a recipient; nil lets it through. The null sender is let through, because a notice has nobody who would
// be told that it waits, and so is whoever is trusted.
func (b *smtpBackend) grey(s smtpserver.Session, from, rcpt string) *smtp.Reply {
	h := b.host
	delay := h.policy.Span(policy.Greylist)
	if delay == 0 || from == "" || b.trusted(s) {
		return nil
	}
	network := ip.Prefix(s.ClientIP, 24, 64)
	triplet := network + " <" + strings.ToLower(from) + "> <" + strings.ToLower(rcpt) + ">"
	result, wait := h.greylist.judge(h.world.Rec.Now, network, triplet, greyTimes{
		delay, h.policy.Span(policy.GreylistWindow), h.policy.Span(policy.GreylistKeep),
	})
	text := triplet
	if wait > 0 {
		wait = (wait + vtime.Second - 1) / vtime.Second * vtime.Second
		text += ", " + vtime.Span(wait) + " left"
	}
	h.note(0, &trace.Verdict{Host: h.Spec.ID, What: "grey", Result: result, Conn: s.Conn, Text: text})
	if wait == 0 {
		return nil
	}
	return smtp.Refuse(450, "4.7.1", "<"+rcpt+">: greylisted: this sender, this recipient and a client of "+network+
		" are new together, try again in "+vtime.Span(wait))
}

// greyTimes is how long a triplet waits, how long it may take to come back, and how long it stays known.
type greyTimes struct{ delay, window, keep vtime.Duration }

// judge notes one try. It says what it is (new, early, passed, known or known-network) and how long it still has to wait.
func (g *greylist) judge(now vtime.Time, network, triplet string, t greyTimes) (result string, wait vtime.Duration) {
	if n := g.entries[network]; n != nil && n.passed >= greyKnown && now.Sub(n.last) <= t.keep {
		n.last = now
		g.heard(network)
		return "known-network", 0
	}
	e := g.entries[triplet]
	switch {
	case e != nil && e.passed > 0 && now.Sub(e.last) <= t.keep:
		e.last = now
		g.heard(triplet)
		return "known", 0
	case e == nil, e.passed > 0, now.Sub(e.first) > t.window:
		g.add(triplet).first = now
		return "new", t.delay
	case now.Sub(e.first) < t.delay:
		return "early", e.first.Add(t.delay).Sub(now)
	}
	e.passed, e.last = 1, now
	g.heard(triplet)
	n := g.entries[network]
	if n == nil || now.Sub(n.last) > t.keep {
		n = g.add(network)
		n.first = now
	}
	n.passed++
	n.last = now
	g.heard(network)
	return "passed", 0
}

// add makes a fresh entry in place of any that is there.
func (g *greylist) add(key string) *greyEntry {
	if g.entries == nil {
		g.entries = map[string]*greyEntry{}
	}
	e := &greyEntry{}
	if old := g.entries[key]; old != nil {
		e.heard = old.heard
	}
	g.entries[key] = e
	g.heard(key)
	return e
}

// heard moves an entry to the end of the order and forgets those at its beginning that are too many.
func (g *greylist) heard(key string) {
	g.entries[key].heard++
	g.order = append(g.order, key)
	for len(g.entries) > maxGrey || len(g.order) > 2*maxGrey {
		oldest := g.order[0]
		g.order = g.order[1:]
		e := g.entries[oldest]
		if e.heard--; e.heard > 0 {
			continue
		}
		delete(g.entries, oldest)
	}
}

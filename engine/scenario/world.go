package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/policy"
	"ehloworld/engine/vtime"
)

// What a world is when the file says nothing.
const (
	defaultStart = "2026-03-02T08:00:00+08:00"
	defaultDelay = 40 * vtime.Millisecond
)

var shapeWorld = &shape{
	name: "world", is: "a world",
	// What is required is asked for after the base has been read: it may bring the hosts and accounts.
	optional: []string{"base", "seed", "start", "delay", "hosts", "links", "accounts", "zone", "mail", "faults"},
}

// Host returns the host called id, or nil.
func (w *World) Host(id string) *Host {
	for i := range w.Hosts {
		if w.Hosts[i].ID == id {
			return &w.Hosts[i]
		}
	}
	return nil
}

// Server returns the host that has domain's mailboxes, or nil.
func (w *World) Server(domain string) *Host {
	for i := range w.Hosts {
		if h := &w.Hosts[i]; has(h.Domains, domain) && h.keeps() {
			return h
		}
	}
	return nil
}

// keeps says whether a host keeps the mailboxes of its domains itself and does not hand their letters over by LMTP. A host
// that hands over may have the same domains as the one that keeps: it is in front of it, and knows its accounts.
func (h *Host) keeps() bool { return h.Policy.Text(policy.LMTP) == "" }

// Account returns the account with that address, or nil. Our servers do not tell upper from lower case in addresses.
func (w *World) Account(addr string) *Account {
	for i := range w.Accounts {
		if strings.EqualFold(w.Accounts[i].Addr, addr) {
			return &w.Accounts[i]
		}
	}
	return nil
}

// readWorld reads the world of a scenario, on top of its base when it names one.
func (s *Scenario) readWorld(n *node, base func(string) ([]byte, bool)) {
	w := &s.World
	w.Seed, w.Delay = 1, defaultDelay
	w.Start, w.Zone, _ = vtime.Parse(defaultStart)
	if b := n.v.Get("base"); b != nil {
		bn := &node{n.r, b, n.path + ".base"}
		if w.Base = bn.slug(); bn.broken() {
			return
		}
		data, ok := []byte(nil), false
		if base != nil {
			data, ok = base(w.Base)
		}
		if !ok {
			bn.fail("there is no built-in world " + strconv.Quote(w.Base))
			return
		}
		r := &reader{file: w.Base + "/world.json"}
		if m, ok := r.document(data); ok {
			if m.v.Get("base") != nil || m.v.Get("mail") != nil {
				m.fail("a built-in world has neither a base nor mail of its own")
			}
			readWorldInto(m, s)
			if !m.broken() {
				finishWorld(m, w)
			}
		}
		if err := r.finish(); err != nil {
			n.r.err = err.(*Error)
			return
		}
	}
	readWorldInto(n, s)
	if !n.broken() {
		finishWorld(n, w)
	}
}

// layer holds what one file has said so far, so that a second mention in the same file is an error while a mention in
// the file above its base replaces.
type layer struct {
	w        *World
	hosts    []string
	links    []string
	accounts []string
	records  []string
	keys     []string // Name and type of every record of w.
	replaced []string // Names and types whose records of the base are gone.
}

func readWorldInto(n *node, s *Scenario) {
	l := &layer{w: &s.World}
	w := l.w
	for _, line := range w.Records {
		rec, _ := dns.ParseRecord(line)
		l.keys = append(l.keys, recordKey(rec))
	}
	n.object(shapeWorld, func(field string, m *node) {
		switch field {
		case "base":
			// Read before everything else.
		case "seed":
			w.Seed = m.number(0, 1<<53)
		case "start":
			text := m.text()
			if m.broken() {
				return
			}
			t, zone, err := vtime.Parse(text)
			if err != nil {
				m.fail(strconv.Quote(text) + " is not an instant (write 2026-03-02T08:00:00+08:00)")
			}
			w.Start, w.Zone = t, zone
		case "delay":
			w.Delay = m.span(0, vtime.Minute)
		case "hosts":
			m.list(MaxHosts, func(_ int, m *node) { l.host(m) })
			if len(w.Hosts) > MaxHosts {
				m.fail("there are more than " + strconv.Itoa(MaxHosts) + " hosts with those of the base")
			}
		case "links":
			m.list(MaxLinks, func(_ int, m *node) { l.link(m) })
		case "accounts":
			m.list(MaxAccounts, func(_ int, m *node) { l.account(m) })
		case "zone":
			m.list(MaxZoneRecords, func(_ int, m *node) { l.record(m) })
		case "mail":
			m.list(MaxMail, func(_ int, m *node) { s.readMail(m) })
		case "faults":
			m.list(MaxFaults, func(_ int, m *node) { w.Faults = append(w.Faults, readFault(m, w)) })
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
}

// finishWorld asks for what must be there and fills in what was left open.
func finishWorld(n *node, w *World) {
	switch {
	case len(w.Hosts) == 0:
		n.fail(`the field "hosts" is missing`)
		return
	case len(w.Accounts) == 0 && n.v.Get("accounts") == nil:
		n.fail(`the field "accounts" is missing`)
		return
	}
	resolver := ""
	for i := range w.Hosts {
		h := &w.Hosts[i]
		checkRole(n, h)
		for _, svc := range h.Services {
			if svc.Proto == "dns" && resolver == "" {
				resolver = h.ID
			}
		}
		if !edition.Full && h.EHLO == nil && (h.serves("smtp") || h.serves("submission")) {
			n.lacks("a mail server that offers all extensions, as " + h.ID + " does without a list of its own,")
		}
		h.Retry = orElse(h.Retry, "rfc")
		if u := h.UA; u != nil {
			u.In = orElse(u.In, "pop3")
			u.Mode = orElse(u.Mode, "keep")
			if a, err := address.Parse(u.User); err == nil {
				if server := w.Server(a.Domain); server != nil {
					u.Out = orElse(u.Out, server.ID)
					u.Inbox = orElse(u.Inbox, server.ID)
				}
			}
		}
	}
	for i := range w.Hosts {
		w.Hosts[i].Resolver = orElse(w.Hosts[i].Resolver, resolver)
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// readAddress reads a mail address and returns it in the form in which addresses are compared.
func readAddress(n *node) string {
	s := n.text()
	if n.broken() {
		return ""
	}
	a, err := address.Parse(s)
	if err != nil {
		n.fail(strconv.Quote(s) + " is not a mail address: " + err.Error())
		return ""
	}
	return a.String()
}

var shapeLink = &shape{
	name: "link", is: "a link",
	required: []string{"between"}, optional: []string{"delay", "bandwidth", "loss", "hidden"},
}

// link reads a link, or the differences to the base's link between the same hosts.
func (l *layer) link(n *node) {
	var a, b string
	if n.want(jsontext.Object) && n.v.Get("between") != nil {
		m := &node{n.r, n.v.Get("between"), n.path + ".between"}
		ends := m.lines(2)
		if !m.broken() && len(ends) != 2 {
			m.fail("names " + strconv.Itoa(len(ends)) + " hosts instead of two")
		}
		if m.broken() {
			return
		}
		a, b = ends[0], ends[1]
		key := pair(a, b)
		if has(l.links, key) {
			m.fail("the link between " + a + " and " + b + " stands there twice")
			return
		}
		l.links = append(l.links, key)
		m.after(func() {
			for i, id := range []string{a, b} {
				if l.w.Host(id) == nil && !(i == 1 && id == "*") {
					m.fail("there is no host " + strconv.Quote(id))
				}
			}
		})
	}
	var link *Link
	for i := range l.w.Links {
		if k := &l.w.Links[i]; pair(k.A, k.B) == pair(a, b) {
			link = k
		}
	}
	if link == nil {
		l.w.Links = append(l.w.Links, Link{A: a, B: b, Delay: l.w.Delay, Drawn: true})
		link = &l.w.Links[len(l.w.Links)-1]
	}
	n.object(shapeLink, func(field string, m *node) {
		switch field {
		case "between":
		case "delay":
			link.Delay = m.span(0, vtime.Minute)
		case "bandwidth":
			link.Bandwidth = m.number(0, 1_000_000_000_000)
		case "loss":
			link.Loss = int(m.number(0, 1000))
		case "hidden":
			link.Drawn = !m.yes()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	if len(l.w.Links) > MaxLinks {
		n.fail("there are more than " + strconv.Itoa(MaxLinks) + " links with those of the base")
	}
}

// pair names two hosts regardless of their order.
func pair(a, b string) string {
	if b < a {
		a, b = b, a
	}
	return a + "--" + b
}

var shapeAccount = &shape{name: "account", is: "an account", required: []string{"addr", "pass"}, optional: []string{"name"}}

func (l *layer) account(n *node) {
	var a Account
	n.object(shapeAccount, func(field string, m *node) {
		switch field {
		case "addr":
			a.Addr = readAddress(m)
			key := strings.ToLower(a.Addr)
			if has(l.accounts, key) {
				m.fail("the account " + a.Addr + " stands there twice")
			}
			l.accounts = append(l.accounts, key)
			addr := a.Addr
			m.after(func() {
				if p, err := address.Parse(addr); err == nil && l.w.Server(p.Domain) == nil {
					m.fail("no host has the domain " + p.Domain)
				}
			})
		case "pass":
			a.Pass = m.line()
		case "name":
			a.Name = m.line()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	if n.broken() {
		return
	}
	if old := l.w.Account(a.Addr); old != nil {
		*old = a
	} else if l.w.Accounts = append(l.w.Accounts, a); len(l.w.Accounts) > MaxAccounts {
		n.fail("there are more than " + strconv.Itoa(MaxAccounts) + " accounts with those of the base")
	}
}

// record reads one zone line. The first line for a name and type takes away all that the base has for them, so that a
// scenario can say something else about a domain than its base does; lines of the scenario itself add up.
func (l *layer) record(n *node) {
	line := n.line()
	if n.broken() {
		return
	}
	rec, err := dns.ParseRecord(line)
	if err != nil {
		reason := err.Error()
		if bad, ok := err.(*dns.RecordError); ok {
			reason = bad.Reason
		}
		n.fail(strconv.Quote(line) + " is not a zone line: " + reason)
		return
	}
	if has(l.records, rec.Line()) {
		n.fail(strconv.Quote(line) + " stands there twice")
		return
	}
	l.records = append(l.records, rec.Line())
	key := recordKey(rec)
	if !has(l.replaced, key) {
		l.replaced = append(l.replaced, key)
		lines, keys := l.w.Records[:0], l.keys[:0]
		for i, k := range l.keys {
			if k != key {
				lines, keys = append(lines, l.w.Records[i]), append(keys, k)
			}
		}
		l.w.Records, l.keys = lines, keys
	}
	l.keys = append(l.keys, key)
	if l.w.Records = append(l.w.Records, line); len(l.w.Records) > MaxZoneRecords {
		n.fail("there are more than " + strconv.Itoa(MaxZoneRecords) + " zone lines with those of the base")
	}
}

func recordKey(r dns.Record) string { return r.Name + " " + r.Type }

var shapeMail = &shape{name: "mail", is: "a seeded letter", required: []string{"file", "to"}, optional: []string{"box", "at"}}

func (s *Scenario) readMail(n *node) {
	mail := Mail{Box: "INBOX"}
	n.object(shapeMail, func(field string, m *node) {
		switch field {
		case "file":
			mail.File = m.line()
			data, ok := s.file(mail.File)
			if !m.broken() && (!ok || !strings.HasPrefix(mail.File, "mail/")) {
				m.fail("there is no file " + strconv.Quote(mail.File) + " below mail/")
			}
			mail.Data = letterBytes(mail.File, data)
			if len(mail.Data) > MaxMailBytes {
				m.fail("the letter is larger than " + strconv.Itoa(MaxMailBytes) + " octets")
			}
		case "to":
			mail.To = readAddress(m)
			to, i := mail.To, len(s.World.Mail)
			m.after(func() {
				if a := s.World.Account(to); a != nil {
					s.World.Mail[i].To = a.Addr
				} else {
					m.fail("there is no account " + strconv.Quote(to))
				}
			})
		case "box":
			mail.Box = m.line()
		case "at":
			mail.At = m.span(-3650*24*vtime.Hour, 0)
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	s.World.Mail = append(s.World.Mail, mail)
}

package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// What a world is when the file says nothing.
const (
	defaultStart = "2026-03-02T08:00:00+08:00"
	defaultDelay = 40 * vtime.Millisecond
)

// Services are the protocols that a host can offer.
var Services = []string{"smtp", "submission", "lmtp", "pop3", "dns"}

// Tools are the shell commands of hosts.
var Tools = []string{"telnet", "dig", "ping", "mailq", "flush", "postqueue", "postsuper", "postcat", "qshape", "sendmail", "help"}

// FaultKinds are the things that can be broken; see Fault.
var FaultKinds = []string{"down", "stopped", "full", "cut", "slow", "loss", "dns", "reply", "drop", "disk"}

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

// checkRole fails when a host offers what its kind does not have.
func checkRole(n *node, h *Host) {
	for _, svc := range h.Services {
		if kind := map[bool]string{true: "dns", false: "mta"}[svc.Proto == "dns"]; h.Kind != kind {
			n.fail("the host " + h.ID + " is of kind " + h.Kind + ", but the service " + svc.Proto + " needs kind " + kind)
		}
	}
	if len(h.Domains) > 0 && h.Kind != "mta" {
		n.fail("the host " + h.ID + " is of kind " + h.Kind + ", but only a host of kind mta has domains")
	}
	if h.UA != nil && h.Kind != "ua" {
		n.fail("the host " + h.ID + " is of kind " + h.Kind + ", but only a host of kind ua has a mail program")
	}
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

var (
	shapeHost = &shape{
		name: "host", is: "a host",
		// A host of the base may be changed by naming only its id and what is different.
		required: []string{"id"},
		optional: []string{"ip", "kind", "x", "y", "label", "domains", "services", "tools", "ehlo", "policy", "retry", "ua", "resolver"},
	}
	shapeUA    = &shape{name: "ua", is: "a mail program", optional: []string{"user", "name", "in", "mode", "out", "inbox", "drafts"}}
	shapeDraft = &shape{name: "draft", is: "a draft", optional: []string{"to", "subject", "body"}}
)

// host reads a host, or the differences to the base's host of the same id.
func (l *layer) host(n *node) {
	if !n.want(jsontext.Object) {
		return
	}
	idv := n.v.Get("id")
	if idv == nil {
		n.fail(`the field "id" is missing`)
		return
	}
	idn := &node{n.r, idv, n.path + ".id"}
	id := idn.text()
	if idn.broken() {
		return
	}
	if !isHostID(id) {
		idn.fail(strconv.Quote(id) + " is not a host's name (up to 64 lower-case letters, digits, dots and single hyphens)")
		return
	}
	if has(l.hosts, id) {
		idn.fail("the host " + strconv.Quote(id) + " stands there twice")
		return
	}
	l.hosts = append(l.hosts, id)
	h := l.w.Host(id)
	if h == nil {
		for _, field := range []string{"ip", "kind"} {
			if n.v.Get(field) == nil {
				n.fail("the field " + strconv.Quote(field) + " is missing")
				return
			}
		}
		l.w.Hosts = append(l.w.Hosts, Host{ID: id})
		h = &l.w.Hosts[len(l.w.Hosts)-1]
	}
	n.object(shapeHost, func(field string, m *node) { l.hostField(h, field, m) })
}

func isHostID(s string) bool {
	if s == "" || len(s) > 64 || strings.Contains(s, "--") || strings.Contains(s, "..") {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		inner := i > 0 && i < len(s)-1
		if !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || inner && (c == '-' || c == '.')) {
			return false
		}
	}
	return true
}

func (l *layer) hostField(h *Host, field string, m *node) {
	w, id := l.w, h.ID
	switch field {
	case "id":
	case "ip":
		h.IP = m.text()
		if !m.broken() && !dns.IPv4(h.IP) {
			m.fail(strconv.Quote(h.IP) + " is not an IPv4 address")
		}
		ip := h.IP
		m.after(func() {
			for i := range w.Hosts {
				if o := &w.Hosts[i]; o.ID != id && o.IP == ip {
					m.fail("the address " + ip + " is also that of " + o.ID)
				}
			}
		})
	case "kind":
		h.Kind = m.oneOf("ua", "mta", "dns")
	case "x":
		h.X = int(m.number(0, 1000))
	case "y":
		h.Y = int(m.number(0, 1000))
	case "label":
		h.Label = readText(m)
	case "domains":
		h.Domains = nil
		m.list(MaxHosts, func(_ int, m *node) {
			text := m.line()
			if m.broken() {
				return
			}
			d, err := address.Domain(text)
			if err != nil {
				m.fail(strconv.Quote(text) + " is not a domain: " + err.Error())
			}
			if has(h.Domains, d) {
				m.fail(strconv.Quote(d) + " stands there twice")
			}
			h.Domains = append(h.Domains, d)
			m.after(func() {
				for i := range w.Hosts {
					if o := &w.Hosts[i]; o.ID != id && has(o.Domains, d) && o.keeps() && w.Host(id).keeps() {
						m.fail("the domain " + d + " is also that of " + o.ID)
					}
				}
				if w.Server(d) == nil {
					m.fail("no host keeps the mailboxes of " + d + ": " + id + " hands its letters over by LMTP")
				}
			})
		})
	case "services":
		h.Services = readServices(m)
	case "tools":
		h.Tools = nil
		m.list(len(Tools), func(_ int, m *node) { h.Tools = append(h.Tools, m.oneOf(Tools...)) })
	case "ehlo":
		h.EHLO = []string{}
		var names []string
		m.list(32, func(_ int, m *node) {
			h.EHLO = append(h.EHLO, readKeyword(m, &names))
		})
		switch {
		case m.broken():
		case !edition.Full:
			checkKeywords(m, h.EHLO)
		case has(names, "BINARYMIME") && !has(names, "CHUNKING"):
			m.fail("BINARYMIME needs CHUNKING (RFC 3030 section 3)")
		}
	case "policy":
		readPolicy(m, &h.Policy)
	case "retry":
		h.Retry = m.oneOf(profileNames()...)
	case "ua":
		l.ua(m, h)
	case "resolver":
		h.Resolver = m.line()
		resolver := h.Resolver
		m.after(func() {
			o := w.Host(resolver)
			if o == nil {
				m.fail("there is no host " + strconv.Quote(resolver))
			} else if !o.serves("dns") {
				m.fail("the host " + resolver + " has no dns service")
			}
		})
	default:
		panic("scenario: shape knows a field that nobody reads: " + field)
	}
}

// readKeyword reads a line of EHLO's answer: a keyword of letters, digits and hyphens, and parameters of what is visible in
// ASCII (RFC 5321 section 4.1.1.1). Names are those that were there before.
func readKeyword(m *node, names *[]string) string {
	line := m.line()
	if m.broken() {
		return line
	}
	name, params, _ := strings.Cut(line, " ")
	name = strings.ToUpper(name)
	if !isSlug(strings.ToLower(name)) {
		m.fail(strconv.Quote(line) + " is no keyword of EHLO (write 8BITMIME, or SIZE 1000000)")
	}
	for i := 0; i < len(params); i++ {
		if params[i] < ' ' || params[i] > '~' {
			m.fail(strconv.Quote(line) + " is not ASCII, which an answer to EHLO must be")
		}
	}
	if has(*names, name) {
		m.fail("the keyword " + name + " stands there twice")
	}
	*names = append(*names, name)
	if _, known := policy.Find("ehlo." + name); known && params != "" {
		m.because(new(policy.Policy).Set("ehlo."+name, params))
	}
	return line
}

// checkKeywords refuses what the first edition's servers and clients do not know. It is for the few keywords that every
// mail server of a first lesson has, and for letters that need no re-encoding on their way.
func checkKeywords(n *node, list []string) {
	for _, k := range smtp.ParseKeywords(list) {
		switch k.Name {
		case "SIZE", "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES", "SMTPUTF8", "AUTH", "HELP":
		default:
			n.lacks("a server that offers " + k.Name)
		}
	}
	if !smtp.ParseKeywords(list).Has("8BITMIME") {
		n.lacks("a server that does not offer 8BITMIME")
	}
}

// profileNames are the names of the queue's timetables.
func profileNames() []string {
	var names []string
	for _, p := range queue.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

func (h *Host) serves(proto string) bool {
	for _, s := range h.Services {
		if s.Proto == proto {
			return true
		}
	}
	return false
}

// readServices reads {"smtp":25,"pop3":110}.
func readServices(n *node) []Service {
	list := []Service{}
	if !n.want(jsontext.Object) {
		return nil
	}
	for i := range n.v.Members {
		m := n.member(&n.v.Members[i])
		proto := n.v.Members[i].Name
		if !has(Services, proto) {
			m.fail("is not a service, of which there are " + sentence(Services))
		}
		if proto == "lmtp" && !edition.Full {
			m.lacks("a host that takes letters by LMTP")
		}
		port := int(m.number(1, 65535))
		for _, s := range list {
			// One is TCP, the other UDP: dns may share a number with anything.
			if s.Port == port && s.Proto != "dns" && proto != "dns" {
				m.fail("port " + strconv.Itoa(port) + " is also that of " + s.Proto)
			}
		}
		if m.broken() {
			return nil
		}
		list = append(list, Service{proto, port})
	}
	return list
}

func (l *layer) ua(n *node, h *Host) {
	if h.UA == nil {
		if !n.want(jsontext.Object) {
			return
		}
		if n.v.Get("user") == nil {
			n.fail(`the field "user" is missing`)
			return
		}
		h.UA = new(UA)
	}
	u, w := h.UA, l.w
	server := func(m *node, into *string, proto string) {
		id := m.line()
		*into = id
		m.after(func() {
			o := w.Host(id)
			if o == nil {
				m.fail("there is no host " + strconv.Quote(id))
			} else if !o.serves(proto) {
				m.fail("the host " + id + " has no " + proto + " service")
			}
		})
	}
	n.object(shapeUA, func(field string, m *node) {
		switch field {
		case "user":
			u.User = readAddress(m)
			user := u.User
			m.after(func() {
				if a := w.Account(user); a != nil {
					u.User = a.Addr
				} else {
					m.fail("there is no account " + strconv.Quote(user))
				}
			})
		case "name":
			u.Name = m.line()
		case "in":
			u.In = m.oneOf("pop3")
		case "mode":
			u.Mode = m.oneOf("keep", "delete")
		case "out":
			server(m, &u.Out, "submission")
		case "inbox":
			server(m, &u.Inbox, "pop3")
		case "drafts":
			u.Drafts = nil
			m.list(64, func(_ int, m *node) { u.Drafts = append(u.Drafts, readDraft(m)) })
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
}

func readDraft(n *node) Draft {
	var d Draft
	n.object(shapeDraft, func(field string, m *node) {
		switch field {
		case "to":
			d.To = m.line()
		case "subject":
			d.Subject = m.line()
		case "body":
			d.Body = m.text()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	return d
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

var shapeFault = &shape{name: "fault", is: "a fault", required: []string{"kind", "target"}, optional: []string{"arg"}}

func readFault(n *node, w *World) Fault {
	var f Fault
	n.object(shapeFault, func(field string, m *node) {
		switch field {
		case "kind":
			f.What = m.oneOf(FaultKinds...)
		case "target":
			f.Target = m.line()
		case "arg":
			f.Arg = m.line()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	n.after(func() { checkFault(n, w, f, true) })
	return f
}

// checkFault fails unless the fault's target exists and its argument fits; to heal something needs no argument.
func checkFault(n *node, w *World, f Fault, on bool) {
	switch f.What {
	case "down", "stopped":
		if w.Host(f.Target) == nil {
			n.fail("there is no host " + strconv.Quote(f.Target))
		}
	case "reply", "drop", "disk":
		if h := w.Host(f.Target); h == nil || h.Kind != "mta" {
			n.fail("there is no mail server " + strconv.Quote(f.Target))
		}
		if !edition.Full {
			n.lacks("the fault " + f.What)
		}
	case "full":
		if w.Account(f.Target) == nil {
			n.fail("there is no account " + strconv.Quote(f.Target))
		}
	case "dns":
		if _, err := dns.Name(f.Target); err != nil {
			n.fail(strconv.Quote(f.Target) + " is not a name: " + err.Error())
		}
	default:
		a, b, ok := strings.Cut(f.Target, "--")
		if !ok || w.Host(a) == nil || w.Host(b) == nil && b != "*" || a == b {
			n.fail(strconv.Quote(f.Target) + " does not name two hosts (write alice-pc--mail.shan.example)")
		}
	}
	kind := f.What
	if !on {
		kind = ""
	}
	switch kind {
	case "slow":
		if d, err := vtime.ParseDuration(f.Arg); err != nil || d <= 0 || d > vtime.Minute {
			n.fail("\"arg\" is not the added delay (write 500ms; a minute at most)")
		}
	case "loss":
		if lost, err := strconv.Atoi(f.Arg); err != nil || lost < 1 || lost > 999 {
			n.fail("\"arg\" is not the number of packets lost per thousand (1 to 999)")
		}
	case "dns":
		if f.Arg != dns.ServFail && f.Arg != dns.Timeout {
			n.fail("\"arg\" is neither " + dns.ServFail + " nor " + dns.Timeout)
		}
	case "reply", "drop":
		if _, err := smtp.ParseFault(f.Arg, kind == "reply"); err != nil {
			n.fail("\"arg\": " + err.Error())
		}
	default:
		if f.Arg != "" {
			n.fail("takes no \"arg\"")
		}
	}
}

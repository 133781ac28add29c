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
)

// Services are the protocols that a host can offer.
var Services = []string{"smtp", "submission", "lmtp", "pop3", "dns"}

// Tools are the shell commands of hosts.
var Tools = []string{"telnet", "dig", "ping", "mailq", "flush", "postqueue", "postsuper", "postcat", "qshape", "sendmail", "help"}

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

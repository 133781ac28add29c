package world

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/host"
	"ehloworld/engine/simnet"
	"ehloworld/engine/sorting"
)

// Completion is one thing that a person may type next into a terminal.
type Completion struct {
	Text  string // What the whole line becomes.
	Label string
	Legal bool   // The protocol's table allows it now.
	Key   string // What package explain calls it.
}

// MaxCompletions bounds the list.
const MaxCompletions = 24

// Complete lists what may be typed into terminal t whose line holds text: first what the server's state table allows
// now, in the order in which one learns it, then what it would refuse.
func (w *World) Complete(t *host.Terminal, text string) []Completion {
	var list []Completion
	if conn := t.Connected(); conn != nil {
		if sp, ok := w.machine.Spoken(conn.ID()); ok {
			list = w.completeProtocol(t, conn, sp)
		}
	} else if !t.Busy() {
		list = w.completeShell(t)
	}
	typed := strings.ToUpper(text)
	list = slices.DeleteFunc(list, func(c Completion) bool {
		return !strings.HasPrefix(strings.ToUpper(c.Text), typed)
	})
	return list[:min(len(list), MaxCompletions)]
}

// completeProtocol offers verbs with the arguments that the scenario suggests.
func (w *World) completeProtocol(t *host.Terminal, conn *simnet.Conn, sp host.Spoken) []Completion {
	if sp.State == "DATA" {
		return w.completeLetter()
	}
	var legal, refused []Completion
	for _, verb := range sp.Known {
		c := Completion{Text: verb, Label: verb, Legal: slices.Contains(sp.Allowed, verb), Key: protoFamily(sp.Proto) + ".verb." + verb}
		switch verb {
		case "HELO", "EHLO", "LHLO":
			c.Text = verb + " " + t.Host.Spec.ID
		case "MAIL":
			c.Text, c.Label = "MAIL FROM:<"+w.somebody(t, false)+">", "MAIL FROM:"
		case "RCPT":
			c.Text, c.Label = "RCPT TO:<"+w.somebody(t, true)+">", "RCPT TO:"
		case "AUTH":
			c.Text = "AUTH PLAIN"
		case "VRFY", "EXPN", "ETRN", "BDAT", "USER", "PASS", "RETR", "DELE", "TOP":
			c.Text = verb + " "
		}
		if c.Legal {
			legal = append(legal, c)
		} else {
			refused = append(refused, c)
		}
	}
	sorting.Stable(legal, func(a, b Completion) int {
		return slices.Index(sp.Allowed, verbOf(a)) - slices.Index(sp.Allowed, verbOf(b))
	})
	return append(legal, refused...)
}

func verbOf(c Completion) string {
	verb, _, _ := strings.Cut(c.Text, " ")
	return verb
}

// completeLetter offers what a letter is made of, while the server reads one.
func (w *World) completeLetter() []Completion {
	var list []Completion
	for _, name := range []string{"From", "To", "Subject", "Date"} {
		list = append(list, Completion{Text: name + ": ", Label: name + ":", Legal: true, Key: "header." + name})
	}
	return append(list, Completion{Text: ".", Label: ".", Legal: true, Key: "smtp.verb.EOD"})
}

// somebody is an address to suggest: one of another domain than the host's own for a recipient, the host's own person
// for a sender.
func (w *World) somebody(t *host.Terminal, rcpt bool) string {
	own := ""
	if t.Host.Program != nil {
		own = t.Host.Program.Spec.User
	}
	for _, a := range w.Scenario.World.Accounts {
		switch {
		case !rcpt && (own == "" || a.Addr == own):
			return a.Addr
		case rcpt && a.Addr != own && address.DomainOf(a.Addr) != address.DomainOf(own):
			return a.Addr
		}
	}
	return own
}

// completeShell offers the host's tools, with the arguments that make sense in this world.
func (w *World) completeShell(t *host.Terminal) []Completion {
	var list []Completion
	add := func(text string) {
		list = append(list, Completion{Text: text, Label: text, Legal: true, Key: "tool." + verbOf(Completion{Text: text})})
	}
	for _, name := range t.Host.Tools() {
		switch name {
		case "telnet":
			for _, h := range w.Hosts() {
				for _, s := range h.Spec.Services {
					if s.Proto != "dns" {
						add("telnet " + h.Spec.ID + " " + strconv.Itoa(s.Port))
					}
				}
			}
		case "dig":
			for _, h := range w.Hosts() {
				for _, d := range h.Spec.Domains {
					add("dig MX " + d)
				}
			}
		case "ping":
			for _, h := range w.Hosts() {
				if h != t.Host && h.Spec.Kind == "mta" {
					add("ping " + h.Spec.ID)
				}
			}
		case "postqueue":
			for _, flag := range []string{" -p", " -f", " -j"} {
				add(name + flag)
			}
		case "postcat", "postsuper":
			for _, it := range t.Host.Queue.List()[:min(t.Host.Queue.Len(), 4)] {
				if name == "postcat" {
					add("postcat -q " + it.ID)
					continue
				}
				for _, flag := range []string{"-h ", "-H ", "-r ", "-d "} {
					add("postsuper " + flag + it.ID)
				}
			}
		default:
			add(name)
		}
	}
	return list
}

// protoFamily is the vocabulary that a protocol shares: submission and LMTP speak SMTP's.
func protoFamily(proto string) string {
	if proto == "submission" || proto == "lmtp" {
		return "smtp"
	}
	return proto
}

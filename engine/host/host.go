// Package host is one machine of the simulated internet. It binds ports to protocol machines and turns their effects
// into calls on the network, the clock, the mailboxes and the queue.
//
// What is allowed when is in the machines, where a letter goes and when it is tried in packages delivery and queue, how
// packets travel in simnet. A host carries that out, and it is the administrator of its servers: whom they let in, what they
// remember of clients, and what a person at its shell may do.
//
//	host.go build.go spec.go view.go     the machine: what it has, how it is built, what the page sees of it
//	session.go dial.go resolve.go        a protocol machine on a connection; connections of ours; questions to DNS
//	smtp*.go lmtp.go pop3.go             services: smtp.go has the configuration and the Backend, of which smtplimits.go
//	                                     has the connection, smtpsender.go MAIL, smtprcpt.go and smtpgreylist.go RCPT,
//	                                     smtpaccept.go and lmtp.go the letter, smtpverify.go VRFY and EXPN
//	policy.go mailboxes.go               what the settings come to: for a session, for the queue, for the rules
//	take.go outbound.go wire.go          a letter is taken, tried, and handed over on connections that several may share
//	notice.go queueacts.go               what its sender is told; what is done to it by hand
//	fault.go misdeed.go                  what is broken on purpose
//	terminal.go shell.go queuetools.go   a person's window, and the commands in it
//	program.go                           the mail program of a person's computer
package host

import (
	"math/rand/v2"
	"slices"

	"ehloworld/engine/clock"
	"ehloworld/engine/delivery"
	"ehloworld/engine/dns"
	"ehloworld/engine/policy"
	"ehloworld/engine/queue"
	"ehloworld/engine/simnet"
	"ehloworld/engine/store"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// World is what a host needs from the world that it stands in.
type World struct {
	Rec   *trace.Recorder
	Clock *clock.Queue
	Net   *simnet.Network
	Zone  int // Civil time: seconds east of UTC.
	Seed  uint64

	began     vtime.Time // When it was built: its accounts are as old.
	hosts     []*Host    // In the scenario's order.
	nextMsg   trace.MsgID
	terminals []*Terminal
}

// NewMsg gives a letter its hidden identity.
func (w *World) NewMsg() trace.MsgID {
	w.nextMsg++
	return w.nextMsg
}

// Hosts lists the hosts in the scenario's order. The slice is the world's own.
func (w *World) Hosts() []*Host { return w.hosts }

// Host finds a host by its id; nil when there is none.
func (w *World) Host(id string) *Host {
	for _, h := range w.hosts {
		if h.Spec.ID == id {
			return h
		}
	}
	return nil
}

// HostOfDomain finds the mail server that has the mailboxes of domain from the beginning; nil when there is none.
func (w *World) HostOfDomain(domain string) *Host {
	for _, h := range w.hosts {
		if h.Serves(domain) && h.Spec.Policy.Text(policy.LMTP) == "" {
			return h
		}
	}
	return nil
}

// Serves says whether domain is one of the host's, whose letters it keeps or hands over by LMTP.
func (h *Host) Serves(domain string) bool { return slices.Contains(h.Spec.Domains, domain) }

// Host is one machine.
type Host struct {
	Spec  Spec
	world *World

	Store   *store.Store // Mail servers: the mailboxes.
	Queue   *queue.Queue // Mail servers: letters that wait.
	Zones   *dns.Zones   // DNS servers: what they answer.
	Program *Program     // User agents: the mail program.
	router  delivery.Router
	policy  policy.Policy // Mail servers: their settings now.

	greylist greylist          // Mail servers: who has tried to bring what.
	answered delivery.Answered // Mail servers: who has had a vacation answer.
	derived  trace.Mail        // Mail servers: what the event says of a letter of the rules' making that is being queued.
	rates    rates             // Mail servers: how often clients have come.

	resolver *stub
	wrong    misdeeds   // Mail servers: what is wrong with them on purpose.
	sessions []*session // Open connections, in the order they were opened.
	runner   runner
	chance   *rand.Rand
	acting   *session // The session that is being stepped, if one is: notes go into its effects, in order.
}

// note writes an event about letter msg as this host's doing, or as the script's while the world is being built. While
// one of its sessions is being stepped the event takes its place among that session's effects, so that a command stands
// in the trace before what it caused.
func (h *Host) note(msg trace.MsgID, body trace.Body) {
	if h.acting != nil {
		h.acting.out.NoteLetter(msg, body)
		return
	}
	h.emit(msg, body)
}

// emit writes an event into the trace at once and returns its number.
func (h *Host) emit(msg trace.MsgID, body trace.Body) int {
	by := trace.Agent
	if h.world.Rec.By == trace.Script {
		by = trace.Script
	}
	return h.world.Rec.EmitAs(by, msg, body)
}

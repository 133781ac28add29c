package host

import (
	"slices"

	"ehloworld/engine/delivery"
	"ehloworld/engine/machine"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// keepFor is how long a connection to the next server is kept open for another letter; it is Postfix's
// smtp_connection_cache_time_limit.
const keepFor = 2 * vtime.Second

// maxKept is how many connections are kept at a time; one more is closed as if nobody waited for it.
const maxKept = 20

// wire is a connection of the queue to another server. It carries one letter at a time, and several in turn.
type wire struct {
	host   *Host
	s      *session
	client *smtpclient.Client
	to     delivery.Action // The server: MX, IP, Port and Proto.
	user   *attempt        // Whose letter it carries.
	next   delivery.Action // What that attempt wanted.
	jobs   int             // How many it has carried.
}

// connect hands the letter of an attempt to one server: over a connection that is open already, or over a new one.
func (h *Host) connect(a *attempt, next delivery.Action) {
	for i, w := range h.runner.kept {
		if w.to.IP == next.IP && w.to.Port == next.Port && w.to.Proto == next.Proto && w.to.MX == next.MX {
			h.runner.kept = slices.Delete(h.runner.kept, i, i+1)
			w.user, w.next = a, next
			w.s.step(machine.Input{Kind: machine.Order, Answer: a.job(next)})
			return
		}
	}
	w := &wire{host: h, to: next, user: a, next: next}
	w.s = h.dial(next.MX, next.IP, next.Port, next.Proto, func(conn trace.ConnID, peer string, s *session) machine.Machine {
		s.result = func(outcome any) {
			if p, ok := outcome.(smtpclient.Progress); ok {
				w.user.arrived(p.Delivered)
			} else {
				w.result(outcome.(smtpclient.Outcome))
			}
		}
		s.gone = w.gone
		cfg := smtpclient.Config{
			Hostname: h.Spec.ID, Peer: peer, Conn: conn, Host: h.Spec.ID, Proto: next.Proto, Dialed: h.world.Rec.Now,
			IdleAfter: keepFor, MaxLetters: h.Queue.Reuse(), OnlyHELO: next.HELO,
		}
		h.clientConfig(&cfg)
		w.client = smtpclient.New(cfg, a.job(next))
		return w.client
	})
}

// result takes what came of a letter. The connection is kept when another letter waits for its destination, and for a
// while when there were several, as Postfix does it on demand; else it is closed at once. So is one on which HELO was said:
// the next letter may need what only EHLO brings.
func (w *wire) result(o smtpclient.Outcome) {
	h, a := w.host, w.user
	w.user = nil
	w.jobs++
	if w.client.Idle() {
		if !w.to.HELO && w.client.Takes() != 0 && len(h.runner.kept) < maxKept && (w.jobs > 1 || h.Queue.Waits(a.load)) {
			h.runner.kept = append(h.runner.kept, w)
		} else {
			w.s.step(machine.Input{Kind: machine.Order, Answer: smtpclient.Leave{}})
		}
	}
	if w.jobs > 1 && o.Untried() && a.load.Live() {
		// The server had closed the connection while it was kept: that says nothing about the letter, nor about the server.
		h.connect(a, w.next)
		return
	}
	a.finished(o)
}

// gone is for when the connection is over, or never stood.
func (w *wire) gone(reason string) {
	h := w.host
	if i := slices.Index(h.runner.kept, w); i >= 0 {
		h.runner.kept = slices.Delete(h.runner.kept, i, i+1)
	}
	if a := w.user; a != nil {
		w.user = nil
		a.act(a.plan.ConnectFailed(reason))
	}
}

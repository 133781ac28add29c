package host

import (
	"strconv"

	"ehloworld/engine/dns"
	"ehloworld/engine/machine"
	"ehloworld/engine/trace"
)

// makeClient makes the client machine for a connection that is being opened, and hangs its callbacks into the session.
// peer is how texts name the server.
type makeClient func(conn trace.ConnID, peer string, s *session) machine.Machine

// dial opens a connection to an address and drives the client machine that make returns. When the connection never
// stands, the session's gone is called with the reason, and the machine hears nothing but Broken.
func (h *Host) dial(name, ip string, port int, proto string, make makeClient) *session {
	s := h.newSession(nil, proto, nil)
	s.conn = h.world.Net.Dial(h.Spec.ID, ip, port, proto, trace.Agent, s)
	s.machine = make(s.conn.ID(), name+"["+ip+"]:"+strconv.Itoa(port), s)
	return s
}

// reach looks a host's address up and dials it. failed is called when there is no address.
func (h *Host) reach(name string, port int, proto string, make makeClient, failed func(reason string)) {
	if dns.IPv4(name) {
		h.dial(name, name, port, proto, make)
		return
	}
	h.lookUp(trace.Agent, name, dns.A, func(a dns.Answer) {
		found := a.Of(dns.A)
		if len(found) == 0 {
			failed("could not find " + name + ": " + rcodeWords(a))
			return
		}
		h.dial(name, found[0].IP, port, proto, make)
	})
}

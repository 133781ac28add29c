package host

import (
	"ehloworld/engine/clock"
	"ehloworld/engine/dns"
	"ehloworld/engine/simnet"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// dnsPort is where name servers listen (RFC 1035 section 4.2).
const dnsPort = 53

// stub is the host's resolver: it carries the packets and deadlines of a dns.Resolver, whose answers it hands to whoever
// asked.
type stub struct {
	host     *Host
	resolver *dns.Resolver
	server   string // Address of the name server; empty: the host has none.
	port     int    // The UDP port that answers come to; 0 until the first question.
	waiting  map[int]func(dns.Answer)
	timer    clock.Handle
	timed    bool
}

// lookUp asks one question. The answer comes at a later call from the clock or the network, never before lookUp returns.
func (h *Host) lookUp(name, typ string, answer func(dns.Answer)) {
	st, world := h.resolver, h.world
	if st.server == "" {
		st.later(dns.Answer{Name: name, Type: typ, Rcode: dns.ServFail}, answer)
		return
	}
	id, known, send := st.resolver.Ask(world.Rec.Now, name, typ)
	if known != nil {
		world.Rec.EmitAs(trace.Agent, world.Rec.Msg, dnsEvent(h, "cached", *known))
		st.later(*known, answer)
		return
	}
	cause := world.Rec.Cause
	if n := world.Rec.EmitAs(trace.Agent, world.Rec.Msg, &trace.DNS{Act: "query", Host: h.Spec.ID, Name: name, Type: typ}); n != 0 {
		cause = n
	}
	st.waiting[id] = answer
	if send != nil {
		outer := world.Rec.Cause
		world.Rec.Cause = cause
		st.send(send)
		world.Rec.Cause = outer
	}
	st.setTimer()
}

// later hands over an answer that is known at once, from the clock, so that a caller is never called back by its own
// call.
func (st *stub) later(a dns.Answer, answer func(dns.Answer)) {
	world := st.host.world
	world.Clock.Add(world.Rec.Now, false, world.Rec.Cause, "DNS answer from the cache", func() { answer(a) })
}

func (st *stub) send(packet []byte) {
	net, id := st.host.world.Net, st.host.Spec.ID
	if st.port == 0 {
		st.port = net.HandleUDP(id, 0, st.receive)
	}
	net.SendUDP(id, st.port, st.server, dnsPort, packet)
}

func (st *stub) receive(srcIP string, srcPort int, data []byte) {
	// RFC 5452 section 9: an answer from anybody but the server that was asked is no answer.
	if srcIP != st.server || srcPort != dnsPort {
		return
	}
	st.hand(st.resolver.Receive(st.host.world.Rec.Now, data))
	st.setTimer()
}

func (st *stub) tick() {
	finished, send := st.resolver.Tick(st.host.world.Rec.Now)
	for _, packet := range send {
		st.send(packet)
	}
	st.hand(finished)
	st.setTimer()
}

func (st *stub) hand(answers []dns.Answer) {
	rec := st.host.world.Rec
	outer := rec.Cause
	for _, a := range answers {
		answer, ok := st.waiting[a.ID]
		if !ok {
			continue
		}
		delete(st.waiting, a.ID)
		if n := rec.EmitAs(trace.Agent, rec.Msg, dnsEvent(st.host, "answer", a)); n != 0 {
			rec.Cause = n
		}
		answer(a)
		rec.Cause = outer
	}
}

func (st *stub) setTimer() {
	q := st.host.world.Clock
	if st.timed {
		q.Cancel(st.timer)
		st.timed = false
	}
	at := st.resolver.Deadline()
	if at == vtime.Never {
		return
	}
	st.timed = true
	st.timer = q.Add(at, false, st.host.world.Rec.Cause, "DNS retry", func() {
		st.timed = false
		st.tick()
	})
}

func dnsEvent(h *Host, act string, a dns.Answer) *trace.DNS {
	return &trace.DNS{Act: act, Host: h.Spec.ID, Name: a.Name, Type: a.Type, Rcode: a.Rcode, Answers: a.Texts()}
}

// serveDNS answers questions on the DNS port from the host's zones.
func (h *Host) serveDNS(port int) {
	net, id := h.world.Net, h.Spec.ID
	net.HandleUDP(id, port, func(srcIP string, srcPort int, data []byte) {
		if h.world.Net.State(id) != simnet.HostUp {
			return
		}
		if reply := h.Zones.Respond(data); reply != nil {
			net.SendUDP(id, port, srcIP, srcPort, reply)
		}
	})
}

package host

import (
	"ehloworld/engine/clock"
	"ehloworld/engine/dns"
	"ehloworld/engine/punycode"
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
	waiting  map[int]asked
	timer    clock.Handle
	timed    bool
}

// asked is a question that waits for its answer.
type asked struct {
	by     trace.Actor
	msg    trace.MsgID // The letter that it is asked for.
	answer func(dns.Answer)
}

// lookUp asks one question in the name of by. The answer comes at a later call from the clock or the network, never before
// lookUp returns, and always comes: a name server that says nothing is an answer too.
func (h *Host) lookUp(by trace.Actor, name, typ string, answer func(dns.Answer)) {
	st, rec := h.resolver, h.world.Rec
	if ascii, err := punycode.ToASCII(name); err == nil {
		name = ascii // RFC 5891 section 4.2. What cannot be written so no server knows.
	}
	q := asked{by, rec.Msg, answer}
	if st.server == "" {
		st.later(q, dns.Answer{Name: name, Type: typ, Rcode: dns.ServFail})
		return
	}
	id, known, send := st.resolver.Ask(rec.Now, name, typ)
	if known != nil {
		st.later(q, *known)
		return
	}
	outer := rec.Cause
	if n := rec.EmitAs(by, q.msg, &trace.DNS{Act: "query", Host: h.Spec.ID, Name: name, Type: typ}); n != 0 {
		rec.Cause = n
	}
	st.waiting[id] = q
	if send != nil {
		actor := rec.By
		rec.By = by
		st.send(send)
		rec.By = actor
	}
	st.setTimer()
	rec.Cause = outer
}

// later hands over an answer that is known at once, from the clock, so that a caller is never called back by its own
// call.
func (st *stub) later(q asked, a dns.Answer) {
	world := st.host.world
	cause := world.Rec.Cause
	if n := world.Rec.EmitAs(q.by, q.msg, dnsEvent(st.host, "cached", a)); n != 0 {
		cause = n
	}
	world.Clock.Add(world.Rec.Now, false, cause, "DNS answer from the cache", func() {
		world.Rec.Msg = q.msg
		q.answer(a)
	})
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
	cause, msg := rec.Cause, rec.Msg
	for _, a := range answers {
		q, ok := st.waiting[a.ID]
		if !ok {
			continue
		}
		delete(st.waiting, a.ID)
		rec.Msg = q.msg
		if n := rec.EmitAs(q.by, q.msg, dnsEvent(st.host, "answer", a)); n != 0 {
			rec.Cause = n
		}
		q.answer(a)
		rec.Cause, rec.Msg = cause, msg
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

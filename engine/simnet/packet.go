package simnet

import (
	"math/rand/v2"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Why a packet is lost (trace.Packet.Lost, trace.Drop.Reason).
const (
	LostLoss        = "loss"        // The line lost it.
	LostCut         = "cut"         // The line is cut, or was cut while the packet was under way.
	LostDown        = "down"        // The host that it came to is down.
	LostFilter      = "filter"      // A middlebox dropped it.
	LostQueue       = "queue"       // More than MaxBacklog was waiting for the line.
	LostSize        = "size"        // A datagram of more than MaxDatagram octets.
	LostUnreachable = "unreachable" // No host has the address.
	LostPort        = "port"        // UDP: nobody listens there. We send no ICMP error, as most firewalls do not let one out.
)

// The sizes of headers in octets. A line is charged for IP packets; Ethernet frames around them are not simulated.
const (
	ipHeader   = 20
	tcpHeader  = 20
	mssOption  = 4 // On SYN segments: MSS.
	udpHeader  = 8
	icmpHeader = 8 // Part of Packet.Data for icmp.
)

// WireSize is the size of a packet in octets, from the IP header on. SYN segments carry the MSS option (RFC 9293 section
// 3.7.1) with value MSS.
func WireSize(p *trace.Packet) int {
	n := ipHeader + len(p.Data)
	switch p.Transport {
	case "tcp":
		n += tcpHeader
		if len(p.Flags) > 0 && p.Flags[0] == 'S' {
			n += mssOption
		}
	case "udp":
		n += udpHeader
	}
	return n
}

// flight is a packet under way. Flights are used again and carry their own callback, so that a packet costs no memory
// beyond its event in the trace.
type flight struct {
	n     *Network
	p     *trace.Packet
	ev    int
	path  *path
	cuts  int
	by    trace.Actor
	msg   trace.MsgID
	flags uint8
	wire  *wire // TCP.
	fire  func()
}

// label is what a packet carries besides what can be seen.
type label struct {
	cause int
	by    trace.Actor
	msg   trace.MsgID
	flags uint8
	wire  *wire
}

// send puts a packet on the line from one host to another (nil: to nobody) and returns its event. A host that is down
// sends nothing.
func (n *Network) send(from, to *node, p *trace.Packet, l label) int {
	if from.state == HostDown {
		return 0
	}
	p.From, p.Arrive = from.id, n.rec.Now
	var way *path
	if to == nil {
		p.Lost = LostUnreachable
	} else {
		p.To = to.id
		way = n.path(from, to)
		n.travel(way, p)
	}
	cause := n.rec.Cause
	n.rec.Cause = l.cause
	ev := n.rec.EmitAs(l.by, l.msg, p)
	n.rec.Cause = cause
	if p.Lost != "" {
		return ev
	}
	var f *flight
	if k := len(n.idle); k > 0 {
		f = n.idle[k-1]
		n.idle = n.idle[:k-1]
	} else {
		f = &flight{n: n}
		f.fire = f.arrive
	}
	f.p, f.ev, f.path, f.cuts = p, ev, way, way.cuts
	f.by, f.msg, f.flags, f.wire = l.by, l.msg, l.flags, l.wire
	n.queue.Add(p.Arrive, false, ev, "a packet arrives", f.fire)
	return ev
}

// travel works out when a packet arrives, or why it never will. A packet that gets lost on a line has taken its time on
// it; one that was not let onto it has not.
func (n *Network) travel(way *path, p *trace.Packet) {
	now := n.rec.Now
	if p.Transport != "tcp" && len(p.Data) > MaxDatagram+icmpHeader || p.Transport == "udp" && len(p.Data) > MaxDatagram {
		p.Lost = LostSize
		return
	}
	var v Verdict
	if way.filter != nil {
		v = way.filter.Pass(way.from.id, way.to.id, p)
	}
	sent := now
	if way.props.Bandwidth > 0 {
		sent = max(now, way.busy)
		if sent.Sub(now) > MaxBacklog {
			p.Lost = LostQueue
			return
		}
		sent = sent.Add(Serialisation(WireSize(p), way.props.Bandwidth))
	}
	p.Arrive = sent.Add(way.props.Delay + max(v.Delay, 0))
	switch {
	case v.Drop:
		p.Lost = LostFilter
		return
	case way.cut:
		p.Lost = LostCut
		return
	}
	way.busy = sent
	if way.props.Loss > 0 && n.chance(way).IntN(1000) < way.props.Loss {
		p.Lost = LostLoss
	}
}

// Serialisation is how long a line of so many bits per second takes to send a packet of size octets, rounded up to whole
// nanoseconds.
func Serialisation(size int, bitsPerSecond int64) vtime.Duration {
	bits := int64(size) * 8 * int64(vtime.Second)
	return vtime.Duration((bits + bitsPerSecond - 1) / bitsPerSecond)
}

// chance is the generator that decides about loss on one direction of one line. It is asked only while there is loss.
func (n *Network) chance(way *path) *rand.Rand {
	if way.rand == nil {
		way.rand = rand.New(rand.NewPCG(n.seed, n.mix("loss", way.from.id, way.to.id)))
	}
	return way.rand
}

// arrive is the entry of the queue for a packet under way.
func (f *flight) arrive() {
	n, p, ev, wire, flags, msg := f.n, f.p, f.ev, f.wire, f.flags, f.msg
	cuts := f.cuts
	way := n.path(f.path.from, f.path.to)
	n.rec.Cause, n.rec.By, n.rec.Msg = ev, f.by, 0
	f.p, f.path, f.wire = nil, nil, nil
	n.idle = append(n.idle, f)

	to := way.to
	switch {
	case way.cut || way.cuts != cuts:
		n.drop(p, LostCut)
	case to.state == HostDown:
		n.drop(p, LostDown)
	case p.Transport == "tcp":
		n.arriveTCP(way.from, to, p, flags, wire, msg)
	case p.Transport == "udp":
		n.arriveUDP(to, p)
	default:
		n.arriveICMP(way.from, to, p)
	}
}

func (n *Network) drop(p *trace.Packet, reason string) {
	n.rec.Emit(trace.Drop{From: p.From, To: p.To, Reason: reason})
}

// micro4 is the clock that initial sequence numbers are taken from: one tick is 4 microseconds.
func micro4(t vtime.Time) uint32 { return uint32(t / 4000) }

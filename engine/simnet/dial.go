package simnet

import (
	"cmp"
	"strconv"

	"ehloworld/engine/sorting"
	"ehloworld/engine/trace"
)

// Listen lets a host accept connections to a port. When a connection stands, accept is called; it must give the
// connection its App with SetApp (or Abort it), and App.Opened follows at once. Listen returns false when the port is
// taken.
func (n *Network) Listen(host string, port int, proto string, accept func(*Conn)) bool {
	h := n.host(host)
	if h.listeners[port] != nil {
		return false
	}
	h.listeners[port] = &listener{proto: proto, accept: accept}
	return true
}

// Dial opens a connection from a host to a port of an address, in the present context of the recorder but in the name of
// by. With an empty proto the listener's own is written into the trace, which is what a person at a bare terminal wants.
//
// App hears Opened or Broken (ReasonRefused, ReasonTimeout, …) later, never within the call. What is written before
// Opened waits.
func (n *Network) Dial(host, toIP string, port int, proto string, by trace.Actor, app App) *Conn {
	h := n.host(host)
	to := n.resolve(h, toIP)
	n.conns++
	w := &wire{
		id: trace.ConnID(n.conns), by: by, proto: proto, port: port, from: host, fromIP: h.source(toIP), toIP: toIP,
	}
	if to != nil {
		w.to = to.id
		if l := to.listeners[port]; l != nil && proto == "" {
			w.proto = l.proto
		}
	}
	c := n.newConn(w, client, h, to)
	c.app, c.rport = app, port
	c.localIP, c.peerIP = w.fromIP, toIP
	w.emit(n, "attempt", client)
	switch {
	case h.state == HostDown:
		c.stillborn = ReasonHostDown
	case len(h.conns) >= MaxConns || !c.choosePort():
		c.stillborn = ReasonNoPort
	}
	if c.stillborn != "" {
		c.wake()
		return c
	}
	c.start(SynSent)
	c.addSegment(segment{seq: c.iss, flags: syn, ev: n.rec.Cause})
	return c
}

// sorted lists the connections of a host, those in TIME-WAIT included, in the order in which they were dialled.
func (h *node) sorted() []*Conn {
	list := make([]*Conn, 0, len(h.conns))
	for _, c := range h.conns { //det:ok sorted below
		list = append(list, c)
	}
	sorting.Stable(list, func(a, b *Conn) int { return cmp.Or(cmp.Compare(a.w.id, b.w.id), cmp.Compare(a.side, b.side)) })
	return list
}

func (n *Network) newConn(w *wire, s side, at, peer *node) *Conn {
	c := &Conn{n: n, w: w, side: s, node: at, peer: peer, rto: initialRTO, cwnd: initialWindow, ssthresh: WindowSize}
	c.onTimer, c.onAck, c.onWake = c.timerFires, c.ackFires, c.wakeFires
	return c
}

// start gives the connection its initial sequence number and makes it known to its host.
func (c *Conn) start(s State) {
	c.state = s
	c.key = connKey(c.lport, c.rport, c.peer)
	c.node.conns[c.key] = c
	c.iss = c.initialSequence()
	c.una, c.nxt, c.recover = c.iss, c.iss, c.iss
}

// initialSequence follows RFC 9293 section 3.4.1: a clock that ticks every 4 microseconds plus a keyed function of the
// four addresses. The key is the world's seed; the function need not resist attackers here.
func (c *Conn) initialSequence() uint32 {
	f := c.n.mix("isn", c.localIP, strconv.Itoa(c.lport), c.peerIP, strconv.Itoa(c.rport))
	return uint32(f) + micro4(c.n.rec.Now)
}

// choosePort takes the next ephemeral port that is free towards the peer.
func (c *Conn) choosePort() bool {
	for range lastEphemeral - firstEphemeral + 1 {
		p := c.node.nextTCP
		if c.node.nextTCP++; c.node.nextTCP > lastEphemeral {
			c.node.nextTCP = firstEphemeral
		}
		if c.node.conns[connKey(p, c.rport, c.peer)] == nil && c.node.listeners[p] == nil {
			c.lport = p
			return true
		}
	}
	return false
}

// connKey names a connection among those of its host.
func connKey(lport, rport int, peer *node) uint64 {
	index := ^uint32(0)
	if peer != nil {
		index = peer.index
	}
	return uint64(uint16(lport))<<48 | uint64(uint16(rport))<<32 | uint64(index)
}

// arriveTCP finds the connection that a segment belongs to.
func (n *Network) arriveTCP(from, to *node, p *trace.Packet, flags uint8, w *wire, msg trace.MsgID) {
	c := to.conns[connKey(p.DstPort, p.SrcPort, from)]
	if c != nil && c.state == TimeWait && flags&(syn|ack) == syn && after(uint32(p.Seq), c.rcv) {
		c.remove() // RFC 9293 section 3.10.7.4: a new connection may take the place of one in TIME-WAIT.
		c = nil
	}
	if c != nil {
		c.arrive(p, flags, msg)
		return
	}
	if flags&rst != 0 {
		return
	}
	if flags&(syn|ack) == syn && to.state == HostUp && to.listeners[p.DstPort] != nil {
		n.answer(from, to, p, w)
		return
	}
	n.refuse(from, to, p, flags, w)
}

// answer makes the server's end of a connection on a SYN.
func (n *Network) answer(from, to *node, p *trace.Packet, w *wire) {
	if len(to.conns) >= MaxConns {
		n.rec.Emit(trace.Limit{Name: "connections", Text: to.id + " has too many connections and does not answer"})
		return
	}
	c := n.newConn(w, server, to, from)
	c.localIP, c.peerIP = p.DstIP, p.SrcIP
	c.lport, c.rport = p.DstPort, p.SrcPort
	c.start(SynReceived)
	c.irs = uint32(p.Seq)
	c.rcv = c.irs + 1
	c.wnd, c.wl1, c.wl2 = uint32(p.Window), c.irs, c.una
	c.addSegment(segment{seq: c.iss, flags: syn, ev: n.rec.Cause})
}

// refuse answers a segment that belongs to no connection with RST (RFC 9293 section 3.10.7.1).
func (n *Network) refuse(from, to *node, p *trace.Packet, flags uint8, w *wire) {
	r := &trace.Packet{
		Conn: p.Conn, Transport: "tcp", SrcIP: p.DstIP, DstIP: p.SrcIP, SrcPort: p.DstPort, DstPort: p.SrcPort,
	}
	set := rst
	if flags&ack != 0 {
		r.Seq = p.Ack
	} else {
		end := uint32(p.Seq) + uint32(len(p.Data))
		if flags&syn != 0 {
			end++
		}
		if flags&fin != 0 {
			end++
		}
		r.Ack, set = int64(end), rst|ack
	}
	r.Flags = flagNames[set]
	n.send(to, from, r, label{cause: n.rec.Cause, by: w.by, flags: set, wire: w})
}

// stopServices resets the connections that the services of a host had accepted.
func (n *Network) stopServices(h *node) {
	for _, c := range h.sorted() {
		if c.side == server {
			app, finished := c.app, c.finished()
			c.Abort()
			if !finished {
				tell(app, ReasonStopped)
			}
		}
	}
}

// powerOff ends all connections of a host without a word to anybody else.
func (n *Network) powerOff(h *node) {
	for _, c := range h.sorted() {
		if c.state != TimeWait && !c.w.over {
			c.w.emit(n, "down", c.side)
		}
		app, finished := c.app, c.finished()
		c.remove()
		c.dead, c.app = true, nil
		if !finished {
			tell(app, ReasonHostDown)
		}
	}
}

func tell(app App, reason string) {
	if app != nil {
		app.Broken(reason)
	}
}

// emit writes a change of the connection into the trace.
func (w *wire) emit(n *Network, act string, s side) {
	n.rec.EmitAs(w.by, 0, trace.Conn{
		Act: act, ID: w.id, From: w.from, To: w.to, FromIP: w.fromIP, ToIP: w.toIP, Port: w.port, Proto: w.proto,
		Side: s.String(),
	})
}

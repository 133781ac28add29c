package simnet

import "ehloworld/engine/trace"

// maxEarly bounds the pieces that wait beyond a gap; more are dropped and will be sent again.
const maxEarly = 1024

// arrive takes a segment (RFC 9293 section 3.10.7).
func (c *Conn) arrive(p *trace.Packet, flags uint8, msg trace.MsgID) {
	switch {
	case c.state == SynSent:
		c.arriveInSynSent(p, flags)
		return
	case flags&rst != 0:
		c.arriveRST(uint32(p.Seq))
		return
	case flags&syn != 0:
		c.arriveSYN(p, flags)
		return
	case flags&ack == 0 || !c.takeAck(p, flags):
		return
	}
	c.takeData(p, flags, msg)
	c.proceed()
}

// proceed hands over what has become ready and sends what has become possible. The order matters: programs come first,
// so that their answers carry the acknowledgement; what is still unacknowledged then gets an ACK of its own at the end of
// this very instant. Real stacks wait up to 200 ms longer for an answer (RFC 1122 section 4.2.3.2); without that wait a
// packet is acknowledged visibly when it arrives, and no timer hides between cause and effect.
func (c *Conn) proceed() {
	c.deliver()
	if c.dead {
		return
	}
	if c.wantWritable && c.waiting() <= lowWater && c.state >= Established && !c.closing {
		c.wantWritable = false
		c.app.Writable()
	}
	c.output()
	if c.ackDue && !c.ackQueued && !c.dead {
		c.ackQueued = true
		c.n.queue.Add(c.n.rec.Now, false, c.ackCause, "an acknowledgement is due", c.onAck)
	}
}

func (c *Conn) ackFires() {
	c.ackQueued = false
	if c.dead || !c.ackDue {
		return
	}
	c.enter()
	c.n.rec.Cause = c.ackCause
	c.sendAck()
}

// arriveInSynSent takes the answer to our SYN.
func (c *Conn) arriveInSynSent(p *trace.Packet, flags uint8) {
	if flags&ack != 0 && uint32(p.Ack) != c.nxt {
		if flags&rst == 0 {
			c.n.refuse(c.peer, c.node, p, flags, c.w)
		}
		return
	}
	if flags&rst != 0 {
		if flags&ack != 0 {
			c.fail("refused", ReasonRefused)
		}
		return
	}
	if flags&(syn|ack) != syn|ack {
		return
	}
	c.irs = uint32(p.Seq)
	c.rcv = c.irs + 1
	c.edge = c.rcv + WindowSize // Announced by our SYN, before there was a number to count from.
	c.setWindow(p)
	c.advance(uint32(p.Ack))
	c.state = Established
	// The handshake is three packets to the eye: this ACK does not wait for a program's first words.
	c.sendAck()
	c.w.emit(c.n, "open", client)
	c.app.Opened()
	c.proceed()
}

// arriveRST follows RFC 5961 section 3.2: only a RST with exactly the expected number resets; one that is merely near is
// asked about, which a peer that has really forgotten the connection answers exactly.
func (c *Conn) arriveRST(seq uint32) {
	switch {
	case c.state == TimeWait: // RFC 1337: nothing may cut the wait short.
	case seq == c.rcv:
		c.fail("reset", ReasonReset)
	case seq-c.rcv < c.edge-c.rcv:
		c.sendAck()
	}
}

// arriveSYN takes a SYN on a connection that has one already. The peer either did not get our answer, or (SYN and ACK) it
// did not get our ACK to its own; else it is a stranger's (RFC 5961 section 4.2). All get what we last said.
func (c *Conn) arriveSYN(p *trace.Packet, flags uint8) {
	if c.state == SynReceived && flags&ack == 0 && uint32(p.Seq) == c.irs {
		c.sendSegment(c.segs.at(0))
		return
	}
	c.sendAck()
}

// takeAck uses the acknowledgement and the window of a segment. It reports whether to go on with the segment.
func (c *Conn) takeAck(p *trace.Packet, flags uint8) bool {
	n := uint32(p.Ack)
	if c.state == SynReceived {
		if n != c.nxt {
			c.n.refuse(c.peer, c.node, p, ack, c.w)
			return false
		}
		c.setWindow(p)
		c.establish()
		return !c.dead
	}
	if after(n, c.nxt) {
		c.sendAck() // It acknowledges what was never sent.
		return false
	}
	old := c.wnd
	if !after(c.una, n) && (after(uint32(p.Seq), c.wl1) || uint32(p.Seq) == c.wl1 && !after(c.wl2, n)) {
		c.setWindow(p)
	}
	switch {
	case after(n, c.una):
		c.advance(n)
	case n == c.una && c.segs.len() > 0:
		c.stalled(old, len(p.Data) == 0 && flags&fin == 0 && int(old) == p.Window)
	}
	if c.finSent && c.una == c.nxt {
		switch c.state {
		case FinWait1:
			c.state = FinWait2
		case Closing:
			c.timeWait()
		case LastAck:
			c.remove()
			c.state = Closed
		}
	}
	return true
}

// establish opens the server's end.
func (c *Conn) establish() {
	c.advance(c.nxt)
	c.state = Established
	c.node.listeners[c.lport].accept(c)
	if c.dead {
		return
	}
	if c.app == nil {
		panic("simnet: accept did not call SetApp for " + c.w.proto)
	}
	c.app.Opened()
}

func (c *Conn) setWindow(p *trace.Packet) {
	c.wnd, c.wl1, c.wl2 = uint32(p.Window), uint32(p.Seq), uint32(p.Ack)
}

// takeData sorts in the data and FIN of a segment.
func (c *Conn) takeData(p *trace.Packet, flags uint8, msg trace.MsgID) {
	pc := piece{seq: uint32(p.Seq), data: p.Data, fin: flags&fin != 0, msg: msg}
	if len(pc.data) == 0 && !pc.fin {
		return
	}
	c.ackCause = c.n.rec.Cause
	end := pc.end()
	switch {
	case !after(end, c.rcv) || c.peerFin:
		// All known: our ACK was lost, or the peer's patience too short.
		if c.state == TimeWait {
			c.timeWait() // RFC 9293 section 3.10.7.4: a FIN again starts the wait again.
		}
		c.sendAck()
	case !after(c.edge, pc.seq):
		c.sendAck() // Beyond the window: a zero-window probe.
	case after(pc.seq, c.rcv):
		// A duplicate ACK at once for each segment beyond a gap: three of them make the peer's fast retransmit. It is
		// only a duplicate if what came before has its own.
		if c.ackDue {
			c.sendAck()
		}
		c.keep(pc)
		c.sendAck()
	default:
		c.accept(pc)
		for len(c.early) > 0 && !after(c.early[0].seq, c.rcv) {
			next := c.early[0]
			c.early[0] = piece{}
			c.early = c.early[1:]
			if after(next.end(), c.rcv) {
				c.accept(next)
			}
		}
		if len(c.early) == 0 {
			c.early = nil
		}
		c.ackDue = true
	}
}

func (pc *piece) end() uint32 {
	n := pc.seq + uint32(len(pc.data))
	if pc.fin {
		n++
	}
	return n
}

// accept takes a piece that begins at or before the next expected number and ends after it.
func (c *Conn) accept(pc piece) {
	pc.data = pc.data[min(c.rcv-pc.seq, uint32(len(pc.data))):]
	c.rcv += uint32(len(pc.data))
	if len(pc.data) > 0 {
		c.readyBytes += len(pc.data)
		c.ready.push(pc)
	}
	if !pc.fin {
		return
	}
	c.rcv++
	c.peerFin = true
	c.early = nil
	switch c.state {
	case Established:
		c.state = CloseWait
	case FinWait1:
		c.state = Closing // Had our FIN been acknowledged by this segment, takeAck would have gone to FIN-WAIT-2.
	case FinWait2:
		c.timeWait()
	}
}

// keep stores a piece beyond a gap, in order of sequence numbers.
func (c *Conn) keep(pc piece) {
	if len(c.early) >= maxEarly {
		return
	}
	i := len(c.early)
	for i > 0 && after(c.early[i-1].seq, pc.seq) {
		i--
	}
	if i > 0 && c.early[i-1].seq == pc.seq && !after(pc.end(), c.early[i-1].end()) {
		return
	}
	c.early = append(c.early, piece{})
	copy(c.early[i+1:], c.early[i:])
	c.early[i] = pc
}

// deliver hands over what has come in order, piece by piece. The program may pause, abort or write in between.
func (c *Conn) deliver() {
	for !c.dead && !c.paused && c.ready.len() > 0 {
		pc := c.ready.pop()
		c.readyBytes -= len(pc.data)
		cause := c.n.rec.Cause
		ev := c.n.rec.EmitAs(c.w.by, pc.msg, &trace.Data{
			Act: "received", Conn: c.w.id, Host: c.node.id, Side: c.side.String(), Data: pc.data,
		})
		if ev != 0 {
			c.n.rec.Cause = ev // What the program does now, it does because of what it has read.
		}
		c.app.Received(pc.data)
		c.n.rec.Cause = cause
	}
	if c.peerFin && !c.endTold && !c.dead && !c.paused {
		c.endTold = true
		c.app.Ended()
	}
}

// Pause makes the program stop (or go on) reading. Meanwhile data that comes fills the receive window, the peer is told
// of a smaller one with each ACK, and at zero it waits. What has come meanwhile is handed over by the queue at this
// instant after Pause(false).
func (c *Conn) Pause(on bool) {
	if c.paused == on {
		return
	}
	c.paused = on
	if !on {
		c.wake()
	}
}

// window is the receive window to announce: the free part of WindowSize, but no crumbs (RFC 1122 section 4.2.3.3). The
// right edge never moves back.
func (c *Conn) window() uint32 {
	if c.state == SynSent {
		return WindowSize
	}
	free := uint32(WindowSize - min(c.readyBytes, WindowSize))
	if c.state == SynReceived {
		return free
	}
	held := uint32(0)
	if after(c.edge, c.rcv) {
		held = c.edge - c.rcv
	}
	if free < held || free < MSS {
		return held
	}
	return free
}

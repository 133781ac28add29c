package simnet

import "ehloworld/engine/trace"

// Sizes of TCP in octets.
const (
	MSS        = 1460     // Ethernet's 1500 less two headers of 20.
	WindowSize = 65535    // The receive window: the most without the window scale option.
	SendBuffer = 64 << 10 // What Room counts down from.

	lowWater = SendBuffer / 2
)

// Write queues octets for the peer and sends at once what the windows allow: there is no Nagle algorithm, so one typed
// line is one segment. Several calls are several segments; a program that has several lines to say at once joins them.
// The data is not copied and must not change afterwards. The buffer takes all that is written; Room says how much is
// sensible. What is written after CloseWrite, or on a connection that is gone, is dropped.
//
// The letter in the recorder's context (Recorder.Msg) is noted for the data and for the packets that will carry it.
func (c *Conn) Write(data []byte) {
	if len(data) == 0 || c.dead || c.closing || c.stillborn != "" {
		return
	}
	r := c.n.rec
	ev := r.EmitAs(c.w.by, r.Msg, &trace.Data{
		Act: "sent", Conn: c.w.id, Host: c.node.id, Side: c.side.String(), Data: data,
	})
	c.chunks.push(chunk{data: data, ev: ev, msg: r.Msg})
	c.unsent += len(data)
	if c.waiting() > lowWater {
		c.wantWritable = true
	}
	c.output()
}

// Room is how many octets the send buffer takes before it is full: SendBuffer less what is written and not acknowledged.
func (c *Conn) Room() int { return max(0, SendBuffer-c.waiting()) }

// WantWritable asks for one App.Writable as soon as at most SendBuffer/2 octets are waiting, which may be at this
// instant.
func (c *Conn) WantWritable() {
	c.wantWritable = true
	if c.waiting() <= lowWater {
		c.wake()
	}
}

// CloseWrite closes our side in good order: FIN goes out after all that was written. Receiving goes on.
func (c *Conn) CloseWrite() {
	if c.dead || c.closing {
		return
	}
	c.closing = true
	c.output()
}

// waiting is the number of octets that are written and not acknowledged.
func (c *Conn) waiting() int { return c.unsent + int(c.nxt-c.una) }

// output sends all that may be sent now: first what a timeout has marked for sending again, then new data, then FIN.
func (c *Conn) output() {
	if c.dead || c.state < Established {
		return
	}
	for c.resend < c.segs.len() {
		s := c.segs.at(c.resend)
		if c.resend > 0 && s.seq+s.octets()-c.una > c.cwnd {
			return
		}
		c.resend++
		c.sendSegment(s)
	}
	if c.segs.len() == 0 && c.n.rec.Now.Sub(c.lastSent) > c.rto {
		c.cwnd = min(c.cwnd, initialWindow) // RFC 5681 section 4.1: after a rest, start slowly again.
	}
	for c.pending() {
		usable := int(min(c.wnd, c.cwnd)) - int(c.nxt-c.una)
		n := min(MSS, c.unsent, usable)
		if usable <= 0 || n < c.unsent && n < MSS && c.segs.len() > 0 {
			break // Silly window avoidance (RFC 1122 section 4.2.3.4): wait for room for a whole segment.
		}
		c.addSegment(c.cutSegment(n, usable))
	}
	if c.segs.len() == 0 && c.pending() && c.timer == 0 {
		c.arm(c.rto, c.probes >= impatientProbes, "a zero-window probe is due")
	}
}

// pending says whether anything waits to be sent for the first time.
func (c *Conn) pending() bool { return c.unsent > 0 || c.closing && !c.finSent }

// cutSegment takes the next n octets of what was written. A segment inside one chunk shares its memory; only one that
// spans several is copied, so that a letter of a megabyte is never copied at all.
func (c *Conn) cutSegment(n, usable int) segment {
	s := segment{seq: c.nxt, flags: ack, ev: c.n.rec.Cause}
	if n > 0 {
		first := c.chunks.at(0)
		s.ev, s.msg = first.ev, first.msg
		if len(first.data) >= n {
			s.data = first.data[:n:n]
			c.eat(n)
		} else {
			s.data = make([]byte, 0, n)
			for len(s.data) < n {
				first = c.chunks.at(0)
				k := min(n-len(s.data), len(first.data))
				s.data = append(s.data, first.data[:k]...)
				c.eat(k)
			}
		}
		if c.unsent == 0 {
			s.flags |= psh
		}
	}
	if c.closing && c.unsent == 0 && !c.finSent && usable > n {
		s.flags |= fin
		c.finSent = true
	}
	return s
}

// eat removes n octets from the first chunk.
func (c *Conn) eat(n int) {
	first := c.chunks.at(0)
	first.data = first.data[n:]
	c.unsent -= n
	if len(first.data) == 0 {
		c.chunks.pop()
	}
}

// sentFin notes that FIN has gone out for the first time.
func (c *Conn) sentFin() {
	switch c.state {
	case Established:
		c.state = FinWait1
	case CloseWait:
		c.state = LastAck
	default:
		panic("simnet: FIN in state " + c.state.String())
	}
	w := c.w
	w.finished[c.side] = true
	if w.over {
		return
	}
	w.emit(c.n, "close", c.side)
	if w.finished[1-c.side] {
		w.over = true
		w.emit(c.n, "closed", c.side)
	}
}

// addSegment sends a new segment.
func (c *Conn) addSegment(s segment) {
	if c.segs.len() == 0 {
		c.disarm() // Whatever the timer was for, it is for this segment now.
	}
	c.segs.push(s)
	c.resend = c.segs.len()
	c.nxt += s.octets()
	c.sendSegment(c.segs.at(c.segs.len() - 1))
	if s.flags&fin != 0 {
		c.sentFin()
	}
	if c.timer == 0 {
		c.armForSegments()
	}
}

// sendSegment sends a segment of segs, for the first time or again.
func (c *Conn) sendSegment(s *segment) {
	s.tries++
	s.sent = c.n.rec.Now
	flags := s.flags
	if c.state != SynSent {
		flags |= ack
	}
	s.ev = c.transmit(flags, s.seq, s.data, s.ev, s.msg)
}

// sendAck sends a segment that carries nothing but its acknowledgement.
func (c *Conn) sendAck() { c.transmit(ack, c.nxt, nil, c.n.rec.Cause, 0) }

// transmit makes a segment and puts it on the line. Every segment with ACK acknowledges all that has come.
func (c *Conn) transmit(flags uint8, seq uint32, data []byte, cause int, msg trace.MsgID) int {
	p := &trace.Packet{
		Conn: c.w.id, Transport: "tcp", SrcIP: c.localIP, DstIP: c.peerIP, SrcPort: c.lport, DstPort: c.rport,
		Flags: flagNames[flags], Seq: int64(seq), Data: data,
	}
	if flags&rst == 0 {
		p.Window = int(c.window())
		c.edge = c.rcv + uint32(p.Window)
	}
	if flags&ack != 0 {
		p.Ack = int64(c.rcv)
		c.ackDue = false
	}
	c.lastSent = c.n.rec.Now
	return c.n.send(c.node, c.peer, p, label{cause: cause, by: c.w.by, msg: msg, flags: flags, wire: c.w})
}

package simnet

// Congestion control is NewReno: slow start and congestion avoidance (RFC 5681), fast retransmit and fast recovery
// (RFC 6582), an initial window of ten segments (RFC 6928). There are no selective acknowledgements.
const (
	initialWindow = 10 * MSS
	dupThreshold  = 3
)

// advance takes an acknowledgement of new data.
func (c *Conn) advance(n uint32) {
	acked := n - c.una
	clean, last := true, c.lastSent
	before := c.segs.len()
	for c.segs.len() > 0 {
		s := c.segs.at(0)
		if after(s.seq+s.octets(), n) {
			if after(n, s.seq) { // Part of a segment: the peer's window cut it.
				s.data = s.data[n-s.seq:]
				s.seq = n
			}
			break
		}
		clean = clean && s.tries == 1
		last = s.sent
		if s.flags&syn != 0 && s.tries > 1 {
			c.rto = afterSYNTimeout
		}
		c.segs.pop()
		c.resend = max(0, c.resend-1)
	}
	c.una, c.probes = n, 0
	if clean && c.segs.len() < before { // Karn: a segment that was sent twice says nothing about the round trip.
		c.sample(c.n.rec.Now.Sub(last))
	}
	if c.state >= Established {
		c.grow(acked)
	}
	if c.segs.len() == 0 {
		c.disarm()
		return
	}
	c.armForSegments()
}

// grow changes the congestion window for newly acknowledged octets.
func (c *Conn) grow(acked uint32) {
	c.dup = 0
	switch {
	case c.recovering && after(c.recover, c.una):
		// A partial acknowledgement: the next gap is known to be lost too (RFC 6582 section 3.2 step 3).
		c.cwnd -= min(acked, c.cwnd-MSS)
		c.cwnd += min(acked, MSS)
		c.sendSegment(c.segs.at(0))
	case c.recovering:
		c.recovering = false
		c.cwnd = c.ssthresh
	case c.cwnd < c.ssthresh:
		// By octets, not by acknowledgements: one ACK may stand for a burst that arrived at one instant.
		c.cwnd += acked
	default:
		c.cwnd += max(1, MSS*min(acked, MSS)/c.cwnd)
	}
	c.cwnd = min(c.cwnd, 2*WindowSize)
}

// stalled takes an acknowledgement of nothing new while segments are unacknowledged.
func (c *Conn) stalled(oldWindow uint32, duplicate bool) {
	switch {
	case c.wnd == 0:
		// The peer answers our probe: it lives, so we may ask for ever (RFC 1122 section 4.2.2.17).
		c.segs.at(0).tries = 1
		return
	case oldWindow == 0:
		// The window has opened. What went into the closed one is sent again now, and the timer forgets the long waits.
		c.probes, c.resend = 0, 0
		c.setRTO()
		c.armForSegments()
		return
	case !duplicate:
		return
	}
	c.dup++
	switch {
	case c.recovering:
		c.cwnd += MSS // Another segment has left the network.
	case c.dup == dupThreshold && after(c.una, c.recover):
		c.ssthresh = max((c.nxt-c.una)/2, 2*MSS)
		c.cwnd = c.ssthresh + dupThreshold*MSS
		c.recovering, c.recover = true, c.nxt
		c.sendSegment(c.segs.at(0))
		c.armForSegments()
	}
}

// backOff takes a timeout as a sign of congestion (RFC 5681 section 3.1).
func (c *Conn) backOff(tries int) {
	if tries == 1 {
		c.ssthresh = max((c.nxt-c.una)/2, 2*MSS)
	}
	c.cwnd = MSS
	c.recovering, c.recover, c.dup = false, c.nxt, 0
}

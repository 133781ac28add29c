package simnet

import "ehloworld/engine/vtime"

// The retransmission timer (RFC 6298). Like Linux we go below the recommended minimum of one second: a lost line on a
// 40 ms link then costs a fifth of a second, not a lesson's patience.
const (
	initialRTO      = vtime.Second
	minRTO          = 200 * vtime.Millisecond
	maxRTO          = vtime.Minute
	afterSYNTimeout = 3 * vtime.Second // RFC 6298 (5.7).
	granularity     = vtime.Millisecond

	maxSYNTries     = 6 // At 0, 1, 3, 7, 15 and 31 s; ReasonTimeout at 63 s.
	maxTries        = 8 // Of one segment; ReasonLost after that.
	impatientProbes = 3 // Zero-window probes that keep the page's clock running; later ones only wait for the peer's program.

	// TimeWaitTime is how long the end that closed first stays in TIME-WAIT: twice a segment lifetime of 30 s.
	TimeWaitTime = vtime.Minute
)

func (c *Conn) arm(d vtime.Duration, patient bool, why string) {
	c.disarm()
	c.timer = c.n.queue.Add(c.n.rec.Now.Add(d), patient, c.timerCause(), why, c.onTimer)
}

func (c *Conn) armForSegments() {
	c.arm(c.rto, c.wnd == 0 && c.probes >= impatientProbes, "a retransmission is due")
}

// timerCause is the packet that the timer waits for an answer to.
func (c *Conn) timerCause() int {
	if c.segs.len() > 0 {
		return c.segs.at(0).ev
	}
	return c.n.rec.Cause
}

func (c *Conn) disarm() {
	if c.timer != 0 {
		c.n.queue.Cancel(c.timer)
		c.timer = 0
	}
}

func (c *Conn) timerFires() {
	c.timer = 0
	c.enter()
	switch {
	case c.dead:
	case c.state == TimeWait:
		c.remove()
		c.state = Closed
	case c.segs.len() == 0:
		c.probe()
	default:
		c.timeout()
	}
}

// timeout sends the oldest segment again and marks all others for it.
func (c *Conn) timeout() {
	s := c.segs.at(0)
	connecting := c.state == SynSent || c.state == SynReceived
	switch {
	// An answer to a SYN that came again is no try of ours: on a slow line several come before the first answer is there.
	case connecting && c.expired+1 >= maxSYNTries:
		c.fail("timeout", ReasonTimeout)
		return
	case !connecting && s.tries >= maxTries:
		c.fail("timeout", ReasonLost)
		return
	}
	if connecting {
		c.expired++
	}
	if c.wnd == 0 && !connecting {
		c.probes++
	} else {
		c.backOff(s.tries)
	}
	c.rto = min(2*c.rto, maxRTO)
	c.resend = 1
	c.sendSegment(s)
	if connecting {
		c.resend = c.segs.len()
	}
	c.armForSegments()
}

// probe sends one octet (or the FIN) into a closed window (RFC 9293 section 3.8.6.1), to hear whether it has opened: the
// peer's word that it has may be lost. From then on the segment's own timer repeats it.
func (c *Conn) probe() {
	if !c.pending() {
		return
	}
	if c.wnd > 0 {
		c.output()
		return
	}
	c.probes++
	c.addSegment(c.cutSegment(min(1, c.unsent), 1))
}

// timeWait enters TIME-WAIT, or starts its wait again.
func (c *Conn) timeWait() {
	c.state = TimeWait
	c.arm(TimeWaitTime, true, "TIME-WAIT ends")
}

// sample takes one measured round trip (RFC 6298 section 2). As in Linux the variance's part never falls below minRTO,
// or a line of constant delay would end with a timeout that the first longer packet breaks.
func (c *Conn) sample(r vtime.Duration) {
	if c.srtt == 0 {
		c.srtt, c.rttvar = max(r, granularity), r/2
	} else {
		d := c.srtt - r
		if d < 0 {
			d = -d
		}
		c.rttvar += (d - c.rttvar) / 4
		c.srtt += (r - c.srtt) / 8
	}
	c.setRTO()
}

func (c *Conn) setRTO() {
	if c.srtt > 0 {
		c.rto = min(c.srtt+max(4*c.rttvar, minRTO), maxRTO)
	}
}

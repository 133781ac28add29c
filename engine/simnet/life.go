package simnet

// enter sets the recorder's context for what a connection does by an entry of the queue.
func (c *Conn) enter() { c.n.rec.By, c.n.rec.Msg = c.w.by, 0 }

// Abort drops the connection at once; the peer is told by RST. The App is not called any more.
func (c *Conn) Abort() {
	if c.dead {
		return
	}
	switch c.state {
	case Closed, SynSent, TimeWait:
		// Nobody knows of the connection yet, or nobody any more.
	default:
		c.transmit(rst|ack, c.nxt, nil, c.n.rec.Cause, 0)
	}
	c.end("reset")
	c.remove()
	c.state, c.dead, c.app = Closed, true, nil
}

// fail ends the connection for a reason that is not ours, and tells the App.
func (c *Conn) fail(act, reason string) {
	c.end(act)
	c.remove()
	app := c.app
	c.state, c.dead, c.app = Closed, true, nil
	tell(app, reason)
}

// end writes the end of the connection into the trace, unless it stands there already.
func (c *Conn) end(act string) {
	if !c.w.over {
		c.w.over = true
		c.w.emit(c.n, act, c.side)
	}
}

// finished says whether this end has seen an orderly end: both have closed and the peer has acknowledged ours.
func (c *Conn) finished() bool {
	return c.state == TimeWait || c.state == Closed && c.finSent
}

// remove lets the host forget the connection.
func (c *Conn) remove() {
	c.disarm()
	if c.node.conns[c.key] == c {
		delete(c.node.conns, c.key)
	}
	c.segs.clear()
	c.chunks.clear()
	c.early = nil
	c.unsent, c.resend = 0, 0
}

// wake has the connection looked after by the queue at this instant, outside the call that asked for it.
func (c *Conn) wake() {
	if !c.wakeQueued && !c.dead {
		c.wakeQueued = true
		c.n.queue.Add(c.n.rec.Now, false, c.n.rec.Cause, "a connection is looked after", c.onWake)
	}
}

func (c *Conn) wakeFires() {
	c.wakeQueued = false
	if c.dead {
		return
	}
	c.enter()
	if c.stillborn != "" {
		c.fail("timeout", c.stillborn)
		return
	}
	c.proceed()
	// A program that reads again opens the window by so much that the peer must hear of it.
	if !c.dead && c.state >= Established && !c.peerFin && c.window()-(c.edge-c.rcv) >= WindowSize/2 {
		c.sendAck()
	}
}

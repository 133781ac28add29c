package simnet

import (
	"ehloworld/engine/clock"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Reasons that App.Broken gives.
const (
	ReasonRefused  = "connection refused"
	ReasonTimeout  = "connection timed out"
	ReasonReset    = "connection reset by peer"
	ReasonLost     = "connection lost: retransmissions were not answered"
	ReasonHostDown = "this host went down"
	ReasonStopped  = "this service was stopped"
	ReasonNoPort   = "no free port"
)

// App is the program at one end of a connection. Its methods are called by entries of the queue, with the recorder's
// Cause set to the packet (for Received: to the Data event) and By to whoever opened the connection; Broken is also called by Network.SetState. None is
// called from within a call that the App itself makes on its connection.
type App interface {
	// Opened says that the connection stands.
	Opened()
	// Received brings octets in order. The slice is shared with the trace and must not be changed; it may be kept.
	Received(data []byte)
	// Ended says that the peer has closed its side: nothing more will be received.
	Ended()
	// Broken says that the connection is gone, or never came about. Nothing is called after it. It does not come after
	// an orderly end (Ended and CloseWrite, both acknowledged), nor after the App's own Abort.
	Broken(reason string)
	// Writable says that there is room again: at most SendBuffer/2 octets are waiting. It comes once after Write has
	// filled more than that, and once after each WantWritable.
	Writable()
}

// wire is what the two ends of one connection have in common: its identity, and what the trace says about it.
type wire struct {
	id           trace.ConnID
	by           trace.Actor
	proto        string
	port         int
	from, to     string
	fromIP, toIP string
	over         bool                 // refused, timeout, reset or closed is in the trace; nothing more will be.
	finished     [2]bool              // By side: close is in the trace.
	letters      [2]fifo[trace.MsgID] // By side of the sender.
}

// side is one of the two ends.
type side uint8

const (
	client side = iota
	server
)

func (s side) String() string {
	if s == client {
		return "client"
	}
	return "server"
}

// chunk is what one Write brought, or what is left of it.
type chunk struct {
	data []byte
	ev   int // The Data event, cause of the packets that carry it.
	msg  trace.MsgID
}

// segment is a piece of the sequence that has been sent and not acknowledged. It is sent again as it was.
type segment struct {
	seq   uint32
	data  []byte
	flags uint8 // With syn or fin, which take one number each.
	tries int
	sent  vtime.Time
	ev    int // The packet that carried it last; at first what caused it.
	msg   trace.MsgID
}

// octets is how many sequence numbers the segment takes.
func (s *segment) octets() uint32 {
	n := uint32(len(s.data))
	if s.flags&(syn|fin) != 0 {
		n++
	}
	return n
}

// piece is received data that has not been handed over.
type piece struct {
	seq  uint32
	data []byte
	fin  bool
	msg  trace.MsgID
}

// Conn is one end of a TCP connection.
type Conn struct {
	n         *Network
	w         *wire
	side      side
	node      *node
	peer      *node // nil when no host has the address.
	key       uint64
	localIP   string
	peerIP    string
	lport     int
	rport     int
	app       App
	state     State
	dead      bool   // Nothing is called any more.
	stillborn string // Why Dial failed before a packet could be sent.

	// Sending, with the names of RFC 9293 section 3.3.1.
	iss, una, nxt uint32
	wnd           uint32 // What the peer's window allows from una on.
	wl1, wl2      uint32 // Sequence and acknowledgement number of the last window update.
	chunks        fifo[chunk]
	unsent        int // Octets in chunks.
	segs          fifo[segment]
	resend        int  // After a timeout: index in segs of the next one to send again; segs.len() when there is none.
	closing       bool // CloseWrite was called.
	finSent       bool
	wantWritable  bool

	// Congestion control (RFC 5681, RFC 6582), in octets.
	cwnd, ssthresh uint32
	dup            int // Duplicate acknowledgements in a row.
	recovering     bool
	recover        uint32
	lastSent       vtime.Time

	// Retransmission timer (RFC 6298).
	rto, srtt, rttvar vtime.Duration
	timer             clock.Handle
	probes            int // Zero-window probes since the window closed.
	expired           int // Timeouts while the connection was being opened.

	// Receiving.
	irs, rcv   uint32
	edge       uint32      // Right edge of the window that was announced.
	early      []piece     // Beyond a gap, in order.
	ready      fifo[piece] // In order, not yet handed over.
	readyBytes int
	paused     bool
	peerFin    bool // The peer's FIN has been reached in order.
	endTold    bool
	ackDue     bool
	ackCause   int
	ackQueued  bool
	wakeQueued bool

	// Made once per connection, so that adding an entry to the queue allocates nothing.
	onTimer, onAck, onWake func()
}

// ID is the number of the connection, the same at both ends.
func (c *Conn) ID() trace.ConnID { return c.w.id }

// By says who opened the connection.
func (c *Conn) By() trace.Actor { return c.w.by }

// Proto is what is spoken on the connection.
func (c *Conn) Proto() string { return c.w.proto }

// Side is "client" for the end that dialled and "server" for the other.
func (c *Conn) Side() string { return c.side.String() }

// State is the state of this end.
func (c *Conn) State() State { return c.state }

// LocalHost is the host of this end.
func (c *Conn) LocalHost() string { return c.node.id }

// RemoteHost is the host of the other end, or "" when no host has the address that was dialled.
func (c *Conn) RemoteHost() string {
	if c.peer == nil {
		return ""
	}
	return c.peer.id
}

// LocalIP is the address of this end.
func (c *Conn) LocalIP() string { return c.localIP }

// RemoteIP is the address of the other end.
func (c *Conn) RemoteIP() string { return c.peerIP }

// LocalPort is the port of this end.
func (c *Conn) LocalPort() int { return c.lport }

// RemotePort is the port of the other end.
func (c *Conn) RemotePort() int { return c.rport }

// SetApp gives the connection its program. The accept function of a listener calls it; App.Opened follows at once.
func (c *Conn) SetApp(app App) { c.app = app }

// PushLetter marks that the octets written next are letter msg. The marks of one direction form a queue of their own
// beside the octets: the peer takes one with PopLetter when it has read a letter.
func (c *Conn) PushLetter(msg trace.MsgID) { c.w.letters[c.side].push(msg) }

// PopLetter takes the next mark that the peer has pushed.
func (c *Conn) PopLetter() (trace.MsgID, bool) {
	q := &c.w.letters[1-c.side]
	if q.len() == 0 {
		return 0, false
	}
	return q.pop(), true
}

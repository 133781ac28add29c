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

// App is the program at one end of a connection. Its methods are called from the queue only, never from within a call
// that it makes itself.
type App interface {
	// Opened says that the connection stands.
	Opened()
	// Received brings octets in order. The slice is shared with the trace and must not be changed; it may be kept.
	Received(data []byte)
	// Ended says that the peer has closed its side: nothing more will be received.
	Ended()
	// Broken says that the connection is gone, or never came about. Nothing is called after it.
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
	opened       bool             // "open" is in the trace.
	over         bool             // One of refused, timeout, reset, down or closed is in the trace.
	finished     [2]bool          // By side: "close" is in the trace.
	letters      [2][]trace.MsgID // By side of the sender.
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

// chunk is what one Write brought.
type chunk struct {
	data []byte
	ev   int // The Data event, cause of the packets that carry it.
	msg  trace.MsgID
}

// segment is a piece of the send sequence that has been sent and not acknowledged.
type segment struct {
	seq   uint32
	data  []byte
	flags uint8 // SYN or FIN, which take one number each.
	push  bool
	tries int
	sent  vtime.Time
	ev    int // The packet that carried it last.
	msg   trace.MsgID
}

// piece is received data that cannot be handed over yet.
type piece struct {
	seq  uint32
	data []byte
	fin  bool
	msg  trace.MsgID
}

// Conn is one end of a TCP connection.
type Conn struct {
	n       *Network
	w       *wire
	side    side
	node    *node
	peer    *node // nil when no host has the address.
	key     uint64
	localIP string
	peerIP  string
	lport   int
	rport   int
	app     App
	state   State
	paused  bool

	// Sending (RFC 9293 section 3.3.1 names).
	iss, una, nxt uint32
	wnd           int    // What the peer's window allows, from una.
	wl1, wl2      uint32 // Segment and acknowledgement numbers of the last window update.
	maxWnd        int
	chunks        []chunk // Written, not yet in a segment.
	unsent        int     // Octets in chunks.
	inFlight      int     // Octets in segs.
	segs          []segment
	resend        int // After a timeout: index in segs of the next one to send again; len(segs) when there is none.
	closing       bool
	finSent       bool
	wantWritable  bool
	wakeQueued    bool

	// Congestion control (RFC 5681, RFC 6582), in octets.
	cwnd, ssthresh int
	dup            int
	recovering     bool
	recover        uint32

	// Retransmission timer (RFC 6298).
	rto, srtt, rttvar vtime.Time
	synTimedOut       bool
	timer             clock.Handle
	probes            int

	// Receiving.
	irs, rcv   uint32
	edge       uint32  // Right edge of the window that was announced.
	early      []piece // Beyond a gap, in order.
	ready      []piece // In order, not yet handed over.
	readyBytes int
	peerFin    bool // The peer's FIN has been reached.
	ackDue     bool
	ackQueued  bool
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
// beside the octets: the peer takes them with PopLetter when it has read a letter.
func (c *Conn) PushLetter(msg trace.MsgID) {
	c.w.letters[c.side] = append(c.w.letters[c.side], msg)
}

// PopLetter takes the next mark that the peer has pushed.
func (c *Conn) PopLetter() (trace.MsgID, bool) {
	q := &c.w.letters[1-c.side]
	if len(*q) == 0 {
		return 0, false
	}
	msg := (*q)[0]
	*q = (*q)[1:]
	return msg, true
}

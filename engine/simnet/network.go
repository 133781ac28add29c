// Package simnet is the network of a world: hosts joined each to each, IP packets that take their time or get lost, UDP,
// ICMP echo, and a TCP of its own.
//
// Everything happens inside calls: a call puts packets on links, a packet's arrival is an entry of the queue, and the
// code of an arrival runs with Recorder.Cause set to that packet's event. An App is never called back
// from within Dial, Write or Abort; its news come from the queue.
//
// Whoever drives the queue sets Recorder.Now, Recorder.Cause (to the entry's), Recorder.By and Recorder.Msg before it
// fires an entry.
package simnet

import (
	"strings"

	"ehloworld/engine/clock"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds of the network. What does not fit is lost the way it would be lost in a real one.
const (
	MaxConns    = 16384             // Connections of one host, those in TIME-WAIT included; a SYN beyond them is not answered.
	MaxBacklog  = 30 * vtime.Second // Traffic that waits for a slow line in one direction; a packet beyond it is lost ("queue").
	MaxDatagram = 1472              // Octets in a UDP datagram: what one Ethernet frame takes; a longer one is lost ("size").
	MaxEchoSize = 1472              // Octets of data in an echo request.

	firstEphemeral = 49152 // RFC 6335 section 6.
	lastEphemeral  = 65535
)

// Options are the choices of a network.
type Options struct {
	DefaultDelay vtime.Duration // One way, between hosts that no link names; 0 means 40 ms.
}

// HostState says what is up on a host.
type HostState uint8

const (
	// HostUp is the normal state.
	HostUp HostState = iota
	// HostStopped has a running machine but no services: connections are refused, pings are answered.
	HostStopped
	// HostDown answers nothing: whoever tries to reach it times out.
	HostDown
)

// Network is the set of hosts and lines.
type Network struct {
	rec   *trace.Recorder
	queue *clock.Queue
	seed  uint64
	delay vtime.Duration

	nodes  []*node
	byID   map[string]*node
	byIP   map[string]*node
	lines  map[[2]string]*line
	paths  map[uint64]*path
	change int // Counts changes of lines, so that paths know when to look again.

	conns int       // The last ConnID.
	idle  []*flight // Flights to use again.
}

// node is one host.
type node struct {
	id, ip    string
	index     uint32
	state     HostState
	listeners map[int]*listener
	conns     map[uint64]*Conn
	udp       map[int]UDPHandler
	echo      map[int]EchoHandler
	nextTCP   int
	nextUDP   int
	nextEcho  int
}

type listener struct {
	proto  string
	accept func(*Conn)
}

// UDPHandler is given a datagram that has arrived. The data is shared and must not be changed.
type UDPHandler func(srcIP string, srcPort int, data []byte)

// EchoHandler is given an answer to an echo request: who answered, to which number, and how many octets of data came
// back.
type EchoHandler func(srcIP string, seq, size int)

// New returns an empty network that writes its trace with rec and schedules on q. The seed decides which packets get
// lost and which initial sequence numbers are chosen.
func New(rec *trace.Recorder, q *clock.Queue, seed uint64, opts Options) *Network {
	if opts.DefaultDelay == 0 {
		opts.DefaultDelay = 40 * vtime.Millisecond
	}
	return &Network{
		rec: rec, queue: q, seed: seed, delay: opts.DefaultDelay,
		byID: map[string]*node{}, byIP: map[string]*node{},
		lines: map[[2]string]*line{}, paths: map[uint64]*path{},
	}
}

// AddHost adds a host. Both its name and its address must be new; otherwise nothing is added and the answer is false.
func (n *Network) AddHost(id, ip string) bool {
	if n.byID[id] != nil || n.byIP[ip] != nil || id == "" || id == Anybody {
		return false
	}
	h := &node{
		id: id, ip: ip, index: uint32(len(n.nodes)),
		listeners: map[int]*listener{}, conns: map[uint64]*Conn{},
		udp: map[int]UDPHandler{}, echo: map[int]EchoHandler{},
		nextTCP: firstEphemeral, nextUDP: firstEphemeral, nextEcho: 1,
	}
	n.nodes = append(n.nodes, h)
	n.byID[id], n.byIP[ip] = h, h
	return true
}

// IP returns the address of a host, or "".
func (n *Network) IP(host string) string {
	if h := n.byID[host]; h != nil {
		return h.ip
	}
	return ""
}

// State returns the state of a host. A host that does not exist is down.
func (n *Network) State(host string) HostState {
	if h := n.byID[host]; h != nil {
		return h.state
	}
	return HostDown
}

// SetState puts a host up, stops its services or takes it down.
//
// Stopping resets the connections that its services had accepted, as the operating system does for programs that have
// ended. Going down ends all its connections without a packet: the other side finds out when its retransmissions run
// out. Either way the programs on this host are told Broken at once, so that they let go of what they hold. Listeners
// and handlers stay and work again when the host is up.
func (n *Network) SetState(host string, s HostState) {
	h := n.byID[host]
	if h == nil || h.state == s {
		return
	}
	switch h.state = s; s {
	case HostStopped:
		n.stopServices(h)
	case HostDown:
		n.powerOff(h)
	}
}

// host finds a host that must exist.
func (n *Network) host(id string) *node {
	h := n.byID[id]
	if h == nil {
		panic("simnet: no host " + id)
	}
	return h
}

// source is the address that a host sends from to an address.
func (h *node) source(toIP string) string {
	if isLoopback(toIP) {
		return toIP
	}
	return h.ip
}

func isLoopback(ip string) bool { return strings.HasPrefix(ip, "127.") }

// resolve finds the host that an address means for a sender: 127.x.y.z is the sender itself.
func (n *Network) resolve(from *node, ip string) *node {
	if isLoopback(ip) {
		return from
	}
	return n.byIP[ip]
}

// mix derives the start of an own stream of chance for each purpose and name (FNV-1a, then the finisher of
// splitmix64), so that neither a new host nor a draw elsewhere changes what a link does.
func (n *Network) mix(purpose string, names ...string) uint64 {
	h := uint64(14695981039346656037) ^ n.seed
	for i := -1; i < len(names); i++ {
		s := purpose
		if i >= 0 {
			s = names[i]
		}
		for j := 0; j < len(s); j++ {
			h = (h ^ uint64(s[j])) * 1099511628211
		}
		h = (h ^ 0xff) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return h ^ h>>31
}

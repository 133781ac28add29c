package simnet

import "ehloworld/engine/trace"

// SendBuffer is how many octets Room counts down from: written and not yet acknowledged.
const SendBuffer = 64 << 10

// Listen lets a host accept connections to a port.
func (n *Network) Listen(host string, port int, proto string, accept func(*Conn)) bool { return false }

// Unlisten closes a port. Connections that stand are not touched.
func (n *Network) Unlisten(host string, port int) {}

// Dial opens a connection.
func (n *Network) Dial(host, toIP string, port int, proto string, by trace.Actor, app App) *Conn {
	return &Conn{}
}

// Conns lists the connections of a host in the order of their coming.
func (n *Network) Conns(host string) []*Conn { return nil }

// Write queues data.
func (c *Conn) Write(data []byte) {}

// Room is how many octets fit.
func (c *Conn) Room() int { return 0 }

// WantWritable asks for Writable.
func (c *Conn) WantWritable() {}

// CloseWrite sends FIN after everything written.
func (c *Conn) CloseWrite() {}

// Abort drops the connection with RST.
func (c *Conn) Abort() {}

// Pause stops (or resumes) the handing over of received data.
func (c *Conn) Pause(on bool) {}

// HandleUDP opens port (0: the next free ephemeral one) and returns its number; 0 when it is taken.
func (n *Network) HandleUDP(host string, port int, h UDPHandler) int { return 0 }

// CloseUDP closes a UDP port.
func (n *Network) CloseUDP(host string, port int) {}

// SendUDP sends one datagram.
func (n *Network) SendUDP(host string, srcPort int, toIP string, dstPort int, payload []byte) {}

// OpenEcho returns a new echo identifier whose answers go to h.
func (n *Network) OpenEcho(host string, h EchoHandler) int { return 0 }

// CloseEcho ends it.
func (n *Network) CloseEcho(host string, id int) {}

// SendEcho sends one echo request with size octets of data.
func (n *Network) SendEcho(host string, id int, toIP string, seq, size int) {}

func (n *Network) stopServices(h *node) {}

func (n *Network) powerOff(h *node) {}

type flight struct{}

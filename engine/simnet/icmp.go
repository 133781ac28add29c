package simnet

import (
	"encoding/binary"

	"ehloworld/engine/trace"
)

// ICMP message types (RFC 792).
const (
	echoReply   = 0
	echoRequest = 8
)

// OpenEcho returns a new echo identifier of a host; answers to requests that are sent with it go to h. It returns 0 when
// all 65,535 are in use.
func (n *Network) OpenEcho(host string, h EchoHandler) int {
	at := n.host(host)
	for range 0xffff {
		id := at.nextEcho
		if at.nextEcho++; at.nextEcho > 0xffff {
			at.nextEcho = 1
		}
		if at.echo[id] == nil {
			at.echo[id] = h
			return id
		}
	}
	return 0
}

// CloseEcho gives an echo identifier back.
func (n *Network) CloseEcho(host string, id int) { delete(n.host(host).echo, id) }

// SendEcho sends an echo request (RFC 792) with size octets of data, at most MaxEchoSize, in the present context of the
// recorder. Packet.Data of the trace is the whole ICMP message.
func (n *Network) SendEcho(host string, id int, toIP string, seq, size int) {
	from := n.host(host)
	size = min(max(size, 0), MaxEchoSize)
	m := make([]byte, icmpHeader+size)
	m[0] = echoRequest
	binary.BigEndian.PutUint16(m[4:], uint16(id))
	binary.BigEndian.PutUint16(m[6:], uint16(seq))
	for i := range size {
		m[icmpHeader+i] = byte(i)
	}
	binary.BigEndian.PutUint16(m[2:], checksum(m))
	n.send(from, n.resolve(from, toIP), &trace.Packet{
		Transport: "icmp", SrcIP: from.source(toIP), DstIP: toIP, Data: m,
	}, label{cause: n.rec.Cause, by: n.rec.By, msg: n.rec.Msg})
}

// arriveICMP answers requests and hands answers over. A host answers even when its services are stopped: that a ping
// comes back says nothing about port 25.
func (n *Network) arriveICMP(from, to *node, p *trace.Packet) {
	if len(p.Data) < icmpHeader || checksum(p.Data) != 0 {
		return
	}
	if p.Data[0] == echoRequest {
		m := append([]byte(nil), p.Data...)
		m[0], m[2], m[3] = echoReply, 0, 0
		binary.BigEndian.PutUint16(m[2:], checksum(m))
		n.send(to, from, &trace.Packet{
			Transport: "icmp", SrcIP: p.DstIP, DstIP: p.SrcIP, Data: m,
		}, label{cause: n.rec.Cause, by: n.rec.By})
		return
	}
	id := int(binary.BigEndian.Uint16(p.Data[4:]))
	if h := to.echo[id]; h != nil && p.Data[0] == echoReply {
		h(p.SrcIP, int(binary.BigEndian.Uint16(p.Data[6:])), len(p.Data)-icmpHeader)
	}
}

// checksum is the Internet checksum (RFC 1071). Over a message that contains its own it is 0.
func checksum(b []byte) uint16 {
	var sum uint32
	for len(b) >= 2 {
		sum += uint32(b[0])<<8 | uint32(b[1])
		b = b[2:]
	}
	if len(b) == 1 {
		sum += uint32(b[0]) << 8
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

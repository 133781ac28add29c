package simnet

import "ehloworld/engine/trace"

// HandleUDP opens a UDP port of a host for datagrams, or with port 0 the next free ephemeral one, and returns its number.
// It returns 0 when the port is taken.
func (n *Network) HandleUDP(host string, port int, h UDPHandler) int {
	at := n.host(host)
	if port == 0 {
		for range lastEphemeral - firstEphemeral + 1 {
			p := at.nextUDP
			if at.nextUDP++; at.nextUDP > lastEphemeral {
				at.nextUDP = firstEphemeral
			}
			if at.udp[p] == nil {
				port = p
				break
			}
		}
	}
	if port == 0 || at.udp[port] != nil {
		return 0
	}
	at.udp[port] = h
	return port
}

// CloseUDP closes a UDP port.
func (n *Network) CloseUDP(host string, port int) { delete(n.host(host).udp, port) }

// SendUDP sends one datagram in the present context of the recorder. The payload is not copied and must not change
// afterwards. Nothing says whether it arrives.
func (n *Network) SendUDP(host string, srcPort int, toIP string, dstPort int, payload []byte) {
	from := n.host(host)
	to := n.resolve(from, toIP)
	n.send(from, to, &trace.Packet{
		Transport: "udp", SrcIP: from.source(toIP), DstIP: toIP, SrcPort: srcPort, DstPort: dstPort, Data: payload,
	}, label{cause: n.rec.Cause, by: n.rec.By, msg: n.rec.Msg})
}

func (n *Network) arriveUDP(to *node, p *trace.Packet) {
	h := to.udp[p.DstPort]
	if h == nil || to.state == HostStopped && p.DstPort < firstEphemeral {
		n.drop(p, LostPort)
		return
	}
	h(p.SrcIP, p.SrcPort, p.Data)
}

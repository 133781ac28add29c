package world

import (
	"ehloworld/engine/dns"
	"ehloworld/engine/simnet"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Outside is the host that real clients seem to connect from when a world is served on real ports (RFC 2544 sets its
// address range apart for tests). It has no line of its own: whatever a real network needs has passed already.
const (
	Outside   = "outside"
	OutsideIP = "198.18.0.1"
)

// OpenOutside gives the world the host Outside.
func (w *World) OpenOutside() {
	w.net.AddHost(Outside, OutsideIP)
	for _, h := range w.Hosts() {
		w.net.SetLink(Outside, h.Spec.ID, simnet.Props{})
	}
}

// DialOutside opens a connection from Outside to a host's port for a program of the real world.
func (w *World) DialOutside(hostID string, port int, proto string, app simnet.App) *simnet.Conn {
	w.rec.Cause, w.rec.By, w.rec.Msg = 0, trace.User, 0
	return w.net.Dial(Outside, w.net.IP(hostID), port, proto, trace.User, app)
}

// outsideWait is how long an answer from outside's port is waited for.
const outsideWait = 10 * vtime.Second

// AskOutside sends one datagram from Outside to a host's port and hands the answer to answer, if one comes in time.
func (w *World) AskOutside(hostID string, port int, query []byte, answer func(reply []byte)) {
	w.rec.Cause, w.rec.By, w.rec.Msg = 0, trace.User, 0
	local := 0
	closePort := func() {
		if local != 0 {
			w.net.CloseUDP(Outside, local)
			local = 0
		}
	}
	local = w.net.HandleUDP(Outside, 0, func(_ string, _ int, data []byte) {
		closePort()
		answer(data)
	})
	if local == 0 {
		return // Every port waits for an answer; this question is lost, as datagrams may be.
	}
	w.clock.Add(w.now.Add(outsideWait), true, 0, "an answer for outside", closePort)
	w.net.SendUDP(Outside, local, w.net.IP(hostID), port, query)
}

// MaxOutsideServers is how many mail servers of the real world a world can reach.
const MaxOutsideServers = 250

// outsidePrefix is where the addresses of those servers begin, in the range of OutsideIP.
const outsidePrefix = "198.18.1."

// OutsideServer gives the world a mail server for domain, which is written without a dot at its end: a host "mx." and the
// domain, with its records in every name server. It stands for a server of the real world, so accept is called for each
// connection to one of its ports and must give it an App. Which port the world comes to, for MX 25, depends on what it
// takes the server for. Like Outside it has no line of its own. A domain whose mail the
// scenario knows a way for already is an error.
func (w *World) OutsideServer(domain string, accept func(*simnet.Conn)) error {
	if other := w.ServerOf("@" + domain); other != "" {
		return &BuildError{other + " takes the letters for " + domain + " already"}
	}
	if w.outside == MaxOutsideServers {
		return &BuildError{"more than " + itoa(MaxOutsideServers) + " servers are outside"}
	}
	name, ip := "mx."+domain, outsidePrefix+itoa(w.outside+1)
	known := false
	for _, h := range w.Hosts() {
		if h.Zones == nil {
			continue
		}
		known = true
		for _, line := range []string{domain + ". MX 10 " + name + ".", name + ". A " + ip} {
			record, err := dns.ParseRecord(line)
			if err != nil {
				return &BuildError{err.Error()}
			}
			if old := h.Zones.Records(record.Name); len(old) > 0 {
				return &BuildError{h.Spec.ID + " knows " + record.Name + " already: " + old[0].Line()}
			}
			if err := h.Zones.Add(record); err != nil {
				return &BuildError{err.Error()}
			}
		}
	}
	if !known {
		return &BuildError{"no name server can tell where the letters for " + domain + " go"}
	}
	if !w.net.AddHost(name, ip) {
		return &BuildError{"there is a host " + name + " already"}
	}
	w.outside++
	for _, h := range w.Hosts() {
		w.net.SetLink(name, h.Spec.ID, simnet.Props{})
	}
	for _, p := range outsidePorts {
		w.net.Listen(name, p.port, p.proto, accept)
	}
	return nil
}

// outsidePorts are where the world may look for a server: as MX (RFC 5321 section 4.5.4.2), as a smart host that wants
// submissions (RFC 6409 section 3.1), and for mailboxes behind LMTP.
var outsidePorts = [...]struct {
	port  int
	proto string
}{{25, "smtp"}, {587, "submission"}, {24, "lmtp"}}

package world

import (
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

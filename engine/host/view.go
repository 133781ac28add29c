package host

import (
	"ehloworld/engine/pop3"
	"ehloworld/engine/pop3server"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// SessionInfo is one open connection as one of its two ends sees it.
type SessionInfo struct {
	Conn     trace.ConnID
	Proto    string
	Server   bool // This end is the server.
	From, To string
	Port     int
	State    string // The state that its machine is in.
	User     string // Who has logged in, as far as the machine knows; empty: nobody.
	By       trace.Actor
}

// Sessions lists the open connections that machines of this host are at an end of, in the order of their opening.
func (h *Host) Sessions() []SessionInfo {
	list := make([]SessionInfo, 0, len(h.sessions))
	for _, s := range h.sessions {
		list = append(list, s.info())
	}
	return list
}

func (s *session) info() SessionInfo {
	c := s.conn
	info := SessionInfo{Conn: c.ID(), Proto: s.proto, Server: c.Side() == "server", State: s.state, User: s.user, By: c.By()}
	if info.Server {
		info.From, info.To, info.Port = c.RemoteHost(), c.LocalHost(), c.LocalPort()
	} else {
		info.From, info.To, info.Port = c.LocalHost(), c.RemoteHost(), c.RemotePort()
	}
	return info
}

// Up says whether the host is running; stopped says that it runs but its services do not.
func (h *Host) Up() (up, stopped bool) {
	switch h.world.Net.State(h.Spec.ID) {
	case simnet.HostDown:
		return false, false
	case simnet.HostStopped:
		return true, true
	}
	return true, false
}

// Spoken is what the server at the other end of a connection would understand now.
type Spoken struct {
	Proto   string
	State   string
	Allowed []string // Verbs that its table allows now, in teaching order.
	Known   []string // All verbs of the protocol, in teaching order.
}

// Spoken looks at the server end of a connection; ok is false when no machine of this host is there.
func (w *World) Spoken(conn trace.ConnID) (sp Spoken, ok bool) {
	for _, h := range w.hosts {
		for _, s := range h.sessions {
			if s.conn.ID() != conn || s.conn.Side() != "server" {
				continue
			}
			switch m := s.machine.(type) {
			case *smtpserver.Server:
				return Spoken{s.proto, m.State().String(), m.Allowed(), m.Known()}, true
			case *pop3server.Server:
				return Spoken{s.proto, string(m.State()), m.Allowed(), pop3Verbs()}, true
			}
		}
	}
	return sp, false
}

func pop3Verbs() []string {
	return []string{pop3.USER, pop3.PASS, pop3.STAT, pop3.LIST, pop3.UIDL, pop3.RETR, pop3.TOP, pop3.DELE, pop3.RSET, pop3.NOOP, pop3.CAPA, pop3.QUIT}
}

// Keywords is what the host's SMTP port offers after EHLO.
func (h *Host) Keywords() []string {
	if list := h.keywords(smtpserver.ProtoSMTP); list != nil {
		return list
	}
	return h.standardKeywords(smtpserver.ProtoSMTP)
}

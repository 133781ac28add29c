package pop3server

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
	"ehloworld/engine/trace"
)

// pass is PASS (RFC 1939 section 7): it checks the password and takes the exclusive lock at once.
func (s *Server) pass(arg string, out *machine.Effects) pop3.Reply {
	if arg == "" {
		return pop3.Bad("PASS needs the password")
	}
	drop, err := s.backend.Open(s.user, arg)
	out.Note(&trace.Auth{
		Conn: s.cfg.Conn, Host: s.cfg.Host, Proto: "pop3", User: s.user, Mech: "USER", OK: err == nil, Clear: !s.cfg.Secure,
	})
	if err != nil {
		if reply, ok := err.(pop3.Reply); ok {
			return reply
		}
		return pop3.Reply{Code: pop3.CodeTemporary, Text: err.Error()}
	}
	s.drop = drop
	s.deleted = make([]bool, drop.Count()+1)
	return pop3.Good(s.summary())
}

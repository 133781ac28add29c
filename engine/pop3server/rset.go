package pop3server

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// rset is RSET (RFC 1939 section 5): all marks are taken away.
func (s *Server) rset(arg string, _ *machine.Effects) pop3.Reply {
	if refusal, bad := noArgument(pop3.RSET, arg); bad {
		return refusal
	}
	for i, marked := range s.deleted {
		if marked {
			s.deleted[i] = false
			s.drop.Mark(i, false)
		}
	}
	return pop3.Good(s.summary())
}

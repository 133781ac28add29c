package pop3server

import (
	"strconv"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// dele is DELE (RFC 1939 section 5). It only marks: deleting is for QUIT.
func (s *Server) dele(arg string, _ *machine.Effects) pop3.Reply {
	i, refusal, ok := s.message(pop3.DELE, arg)
	if !ok {
		return refusal
	}
	s.deleted[i] = true
	s.drop.Mark(i, true)
	return pop3.Good("message " + strconv.Itoa(i) + " marked")
}

package pop3server

import (
	"strconv"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// retr is RETR (RFC 1939 section 5). Reading changes nothing on the server.
func (s *Server) retr(arg string, _ *machine.Effects) pop3.Reply {
	i, refusal, ok := s.message(pop3.RETR, arg)
	if !ok {
		return refusal
	}
	s.sendLetter(s.drop.Data(i), s.drop.Msg(i))
	return pop3.Good(strconv.Itoa(s.drop.Size(i)) + " octets")
}

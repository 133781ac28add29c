package pop3server

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// capa is CAPA (RFC 2449 section 5). The list is the same before and after the login.
func (s *Server) capa(arg string, _ *machine.Effects) pop3.Reply {
	if refusal, bad := noArgument(pop3.CAPA, arg); bad {
		return refusal
	}
	var lines []byte
	for _, c := range s.cfg.Capabilities {
		lines = append(append(lines, c...), "\r\n"...)
	}
	s.sendListing(lines)
	return pop3.Good("capability list follows")
}

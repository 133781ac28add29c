package pop3server

import (
	"strconv"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// stat is STAT (RFC 1939 section 5): the "drop listing". Marked messages do not count.
func (s *Server) stat(arg string, _ *machine.Effects) pop3.Reply {
	if refusal, bad := noArgument(pop3.STAT, arg); bad {
		return refusal
	}
	count, octets := s.remaining()
	return pop3.Good(strconv.Itoa(count) + " " + strconv.Itoa(octets))
}

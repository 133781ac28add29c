package pop3server

import (
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// noop is NOOP (RFC 1939 section 5). What it is good for: it restarts the autologout timer.
func (s *Server) noop(arg string, _ *machine.Effects) pop3.Reply {
	if refusal, bad := noArgument(pop3.NOOP, arg); bad {
		return refusal
	}
	return pop3.Good("still here")
}

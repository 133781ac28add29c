package pop3server

import (
	"strings"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// userCommand is USER (RFC 1939 section 7). Every name is welcome: to say here who exists would tell strangers.
func (s *Server) userCommand(arg string, _ *machine.Effects) pop3.Reply {
	name := strings.TrimSpace(arg)
	switch {
	case name == "":
		return pop3.Bad("USER needs a name, such as USER bob")
	case strings.IndexByte(name, ' ') >= 0:
		return pop3.Bad("USER takes one name without spaces")
	}
	s.user = name
	return pop3.Good("now send PASS")
}

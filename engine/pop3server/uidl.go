package pop3server

import (
	"strconv"
	"strings"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// uidl is UIDL (RFC 1939 section 7): the ids by which a client knows next time what it has fetched already.
func (s *Server) uidl(arg string, _ *machine.Effects) pop3.Reply {
	if strings.TrimSpace(arg) != "" {
		i, refusal, ok := s.message(pop3.UIDL, arg)
		if !ok {
			return refusal
		}
		return pop3.Good(s.uniqueID(i))
	}
	count := s.listAll(s.uniqueID)
	return pop3.Good(messages(count))
}

// uniqueID is "number unique-id".
func (s *Server) uniqueID(i int) string { return strconv.Itoa(i) + " " + s.drop.UID(i) }

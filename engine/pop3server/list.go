package pop3server

import (
	"strconv"
	"strings"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// list is LIST (RFC 1939 section 5): one "scan listing", or all of them without the marked messages.
func (s *Server) list(arg string, _ *machine.Effects) pop3.Reply {
	if strings.TrimSpace(arg) != "" {
		i, refusal, ok := s.message(pop3.LIST, arg)
		if !ok {
			return refusal
		}
		return pop3.Good(s.scan(i))
	}
	count := s.listAll(s.scan)
	return pop3.Good(messages(count))
}

// scan is "number octets".
func (s *Server) scan(i int) string { return strconv.Itoa(i) + " " + strconv.Itoa(s.drop.Size(i)) }

// listAll answers with one line for each message that is not marked, and says how many those are.
func (s *Server) listAll(line func(i int) string) (count int) {
	var lines []byte
	for i := 1; i <= s.drop.Count(); i++ {
		if !s.deleted[i] {
			lines = append(append(lines, line(i)...), "\r\n"...)
			count++
		}
	}
	s.sendListing(lines)
	return count
}

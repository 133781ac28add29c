package pop3server

import (
	"strconv"

	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
)

// quit is QUIT (RFC 1939 sections 4 and 6). In TRANSACTION it leads through UPDATE, the only place where mail is deleted;
// the lock is given back before the answer, so that whoever reads the answer can log in again.
func (s *Server) quit(arg string, out *machine.Effects) {
	if refusal, bad := noArgument(pop3.QUIT, arg); bad {
		s.finish(pop3.QUIT, refusal, out)
		return
	}
	reply := pop3.Good("bye")
	if s.state == pop3.Transaction {
		s.move(pop3.QUIT, pop3.Taken, out)
		reply = s.update()
	}
	s.send(reply, pop3.QUIT, 0, nil, out)
	s.leave(pop3.QUIT, event(reply), out)
	out.Close()
}

// update deletes what is marked and unlocks the maildrop.
func (s *Server) update() pop3.Reply {
	deleted := 0
	for _, marked := range s.deleted {
		if marked {
			deleted++
		}
	}
	err := s.drop.Commit()
	s.drop.Release()
	s.drop = nil
	if err != nil {
		return pop3.Reply{Code: pop3.CodeTemporary, Text: "some deleted messages not removed: " + err.Error()}
	}
	return pop3.Good("bye (" + strconv.Itoa(deleted) + " deleted)")
}

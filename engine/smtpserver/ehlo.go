package smtpserver

import "ehloworld/engine/smtp"

// ehlo answers EHLO: the greeting, then one line for each service extension (RFC 5321 section 4.1.1.1).
func (s *Server) ehlo(arg string) smtp.Reply {
	reply := s.hello(smtp.EHLO, arg)
	if reply.Positive() {
		reply.Lines = append(reply.Lines, s.offered...)
	}
	return reply
}

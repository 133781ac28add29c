package smtpserver

import "ehloworld/engine/smtp"

// quit answers QUIT; the connection is closed after it (RFC 5321 section 4.1.1.10).
func (s *Server) quit(arg string) smtp.Reply {
	if refuse := noArgument(smtp.QUIT, arg); refuse != nil {
		return *refuse
	}
	return smtp.NewReply(221, "2.0.0", s.cfg.Hostname+" closing connection")
}

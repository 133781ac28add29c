package smtpserver

import "ehloworld/engine/smtp"

// expn answers EXPN (RFC 5321 section 4.1.1.7).
func (s *Server) expn(arg string) smtp.Reply {
	if arg == "" {
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(smtp.EXPN))
	}
	if s.wantsLogin(smtp.EXPN) {
		return replyAuthRequired
	}
	return s.backend.Expand(arg)
}

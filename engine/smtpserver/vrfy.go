package smtpserver

import "ehloworld/engine/smtp"

// vrfy answers VRFY (RFC 5321 section 4.1.1.6).
func (s *Server) vrfy(arg string) smtp.Reply {
	if arg == "" {
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(smtp.VRFY))
	}
	if s.wantsLogin(smtp.VRFY) {
		return replyAuthRequired
	}
	return s.backend.Verify(arg)
}

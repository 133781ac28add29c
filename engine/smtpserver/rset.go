package smtpserver

import "ehloworld/engine/smtp"

// rset answers RSET: the transaction is dropped, greeting and login stay (RFC 5321 section 4.1.1.5).
func (s *Server) rset(arg string) smtp.Reply {
	if refuse := noArgument(smtp.RSET, arg); refuse != nil {
		return *refuse
	}
	s.clearTransaction()
	return replyOk
}

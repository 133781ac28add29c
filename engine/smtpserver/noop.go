package smtpserver

import "ehloworld/engine/smtp"

// noop answers NOOP, whatever stands behind it (RFC 5321 section 4.1.1.9).
func (s *Server) noop() smtp.Reply { return replyOk }

package smtpserver

import "ehloworld/engine/smtp"

// starttls answers STARTTLS (RFC 3207 section 4). What the client sent behind it came from outside of TLS and is dropped:
// to obey it inside would be to obey whoever sits on the wire.
func (s *Server) starttls(arg string) smtp.Reply {
	switch {
	case s.session.TLS:
		return smtp.NewReply(503, "5.5.1", "The connection is inside TLS already")
	case arg != "":
		return *noArgument(smtp.STARTTLS, arg)
	case !s.cfg.StartTLS:
		return smtp.NewReply(454, "4.7.0", "TLS is not available just now")
	}
	return smtp.NewReply(220, "2.0.0", "Ready to start TLS")
}

// insideTLS hands the connection over; the session begins anew, and what was said before counts for nothing.
func (s *Server) insideTLS() {
	s.flush()
	s.lines.Skip(s.lines.Len())
	s.out.StartTLS()
	s.session.TLS, s.session.Hello, s.session.ESMTP = true, "", false
	s.esmtp = false
	s.lines.SetMax(s.longest())
}

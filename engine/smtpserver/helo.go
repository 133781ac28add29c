package smtpserver

import (
	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
)

// helo answers HELO (RFC 5321 section 4.1.1.1).
func (s *Server) helo(arg string) smtp.Reply { return s.hello(smtp.HELO, arg) }

// MaxHello bounds the name that a client gives itself, in octets: that of a domain.
const MaxHello = 255

// hello begins the session, or begins it anew: all greetings in the middle of it are a RSET (RFC 5321 section 4.1.4).
func (s *Server) hello(verb, arg string) smtp.Reply {
	if arg == "" || len(arg) > MaxHello || !isWord(arg) || !address.IsASCII(arg) { // RFC 6531 section 3.7.1: no U-labels here.
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(verb))
	}
	s.clearTransaction()
	s.esmtp = verb != smtp.HELO
	s.session.Hello, s.session.ESMTP = arg, s.esmtp && s.as.Proto != "SMTP"
	if s.as.Helo != "" {
		s.session.Hello = s.as.Helo
	}
	text := s.cfg.Hostname + " Hello " + s.session.Hello
	if ip := s.session.ClientIP; ip != "" {
		text += " [" + ip + "]"
	}
	return smtp.NewReply(250, "", text)
}

// isWord says whether s is one visible word. More is not asked of a name: RFC 5321 section 4.1.4 forbids to refuse mail
// because the name does not check, and the names of personal computers rarely do.
func isWord(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

package smtpserver

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
)

// vrfy answers VRFY (RFC 5321 section 4.1.1.6).
func (s *Server) vrfy(arg string) smtp.Reply { return s.ask(smtp.VRFY, arg, s.backend.Verify) }

// expn answers EXPN (RFC 5321 section 4.1.1.7).
func (s *Server) expn(arg string) smtp.Reply { return s.ask(smtp.EXPN, arg, s.backend.Expand) }

// ask answers VRFY and EXPN. Characters beyond ASCII in question or answer need the parameter SMTPUTF8 (RFC 6531 section
// 3.7.4.2).
func (s *Server) ask(verb, arg string, answer func(string) smtp.Reply) smtp.Reply {
	utf8 := false
	if s.has("SMTPUTF8") && s.esmtp {
		name, last, _ := cutLast(arg)
		if utf8 = strings.EqualFold(last, "SMTPUTF8"); utf8 {
			arg = name
		}
	}
	switch {
	case arg == "":
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(verb))
	case s.wantsLogin(verb):
		return replyAuthRequired
	case !utf8 && !address.IsASCII(arg):
		return smtp.NewReply(553, "5.6.7", "Characters beyond ASCII in "+verb+" need the parameter SMTPUTF8 behind them, where EHLO offers it")
	}
	if reply, said := s.magicNow(verb, arg); said {
		return reply
	}
	reply := answer(arg)
	if !utf8 && !address.IsASCII(reply.Text()) {
		return smtp.NewReply(553, "5.6.8", "The answer has characters beyond ASCII: "+verb+" needs the parameter SMTPUTF8")
	}
	return reply
}

// cutLast cuts the last word off.
func cutLast(s string) (rest, last string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", s, false
	}
	return strings.TrimRight(s[:i], " "), s[i+1:], true
}

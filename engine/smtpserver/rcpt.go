package smtpserver

import (
	"strconv"

	"ehloworld/engine/smtp"
)

// rcpt answers RCPT, which adds a recipient (RFC 5321 section 4.1.1.3).
func (s *Server) rcpt(arg string) smtp.Reply {
	to, params, refuse := smtp.ParseRcpt(arg)
	if refuse == nil && len(params) > 0 {
		refuse = smtp.Refuse(555, "5.5.4", "Parameter "+shown(params[0].Key)+" of RCPT TO is not known here: EHLO lists what is")
	}
	if refuse == nil && !s.env.SMTPUTF8 && !to.ASCII() {
		no := s.needsUTF8("recipient")
		refuse = &no
	}
	rcpt := to.String()
	if refuse == nil && len(s.env.Rcpts) >= s.cfg.MaxRecipients {
		refuse = smtp.Refuse(452, "4.5.3", "Too many recipients, the limit is "+strconv.Itoa(s.cfg.MaxRecipients)+
			": send this letter to these and another one to the rest")
	}
	if refuse != nil {
		s.refused++
		return *refuse
	}
	s.nextRcpt = smtp.Rcpt{Addr: rcpt}
	return s.judgeRecipient(nil)
}

// judgeRecipient asks the backend, with the answer to what it asked before.
func (s *Server) judgeRecipient(known any) smtp.Reply {
	reply := s.settle(smtp.RCPT, s.backend.Recipient(s.session, &s.env, s.nextRcpt, known), replyRcpt)
	switch {
	case reply.Code >= 400:
		s.refused++
	case reply.Code/100 == 2 && !s.named(s.nextRcpt.Addr):
		s.env.Rcpts = append(s.env.Rcpts, s.nextRcpt)
	}
	return reply
}

// named says whether the letter has a recipient already. Named twice, it still gets one copy.
func (s *Server) named(addr string) bool {
	for i := range s.env.Rcpts {
		if s.env.Rcpts[i].Addr == addr {
			return true
		}
	}
	return false
}

var replyRcpt = smtp.NewReply(250, "2.1.5", "Ok")

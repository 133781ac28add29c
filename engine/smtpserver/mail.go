package smtpserver

import (
	"strconv"

	"ehloworld/engine/smtp"
)

// mail answers MAIL, which begins a transaction (RFC 5321 section 4.1.1.2).
func (s *Server) mail(arg string) smtp.Reply {
	if s.wantsLogin(smtp.MAIL) {
		return replyAuthRequired
	}
	if s.cfg.MaxMessages > 0 && s.letters >= s.cfg.MaxMessages {
		return smtp.NewReply(421, "4.7.0", s.cfg.Hostname+" Too many letters on one connection, the limit is "+
			strconv.Itoa(s.cfg.MaxMessages)+": connect again")
	}
	from, params, refuse := smtp.ParseMail(arg)
	s.next = smtp.Envelope{From: from.String()}
	if refuse != nil {
		return *refuse
	}
	if refuse := s.takeParams(smtp.MAIL, params); refuse != nil {
		return *refuse
	}
	if !s.next.SMTPUTF8 && !from.ASCII() {
		return s.needsUTF8("sender")
	}
	if reply, said := s.magicNow(smtp.MAIL, s.next.From); said {
		return s.begin(reply)
	}
	return s.judgeSender(nil)
}

// judgeSender asks the backend, with the answer to what it asked before.
func (s *Server) judgeSender(known any) smtp.Reply {
	return s.begin(s.settle(smtp.MAIL, s.backend.Sender(s.session, &s.next, known), replyMail))
}

// begin begins the transaction if the reply says so.
func (s *Server) begin(reply smtp.Reply) smtp.Reply {
	if reply.Code/100 == 2 {
		s.clearTransaction()
		s.env = s.next
	}
	return reply
}

var (
	replyMail         = smtp.Reply{Code: 250, Enhanced: "2.1.0", Lines: []string{"Ok"}}
	replyAuthRequired = smtp.Reply{Code: 530, Enhanced: "5.7.0", Lines: []string{"Authentication required"}}
)

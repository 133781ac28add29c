package smtpserver

import "ehloworld/engine/smtp"

// settle turns a verdict about MAIL or RCPT into what is said, or into a question. Until that is answered no further
// command is read: replies come in the order of commands, and the next one may depend on this verdict.
func (s *Server) settle(verb string, v Verdict, accepted smtp.Reply) smtp.Reply {
	switch {
	case v.Ask != nil:
		s.asked++
		s.waiting = verb
		s.out.Ask(s.asked, v.Ask)
		return smtp.Reply{}
	case v.Refuse != nil:
		return *v.Refuse
	}
	return accepted
}

// answered goes on with the command that waits for the answer to a question.
func (s *Server) answered(question int, known any) {
	verb := s.waiting
	if verb == "" || question != s.asked {
		panic("smtpserver: an answer to what nobody asked")
	}
	s.waiting = ""
	if verb == smtp.MAIL {
		s.answer(verb, s.judgeSender(known))
	} else {
		s.answer(verb, s.judgeRecipient(known))
	}
	s.run()
}

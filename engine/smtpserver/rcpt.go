package smtpserver

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
)

// rcpt answers RCPT, which adds a recipient (RFC 5321 section 4.1.1.3).
func (s *Server) rcpt(arg string) smtp.Reply {
	to, params, refuse := smtp.ParseRcpt(arg)
	s.nextRcpt = smtp.Rcpt{Addr: to.String()}
	if refuse == nil {
		refuse = s.takeParams(smtp.RCPT, params)
	}
	if refuse == nil && !s.env.SMTPUTF8 && !to.ASCII() {
		no := s.needsUTF8("recipient")
		refuse = &no
	}
	if refuse == nil {
		refuse = s.tooMany()
	}
	if refuse != nil {
		s.refused++
		return *refuse
	}
	if reply, said := s.magicNow(smtp.RCPT, s.nextRcpt.Addr); said {
		return s.add(reply)
	}
	return s.judgeRecipient(nil)
}

// tooMany refuses a recipient for those that came before it. Such a recipient is not refused for good: the client sends the
// letter again to those that are left (RFC 5321 section 4.5.3.1.10, RFC 9422).
func (s *Server) tooMany() *smtp.Reply {
	if max(len(s.env.Rcpts), len(s.rcpts)) >= s.cfg.MaxRecipients {
		return smtp.Refuse(452, "4.5.3", "Too many recipients, the limit is "+strconv.Itoa(s.cfg.MaxRecipients)+
			": send this letter to these and another one to the rest")
	}
	if !edition.Full || s.cfg.MaxDomains <= 0 {
		return nil
	}
	var domains []string
	for i := -1; i < len(s.env.Rcpts); i++ {
		addr := s.nextRcpt.Addr
		if i >= 0 {
			addr = s.env.Rcpts[i].Addr
		}
		domain := address.DomainOf(addr)
		if !containsFold(domains, domain) {
			domains = append(domains, domain)
		}
	}
	if len(domains) > s.cfg.MaxDomains {
		return smtp.Refuse(452, "4.5.3", "Too many domains among the recipients, the limit is "+strconv.Itoa(s.cfg.MaxDomains)+
			": send this letter to these and another one to the rest")
	}
	return nil
}

func containsFold(list []string, s string) bool {
	for _, t := range list {
		if strings.EqualFold(s, t) {
			return true
		}
	}
	return false
}

// judgeRecipient asks the backend, with the answer to what it asked before.
func (s *Server) judgeRecipient(known any) smtp.Reply {
	return s.add(s.settle(smtp.RCPT, s.backend.Recipient(s.session, &s.env, s.nextRcpt, known), replyRcpt))
}

// add adds the recipient if the reply says so.
func (s *Server) add(reply smtp.Reply) smtp.Reply {
	switch {
	case reply.Code >= 400:
		s.refused++
	case reply.Code/100 == 2:
		if !s.named(s.nextRcpt.Addr) {
			s.env.Rcpts = append(s.env.Rcpts, s.nextRcpt)
		}
		if edition.Full && s.cfg.Proto == ProtoLMTP {
			s.rcpts = append(s.rcpts, s.nextRcpt.Addr)
		}
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

var replyRcpt = smtp.Reply{Code: 250, Enhanced: "2.1.5", Lines: []string{"Ok"}}

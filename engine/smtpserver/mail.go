package smtpserver

import (
	"strconv"
	"strings"

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
	if refuse != nil {
		return *refuse
	}
	env := smtp.Envelope{From: from.String()}
	for _, p := range params {
		if refuse := s.mailParam(&env, p); refuse != nil {
			return *refuse
		}
	}
	if !env.SMTPUTF8 && !from.ASCII() {
		return s.needsUTF8("sender")
	}
	s.next = env
	return s.judgeSender(nil)
}

// judgeSender asks the backend, with the answer to what it asked before.
func (s *Server) judgeSender(known any) smtp.Reply {
	reply := s.settle(smtp.MAIL, s.backend.Sender(s.session, &s.next, known), replyMail)
	if reply.Code/100 == 2 {
		s.env, s.refused = s.next, 0
	}
	return reply
}

var (
	replyMail         = smtp.NewReply(250, "2.1.0", "Ok")
	replyAuthRequired = smtp.NewReply(530, "5.7.0", "Authentication required")
)

// mailParam takes one parameter of MAIL. A parameter whose extension is not offered is an error, as is any after HELO:
// such a client cannot know what we understand (RFC 5321 section 4.1.1.11).
func (s *Server) mailParam(env *smtp.Envelope, p smtp.Param) *smtp.Reply {
	if !s.session.ESMTP {
		return smtp.Refuse(555, "5.5.4", "MAIL FROM takes parameters only after EHLO")
	}
	switch {
	case p.Key == "SIZE" && s.sizes:
		size, ok := smtp.ParseSize(p.Value)
		if !ok {
			return smtp.Refuse(501, "5.5.4", "Syntax: SIZE=number of octets")
		}
		if size > s.cfg.MaxSize {
			return s.tooBig()
		}
		env.Size = size
	case p.Key == "BODY" && s.eightBit:
		switch strings.ToUpper(p.Value) {
		case "7BIT":
		case "8BITMIME":
			env.Body = smtp.Body8BitMIME
		default:
			return smtp.Refuse(501, "5.5.4", "Syntax: BODY=7BIT or BODY=8BITMIME")
		}
	case p.Key == "SMTPUTF8" && s.utf8:
		if !p.Bare {
			return smtp.Refuse(501, "5.5.4", "Syntax: SMTPUTF8 has no value")
		}
		env.SMTPUTF8 = true
	case p.Key == smtp.AUTH && s.keywords.Has(smtp.AUTH):
		if p.Bare {
			return smtp.Refuse(501, "5.5.4", "Syntax: AUTH=address or AUTH=<>")
		}
		env.Auth = p.Value
	default:
		return smtp.Refuse(555, "5.5.4", "Parameter "+shown(p.Key)+" of MAIL FROM is not known here: EHLO lists what is")
	}
	return nil
}

// tooBig refuses a letter for its size (RFC 1870 section 6.1).
func (s *Server) tooBig() *smtp.Reply {
	text := "The letter is too big: this server takes " + strconv.FormatInt(s.cfg.MaxSize, 10) + " octets"
	s.noteVerdict("size", text)
	return smtp.Refuse(552, "5.3.4", text)
}

// needsUTF8 refuses an address beyond ASCII (RFC 6531 section 3.5).
func (s *Server) needsUTF8(whose string) smtp.Reply {
	if !s.utf8 {
		return smtp.NewReply(553, "5.6.7", "The "+whose+" has characters beyond ASCII, and this server does not offer SMTPUTF8")
	}
	return smtp.NewReply(553, "5.6.7", "The "+whose+" has characters beyond ASCII: MAIL FROM needs the parameter SMTPUTF8")
}

// shown shortens a peer's word for a reply.
func shown(s string) string { return s[:min(len(s), smtp.MaxShown)] }

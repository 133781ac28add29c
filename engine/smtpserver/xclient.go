package smtpserver

import (
	"strings"

	"ehloworld/engine/ip"
	"ehloworld/engine/smtp"
)

// Attributes that XCLIENT and XFORWARD know, as EHLO lists them.
const (
	xclientAttributes  = "NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT"
	xforwardAttributes = "NAME ADDR PORT PROTO HELO IDENT SOURCE"
)

// Client is what XCLIENT or XFORWARD says about whoever the peer speaks for. Empty: not said, or not known.
type Client struct {
	_ [0]func() // Never compared: that spares code for it.

	Name, Addr, Port, Proto, Helo, Login, DestAddr, DestPort, Ident, Source string
}

func (c *Client) field(name string) *string {
	switch name {
	case "NAME":
		return &c.Name
	case "ADDR":
		return &c.Addr
	case "PORT":
		return &c.Port
	case "PROTO":
		return &c.Proto
	case "HELO":
		return &c.Helo
	case "LOGIN":
		return &c.Login
	case "DESTADDR":
		return &c.DestAddr
	case "DESTPORT":
		return &c.DestPort
	case "IDENT":
		return &c.Ident
	}
	return &c.Source
}

// xclient answers XCLIENT (Postfix's XCLIENT_README): from here on the peer speaks as another client, and the session
// begins anew with a greeting.
func (s *Server) xclient(arg string) smtp.Reply {
	c := s.as
	if refuse := s.attributes(&c, smtp.XCLIENT, arg, xclientAttributes); refuse != nil {
		return *refuse
	}
	session := Session{Conn: s.session.Conn, Proto: s.session.Proto, TLS: s.session.TLS, User: c.Login,
		ClientIP: c.Addr, ClientName: c.Name, Forwarded: s.session.Forwarded}
	if c.Addr == "" {
		session.ClientIP = s.session.ClientIP
	}
	if refuse := s.backend.Connect(session); refuse != nil {
		return *refuse
	}
	s.as, s.session, s.esmtp = c, session, false
	return smtp.NewReply(220, "", s.banner())
}

// xforward answers XFORWARD (Postfix's XFORWARD_README): whom the letters of this session come from, for the record.
func (s *Server) xforward(arg string) smtp.Reply {
	c := s.session.Forwarded
	if refuse := s.attributes(&c, smtp.XFORWARD, arg, xforwardAttributes); refuse != nil {
		return *refuse
	}
	s.session.Forwarded = c
	return replyOk
}

// attributes reads NAME=value, values in xtext.
func (s *Server) attributes(c *Client, verb, arg, known string) *smtp.Reply {
	if !s.cfg.Trusted {
		return smtp.Refuse(550, "5.7.0", verb+" is only for peers that this server trusts")
	}
	if arg == "" {
		return smtp.Refuse(501, "5.5.4", "Syntax: "+smtp.Usage(verb))
	}
	for word := range strings.FieldsSeq(arg) {
		name, value, has := strings.Cut(word, "=")
		name = strings.ToUpper(name)
		text, ok := smtp.DecodeXtext(value)
		if !has || !ok || !strings.Contains(" "+known+" ", " "+name+" ") {
			return smtp.Refuse(501, "5.5.4", "Bad attribute "+smtp.Shown(word)+": known are "+known+", and values are written in xtext")
		}
		if strings.EqualFold(text, "[UNAVAILABLE]") || strings.EqualFold(text, "[TEMPUNAVAIL]") {
			text = ""
		} else if !validAttribute(name, text) {
			return smtp.Refuse(501, "5.5.4", "Bad "+name+" value: "+smtp.Shown(value))
		}
		*c.field(name) = strings.TrimPrefix(text, "IPV6:")
	}
	return nil
}

// validAttribute checks the values that something else depends on.
func validAttribute(name, text string) bool {
	switch name {
	case "ADDR", "DESTADDR":
		six, is := strings.CutPrefix(text, "IPV6:")
		_, ok := ip.Parse4(text)
		if is {
			_, ok = ip.Parse6(six)
		}
		return ok
	case "PORT", "DESTPORT":
		n, ok := smtp.ParseSize(text)
		return ok && n < 1<<16
	case "PROTO":
		return text == "SMTP" || text == "ESMTP" || text == "LMTP"
	case "SOURCE":
		return text == "LOCAL" || text == "REMOTE"
	}
	return isWord(text)
}

package smtpserver

import (
	"encoding/base64"
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/sasl"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// auth answers AUTH and begins its exchange (RFC 4954 section 4).
func (s *Server) auth(arg string) smtp.Reply {
	if s.session.User != "" {
		return smtp.NewReply(503, "5.5.1", "Already authenticated as "+s.session.User)
	}
	mech, initial, has := strings.Cut(arg, " ")
	mech = strings.ToUpper(mech)
	if mech == "" || has && strings.ContainsAny(initial, " \t") {
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(smtp.AUTH))
	}
	exchange := sasl.NewServer(mech)
	mechs := s.mechanisms()
	if exchange == nil || !strings.Contains(" "+mechs+" ", " "+mech+" ") {
		return smtp.NewReply(504, "5.5.4", "Mechanism "+smtp.Shown(mech)+" is not offered here: choose among "+mechs)
	}
	var response []byte
	if has {
		if response = decode(initial); response == nil {
			return replyBase64
		}
	}
	s.mech, s.sasl = mech, exchange
	return s.authStep(response)
}

var (
	replyBase64    = smtp.Reply{Code: 501, Enhanced: "5.5.2", Lines: []string{"Not base64: each answer in AUTH is base64 on one line, or * to cancel"}}
	replyCancelled = smtp.Reply{Code: 501, Enhanced: "5.7.0", Lines: []string{"Authentication cancelled"}}
)

// decode reads base64. "=" is an empty initial response (RFC 4954 section 4). nil: it is no base64.
func decode(s string) []byte {
	if s == "=" {
		return []byte{}
	}
	if strings.ContainsAny(s, "\r\n") {
		return nil // Go's decoder skips them.
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil
	}
	if b == nil {
		b = []byte{}
	}
	return b
}

// authLine handles a line of the exchange.
func (s *Server) authLine(line framing.Line) {
	text := string(line.Data)
	s.noteCommand("", text, line.Data)
	s.lines.SetMax(s.longest())
	verb, reply := smtp.Response, smtp.Reply{}
	switch {
	case line.Problem == framing.TooLong:
		reply = smtp.NewReply(500, "5.5.6", "Line too long: an answer in AUTH has at most 12288 octets with its CR LF")
	case line.Problem != framing.OK:
		reply = *s.lineProblem(line, "")
	case text == smtp.Cancel:
		verb, reply = smtp.Cancel, replyCancelled
	default:
		response := decode(text)
		if text == "=" {
			response = nil // Only an initial response is written so.
		}
		if response == nil {
			reply = replyBase64
			break
		}
		reply = s.authStep(response)
	}
	s.answer(verb, reply)
}

// authStep moves the mechanism one step on; a nil response is none.
func (s *Server) authStep(response []byte) smtp.Reply {
	challenge, done, claim, err := s.sasl.Next(response)
	if err != nil {
		return smtp.NewReply(501, "5.5.2", "Not an answer of "+s.mech+": "+form(s.mech))
	}
	if !done {
		s.lines.SetMax(framing.MaxAuthLine)
		return smtp.NewReply(334, "", base64.StdEncoding.EncodeToString(challenge))
	}
	if reply, said := s.magicNow(smtp.AUTH, claim.User); said {
		if reply.Code/100 == 2 {
			s.session.User = claim.User
		}
		return reply
	}
	address, ok := "", false
	if claim.Authzid == "" || claim.Authzid == claim.User {
		address, ok = s.backend.Authenticate(s.mech, claim.User, claim.Pass)
	}
	s.out.Note(&trace.Auth{Conn: s.cfg.Conn, Host: s.cfg.Host, Proto: s.cfg.Proto, User: claim.User, Mech: s.mech, OK: ok, Clear: true})
	if !ok {
		return smtp.NewReply(535, "5.7.8", "Authentication failed: no such user with this password")
	}
	s.session.User = address
	return smtp.NewReply(235, "2.7.0", "Authentication successful")
}

// form says what a mechanism's response looks like before it is put into base64.
func form(mech string) string {
	if mech == sasl.Plain {
		return "base64 of NUL, user name, NUL, password"
	}
	return "base64 of the user name, then of the password"
}

package smtpserver

import (
	"strconv"

	"ehloworld/engine/framing"
	"ehloworld/engine/smtp"
)

// data answers DATA; what follows is the letter (RFC 5321 section 4.1.1.4).
func (s *Server) data(arg string) smtp.Reply {
	if refuse := noArgument(smtp.DATA, arg); refuse != nil {
		return *refuse
	}
	limits := framing.DotLimits{Ends: s.cfg.LineEnds, Size: s.cfg.MaxSize, Line: framing.MaxLine}
	s.letter.Init(limits, int(min(s.env.Size, maxHint)))
	return replyData
}

var replyData = smtp.NewReply(354, "", "End data with <CR><LF>.<CR><LF>")

// readLetter reads on in the letter and says how many bytes of data belonged to it.
func (s *Server) readLetter(data []byte) int {
	n, done := s.letter.Feed(data)
	if done {
		c := s.noteCommand(smtp.EOD, "", dot)
		c.Size, c.EightBit = int(s.letter.Size()), s.letter.EightBit()
		if s.intercepted(smtp.EOD, "") {
			s.clearTransaction()
			return n
		}
		reply := s.endOfData()
		s.clearTransaction()
		s.answer(smtp.EOD, reply)
	}
	return n
}

var dot = []byte(".")

// endOfData answers the dot. Only a letter that is answered 250 here was ever in anybody's hands.
func (s *Server) endOfData() smtp.Reply {
	if refuse := s.letterProblem(); refuse != nil {
		return *refuse
	}
	id, refuse := s.backend.Accept(s.session, s.env, s.letter.Data())
	if refuse != nil {
		return *refuse
	}
	s.letters++
	return smtp.NewReply(250, "2.0.0", "Ok: queued as "+id)
}

// letterProblem refuses a letter for its octets.
func (s *Server) letterProblem() *smtp.Reply {
	problem, at := s.letter.Problem()
	line := "Line " + strconv.Itoa(at) + " of the letter "
	switch problem {
	case framing.TooBig:
		return s.tooBig()
	case framing.NUL:
		return smtp.Refuse(554, "5.6.0", line+"holds a NUL octet, which is no text: refused")
	case framing.BareLF:
		s.noteVerdict("bare-lf", line+"holds a bare LF")
		return smtp.Refuse(554, "5.6.0", line+"holds a bare LF: every line must end with CR LF, refused")
	case framing.BareCR:
		return smtp.Refuse(554, "5.6.0", line+"holds a bare CR: every line must end with CR LF, refused")
	case framing.TooLong:
		return smtp.Refuse(500, "5.5.2", "Line too long: line "+strconv.Itoa(at)+" of the letter has more than 1000 octets with its CR LF, refused")
	}
	if s.letter.EightBit() && !s.eightBit {
		return smtp.Refuse(554, "5.6.1", "The letter holds octets above 127 and this server does not offer 8BITMIME: encode it in quoted-printable or base64")
	}
	return nil
}

package smtpserver

import (
	"strconv"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/smtp"
)

// data answers DATA; what follows is the letter (RFC 5321 section 4.1.1.4).
func (s *Server) data(arg string) smtp.Reply {
	if refuse := noArgument(smtp.DATA, arg); refuse != nil {
		return *refuse
	}
	if s.env.Body == smtp.BodyBinaryMIME {
		// RFC 3030 section 3: what has no lines has no line with a dot either.
		return smtp.NewReply(503, "5.5.1", "A letter of BODY=BINARYMIME comes with BDAT")
	}
	limits := framing.DotLimits{Ends: s.cfg.LineEnds, Size: s.cfg.MaxSize, Line: framing.MaxLine}
	s.letter.Init(limits, int(min(s.env.Size, maxHint)))
	return replyData
}

var replyData = smtp.Reply{Code: 354, Enhanced: "", Lines: []string{"End data with <CR><LF>.<CR><LF>"}}

// readLetter reads on in the letter and says how many bytes of data belonged to it.
func (s *Server) readLetter(data []byte) int {
	n, done := s.letter.Feed(data)
	if done {
		c := s.noteCommand(smtp.EOD, "", dot)
		c.Size, c.EightBit = int(s.letter.Size()), s.letter.EightBit()
		s.endOfData(smtp.EOD, nil)
	}
	return n
}

var dot = []byte(".")

// endOfData answers the end of a letter, which is verb. Only a letter that is answered 250 here was ever in anybody's hands.
// In LMTP each recipient has an answer of its own (RFC 2033 section 4.2). The transaction is over in any case.
func (s *Server) endOfData(verb string, refuse *smtp.Reply) {
	s.took = s.letter.Size()
	if refuse == nil {
		if refuse = s.intercept(verb, ""); s.state == smtp.StateQuit {
			return
		}
	}
	if refuse == nil {
		refuse = s.letterProblem()
	}
	if !edition.Full {
		s.take(verb, refuse)
		return
	}
	env, accepted := s.env, s.rcpts
	magical := s.magicLetter(&env)
	var replies []smtp.Reply
	lmtp := s.cfg.Proto == ProtoLMTP
	switch {
	case magical.drop && !magical.late:
	case refuse != nil:
		replies = []smtp.Reply{*refuse}
	case magical.reply.Code >= 400 && !lmtp:
		replies = []smtp.Reply{magical.reply}
	case lmtp && len(env.Rcpts) > 0:
		replies = s.backend.Deliver(s.session, env, s.letter.Data())
	case len(env.Rcpts) > 0:
		replies = []smtp.Reply{s.accept(env)}
	default:
		replies = []smtp.Reply{replyThrown}
	}
	if len(replies) == 1 && replies[0].Positive() && magical.reply.Code > 0 && !lmtp {
		replies[0] = magical.reply
	}
	if len(replies) > 0 && replies[0].Positive() {
		s.letters++
	}
	if lmtp && len(replies) > 0 {
		replies = s.spread(&env, accepted, replies, refuse != nil)
	}
	s.clearTransaction()
	if magical.drop {
		s.drop()
		return
	}
	for i := range len(replies) - 1 {
		s.write(verb, replies[i]) // Only the last is counted: a 421 among them would leave the others without an answer.
	}
	s.delay = magical.wait
	s.answer(verb, replies[len(replies)-1])
}

// take is endOfData without LMTP and magic.
func (s *Server) take(verb string, refuse *smtp.Reply) {
	reply := smtp.Reply{}
	if refuse != nil {
		reply = *refuse
	} else if reply = s.accept(s.env); reply.Positive() {
		s.letters++
	}
	s.clearTransaction()
	s.answer(verb, reply)
}

// accept hands the letter to the backend.
func (s *Server) accept(env smtp.Envelope) smtp.Reply {
	id, refuse := s.backend.Accept(s.session, env, s.letter.Data())
	if refuse != nil {
		return *refuse
	}
	s.queueID = id
	return smtp.NewReply(250, "2.0.0", "Ok: queued as "+id)
}

var replyThrown = smtp.Reply{Code: 250, Enhanced: "2.1.5", Lines: []string{"Ok: thrown away, since nobody lives at a magic address"}}

// spread gives each RCPT that was accepted its answer, in their order: named twice, a recipient has two answers (RFC 2033
// section 4.2). A letter that is refused as a whole is refused to each; otherwise it was delivered to those of env, and the
// others are magic. 421 would end the session before its time.
func (s *Server) spread(env *smtp.Envelope, accepted []string, replies []smtp.Reply, whole bool) []smtp.Reply {
	all := make([]smtp.Reply, len(accepted))
	for i, addr := range accepted {
		all[i] = replies[0]
		if m := s.magicFor(addr); m.phase != "" && !whole {
			all[i] = replyThrown
			if m.phase == smtp.EOD && m.reply.Code > 0 {
				all[i] = m.reply
			}
		}
		for j := range env.Rcpts {
			if env.Rcpts[j].Addr == addr && !whole {
				all[i] = replies[j]
			}
		}
		if all[i].Code == 421 {
			all[i].Code = 451
		}
	}
	return all
}

// bareEnd refuses a letter for half a line end.
func (s *Server) bareEnd(problem framing.Problem, line string) *smtp.Reply {
	if problem == framing.BareLF {
		s.noteVerdict("bare-lf", line+"holds a bare LF")
	}
	return smtp.Refuse(554, "5.6.0", line+"holds a "+problem.String()+": every line must end with CR LF, refused")
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
	case framing.BareLF, framing.BareCR:
		return s.bareEnd(problem, line)
	case framing.TooLong:
		return smtp.Refuse(500, "5.5.2", "Line too long: line "+strconv.Itoa(at)+" of the letter has more than 1000 octets with its CR LF, refused")
	}
	if s.letter.EightBit() && !s.has("8BITMIME") && s.env.Body != smtp.BodyBinaryMIME {
		return smtp.Refuse(554, "5.6.1", "The letter holds octets above 127 and this server does not offer 8BITMIME: encode it in quoted-printable or base64")
	}
	return nil
}

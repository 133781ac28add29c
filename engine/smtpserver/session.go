package smtpserver

import (
	"strconv"

	"ehloworld/engine/framing"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// greet opens the session (RFC 5321 section 3.1).
func (s *Server) greet() {
	if refuse := s.backend.Connect(s.session); refuse != nil {
		s.answer(smtp.Connect, *refuse)
		return
	}
	s.answer(smtp.Connect, smtp.NewReply(220, "", s.cfg.Hostname+" ESMTP ready"))
}

// receive takes bytes from the client.
func (s *Server) receive(data []byte) {
	if s.state == smtp.StateData && s.lines.Len() == 0 && !s.blocked {
		// The common case of a long letter: it is read from where it lies, without a copy in between.
		data = data[s.readLetter(data):]
	}
	if len(data) > 0 {
		s.lines.Feed(data)
	}
	s.run()
}

// run works off what was received, until there is no whole line, or the replies of this step are enough.
func (s *Server) run() {
	for s.state != smtp.StateQuit {
		if s.lines.Len() == 0 {
			break
		}
		if s.blocked || len(s.wire) > 0 && len(s.wire) >= s.room {
			s.block()
			return
		}
		if s.waiting != "" {
			s.flooded()
			return
		}
		if s.state == smtp.StateData {
			s.lines.Skip(s.readLetter(s.lines.Rest()))
			continue
		}
		line, ok := s.lines.Next()
		if !ok {
			break
		}
		s.line(line)
	}
	if s.ended && s.waiting == "" && s.state != smtp.StateQuit {
		// Half a command or half a letter is nothing: only its end would have made it something.
		s.enter(smtp.StateQuit)
	}
}

// block stops reading until the client has taken our replies (RFC 2920 section 3.2: neither side may deadlock).
func (s *Server) block() {
	if s.blocked {
		s.flooded()
	} else {
		s.blocked = true
		s.flush()
		s.out.More()
	}
}

// flooded closes when a client sends on and on while it cannot be answered.
func (s *Server) flooded() {
	if s.lines.Len() > MaxPending {
		s.answer(smtp.Any, smtp.NewReply(421, "4.7.0", s.cfg.Hostname+" You send and send and do not read the replies, closing connection"))
	}
}

// idle closes after a long silence.
func (s *Server) idle() {
	s.answer(smtp.Any, smtp.NewReply(421, "4.4.2", s.cfg.Hostname+" Nothing came for "+duration(s.cfg.IdleTimeout)+", closing connection"))
}

func duration(d vtime.Duration) string {
	if d >= vtime.Minute && d%vtime.Minute == 0 {
		return strconv.Itoa(int(d/vtime.Minute)) + " minutes"
	}
	return vtime.Span(d)
}

// line handles one line that is not part of a letter.
func (s *Server) line(line framing.Line) {
	if s.state == smtp.StateAuth {
		s.authLine(line)
		return
	}
	verb, arg := smtp.ParseCommand(line.Data)
	s.noteCommand(verb, arg, line.Data)
	if problem := s.lineProblem(line, verb); problem != nil {
		s.answer(verb, *problem)
		return
	}
	if s.intercepted(verb, arg) {
		return
	}
	s.answer(verb, s.command(verb, arg))
}

// intercepted lets the backend answer in place of the server.
func (s *Server) intercepted(verb, arg string) bool {
	s.commands++
	reply := s.backend.Intercept(s.session, verb, arg, s.commands)
	if reply == nil {
		return false
	}
	if reply.Code == 0 {
		s.dropped = true
		s.enter(smtp.StateQuit)
	} else {
		s.answer(verb, *reply)
	}
	return true
}

// lineProblem says what is wrong with a command line before its words are looked at. Such a line is never obeyed, not
// even in part.
func (s *Server) lineProblem(line framing.Line, verb string) *smtp.Reply {
	problem := line.Problem
	if len(line.Data)+2 > framing.MaxCommandLine && verb != smtp.MAIL && problem == framing.OK {
		problem = framing.TooLong // Extensions lengthen only MAIL.
	}
	switch problem {
	case framing.TooLong:
		most := framing.MaxCommandLine
		if verb == smtp.MAIL {
			most = s.maxLine
		}
		return smtp.Refuse(500, "5.5.2", "Line too long: a command has at most "+strconv.Itoa(most)+" octets with its CR LF")
	case framing.NUL:
		return &replyNUL
	case framing.BareLF:
		return &replyBareLF
	case framing.BareCR:
		return &replyBareCR
	}
	return nil
}

var (
	replyNUL    = smtp.NewReply(500, "5.5.2", "A NUL octet stands in the line: commands are text")
	replyBareLF = smtp.NewReply(500, "5.5.2", "A bare LF stands in the line: every line must end with CR LF, and neither may stand alone")
	replyBareCR = smtp.NewReply(500, "5.5.2", "A bare CR stands in the line: every line must end with CR LF, and neither may stand alone")
)

// command obeys a command that came as a good line.
func (s *Server) command(verb, arg string) smtp.Reply {
	if s.disabled(verb) {
		return smtp.NewReply(502, "5.5.1", verb+" is not implemented here")
	}
	if !smtp.Allows(s.state, verb) {
		return s.refusal(verb)
	}
	switch verb {
	case smtp.HELO:
		return s.helo(arg)
	case smtp.EHLO:
		return s.ehlo(arg)
	case smtp.AUTH:
		return s.auth(arg)
	case smtp.MAIL:
		return s.mail(arg)
	case smtp.RCPT:
		return s.rcpt(arg)
	case smtp.DATA:
		return s.data(arg)
	case smtp.RSET:
		return s.rset(arg)
	case smtp.NOOP:
		return s.noop()
	case smtp.VRFY:
		return s.vrfy(arg)
	case smtp.EXPN:
		return s.expn(arg)
	case smtp.HELP:
		return s.help(arg)
	case smtp.QUIT:
		return s.quit(arg)
	}
	panic("smtpserver: the table allows " + verb + " and no file obeys it")
}

// refusal is the table's answer, except where the session knows more.
func (s *Server) refusal(verb string) smtp.Reply {
	if verb == smtp.DATA && s.state == smtp.StateMail && s.refused > 0 {
		// RFC 5321 section 3.3 offers 554 for just this, and it says more than 503.
		return smtp.NewReply(554, "5.5.1", "No valid recipients: every RCPT TO was refused")
	}
	return smtp.Refusal(verb, s.state)
}

var replyOk = smtp.NewReply(250, "2.0.0", "Ok")

// noArgument refuses an argument where none belongs, so that nobody believes it had an effect.
func noArgument(verb, arg string) *smtp.Reply {
	if arg == "" {
		return nil
	}
	return smtp.Refuse(501, "5.5.4", "Syntax: "+verb+" stands alone on its line")
}

// answer sends the reply to a verb and goes where the table says.
func (s *Server) answer(verb string, reply smtp.Reply) {
	if s.waiting != "" && verb != smtp.Any {
		return // The answer comes later.
	}
	if reply.Permanent() {
		s.errors++
		if s.cfg.MaxErrors > 0 && s.errors >= s.cfg.MaxErrors {
			reply = smtp.NewReply(421, "4.7.0", s.cfg.Hostname+" Too many errors on one connection, closing it")
		}
	}
	if !s.enhanced {
		reply.Enhanced = ""
	}
	s.wire = reply.Append(s.wire)
	s.noteReply(verb, reply)
	to, ok := smtp.Next(s.state, verb, reply.Code)
	if !ok {
		if smtp.Allows(s.state, verb) {
			panic("smtpserver: " + verb + " was answered " + strconv.Itoa(reply.Code) + ", which the table does not have in " + s.state.String())
		}
		return
	}
	s.enter(to)
}

// enter changes the state.
func (s *Server) enter(to smtp.State) {
	if to == s.state {
		return
	}
	s.noteState(s.state, to)
	s.state = to
}

// flush sends the replies of this step in one piece, as RFC 2920 section 3.2 wants of a server that pipelines.
func (s *Server) flush() {
	if len(s.wire) > 0 {
		s.room -= len(s.wire)
		s.out.Send(s.wire)
		s.wire = nil
	}
}

// clearTransaction forgets the letter in hand (RFC 5321 section 4.1.1.5).
func (s *Server) clearTransaction() {
	s.env, s.refused = smtp.Envelope{}, 0
	s.letter = framing.DotReader{}
}

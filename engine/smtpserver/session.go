package smtpserver

import (
	"strconv"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// greet opens the session (RFC 5321 section 3.1), or holds the greeting back to see whether the client can wait for it.
func (s *Server) greet() {
	reply := smtp.NewReply(220, "", s.banner())
	if refuse := s.backend.Connect(s.session); refuse != nil {
		reply = *refuse
	}
	s.delay = s.cfg.GreetDelay
	s.answer(smtp.Connect, reply)
}

// banner is the text of the greeting.
func (s *Server) banner() string {
	switch {
	case s.cfg.Banner != "":
		return s.cfg.Banner
	case s.cfg.Proto == ProtoLMTP:
		return s.cfg.Hostname + " LMTP ready"
	}
	return s.cfg.Hostname + " ESMTP ready"
}

// receive takes bytes from the client.
func (s *Server) receive(data []byte) {
	if edition.Full && s.state == smtp.StateConnect {
		// RFC 5321 section 3.1: a client waits for the greeting. Programs that send junk mail often cannot.
		s.heldVerb = ""
		s.answer(smtp.Connect, smtp.NewReply(554, "5.5.1", s.cfg.Hostname+" You spoke before the greeting: no service for you"))
	}
	if s.lines.Len() == 0 && !s.blocked && !s.waits() {
		// The common case of a long letter: it is read from where it lies, without a copy in between.
		if edition.Full && s.chunk.verb != "" {
			data = data[s.readChunk(data):]
		} else if s.state == smtp.StateData {
			data = data[s.readLetter(data):]
		}
	}
	if len(data) > 0 {
		s.lines.Feed(data)
	}
	s.run()
}

// run works off what was received, until there is no whole line, or the replies of this step are enough.
func (s *Server) run() {
	for s.state != smtp.StateQuit {
		if s.waits() {
			s.flooded()
			return
		}
		if s.lines.Len() == 0 {
			break
		}
		if s.blocked || len(s.wire) > 0 && len(s.wire) >= s.room {
			s.block()
			return
		}
		if edition.Full && s.chunk.verb != "" {
			s.lines.Skip(s.readChunk(s.lines.Rest()))
			continue
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
	if s.ended && s.state != smtp.StateQuit {
		// Half a command or half a letter is nothing: only its end would have made it something.
		s.enter(smtp.StateQuit)
	}
}

// waits says whether an answer must come before the next command is read: one to a question, or one that is held back.
func (s *Server) waits() bool { return s.waiting != "" || s.heldVerb != "" }

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
		s.waiting, s.heldVerb = "", ""
		s.answer(smtp.Any, smtp.NewReply(421, "4.7.0", s.cfg.Hostname+" You send and send and do not read the replies, closing connection"))
	}
}

// deadline says the answer that was held back, or closes after a long silence.
func (s *Server) deadline() {
	verb := s.heldVerb
	if !edition.Full || verb == "" {
		s.idle()
		return
	}
	s.heldVerb = ""
	s.answer(verb, s.held)
	s.run()
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
	s.arg = arg
	c := s.noteCommand(verb, arg, line.Data)
	problem := s.lineProblem(line, verb)
	if edition.Full && s.brokenBDAT(verb, problem != nil) {
		s.outOfStep()
		return
	}
	if problem != nil {
		s.answer(verb, *problem)
		return
	}
	if refuse := s.missing(verb); refuse != nil {
		s.stay(verb, *refuse)
		return
	}
	if edition.Full && s.cfg.StrictPipelining && s.lines.Len() > 0 && !s.mayPipeline(verb) {
		s.stay(verb, smtp.NewReply(503, "5.5.1", "Wait for the answer to "+smtp.Shown(verb)+" before you send more: "+s.pipeliningHint()))
		return
	}
	refuse := s.intercept(verb, arg)
	switch {
	case s.state == smtp.StateQuit: // Dropped.
	case edition.Full && verb == smtp.BDAT:
		n, _, _ := parseChunk(arg)
		c.Size = int(min(n, 1<<31-1))
		s.bdat(arg, refuse)
	case refuse != nil:
		s.answer(verb, *refuse)
	default:
		s.answer(verb, s.command(verb, arg))
	}
}

// mayPipeline says whether a client may send on behind a command without waiting for its answer (RFC 2920 section 3.1).
func (s *Server) mayPipeline(verb string) bool {
	switch verb {
	case smtp.BDAT:
		return true // Its octets belong to it.
	case smtp.MAIL, smtp.RCPT, smtp.RSET, smtp.NOOP:
		return s.esmtp && s.has("PIPELINING")
	}
	return false
}

func (s *Server) pipeliningHint() string {
	if s.has("PIPELINING") {
		return "it ends a group of commands"
	}
	return "this server does not offer PIPELINING"
}

// missing refuses a verb that this server does not have: it was switched off, or what EHLO would offer it with is.
func (s *Server) missing(verb string) *smtp.Reply {
	lmtp := s.cfg.Proto == ProtoLMTP
	keyword := ""
	switch verb {
	case smtp.AUTH, smtp.ETRN, smtp.STARTTLS, smtp.XCLIENT, smtp.XFORWARD:
		keyword = verb
	case smtp.BDAT:
		keyword = "CHUNKING"
	case smtp.LHLO:
		if !lmtp {
			return smtp.Refuse(500, "5.5.1", "LHLO is the greeting of LMTP, and this is SMTP: send EHLO")
		}
	case smtp.HELO, smtp.EHLO:
		if lmtp { // RFC 2033 section 4.1.
			return smtp.Refuse(500, "5.5.1", verb+" is the greeting of SMTP, and this is LMTP: send LHLO")
		}
	}
	switch {
	case s.disabled(verb):
		return smtp.Refuse(502, "5.5.1", verb+" is not implemented here")
	case keyword != "" && (!s.keywords.Has(keyword) || !edition.Full && keyword != smtp.AUTH):
		return smtp.Refuse(502, "5.5.1", verb+" is not offered here: EHLO lists what is")
	}
	return nil
}

// intercept asks the backend whether it answers in place of the server, and drops the connection if it wants that.
func (s *Server) intercept(verb, arg string) *smtp.Reply {
	s.commands++
	reply := s.backend.Intercept(s.session, verb, arg, s.commands)
	if reply != nil && reply.Code == 0 {
		s.drop()
	}
	return reply
}

// drop ends the session without a word.
func (s *Server) drop() {
	s.dropped = true
	s.enter(smtp.StateQuit)
}

// lineProblem says what is wrong with a command line before its words are looked at. Such a line is never obeyed, not
// even in part.
func (s *Server) lineProblem(line framing.Line, verb string) *smtp.Reply {
	problem, most := line.Problem, framing.MaxCommandLine
	if len(line.Data)+2 > most {
		if most = s.maxLine(verb); problem == framing.OK && len(line.Data)+2 > most {
			problem = framing.TooLong // Extensions lengthen only MAIL and RCPT.
		}
	}
	switch problem {
	case framing.TooLong:
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
	replyNUL    = smtp.Reply{Code: 500, Enhanced: "5.5.2", Lines: []string{"A NUL octet stands in the line: commands are text"}}
	replyBareLF = smtp.Reply{Code: 500, Enhanced: "5.5.2", Lines: []string{"A bare LF stands in the line: every line must end with CR LF, and neither may stand alone"}}
	replyBareCR = smtp.Reply{Code: 500, Enhanced: "5.5.2", Lines: []string{"A bare CR stands in the line: every line must end with CR LF, and neither may stand alone"}}
)

// command obeys a command that came as a good line.
func (s *Server) command(verb, arg string) smtp.Reply {
	if !smtp.Allows(s.state, verb) {
		return s.refusal(verb)
	}
	switch verb {
	case smtp.HELO:
		return s.helo(arg)
	case smtp.EHLO, smtp.LHLO:
		return s.ehlo(verb, arg)
	case smtp.AUTH:
		return s.auth(arg)
	case smtp.MAIL:
		return s.mail(arg)
	case smtp.RCPT:
		return s.rcpt(arg)
	case smtp.DATA:
		if reply, said := s.magicData(); said {
			return reply
		}
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
	if edition.Full {
		switch verb {
		case smtp.ETRN:
			return s.etrn(arg)
		case smtp.STARTTLS:
			return s.starttls(arg)
		case smtp.XCLIENT:
			return s.xclient(arg)
		case smtp.XFORWARD:
			return s.xforward(arg)
		}
	}
	panic("smtpserver: the table allows " + verb + " and no file obeys it")
}

// refusal is the table's answer, except where the session knows more.
func (s *Server) refusal(verb string) smtp.Reply {
	if (verb == smtp.DATA || verb == smtp.BDAT) && s.state == smtp.StateMail && s.refused > 0 && s.cfg.Proto != ProtoLMTP {
		// RFC 5321 section 3.3 offers 554 for just this, and it says more than 503. RFC 2033 section 4.2 wants 503.
		return smtp.NewReply(554, "5.5.1", "No valid recipients: every RCPT TO was refused")
	}
	if edition.Full && !smtp.Known(verb) && s.cfg.MaxUnknown > 0 {
		if s.unknown++; s.unknown >= s.cfg.MaxUnknown {
			return smtp.NewReply(421, "4.7.0", s.cfg.Hostname+" Too many commands that nobody knows, closing connection")
		}
	}
	reply := smtp.Refusal(verb, s.state)
	if edition.Full && s.state == smtp.StateGreet && reply.Code == 503 {
		// The table knows no protocols and no switches.
		switch {
		case s.cfg.Proto == ProtoLMTP:
			reply = smtp.NewReply(503, "5.5.1", "Send LHLO first")
		case s.disabled(smtp.EHLO) && s.disabled(smtp.HELO):
			reply = smtp.NewReply(503, "5.5.1", "Nothing can be sent here, since neither EHLO nor HELO is implemented")
		case s.disabled(smtp.HELO):
			reply = smtp.NewReply(503, "5.5.1", "Send EHLO first")
		}
	}
	return reply
}

var replyOk = smtp.Reply{Code: 250, Enhanced: "2.0.0", Lines: []string{"Ok"}}

// noArgument refuses an argument where none belongs, so that nobody believes it had an effect.
func noArgument(verb, arg string) *smtp.Reply {
	if arg == "" {
		return nil
	}
	return smtp.Refuse(501, "5.5.4", "Syntax: "+verb+" stands alone on its line")
}

// answer says the reply to a verb and goes where the table says. A magic address may have it held back.
func (s *Server) answer(verb string, reply smtp.Reply) {
	if reply.Code == 0 {
		return // A question is open, or the connection was dropped.
	}
	if edition.Full && s.delay > 0 {
		s.held, s.heldVerb, s.wake = reply, verb, s.now.Add(s.delay)
		s.delay = 0
		return
	}
	code := s.say(verb, reply)
	to, ok := smtp.Next(s.state, verb, code)
	if !ok && smtp.Allows(s.state, verb) {
		panic("smtpserver: " + verb + " was answered " + strconv.Itoa(code) + ", which the table does not have in " + s.state.String())
	}
	s.enter(to)
	if edition.Full && verb == smtp.STARTTLS && code == 220 {
		s.insideTLS()
	}
}

// stay says a refusal that leads nowhere, whatever the table has for it; unless it was one refusal too many.
func (s *Server) stay(verb string, reply smtp.Reply) {
	if s.say(verb, reply) == 421 {
		s.enter(smtp.StateQuit)
	}
}

// say counts a reply, says it, and returns the code that was really said.
func (s *Server) say(verb string, reply smtp.Reply) int {
	if reply.Permanent() {
		s.errors++
		if s.cfg.MaxErrors > 0 && s.errors >= s.cfg.MaxErrors {
			reply = smtp.NewReply(421, "4.7.0", s.cfg.Hostname+" Too many errors on one connection, closing it")
		}
	}
	return s.write(verb, reply)
}

// write says a reply as it is worded here.
func (s *Server) write(verb string, reply smtp.Reply) int {
	reply = s.accented(verb, reply)
	if !s.enhanced {
		reply.Enhanced = ""
	}
	s.wire = reply.Append(s.wire)
	s.noteReply(verb, reply)
	return reply.Code
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
	s.env, s.rcpts, s.refused, s.spoiled = smtp.Envelope{}, nil, 0, nil
	s.letter = framing.DotReader{}
}

package pop3server

import (
	"strconv"
	"strings"

	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
	"ehloworld/engine/trace"
)

// handler answers one command that is legal and offered. It returns the status line.
type handler func(s *Server, arg string, out *machine.Effects) pop3.Reply

// handlers has one entry for each of pop3.Verbs except QUIT, which alone closes the connection after its answer.
var handlers = map[string]handler{
	pop3.USER: (*Server).userCommand,
	pop3.PASS: (*Server).pass,
	pop3.CAPA: (*Server).capa,
	pop3.STAT: (*Server).stat,
	pop3.LIST: (*Server).list,
	pop3.UIDL: (*Server).uidl,
	pop3.RETR: (*Server).retr,
	pop3.TOP:  (*Server).top,
	pop3.DELE: (*Server).dele,
	pop3.NOOP: (*Server).noop,
	pop3.RSET: (*Server).rset,
}

// line takes one line of the client.
func (s *Server) line(line framing.Line, out *machine.Effects) {
	if line.Problem != framing.OK {
		s.last = ""
		s.answer("", badLine(line.Problem), out)
		return
	}
	verb, arg := pop3.ParseCommand(string(line.Data))
	out.Note(&trace.Cmd{
		Conn: s.cfg.Conn, Host: s.cfg.Host, Proto: "pop3", Verb: verb, Arg: arg, Raw: append([]byte(nil), line.Data...),
	})
	last := s.last
	s.last = ""
	switch {
	case !s.offers(verb):
		s.answer(verb, pop3.Bad(verb+" is not offered by this server"), out)
	case !pop3.Legal(verb, s.state, last):
		s.answer(verb, pop3.Refusal(verb, s.state), out)
	case verb == pop3.QUIT:
		s.quit(arg, out)
	default:
		s.finish(verb, handlers[verb](s, arg, out), out)
	}
}

// finish answers a legal command and moves the session along its row.
func (s *Server) finish(verb string, reply pop3.Reply, out *machine.Effects) {
	s.answer(verb, reply, out)
	if s.state != pop3.Closed { // It is when this was one error too many.
		s.move(verb, event(reply), out)
	}
}

// answer sends a status line and whatever body the handler left, and counts errors.
func (s *Server) answer(verb string, reply pop3.Reply, out *machine.Effects) {
	if reply.OK {
		s.last = verb
	} else if s.errors++; s.errors >= s.cfg.MaxErrors {
		reply.Text += "; too many errors, closing the connection"
		s.send(reply, verb, 0, nil, out)
		s.leave("", pop3.GivenUp, out)
		out.Close()
		return
	}
	var msg trace.MsgID
	var listing []byte
	if s.body != nil {
		msg, listing = s.body.msg, s.body.listing
	}
	s.send(reply, verb, msg, listing, out)
}

// send writes a status line and its note. Codes that the server does not announce it does not use: an older client would
// show them to a person (RFC 2449 section 8, RFC 3206 section 6).
func (s *Server) send(reply pop3.Reply, verb string, msg trace.MsgID, listing []byte, out *machine.Effects) {
	if reply.Code != "" && (!s.has(pop3.CapRespCodes) || reply.Code == pop3.CodeAuth && !s.has(pop3.CapAuthRespCode)) {
		reply.Code = ""
	}
	text := reply.Full()
	if len(listing) > 0 {
		text += "\n" + noted(listing)
	}
	out.NoteLetter(msg, &trace.Reply{
		Conn: s.cfg.Conn, Host: s.cfg.Host, Proto: "pop3", Code: reply.Status(), Text: text, Verb: verb,
	})
	out.Send(reply.Bytes())
}

// noted is a listing's lines joined by \n, cut at maxNoted.
func noted(listing []byte) string {
	text, more := strings.TrimSuffix(string(listing[:min(len(listing), maxNoted)]), "\r\n"), ""
	if len(listing) > maxNoted {
		text, more = text[:strings.LastIndexByte(text, '\n')+1], "..."
	}
	return strings.ReplaceAll(text, "\r\n", "\n") + more
}

// offers says whether the server was given the command. A verb that POP3 does not have is not for this to judge.
func (s *Server) offers(verb string) bool {
	if verb == pop3.CAPA {
		return !s.cfg.NoCAPA
	}
	v, known := pop3.Find(verb)
	return !known || v.Needs == "" || s.has(v.Needs)
}

// event is the event of an answer.
func event(reply pop3.Reply) pop3.Event {
	if reply.OK {
		return pop3.OK
	}
	return pop3.Err
}

// badLine is the answer to a line that is no command line at all.
func badLine(p framing.Problem) pop3.Reply {
	switch p {
	case framing.TooLong:
		return pop3.Bad("line too long: a command has at most " + strconv.Itoa(pop3.MaxCommandLine) + " octets")
	case framing.NUL:
		return pop3.Bad("a command cannot contain a NUL octet")
	}
	return pop3.Bad(p.String() + " in a command: a line ends with CR LF")
}

// noArgument returns the refusal for a command that takes none. Spaces at the end are a slip of the hand, not an argument.
func noArgument(verb, arg string) (refusal pop3.Reply, bad bool) {
	if strings.TrimSpace(arg) == "" {
		return pop3.Reply{}, false
	}
	return pop3.Bad(verb + " takes no argument"), true
}

// message reads a message number that this session may still use.
func (s *Server) message(verb, arg string) (i int, refusal pop3.Reply, ok bool) {
	arg = strings.TrimSpace(arg)
	if arg == "" {
		return 0, pop3.Bad(verb + " needs a message number, such as " + verb + " 1"), false
	}
	i, number := pop3.Number(arg)
	switch {
	case !number:
		return 0, pop3.Bad("not a message number; write " + verb + " 1"), false
	case i < 1 || i > s.drop.Count():
		return 0, pop3.Bad("no such message, only " + messages(s.drop.Count()) + " in the maildrop"), false
	case s.deleted[i]:
		return 0, pop3.Bad("message " + strconv.Itoa(i) + " is marked as deleted; RSET takes the marks away"), false
	}
	return i, pop3.Reply{}, true
}

// remaining counts the messages that are not marked, and their octets.
func (s *Server) remaining() (count, octets int) {
	for i := 1; i <= s.drop.Count(); i++ {
		if !s.deleted[i] {
			count++
			octets += s.drop.Size(i)
		}
	}
	return count, octets
}

// summary is "3 messages (320 octets)".
func (s *Server) summary() string {
	count, octets := s.remaining()
	return messages(count) + " (" + strconv.Itoa(octets) + " octets)"
}

func messages(n int) string {
	if n == 1 {
		return "1 message"
	}
	return strconv.Itoa(n) + " messages"
}

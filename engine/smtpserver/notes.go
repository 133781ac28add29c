package smtpserver

import (
	"strconv"

	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// notes hands out trace bodies from blocks: a session writes many small ones, and the log keeps them all anyway.
type notes struct {
	cmds    []trace.Cmd
	replies []trace.Reply
	states  []trace.State
	raw     []byte
}

const (
	noteBlock = 8
	rawBlock  = 512
)

func block[T any](b *[]T) *T {
	if len(*b) == cap(*b) {
		*b = make([]T, 0, noteBlock)
	}
	*b = (*b)[:len(*b)+1]
	return &(*b)[len(*b)-1]
}

// keep copies a line to a place where it stays.
func (n *notes) keep(line []byte) []byte {
	if len(line) > cap(n.raw)-len(n.raw) {
		n.raw = make([]byte, 0, max(rawBlock, len(line)))
	}
	start := len(n.raw)
	n.raw = append(n.raw, line...)
	return n.raw[start:len(n.raw):len(n.raw)]
}

func (s *Server) noteCommand(verb, arg string, raw []byte) *trace.Cmd {
	c := block(&s.notes.cmds)
	c.Conn, c.Host, c.Proto = s.cfg.Conn, s.cfg.Host, s.cfg.Proto
	c.Verb, c.Arg, c.Raw = verb, arg, s.notes.keep(raw)
	s.out.Note(c)
	return c
}

// noteReply writes the reply into the trace. Answers to what is no command word, such as a greeting, carry no verb.
func (s *Server) noteReply(verb string, reply smtp.Reply) {
	switch verb {
	case smtp.Connect, smtp.Any:
		verb = ""
	case smtp.Response, smtp.Cancel:
		verb = smtp.AUTH
	}
	r := block(&s.notes.replies)
	r.Conn, r.Host, r.Proto = s.cfg.Conn, s.cfg.Host, s.cfg.Proto
	r.Code, r.Enhanced, r.Text, r.Verb = codeText(reply.Code), reply.Enhanced, reply.Text(), verb
	s.out.Note(r)
}

func (s *Server) noteState(from, to smtp.State) {
	n := block(&s.notes.states)
	*n = trace.State{Conn: s.cfg.Conn, Host: s.cfg.Host, Proto: s.cfg.Proto, Side: "server", From: from.String(), To: to.String()}
	s.out.Note(n)
}

func (s *Server) noteVerdict(what, text string) {
	s.out.Note(&trace.Verdict{Host: s.cfg.Host, What: what, Result: "refused", Conn: s.cfg.Conn, Text: text})
}

// codeText spares the replies of every letter a new string for their code.
func codeText(code int) string {
	switch code {
	case 220:
		return "220"
	case 221:
		return "221"
	case 250:
		return "250"
	case 354:
		return "354"
	}
	return strconv.Itoa(code)
}

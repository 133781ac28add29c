package smtpserver

import (
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// Magic addresses provoke any answer. They are recipients in the domains of Config.Magic, senders of any domain, names in
// AUTH, and arguments of VRFY and EXPN; what counts is the local part:
//
//	PHASE-CODE            the answer at this phase: reply-550, data-451, dot-250
//	PHASE-CODE-ENHANCED   with its enhanced code: reply-450-4.2.1, mail-553-5.1.8, auth-432-4.7.12
//	drop-PHASE            the connection is dropped instead of the answer at this phase
//	drop-late             it is dropped after the letter was accepted, so that nobody hears of it
//	slow-PHASE-SECONDS    the answer at this phase comes so much later, up to an hour
//
// The phases are mail and reply (MAIL and RCPT, or VRFY and EXPN), data (DATA, or the first BDAT), dot (the end of the letter,
// for one recipient in LMTP) and auth. A code that no server says at a phase is none there. A letter is delivered to those of its
// recipients that are not magic.
var magicGrammar = [...]string{
	"Magic addresses provoke answers. Write as local part of a recipient here, or of any sender:",
	"reply-CODE or reply-CODE-x.y.z: the answer to RCPT, VRFY or EXPN (reply-450-4.2.1)",
	"mail-, data-, dot-, auth-: the same for MAIL, DATA, the end of the letter, a login's name",
	"drop-PHASE: the connection breaks there (drop-data); drop-late: when the letter has been taken",
	"slow-PHASE-SECONDS: the answer comes late (slow-dot-30)",
}

// MaxSlow bounds how long a magic address makes a server think.
const MaxSlow = vtime.Hour

// magic is what a magic address asks for. The zero value asks for nothing.
type magic struct {
	phase string     // The verb whose answer it is about.
	reply smtp.Reply // Code 0: no other answer.
	wait  vtime.Duration
	drop  bool
	late  bool // Drop only when the letter was accepted.
}

// parseMagic reads a local part; ok is false when it is not magic.
func parseMagic(local string) (m magic, ok bool) {
	if !edition.Full {
		return m, false
	}
	word, rest, _ := strings.Cut(strings.ToLower(local), "-")
	switch word {
	case "drop":
		m.drop, m.late = true, rest == "late"
		if m.late {
			rest = "dot"
		}
		m.phase = magicPhase(rest)
		return m, m.phase != ""
	case "slow":
		word, rest, _ = strings.Cut(rest, "-")
		n, number := smtp.ParseSize(rest)
		m.phase, m.wait = magicPhase(word), vtime.Duration(min(n, 1<<20))*vtime.Second
		return m, m.phase != "" && number && m.wait > 0 && m.wait <= MaxSlow
	}
	code, enhanced, has := strings.Cut(rest, "-")
	m.phase = magicPhase(word)
	if m.phase == "" || !smtp.IsCode(code) || has && !smtp.IsEnhanced(code, enhanced) {
		return m, false
	}
	if !has && code[0] != '3' {
		enhanced = code[:1] + ".0.0"
	}
	n, _ := smtp.ParseSize(code)
	m.reply = smtp.NewReply(int(n), enhanced, "This is the answer that "+smtp.Shown(local)+" asks for")
	// What the table has no row for is no answer at this phase: 354 to RCPT, 250 to DATA.
	_, ok = smtp.Next(magicStates[m.phase], m.phase, int(n))
	return m, ok && n != 334
}

func magicPhase(word string) string {
	switch word {
	case "mail":
		return smtp.MAIL
	case "reply", "rcpt":
		return smtp.RCPT
	case "data":
		return smtp.DATA
	case "dot":
		return smtp.EOD
	case "auth":
		return smtp.AUTH
	}
	return ""
}

var magicStates = map[string]smtp.State{
	smtp.MAIL: smtp.StateReady, smtp.RCPT: smtp.StateMail, smtp.DATA: smtp.StateRcpt, smtp.EOD: smtp.StateData, smtp.AUTH: smtp.StateReady,
}

// magicFor is what an address asks for, where it is one of our magic addresses.
func (s *Server) magicFor(addr string) (m magic) {
	if !edition.Full || len(s.cfg.Magic) == 0 {
		return m
	}
	local, domain, _ := strings.Cut(addr, "@")
	if containsFold(s.cfg.Magic, domain) {
		if m, ok := parseMagic(local); ok {
			return m
		}
	}
	return magic{}
}

// magicSender is magicFor without a look at the domain.
func (s *Server) magicSender(addr string) (m magic) {
	if edition.Full && len(s.cfg.Magic) > 0 {
		local, _, _ := strings.Cut(addr, "@")
		if m, ok := parseMagic(local); ok {
			return m
		}
	}
	return magic{}
}

// magicNow is the answer to MAIL, RCPT, VRFY, EXPN or AUTH when its address is magic. Any magic recipient is accepted, unless
// it asks for another answer.
func (s *Server) magicNow(verb, addr string) (reply smtp.Reply, said bool) {
	if !edition.Full {
		return reply, false
	}
	var m magic
	phase := verb
	switch verb {
	case smtp.MAIL, smtp.AUTH:
		m = s.magicSender(addr)
	case smtp.VRFY, smtp.EXPN:
		phase = smtp.RCPT
		m = s.magicSender(addr)
	default:
		m = s.magicFor(addr)
		said, reply = m.phase != "", replyRcpt
	}
	if m.phase != phase {
		return reply, said
	}
	if m.drop {
		s.drop()
		return smtp.Reply{}, true
	}
	s.delay = m.wait
	if m.reply.Code > 0 {
		return m.reply, true
	}
	return reply, said
}

// magicLater is what the addresses of the envelope ask for at a later phase. The sender comes first.
func (s *Server) magicLater(phase string) magic {
	if !edition.Full {
		return magic{}
	}
	if m := s.magicSender(s.env.From); m.phase == phase {
		return m
	}
	for i := range s.env.Rcpts {
		if m := s.magicFor(s.env.Rcpts[i].Addr); m.phase == phase && (phase != smtp.EOD || s.cfg.Proto != ProtoLMTP || m.reply.Code == 0) {
			return m
		}
	}
	return magic{}
}

// magicData is the answer to DATA that an address asks for.
func (s *Server) magicData() (reply smtp.Reply, said bool) {
	m := s.magicLater(smtp.DATA)
	if m.drop {
		s.drop()
		return reply, true
	}
	s.delay = m.wait
	return m.reply, m.reply.Code >= 400
}

// magicChunk spoils the first chunk of a letter, as magicData answers DATA.
func (s *Server) magicChunk() {
	if reply, said := s.magicData(); said {
		s.spoil(&reply)
	}
}

// magicLetter is what the end of a letter is to be answered. Magic recipients leave the envelope: nobody delivers to them.
func (s *Server) magicLetter(env *smtp.Envelope) magic {
	if !edition.Full || len(s.cfg.Magic) == 0 {
		return magic{}
	}
	m := s.magicLater(smtp.EOD)
	var real []smtp.Rcpt
	for _, r := range env.Rcpts {
		if s.magicFor(r.Addr).phase == "" {
			real = append(real, r)
		}
	}
	env.Rcpts = real
	return m
}

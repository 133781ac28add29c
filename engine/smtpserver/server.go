// Package smtpserver is the server end of one SMTP or submission connection (RFC 5321, RFC 6409), as a machine that is
// stepped. What is allowed when stands in smtp.Table; this package obeys it and adds only what answers say.
//
// One file per command; the parameters of MAIL and RCPT are in params.go. What happens without a command word is in data.go
// (the letter), auth.go (its exchange) and session.go (greeting, lines, limits, closing). What the backend must find out
// first is in ask.go. LMTP (RFC 2033) differs only in its greeting and in the answers to the end of a letter.
//
// Only the full edition words its answers like other servers (phrases.go), has addresses that provoke any answer (magic.go),
// and knows what keywords beyond SIZE, 8BITMIME, PIPELINING, ENHANCEDSTATUSCODES, SMTPUTF8 and AUTH lead to.
package smtpserver

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/sasl"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Defaults and bounds of a session.
const (
	// DefaultMaxSize is the largest letter in octets.
	DefaultMaxSize = 1_000_000
	// DefaultMaxRecipients is how many recipients a letter may have (RFC 5321 section 4.5.3.1.8 wants at least 100).
	DefaultMaxRecipients = 100
	// DefaultIdleTimeout is how long a server waits for the next bytes (RFC 5321 section 4.5.3.2.7).
	DefaultIdleTimeout = 5 * vtime.Minute
	// DefaultMaxErrors is how many refusals (5xx) a client may collect on one connection.
	DefaultMaxErrors = 100
	// DefaultMaxHold is how long a letter may be held for its sender (RFC 4865).
	DefaultMaxHold = 30 * 24 * vtime.Hour
	// MaxPending bounds, in octets, what a client may send on while it does not take our replies.
	MaxPending = 1 << 20
	// maxHint bounds the memory that SIZE= alone makes us set aside.
	maxHint = 1 << 20
)

// Protocols that a server speaks; they differ in what is offered by default.
const (
	ProtoSMTP       = "smtp"
	ProtoSubmission = "submission"
	ProtoLMTP       = "lmtp"
)

// Config is how one connection is served.
type Config struct {
	Hostname string       // The name in greetings.
	Host     string       // The host in trace events; empty: Hostname.
	Proto    string       // ProtoSMTP, ProtoSubmission or ProtoLMTP.
	Conn     trace.ConnID // The connection in trace events.

	ClientIP string // Only for Session.
	TLS      bool   // The connection is inside TLS from its first byte.

	// Keywords is what EHLO offers, in this order, such as "SIZE 1000000" or "AUTH PLAIN LOGIN". nil: DefaultKeywords. What is
	// not offered is not understood. A SIZE without number gets the bound, and 8-bit letters need 8BITMIME; the words of LIMITS,
	// and the first number of FUTURERELEASE and DELIVERBY, are bounds where this Config has none.
	Keywords []string
	// Disabled is verbs that this server pretends not to have: it answers 502.
	Disabled []string

	MaxSize       int64 // Octets of a letter. 0: what SIZE in Keywords says, or else DefaultMaxSize.
	MaxRecipients int   // Per letter; 0: DefaultMaxRecipients.
	MaxMessages   int   // Letters per connection; 0: no limit.
	MaxErrors     int   // 5xx replies per connection; 0: DefaultMaxErrors, below 0: no limit.
	LineEnds      framing.LineEnds
	AuthRequired  bool           // MAIL, VRFY and EXPN only after AUTH.
	IdleTimeout   vtime.Duration // 0: DefaultIdleTimeout.

	Accent Accent // In whose words it answers.
	Zone   int    // Civil time in those words: seconds east of UTC.
	Banner string // The text of the greeting after the code; empty: the accent's own. Control characters become "?".
	// Magic is our domains in which magic addresses provoke any answer: see magic.go. Empty: there is no magic.
	Magic []string

	Trusted  bool // The client may speak for others with XCLIENT and XFORWARD, where they are offered.
	StartTLS bool // The driver carries out machine.StartTLS; otherwise STARTTLS, where it is offered, is answered 454.
	// GreetDelay is how long the greeting is held back. A client that talks before it is refused with 554 (0: greets at once).
	GreetDelay vtime.Duration
	// StrictPipelining refuses commands that came together where PIPELINING was not offered.
	StrictPipelining bool
	MaxUnknown       int            // Commands that nobody knows, per connection; 0: only MaxErrors counts.
	MaxDomains       int            // Domains among the recipients of one letter; 0: no limit.
	MaxHold          vtime.Duration // How far FUTURERELEASE reaches (RFC 4865); 0: DefaultMaxHold.
	MinBy            vtime.Duration // The shortest BY= that is taken (RFC 2852); 0: any.
}

// Server is the machine. Make it with New.
type Server struct {
	cfg      Config
	backend  Backend
	keywords smtp.Keywords
	enhanced bool // ENHANCEDSTATUSCODES

	state   smtp.State
	session Session
	esmtp   bool   // It began with EHLO or LHLO; what the session says of it, XCLIENT may have changed.
	as      Client // What XCLIENT said.
	lines   framing.LineReader

	// The letter in hand.
	env     smtp.Envelope
	letter  framing.DotReader
	rcpts   []string    // LMTP: every recipient that was accepted, as often as it was named.
	refused int         // Recipients that were refused.
	chunk   chunk       // The chunk that is being read.
	spoiled *smtp.Reply // Why no further chunk makes it a letter.

	letters  int // Letters accepted on this connection.
	errors   int // 5xx replies on this connection.
	unknown  int // Commands on this connection that nobody knows.
	commands int // Command lines on this connection.
	arg      string
	queueID  string
	took     int64 // Octets of the last letter.

	mech string
	sasl sasl.Server // While state is StateAuth.

	next     smtp.Envelope // What the MAIL in hand says.
	nextRcpt smtp.Rcpt     // What the RCPT in hand says.
	asked    int           // Questions asked on this connection.
	waiting  string        // The verb whose question has not been answered yet; empty: none.

	delay    vtime.Duration // How long the next answer is held back.
	held     smtp.Reply     // An answer to heldVerb that is held back until wake.
	heldVerb string         // Empty: none is.
	wake     vtime.Time

	blocked bool // We asked for Drained.
	ended   bool // The client has closed its side.
	dropped bool // The connection is to be dropped, not closed.

	now  vtime.Time
	out  *machine.Effects // During Step.
	wire []byte           // Replies of this step.
	room int              // How many octets this step may send.

	notes notes
}

// New returns a server for one connection, to be stepped with Open first.
func New(cfg Config, backend Backend) *Server {
	s := &Server{cfg: cfg, backend: backend}
	c := &s.cfg
	if c.Host == "" {
		c.Host = c.Hostname
	}
	if c.MaxErrors == 0 {
		c.MaxErrors = DefaultMaxErrors
	}
	if c.IdleTimeout <= 0 {
		c.IdleTimeout = DefaultIdleTimeout
	}
	s.session = Session{Conn: c.Conn, Proto: c.Proto, ClientIP: c.ClientIP, TLS: c.TLS}
	s.offer()
	s.lines.Init(s.longest(), c.LineEnds)
	return s
}

// longest is the longest command line there is.
func (s *Server) longest() int { return max(s.maxLine(smtp.MAIL), s.maxLine(smtp.RCPT)) }

// disabled says whether the configuration switched a verb off.
func (s *Server) disabled(verb string) bool {
	for _, v := range s.cfg.Disabled {
		if v == verb {
			return true
		}
	}
	return false
}

// wantsLogin says whether verb must wait until the client has logged in (RFC 6409 section 4.3).
func (s *Server) wantsLogin(verb string) bool {
	if !s.cfg.AuthRequired || s.session.User != "" {
		return false
	}
	return verb == smtp.MAIL || verb == smtp.VRFY || verb == smtp.EXPN
}

// State is where the session stands.
func (s *Server) State() smtp.State { return s.state }

// Allowed lists what this server would take now, in teaching order, for completion: the table's verbs without those that
// are switched off, not offered, or wait for a login.
func (s *Server) Allowed() []string {
	if s.chunk.verb != "" {
		return nil // Octets, and no commands.
	}
	verbs := smtp.Allowed(s.state)
	kept := verbs[:0]
	for _, v := range verbs {
		switch {
		case s.missing(v) != nil, s.wantsLogin(v), v == smtp.Last, v == smtp.STARTTLS && s.session.TLS,
			(v == smtp.XCLIENT || v == smtp.XFORWARD) && !s.cfg.Trusted:
		default:
			kept = append(kept, v)
		}
	}
	return kept
}

// Known lists the verbs that this server has, in teaching order, whether they may come now or not.
func (s *Server) Known() []string {
	var known []string
	for _, v := range [...]string{smtp.EHLO, smtp.HELO, smtp.LHLO, smtp.STARTTLS, smtp.AUTH, smtp.MAIL, smtp.RCPT, smtp.DATA, smtp.BDAT,
		smtp.RSET, smtp.VRFY, smtp.EXPN, smtp.NOOP, smtp.HELP, smtp.QUIT, smtp.ETRN, smtp.XCLIENT, smtp.XFORWARD} {
		if s.missing(v) == nil && ((v != smtp.XCLIENT && v != smtp.XFORWARD) || s.cfg.Trusted) {
			known = append(known, v)
		}
	}
	return known
}

// Step implements machine.Machine.
func (s *Server) Step(now vtime.Time, in machine.Input, out *machine.Effects) {
	if s.state == smtp.StateQuit {
		return // We have closed; what still arrives has nobody to read it.
	}
	s.out, s.room, s.now = out, out.Room, now
	switch in.Kind {
	case machine.Open:
		s.greet()
	case machine.Bytes:
		s.receive(in.Data)
	case machine.Drained:
		s.blocked = false
		s.run()
	case machine.End:
		s.ended = true
		s.run()
	case machine.Answer:
		s.answered(in.Question, in.Answer)
	case machine.Deadline:
		s.deadline()
	case machine.Broken:
		s.enter(smtp.StateQuit)
	default:
		panic("smtpserver: an input that no server asks for")
	}
	s.flush()
	switch {
	case s.state != smtp.StateQuit && s.heldVerb != "":
		out.SetDeadline(s.wake)
	case s.state != smtp.StateQuit && s.waiting != "":
		out.SetDeadline(vtime.Never) // It is the client that waits, not we for it.
	case s.state != smtp.StateQuit:
		out.SetDeadline(now.Add(s.cfg.IdleTimeout))
	case in.Kind == machine.Broken:
	case s.dropped:
		out.SetDeadline(vtime.Never)
		out.Abort()
	default:
		out.SetDeadline(vtime.Never)
		out.Close()
	}
	s.out = nil
}

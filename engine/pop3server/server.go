// Package pop3server is the server's end of one POP3 connection, as a pure machine (see package machine).
//
// It obeys pop3.Table: a command without a row there is refused before its handler sees it, and every answer moves the
// session along a row. Each command has a file of its own. A handler reads its argument, asks the maildrop (which is
// only memory), and returns the status line; what follows the line it hangs into Server.body, from which the driver's
// stream takes as much as it has room for. While a body is under way no further command is looked at, so pipelined
// commands (RFC 2449 section 6.6) are answered in their order.
//
// Notes and calls of the Backend come in the order of events: the note of a command is in the list of effects before the
// Backend hears of the command, and the note of the reply after. A driver that writes what the Backend does into the
// trace at once should first carry out the effects that are in the list already; then cause stands before effect.
package pop3server

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/machine"
	"ehloworld/engine/pop3"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Bounds of one session.
const (
	// MinIdle is the shortest autologout timer that RFC 1939 section 3 permits, and the default.
	MinIdle = 10 * vtime.Minute
	// DefaultMaxErrors is how many -ERR a client gets before the server hangs up.
	DefaultMaxErrors = 100
	// MaxPending is how many octets of commands may wait while an answer is under way. Who sends more is cut off: RFC 2449
	// section 6.6 has clients keep to the transport's window.
	MaxPending = 64 << 10
	// maxNoted bounds how much of a listing goes into the note of its reply. The trace has the whole in its Data events.
	maxNoted = 4 << 10
	// maxChunk is the largest single Send of a body.
	maxChunk = 16 << 10
)

// Config is what the administrator decides.
type Config struct {
	Hostname     string // In the greeting.
	Host         string // The host's name in the trace; empty: Hostname.
	Conn         trace.ConnID
	Secure       bool             // The connection is inside TLS from its start (port 995): passwords are not in clear.
	IdleTimeout  vtime.Duration   // The autologout timer; raised to MinIdle.
	Capabilities []string         // What CAPA lists and what works; nil: pop3.DefaultCapabilities().
	NoCAPA       bool             // A server from before RFC 2449: CAPA is an unknown command.
	LineEnds     framing.LineEnds // Whether a bare LF ends a command.
	MaxErrors    int              // 0: DefaultMaxErrors.
}

// Backend is who has the mailboxes.
type Backend interface {
	// Open checks the password and locks the maildrop. A pop3.Reply as error is sent as it is (ErrAuth and ErrInUse are
	// such); any other error becomes [SYS/TEMP]. Whatever Open gave is released once, with Maildrop.Release.
	Open(user, pass string) (Maildrop, error)
}

// Maildrop is one locked mailbox. Messages are numbered from 1 to Count, and stay so until Release.
type Maildrop interface {
	Count() int
	Size(i int) int        // Octets with CR LF line ends, before dot-stuffing.
	UID(i int) string      // The same in every session (RFC 1939 section 7, UIDL).
	Msg(i int) trace.MsgID // The hidden identity.
	Data(i int) []byte     // Not changed by anybody while the machine sends it.
	Mark(i int, on bool)   // Shows the delete mark; deletes nothing.
	Commit() error         // Deletes what is marked.
	Release()              // Drops marks that are left and unlocks.
}

// What Backend.Open fails with.
var (
	ErrAuth  error = pop3.Reply{Code: pop3.CodeAuth, Text: "invalid password"}
	ErrInUse error = pop3.Reply{Code: pop3.CodeInUse, Text: "another session has this maildrop; try again when it is over"}
)

// Server is a machine.Machine.
type Server struct {
	cfg     Config
	backend Backend
	state   pop3.State
	last    string // Verb of the last command, if that was answered +OK.
	user    string
	drop    Maildrop // Not nil exactly in TRANSACTION and UPDATE.
	deleted []bool   // By message number; index 0 is unused.
	errors  int
	lines   framing.LineReader
	body    *body
	ended   bool // The client will send nothing more.
}

// New returns the server's end of a new connection.
func New(cfg Config, backend Backend) *Server {
	if cfg.Host == "" {
		cfg.Host = cfg.Hostname
	}
	if cfg.Capabilities == nil {
		cfg.Capabilities = pop3.DefaultCapabilities()
	}
	cfg.IdleTimeout = max(cfg.IdleTimeout, MinIdle)
	if cfg.MaxErrors <= 0 {
		cfg.MaxErrors = DefaultMaxErrors
	}
	s := &Server{cfg: cfg, backend: backend, state: pop3.Authorization}
	s.lines.Init(pop3.MaxCommandLine, cfg.LineEnds)
	return s
}

// State is the session's present state.
func (s *Server) State() pop3.State { return s.state }

// Allowed lists the verbs that would be taken now, in teaching order.
func (s *Server) Allowed() []string {
	var list []string
	for _, verb := range pop3.Allowed(s.state, s.last) {
		if s.offers(verb) {
			list = append(list, verb)
		}
	}
	return list
}

// Step implements machine.Machine.
func (s *Server) Step(now vtime.Time, in machine.Input, out *machine.Effects) {
	if s.state == pop3.Closed {
		return
	}
	switch in.Kind {
	case machine.Open:
		s.touch(now, out)
		s.send(pop3.Good(s.cfg.Hostname+" POP3 ready"), "", 0, nil, out)
		s.note(&trace.State{To: string(s.state)}, out)
	case machine.Bytes:
		s.lines.Feed(in.Data)
		s.run(now, out)
	case machine.Drained:
		// A client that takes a long letter is not idle.
		s.touch(now, out)
		s.run(now, out)
	case machine.End:
		s.ended = true
		s.run(now, out)
	case machine.Broken:
		s.leave("", pop3.Lost, out)
	case machine.Deadline:
		s.timeout(out)
	}
}

// run sends what is under way and takes commands, until the stream is full or there is nothing left to do.
func (s *Server) run(now vtime.Time, out *machine.Effects) {
	for s.state != pop3.Closed {
		if s.body != nil && !s.body.send(out) || out.Room <= 0 {
			out.More()
			if s.lines.Len() > MaxPending {
				s.leave("", pop3.GivenUp, out)
				out.Abort()
			}
			return
		}
		s.body = nil
		line, ok := s.lines.Next()
		if !ok {
			break
		}
		s.touch(now, out)
		s.line(line, out)
	}
	if s.ended && s.state != pop3.Closed {
		// The client left without QUIT: nothing is deleted (RFC 1939 section 6).
		s.leave("", pop3.Lost, out)
		out.Close()
	}
}

// touch starts the autologout timer anew; every command does (RFC 1939 section 3).
func (s *Server) touch(now vtime.Time, out *machine.Effects) {
	out.SetDeadline(now.Add(s.cfg.IdleTimeout))
}

// timeout ends the session without UPDATE and without a word (RFC 1939 section 3). In the middle of an answer a reset
// tells the client that the answer is not whole; an orderly close could pass for its end.
func (s *Server) timeout(out *machine.Effects) {
	unfinished := s.body != nil
	s.leave("", pop3.Timeout, out)
	if unfinished {
		out.Abort()
		return
	}
	out.Close()
}

// leave moves the session to its end. The maildrop is unlocked on every way out.
func (s *Server) leave(verb string, event pop3.Event, out *machine.Effects) {
	if s.drop != nil {
		s.drop.Release()
		s.drop = nil
	}
	s.body = nil
	s.move(verb, event, out)
	out.SetDeadline(vtime.Never)
}

// move goes along a row of pop3.Table.
func (s *Server) move(verb string, event pop3.Event, out *machine.Effects) {
	from := s.state
	s.state = pop3.Next(from, verb, event)
	if s.state != from {
		s.note(&trace.State{From: string(from), To: string(s.state)}, out)
	}
}

// note fills in whose state it is.
func (s *Server) note(b *trace.State, out *machine.Effects) {
	b.Conn, b.Host, b.Proto, b.Side = s.cfg.Conn, s.cfg.Host, "pop3", "server"
	out.Note(b)
}

func (s *Server) has(capability string) bool {
	return pop3.HasCapability(s.cfg.Capabilities, capability)
}

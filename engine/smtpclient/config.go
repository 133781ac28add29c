package smtpclient

import (
	"ehloworld/engine/framing"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Timeouts are how long the client waits; RFC 5321 section 4.5.3.2 gives the minima, which are the defaults.
type Timeouts struct {
	Greeting vtime.Duration // 220 after the connection stands.
	Hello    vtime.Duration // Reply to EHLO, HELO, AUTH and RSET, which the RFC does not list.
	Mail     vtime.Duration
	Rcpt     vtime.Duration
	Data     vtime.Duration // 354 after DATA.
	Block    vtime.Duration // Room in the stream for the next piece of the letter.
	Dot      vtime.Duration // Reply after the final dot.
	Quit     vtime.Duration // Nothing depends on the reply, so this one is short.
}

// DefaultTimeouts is RFC 5321 section 4.5.3.2.
var DefaultTimeouts = Timeouts{
	Greeting: 5 * vtime.Minute,
	Hello:    5 * vtime.Minute,
	Mail:     5 * vtime.Minute,
	Rcpt:     5 * vtime.Minute,
	Data:     2 * vtime.Minute,
	Block:    3 * vtime.Minute,
	Dot:      10 * vtime.Minute,
	Quit:     30 * vtime.Second,
}

// Config is what stays the same for all jobs of a connection.
type Config struct {
	Hostname  string // Our own name, for EHLO.
	Peer      string // How texts name the server: "mail.hai.example[203.0.113.10]:25".
	Conn      trace.ConnID
	Host      string         // Our own host's id, for the trace.
	Proto     string         // ProtoSMTP, ProtoSubmission or ProtoLMTP.
	Timeouts  Timeouts       // The zero value means DefaultTimeouts.
	IdleAfter vtime.Duration // How long to wait for another job (an Order input) after one is over; 0: QUIT at once.

	MaxLetters int        // Transactions on one connection; 0: as many as the server takes.
	Dialed     vtime.Time // When the connection was asked for; 0: not known.

	OnlyHELO bool // Say HELO at once, to a server that hangs up on EHLO (Outcome.HungUp).

	SevenBit SevenBit         // What to do with a letter that the server takes only re-encoded.
	Chunking Chunking         // When to use BDAT instead of DATA.
	LineEnds framing.LineEnds // Strict repairs bare CRs and LFs of a letter, Lenient sends them as they are.
}

// Protocols that a client speaks.
const (
	ProtoSMTP       = "smtp"
	ProtoSubmission = "submission" // RFC 6409: FUTURERELEASE may be asked for.
	ProtoLMTP       = "lmtp"       // RFC 2033: LHLO, and a reply for each recipient after the letter.
)

// SevenBit is what happens to a letter with octets above 127 when the server does not offer 8BITMIME (RFC 6152 section 3),
// and to a binary one without BINARYMIME (RFC 3030 section 3).
type SevenBit uint8

const (
	Convert SevenBit = iota // It is re-encoded where it may be, and else returned.
	Bounce                  // It is returned.
)

// Chunking says when BDAT is used, where the server offers it.
type Chunking uint8

const (
	WhenBinary Chunking = iota // For letters that DATA cannot carry.
	Prefer                     // For all.
)

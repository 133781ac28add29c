package smtpclient

import (
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// Job is one letter to hand over.
type Job struct {
	Msg   trace.MsgID
	From  string   // Reverse-path without brackets; empty is the null sender.
	Rcpts []string // Forward-paths without brackets, at least one.
	Data  []byte   // The letter with CRLF line ends, dots not yet stuffed. It is not copied and must not change.

	// User and Pass log in before the letter (RFC 4954); an empty User means without login.
	User, Pass string

	// SMTPUTF8 says that the letter was submitted as an internationalised one (RFC 6531). Addresses that are not ASCII ask
	// for the extension by themselves.
	SMTPUTF8 bool
}

// Stage says how far a job had come when it was decided.
type Stage string

// The stages, in order.
const (
	StageConnect  Stage = "connect"  // No connection yet; used by those who dial.
	StageGreeting Stage = "greeting" // The server's 220 was awaited.
	StageHello    Stage = "hello"    // EHLO or HELO.
	StageAuth     Stage = "auth"
	StageMail     Stage = "mail"
	StageRcpt     Stage = "rcpt"
	StageData     Stage = "data" // DATA up to the last byte of the letter.
	StageDot      Stage = "dot"  // The letter was sent; its reply was awaited or came.
)

// RcptOutcome is the fate of one recipient after one try.
type RcptOutcome struct {
	Rcpt      string
	Reply     smtp.Reply // Made up here when Local is set.
	Delivered bool       // The next server has taken responsibility for the letter (RFC 5321 section 6.1).
	Temporary bool       // Not delivered, and worth another try.
	Local     bool       // Reply is our own judgement; no server said it.

	// MX, IP and Conn name the server that decided; they are filled in by those who dial.
	MX, IP string
	Conn   trace.ConnID
}

// Outcome is the result of a job.
type Outcome struct {
	Msg        trace.MsgID
	Rcpts      []RcptOutcome // One per recipient of the job, in its order.
	Stage      Stage
	Transcript []string // The conversation from the job's first line on: "C: …", "S: …".
	Reason     string   // Why there is no reply from the server: "timed out after 5m0s waiting for the greeting".
	QueuedAs   string   // The server's id for the letter, when its reply names one.
	Secured    bool     // The letter went through TLS.
}

package smtp

import "ehloworld/engine/vtime"

// Envelope is what MAIL and RCPT say about a letter. Servers deliver by it; the header of the letter is only paper
// (RFC 5321 section 2.3.1). It travels whole from the server that took it through the queue to the next one.
type Envelope struct {
	From      string     // Reverse-path without brackets; empty: the null sender.
	Rcpts     []Rcpt     // In the order in which they were named.
	Size      int64      // SIZE=, octets that the client expects; 0: not said (RFC 1870).
	Body      Body       // BODY= (RFC 6152, RFC 3030).
	SMTPUTF8  bool       // SMTPUTF8 (RFC 6531).
	Auth      string     // AUTH=, as written; empty: not said (RFC 4954 section 5).
	Ret       Ret        // RET= (RFC 3461 section 4.3).
	EnvID     string     // ENVID=, decoded from xtext; empty: not said (RFC 3461 section 4.4).
	ReleaseAt vtime.Time // HOLDFOR= or HOLDUNTIL=: not to be sent on before; 0: at once (RFC 4865).
	By        DeliverBy  // BY= (RFC 2852).
	Priority  int8       // MT-PRIORITY=, from -9 to 9 (RFC 6710).
	Solicit   string     // SOLICIT=, as written; empty: not said (RFC 3865).
}

// Addrs lists the addresses of the recipients.
func (e *Envelope) Addrs() []string {
	addrs := make([]string, len(e.Rcpts))
	for i := range e.Rcpts {
		addrs[i] = e.Rcpts[i].Addr
	}
	return addrs
}

// Rcpt is one recipient of an envelope.
type Rcpt struct {
	Addr   string     // Forward-path without brackets and source route. "postmaster" may stand without a domain.
	Notify Notify     // NOTIFY= (RFC 3461 section 4.1); 0: not said.
	Since  vtime.Time // RRVS=: the mailbox must have belonged to the same person since then; 0: not said (RFC 7293).
	ORcpt  string     // ORCPT=, "rfc822;bob@hai.example", decoded from xtext; empty: not said (RFC 3461 section 4.2, RFC 6533).
}

// Rcpts makes recipients of whom nothing but the address is known.
func Rcpts(addrs ...string) []Rcpt {
	rcpts := make([]Rcpt, len(addrs))
	for i, addr := range addrs {
		rcpts[i].Addr = addr
	}
	return rcpts
}

// Body is what octets a letter holds, as its sender declares it.
type Body uint8

const (
	Body7Bit       Body = iota // BODY=7BIT, or not said.
	Body8BitMIME               // BODY=8BITMIME: lines with octets above 127.
	BodyBinaryMIME             // BODY=BINARYMIME: any octets, no lines.
)

// Ret is how much of a letter a notice about it shall give back.
type Ret uint8

const (
	RetUnsaid  Ret = iota
	RetFull        // RET=FULL
	RetHeaders     // RET=HDRS
)

// Notify is when the sender wants to be told what became of a letter for a recipient.
type Notify uint8

const (
	NotifyNever   Notify = 1 << iota // Alone, and nothing is told.
	NotifySuccess                    // It was delivered.
	NotifyFailure                    // It will not be.
	NotifyDelay                      // It takes longer.
)

// DeliverBy is by when a letter is wanted there, and what to do when that cannot be. The zero value is no wish.
type DeliverBy struct {
	At    vtime.Time // The instant that the seconds of BY= lead to.
	Mode  ByMode
	Trace bool // "T": tell the sender of each relay that does not know the extension.
}

// ByMode is what happens when the time of a DeliverBy is up.
type ByMode uint8

const (
	ByNotAsked ByMode = iota
	ByReturn          // "R": the letter is returned.
	ByNotify          // "N": the sender is told, and the letter goes on.
)

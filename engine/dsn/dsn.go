// Package dsn writes and reads delivery status notifications: the notice that a server sends to a letter's sender when
// it could not deliver it, or not yet, or when it did and was asked to say so (RFC 3461). The form is RFC 6522
// (multipart/report) with the status fields of RFC 3464: a part for people, a part for programs, and the letter that it is
// about.
package dsn

import (
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/report"
	"ehloworld/engine/vtime"
)

// The actions of RFC 3464 section 2.3.3.
const (
	Failed    = "failed"    // Given up.
	Delayed   = "delayed"   // Not yet delivered; still being tried.
	Delivered = "delivered" // In the mailbox.
	Relayed   = "relayed"   // Passed on to a server that sends no such notices.
	Expanded  = "expanded"  // Delivered to a list or an alias, which passes it on to its members.
)

// Report is one notice: what one server has to say about one letter.
type Report struct {
	Host       string     // The server that writes it.
	To         string     // Envelope sender of the letter; the notice goes to it.
	Date       vtime.Time // Now.
	Zone       int        // Seconds east of UTC, for all dates.
	MessageID  string     // Of the notice.
	Boundary   string     // Is made longer should it occur in the contents.
	EnvelopeID string     // ENVID that the sender gave (RFC 3461), or "".
	QueueID    string     // The letter's number in the queue, or "".
	Arrival    vtime.Time // When this server took the letter over; 0: not known.
	Recipients []Recipient
	Original   []byte             // The letter.
	Full       bool               // Return all of it, if anything failed, it is not too large and the way back carries it, and not only its header.
	Transport  encoding.Transport // What the way back carries.
	UTF8       bool               // The way back has SMTPUTF8, so fields may be UTF-8 (RFC 6533).
}

// Recipient is the fate of the letter for one recipient.
type Recipient struct {
	_              [0]func() // Nobody compares them; the code to do so weighs something.
	Address        string
	Original       string // ORCPT (RFC 3461) with its type, such as "rfc822;bob@hai.example", or "".
	Action         string
	Status         string // Such as "5.1.1"; made up from Action when empty.
	RemoteMTA      string // The server that was tried last, or "".
	Reply          string // What it answered, with its code: "550 5.1.1 <bob@hai.example>: no such user".
	Reason         string // When there was no answer: "connect to mail.hai.example[203.0.113.10]:25: Connection refused".
	Attempts       int    // How often it was tried; 0: not told.
	LastAttempt    vtime.Time
	WillRetryUntil vtime.Time // Delayed: when the server will give up.
}

// localDiagnostic is the type of diagnostic codes that no remote server gave (RFC 3464 section 2.1.2 keeps X- for such).
const localDiagnostic = "X-Local"

// Build writes the notice, to be sent from the null sender so that it can never cause another notice (RFC 5321 section
// 4.5.5). It is nil when there is nobody to notify: a letter that came from the null sender itself, or no recipients.
// The notice is ASCII unless To is not, or r allows more.
func Build(r Report) []byte {
	if r.To == "" || len(r.Recipients) == 0 {
		return nil
	}
	if !message.ASCII([]byte(r.To)) {
		r.UTF8 = true // There is no other way to write it.
	}
	if r.UTF8 {
		r.Transport = max(r.Transport, encoding.EightBit)
	}
	header := message.ParseHeader(r.Original)
	human := message.TextEntity("text/plain", r.human(&header))
	human.Description = "Notification"
	status := &message.Entity{Description: "Delivery report", Type: "message/delivery-status", Content: r.status()}
	if r.UTF8 {
		status.Type = "message/global-delivery-status"
	}
	subject, undelivered := "Undelivered mail returned to sender", "Undelivered message"
	switch {
	case r.has(Failed):
	case r.has(Delayed):
		subject = "Delayed mail (still being retried)"
	case edition.Full:
		subject, undelivered = "Successful mail delivery report", "Delivered message"
	}
	id := header.Get("Message-ID") // RFC 3834 section 3.1.6
	return message.Compose(message.Draft{
		From: "MAILER-DAEMON@" + r.Host, FromName: "Mail Delivery System", To: r.To, Subject: subject, InReplyTo: id, References: []string{id},
		Fields: []byte("Auto-Submitted: auto-replied\r\n"), // RFC 3834 section 5: a reply that no person wrote.
		Root: &message.Entity{
			Type: "multipart/report", Params: []message.Param{{Name: "report-type", Value: "delivery-status"}},
			Preamble: "This is a delivery status notification (RFC 3464) in several parts.",
			Parts:    []*message.Entity{human, status, report.Returned(r.Original, report.Returning{Description: undelivered, Full: r.Full && r.has(Failed), Transport: r.Transport, UTF8: r.UTF8})},
		},
	}, message.Options{Date: r.Date, Zone: r.Zone, MessageID: r.MessageID, Boundary: r.Boundary, Transport: r.Transport, UTF8: r.UTF8})
}

// has says whether the notice tells of that action. One notice can tell of several.
func (r *Report) has(action string) bool {
	for _, rcpt := range r.Recipients {
		if rcpt.action() == action {
			return true
		}
	}
	return false
}

// status writes the machine-readable fields: one group about the letter, one about each recipient (RFC 3464 section 2.1).
func (r *Report) status() []byte {
	var b []byte
	field := func(name string, tokens ...string) { b = report.AppendField(b, r.UTF8, name, tokens...) }
	date := func(name string, at vtime.Time) {
		if at != 0 && at != vtime.Never {
			field(name, at.Date(r.Zone))
		}
	}
	if r.EnvelopeID != "" {
		field("Original-Envelope-Id", r.EnvelopeID)
	}
	field("Reporting-MTA", "dns;", r.Host)
	date("Arrival-Date", r.Arrival)
	for _, rcpt := range r.Recipients {
		b = append(b, "\r\n"...)
		if kind, address, ok := strings.Cut(rcpt.Original, ";"); edition.Full && ok {
			field("Original-Recipient", report.Retyped(kind, address, r.UTF8)...)
		}
		field("Final-Recipient", report.Recipient(rcpt.Address, r.UTF8)...)
		field("Action", rcpt.action())
		field("Status", rcpt.status())
		if rcpt.RemoteMTA != "" {
			field("Remote-MTA", "dns;", rcpt.RemoteMTA)
		}
		switch {
		case rcpt.Reply != "":
			field("Diagnostic-Code", report.Words("smtp; "+rcpt.Reply)...)
		case rcpt.Reason != "":
			field("Diagnostic-Code", report.Words(localDiagnostic+"; "+rcpt.Reason)...)
		}
		date("Last-Attempt-Date", rcpt.LastAttempt)
		if r.QueueID != "" {
			field("Final-Log-ID", r.QueueID)
		}
		if rcpt.action() == Delayed {
			date("Will-Retry-Until", rcpt.WillRetryUntil)
		}
	}
	return b
}

func (rcpt *Recipient) action() string {
	switch {
	case rcpt.Action == Delayed:
		return Delayed
	case edition.Full && (rcpt.Action == Delivered || rcpt.Action == Relayed || rcpt.Action == Expanded):
		return rcpt.Action
	}
	return Failed
}

func (rcpt *Recipient) status() string {
	switch {
	case validStatus(rcpt.Status):
		return rcpt.Status
	case rcpt.action() == Delayed:
		return "4.0.0"
	case edition.Full && rcpt.action() != Failed:
		return "2.0.0"
	}
	return "5.0.0"
}

// validStatus checks the form class.subject.detail (RFC 3463 section 2).
func validStatus(s string) bool {
	parts := strings.Split(s, ".")
	if len(parts) != 3 || parts[0] != "2" && parts[0] != "4" && parts[0] != "5" {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) < 1 || len(p) > 3 || strings.Trim(p, "0123456789") != "" {
			return false
		}
	}
	return true
}

// Package dsn writes and reads delivery status notifications: the notice that a server sends to a letter's sender when
// it could not deliver it, or not yet. The form is RFC 6522 (multipart/report) with the status fields of RFC 3464:
// a part for people, a part for programs, and the letter that it is about.
package dsn

import (
	"strings"
	"unicode/utf8"

	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/vtime"
)

// The actions of RFC 3464 section 2.3.3 that this package writes.
const (
	Failed  = "failed"  // Given up.
	Delayed = "delayed" // Not yet delivered; still being tried.
)

// MaxReturned is how many octets of the letter go back with the notice. Of a larger letter only the header does, and of
// a larger header only the first fields.
const MaxReturned = 50_000

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
	Full       bool               // Return all of it, if it is not too large and the way back carries it, and not only its header.
	Transport  encoding.Transport // What the way back carries.
	UTF8       bool               // The way back has SMTPUTF8, so fields may be UTF-8 (RFC 6533).
}

// Recipient is the fate of the letter for one recipient.
type Recipient struct {
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
	human := message.TextEntity("text/plain", r.human())
	human.Description = "Notification"
	status := &message.Entity{Description: "Delivery report", Type: "message/delivery-status", Content: r.status()}
	if r.UTF8 {
		status.Type = "message/global-delivery-status"
	}
	subject := "Undelivered mail returned to sender"
	if !r.failed() {
		subject = "Delayed mail (still being retried)"
	}
	header := message.ParseHeader(r.Original)
	id := header.Get("Message-ID") // RFC 3834 section 3.1.6
	return message.Compose(message.Draft{
		From: "MAILER-DAEMON@" + r.Host, FromName: "Mail Delivery System", To: r.To, Subject: subject, InReplyTo: id, References: []string{id},
		Fields: []byte("Auto-Submitted: auto-replied\r\n"), // RFC 3834 section 5: a reply that no person wrote.
		Root: &message.Entity{
			Type: "multipart/report", Params: []message.Param{{Name: "report-type", Value: "delivery-status"}},
			Preamble: "This is a delivery status notification (RFC 3464) in several parts.",
			Parts:    []*message.Entity{human, status, r.returned()},
		},
	}, message.Options{Date: r.Date, Zone: r.Zone, MessageID: r.MessageID, Boundary: r.Boundary, Transport: r.Transport, UTF8: r.UTF8})
}

// failed says whether anything was given up. One notice can speak of both kinds.
func (r *Report) failed() bool {
	for _, rcpt := range r.Recipients {
		if rcpt.Action != Delayed {
			return true
		}
	}
	return false
}

// status writes the machine-readable fields: one group about the letter, one about each recipient (RFC 3464 section 2.1).
func (r *Report) status() []byte {
	var b []byte
	field := func(name string, tokens ...string) {
		if !r.UTF8 {
			for i := range tokens {
				tokens[i] = escape(tokens[i], false)
			}
		}
		b = message.AppendTokens(b, name, tokens...)
	}
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
		if kind, address, ok := strings.Cut(rcpt.Original, ";"); ok {
			field("Original-Recipient", kind+";", address)
		}
		switch {
		case message.ASCII([]byte(rcpt.Address)):
			field("Final-Recipient", "rfc822;", rcpt.Address)
		case r.UTF8:
			field("Final-Recipient", "utf-8;", rcpt.Address)
		default:
			field("Final-Recipient", "utf-8;", escape(rcpt.Address, true))
		}
		field("Action", rcpt.action())
		field("Status", rcpt.status())
		if rcpt.RemoteMTA != "" {
			field("Remote-MTA", "dns;", rcpt.RemoteMTA)
		}
		switch {
		case rcpt.Reply != "":
			field("Diagnostic-Code", words("smtp; "+rcpt.Reply)...)
		case rcpt.Reason != "":
			field("Diagnostic-Code", words(localDiagnostic+"; "+rcpt.Reason)...)
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
	if rcpt.Action == Delayed {
		return Delayed
	}
	return Failed
}

func (rcpt *Recipient) status() string {
	switch {
	case validStatus(rcpt.Status):
		return rcpt.Status
	case rcpt.action() == Delayed:
		return "4.0.0"
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

// maxWord bounds a run without a blank in a diagnostic text, so that a peer cannot make our lines too long.
const maxWord = 256

func words(s string) []string {
	var out []string
	for _, w := range strings.Fields(s) {
		for len(w) > maxWord {
			out, w = append(out, strings.ToValidUTF8(w[:maxWord], "?")), w[maxWord:]
		}
		out = append(out, strings.ToValidUTF8(w, "?"))
	}
	return out
}

// escape writes what is not ASCII as \x{HEX}, the utf-8-addr-xtext of RFC 6533 section 3, so that the status fields stay
// ASCII and reach everybody. An address in that form has some ASCII characters escaped as well.
func escape(s string, address bool) string {
	if message.ASCII([]byte(s)) && !address {
		return s
	}
	var b strings.Builder
	for _, c := range s {
		if c < 0x80 && !(address && (c <= ' ' || c == 0x7f || strings.ContainsRune(`+=\`, c))) {
			b.WriteRune(c)
			continue
		}
		b.WriteString(`\x{`)
		b.WriteString(hexRune(c))
		b.WriteByte('}')
	}
	return b.String()
}

// returned is the third part: the letter, or its header.
func (r *Report) returned() *message.Entity {
	if r.Full && len(r.Original) <= MaxReturned {
		if need := message.Measure(r.Original); need <= r.Transport && need != encoding.Binary {
			return &message.Entity{Description: "Undelivered message", Type: message.LetterType(r.Original), Content: r.Original}
		}
	}
	header, _ := message.Split(r.Original)
	if len(header) > MaxReturned {
		h := message.ParseHeader(header)
		end := 0
		for i := range h.Fields {
			if h.Fields[i].End() > MaxReturned {
				break
			}
			end = h.Fields[i].End()
		}
		header = header[:end]
	}
	e := &message.Entity{Description: "Undelivered message header", Type: "text/rfc822-headers", Content: header}
	switch {
	case message.ASCII(header):
	case r.UTF8 && utf8.Valid(header):
		e.Type = "message/global-headers" // RFC 6533 section 6
	default:
		e.Params = []message.Param{{Name: "charset", Value: "utf-8"}}
	}
	return e
}

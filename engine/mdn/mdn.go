// Package mdn asks for, writes and reads message disposition notifications: the notice by which a reader's mail program tells
// the writer what became of a letter, such as that it was displayed. The form is RFC 6522 (multipart/report) with the fields
// of RFC 8098: a part for people, a part for programs, and the letter that it is about.
//
// Such a notice tells when somebody reads their mail. Whether one may be sent at all is for Decide to say, and in most
// cases then for the reader.
package mdn

import (
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/report"
	"ehloworld/engine/vtime"
)

// What became of a letter (RFC 8098 section 3.2.6.2).
const (
	Displayed  = "displayed"  // Shown to somebody; whether they read it, nobody knows.
	Deleted    = "deleted"    // Thrown away, perhaps unseen.
	Dispatched = "dispatched" // Sent on elsewhere without being shown.
	Processed  = "processed"  // Worked on by rules without being shown.
)

// Disposition is what became of a letter and who decided so.
type Disposition struct {
	Type          string   // Displayed, Deleted, Dispatched, Processed, or another word in lower case.
	Modifiers     []string // "error", or words of somebody's own.
	Automatic     bool     // A rule acted, not a person (section 3.2.6.1).
	SentAutomatic bool     // The notice was sent without asking the reader.
}

// Notice is one notification.
type Notice struct {
	From         string // The reader, on whose behalf it is sent. Names may be in it, as in a From field.
	To           string // Who asked for it: the addresses of Disposition-Notification-To.
	Date         vtime.Time
	Zone         int // Seconds east of UTC.
	MessageID    string
	Boundary     string // What the boundary is made of.
	Transport    encoding.Transport
	UTF8         bool   // The fields may be UTF-8, for SMTPUTF8.
	Host         string // The machine or domain of the reader's mail program, first word of Reporting-UA.
	Product      string // The mail program; may be empty.
	Gateway      string // The gateway that translated the notice, with its type: "dns; gw.hai.example"; may be empty.
	Recipient    string // The reader's address, to which the letter came.
	Original     string // The address that the writer had given, with its type: "rfc822;bob@hai.example", or "".
	LetterID     string // The letter's Message-ID, without brackets.
	Disposition  Disposition
	Errors       []string // What went wrong, for the modifier "error".
	Letter       []byte   // The letter, or its header.
	Full         bool     // Return all of the letter, and not only its header.
	PeopleRead   string   // The part for people, as read; Build writes its own.
	UnknownLines int      // Read: how many fields of the second part meant nothing.
}

// Build writes the notice. It is to be sent from the null sender (RFC 8098 section 3), so that it can never cause a notice
// itself. It is nil when there is nobody to notify, or nobody who does.
func Build(n Notice) []byte {
	if len(message.Addresses(message.ParseMailboxes(n.To))) == 0 || n.Recipient == "" {
		return nil
	}
	if n.Disposition.Type = strings.ToLower(atom(n.Disposition.Type)); n.Disposition.Type == "" {
		n.Disposition.Type = Processed
	}
	// There is no other way to write an address that is not ASCII.
	if n.UTF8 = n.UTF8 || !routableASCII(n.To) || !routableASCII(n.From); n.UTF8 {
		n.Transport = max(n.Transport, encoding.EightBit)
	}
	human := message.TextEntity("text/plain", n.human())
	fields := &message.Entity{Type: "message/disposition-notification", Content: n.fields()}
	if n.UTF8 {
		fields.Type = "message/global-disposition-notification" // RFC 6533 section 5
	}
	id := "<" + n.LetterID + ">"
	return message.Compose(message.Draft{
		From: n.From, To: n.To, Subject: n.subject(), InReplyTo: id, References: []string{id},
		Fields: []byte("Auto-Submitted: auto-replied\r\n"),
		Root: &message.Entity{
			Type: "multipart/report", Params: []message.Param{{Name: "report-type", Value: "disposition-notification"}},
			Preamble: "This is a message disposition notification (RFC 8098) in several parts.",
			Parts: []*message.Entity{human, fields, report.Returned(n.Letter, report.Returning{
				Description: "Original message", Full: n.Full, Transport: n.Transport, UTF8: n.UTF8})},
		},
	}, message.Options{Date: n.Date, Zone: n.Zone, MessageID: n.MessageID, Boundary: n.Boundary, Transport: n.Transport, UTF8: n.UTF8})
}

// routableASCII says whether all addresses of a list can be written in ASCII.
func routableASCII(list string) bool {
	for _, a := range message.Addresses(message.ParseMailboxes(list)) {
		if !message.ASCII([]byte(a)) {
			return false
		}
	}
	return true
}

// fields writes the part for programs (RFC 8098 section 3.2).
func (n *Notice) fields() []byte {
	var b []byte
	field := func(name string, tokens ...string) { b = report.AppendField(b, n.UTF8, name, tokens...) }
	if n.Host != "" {
		ua := report.Words(n.Host)
		if n.Product != "" && len(ua) > 0 {
			ua[len(ua)-1] += ";"
			ua = append(ua, report.Words(n.Product)...)
		}
		field("Reporting-UA", ua...)
	}
	if kind, name, ok := strings.Cut(n.Gateway, ";"); ok {
		field("MDN-Gateway", kind+";", strings.TrimSpace(name))
	}
	if kind, address, ok := strings.Cut(n.Original, ";"); ok {
		field("Original-Recipient", kind+";", strings.TrimSpace(address))
	}
	field("Final-Recipient", report.Recipient(n.Recipient, n.UTF8)...)
	if n.LetterID != "" {
		field("Original-Message-ID", "<"+n.LetterID+">")
	}
	field("Disposition", n.Disposition.words()...)
	for _, e := range n.Errors {
		field("Error", report.Words(e)...)
	}
	return b
}

// words writes a disposition: "manual-action/MDN-sent-manually; displayed/error".
func (d *Disposition) words() []string {
	mode := "manual-action"
	if d.Automatic {
		mode = "automatic-action"
	}
	sent := "MDN-sent-manually"
	if d.SentAutomatic {
		sent = "MDN-sent-automatically"
	}
	what := d.Type
	for i, m := range d.Modifiers {
		separator := ","
		if i == 0 {
			separator = "/"
		}
		if m = atom(m); m != "" {
			what += separator + m
		}
	}
	return []string{mode + "/" + sent + ";", what}
}

// atom keeps what may stand in a word of a disposition.
func atom(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("!#$%&'*+-.^_`{|}~", r) {
			return r
		}
		return -1
	}, s)
}

package message

import "strings"

// Labels are the words of a letter that is passed on in the text of another, in the writer's language.
type Labels struct {
	Mark                        string // The line before it: "---------- Forwarded message ----------".
	From, Date, Subject, To, Cc string
}

// Forward begins a letter that passes another one on in its text: a few lines of its header, its text, and its files as
// attachments. The octets are new; those who want to see the letter itself use ForwardAttached.
func Forward(letter []byte, l Labels) Draft {
	root := Tree(letter)
	h := &root.Header
	d := Draft{Subject: ForwardSubject(h.Text("Subject"))}
	var b strings.Builder
	line := func(label, value string) {
		if value = oneLine(value); value != "" {
			b.WriteString(label + ": " + value + "\n")
		}
	}
	if l.Mark != "" {
		b.WriteString(oneLine(l.Mark) + "\n")
	}
	line(l.From, named(h.Mailboxes("From")))
	line(l.Date, h.Get("Date"))
	line(l.Subject, h.Text("Subject"))
	line(l.To, named(h.Mailboxes("To")))
	line(l.Cc, named(h.Mailboxes("Cc")))
	d.Body = b.String() + "\n" + readableText(letter, root)
	d.Attachments = files(letter, root)
	return d
}

// named writes a list for people.
func named(list []Mailbox) string {
	var out []string
	for _, m := range list {
		out = append(out, m.String())
	}
	return strings.Join(out, ", ")
}

// files are the attachments of a letter, decoded: the parts that are neither its text nor made of parts. A letter among
// them is one file.
func files(letter []byte, p *Part) []Attachment {
	var out []Attachment
	for _, sub := range p.Parts {
		out = append(out, files(letter, sub)...)
	}
	said := p.Disposition != "attachment" && p.Filename == "" && (p.Type == "text/plain" || p.Type == "text/html")
	if len(p.Parts) == 0 && !said {
		out = append(out, p.Attachment(letter))
	}
	return out
}

// Attachment is the part as a file that another letter takes along. Data is the letter that the tree was read from.
func (part *Part) Attachment(data []byte) Attachment {
	content, _ := part.Content(data)
	return Attachment{Name: part.Filename, Type: part.Header.Get("Content-Type"), Data: content}
}

// ForwardAttached begins a letter that has another one as its attachment, octet for octet. Name is the file's.
func ForwardAttached(letter []byte, name string) Draft {
	h := ParseHeader(letter)
	return Draft{
		Subject:     ForwardSubject(h.Text("Subject")),
		Attachments: []Attachment{{Name: name, Type: "message/rfc822", Data: letter}},
	}
}

// Resent is the block of fields by which somebody brings a letter into the mail again, as it is (RFC 5322 section 3.6.6).
// It says nothing about the letter's content, and no answer goes by it. From, To, Cc and Bcc are address lists as typed.
type Resent struct {
	From, To, Cc, Bcc string // Bcc gets the letter but is not written into it.
}

// Recipients is the envelope that belongs to the block.
func (r *Resent) Recipients() []string {
	d := Draft{To: r.To, Cc: r.Cc, Bcc: r.Bcc}
	return d.Recipients()
}

// Resend returns the letter with the block on top of it, above what earlier ones stand there. The rest of it is the same,
// but for a Return-Path, which belongs to a delivery and not to the letter (RFC 5321 section 4.4).
func Resend(letter []byte, r Resent, o Options) []byte {
	w := fieldWriter{buf: make([]byte, 0, len(letter)+512), utf8: o.UTF8}
	w.tokens("Resent-Date", []string{o.Date.Date(o.Zone)})
	from := routable(r.From)
	w.people("Resent-From", from)
	if len(from) > 1 {
		w.people("Resent-Sender", from[:1])
	}
	w.people("Resent-To", ParseMailboxes(r.To))
	w.people("Resent-Cc", ParseMailboxes(r.Cc))
	w.ids("Resent-Message-ID", o.MessageID)
	h := ParseHeader(letter)
	at := h.Start // A line that a mailbox file puts before a letter does not go with it.
	for i := range h.Fields {
		if f := &h.Fields[i]; f.Is("Return-Path") {
			w.buf = append(w.buf, letter[at:f.Start]...)
			at = f.End()
		}
	}
	return append(w.buf, letter[at:]...)
}

package message

import (
	"strings"

	"ehloworld/engine/message/encoding"
)

// Bounds of answers.
const (
	MaxReferences = 50      // Identifiers in References. Of a longer thread the first and the last ones are kept.
	MaxQuoted     = 100_000 // Octets of text that are quoted.
)

// Audience is to whom an answer goes.
type Audience uint8

const (
	ToAuthor   Audience = iota // Who wrote the letter, or where they want answers.
	ToEveryone                 // And everybody else who got it.
	ToList                     // The mailing list by which it came; everyone when it came by none.
)

// Answer says how a letter is answered.
type Answer struct {
	To          Audience
	Own         []string // The addresses of who answers, who gets no copy.
	Attribution string   // The line before the quotation, in the writer's language: "Alice wrote:".
}

// Reply begins the answer to a letter: whom it goes to, its subject and place in the thread, and the letter's text as a
// quotation. From is left to the caller.
func Reply(letter []byte, a Answer) Draft {
	root := Tree(letter)
	h := &root.Header
	d := Draft{Subject: ReplySubject(h.Text("Subject"))}
	d.Answers(letter)
	to, cc := a.audience(h)
	d.To, d.Cc = typedList(to), typedList(cc)
	if a.Attribution != "" {
		d.Body = oneLine(a.Attribution) + "\n"
	}
	d.Body += quotation(readableText(letter, root))
	return d
}

// audience chooses the recipients (RFC 5322 section 3.6.3 and, for the author's wishes, section 3.6.2). Nobody is in it
// twice.
func (a *Answer) audience(h *Header) (to, cc []Mailbox) {
	seen := map[string]bool{}
	for _, own := range a.Own {
		seen[lowerASCII(own)] = true
	}
	add := func(list, more []Mailbox) []Mailbox {
		for _, m := range more {
			if key := lowerASCII(m.Address); m.Address != "" && !seen[key] {
				seen[key] = true
				m.Group = ""
				list = append(list, m)
			}
		}
		return list
	}
	author := h.Mailboxes("Reply-To")
	if len(Addresses(author)) == 0 {
		author = h.Mailboxes("From")
	}
	if a.To == ToList {
		// Some lists take no mail, and some not by mail (RFC 2369 section 3.4).
		for _, u := range ReadList(h).Post {
			if u.scheme() != "mailto" {
				continue
			}
			addresses, _, _ := mailto(u.URI)
			if to = add(nil, ParseMailboxes(strings.Join(addresses, ","))); len(to) > 0 {
				return to, nil
			}
		}
	}
	if a.To != ToAuthor {
		// Not in any RFC, but what people on lists set in order not to get answers twice.
		if to = add(nil, h.Mailboxes("Mail-Followup-To")); len(to) > 0 {
			return to, nil
		}
		to = add(add(nil, author), h.Mailboxes("To"))
		cc = add(nil, h.Mailboxes("Cc"))
		if len(to) == 0 {
			to, cc = cc, nil
		}
	} else if to = add(nil, author); len(to) == 0 {
		to = add(nil, h.Mailboxes("To")) // An answer to one's own letter goes where that went.
	}
	if len(to) == 0 {
		clear(seen)
		to = add(nil, author) // A note to oneself.
	}
	return to, cc
}

// typedList writes a list as a person types it.
func typedList(list []Mailbox) string {
	s := strings.TrimPrefix(string(AppendMailboxes(nil, "", list, true)), ":")
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", ""))
}

// Answers ties the draft to the letter that it answers: In-Reply-To and References (RFC 5322 section 3.6.4).
func (d *Draft) Answers(letter []byte) {
	h := ParseHeader(letter)
	d.References = nil
	id := validIDs(h.Get("Message-ID"))
	references := validIDs(h.Get("References"))
	if len(references) == 0 {
		if parents := validIDs(h.Get("In-Reply-To")); len(parents) == 1 {
			references = parents
		}
	}
	if len(id) > 0 {
		d.InReplyTo = id[0]
		references = append(references, id[0])
	}
	seen := map[string]bool{}
	for _, r := range references {
		if !seen[r] {
			seen[r] = true
			d.References = append(d.References, r)
		}
	}
	if n := len(d.References); n > MaxReferences {
		// The first names the thread, the last ones say where in it this is.
		d.References = append(d.References[:1], d.References[n-MaxReferences+1:]...)
	}
}

// validIDs are the identifiers of a field that can be written again.
func validIDs(value string) []string {
	var out []string
	for _, id := range MessageIDs(value) {
		if isID(id) {
			out = append(out, "<"+id+">")
		}
	}
	return out
}

// ReplySubject is the subject of an answer: "Re: " once, whatever stands there already (RFC 5322 section 3.6.5).
func ReplySubject(subject string) string {
	return "Re: " + withoutMarks(oneLine(subject), replyMarks)
}

// ForwardSubject is the subject of a letter that is passed on.
func ForwardSubject(subject string) string {
	return "Fwd: " + withoutMarks(oneLine(subject), forwardMarks)
}

// withoutMarks takes marks such as "Re:", "RE[2]:" and "回复：" off the beginning of a subject.
func withoutMarks(s string, marks []string) string {
	for {
		rest, found := cutReplyWord(s, marks)
		if !found {
			return s
		}
		s = strings.TrimLeft(rest, " \u3000")
	}
}

// readableText is the text of a letter for quoting; a page is made text.
func readableText(letter []byte, root *Part) string {
	var plain, page *Part
	root.Walk(func(p *Part) bool {
		switch {
		case p.Disposition == "attachment":
		case p.Type == "text/plain":
			plain = p
		case p.Type == "text/html" && page == nil:
			page = p
		}
		return plain == nil
	})
	switch {
	case plain != nil && equalFold(plain.Param("format"), "flowed"):
		return inLines(encoding.ReadFlowed(plain.Text(letter), equalFold(plain.Param("delsp"), "yes")))
	case plain != nil:
		return plain.Text(letter)
	case page != nil:
		return PlainText(page.Text(letter))
	}
	return ""
}

// inLines writes every paragraph as one line.
func inLines(list []encoding.Paragraph) string {
	var b strings.Builder
	for _, p := range list {
		for range p.Depth {
			b.WriteByte('>')
		}
		if p.Depth > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(p.Text)
		b.WriteByte('\n')
	}
	return b.String()
}

// quotation quotes a text without its signature. Marks stand side by side, so that programs can count them (RFC 3676
// section 4.5).
func quotation(text string) string {
	if cut := clip(text, MaxQuoted); len(cut) < len(text) {
		text = cut[:strings.LastIndexByte(cut, '\n')+1] + "[…]\n"
	}
	if strings.HasPrefix(text, "-- \n") {
		text = ""
	} else if at := strings.LastIndex(text, "\n-- \n"); at >= 0 {
		text = text[:at] // RFC 3676 section 4.3
	}
	text = strings.TrimRight(text, " \t\n")
	if text == "" {
		return ""
	}
	b := make([]byte, 0, len(text)+2*strings.Count(text, "\n")+4)
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		b = append(b, '>')
		if line != "" && line[0] != '>' {
			b = append(b, ' ')
		}
		b = append(append(b, line...), '\n')
	}
	return string(b)
}

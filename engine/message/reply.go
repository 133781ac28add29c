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
		if to = add(nil, postAddress(h.Get("List-Post"))); len(to) > 0 {
			return to, nil
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

// postAddress is where one writes to the list: the mailto of List-Post (RFC 2369 section 3.4). Some lists take no mail.
func postAddress(value string) []Mailbox {
	_, rest, ok := strings.Cut(value, "<mailto:")
	address, _, closed := strings.Cut(rest, ">")
	if !ok || !closed {
		return nil
	}
	address, _, _ = strings.Cut(address, "?")
	plain := encoding.AppendPercentDecoded(nil, address)
	return ParseMailboxes(string(plain))
}

// MayAnswer says whether a program may answer a letter without asking anybody (RFC 3834 section 2): not one that no person
// wrote, that went to many, or whose sender wants no answer. It spares the world answers to answers.
func MayAnswer(h *Header) bool {
	for i := range h.Fields {
		f := &h.Fields[i]
		word, _, _ := strings.Cut(lowerASCII(f.Value()), ";")
		switch word = strings.TrimSpace(word); {
		case f.Is("Return-Path") && word == "<>",
			f.Is("Auto-Submitted") && word != "no",
			f.Is("Precedence") && (word == "bulk" || word == "list" || word == "junk"),
			len(f.Name) > 5 && equalFold(f.Name[:5], "List-"):
			return false
		}
	}
	return len(Addresses(h.Mailboxes("From"))) > 0
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
	id := identifiers(h.Get("Message-ID"))
	references := identifiers(h.Get("References"))
	if len(references) == 0 {
		if parents := identifiers(h.Get("In-Reply-To")); len(parents) == 1 {
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

// identifiers finds what stands between angle brackets.
func identifiers(value string) []string {
	var out []string
	for {
		_, rest, ok := strings.Cut(value, "<")
		if !ok {
			return out
		}
		id, after, closed := strings.Cut(rest, ">")
		if !closed {
			return out
		}
		if value = after; isID(id) {
			out = append(out, "<"+id+">")
		}
	}
}

// What mail programs of other languages write before the subject of an answer and of a letter passed on, in lower case.
var (
	replyMarks   = [...]string{"re", "aw", "sv", "antw", "vs", "odp", "ref", "ynt", "回复", "回覆", "答复", "答覆", "返信", "답장"}
	forwardMarks = [...]string{"fwd", "fw", "wg", "vb", "vl", "tr", "doorst", "转发", "轉寄", "轉發", "転送", "전달"}
)

// ReplySubject is the subject of an answer: "Re: " once, whatever stands there already (RFC 5322 section 3.6.5).
func ReplySubject(subject string) string {
	return "Re: " + withoutMarks(oneLine(subject), replyMarks[:])
}

// ForwardSubject is the subject of a letter that is passed on.
func ForwardSubject(subject string) string {
	return "Fwd: " + withoutMarks(oneLine(subject), forwardMarks[:])
}

// withoutMarks takes marks such as "Re:", "RE[2]:" and "回复：" off the beginning of a subject.
func withoutMarks(s string, marks []string) string {
	for {
		rest, found := withoutMark(s, marks)
		if !found {
			return s
		}
		s = rest
	}
}

func withoutMark(s string, marks []string) (rest string, found bool) {
	for _, m := range marks {
		if len(s) <= len(m) || lowerASCII(s[:len(m)]) != m {
			continue
		}
		rest = strings.TrimLeft(s[len(m):], " ")
		if rest != "" && (rest[0] == '[' || rest[0] == '(') { // A count.
			end := 1
			for end < len(rest) && isDigit(rest[end]) {
				end++
			}
			if end > 1 && end < len(rest) && (rest[end] == ']' || rest[end] == ')') {
				rest = strings.TrimLeft(rest[end+1:], " ")
			}
		}
		for _, colon := range [...]string{":", "："} {
			if after, ok := strings.CutPrefix(rest, colon); ok {
				return strings.TrimLeft(after, " \u3000"), true
			}
		}
	}
	return s, false
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

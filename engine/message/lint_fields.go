package message

import (
	"strings"

	"ehloworld/engine/vtime"
)

// addressFields are the fields that hold address lists, those of letters that were resent included.
var addressFields = [...]string{"From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To", "Resent-Cc", "Resent-Bcc",
	"Disposition-Notification-To", "Mail-Followup-To"}

func (f *Field) holdsAddresses() bool { return f.isOneOf(addressFields[:]...) }
func (f *Field) holdsIDs() bool {
	return f.isOneOf("Message-ID", "In-Reply-To", "References", "Resent-Message-ID", "Content-ID")
}

// fieldValues looks at what each field of the header says by itself.
func (l *linter) fieldValues() {
	for i := range l.header.Fields {
		f := &l.header.Fields[i]
		switch {
		case f.Stray() || f.Value() == "":
		case f.holdsAddresses():
			list := f.Addresses()
			l.tellFlaws(f, list.Flaws)
			l.domains(f, list.Entries)
		case f.holdsIDs():
			ids, flaws := f.MessageIDs()
			l.tellFlaws(f, flaws)
			if f.isOneOf("Message-ID", "Resent-Message-ID", "Content-ID") && len(ids) > 1 {
				l.tellOf(f, severalIDs, ids[1].Start, ids[len(ids)-1].End)
			}
		case f.isOneOf("Date", "Resent-Date"):
			d, _ := f.Date()
			l.tellFlaws(f, d.Flaws)
		}
	}
}

// domains looks at domains beyond ASCII.
func (l *linter) domains(f *Field, list []AddressEntry) {
	for i := range list {
		e := &list[i]
		if isASCII(e.Domain) && !hasCodedLabel(e.Domain) {
			continue
		}
		if _, unicode, ok := e.Forms(); !ok {
			l.tellOf(f, domainIDNA, e.AddressStart, e.AddressEnd)
		} else if mixesAlphabets(unicode) {
			l.tellOf(f, domainAlphabets, e.AddressStart, e.AddressEnd)
		}
	}
}

const (
	clockTolerance = 10 * vtime.Minute // What two clocks may differ.
	longWait       = 7 * 24 * vtime.Hour
)

// dates compares the letter's date with the first server's.
func (l *linter) dates() {
	f := l.header.Find("Date")
	hops := Hops(l.header)
	if f == nil || len(hops) == 0 || !hops[0].DelayKnown {
		return
	}
	switch delay := hops[0].Delay; {
	case delay < -clockTolerance:
		l.tell(dateAfterReceived, f.Start, f.End())
	case delay > longWait:
		l.tell(dateBeforeReceived, f.Start, f.End())
	}
}

// senders looks at how many there are.
func (l *linter) senders() {
	from, sender := l.header.Find("From"), l.header.Find("Sender")
	if sender != nil && len(ParseMailboxes(sender.Value())) > 1 {
		l.tell(severalSenders, sender.Start, sender.End())
	}
	if from != nil && sender == nil && len(ParseMailboxes(from.Value())) > 1 {
		l.tell(missingSender, from.Start, from.End())
	}
}

// authors looks at who the letter says it is from.
func (l *linter) authors() {
	from, replyTo := l.header.Find("From"), l.header.Find("Reply-To")
	if from == nil {
		return
	}
	list := from.Addresses().Entries
	authors := map[string]bool{} // The organisations that they belong to.
	for i := range list {
		e := &list[i]
		authors[orgDomain(e.Domain)] = true
		if e.Group != "" {
			l.tell(groupAuthor, e.Start, e.End)
		}
		if e.Address == "" {
			continue
		}
		for _, shown := range ParseMailboxes(e.Name) {
			if shown.Address != "" && !equalFold(shown.Address, e.Address) {
				l.tell(nameIsAddress, e.NameStart, e.NameEnd)
				break
			}
		}
	}
	if replyTo == nil {
		return
	}
	for _, e := range replyTo.Addresses().Entries {
		if e.Domain != "" && !authors[orgDomain(e.Domain)] {
			l.tell(replyElsewhere, e.Start, e.End)
			break
		}
	}
}

// conversation looks at how the letter says what it answers.
func (l *linter) conversation() {
	answered := MessageIDs(l.header.Get("In-Reply-To"))
	references := l.header.Find("References")
	if len(answered) == 1 && references != nil {
		if ids := MessageIDs(references.Value()); len(ids) > 0 && ids[len(ids)-1] != answered[0] {
			l.tell(referencesLack, references.Start, references.End())
		}
	}
	if subject := l.header.Find("Subject"); subject != nil && len(answered) == 0 && references == nil {
		// A letter that is passed on begins its own conversation, so only marks of answers count.
		if text := subject.Text(); hasPrefixFold(text, "re:") {
			l.tell(replyToNothing, subject.Start, subject.End())
		}
	}
}

// trace looks at the journey.
func (l *linter) trace() {
	for _, hop := range Hops(l.header) {
		f := &l.header.Fields[hop.Field]
		l.tellFlaws(f, hop.Flaws)
		l.tellFlaws(f, hop.Date.Flaws)
	}
}

// lists looks at the fields of mailing lists.
func (l *linter) lists() {
	list := ReadList(l.header)
	for _, flaw := range list.Flaws {
		l.tell(flaw.Name, flaw.Start, flaw.End)
	}
	for _, u := range list.Unsubscribe {
		if strings.EqualFold(u.scheme(), "http") {
			l.tell(unsubscribePlain, u.Start, u.End)
		}
	}
}

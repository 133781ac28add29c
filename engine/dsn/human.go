package dsn

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/report"
	"ehloworld/engine/vtime"
)

// human writes the part for people. It says what happened, what that means and what can be done, in that order, for
// readers who have never seen such a notice.
func (r *Report) human(header *message.Header) string {
	var b strings.Builder
	para := func(indent, s string) {
		report.Wrap(&b, indent, s)
		b.WriteByte('\n')
	}
	para("", "This is the mail server "+r.Host+". No person has written this notice.")
	letter := "your letter"
	if s := report.Clip(header.Text("Subject")); s != "" {
		letter += " \"" + s + "\""
	}
	if r.Arrival != 0 {
		letter += ", which I took over on " + r.date(r.Arrival) + ","
	}
	switch {
	case r.has(Failed):
		para("", "I am sorry: "+letter+" could not be delivered. Below is to whom, and why.")
	case r.has(Delayed):
		para("", "I have not been able to deliver "+letter+" yet. I am still trying; you need not do anything, and need not send it again.")
	case edition.Full:
		para("", "You asked to be told what becomes of "+strings.TrimSuffix(letter, ",")+". It is on its way or there; below is to whom.")
	}
	for i := range r.Recipients {
		r.Recipients[i].human(&b, r)
	}
	para("", "How to read this notice: it has three parts. This one is for you. The second says the same in fields that programs "+
		"can read; its Action and Status are what counts. The third is your letter, or its header.")
	if edition.Full && !r.has(Failed) && !r.has(Delayed) {
		return strings.TrimRight(b.String(), "\n") + "\n"
	}
	para("", "The notice comes from the server that had accepted the letter, for whoever accepts a letter must deliver it or say that it "+
		"could not. It is sent with the empty sender address <>, so that it can never cause another notice.")
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func (r *Report) date(at vtime.Time) string { return at.Date(r.Zone) }

func (rcpt *Recipient) human(b *strings.Builder, r *Report) {
	const indent = "    "
	report.Wrap(b, "", "<"+report.Clip(rcpt.Address)+">")
	delayed := rcpt.action() == Delayed
	what := "no server could be reached"
	if edition.Full && rcpt.status()[0] == '2' {
		what = "no server was asked"
	}
	switch {
	case rcpt.Reply != "" && rcpt.RemoteMTA != "":
		what = "the server " + rcpt.RemoteMTA + " answered: " + report.Clip(rcpt.Reply)
	case rcpt.Reply != "":
		what = "the answer was: " + report.Clip(rcpt.Reply)
	case rcpt.Reason != "":
		what = report.Clip(rcpt.Reason)
	}
	report.Wrap(b, indent, "What happened: "+what)
	if edition.Full {
		if good := goodNews(rcpt.action()); good != "" {
			report.Wrap(b, indent, "What it means: ("+rcpt.status()+", success) "+good)
			b.WriteByte('\n')
			return
		}
	}
	report.Wrap(b, indent, "What it means: "+meaning(rcpt.status()))
	tried := ""
	if rcpt.Attempts > 0 {
		tried = "I tried " + times(rcpt.Attempts)
		if rcpt.LastAttempt != 0 {
			tried += ", the last time on " + r.date(rcpt.LastAttempt)
		}
		tried += ". "
	}
	switch {
	case delayed && rcpt.WillRetryUntil != 0 && rcpt.WillRetryUntil != vtime.Never:
		report.Wrap(b, indent, "What comes next: "+tried+"I go on trying until "+r.date(rcpt.WillRetryUntil)+", and will tell you if I give up.")
	case delayed:
		report.Wrap(b, indent, "What comes next: "+tried+"I go on trying, and will tell you if I give up.")
	case rcpt.status()[0] == '4':
		report.Wrap(b, indent, "What comes next: "+tried+"The trouble looked temporary but did not go away in time, so I have given up. You may send the letter again later.")
	default:
		report.Wrap(b, indent, "What comes next: "+tried+"The refusal is final, so I do not try again. "+advice(rcpt.status()))
	}
	b.WriteByte('\n')
}

// goodNews explains the actions that are none of trouble; it is empty for the others. Only "delivered" says that the letter
// has arrived, and none that anybody has read it.
func goodNews(action string) string {
	switch action {
	case Delivered:
		return "the letter is where it was sent to: in the mailbox, or in the hands of the list. Whether anybody reads it, no server can tell."
	case Relayed:
		return "the next server has taken the letter, but it sends no such notices: you will hear of it again only if it cannot be delivered there."
	case Expanded:
		return "the address is a list or stands for several people. It has been delivered to the list; you are not told about each of them."
	}
	return ""
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return strconv.Itoa(n) + " times"
}

// meanings explains status codes (RFC 3463 sections 3.2-3.8, RFC 7505): a whole code first, then its subject. The class
// before it says only whether the trouble is temporary (4) or final (5).
var meanings = [...]struct{ code, text string }{
	{"1.1", "there is no such mailbox at that domain."},
	{"1.2", "there is no such domain, or it has no mail server."},
	{"1.3", "the address is not written in a form that the server understands."},
	{"1.10", "the domain says in its DNS that it takes no mail at all (a null MX)."},
	{"2.1", "the mailbox is switched off."},
	{"2.2", "the mailbox is full."},
	{"3.4", "the letter is larger than the server takes."},
	{"4.1", "the server gave no answer: it may be switched off, or nobody listens on its port."},
	{"4.2", "the connection broke in the middle."},
	{"4.3", "the name service could not say where mail for that domain goes."},
	{"4.6", "the letter was going round in circles."},
	{"4.7", "the letter was not delivered within the time that it may wait."},
	{"6.3", "the letter holds 8-bit text, which the server does not take."},
	{"6.7", "the address holds letters beyond ASCII, which the server does not take."},
	{"6.9", "the letter's header holds letters beyond ASCII, which the server does not take."},
	{"7.1", "the server does not let this sender write to this recipient, or does not pass on mail for strangers."},
	{"1", "something is wrong with the address."},
	{"2", "something is wrong with the mailbox."},
	{"3", "something is wrong with the receiving mail system."},
	{"4", "something is wrong on the way, in the network or in the routing."},
	{"5", "the two servers did not understand each other."},
	{"6", "something is wrong with the content of the letter."},
	{"7", "the server refuses for reasons of security or policy."},
}

func meaning(status string) string {
	kind := "(" + status + ", temporary) "
	if status[0] == '5' {
		kind = "(" + status + ", final) "
	}
	for _, m := range meanings {
		if status[2:] == m.code || len(m.code) == 1 && strings.HasPrefix(status[2:], m.code+".") {
			return kind + m.text
		}
	}
	return kind + "the server did not say more."
}

func advice(status string) string {
	switch {
	case strings.HasPrefix(status[2:], "1."):
		return "Check the spelling of the address, before and after the @."
	case status[2:] == "3.4":
		return "Send something smaller."
	case strings.HasPrefix(status[2:], "2."):
		return "Ask the recipient by another way."
	}
	return "If you do not understand the reason, show this notice to whoever runs your mail server."
}

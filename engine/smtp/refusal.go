package smtp

import (
	"strings"
	"unicode/utf8"
)

// Refusal is the answer to a verb that the table does not allow in a state: what is wrong and what would be right. The
// verb is in upper case.
func Refusal(verb string, st State) Reply {
	switch {
	case verb == "":
		return NewReply(500, "5.5.2", "A line without a command: "+hint(st))
	case Retired(verb):
		return NewReply(502, "5.5.1", verb+" was retired with RFC 821 and is not implemented: "+hint(st))
	case Unserved(verb):
		return NewReply(502, "5.5.1", verb+" is not implemented: "+hint(st))
	case !Known(verb):
		return NewReply(500, "5.5.2", "Unknown command "+show(verb)+": "+hint(st))
	}
	return NewReply(503, "5.5.1", wrongOrder(verb, st))
}

// wrongOrder says what has to come before a verb.
func wrongOrder(verb string, st State) string {
	switch st {
	case StateGreet:
		if verb == AUTH || verb == STARTTLS {
			return "Send EHLO first"
		}
		return "Send HELO first"
	case StateReady:
		if verb == DATA || verb == BDAT {
			return "Send MAIL FROM and RCPT TO first"
		}
		return "Send MAIL FROM first"
	case StateMail, StateRcpt, StateBdat:
		switch {
		case verb == MAIL:
			return "Sender already given: go on with RCPT TO, or send RSET to begin again"
		case verb != RCPT && verb != DATA && verb != BDAT:
			return verb + " is not permitted in a mail transaction: finish it or send RSET first"
		case st == StateBdat && verb == DATA:
			return "DATA and BDAT do not mix in one letter: go on with BDAT, or send RSET to begin again"
		case st == StateBdat:
			return "The letter has begun: go on with BDAT, or send RSET to begin again"
		}
		return "Send RCPT TO first"
	}
	return "Not now: " + hint(st)
}

// hint names what may be sent.
func hint(st State) string {
	switch st {
	case StateGreet:
		return "begin with HELO or EHLO, or ask HELP"
	case StateReady:
		return "MAIL FROM begins a letter, HELP lists the commands"
	case StateMail:
		return "RCPT TO names a recipient, HELP lists the commands"
	case StateRcpt:
		return "RCPT TO names one more recipient, DATA begins the letter"
	case StateAuth:
		return "answer in base64, or * to cancel"
	case StateBdat:
		return "BDAT goes on with the letter, BDAT with LAST ends it"
	case StateRefused:
		return "there is no service for you here, and QUIT is all that is left"
	case StateData:
		return "a line with only a dot ends the letter"
	}
	return "the session is over"
}

// MaxShown is how much of a peer's text a reply repeats, in octets. With it every reply line stays below 512 octets.
const MaxShown = 40

// Shown is a peer's text as a reply repeats it, cut between characters when it is long.
//
//go:noinline
func Shown(s string) string {
	if len(s) <= MaxShown {
		return s
	}
	end := MaxShown
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "..."
}

// show repeats a peer's text in a reply: printable ASCII only, and not too much of it.
func show(s string) string {
	b := []byte(s[:min(len(s), MaxShown)])
	for i, c := range b {
		if c < ' ' || c >= 0x7f {
			b[i] = '?'
		}
	}
	if len(s) > MaxShown {
		return strings.TrimSpace(string(b)) + "..."
	}
	return string(b)
}

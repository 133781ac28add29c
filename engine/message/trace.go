package message

import (
	"strings"

	"ehloworld/engine/vtime"
)

// ReceivedInfo is what a server writes on top of a letter that it has accepted (RFC 5321 section 4.4). Empty parts are
// left out.
type ReceivedInfo struct {
	From     string // What the client called itself in HELO or EHLO.
	FromName string // Its name by reverse look-up, or "".
	FromIP   string
	By       string // This server.
	With     string // How it came: see With.
	ID       string // The queue's number.
	For      string // The recipient's address; give it for a single recipient only, or others would read it.
	Date     vtime.Time
	Zone     int // Seconds east of UTC.
}

// maxTraceWord bounds a name that a client gave us.
const maxTraceWord = 255

// Received returns a Received field with its line end, folded at 78 columns.
func Received(r ReceivedInfo) string {
	var tokens []string
	add := func(words ...string) { tokens = append(tokens, words...) }
	if r.From != "" || r.FromIP != "" {
		from := r.From
		if from == "" {
			from = "unknown"
		}
		add("from", traceWord(from))
		ip := traceWord(r.FromIP)
		if strings.IndexByte(ip, ':') >= 0 {
			ip = "IPv6:" + ip // RFC 5321 section 4.1.3
		}
		switch {
		case r.FromIP == "":
		case r.FromName == "":
			add("([" + ip + "])")
		default:
			add("("+traceWord(r.FromName), "["+ip+"])")
		}
	}
	if r.By != "" {
		add("by", traceWord(r.By))
	}
	if r.With != "" {
		add("with", traceWord(r.With))
	}
	if r.ID != "" {
		add("id", traceWord(r.ID))
	}
	if r.For != "" && len(r.For) <= maxToken && !strings.ContainsAny(r.For, "<>") {
		add("for", "<"+oneLine(r.For)+">")
	}
	if len(tokens) > 0 {
		tokens[len(tokens)-1] += ";"
	} else {
		add(";")
	}
	return FormatTokens("Received", append(tokens, r.Date.Date(r.Zone))...)
}

// traceWord makes a name that a client gave us harmless: what could end a comment, a clause or the line becomes "?".
func traceWord(s string) string {
	if len(s) > maxTraceWord {
		s = s[:maxTraceWord]
	}
	s = strings.ToValidUTF8(s, "?")
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || strings.ContainsRune("()<>;,\\\"", r) {
			return '?'
		}
		return r
	}, s)
}

// ReturnPath returns the Return-Path field that the last server writes: the envelope's sender, empty for a notice.
func ReturnPath(sender string) string { return addressField("Return-Path", "<", sender, ">") }

// DeliveredTo returns the Delivered-To field (RFC 9228), by which a server sees that a letter comes round again.
func DeliveredTo(rcpt string) string { return addressField("Delivered-To", "", rcpt, "") }

func addressField(name, open, address, end string) string {
	if len(address) > maxToken {
		address = address[:maxToken]
	}
	return name + ": " + open + oneLine(address) + end + "\r\n"
}

// Transport says how a letter came in.
type Transport struct {
	ESMTP bool // EHLO, not HELO.
	LMTP  bool
	TLS   bool
	Auth  bool // The client logged in.
	UTF8  bool // With the parameter SMTPUTF8.
}

// With is the word for it in a Received field: the types of RFC 3848, and of RFC 6531 section 4.3 for SMTPUTF8.
func (t Transport) With() string {
	word := "SMTP"
	switch {
	case t.LMTP && t.UTF8:
		word = "UTF8LMTP"
	case t.LMTP:
		word = "LMTP"
	case t.UTF8:
		word = "UTF8SMTP"
	case t.ESMTP || t.TLS || t.Auth: // Both are extensions; there is no word for them without ESMTP.
		word = "ESMTP"
	}
	if t.TLS {
		word += "S"
	}
	if t.Auth {
		word += "A"
	}
	return word
}

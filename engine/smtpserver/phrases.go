package smtpserver

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
)

// accentOffer is what a server of that manner offers by default on port 25; elsewhere the usual, which is plain. Exim has no
// enhanced codes unless it is told to.
func accentOffer(accent Accent, proto string, plain []string) []string {
	smtpOnly := proto == ProtoSMTP
	switch {
	case accent == AccentPostfix && smtpOnly:
		return []string{"PIPELINING", "SIZE", "VRFY", "ETRN", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8", "CHUNKING"}
	case accent == AccentExim && smtpOnly:
		return []string{"SIZE", "LIMITS", "8BITMIME", "PIPELINING", "CHUNKING", "HELP"}
	case accent == AccentExim:
		return slices.DeleteFunc(plain, func(k string) bool { return k == "ENHANCEDSTATUSCODES" })
	case accent == AccentExchange && smtpOnly:
		return []string{"SIZE", "PIPELINING", "DSN", "ENHANCEDSTATUSCODES", "8BITMIME", "BINARYMIME", "CHUNKING", "SMTPUTF8"}
	}
	return plain
}

// phrase is one answer in the manner of three servers. It belongs to the answers whose verb, code and enhanced code its key
// begins with, up to a "|"; "*" is any verb. Behind the "|" stands what the plain text must say. An empty text leaves the
// answer as it is, and one that begins with a code changes that too: only where the real server's code is notably another.
// In texts
//
//	$h our name   $c the client's name   $i its address   $a the address in hand   $q the queue id   $v the verb   $n octets
//	$d the date   $t the plain text
//
// "greet" is an answer 503 to a client that has not greeted yet.
type phrase struct{ key, postfix, exim, exchange string }

// phrases is looked through from the top; the first that fits counts. The texts are ours, in the manner of the others.
var phrases = [...]phrase{
	{"greet 503", "Error: send HELO/EHLO first", "HELO or EHLO required", "503 5.5.2 Send hello first"},
	{"connect 220", "$h ESMTP Postfix", "$h ESMTP Exim 4.98 $d", "$h Microsoft ESMTP MAIL Service ready at $d"},
	{"connect 521", "$h: this host takes no mail", "$h takes no mail", "$h does not accept mail"},
	{"connect 5", "$h: client host rejected: Access denied", "Administrative prohibition", "Access denied [$i]"},
	{"connect 4", "$h: Service unavailable - try again later", "$h: temporarily unable to serve you", "Service not available"},
	{"HELO 250", "$h", "$h Hello $c [$i]", "$h Hello [$i]"},
	{"EHLO 250", "$h", "$h Hello $c [$i]", "$h Hello [$i]"},
	{"LHLO 250", "$h", "$h Hello $c [$i]", "$h Hello [$i]"},
	{"HELO 501", "Syntax: HELO hostname", "Syntactically invalid HELO argument(s)", "Invalid domain name"},
	{"EHLO 501", "Syntax: EHLO hostname", "Syntactically invalid EHLO argument(s)", "Invalid domain name"},
	{"MAIL 250", "Ok", "OK", "Sender OK"},
	{"MAIL 501 5.1.7", "Bad sender address syntax", "$a: malformed address", "Invalid address"},
	{"MAIL 501", "Syntax: MAIL FROM:<address>", "MAIL must have an address operand", "Invalid arguments"},
	{"MAIL 503", "Error: nested MAIL command", "sender already given", "503 5.5.2 Sender already specified"},
	{"MAIL 530", "Must issue a STARTTLS command first or log in", "authentication required", "530 5.7.57 Client was not authenticated to send anonymous mail during MAIL FROM"},
	{"MAIL 552", "Message size exceeds fixed limit", "Message size exceeds maximum permitted", "Message size exceeds fixed maximum message size"},
	{"MAIL 555", "Unsupported option: $t", "$v: unrecognised option", "Unsupported parameter"},
	{"MAIL 553", "<$a>: Sender address rejected: $t", "", ""},
	{"RCPT 250", "Ok", "Accepted", "Recipient OK"},
	{"RCPT 452 4.5.3|Too many recipients", "Error: too many recipients", "too many recipients", "Too many recipients"},
	{"RCPT 452 4.2.2", "<$a>: Recipient address rejected: mailbox is full", "mailbox is full", "Mailbox full"},
	{"RCPT 501 5.1.3", "Bad recipient address syntax", "$a: malformed address", "Invalid address"},
	{"RCPT 501", "Syntax: RCPT TO:<address>", "RCPT must have an address operand", "Invalid arguments"},
	{"RCPT 503", "Error: need MAIL command", "sender not yet given", "503 5.5.2 Need mail command"},
	{"RCPT 550 5.1.1", "<$a>: Recipient address rejected: User unknown in local recipient table", "Unrouteable address", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient $a not found by SMTP address lookup"},
	{"RCPT 550 5.7.1", "554 5.7.1 <$a>: Relay access denied", "relay not permitted", "550 5.7.54 Unable to relay recipient in non-accepted domain"},
	{"RCPT 450 4.7.1|reylisted", "450 4.2.0 <$a>: Recipient address rejected: Greylisted, see you later", "451 Greylisted: please try again later", "451 4.7.1 Try again later"},
	{"RCPT 555", "Unsupported option: $t", "RCPT: unrecognised option", "Unsupported parameter"},
	{"DATA 354", "End data with <CR><LF>.<CR><LF>", "Enter message, ending with \".\" on a line by itself", "Start mail input; end with <CRLF>.<CRLF>"},
	{"DATA 503", "Error: need RCPT command", "valid RCPT command must precede DATA", "503 5.5.2 Need rcpt command"},
	{"DATA 554", "Error: no valid recipients", "no valid recipients", "No valid recipients"},
	{"EOD 250 2.0.0", "Ok: queued as $q", "OK id=$q", "250 2.6.0 <$q@$h> [InternalId=$q, Hostname=$h] $n bytes in 0.1 sec Queued mail for delivery"},
	{"BDAT LAST 250 2.0.0", "Ok: $n bytes queued as $q", "OK id=$q", "250 2.6.0 <$q@$h> [InternalId=$q, Hostname=$h] $n bytes in 0.1 sec Queued mail for delivery"},
	{"BDAT 250", "Ok: $n bytes", "$n byte chunk received", "CHUNK received OK, $n octets"},
	{"EOD 552", "Error: message too large", "Message size exceeds maximum permitted", "Message size exceeds fixed maximum message size"},
	{"BDAT 552", "Error: chunk exceeds message size limit", "Message size exceeds maximum permitted", "Message size exceeds fixed maximum message size"},
	{"BDAT 521", "Syntax: BDAT count [LAST]", "Invalid BDAT command", "Invalid arguments"},
	{"BDAT 503", "Error: need RCPT command", "BDAT command used when RCPT is missing", "503 5.5.2 Need rcpt command"},
	{"EOD 554 5.4.6", "Error: too many hops", "Too many \"Received\" headers - suspected mail loop", "Hop count exceeded - possible mail loop"},
	{"EOD 554 5.6.0|bare LF", "550 5.5.2 Error: bare <LF> received", "Message contains a bare line end", "Invalid message content"},
	{"EOD 554 5.6.0", "550 5.6.0 Error: message content rejected", "Message contains NUL or bare CR", "Invalid message content"},
	{"EOD 500 5.5.2", "Error: line too long", "552 maximum allowed line length is 998 octets", "500 5.5.2 Line too long"},
	{"EOD 452", "Error: queue file write error", "space shortage, please try later", "452 4.3.1 Insufficient system resources"},
	{"RSET 250", "Ok", "Reset OK", "Resetting"},
	{"NOOP 250", "Ok", "OK", "OK"},
	{"VRFY 252", "<$a>", "VRFY not available", "Cannot VRFY user"},
	{"VRFY 550", "<$a>: Recipient address rejected: User unknown in local recipient table", "Unrouteable address", "Unknown user"},
	{"EXPN 550", "502 5.5.2 Error: command not recognized", "550 Administrative prohibition", "500 5.3.3 Unrecognized command 'EXPN'"},
	{"HELP 214", "502 5.5.2 Error: command not recognized", "Commands supported:\nAUTH HELO EHLO MAIL RCPT DATA BDAT NOOP QUIT RSET HELP", "This server supports the following commands:\nHELO EHLO STARTTLS RCPT DATA RSET MAIL QUIT HELP AUTH BDAT"},
	{"HELP 504", "502 5.5.2 Error: command not recognized", "500 unrecognized command", "504 5.5.4 Unrecognized parameter"},
	{"ETRN 250", "Queuing started", "OK", ""},
	{"ETRN 459", "<$a>: service unavailable", "Administrative prohibition", ""},
	{"QUIT 221", "Bye", "$h closing connection", "Service closing transmission channel"},
	{"AUTH 235", "Authentication successful", "Authentication succeeded", "Authentication successful"},
	{"AUTH 535", "Error: authentication failed: authentication failure", "Incorrect authentication data", "535 5.7.3 Authentication unsuccessful"},
	{"AUTH 504", "535 5.7.8 Error: authentication failed: Invalid authentication mechanism", "mechanism not supported", "504 5.7.4 Unrecognized authentication type"},
	{"AUTH 502", "503 5.5.1 Error: authentication not enabled", "503 AUTH command used when not advertised", ""},
	{"AUTH 503", "Error: $t", "already authenticated", "Bad sequence of commands"},
	{"AUTH 501 5.7.0", "Authentication aborted", "Authentication cancelled", "Authentication cancelled"},
	{"STARTTLS 454", "TLS not available due to local problem", "TLS currently unavailable", "TLS not available"},
	{"XCLIENT 550", "Error: insufficient authorization", "", ""},
	{"* 421 4.4.2", "$h Error: timeout exceeded", "$h: SMTP command timeout - closing connection", "Connection timed out"},
	{"* 421 4.7.0|errors", "$h Error: too many errors", "$h: too many syntax or protocol errors", "Too many errors on this connection, closing transmission channel"},
	{"* 421 4.7.0|nobody knows", "$h Error: too many errors", "$h: too many unrecognized commands", "Too many errors on this connection, closing transmission channel"},
	{"* 421 4.7.0|letters", "$h Error: too much mail from $i", "$h: too many messages in one connection", "421 4.4.2 Message submission rate for this client has exceeded the configured limit"},
	{"* 421 4.3.2", "$h Service not available, closing transmission channel", "$h: SMTP service not available, closing connection", "Service not available"},
	{"* 500 5.5.2|Unknown command", "Error: command not recognized", "unrecognized command", "500 5.3.3 Unrecognized command '$v'"},
	{"* 500 5.5.2|without a command", "Error: bad syntax", "unrecognized command", "500 5.3.3 Unrecognized command"},
	{"* 500 5.5.2|bare", "Error: bare <LF> received", "Syntax error: bare CR or LF", "500 5.5.2 Syntax error"},
	{"* 500 5.5.2|NUL", "Error: bad UTF-8 syntax", "NUL characters are not allowed in SMTP commands", "500 5.5.2 Syntax error"},
	{"* 500 5.5.2|too long", "Error: line too long", "SMTP command line too long", "500 5.3.3 Command line too long"},
	{"* 502", "Error: command not implemented", "500 unrecognized command", "500 5.3.3 Unrecognized command '$v'"},
}

// accented words a reply in the accent of this server. A reply of several lines that is a list (EHLO, EXPN) keeps all but its
// first line.
func (s *Server) accented(verb string, reply smtp.Reply) smtp.Reply {
	if !edition.Full || s.cfg.Accent == AccentPlain || verb == smtp.Connect && s.cfg.Banner != "" {
		return reply
	}
	spoken := verb
	if verb == smtp.Last && reply.Code >= 400 {
		spoken = smtp.EOD
	}
	if reply.Code == 503 && s.state == smtp.StateGreet {
		spoken = "greet"
	}
	key := " " + codeText(reply.Code) + " " + reply.Enhanced
	for i := range phrases {
		p := &phrases[i]
		if verb == smtp.HELP && len(s.cfg.Magic) > 0 {
			break // Its hint at the magic addresses is worth more than the manner.
		}
		begins, says, _ := strings.Cut(p.key, "|")
		rest, any := strings.CutPrefix(begins, "*")
		if !strings.HasPrefix(spoken+key, begins) && !(any && strings.HasPrefix(key, rest)) || !strings.Contains(reply.Text(), says) {
			continue
		}
		text := [accents]string{AccentPostfix: p.postfix, AccentExim: p.exim, AccentExchange: p.exchange}[s.cfg.Accent]
		if text == "" {
			break
		}
		code, rest, _ := strings.Cut(text, " ")
		if smtp.IsCode(code) {
			reply.Code, _ = strconv.Atoi(code)
			text = rest
			if enhanced, rest, _ := strings.Cut(text, " "); smtp.IsEnhanced(code, enhanced) || strings.HasPrefix(enhanced, "5.7.5") {
				reply.Enhanced, text = enhanced, rest
			}
		}
		text = s.fill(text, verb, reply.Text())
		lines := strings.Split(text, "\n")
		if len(reply.Lines) > 1 && verb != smtp.HELP {
			lines = append(lines, reply.Lines[1:]...)
		}
		reply.Lines = lines
		break
	}
	return reply
}

// fill puts what a phrase leaves open into it.
func (s *Server) fill(text, verb, plain string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	if verb == smtp.Last {
		verb = smtp.BDAT
	}
	if s.session.ClientIP == "" {
		text = strings.Replace(text, " [$i]", "", 1)
	}
	addr := ""
	switch verb {
	case smtp.MAIL:
		addr = s.next.From
	case smtp.RCPT:
		addr = s.nextRcpt.Addr
	}
	if addr == "" {
		_, addr, _ = strings.Cut(s.arg, ":")
		if addr == "" {
			addr = s.arg
		}
	}
	return strings.NewReplacer("$h", s.cfg.Hostname, "$c", s.session.Hello, "$i", s.session.ClientIP, "$a", smtp.Shown(addr), "$q", s.queueID,
		"$v", smtp.Shown(verb), "$n", strconv.FormatInt(s.took, 10), "$d", s.now.Date(s.cfg.Zone), "$t", plain).Replace(text)
}

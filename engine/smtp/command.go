// Package smtp is the vocabulary of SMTP (RFC 5321) that both ends share: commands, paths, parameters, replies, the
// envelope, and the table of what is allowed when.
package smtp

// Verbs, as they are typed.
const (
	HELO = "HELO"
	EHLO = "EHLO"
	AUTH = "AUTH"
	MAIL = "MAIL"
	RCPT = "RCPT"
	DATA = "DATA"
	RSET = "RSET"
	NOOP = "NOOP"
	VRFY = "VRFY"
	EXPN = "EXPN"
	HELP = "HELP"
	QUIT = "QUIT"

	BDAT     = "BDAT"     // RFC 3030.
	ETRN     = "ETRN"     // RFC 1985.
	LHLO     = "LHLO"     // RFC 2033: what EHLO is in LMTP.
	STARTTLS = "STARTTLS" // RFC 3207.
	XCLIENT  = "XCLIENT"  // Postfix, XCLIENT_README.
	XFORWARD = "XFORWARD" // Postfix, XFORWARD_README.

	// Verbs of RFC 821 that RFC 5321 appendix F retired, and two that nearly nobody speaks. Our servers know them and answer
	// 502.
	SEND = "SEND"
	SOML = "SOML"
	SAML = "SAML"
	TURN = "TURN"
	ATRN = "ATRN" // RFC 2645.
	BURL = "BURL" // RFC 4468.
)

// Verbs of the table for what happens without a command word. Those in lower case can never come from a peer, since
// ParseCommand gives upper case; the others stand only in states in which no line is a command.
const (
	// EOD is the line with the lone dot that ends a letter.
	EOD = "EOD"
	// Last is the BDAT that ends a letter. No verb of a peer has a space in it.
	Last = "BDAT LAST"
	// Response is a line of the AUTH exchange: base64.
	Response = "RESPONSE"
	// Cancel is the line "*" that cancels an AUTH exchange (RFC 4954 section 4).
	Cancel = "*"
	// Connect is the connection itself, which the greeting answers.
	Connect = "connect"
	// Any is whatever comes, or nothing for too long: a server may say 421 at any moment (RFC 5321 section 3.8).
	Any = "any"
	// Close is the end of the connection from the client's side.
	Close = "close"
)

// Usage is how a command is written, for replies that teach.
func Usage(verb string) string { return usage[verb] }

var usage = map[string]string{
	HELO: "HELO your.host.name",
	EHLO: "EHLO your.host.name",
	AUTH: "AUTH mechanism [initial response in base64]",
	MAIL: "MAIL FROM:<address>",
	RCPT: "RCPT TO:<address>",
	DATA: "DATA",
	RSET: "RSET",
	NOOP: "NOOP",
	VRFY: "VRFY name or address",
	EXPN: "EXPN list name",
	HELP: "HELP [command]",
	QUIT: "QUIT",

	BDAT:     "BDAT number of octets [LAST], followed by so many octets",
	ETRN:     "ETRN domain, @domain or #queue",
	LHLO:     "LHLO your.host.name",
	STARTTLS: "STARTTLS",
	XCLIENT:  "XCLIENT attribute=value ...",
	XFORWARD: "XFORWARD attribute=value ...",
}

var canonical = func() map[string]string {
	m := map[string]string{}
	for _, v := range [...]string{HELO, EHLO, AUTH, MAIL, RCPT, DATA, RSET, NOOP, VRFY, EXPN, HELP, QUIT,
		BDAT, ETRN, LHLO, STARTTLS, XCLIENT, XFORWARD, SEND, SOML, SAML, TURN, ATRN, BURL} {
		m[v] = v
	}
	return m
}()

// Known says whether verb, in upper case, is a command word that this package knows, those included that no server of ours
// obeys.
func Known(verb string) bool { return canonical[verb] != "" }

// Retired says whether verb is one of RFC 821's that nobody speaks any more.
func Retired(verb string) bool { return verb == SEND || verb == SOML || verb == SAML || verb == TURN }

// Unserved says whether verb is one that no server of ours obeys.
func Unserved(verb string) bool { return Retired(verb) || verb == ATRN || verb == BURL }

// ParseCommand splits a line, without its end, into the verb in upper case and the argument without spaces around it. It
// judges nothing: an unknown verb is returned as it is.
func ParseCommand(line []byte) (verb, arg string) {
	for len(line) > 0 && isBlank(line[len(line)-1]) { // RFC 5321 section 4.1.1: tolerate trailing white space.
		line = line[:len(line)-1]
	}
	end := 0
	for end < len(line) && line[end] != ' ' {
		end++
	}
	rest := line[end:]
	for len(rest) > 0 && isBlank(rest[0]) {
		rest = rest[1:]
	}
	return upper(line[:end]), string(rest)
}

// upper returns the verb in upper case, without making a new string for those that are known.
func upper(b []byte) string {
	var word [8]byte
	if len(b) <= len(word) {
		for i, c := range b {
			word[i] = upperByte(c)
		}
		if v := canonical[string(word[:len(b)])]; v != "" {
			return v
		}
	}
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = upperByte(c)
	}
	return string(out)
}

func upperByte(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

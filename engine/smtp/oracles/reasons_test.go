package oracles

import (
	"regexp"
	"slices"
)

// reason explains differences that are right. All conditions that it has must hold.
type reason struct {
	name    string
	oracles []string
	why     string // Why we differ and who is right, with the section of the RFC.

	kinds        []string       // Of the step.
	line         *regexp.Regexp // The command.
	said, answer *regexp.Regexp // What we say, what they say.
	before       *regexp.Regexp // What they said before that.
	weSaid       *regexp.Regexp // What we did.
	after        string         // The kind of a step before.
	grouped      bool           // The step was sent together with others.
	ours, theirs int            // Class of the reply; 0: any.
	wrong        bool           // The path is none.
	rare         bool           // The test's own seed does not need it, or not in every run.
}

func (r *reason) fits(d *difference) bool {
	return slices.Contains(r.oracles, d.oracle) && (r.kinds == nil || d.is(r.kinds...)) &&
		(r.line == nil || r.line.MatchString(d.line())) && (r.said == nil || r.said.MatchString(d.ours.String())) &&
		(r.answer == nil || r.answer.MatchString(d.theirs.String())) &&
		(r.before == nil || r.before.MatchString(d.before.String())) && (r.weSaid == nil || r.weSaid.MatchString(d.weSaid.String())) && (r.after == "" || d.after(r.after)) && (!r.grouped || d.grouped()) && (!r.wrong || d.steps[d.at].wrong) && (r.ours == 0 || r.ours == d.ours.class()) && (r.theirs == 0 || r.theirs == d.theirs.class())
}

func reasonFor(d *difference) *reason {
	for i := range reasons {
		if r := &reasons[i]; r.fits(d) {
			return r
		}
	}
	return nil
}

var (
	both        = []string{"postfix", "go-smtp"}
	onlyPostfix = []string{"postfix"}
	onlyGo      = []string{"go-smtp"}
)

func re(s string) *regexp.Regexp { return regexp.MustCompile(s) }

// reasons are tried in this order.
var reasons = []reason{
	// Paths.
	{name: "a path that is none", oracles: both, wrong: true, ours: 5, theirs: 2,
		why: "RFC 5321 section 4.1.2 has no such path. Postfix reads paths as it reads addresses in headers and mends what it can, go-smtp looks for little more than an @. A server that teaches says what is wrong."},
	{name: "an empty quoted string", oracles: both, line: re(`<""@`), ours: 2, theirs: 5,
		why: "RFC 5321 section 4.1.2: Quoted-string = DQUOTE *QcontentSMTP DQUOTE, so that it may be empty. They want something in it."},
	{name: "an address without brackets round it as domain", oracles: onlyPostfix, line: re(`@192\.0\.2\.1>`), ours: 2, theirs: 5,
		why: "The grammar of RFC 5321 section 4.1.2 takes 192.0.2.1 for a domain. Postfix knows that no top-level domain is a number (RFC 1123 section 2.1) and refuses it at once; here DNS says that there is no such domain."},
	{name: "postmaster without domain", oracles: onlyGo, line: re(`(?i)<postmaster>`), ours: 2, theirs: 5,
		why: "RFC 5321 section 4.5.1: any system that includes an SMTP server must take letters for <Postmaster>. go-smtp wants a domain."},
	{name: "no SMTPUTF8", oracles: onlyGo, said: re(`^553 5\.6\.7`), theirs: 2,
		why: "RFC 6531 section 3.4: an address beyond ASCII needs the parameter SMTPUTF8. go-smtp does not look."},

	// Parameters.
	{name: "a parameter twice", oracles: both, said: re(`is there twice`), theirs: 2,
		why: "RFC 3461 section 4 forbids it for its parameters, and nothing says which of two values would count. They take the last one."},
	{name: "parameters after HELO", oracles: both, said: re(`takes parameters only after EHLO`), theirs: 2,
		why: "RFC 5321 section 2.2.1: extensions are for those who have sent EHLO. They do not look how the client said hello."},
	{name: "AUTH= without AUTH", oracles: both, line: re(`AUTH=`), said: re(`^555`), theirs: 2,
		why: "RFC 4954 section 5 defines AUTH= for servers that offer AUTH, which no port 25 here does. They take it from everybody."},
	{name: "a parameter without a space before it", oracles: onlyGo, said: re(`a space comes between`), theirs: 2,
		why: "RFC 5321 section 4.1.2: SP stands before Mail-parameters. go-smtp does not look."},
	{name: "a parameter without value", oracles: both, said: re(`a parameter is written KEY or KEY=value|SMTPUTF8 has no value`), theirs: 2,
		why: "RFC 5321 section 4.1.2: esmtp-value has at least one character; RFC 6531 section 3.4: SMTPUTF8 has none. They do not look."},
	{name: "a long ENVID", oracles: both, line: re(`ENVID=e{101}`), ours: 5, theirs: 2,
		why: "RFC 3461 section 4.4: at most 100 characters. They do not count."},
	{name: "no BINARYMIME in Postfix", oracles: onlyPostfix, line: re(`BINARYMIME`), ours: 2, theirs: 5,
		why: "Postfix does not offer it."},
	{name: "a wish twice", oracles: onlyGo, line: re(`NOTIFY=SUCCESS,SUCCESS`), ours: 2, theirs: 5,
		why: "The list of RFC 3461 section 4.1 may name a word twice, and it means the same. go-smtp refuses it."},
	{name: "an empty original recipient", oracles: onlyPostfix, line: re(`ORCPT=rfc822;\r`), ours: 5, theirs: 2,
		why: "RFC 3461 section 4.2 lets xtext be empty, but there is no empty address. Postfix does not look."},

	// Lines.
	{name: "an argument where none belongs", oracles: both, said: re(`stands alone on its line`), theirs: 2,
		why: "RFC 5321 section 4.1.1: RSET and QUIT have no parameters, and servers should refuse commands with some that no extension has. They do not look."},
	{name: "a long command", oracles: both, said: re(`^500 5\.5\.2 Line too long: a command`), theirs: 2,
		why: "RFC 5321 section 4.5.3.1.4: 512 octets. Postfix takes 2048, go-smtp 2000."},
	{name: "NUL", oracles: both, said: re(`NUL octet`), theirs: 2,
		why: "RFC 5321 section 2.4: commands are text. Postfix reads up to the NUL, go-smtp does not look."},
	{name: "bare CR in a command", oracles: both, said: re(`A bare CR stands in the line`), theirs: 2,
		why: "RFC 5321 section 2.3.8: CR and LF may only stand together. They take off any number of CRs."},
	{name: "bare CR in a BDAT", oracles: both, kinds: []string{"BDAT"}, line: re(`^BDAT [^\n]*\r\r\n`), said: re(`^521`), theirs: 2, rare: true,
		why: "As above, and then the size cannot be trusted either."},
	{name: "blanks before a command", oracles: onlyPostfix, line: re(`^[ \t]+\S`), ours: 5, theirs: 2,
		why: "RFC 5321 section 4.1.1: a command begins with its word. Postfix skips blanks."},
	{name: "white space at the end", oracles: onlyGo, line: re(`^\w{4}[ \t]+\r`), ours: 2, theirs: 5,
		why: "RFC 5321 section 4.1.1: servers should tolerate white space before CR LF. go-smtp does only behind an argument."},
	{name: "a line of a letter as command", oracles: onlyPostfix, ours: 5, answer: re(`I can break rules`),
		why: "Postfix takes a line with a colon, or a reply, for a letter or a machine that has gone astray, and hangs up (221). For a person at the keyboard 500 is the better answer."},

	// Hello, help and questions.
	{name: "a name that is none", oracles: both, kinds: []string{"EHLO", "HELO"}, said: re(`^501`), theirs: 2,
		why: "RFC 5321 section 4.1.1.1: one domain (255 octets at most, section 4.5.3.1.2) or address literal. They take any words."},
	{name: "no HELP", oracles: both, kinds: []string{"HELP"}, ours: 2, theirs: 5,
		why: "RFC 5321 section 4.1.1.8: servers should support HELP. They do not."},
	{name: "VRFY of a name without domain", oracles: onlyPostfix, kinds: []string{"VRFY"}, line: re(`^VRFY [^@]*$`), ours: 2, theirs: 5,
		why: "RFC 5321 section 3.5.3: 252 where a server will not say. Postfix looks whether it would take a letter, and for its own name, which has no mailboxes in this test, it would not."},
	{name: "VRFY of nobody", oracles: onlyGo, kinds: []string{"VRFY"}, line: re(`^VRFY\s*$`), ours: 5, theirs: 2,
		why: "RFC 5321 section 4.1.1.6: VRFY has an argument. go-smtp does not look."},

	// Letters.
	{name: "bare CR in a letter", oracles: both, kinds: []string{"letter", "BDAT"}, said: re(`holds a bare CR`), theirs: 2,
		why: "RFC 5321 section 2.3.8: a bare CR must not be sent; what one server leaves alone the next may take for a line end (SMTP smuggling). They pass it on."},
	{name: "bare LF in a letter", oracles: onlyGo, kinds: []string{"letter", "BDAT"}, said: re(`holds a bare LF`), theirs: 2,
		why: "RFC 5321 section 2.3.8, as with CR. go-smtp passes it on."},
	{name: "a long line in a letter", oracles: both, kinds: []string{"letter", "BDAT"}, said: re(`Line too long: line \d+ of the letter`), theirs: 2,
		why: "RFC 5321 section 4.5.3.1.6: 1000 octets with CR LF. Postfix breaks such lines on their way out, go-smtp takes them."},

	// Order.
	{name: "a second MAIL", oracles: onlyGo, kinds: []string{"MAIL"}, said: re(`^503 5\.5\.1 Sender already given`), theirs: 2,
		why: "RFC 5321 section 4.1.4: a MAIL within a transaction is 503. go-smtp begins anew and keeps the recipients."},
	{name: "after a BDAT out of order", oracles: onlyPostfix, kinds: []string{"MAIL", "RCPT", "DATA", "ETRN", "XCLIENT", "XFORWARD"}, after: "BDAT", answer: re(`^(503 5.5.1 Error: (MAIL|RCPT|DATA) after BDAT|503 5.5.1 Error: need MAIL|2[25]0)`),
		why: "RFC 3030 section 2: after a BDAT out of order the state is indeterminate, and the client must send RSET. A BDAT LAST ends Postfix's transaction, another begins one; here it changes nothing."},
	{name: "an empty chunk", oracles: onlyPostfix, kinds: []string{"BDAT"}, answer: re(`Null BDAT request`), ours: 2,
		why: "RFC 3030 section 2: chunk-size is any number, 0 too. Postfix refuses it unless it is the last, to be safe from endless ones."},
	{name: "bare LF in a chunk", oracles: onlyPostfix, kinds: []string{"BDAT"}, answer: re(`bare <LF> received`), ours: 2,
		why: "Postfix looks at each chunk and hangs up; here the letter is judged when it is whole."},

	{name: "after a BDAT that cannot be read", oracles: both, ours: closed, weSaid: re(`^521 5\.5\.4 Syntax: BDAT`),
		why: "Nobody knows how much of what follows is its chunk, and in a chunk there may be commands. We hang up (RFC 7504 for the 521), as Postfix does, which overlooks only a bare CR; go-smtp goes on as if nothing had been said."},
	{name: "a BDAT that cannot be read, in a burst", oracles: onlyGo, kinds: []string{"burst"}, said: re(`^521 5\.5\.4 Syntax: BDAT[^|]*$`),
		why: "As above: what go-smtp answers is the chunk."},
	{name: "a size that is remembered", oracles: onlyPostfix, kinds: []string{"MAIL"}, ours: 2, answer: re(`^552`),
		why: "RFC 1870 section 6.1: the 552 is about that MAIL. Postfix 3.7 holds its SIZE against the next one too."},
	{name: "XCLIENT HELO= for a hello", oracles: onlyPostfix, kinds: []string{"MAIL", "ETRN"}, after: "XCLIENT", said: re(`Send HELO first`), theirs: 2,
		why: "Postfix's XCLIENT_README: after the 220 the client goes on with EHLO or HELO. Its smtpd counts the HELO= of XCLIENT as one."},
	{name: "XCLIENT LOGIN= for a login", oracles: both, kinds: []string{"RCPT"}, after: "XCLIENT", ours: 2, theirs: 5, answer: re(`no relaying|Relay access denied`), rare: true,
		why: "Whoever has logged in at the proxy may send anywhere. This Postfix has no SASL, and go-smtp no XCLIENT."},
	{name: "XCLIENT again", oracles: onlyPostfix, kinds: []string{"XCLIENT", "XFORWARD"}, after: "XCLIENT", ours: 2, answer: re(`insufficient authorization`), rare: true,
		why: "Postfix asks whether the client that is now spoken for may do so; here the peer that has connected counts. XCLIENT_README lets the command come several times."},
	{name: "XCLIENT without IPv6", oracles: onlyPostfix, kinds: []string{"XCLIENT"}, line: re(`IPV6:`), ours: 2, theirs: 5,
		why: "This Postfix is set to IPv4 only (inet_protocols)."},
	{name: "values that XCLIENT does not look at", oracles: onlyPostfix, kinds: []string{"XCLIENT", "XFORWARD"}, line: re(`PORT=99999|=\+4\r`), ours: 5, theirs: 2,
		why: "A port has 16 bits, and xtext has two digits behind its plus (RFC 3461 section 4). Postfix does not look."},
	{name: "verbs that go-smtp does not have", oracles: onlyGo, kinds: []string{"ETRN", "XCLIENT", "XFORWARD"}, theirs: 5,
		why: "ETRN is RFC 1985; the others are Postfix's own."},

	{name: "a recipient named again", oracles: both, kinds: []string{"RCPT"}, ours: 2, answer: re(`^452`),
		why: "RFC 5321 section 4.5.3.1.8 counts recipients. Whoever is named twice is one here, and gets one letter; they count the commands."},
	{name: "a forgotten BINARYMIME", oracles: onlyGo, kinds: []string{"DATA"}, said: re(`BODY=BINARYMIME comes with BDAT`), theirs: 3, rare: true,
		why: "RFC 3030 section 3: such a letter must not come by DATA. A MAIL that it refuses makes go-smtp forget what the one before said."},
	{name: "a hundred hops", oracles: onlyGo, kinds: []string{"letter"}, said: re(`^554 5\.4\.6`), theirs: 2,
		why: "RFC 5321 section 6.3: servers count Received fields. go-smtp leaves letters to its caller."},

	// What came in one burst and has no end, or too many.
	{name: "a letter that is cut off", oracles: onlyGo, kinds: []string{"burst"}, line: re(`^(BDAT 1000 LAST|DATA)`), said: re(`^(354 [^|]*)?$`), answer: re(`250 2.0.0 OK: queued$|unexpected EOF$`),
		why: "RFC 3030 section 2 and RFC 5321 section 4.1.1.4: what has not come whole is no letter. go-smtp takes a chunk that the end of the connection has cut off, and answers a client that is gone."},
	{name: "a chunk beyond all limits", oracles: onlyGo, kinds: []string{"burst"}, line: re(`^BDAT (999999999|4294967296)`), said: re(`^$`), theirs: 0,
		why: "RFC 3030 section 2: the chunk follows whatever is thought of its size, and the answer comes behind it. go-smtp answers at once, or cannot read a number beyond 32 bits and takes the chunk for commands."},
	{name: "bare LF ends a line", oracles: onlyGo, kinds: []string{"burst"}, said: re(`A bare LF stands in the line`),
		why: "RFC 5321 section 2.3.8: only CR LF does. go-smtp takes LF as well."},
	{name: "bare LF in a line", oracles: onlyPostfix, kinds: []string{"burst"}, said: re(`A bare LF stands in the line`), answer: re(`bare <LF> received`),
		why: "Postfix refuses it as well, and hangs up."},
	{name: "bare CR in a line", oracles: onlyPostfix, kinds: []string{"burst"}, said: re(`A bare CR stands in the line`),
		why: "RFC 5321 section 2.3.8. Postfix leaves it in the line."},
	{name: "a letter with a bare CR or LF", oracles: both, kinds: []string{"burst"}, said: re(`^354 [^|]*\| 554 5\.6\.0 Line \d of the letter holds a bare (CR|LF)[^|]*\| 250[^|]*\| 250[^|]*\| 221`), answer: re(`^354 [^|]*\| 250[^|]*\| 250[^|]*\| 250[^|]*\| 221`),
		why: "RFC 5321 section 2.3.8, and see above. Nobody takes it for the end of the letter: NOOP, RSET and QUIT behind it are answered alike."},

	// Hanging up.
	{name: "Postfix has hung up upon a group", oracles: onlyPostfix, theirs: closed, grouped: true, rare: true,
		why: "It does so without reading the rest of the group, so that TCP's reset takes its replies to the beginning along."},
	{name: "go-smtp has hung up", oracles: onlyGo, theirs: closed, before: re(`Too many errors|Too long line|^50[01] 5.5.2`),
		why: "go-smtp ends the connection at the fourth syntax error or after a line that is too long. RFC 5321 section 3.8 would want a 421 with it; here 100 errors are permitted."},
	{name: "go-smtp says too much", oracles: onlyGo, answer: re(`^500 5\.5\.1 Too many errors`), rare: true,
		why: "Before it ends the connection for errors go-smtp says so in a reply that nobody has asked for."},
	{name: "a letter that was given up", oracles: onlyGo, kinds: []string{"BDAT"}, ours: 2, answer: re(`message transmission aborted$`), rare: true,
		why: "RFC 5321 section 4.1.1.5: RSET drops the letter that had begun. go-smtp answers the next one with what became of that, now and then."},
	{name: "go-smtp hangs up", oracles: onlyGo, kinds: []string{"rest"}, answer: re(`^500 5\.4\.0 Too long line`),
		why: "After a letter with a line of more than 2000 octets go-smtp ends the connection unasked."},
	{name: "a chunk as a long line", oracles: onlyGo, answer: re(`Too long line, closing`), ours: 2,
		why: "go-smtp's limit for lines also counts the chunks that were sent ahead with the command before them; RFC 3030 section 2 has no lines in chunks."},
}

package oracles

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// grammar makes sequences of commands. Most are as they should be, so that the conversation gets somewhere; the rest is
// wrong in one way at a time.
type grammar struct{ *rand.Rand }

// newGrammar returns the grammar of a seed.
func newGrammar(seed uint64) grammar { return grammar{rand.New(rand.NewPCG(seed, 5321))} }

func (g grammar) pick(list ...string) string { return list[g.IntN(len(list))] }

// chance is true n times out of a hundred.
func (g grammar) chance(n int) bool { return g.IntN(100) < n }

// sequence is one conversation.
func (g grammar) sequence() []step {
	var steps []step
	add := func(s ...step) { steps = append(steps, s...) }
	if g.chance(90) {
		add(g.hello())
	}
	for range 1 + g.IntN(4) {
		switch g.IntN(12) {
		case 10:
			add(g.proxy())
		case 0, 11:
			add(g.stray())
		case 1, 2:
			add(g.disorder()...)
		default:
			add(g.transaction()...)
		}
	}
	// What the server thinks of all that shows in what it says now.
	switch g.IntN(4) {
	case 0:
		add(command("RCPT TO:<bob@hai.example>"), data("Subject: x\r\n\r\nx\r\n.\r\n"))
	case 1:
		add(command("MAIL FROM:<alice@shan.example>"), command("RCPT TO:<bob@hai.example>"), command("RSET"))
	case 2:
		add(command("NOOP"), command("QUIT"))
	}
	return g.together(steps)
}

// together marks some steps to be sent in groups (RFC 2920 section 3.1: EHLO, DATA, VRFY, EXPN, TURN, QUIT and NOOP end
// one; some clients do not know).
func (g grammar) together(steps []step) []step {
	if !g.chance(40) {
		return steps
	}
	for i := range steps[:len(steps)-1] {
		switch s := &steps[i]; s.kind {
		case "MAIL", "RCPT", "RSET", "BDAT":
			s.more = true
		case "NOOP", "VRFY", "EXPN", "HELP":
			s.more = g.chance(20)
		}
	}
	return steps
}

// command is a line that ends as it should.
func command(line string) step {
	kind, _, _ := strings.Cut(strings.ToUpper(line), " ")
	switch kind {
	case "EHLO", "HELO", "LHLO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "VRFY", "EXPN", "HELP", "QUIT", "ETRN", "AUTH", "BDAT", "XCLIENT", "XFORWARD":
	default:
		kind = "junk"
	}
	return step{kind: kind, octets: line + "\r\n"}
}

// data is DATA with a letter, which ends with its dot.
func data(letter string) step {
	s := command("DATA")
	s.letter = letter
	return s
}

// bdat is a chunk of a binary letter (RFC 3030).
func bdat(args, chunk string) step {
	s := command("BDAT " + args)
	s.octets += chunk
	return s
}

func (g grammar) hello() step {
	if g.chance(70) {
		return command("EHLO client.example")
	}
	return command(g.pick("HELO client.example", "EHLO [127.0.0.1]", "EHLO [IPv6:::1]", "EHLO", "HELO", "EHLO two words", "ehlo lower.example",
		"EHLO under_score.example", "EHLO -hyphen-.example", "EHLO 你好.example", "EHLO "+strings.Repeat("a", 300), "EHLO \tclient.example", "EHLO client.example ",
		"EHLO  client.example", "EHLO client", "EHLO client.example.", "LHLO client.example", "HELO [127.0.0.1]", "EHLO @", "EHLO <client.example>"))
}

// stray is one line that belongs nowhere.
func (g grammar) stray() step {
	long := g.pick("600", "3000", "9000")
	n := 0
	fmt.Sscan(long, &n)
	s := command(g.pick("FOO", "", " ", "MAILFROM:<alice@shan.example>", "SEND FROM:<alice@shan.example>", "SOML FROM:<alice@shan.example>",
		"SAML FROM:<alice@shan.example>", "TURN", "AUTH PLAIN AGFsaWNlAGE=", "AUTH", "STARTTLS", "RSET x", "NOOP anything at all", "VRFY bob", "VRFY bob@hai.example",
		"VRFY <bob@hai.example>", "VRFY", "VRFY nobody", "EXPN list", "EXPN", "HELP", "HELP MAIL", "HELP NONSUCH", "ETRN hai.example", "ETRN", "ETRN @hai.example",
		"QUIT now", "DATA x", "NOOP", "rset", "NoOp", "RSET ", "NOOP\t", "QUIT ", " NOOP", "\tNOOP", "NOOP\x00", "NOOP 你好", "RSET\x01", "HELO", "EHLO", "BDAT",
		"BDAT 0 LAST", "BDAT x", "NOOP "+strings.Repeat("x", n), strings.Repeat("x", n), "250 Ok", ".", "Subject: x"))
	if g.chance(8) {
		s.octets = strings.TrimSuffix(s.octets, "\r\n") + g.pick("\r\r\n", " \r\n", "\t\r\n")
		if s.kind == "DATA" {
			s.kind = "junk"
		}
	}
	return s
}

// proxy is what a trusted peer says about whom it speaks for (Postfix's XCLIENT_README and XFORWARD_README).
func (g grammar) proxy() step {
	return command(g.pick("XCLIENT ADDR=192.0.2.7", "XCLIENT ADDR=192.0.2.7 NAME=client.example", "xclient addr=192.0.2.7", "XCLIENT", "XCLIENT FOO=bar", "XCLIENT ADDR",
		"XCLIENT ADDR=", "XCLIENT ADDR=[UNAVAILABLE]", "XCLIENT NAME=[TEMPUNAVAIL]", "XCLIENT ADDR=bogus", "XCLIENT ADDR=192.0.2.999", "XCLIENT ADDR=IPV6:2001:db8::7", "XCLIENT ADDR=2001:db8::7",
		"XCLIENT PORT=25", "XCLIENT PORT=x", "XCLIENT PORT=99999", "XCLIENT PROTO=ESMTP", "XCLIENT PROTO=HTTP", "XCLIENT HELO=client.example", "XCLIENT HELO=+41", "XCLIENT HELO=+4", "XCLIENT LOGIN=alice",
		"XCLIENT DESTADDR=192.0.2.1 DESTPORT=25", "XCLIENT NAME=a NAME=b", "XFORWARD NAME=client.example ADDR=192.0.2.7", "XFORWARD", "XFORWARD FOO=bar", "XFORWARD SOURCE=LOCAL", "XFORWARD SOURCE=bogus",
		"XFORWARD IDENT=12345", "XFORWARD NAME=+41", "XFORWARD NAME", "XFORWARD PROTO=SMTP HELO=x"))
}

// disorder is a few commands in any order.
func (g grammar) disorder() []step {
	var steps []step
	for range 1 + g.IntN(4) {
		switch g.IntN(9) {
		case 0:
			steps = append(steps, command("MAIL FROM:<alice@shan.example>"))
		case 1:
			steps = append(steps, command("RCPT TO:<bob@hai.example>"))
		case 2:
			steps = append(steps, data(g.letter()))
		case 3:
			steps = append(steps, command("RSET"))
		case 4:
			steps = append(steps, g.hello())
		case 5:
			steps = append(steps, bdat("3 LAST", "x\r\n"))
		case 6:
			steps = append(steps, bdat("3", "y\r\n"))
		default:
			steps = append(steps, g.stray())
		}
	}
	return steps
}

// transaction is a letter on its way.
func (g grammar) transaction() []step {
	steps := []step{g.mail()}
	if g.chance(10) {
		steps = append(steps, g.stray())
	}
	for range 1 + g.IntN(3) {
		steps = append(steps, g.rcpt())
	}
	if g.chance(10) {
		steps = append(steps, g.stray())
	}
	switch {
	case g.chance(10):
		return append(steps, command("RSET"))
	case g.chance(40):
		return append(steps, g.chunks()...)
	}
	return append(steps, data(g.letter()))
}

func (g grammar) mail() step {
	if g.chance(50) {
		return command("MAIL FROM:<alice@shan.example>" + g.pick("", "", " SIZE=100", " BODY=8BITMIME", " SIZE=100 BODY=7BIT"))
	}
	switch {
	case g.chance(20):
		return command(g.pick("MAIL FROM:", "mail from:", "Mail From:") + g.path("shan.example", "alice"))
	case g.chance(35):
		return g.wrongPath("MAIL FROM:", "shan.example", "alice")
	}
	return command("MAIL FROM:<alice@shan.example>" + g.pick(" SIZE=2000000", " SIZE=", " SIZE=abc", " SIZE", " SIZE=-1", " SIZE=0", " SIZE=99999999999999999999",
		" SIZE=999999999999999999999", " BODY=BINARYMIME", " BODY=bogus", " BODY", " BODY=8bitmime", " body=7bit", " SMTPUTF8", " SMTPUTF8=yes", " RET=FULL", " RET=HDRS", " RET=BOGUS",
		" RET=", " ENVID=abc", " ENVID=a+20b", " ENVID=a+2", " ENVID=", " ENVID="+strings.Repeat("e", 101), " AUTH=<>", " AUTH=bob+40hai.example", " AUTH=bob@hai.example", " AUTH=",
		" FOO=bar", " FOO", " SIZE=1 SIZE=2", " =x", " NOTIFY=NEVER", " SIZE=1=2", "SIZE=100", "  SIZE=100", " SIZE=100 ", " HOLDFOR=100", " BY=100;R", " MT-PRIORITY=3",
		" RET=FULL RET=HDRS", " BODY=8BITMIME SMTPUTF8 RET=FULL ENVID=x SIZE=10", " X-EXTRA=1", " SIZE =1"))
}

func (g grammar) rcpt() step {
	switch {
	case g.chance(50):
		return command("RCPT TO:<" + g.pick("bob", "carol", "csse", "bob", "BOB") + "@hai.example>")
	case g.chance(30):
		return command("RCPT TO:<" + g.pick("nobody@hai.example", "postmaster@hai.example", "zoe@elsewhere.example", "bob@HAI.example", "bob@sub.hai.example", "bob@hai",
			"POSTMASTER@hai.example", "bob+list@hai.example", "bob%elsewhere.example@hai.example", "elsewhere.example!bob@hai.example", "@hai.example") + ">")
	case g.chance(25):
		return command(g.pick("RCPT TO:", "rcpt to:", "Rcpt To:") + g.path("hai.example", "bob"))
	case g.chance(40):
		return g.wrongPath("RCPT TO:", "hai.example", "bob")
	}
	return command("RCPT TO:<bob@hai.example>" + g.pick(" NOTIFY=NEVER", " NOTIFY=SUCCESS,FAILURE,DELAY", " NOTIFY=NEVER,SUCCESS", " NOTIFY=BOGUS", " NOTIFY=", " NOTIFY", " notify=failure",
		" NOTIFY=SUCCESS,SUCCESS", " ORCPT=rfc822;bob@hai.example", " ORCPT=rfc822;b+6Fb@hai.example", " ORCPT=bob@hai.example", " ORCPT=rfc822;", " ORCPT=;bob", " ORCPT=", " ORCPT=rfc822;a+2",
		" ORCPT=utf-8;bob@hai.example", " FOO=bar", " FOO", " NOTIFY=NEVER NOTIFY=SUCCESS", " RRVS=2014-04-03T23:01:00Z", " SIZE=1", "NOTIFY=NEVER", "  NOTIFY=NEVER", " RET=FULL"))
}

// wrongPath is a command whose path is none.
func (g grammar) wrongPath(word, domain, user string) step {
	s := command(word + g.nopath(domain, user))
	s.wrong = true
	return s
}

// path is an address in brackets that RFC 5321 section 4.1.2 has, or with SMTPUTF8 RFC 6531 section 3.3.
func (g grammar) path(domain, user string) string {
	at := "@" + domain
	return g.pick("<>", "<"+user+at+">", `<"`+user+`"`+at+">", `<"`+user+` b"`+at+">", `<"a\"b"`+at+">", `<"a\\b"`+at+">", `<""`+at+">",
		"<"+user+"@[192.0.2.1]>", "<"+user+"@[IPv6:2001:db8::1]>", "<@one.example:"+user+at+">", "<@one.example,@two.example:"+user+at+">",
		"<用户"+at+">", "<"+user+"@例子.example>", "<用户"+at+"> SMTPUTF8", "<"+user+"@例子.example> SMTPUTF8", "<"+user+at+"> ",
		"<"+strings.Repeat("l", 64)+at+">", "<"+user+"@"+strings.Repeat("d.", 100)+"example>", "<"+user+"@"+strings.Repeat("d", 63)+".example>", "<"+user+"@single>",
		"<a%b"+at+">", "<a!b"+at+">", "<a/b=c{d}|e~f"+at+">", "<"+user+"@xn--fsqu00a.example>", "<"+user+"@a.b.c.d.e.f.example>", "<"+user+"@"+strings.ToUpper(domain)+">", "<"+user+"@192.0.2.1>")
}

// nopath is something like an address in brackets.
func (g grammar) nopath(domain, user string) string {
	at := "@" + domain
	return g.pick("", "<", ">", "<"+user+at, user+at+">", user+at, " <"+user+at+">", "\t<"+user+at+">", "<"+user+at+">>", "<<"+user+at+">>", "<"+user+at+">x", "< "+user+at+">", "<"+user+at+" >",
		`<"`+user+at+">", `<a"b"c`+at+">", "<"+user+"@[bad]>", "<"+user+"@[]>", "<"+user+"@[192.0.2.1>", "<"+user+"@[192.0.2.999]>", "<@one.example:>", "<@:"+user+at+">",
		"<@one.example "+user+at+">", "<one.example:"+user+at+">", "<"+user+"\xff"+at+">", "<"+user+"\xff"+at+"> SMTPUTF8",
		"<a..b"+at+">", "<.a"+at+">", "<a."+at+">", "<"+user+">", "<@>", "<"+at+">", "<"+user+"@>", "<a@b"+at+">", "<"+user+"@@"+domain+">",
		"<"+strings.Repeat("l", 65)+at+">", "<"+strings.Repeat("l", 300)+at+">", "<"+user+"@"+strings.Repeat("d.", 130)+"example>", "<"+user+"@"+strings.Repeat("d", 64)+".example>",
		"<"+user+"@-hyphen.example>", "<"+user+"@hyphen-.example>", "<"+user+"@under_score.example>", "<"+user+at+".>", "<"+user+"@double..dot>", "<"+user+"@.lead.example>",
		"<"+user+"(comment)"+at+">", "<(comment)"+user+at+">", "<"+user+" x"+at+">", "<a,b"+at+">", "<a;b"+at+">", "<a:b"+at+">", "<a\\b"+at+">",
		"<"+user+"\x00"+at+">", "<"+user+"\x01"+at+">", "Bob <"+user+at+">", "<"+user+at+"> (comment)", "<\""+user+"\x01\""+at+">", "<\""+user+"\t\""+at+">")
}

// letter is what follows DATA, with its dot.
func (g grammar) letter() string {
	head := "From: alice@shan.example\r\nSubject: x\r\n\r\n"
	evil := "MAIL FROM:<evil@shan.example>\r\nRCPT TO:<carol@hai.example>\r\nDATA\r\nSubject: smuggled\r\n\r\nx\r\n"
	if g.chance(60) {
		return head + g.pick("x\r\n", "", "..\r\n...\r\n", "..dot\r\n", "8-bit: Grüße\r\n", "QUIT\r\nRSET\r\n", "a\r\n\r\n\r\n", strings.Repeat("x", 998)+"\r\n") + ".\r\n"
	}
	return g.pick(".\r\n", "no header\r\n.\r\n", "\r\nx\r\n.\r\n", head+"a\nb\r\n.\r\n", head+"a\rb\r\n.\r\n", head+"a\r\r\nb\r\n.\r\n", head+"a\x00b\r\n.\r\n", head+"a\xffb\r\n.\r\n",
		head+"a\n.\n"+evil+".\r\n", head+"a\n.\r\n"+evil+".\r\n", head+"a\r\n.\n"+evil+".\r\n", head+"a\r.\r"+evil+".\r\n", head+"a\r\n.\r"+evil+".\r\n", head+"a\r.\r\n"+evil+".\r\n", head+"a\r\n.\r\r\n"+evil+".\r\n",
		head+"a\n\n.\r\n"+evil+".\r\n", head+strings.Repeat("x", 999)+"\r\n.\r\n", head+strings.Repeat("x", 1999)+"\r\n.\r\n", head+strings.Repeat("x", 20000)+"\r\n.\r\n", head+".x\r\n.\r\n", head+". \r\n.\r\n",
		strings.Repeat("Received: from a by b; Mon, 2 Mar 2026 08:00:00 +0800\r\n", 101)+head+"x\r\n.\r\n", head+strings.Repeat(strings.Repeat("big ", 200)+"\r\n", 1300)+".\r\n", "X-\xff: x\r\n"+head+"x\r\n.\r\n",
		strings.Repeat("X: "+strings.Repeat("h", 900)+"\r\n", 200)+head+"x\r\n.\r\n")
}

// chunks is a letter in BDAT, whole or in pieces, right or wrong. All sizes here are those of their chunks; lies are told
// elsewhere.
func (g grammar) chunks() []step {
	one := func(last bool) step {
		text := g.pick("From: alice@shan.example\r\n\r\nx\r\n", "x", "a\nb", "a\r", "\n.\r\n", "\r\n.\r\n", "8-bit: Grüße\r\n", "QUIT\r\n", strings.Repeat("long ", 3000))
		if last && g.chance(10) {
			text = "" // Only the last: see byHand.
		}
		args := fmt.Sprint(len(text))
		if last {
			args += g.pick(" LAST", " LAST", " last", " Last")
		}
		return bdat(args, text)
	}
	var steps []step
	for range g.IntN(4) {
		steps = append(steps, one(false))
	}
	if g.chance(20) {
		steps = append(steps, command(g.pick("BDAT", "BDAT x", "BDAT -1 LAST", "BDAT 0 FIRST", "BDAT 0 LAST LAST", "BDAT LAST", "BDAT 0x10", "NOOP", "MAIL FROM:<alice@shan.example>",
			"RCPT TO:<carol@hai.example>", "RSET", "EHLO client.example", "VRFY bob")))
	}
	if g.chance(15) {
		steps = append(steps, data("Subject: x\r\n\r\nx\r\n.\r\n"))
	}
	if g.chance(85) {
		steps = append(steps, one(true))
	}
	return steps
}

// byHand are sequences that are not left to chance.
func byHand() [][]step {
	hello, mail, rcpt := command("EHLO client.example"), command("MAIL FROM:<alice@shan.example>"), command("RCPT TO:<bob@hai.example>")
	many := []step{hello, mail}
	for range 101 {
		many = append(many, step{kind: "RCPT", octets: "RCPT TO:<bob@hai.example>\r\n", more: true})
	}
	return [][]step{
		// Postfix's smtpd dies (signal 11) of some sequences that go on after an empty chunk, so that they are not drawn.
		{hello, mail, rcpt, bdat("0", ""), bdat("3 LAST", "x\r\n")},
		{hello, mail, rcpt, bdat("00 LAST", "")},
		{hello, mail, command("RCPT TO:<Postmaster>"), command("RCPT TO:<bob@hai.example>")},
		{hello, command(`MAIL FROM:<""@shan.example>`)},
		{hello, command("MAIL FROM:<alice@shan.example> SIZE=2000000"), mail},
		{hello, mail, rcpt, data("Subject: x\r\n\r\n" + strings.Repeat("x", 1999) + "\r\n.\r\n")},
		append(many, data("Subject: x\r\n\r\nx\r\n.\r\n")),
		{hello, mail, rcpt, bdat("2000000 LAST", strings.Repeat("x", 2000000)), command("NOOP"), command("MAIL FROM:<>")},
		{hello, mail, rcpt, bdat("600000", strings.Repeat("0123456789012345678901234567890123456789012345678901234567\r\n", 10000)),
			bdat("600000 LAST", strings.Repeat("0123456789012345678901234567890123456789012345678901234567\r\n", 10000)), command("NOOP"), command("MAIL FROM:<>")},
	}
}

// lies are sequences in which the size of a chunk is not what follows, or a line has no end, so that nobody can tell
// commands from content any more. They are sent in one burst and judged by all replies.
func lies() [][]step {
	start := []step{command("EHLO client.example"), command("MAIL FROM:<alice@shan.example>"), command("RCPT TO:<bob@hai.example>")}
	rest := []step{command("NOOP"), command("RSET"), command("QUIT")}
	var out [][]step
	for _, s := range []step{
		bdat("10 LAST", "x\r\n"),              // Too few: the next commands are content.
		bdat("1000 LAST", "x\r\n"),            // All the rest is.
		bdat("1 LAST", "x\r\n"),               // Too many: the rest of the chunk is a command, an empty one.
		bdat("1 LAST", "xFOO\r\n"),            // An unknown one.
		bdat("0 LAST", "FOO\r\n"),             //
		bdat("3", "x\r\nRSET\r\n"),            // One that ends the letter.
		bdat("3", "x\r\nBDAT 0 LAST\r\n"),     //
		bdat("999999999", "x\r\n"),            // Beyond what any server takes.
		bdat("4294967296 LAST", "x\r\n"),      // 2^32
		bdat("99999999999999999999", "x\r\n"), // Beyond 2^64
		bdat("5 LASTx", "12345"),
		bdat("5 LAST x", "12345"),
		bdat("5x", "12345"),
		{kind: "junk", octets: "NOOP\n"},
		{kind: "junk", octets: "NOOP"},
		{kind: "junk", octets: "NOOP\r"},
		{kind: "DATA", octets: "DATA\r\n", letter: "Subject: x\r\n\r\nx\r\n."},     // It never ends.
		{kind: "DATA", octets: "DATA\r\n", letter: "Subject: x\r\n\r\nx\r\n.\r\n"}, // It comes before it is asked for.
		{kind: "DATA", octets: "DATA\r\n", letter: "x\n.\nRSET\r\n.\r\n"},
		{kind: "DATA", octets: "DATA\r\n", letter: "x\n.\r\nRSET\r\n.\r\n"},
		{kind: "DATA", octets: "DATA\r\n", letter: "x\r\n.\nRSET\r\n.\r\n"},
		{kind: "DATA", octets: "DATA\r\n", letter: "x\r.\rRSET\r\n.\r\n"},
		{kind: "DATA", octets: "DATA\r\n", letter: "x\r\n.\rRSET\r\n.\r\n"},
	} {
		out = append(out, append(append(append([]step{}, start...), s), rest...))
	}
	return out
}

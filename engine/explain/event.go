package explain

import (
	"strconv"
	"strings"

	"ehloworld/engine/trace"
)

// Event explains one event; nil when there is nothing to say. Any lang but "zh" is English.
func Event(e *trace.Event, lang string) *Explanation { return explain(e, nil, lang) }

// In explains event n of a log. It knows more than Event: a reply is explained together with the command that it
// answers, so that "250" can say which address was accepted.
func In(log *trace.Log, n int, lang string) *Explanation {
	if n < 1 || n > log.Len() {
		return nil
	}
	e := log.At(n)
	r, ok := e.Body.(*trace.Reply)
	if !ok {
		return explain(e, nil, lang)
	}
	return explain(e, answered(log, n, r), lang)
}

// maxBack is how many events In looks back for the command that a reply answers; servers write one right after the
// other, with only what the command caused between them.
const maxBack = 200

// answered finds the command that a reply answers; nil when there is none near.
func answered(log *trace.Log, n int, r *trace.Reply) *trace.Cmd {
	for i := n - 1; i > 0 && i >= n-maxBack; i-- {
		if c, ok := log.At(i).Body.(*trace.Cmd); ok && c.Conn == r.Conn {
			if c.Verb == r.Verb {
				return c
			}
			return nil
		}
	}
	return nil
}

func explain(e *trace.Event, cmd *trace.Cmd, lang string) *Explanation {
	switch b := e.Body.(type) {
	case *trace.Cmd:
		return command(b, lang)
	case *trace.Reply:
		return reply(b, cmd, lang)
	case *trace.State:
		return state(b, lang)
	case *trace.Auth:
		return login(b, lang)
	case trace.Conn:
		return connection(b, lang)
	case *trace.Packet:
		return packet(b, lang)
	case trace.Drop:
		return with(Key("packet.lost."+b.Reason, lang), lang, say(lang, "drop", "from", b.From, "to", b.To))
	case *trace.Data:
		return with(Key("data."+b.Act, lang), lang, say(lang, "data", "n", strconv.Itoa(len(b.Data)), "host", b.Host))
	case *trace.DNS:
		return lookUp(b, lang)
	case *trace.Mail:
		return letter(b, lang)
	case *trace.Store:
		return mailbox(b, lang)
	case *trace.Client:
		return program(b, lang)
	case *trace.Verdict:
		return with(Key("verdict."+b.What, lang), lang, say(lang, "verdict", "host", b.Host, "result", b.Result))
	case *trace.Rule:
		which := "rule.miss"
		switch {
		case b.Match:
			which = "rule.match"
		case b.Result != "":
			which = "rule.not"
		}
		return with(Key("rule."+b.What, lang), lang, say(lang, which, "host", b.Host, "addr", b.Addr, "arg", b.Arg, "result", b.Result))
	case *trace.Policy:
		x := Key("policy."+b.What, lang)
		if x == nil {
			x = Key("policy", lang)
		}
		to := b.To
		if to == "" {
			to = title("policy.nothing", lang)
		}
		return with(x, lang, say(lang, "policy", "host", b.Host, "what", b.What, "to", to))
	case trace.Fault:
		which := "fault.on"
		if !b.On {
			which = "fault.off"
		}
		return with(Key("fault."+b.What, lang), lang, say(lang, which, "target", b.Target))
	case trace.Clock:
		return Key("clock."+b.Act, lang)
	case *trace.Tool:
		x := with(Key("tool."+b.Name, lang), lang, say(lang, "tool", "host", b.Host, "line", strings.TrimSpace(b.Name+" "+b.Args)))
		if x != nil && !b.OK {
			x.Text = join(lang, x.Text, say(lang, "tool.failed"))
		}
		return x
	case *trace.Term:
		return with(Key("term."+b.Act, lang), lang, say(lang, "term", "host", b.Host))
	case trace.TLS:
		return with(Key("tls."+b.Act, lang), lang, say(lang, "tls", "host", b.Host))
	case *trace.HTTP:
		return with(Key("port.80", lang), lang, say(lang, "http", "method", b.Method, "path", b.Path, "status", strconv.Itoa(b.Status)))
	case trace.Limit:
		return with(Key("limit", lang), lang, say(lang, "limit", "text", b.Text))
	}
	return nil
}

// with puts a sentence before the text of x.
func with(x *Explanation, lang, first string) *Explanation {
	if x != nil {
		x.Text = join(lang, first, x.Text)
	}
	return x
}

// family is the vocabulary that a protocol shares.
func family(proto string) string {
	if proto == "submission" {
		return "smtp"
	}
	return proto
}

func connection(b trace.Conn, lang string) *Explanation {
	who := b.From
	if b.Side == "server" {
		who = b.To
	}
	port := strconv.Itoa(b.Port)
	x := with(Key("conn."+b.Act, lang), lang, say(lang, "conn."+b.Act, "from", b.From, "to", orIP(b.To, b.ToIP), "port", port, "who", who))
	if p := find("port." + port); x != nil && p != nil && (b.Act == "attempt" || b.Act == "open") {
		x.Text = join(lang, x.Text, p.in(lang).Title+full(lang))
	}
	return x
}

func orIP(host, ip string) string {
	if host == "" {
		return ip
	}
	return host
}

// full is the full stop.
func full(lang string) string {
	if lang == "zh" {
		return "。"
	}
	return "."
}

func packet(b *trace.Packet, lang string) *Explanation {
	from, to := orIP(b.From, b.SrcIP), orIP(b.To, b.DstIP)
	x := Key("packet."+packetKind(b), lang)
	if len(b.Data) > 0 && b.Transport == "tcp" {
		with(x, lang, say(lang, "packet.data", "n", strconv.Itoa(len(b.Data)), "from", from, "to", to, "seq", strconv.FormatInt(b.Seq, 10)))
	} else {
		with(x, lang, say(lang, "packet", "from", from, "to", to))
	}
	if why := find("packet.lost." + b.Lost); x != nil && why != nil {
		x.Text = join(lang, x.Text, say(lang, "packet.lost", "why", lowerFirst(why.in(lang).Title)))
	}
	return x
}

// packetKind is the word for a packet by its flags.
func packetKind(b *trace.Packet) string {
	switch {
	case b.Transport == "udp":
		return "UDP"
	case b.Transport == "icmp":
		return "ICMP"
	case strings.Contains(b.Flags, "R"):
		return "RST"
	case strings.Contains(b.Flags, "S") && strings.Contains(b.Flags, "A"):
		return "SYN-ACK"
	case strings.Contains(b.Flags, "S"):
		return "SYN"
	case strings.Contains(b.Flags, "F"):
		return "FIN"
	case len(b.Data) > 0:
		return "PSH"
	}
	return "ACK"
}

// lowerFirst makes a title fit into a sentence.
func lowerFirst(s string) string {
	if s != "" && 'A' <= s[0] && s[0] <= 'Z' {
		return string(s[0]+('a'-'A')) + s[1:]
	}
	return s
}

func lookUp(b *trace.DNS, lang string) *Explanation {
	x := Key("dns."+b.Type, lang)
	if b.Act == "query" {
		return with(x, lang, say(lang, "dns.query", "host", b.Host, "name", b.Name, "type", b.Type))
	}
	if len(b.Answers) > 0 {
		sep := "; "
		if lang == "zh" {
			sep = "；"
		}
		return with(x, lang, say(lang, "dns."+b.Act, "host", b.Host, "name", b.Name, "type", b.Type,
			"answers", strings.TrimSuffix(strings.Join(b.Answers, sep), ".")))
	}
	rcode := b.Rcode
	if rcode == "NOERROR" {
		rcode = "NODATA"
	}
	return with(Key("dns."+rcode, lang), lang, say(lang, "dns.none", "host", b.Host, "name", b.Name, "type", b.Type, "rcode", rcode))
}

func letter(b *trace.Mail, lang string) *Explanation {
	from := b.From
	if from == "" {
		from = "<>"
	}
	where := b.MX
	switch box := title("part.mailbox", lang); {
	case lang == "zh" && where != "":
		where = " " + where // A space stands between Chinese and Latin letters.
	case lang == "zh":
		where = box
	case where == "":
		where = "the " + lowerFirst(box)
	}
	x := Key("mail."+b.Act, lang)
	with(x, lang, say(lang, "mail."+b.Act, "host", b.Host, "id", b.QueueID, "from", from, "rcpt", b.Rcpt,
		"text", strings.TrimSuffix(b.Text, "."), "n", strconv.Itoa(b.Attempt), "where", where))
	if x == nil {
		return nil
	}
	// The code tells more: "4.4.1" why a letter waits, "550" what the other server answered.
	switch b.Act {
	case "deferred", "failed", "expired":
		if y := Key("smtp.enhanced."+b.Code, lang); y != nil {
			x.Text = join(lang, x.Text, b.Code+colon(lang)+y.Text)
		} else if y := Key("smtp.reply."+b.Code, lang); y != nil {
			x.Text = join(lang, x.Text, b.Code+colon(lang)+y.Text)
		}
	}
	return x
}

// title is the title of an entry; empty when there is none.
func title(key, lang string) string {
	if x := Key(key, lang); x != nil {
		return x.Title
	}
	return ""
}

// colon is what stands between a word and what it means.
func colon(lang string) string {
	if lang == "zh" {
		return "："
	}
	return ": "
}

func mailbox(b *trace.Store, lang string) *Explanation {
	x := Key("store."+b.Act, lang)
	first := ""
	if b.Act == "append" || b.Act == "expunge" {
		first = say(lang, "store."+b.Act, "user", b.User, "host", b.Host, "count", letters(b.Count, lang), "size", letters(b.Size, lang))
	} else {
		first = say(lang, "store", "user", b.User, "host", b.Host)
	}
	return with(x, lang, first)
}

// letters counts letters.
func letters(n int, lang string) string {
	switch {
	case lang == "zh":
		return strconv.Itoa(n)
	case n == 1:
		return "1 letter"
	}
	return strconv.Itoa(n) + " letters"
}

func program(b *trace.Client, lang string) *Explanation {
	x := Key("client."+b.Act, lang)
	switch b.Act {
	case "start":
		return with(x, lang, say(lang, "client.start."+b.What, "host", b.Host))
	case "done", "failed":
		return with(x, lang, say(lang, "client.end", "host", b.Host, "text", strings.TrimSuffix(b.Text, ".")))
	}
	return with(x, lang, say(lang, "client", "host", b.Host, "box", b.Box, "size", letters(b.Size, lang)))
}

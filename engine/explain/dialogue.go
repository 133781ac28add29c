package explain

import (
	"encoding/base64"
	"strconv"
	"strings"

	"ehloworld/engine/pop3"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// command explains what a client asked for.
func command(b *trace.Cmd, lang string) *Explanation {
	switch family(b.Proto) {
	case "smtp":
		return smtpCommand(b, lang)
	case "pop3":
		verb := b.Verb
		key := "pop3.verb." + verb
		switch {
		case verb == "":
			return Key("pop3.verb.empty", lang)
		case find(key) == nil:
			return with(Key("pop3.verb.unknown", lang), lang, say(lang, "pop3.verb.unknown", "verb", shown(verb)))
		}
		arg := b.Arg
		if verb != pop3.PASS { // In a password every space counts.
			arg = strings.TrimSpace(arg)
		}
		return with(Key(key, lang), lang, say(lang, key, "arg", shown(arg)))
	}
	return nil
}

func smtpCommand(b *trace.Cmd, lang string) *Explanation {
	verb, arg := b.Verb, b.Arg
	switch {
	case verb == "" && arg == smtp.Cancel:
		return Key("smtp.verb.CANCEL", lang)
	case verb == "" && arg != "":
		text := decode(arg)
		first := say(lang, "smtp.verb.RESPONSE", "arg", shown(text))
		if user, pass, ok := plain(text); ok {
			first = say(lang, "smtp.verb.RESPONSE.plain", "user", shown(user), "pass", shown(pass))
		}
		return with(Key("smtp.verb.RESPONSE", lang), lang, first)
	case verb == "":
		return Key("smtp.verb.empty", lang)
	case verb != smtp.EOD && !smtp.Known(verb) && find("smtp.verb."+verb) == nil || strings.ToUpper(verb) != verb:
		return with(Key("smtp.verb.unknown", lang), lang, say(lang, "smtp.verb.unknown", "verb", shown(verb)))
	}
	key := "smtp.verb." + verb
	switch verb {
	case smtp.MAIL, smtp.RCPT:
		addr, found := inBrackets(arg)
		if found && addr == "" && verb == smtp.MAIL {
			return withParameters(with(Key(key, lang), lang, say(lang, key+".null")), arg, lang)
		}
		return withParameters(with(Key(key, lang), lang, say(lang, key, "addr", shown(addr))), arg, lang)
	case smtp.AUTH:
		mech, initial, _ := strings.Cut(arg, " ")
		if user, pass, ok := plain(decode(initial)); ok {
			return with(Key(key, lang), lang, say(lang, key+".plain", "arg", shown(mech), "user", shown(user), "pass", shown(pass)))
		}
		return with(Key(key, lang), lang, say(lang, key, "arg", shown(mech)))
	case smtp.EOD:
		if b.EightBit {
			key = "smtp.verb.EOD.8bit"
		}
		return with(Key("smtp.verb.EOD", lang), lang, say(lang, key, "n", strconv.Itoa(b.Size)))
	}
	return with(Key(key, lang), lang, say(lang, key, "arg", shown(arg)))
}

// reply explains an answer: what it means after this command, then what the codes mean by themselves. cmd is the command
// that it answers, nil when it is not known.
func reply(b *trace.Reply, cmd *trace.Cmd, lang string) *Explanation {
	switch family(b.Proto) {
	case "smtp":
		return smtpReply(b, cmd, lang)
	case "pop3":
		return pop3Reply(b, lang)
	}
	return nil
}

func smtpReply(b *trace.Reply, cmd *trace.Cmd, lang string) *Explanation {
	verb := b.Verb
	if verb == "" {
		verb = smtp.Connect
	}
	key := "smtp.answer." + verb + "." + b.Code
	x := Key(key+"."+b.Enhanced, lang)
	if x != nil {
		key += "." + b.Enhanced
	} else {
		x = Key(key, lang)
	}
	if x == nil {
		return byCodes(b, lang)
	}
	return with(x, lang, smtpDetail(key, b, cmd, lang))
}

// smtpDetail is what is particular to one answer.
func smtpDetail(key string, b *trace.Reply, cmd *trace.Cmd, lang string) string {
	switch key {
	case "smtp.answer.MAIL.250", "smtp.answer.RCPT.250", "smtp.answer.RCPT.550.5.1.1":
		addr, found := "", false
		if cmd != nil {
			addr, found = inBrackets(cmd.Arg)
		} else if b.Verb == smtp.RCPT {
			addr, found = inBrackets(b.Text)
		}
		if found && addr == "" {
			return say(lang, key+".null")
		}
		return say(lang, key, "addr", shown(addr))
	case "smtp.answer.EOD.250":
		_, id, _ := strings.Cut(b.Text, "queued as ")
		return say(lang, key, "id", shown(id))
	case "smtp.answer.EHLO.250":
		return say(lang, key, "list", offers(b.Text, lang))
	case "smtp.answer.AUTH.334":
		return say(lang, key, "arg", shown(decode(b.Text)))
	}
	return ""
}

// offers lists the keywords of an answer to EHLO with what they are for.
func offers(text, lang string) string {
	list := ""
	for i, line := range strings.Split(text, "\n") {
		if i == 0 {
			continue
		}
		name, _, _ := strings.Cut(line, " ")
		if list != "" && lang == "zh" {
			list += "；"
		} else if list != "" {
			list += "; "
		}
		list += shown(line)
		if k := find("smtp.keyword." + strings.ToUpper(name)); k != nil {
			if lang == "zh" {
				list += "（" + k.titleZH + "）"
			} else {
				list += " (" + k.titleEN + ")"
			}
		}
	}
	return list
}

// byCodes explains an answer by its codes alone.
func byCodes(b *trace.Reply, lang string) *Explanation {
	x := Key("smtp.reply."+b.Code, lang)
	if x == nil {
		return nil
	}
	if b.Verb != "" {
		with(x, lang, say(lang, "smtp.answer", "verb", shown(b.Verb)))
	}
	if strings.HasSuffix(b.Enhanced, ".0.0") {
		return x // It says no more than the first digit.
	}
	if y := find("smtp.enhanced." + b.Enhanced); y != nil {
		more := y.in(lang)
		x.Text = join(lang, x.Text, b.Enhanced+colon(lang)+more.Text)
		x.RFC = append(x.RFC, more.RFC...)
	} else if y := Key("smtp.enhanced."+b.Enhanced, lang); y != nil {
		x.Text = join(lang, x.Text, y.Text)
		x.RFC = append(x.RFC, y.RFC...)
	}
	return x
}

func pop3Reply(b *trace.Reply, lang string) *Explanation {
	verb := b.Verb
	if verb == "" {
		verb = "connect"
	}
	x := Key("pop3.answer."+verb+"."+b.Code, lang)
	if x == nil {
		if x = Key("pop3.reply."+b.Code, lang); x == nil {
			return nil
		}
		if _, known := pop3.Find(verb); known {
			with(x, lang, say(lang, "pop3.answer", "verb", verb))
		}
	}
	if b.Code != string(pop3.Err) {
		return x
	}
	line, _, _ := strings.Cut(b.Text, "\n")
	// The code in brackets is explained in its own words; otherwise the server's text says what was wrong.
	code, _, found := strings.Cut(strings.TrimPrefix(line, "["), "]")
	if y := find("pop3.code." + code); found && strings.HasPrefix(line, "[") && y != nil {
		x.Title, x.Text = y.in(lang).Title, join(lang, y.in(lang).Text, x.Text)
		x.RFC = append(y.in(lang).RFC, x.RFC...)
		return x
	}
	return with(x, lang, say(lang, "pop3.answer.-ERR", "text", strings.TrimSuffix(shown(line), ".")))
}

func state(b *trace.State, lang string) *Explanation {
	x := Key(family(b.Proto)+".state."+b.To, lang)
	if b.From == "" {
		return with(x, lang, say(lang, "state.first", "host", b.Host, "to", b.To))
	}
	return with(x, lang, say(lang, "state", "host", b.Host, "from", b.From, "to", b.To))
}

func login(b *trace.Auth, lang string) *Explanation {
	key := "auth.failed"
	if b.OK {
		key = "auth.ok"
	}
	x := with(Key(key, lang), lang, say(lang, key, "user", shown(b.User), "host", b.Host))
	if y := Key("auth.clear", lang); b.Clear && x != nil && y != nil {
		x.Text = join(lang, x.Text, y.Text)
	}
	return x
}

// inBrackets is what stands between < and >.
func inBrackets(s string) (text string, ok bool) {
	_, rest, open := strings.Cut(s, "<")
	text, _, ok = strings.Cut(rest, ">")
	return text, open && ok
}

// decode reads base64; empty when it is none.
func decode(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return ""
	}
	return string(b)
}

// plain takes the message of SASL PLAIN apart (RFC 4616 section 2).
func plain(s string) (user, pass string, ok bool) {
	parts := strings.Split(s, "\x00")
	if len(parts) != 3 || parts[1] == "" {
		return "", "", false
	}
	return parts[1], parts[2], true
}

// maxShown bounds, in octets, how much of a peer's text is repeated.
const maxShown = 120

// shown makes a peer's text harmless: one line of printable characters, not too long.
func shown(s string) string {
	cut := false
	if len(s) > maxShown {
		s, cut = s[:maxShown], true
	}
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if cut {
		s += "…"
	}
	return s
}

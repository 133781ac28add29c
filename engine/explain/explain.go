// Package explain says in plain words, English or Chinese, what the things of a run are: every command, reply, header
// field, record type, port, queue act and packet, and with them every event of the log.
//
// The words stand in tables, one file per subject, and never in the code: an entry has a key, both languages and the
// sections of the standards that it rests on. What is particular to one event (who, which, how many) stands in a second
// table of sentences with gaps, under the same keys; Event fills the gaps and puts such a sentence before the entry's
// text. Verbs, codes, field names and file names are the same in every language.
//
// To add an entry: write a line into a table. The tests complain when a language is missing, when a word of the
// protocol packages has no entry, or when a gap has no filling.
//
// The tables weigh a tenth of the engine and are wanted only when somebody asks. So they are left out of the browser's
// binary: the site's build writes them down with Words, the page fetches that text when it has nothing better to do, and
// Load reads it. Until then nothing is explained there: Event and Key return nil, State the empty string.
package explain

import "strings"

// Explanation is what there is to say about one thing.
type Explanation struct {
	Title string   // A few words.
	Text  string   // One to five sentences.
	RFC   []string // What it rests on, such as "RFC 5321 §4.1.1.3". Empty for things that no standard speaks of.
}

// Languages lists the languages that explanations come in.
func Languages() []string { return []string{"en", "zh"} }

// entry is one line of a table.
type entry struct {
	key              string
	titleEN, titleZH string
	textEN, textZH   string
	rfc              string // Sections, separated by "|".
}

// tables are all entries, by subject. In the browser there are none before Load.
var tables [][]entry

// index finds an entry by its key. It is built when it is first needed, since most runs of the engine never explain.
var index map[string]*entry

func find(key string) *entry {
	if index == nil {
		index = map[string]*entry{}
		for _, table := range tables {
			for i := range table {
				index[table[i].key] = &table[i]
			}
		}
	}
	return index[key]
}

// in gives an entry in one language; nil when there is no entry.
func (e *entry) in(lang string) *Explanation {
	if e == nil {
		return nil
	}
	x := &Explanation{Title: e.titleEN, Text: e.textEN}
	if lang == "zh" {
		x.Title, x.Text = e.titleZH, e.textZH
	}
	if e.rfc != "" {
		x.RFC = strings.Split(e.rfc, "|")
	}
	return x
}

// Key explains what a key names; nil when the key names nothing. Any lang but "zh" is English. The keys are
//
//	smtp.verb.EHLO         commands; also EOD (the lone dot), RESPONSE and CANCEL (lines of an AUTH exchange)
//	smtp.reply.250         reply codes; those without an entry by their first digit
//	smtp.enhanced.5.1.1    enhanced status codes; those without an entry by their class and subject
//	smtp.keyword.8BITMIME  what EHLO offers
//	smtp.parameter.SIZE    what may stand behind the address of MAIL or RCPT
//	smtp.state.RCPT        states of the session
//	pop3.verb.USER, pop3.reply.+OK, pop3.code.IN-USE, pop3.capability.UIDL, pop3.state.UPDATE
//	header.Received        header fields, in any case; unknown X- fields too
//	dns.MX                 record types, and outcomes such as dns.NXDOMAIN
//	port.25                ports
//	tool.telnet            shell commands
//	conn.refused           what happens to connections
//	packet.SYN             kinds of packets, and packet.lost.cut …
//	fault.down             what can be broken
//	part.mta               parts of the map: ua, mta, dns, link, queue, mailbox
//	mail.deferred          what happens to letters; likewise store.append, client.start, verdict.relay, rule.alias
//	word.envelope          words of the glossary; "envelope" alone will do, too
func Key(key, lang string) *Explanation {
	if e := find(key); e != nil {
		return e.in(lang)
	}
	family, name := cutFamily(key)
	switch family {
	case "header.":
		return headerField(name, lang)
	case "smtp.reply.":
		return replyCode(name, lang)
	case "smtp.enhanced.":
		return enhancedCode(name, lang)
	case "submission.":
		return Key("smtp."+name, lang)
	}
	if !strings.Contains(key, ".") {
		word := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(key)), " ", "-")
		if e := find("word." + word); e != nil {
			return e.in(lang)
		}
	}
	return nil
}

// cutFamily separates the family of a key from the name in it.
func cutFamily(key string) (family, name string) {
	for _, f := range [...]string{"header.", "smtp.reply.", "smtp.enhanced.", "submission."} {
		if rest, ok := strings.CutPrefix(key, f); ok {
			return f, rest
		}
	}
	return "", key
}

// headerField finds a field whatever its case, and has a word for the fields that anybody may invent.
func headerField(name, lang string) *Explanation {
	for _, table := range tables {
		for i := range table {
			if field, ok := strings.CutPrefix(table[i].key, "header."); ok && strings.EqualFold(field, name) {
				return table[i].in(lang)
			}
		}
	}
	if len(name) > 2 && strings.EqualFold(name[:2], "X-") {
		return find("header.X-").in(lang)
	}
	return nil
}

// replyCode explains a code that has no entry by its first digit (RFC 5321 section 4.2.1).
func replyCode(code, lang string) *Explanation {
	if len(code) != 3 || !digits(code) {
		return nil
	}
	if e := find("smtp.reply." + code[:1] + "yz"); e != nil {
		return e.in(lang)
	}
	return nil
}

// enhancedCode explains a code that has no entry by its class and its subject (RFC 3463 sections 2 and 3).
func enhancedCode(code, lang string) *Explanation {
	class, rest, _ := strings.Cut(code, ".")
	subject, detail, ok := strings.Cut(rest, ".")
	if !ok || !digits(class) || !digits(subject) || !digits(detail) {
		return nil
	}
	first, second := find("smtp.enhanced."+class), find("smtp.enhanced.x."+subject)
	if first == nil || second == nil {
		return nil
	}
	x, y := first.in(lang), second.in(lang)
	return &Explanation{Title: y.Title, Text: join(lang, x.Text, y.Text), RFC: y.RFC}
}

// State is a line of help for a state of a protocol's machine; empty when there is no such state. Any lang but "zh" is
// English. Protocols are smtp (also called submission), pop3 and tcp.
func State(proto, name, lang string) string {
	if proto == "submission" {
		proto = "smtp"
	}
	if e := find(proto + ".state." + name); e != nil {
		return e.in(lang).Text
	}
	return ""
}

// digits says whether s is a number of up to three digits.
func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= 3
}

// join puts sentences one after the other; Chinese has no space between them.
func join(lang string, texts ...string) string {
	out := ""
	for _, t := range texts {
		if out != "" && t != "" && lang != "zh" {
			out += " "
		}
		out += t
	}
	return out
}

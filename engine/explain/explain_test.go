package explain

import (
	"regexp"
	"strings"
	"testing"
	"unicode"

	"ehloworld/engine/delivery"
	"ehloworld/engine/pop3"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
)

// TestEntries looks at every line of every table: both languages, no gap, no key twice, whole sentences, and in Chinese
// the punctuation of Chinese.
func TestEntries(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range tables {
		for _, e := range table {
			if seen[e.key] {
				t.Errorf("%s stands there twice", e.key)
			}
			seen[e.key] = true
			for lang, words := range map[string][2]string{"en": {e.titleEN, e.textEN}, "zh": {e.titleZH, e.textZH}} {
				title, text := words[0], words[1]
				if title == "" || text == "" {
					t.Errorf("%s has no words in %s", e.key, lang)
					continue
				}
				checkText(t, e.key, lang, title)
				checkText(t, e.key, lang, text)
				if strings.ContainsAny(title+text, "{}") {
					t.Errorf("%s: a gap in %s", e.key, lang)
				}
				if end := text[len(text)-1]; lang == "en" && end != '.' {
					t.Errorf("%s: the English text ends in %q", e.key, end)
				}
				if lang == "zh" && !strings.HasSuffix(text, "。") {
					t.Errorf("%s: the Chinese text has no 。 at its end", e.key)
				}
			}
			for _, section := range strings.Split(e.rfc, "|") {
				if e.rfc != "" && !cited.MatchString(section) {
					t.Errorf("%s: %q is not how a section is cited", e.key, section)
				}
			}
		}
	}
}

var (
	cited     = regexp.MustCompile(`^RFC [1-9][0-9]{2,3}( §[0-9]+(\.[0-9]+)*| appendix [A-Z](\.[0-9])?)?$`)
	halfWidth = regexp.MustCompile(`\p{Han}[,;:!?()]|[,;!?]\p{Han}`)
)

// checkText looks for what a careful typesetter would not let pass.
func checkText(t *testing.T, key, lang, text string) {
	t.Helper()
	if strings.TrimSpace(text) != text || strings.Contains(text, "  ") {
		t.Errorf("%s: stray spaces in %q", key, text)
	}
	if lang == "zh" {
		if found := halfWidth.FindString(text); found != "" {
			t.Errorf("%s: %q in the Chinese text", key, found)
		}
		if strings.ContainsFunc(text, unicode.IsSpace) && strings.Contains(text, "。 ") {
			t.Errorf("%s: a space after 。", key)
		}
		return
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) && !strings.ContainsRune("张三海", r) }) {
		t.Errorf("%s: Chinese in the English text", key)
	}
}

// TestSentences holds the two languages of every sentence to the same gaps.
func TestSentences(t *testing.T) {
	gap := regexp.MustCompile(`\{[a-z]+\}`)
	seen := map[string]bool{}
	for _, s := range sentences {
		if seen[s.key] {
			t.Errorf("%s stands there twice", s.key)
		}
		seen[s.key] = true
		if s.en == "" || s.zh == "" {
			t.Errorf("%s lacks a language", s.key)
		}
		en, zh := map[string]bool{}, map[string]bool{}
		for _, g := range gap.FindAllString(s.en, -1) {
			en[g] = true
		}
		for _, g := range gap.FindAllString(s.zh, -1) {
			zh[g] = true
		}
		for g := range en {
			// English needs fewer words for "on host" in places where Chinese counts letters, never the other way round.
			if !zh[g] {
				t.Errorf("%s: %s is missing in Chinese", s.key, g)
			}
		}
		for g := range zh {
			if !en[g] {
				t.Errorf("%s: %s is missing in English", s.key, g)
			}
		}
		checkText(t, s.key, "zh", gap.ReplaceAllString(s.zh, "x"))
	}
}

// wanted lists the keys that the rest of the program asks for.
func wanted() []string {
	var keys []string
	for _, row := range smtp.Table {
		switch row.Verb {
		case smtp.Cancel:
			keys = append(keys, "smtp.verb.CANCEL")
		default:
			keys = append(keys, "smtp.verb."+row.Verb)
		}
	}
	for _, st := range smtp.States() {
		keys = append(keys, "smtp.state."+st.String())
	}
	for _, v := range []string{smtp.SEND, smtp.SOML, smtp.SAML, smtp.TURN, smtp.ATRN, smtp.BURL} {
		keys = append(keys, "smtp.verb."+v)
	}
	for _, proto := range []string{smtpserver.ProtoSMTP, smtpserver.ProtoSubmission, smtpserver.ProtoLMTP} {
		for _, k := range smtp.ParseKeywords(smtpserver.DefaultKeywords(proto, 1)) {
			keys = append(keys, "smtp.keyword."+k.Name)
		}
	}
	for code := range strings.FieldsSeq(smtp.Codes) {
		keys = append(keys, "smtp.reply."+code)
	}
	for _, verb := range []string{smtp.MAIL, smtp.RCPT} {
		for _, p := range smtpserver.Parameters(verb) {
			keys = append(keys, "smtp.parameter."+p)
		}
	}
	for _, v := range pop3.Verbs {
		keys = append(keys, "pop3.verb."+v.Name, "pop3.answer."+v.Name+".+OK")
	}
	for _, row := range pop3.Table {
		keys = append(keys, "pop3.state."+string(row.From), "pop3.state."+string(row.To))
	}
	for _, c := range pop3.DefaultCapabilities() {
		name, _, _ := strings.Cut(c, " ")
		keys = append(keys, "pop3.capability."+name)
	}
	for _, c := range []string{pop3.CodeAuth, pop3.CodeInUse, pop3.CodeTemporary, pop3.CodePermanent} {
		keys = append(keys, "pop3.code."+c)
	}
	for st := simnet.Closed; st <= simnet.TimeWait; st++ {
		keys = append(keys, "tcp.state."+st.String())
	}
	for _, rule := range delivery.RuleNames() {
		keys = append(keys, "rule."+rule)
	}
	for _, part := range []string{"ua", "mta", "dns", "link", "queue", "mailbox"} {
		keys = append(keys, "part."+part)
	}
	return append(keys, "pop3.reply.+OK", "pop3.reply.-ERR", "submission.verb.EHLO", "header.received", "header.X-Anything",
		"smtp.reply.499", "smtp.enhanced.5.1.99", "smtp.enhanced.4.6.1", "envelope", "Dot-stuffing", "null sender", "mx")
}

func TestKeys(t *testing.T) {
	for _, key := range wanted() {
		for _, lang := range Languages() {
			if x := Key(key, lang); x == nil || x.Title == "" || x.Text == "" {
				t.Errorf("nothing about %s in %s: %+v", key, lang, x)
			}
		}
	}
	for _, key := range []string{
		"", ".", "smtp.", "smtp.verb.", "smtp.verb.XYZZY", "smtp.reply.999", "smtp.reply.25", "smtp.reply.2500", "smtp.reply.xyz",
		"smtp.enhanced.", "smtp.enhanced.5", "smtp.enhanced.9.1.1", "smtp.enhanced.5.9.1", "smtp.enhanced.5.1", "header.", "header.Nonsense",
		"header.X-", "nosuchword", "smtp.enhanced.5.1.1.1",
	} {
		if x := Key(key, "en"); x != nil && key != "smtp.enhanced.5" && key != "header.X-" {
			t.Errorf("%q is explained as %q", key, x.Title)
		}
	}
	if a, b := Key("smtp.verb.EHLO", "en"), Key("smtp.verb.EHLO", "de"); a.Text != b.Text {
		t.Error("a language that there is not is not English")
	}
	// Who changes an explanation does not change the table.
	Key("smtp.verb.EHLO", "en").RFC[0] = "changed"
	if Key("smtp.verb.EHLO", "en").RFC[0] == "changed" {
		t.Error("the table can be changed from outside")
	}
}

func TestState(t *testing.T) {
	for _, lang := range Languages() {
		for _, st := range smtp.States() {
			if State("smtp", st.String(), lang) == "" || State("submission", st.String(), lang) != State("smtp", st.String(), lang) {
				t.Errorf("no help for %s in %s", st, lang)
			}
		}
		for _, st := range []pop3.State{pop3.Authorization, pop3.Transaction, pop3.Update, pop3.Closed} {
			if State("pop3", string(st), lang) == "" {
				t.Errorf("no help for %s in %s", st, lang)
			}
		}
	}
	if State("smtp", "NOWHERE", "en") != "" || State("imap", "READY", "en") != "" {
		t.Error("help for a state that there is not")
	}
}

package delivery

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
)

// Texts are rules as they are written in a scenario, typed on a line and shown in a table, one rule a text:
//
//	Aliases     sales: bob, carol@lin.example      one name, one or several addresses
//	            @old.example: @hai.example         a whole domain
//	Forwards    bob: bob@lin.example, keep, srs    keep: a copy stays; srs: the sender is rewritten
//	Lists       team: alice, bob@lin.example; post=anybody; prefix=[team]; footer="Bye"; munge; owner=carol
//	            Members first. post is members (unless said), anybody or owner; footer alone is a text of ours; title="…";
//	            reply=list or reply=author; private keeps EXPN from showing the members.
//	Vacation    bob: "Back on Monday."; days=7; subject="Away"; also=bob.li@old.example
//	CatchAll    carol                              or by domain: old.example: carol; hai.example: bob, alice
//	Subdomains  on                                 or the domains whose sub-domains are ours
//	BackupFor   lin.example                        or with all its recipients: lin.example: bob, carol
//	SmartHost   lin.example                        the MX of that domain; with brackets the host itself: [relay.lin.example]:587
//	LMTP        [store.hai.example]:24             "any" behind it: every name of ours is handed over, accounts or not
//	SRS         on                                 all forwards rewrite; or on and a domain: "on srs.hai.example"
//
// Between name and addresses stands ":", "=" or "->". Parts of a list or a vacation are divided by ";" or "|", and quotes
// keep both, with \n, \" and \\ inside. An empty text is no rule.
type Texts struct {
	Aliases, Forwards, Lists, Vacation, Subdomains, BackupFor []string
	CatchAll, SmartHost, LMTP, SRS                            string
}

// RuleError says what is wrong with a rule, in one sentence.
type RuleError struct {
	Rule    string // The text of the rule.
	Problem string
}

func (e *RuleError) Error() string {
	return "the rule " + strconv.Quote(e.Rule) + " cannot be read: " + e.Problem
}

// ParseRules reads rules. Errors are *RuleError, or edition.MissingError where there are no rules.
func ParseRules(t Texts) (Rules, error) {
	var r Rules
	if !edition.Full {
		if t.empty() {
			return r, nil
		}
		return r, edition.Needed("a server with delivery rules")
	}
	for _, kind := range []struct {
		texts []string
		read  func(*Rules, *ruleText) string
	}{
		{t.Aliases, readAlias}, {t.Forwards, readForward}, {t.Lists, readList}, {t.Vacation, readVacation},
		{t.Subdomains, readSub}, {t.BackupFor, readBackup}, {[]string{t.CatchAll}, readCatchAll},
		{[]string{t.SmartHost}, readSmartHost}, {[]string{t.LMTP}, readLMTP}, {[]string{t.SRS}, readSRS},
	} {
		for i, text := range kind.texts {
			if strings.TrimSpace(text) == "" {
				continue
			}
			if i == MaxAliases {
				return Rules{}, &RuleError{text, "there are more than " + strconv.Itoa(MaxAliases) + " of its kind"}
			}
			if problem := kind.read(&r, &ruleText{text}); problem != "" {
				return Rules{}, &RuleError{text, problem}
			}
		}
	}
	for i := range r.Aliases {
		if a := &r.Aliases[i]; r.circular(a) {
			return Rules{}, &RuleError{a.Name + ": " + a.To[0], "the domain leads back to itself, or through more than " + strconv.Itoa(MaxNesting) + " others"}
		}
	}
	return r, nil
}

// circular says whether the alias of a whole domain does not come to an end.
func (r *Rules) circular(a *Alias) bool {
	if a.Name[0] != '@' {
		return false
	}
	for range MaxNesting {
		to := a.To[0]
		i := slices.IndexFunc(r.Aliases, func(b Alias) bool { return b.Name == to })
		if i < 0 {
			return false
		}
		a = &r.Aliases[i]
	}
	return true
}

// empty says whether there is no rule in any text.
func (t *Texts) empty() bool {
	for _, list := range [...][]string{t.Aliases, t.Forwards, t.Lists, t.Vacation, t.Subdomains, t.BackupFor, {t.CatchAll, t.SmartHost, t.LMTP, t.SRS}} {
		for _, text := range list {
			if text = strings.TrimSpace(text); text != "" && text != "off" {
				return false
			}
		}
	}
	return true
}

// ruleText is one rule.
type ruleText struct{ text string }

// quoted says for every octet of s whether it stands in quotes or brackets, the quotes and brackets included; problem is
// not empty when they are not closed.
func quoted(s string) (in []bool, problem string) {
	in = make([]bool, len(s))
	for i := 0; i < len(s); i++ {
		end := byte(0)
		switch s[i] {
		case '"':
			end = '"'
		case '[':
			end = ']'
		default:
			continue
		}
		in[i] = true
		for i++; i < len(s) && s[i] != end; i++ {
			in[i] = true
			if end == '"' && s[i] == '\\' && i+1 < len(s) {
				i++
				in[i] = true
			}
		}
		if i == len(s) {
			if end == '"' {
				return nil, `a quotation mark " has no partner`
			}
			return nil, "a bracket [ has no partner"
		}
		in[i] = true
	}
	return in, ""
}

// split cuts s at the separators that stand outside quotes and brackets. Blanks around the parts are gone.
func split(s, separators string) []string {
	in, problem := quoted(s)
	if problem != "" {
		in = make([]bool, len(s))
	}
	var parts []string
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || !in[i] && strings.IndexByte(separators, s[i]) >= 0 {
			parts = append(parts, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return parts
}

// head cuts a rule into the name before ":", "=" or "->" and what follows. Ok is false when there is none of them.
func (t *ruleText) head() (name, rest string, ok bool) {
	in, _ := quoted(t.text)
	for i := range in {
		if in[i] {
			continue
		}
		if n := separator(t.text[i:]); n > 0 {
			return strings.TrimSpace(t.text[:i]), strings.TrimSpace(t.text[i+n:]), true
		}
	}
	return strings.TrimSpace(t.text), "", false
}

func separator(s string) int {
	switch {
	case s[0] == ':' || s[0] == '=':
		return 1
	case strings.HasPrefix(s, "->"):
		return 2
	}
	return 0
}

// named is head for a rule that must have a name; what says what follows it.
func (t *ruleText) named(what string) (name, rest, problem string) {
	if _, problem = quoted(t.text); problem != "" {
		return "", "", problem
	}
	name, rest, ok := t.head()
	switch {
	case !ok:
		return "", "", "it is written NAME: " + what
	case name == "":
		return "", "", "the name that it begins with is missing"
	}
	return name, rest, ""
}

// whom reads a name or an address and returns it with its domain in lower case.
func whom(s string) (who, problem string) {
	full := s
	if s == "" {
		return "", "an address is missing"
	}
	if strings.HasPrefix(s, "|") || strings.HasPrefix(s, "/") || strings.HasPrefix(s, ":") {
		return "", strconv.Quote(s) + " is a program, a file or a command; letters go to addresses only"
	}
	in, _ := quoted(s)
	bare := true
	for i := range in {
		bare = bare && (in[i] || s[i] != '@')
		if !in[i] && (s[i] == ' ' || s[i] == '\t') {
			return "", strconv.Quote(s) + " is no address; a comma stands between two, and quotes around a blank"
		}
	}
	if bare {
		full += "@x"
	}
	a, err := address.Parse(full)
	if err != nil {
		return "", strconv.Quote(s) + " is no address: " + err.Error()
	}
	if a.Local == "" {
		return "", strconv.Quote(s) + " is no address: the part before the @ is empty"
	}
	if bare {
		a.Domain = ""
	}
	return a.String(), ""
}

// everybody reads a list of names and addresses; each is in it once.
func everybody(parts []string, limit int) (list []string, problem string) {
	seen := map[string]bool{}
	for _, part := range parts {
		who, problem := whom(part)
		if problem != "" {
			return nil, problem
		}
		if key := strings.ToLower(who); !seen[key] {
			seen[key] = true
			list = append(list, who)
		}
		if len(list) > limit {
			return nil, "it has more than " + strconv.Itoa(limit) + " addresses"
		}
	}
	return list, ""
}

func twice(name string) string { return strconv.Quote(name) + " has such a rule already" }

// option cuts "key=value", where the value may be in quotes.
func option(part string) (key, value string, has bool) {
	key, value, has = strings.Cut(part, "=")
	return strings.ToLower(strings.TrimSpace(key)), unquote(strings.TrimSpace(value)), has
}

// unquote undoes the quotes around a text, if it has them: \n is a line end, \" a quotation mark, \\ a backslash.
func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	s = s[1 : len(s)-1]
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '\\' && i+1 < len(s) {
			if i++; s[i] == 'n' {
				c = '\n'
			} else {
				c = s[i]
			}
		}
		b = append(b, c)
	}
	return string(b)
}

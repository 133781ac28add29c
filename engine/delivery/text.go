package delivery

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/dns"
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

func readAlias(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("ADDRESS, ADDRESS …")
	if problem != "" {
		return problem
	}
	a := Alias{Name: strings.ToLower(name)}
	if strings.HasPrefix(name, "@") {
		_, err := address.Domain(name[1:])
		to, err2 := address.Domain(strings.TrimPrefix(rest, "@"))
		switch {
		case err != nil:
			return strconv.Quote(name) + " is no domain: " + err.Error()
		case !strings.HasPrefix(rest, "@") || err2 != nil:
			return "a whole domain stands for another whole domain: " + name + ": @DOMAIN (for one address there is the catch-all)"
		case "@"+to == a.Name:
			return "a domain cannot stand for itself"
		}
		a.To = []string{"@" + to}
	} else {
		if a.Name, problem = whom(name); problem != "" {
			return problem
		}
		a.Name = strings.ToLower(a.Name)
		if a.To, problem = everybody(split(rest, ","), MaxTargets); problem != "" {
			return problem
		}
	}
	for i := range r.Aliases {
		if r.Aliases[i].Name == a.Name {
			return twice(name)
		}
	}
	r.Aliases = append(r.Aliases, a)
	return ""
}

func readForward(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("ADDRESS, ADDRESS …, keep, srs")
	if problem != "" {
		return problem
	}
	var f Forward
	if f.Account, problem = whom(name); problem != "" {
		return problem
	}
	f.Account = strings.ToLower(f.Account)
	var to []string
	for _, word := range split(rest, ",;| ") {
		switch strings.ToLower(word) {
		case "keep":
			f.Keep = true
		case "srs":
			f.SRS = true
		case "plain", "":
		default:
			to = append(to, word)
		}
	}
	if len(to) == 0 {
		return "it does not say where to"
	}
	if f.To, problem = everybody(to, MaxTargets); problem != "" {
		return problem
	}
	for i := range r.Forwards {
		if r.Forwards[i].Account == f.Account {
			return twice(name)
		}
	}
	r.Forwards = append(r.Forwards, f)
	return ""
}

func readList(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("MEMBER, MEMBER …; OPTION; OPTION …")
	if problem != "" {
		return problem
	}
	var l List
	if l.Name, problem = whom(name); problem != "" {
		return problem
	}
	l.Name = strings.ToLower(l.Name)
	parts := split(rest, ";|")
	if parts[0] != "" {
		if l.Members, problem = everybody(split(parts[0], ","), MaxMembers); problem != "" {
			return problem
		}
	}
	for _, part := range parts[1:] {
		if part == "" {
			continue
		}
		key, value, has := option(part)
		switch {
		case key == "munge" && !has:
			l.Munge = true
		case key == "private" && !has:
			l.Private = true
		case key == "footer":
			l.Footer, l.OurFoot = value, !has
		case key == "prefix" && has:
			l.Prefix = value
		case key == "title" && has:
			l.Title = value
		case key == "owner" && has:
			if l.Owners, problem = everybody(split(value, ","), MaxTargets); problem != "" {
				return problem
			}
		case key == "reply" && (value == "list" || value == "author"):
			l.ToList = value == "list"
		case key == "post":
			if l.Post, has = posting(value); !has {
				return "post is members, anybody or owner"
			}
		default:
			return strconv.Quote(part) + " is no option of a list, which are post=members|anybody|owner, owner=ADDRESS, prefix=TEXT, footer, footer=TEXT, title=TEXT, munge, reply=list|author and private"
		}
	}
	for i := range r.Lists {
		if r.Lists[i].Name == l.Name {
			return twice(name)
		}
	}
	r.Lists = append(r.Lists, l)
	return ""
}

func posting(word string) (Posting, bool) {
	for i, name := range postingNames {
		if name == word {
			return Posting(i), true
		}
	}
	return 0, false
}

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

func readVacation(r *Rules, t *ruleText) string {
	name, rest, problem := t.named("\"TEXT\"; days=7; subject=TEXT; also=ADDRESS")
	if problem != "" {
		return problem
	}
	var v Vacation
	if v.Account, problem = whom(name); problem != "" {
		return problem
	}
	v.Account = strings.ToLower(v.Account)
	parts := split(rest, ";|")
	if v.Text = unquote(parts[0]); v.Text == "" {
		return "it does not say what to answer"
	}
	for _, part := range parts[1:] {
		if part == "" {
			continue
		}
		key, value, has := option(part)
		switch {
		case key == "days":
			days, err := strconv.Atoi(value)
			if err != nil || days < 1 || days > MaxDays {
				return "days is a number from 1 to " + strconv.Itoa(MaxDays)
			}
			v.Days = days
		case key == "subject" && has:
			v.Subject = value
		case key == "also" && has:
			if v.Also, problem = everybody(split(value, ","), MaxTargets); problem != "" {
				return problem
			}
		default:
			return strconv.Quote(part) + " is no option of a vacation, which are days=NUMBER, subject=TEXT and also=ADDRESS; a text with \";\" or \"|\" in it needs quotes"
		}
	}
	for i := range r.Vacations {
		if r.Vacations[i].Account == v.Account {
			return twice(name)
		}
	}
	r.Vacations = append(r.Vacations, v)
	return ""
}

func readCatchAll(r *Rules, t *ruleText) string {
	if _, problem := quoted(t.text); problem != "" {
		return problem
	}
	for _, part := range split(t.text, ";|") {
		if part == "" {
			continue
		}
		var c CatchAll
		domain, rest, has := (&ruleText{part}).head()
		if !has {
			domain, rest = "", part
		} else {
			d, err := address.Domain(strings.TrimPrefix(domain, "@"))
			if err != nil {
				return strconv.Quote(domain) + " is no domain: " + err.Error()
			}
			c.Domain = d
		}
		var problem string
		if c.To, problem = everybody(split(rest, ","), MaxTargets); problem != "" {
			return problem
		}
		for i := range r.CatchAll {
			if r.CatchAll[i].Domain == c.Domain {
				return "there are two for the same domain"
			}
		}
		r.CatchAll = append(r.CatchAll, c)
	}
	return ""
}

func readSub(r *Rules, t *ruleText) string {
	for _, word := range split(t.text, ",; ") {
		switch strings.ToLower(word) {
		case "", "off":
		case "on":
			r.Subs = append(r.Subs, "")
		default:
			d, err := address.Domain(word)
			if err != nil {
				return strconv.Quote(word) + " is neither on nor a domain: " + err.Error()
			}
			r.Subs = append(r.Subs, d)
		}
	}
	return ""
}

func readBackup(r *Rules, t *ruleText) string {
	if _, problem := quoted(t.text); problem != "" {
		return problem
	}
	name, rest, has := t.head()
	d, err := address.Domain(name)
	if err != nil {
		return strconv.Quote(name) + " is no domain: " + err.Error()
	}
	b := Backup{Domain: d}
	if has {
		var problem string
		if b.Rcpts, problem = everybody(split(rest, ","), MaxMembers); problem != "" {
			return problem
		}
		for i, who := range b.Rcpts {
			if !strings.Contains(who, "@") {
				who += "@" + d
			} else if !strings.HasSuffix(who, "@"+d) {
				return strconv.Quote(who) + " is not at " + d
			}
			b.Rcpts[i] = strings.ToLower(who)
		}
	}
	for i := range r.BackupFor {
		if r.BackupFor[i].Domain == d {
			return twice(d)
		}
	}
	r.BackupFor = append(r.BackupFor, b)
	return ""
}

// parseHop reads "lin.example", "[relay.lin.example]:587" or "[192.0.2.1]". The problem is "" when all is well.
func parseHop(s string) (h Hop, problem string) {
	if _, problem = quoted(s); problem != "" {
		return h, problem
	}
	host, port := s, ""
	if end := strings.LastIndexByte(s, ']'); end >= 0 {
		host, port = s[:end+1], s[end+1:]
		if port != "" && port[0] != ':' {
			return h, "after the bracket comes :PORT or nothing"
		}
		port = strings.TrimPrefix(port, ":")
	} else if i := strings.IndexByte(s, ':'); i >= 0 {
		host, port = s[:i], s[i+1:]
		if port == "" {
			return h, "the port after the colon is missing"
		}
	}
	if port != "" {
		n, err := strconv.Atoi(port)
		if err != nil || n < 1 || n > 65535 {
			return h, strconv.Quote(port) + " is no port, which are 1 to 65535"
		}
		h.Port = n
	}
	inner, bracketed := strings.CutPrefix(strings.TrimSuffix(host, "]"), "[")
	switch {
	case bracketed && dns.IPv4(inner):
		h.Host = host
		return h, ""
	case dns.IPv4(host):
		h.Host = "[" + host + "]"
		return h, ""
	}
	d, err := address.Domain(inner)
	if err != nil {
		return h, strconv.Quote(host) + " is neither a host nor an IPv4 address: " + err.Error()
	}
	h.Host, h.MX = d, !bracketed
	return h, ""
}

func readSmartHost(r *Rules, t *ruleText) (problem string) {
	if text := strings.TrimSpace(t.text); text != "off" {
		r.SmartHost, problem = parseHop(text)
	}
	return problem
}

func readLMTP(r *Rules, t *ruleText) (problem string) {
	text := strings.TrimSpace(t.text)
	if text == "off" {
		return ""
	}
	if text, r.LMTPAny = strings.CutSuffix(text, " any"); r.LMTPAny {
		text = strings.TrimSpace(text)
	}
	r.LMTP, problem = parseHop(text)
	r.LMTP.Proto, r.LMTP.MX = ProtoLMTP, false
	return problem
}

func readSRS(r *Rules, t *ruleText) string {
	word, domain, _ := strings.Cut(strings.TrimSpace(t.text), " ")
	switch domain = strings.TrimSpace(domain); {
	case word == "off" && domain == "":
		return ""
	case word != "on":
		return "it is off, on, or on and the domain of the rewritten addresses"
	case domain != "":
		d, err := address.Domain(domain)
		if err != nil {
			return strconv.Quote(domain) + " is no domain: " + err.Error()
		}
		r.SRS.Domain = d
	}
	r.SRS.On = true
	return ""
}

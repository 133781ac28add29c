package smtp

import "strings"

// Param is one parameter of MAIL or RCPT.
type Param struct {
	Key   string // Upper case.
	Value string
	Bare  bool // Written without "=".
}

// MaxParams bounds the parameters of one command.
const MaxParams = 32

// parseParams reads Mail-parameters or Rcpt-parameters (RFC 5321 section 4.1.2), with the space before each.
func parseParams(s string, kind *pathKind) ([]Param, *Reply) {
	var params []Param
	for s != "" {
		if s[0] != ' ' {
			return nil, Refuse(501, "5.5.4", "Syntax: a space comes between the address and each parameter: "+usage[kind.verb]+" KEY=value")
		}
		if s = strings.TrimLeft(s, " "); s == "" {
			break
		}
		word, rest := s, ""
		if i := strings.IndexByte(s, ' '); i >= 0 {
			word, rest = s[:i], s[i:]
		}
		s = rest
		key, value, has := strings.Cut(word, "=")
		if !isKeyword(key) || has && !isParamValue(value) {
			return nil, Refuse(501, "5.5.4", "Syntax: a parameter is written KEY or KEY=value")
		}
		p := Param{Key: upper([]byte(key)), Value: value, Bare: !has}
		for _, q := range params {
			if q.Key == p.Key {
				return nil, Refuse(501, "5.5.4", "Parameter "+p.Key+" is there twice")
			}
		}
		if len(params) == MaxParams {
			return nil, Refuse(501, "5.5.4", "Too many parameters")
		}
		params = append(params, p)
	}
	return params, nil
}

// isKeyword checks esmtp-keyword.
func isKeyword(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || isDigit(c) || c == '-' && i > 0) {
			return false
		}
	}
	return s != ""
}

// isParamValue checks esmtp-value, with the UTF-8 of RFC 6531 section 3.3.
func isParamValue(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c <= ' ' || c == '=' || c == 0x7f {
			return false
		}
	}
	return s != ""
}

// ParseSize reads the value of SIZE= or of the keyword SIZE: up to 20 digits (RFC 1870 section 3 and 4). What does not
// fit an int64 is the largest one.
func ParseSize(s string) (int64, bool) {
	if s == "" || len(s) > 20 {
		return 0, false
	}
	const largest = 1<<63 - 1
	var n int64
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			return 0, false
		}
		d := int64(s[i] - '0')
		if n > (largest-d)/10 {
			n = largest
			continue
		}
		n = n*10 + d
	}
	return n, true
}

// Keyword is a service extension that EHLO offers (RFC 5321 section 4.1.1.1).
type Keyword struct {
	Name   string // Upper case.
	Params string // "1000000" of SIZE, "PLAIN LOGIN" of AUTH.
}

// Keywords is what a server offers.
type Keywords []Keyword

// ParseKeywords reads keyword lines: the lines of a reply to EHLO after the first, or a server's configuration. The old
// spelling "AUTH=PLAIN" counts as "AUTH PLAIN".
func ParseKeywords(lines []string) Keywords {
	ks := make(Keywords, 0, len(lines))
	for _, line := range lines {
		line = strings.TrimSpace(line)
		name, params, _ := strings.Cut(line, " ")
		if k, p, ok := strings.Cut(name, "="); ok {
			name, params = k, strings.TrimSpace(p+" "+params)
		}
		if name == "" {
			continue
		}
		ks = append(ks, Keyword{Name: upper([]byte(name)), Params: strings.TrimSpace(params)})
	}
	return ks
}

// Get finds a keyword by its name in upper case.
func (ks Keywords) Get(name string) (params string, ok bool) {
	for _, k := range ks {
		if k.Name == name {
			return k.Params, true
		}
	}
	return "", false
}

// Has says whether a keyword is offered.
func (ks Keywords) Has(name string) bool {
	_, ok := ks.Get(name)
	return ok
}

// HasMechanism says whether the keyword AUTH lists a SASL mechanism, given in upper case.
func (ks Keywords) HasMechanism(mech string) bool {
	for _, k := range ks {
		if k.Name != AUTH {
			continue
		}
		for m := range strings.FieldsSeq(k.Params) {
			if strings.EqualFold(m, mech) {
				return true
			}
		}
	}
	return false
}

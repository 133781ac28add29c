package smtpserver

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/sasl"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// ehlo answers EHLO, and LHLO in LMTP: the greeting, then one line for each service extension (RFC 5321 section 4.1.1.1).
func (s *Server) ehlo(verb, arg string) smtp.Reply {
	reply := s.hello(verb, arg)
	if reply.Positive() {
		for _, k := range s.keywords {
			if !s.has(k.Name) {
				continue
			}
			if params := s.params(k); params != "" {
				reply.Lines = append(reply.Lines, k.Name+" "+params)
			} else {
				reply.Lines = append(reply.Lines, k.Name)
			}
		}
	}
	return reply
}

// DefaultKeywords is what EHLO offers unless a Config says otherwise: what a good server of the kind offers. The first
// edition has less, and nobody in it to see that: there every server names what it offers.
func DefaultKeywords(proto string, maxSize int64) []string {
	if !edition.Full {
		return []string{"SIZE " + strconv.FormatInt(maxSize, 10), "8BITMIME", "PIPELINING", "ENHANCEDSTATUSCODES"}
	}
	ks := []string{"PIPELINING", "SIZE " + strconv.FormatInt(maxSize, 10), "ETRN", "ENHANCEDSTATUSCODES", "8BITMIME", "DSN", "SMTPUTF8",
		"CHUNKING", "BINARYMIME", "LIMITS"}
	if proto != ProtoSMTP {
		ks = append(ks[:2:2], ks[3:]...)
	}
	if proto == ProtoSubmission {
		ks = append(ks, "AUTH PLAIN LOGIN", "FUTURERELEASE", "DELIVERBY", "MT-PRIORITY MIXER")
	}
	return ks
}

// StandardKeywords is DefaultKeywords, or what the server whose accent it is offers by default.
func StandardKeywords(a Accent, proto string, maxSize int64) []string {
	plain := DefaultKeywords(proto, maxSize)
	if edition.Full {
		return accentOffer(a, proto, plain)
	}
	return plain
}

// offer settles what EHLO says and what follows from it.
func (s *Server) offer() {
	c := &s.cfg
	lines := c.Keywords
	if lines == nil {
		size := c.MaxSize
		if size <= 0 {
			size = DefaultMaxSize
		}
		lines = StandardKeywords(c.Accent, c.Proto, size)
	}
	s.keywords = smtp.ParseKeywords(lines)
	if c.AuthRequired && !s.keywords.Has(smtp.AUTH) {
		// Nobody could send a letter otherwise.
		s.keywords = append(s.keywords, smtp.Keyword{Name: smtp.AUTH, Params: "PLAIN LOGIN"})
	}
	size, _ := s.keywords.Get("SIZE")
	if n, _ := smtp.ParseSize(size); n > 0 && (c.MaxSize <= 0 || n < c.MaxSize) {
		c.MaxSize = n
	}
	if edition.Full {
		s.bounds()
	}
	if c.MaxSize <= 0 {
		c.MaxSize = DefaultMaxSize
	}
	if c.MaxRecipients <= 0 {
		c.MaxRecipients = DefaultMaxRecipients
	}
	s.enhanced = s.has("ENHANCEDSTATUSCODES")
}

// bounds takes bounds from keywords. Where the configuration has one too, the stricter counts, and is what EHLO says.
func (s *Server) bounds() {
	c := &s.cfg
	for _, k := range s.keywords {
		first, _, _ := strings.Cut(k.Params, " ")
		n, ok := smtp.ParseSize(first)
		span := vtime.Duration(n) * vtime.Second
		switch {
		case k.Name == "LIMITS":
			for word := range strings.FieldsSeq(k.Params) {
				name, value, _ := strings.Cut(word, "=")
				if n, ok := smtp.ParseSize(value); ok && n > 0 && n < 1<<31 {
					s.limit(name, int(n))
				}
			}
		case !ok || n <= 0 || len(first) > 9:
		case k.Name == "FUTURERELEASE" && (c.MaxHold <= 0 || span < c.MaxHold):
			c.MaxHold = span
		case k.Name == "DELIVERBY" && span > c.MinBy:
			c.MinBy = span
		}
	}
	if c.MaxHold <= 0 {
		c.MaxHold = DefaultMaxHold
	}
}

// limit takes a bound from the keyword LIMITS (RFC 9422 section 4).
func (s *Server) limit(name string, n int) {
	var bound *int
	switch name {
	case "RCPTMAX":
		bound = &s.cfg.MaxRecipients
	case "MAILMAX":
		bound = &s.cfg.MaxMessages
	case "RCPTDOMAINMAX":
		bound = &s.cfg.MaxDomains
	}
	if bound != nil && (*bound <= 0 || n < *bound) {
		*bound = n
	}
}

// has says whether an extension is offered on this connection: it is among the keywords, and nothing that it needs is
// missing.
func (s *Server) has(keyword string) bool {
	if s.disabled(keyword) || keyword == "CHUNKING" && s.disabled(smtp.BDAT) {
		return false
	}
	if !edition.Full {
		return s.keywords.Has(keyword)
	}
	switch keyword {
	case "FUTURERELEASE": // RFC 4865 section 3: for submission only.
		if s.cfg.Proto != ProtoSubmission {
			return false
		}
	case "BINARYMIME": // RFC 3030 section 3: it comes with BDAT only.
		if !s.has("CHUNKING") {
			return false
		}
	case "ETRN":
		if s.cfg.Proto == ProtoLMTP {
			return false
		}
	case smtp.XCLIENT, smtp.XFORWARD:
		if !s.cfg.Trusted {
			return false
		}
	case smtp.STARTTLS:
		if s.session.TLS {
			return false
		}
	case "REQUIRETLS": // RFC 8689 section 2.
		if !s.session.TLS {
			return false
		}
	}
	return s.keywords.Has(keyword)
}

// params writes the parameters of a keyword as EHLO says them.
func (s *Server) params(k smtp.Keyword) string {
	c := &s.cfg
	switch k.Name {
	case "SIZE":
		return strconv.FormatInt(c.MaxSize, 10)
	case smtp.AUTH:
		return s.mechanisms()
	}
	if !edition.Full {
		return k.Params
	}
	switch k.Name {
	case "LIMITS":
		text := "RCPTMAX=" + strconv.Itoa(c.MaxRecipients)
		if c.MaxMessages > 0 {
			text = "MAILMAX=" + strconv.Itoa(c.MaxMessages) + " " + text
		}
		if c.MaxDomains > 0 {
			text += " RCPTDOMAINMAX=" + strconv.Itoa(c.MaxDomains)
		}
		return text
	case "FUTURERELEASE":
		until := s.now.Add(c.MaxHold).RFC3339(0)
		return seconds(c.MaxHold) + " " + until[:len("2026-03-02T08:00:00")] + "Z"
	case "DELIVERBY":
		if c.MinBy > 0 {
			return seconds(c.MinBy)
		}
		return ""
	case "MT-PRIORITY": // RFC 6710 section 9.3 has the names of its profiles.
		if profile := strings.ToUpper(k.Params); profile == "MIXER" || profile == "STANAG4406" || profile == "NSEP" {
			return profile
		}
		return ""
	case smtp.XCLIENT:
		return xclientAttributes
	case smtp.XFORWARD:
		return xforwardAttributes
	}
	return k.Params
}

// mechanisms lists what AUTH is offered with: those of the keyword that there are, or else all that there are.
func (s *Server) mechanisms() string {
	list, _ := s.keywords.Get(smtp.AUTH)
	known := ""
	for mech := range strings.FieldsSeq(list) {
		if mech = strings.ToUpper(mech); sasl.NewServer(mech) != nil {
			known += " " + mech
		}
	}
	if known == "" {
		return sasl.Plain + " " + sasl.Login
	}
	return known[1:]
}

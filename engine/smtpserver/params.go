package smtpserver

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/framing"
	"ehloworld/engine/smtp"
	"ehloworld/engine/vtime"
)

// parameter is one parameter of MAIL or RCPT: the extension that brings it, and how it is written.
type parameter struct {
	verb, key, keyword string
	usage              string
	line               int // By how many octets the extension lengthens the command's line, the most for one of its parameters.
}

// parameters is what this server can understand behind an address. What is not offered is not understood. The lengths are
// those of RFC 1870 section 3, 6152 section 2, 4954 section 3 and 6531 section 3.1.
var parameters = [...]parameter{
	{smtp.MAIL, "SIZE", "SIZE", "SIZE=number of octets", 26},
	{smtp.MAIL, "BODY", "8BITMIME", "BODY=7BIT or BODY=8BITMIME", 17},
	{smtp.MAIL, "AUTH", "AUTH", "AUTH=address or AUTH=<>", 500},
	{smtp.MAIL, "SMTPUTF8", "SMTPUTF8", "SMTPUTF8 has no value", 10},
}

// moreParameters are those that only the full edition knows. Their lengths are those of RFC 2852 section 4, 4865 section 4,
// 6710 section 4, 3865 section 2.3, 7293 section 4 and 8689 section 2; those of RFC 3461 are the longest values there are.
var moreParameters = [...]parameter{
	{smtp.MAIL, "RET", "DSN", "RET=FULL or RET=HDRS", 9},
	{smtp.MAIL, "ENVID", "DSN", "ENVID=identifier, at most 100 characters of xtext", 7 + smtp.MaxEnvID},
	{smtp.RCPT, "NOTIFY", "DSN", "NOTIFY=NEVER, or a list of SUCCESS,FAILURE,DELAY", 29},
	{smtp.RCPT, "ORCPT", "DSN", "ORCPT=rfc822;address in xtext, or ORCPT=utf-8;address with \\x{5F20} for what is not ASCII", 7 + smtp.MaxORcpt},
	{smtp.MAIL, "BY", "DELIVERBY", "BY=seconds;R (above 0) or BY=seconds;N, and T for a trace", 17},
	{smtp.MAIL, "HOLDFOR", "FUTURERELEASE", "HOLDFOR=seconds", 34},
	{smtp.MAIL, "HOLDUNTIL", "FUTURERELEASE", "HOLDUNTIL=2026-03-02T08:00:00Z", 34},
	{smtp.MAIL, "MT-PRIORITY", "MT-PRIORITY", "MT-PRIORITY=-9 to 9", 15},
	{smtp.MAIL, "SOLICIT", "NO-SOLICITING", "SOLICIT=class,class", 1007},
	{smtp.RCPT, "RRVS", "RRVS", "RRVS=2026-03-02T08:00:00Z, and ;C or ;R", 33},
	{smtp.MAIL, "REQUIRETLS", "REQUIRETLS", "REQUIRETLS has no value", 12},
}

// understood lists the parameters of a verb.
func understood(verb string) (list []*parameter) {
	for i := range parameters {
		if p := &parameters[i]; p.verb == verb {
			list = append(list, p)
		}
	}
	if edition.Full {
		for i := range moreParameters {
			if p := &moreParameters[i]; p.verb == verb {
				list = append(list, p)
			}
		}
	}
	return list
}

// Parameters lists the parameters of MAIL or RCPT that a server can understand.
func Parameters(verb string) (keys []string) {
	for _, p := range understood(verb) {
		keys = append(keys, p.key)
	}
	return keys
}

// maxLine is the longest line of a command (RFC 5321 section 4.5.3.1.4): extensions lengthen MAIL and RCPT.
func (s *Server) maxLine(verb string) int {
	n := framing.MaxCommandLine
	for _, p := range understood(verb) {
		if s.has(p.keyword) && p.key != "HOLDUNTIL" { // One of it and HOLDFOR is enough.
			n += p.line
		}
	}
	return n
}

// takeParams takes the parameters of MAIL into s.next, or of RCPT into s.nextRcpt. A parameter whose extension is not
// offered is an error, as is any after HELO: such a client cannot know what we understand (RFC 5321 section 4.1.1.11).
func (s *Server) takeParams(verb string, params []smtp.Param) *smtp.Reply {
	for _, p := range params {
		if !s.esmtp {
			return smtp.Refuse(555, "5.5.4", pathWord(verb)+" takes parameters only after EHLO")
		}
		var known *parameter
		for _, q := range understood(verb) {
			if q.key == p.Key && s.understands(q.keyword) {
				known = q
			}
		}
		if known == nil {
			return smtp.Refuse(555, "5.5.4", "Parameter "+smtp.Shown(p.Key)+" of "+pathWord(verb)+" is not known here: EHLO lists what is")
		}
		ok, refuse := s.param(p)
		if refuse == nil && !ok {
			refuse = smtp.Refuse(501, "5.5.4", "Syntax: "+s.usage(known))
		}
		if refuse != nil {
			return refuse
		}
	}
	return nil
}

// usage is how a parameter is written here.
func (s *Server) usage(p *parameter) string {
	if edition.Full && p.key == "BODY" && s.has("BINARYMIME") {
		return "BODY=7BIT, BODY=8BITMIME or BODY=BINARYMIME"
	}
	return p.usage
}

// understands says whether a parameter of an extension is understood. REQUIRETLS is, when it is only TLS that is missing.
func (s *Server) understands(keyword string) bool {
	return s.has(keyword) || edition.Full && keyword == "REQUIRETLS" && s.keywords.Has(keyword)
}

func pathWord(verb string) string {
	if verb == smtp.MAIL {
		return "MAIL FROM"
	}
	return "RCPT TO"
}

// param takes one parameter. It is not ok when its value is not written as it should be; a refusal says more.
func (s *Server) param(p smtp.Param) (ok bool, refuse *smtp.Reply) {
	env := &s.next
	switch p.Key {
	case "SIZE":
		env.Size, ok = smtp.ParseSize(p.Value)
		if ok && env.Size > s.cfg.MaxSize {
			refuse = s.tooBig()
		}
	case "BODY":
		ok = true
		switch strings.ToUpper(p.Value) {
		case "7BIT":
		case "8BITMIME":
			env.Body = smtp.Body8BitMIME
		case "BINARYMIME":
			env.Body, ok = smtp.BodyBinaryMIME, edition.Full && s.has("BINARYMIME")
		default:
			ok = false
		}
	case "AUTH":
		_, xtext := smtp.DecodeXtext(p.Value)
		env.Auth, ok = p.Value, xtext
	case "SMTPUTF8":
		env.SMTPUTF8, ok = true, p.Bare
	default:
		if edition.Full {
			return s.paramMore(p)
		}
	}
	return ok, refuse
}

// paramMore is param for moreParameters.
func (s *Server) paramMore(p smtp.Param) (ok bool, refuse *smtp.Reply) {
	env, rcpt := &s.next, &s.nextRcpt
	switch p.Key {
	case "RET":
		env.Ret, ok = smtp.ParseRet(p.Value)
	case "ENVID":
		env.EnvID, ok = smtp.ParseEnvID(p.Value)
	case "NOTIFY":
		rcpt.Notify, ok = smtp.ParseNotify(p.Value)
	case "ORCPT":
		rcpt.ORcpt, ok = smtp.ParseORcpt(p.Value, s.env.SMTPUTF8)
	case "BY":
		env.By, ok = smtp.ParseBy(p.Value, s.now)
		if ok && env.By.Mode == smtp.ByReturn && env.By.At.Sub(s.now) < s.cfg.MinBy {
			refuse = smtp.Refuse(501, "5.5.4", "BY= is too soon: letters to be returned have at least "+seconds(s.cfg.MinBy)+" seconds here")
		}
	case "HOLDFOR", "HOLDUNTIL":
		before := env.ReleaseAt
		env.ReleaseAt, ok = smtp.ParseHold(p.Key, p.Value, s.now)
		switch held := env.ReleaseAt.Sub(s.now); {
		case !ok:
		case before != 0:
			refuse = smtp.Refuse(501, "5.5.4", "HOLDFOR and HOLDUNTIL exclude each other")
		case held < 0:
			refuse = smtp.Refuse(501, "5.5.4", "HOLDUNTIL has passed already")
		case held > s.cfg.MaxHold:
			refuse = smtp.Refuse(501, "5.5.4", "A letter is held for at most "+seconds(s.cfg.MaxHold)+" seconds here")
		}
	case "MT-PRIORITY":
		env.Priority, ok = smtp.ParsePriority(p.Value)
	case "SOLICIT":
		env.Solicit, ok = p.Value, !p.Bare
		unwanted, _ := s.keywords.Get("NO-SOLICITING")
		for class := range strings.SplitSeq(p.Value, ",") {
			for no := range strings.FieldsFuncSeq(unwanted, func(r rune) bool { return r == ',' || r == ' ' }) {
				if strings.EqualFold(class, no) {
					refuse = smtp.Refuse(550, "5.7.1", "No soliciting: letters of class "+smtp.Shown(class)+" are not welcome")
				}
			}
		}
	case "RRVS":
		date, mode, has := strings.Cut(p.Value, ";")
		at, _, err := vtime.Parse(date)
		rcpt.Since, ok = at, err == nil && (!has || strings.EqualFold(mode, "C") || strings.EqualFold(mode, "R"))
	case "REQUIRETLS":
		if ok = p.Bare; ok && !s.session.TLS {
			refuse = smtp.Refuse(530, "5.7.10", "REQUIRETLS needs a connection inside TLS")
		}
	}
	return ok, refuse
}

func seconds(d vtime.Duration) string { return strconv.FormatInt(int64(d/vtime.Second), 10) }

// tooBig refuses a letter for its size (RFC 1870 section 6.1).
func (s *Server) tooBig() *smtp.Reply {
	text := "The letter is too big: this server takes " + strconv.FormatInt(s.cfg.MaxSize, 10) + " octets"
	s.noteVerdict("size", text)
	return smtp.Refuse(552, "5.3.4", text)
}

// needsUTF8 refuses an address beyond ASCII (RFC 6531 section 3.5).
func (s *Server) needsUTF8(whose string) smtp.Reply {
	if !s.has("SMTPUTF8") {
		return smtp.NewReply(553, "5.6.7", "The "+whose+" has characters beyond ASCII, and this server does not offer SMTPUTF8")
	}
	return smtp.NewReply(553, "5.6.7", "The "+whose+" has characters beyond ASCII: MAIL FROM needs the parameter SMTPUTF8")
}

package smtpserver

import (
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
)

// help answers HELP: how one command is written, with the parameters that this server understands, or which ones may come
// now (RFC 5321 section 4.1.1.8).
func (s *Server) help(arg string) smtp.Reply {
	magic := edition.Full && len(s.cfg.Magic) > 0
	if arg == "" {
		reply := smtp.NewReply(214, "2.0.0", "You may send now: "+strings.Join(s.Allowed(), " "))
		reply.Lines = append(reply.Lines, "HELP and a command says how it is written")
		if magic {
			reply.Lines = append(reply.Lines, "HELP MAGIC says which addresses provoke which answers")
		}
		return reply
	}
	verb := strings.ToUpper(arg)
	if magic && verb == "MAGIC" {
		return smtp.Reply{Code: 214, Enhanced: "2.0.0", Lines: magicGrammar[:]}
	}
	usage := smtp.Usage(verb)
	if usage == "" || s.missing(verb) != nil {
		return smtp.NewReply(504, "5.5.4", "There is no help on that: HELP alone lists the commands")
	}
	reply := smtp.NewReply(214, "2.0.0", usage)
	for _, p := range understood(verb) {
		if s.has(p.keyword) {
			reply.Lines = append(reply.Lines, "  "+s.usage(p))
		}
	}
	return reply
}

package smtpserver

import (
	"strings"

	"ehloworld/engine/smtp"
)

// help answers HELP: how one command is written, or which ones may come now (RFC 5321 section 4.1.1.8).
func (s *Server) help(arg string) smtp.Reply {
	if arg == "" {
		return smtp.NewReply(214, "2.0.0", "You may send now: "+strings.Join(s.Allowed(), " "),
			"HELP and a command says how it is written")
	}
	verb := strings.ToUpper(arg)
	usage := smtp.Usage(verb)
	if usage == "" || s.disabled(verb) {
		return smtp.NewReply(504, "5.5.4", "There is no help on that: HELP alone lists the commands")
	}
	return smtp.NewReply(214, "2.0.0", usage)
}

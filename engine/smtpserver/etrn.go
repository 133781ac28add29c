package smtpserver

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/smtp"
)

// etrn answers ETRN: the client, which is back on the net, asks for the letters that wait for it (RFC 1985).
func (s *Server) etrn(arg string) smtp.Reply {
	node := strings.TrimPrefix(arg, "@")
	if queue, ok := strings.CutPrefix(arg, "#"); ok {
		node = queue
	} else if _, err := address.Domain(node); err != nil {
		node = ""
	}
	if node == "" || !isWord(node) {
		return smtp.NewReply(501, "5.5.4", "Syntax: "+smtp.Usage(smtp.ETRN))
	}
	return s.backend.StartQueue(s.session, arg)
}

package delivery

import (
	"strings"

	"ehloworld/engine/smtp"
)

// beenHere looks whether a letter has been delivered to this very address before (RFC 9228 section 3): then somebody sends
// it on to where it comes from. Known is another form of the address that may have been written down.
func (x *expander) beenHere(p *post, rcpt smtp.Rcpt, known string) bool {
	var marks []string
	for i := range p.header.Fields {
		if f := &p.header.Fields[i]; f.Is("Delivered-To") {
			marks = append(marks, f.Value())
		}
	}
	if len(marks) == 0 {
		return false
	}
	x.look.addr = rcpt.Addr
	for _, mark := range marks {
		if mark = strings.TrimSpace(mark); strings.EqualFold(mark, rcpt.Addr) || strings.EqualFold(mark, known) {
			x.look.note(ruleLoop, true, "Delivered-To: "+mark, "it has been here before")
			x.fail(p, rcpt, 554, "5.4.6", "mail forwarding loop: by its Delivered-To this letter has been here already")
			return true
		}
	}
	x.look.note(ruleLoop, false, "Delivered-To: "+strings.Join(marks, ", "), "")
	return false
}

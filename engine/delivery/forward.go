package delivery

import (
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
)

// sendOn forwards an account's letter, and keeps a copy if that is wanted.
func (x *expander) sendOn(p *post, rcpt smtp.Rcpt, f found, fw *Forward) {
	keep := fw.Keep
	var to []string
	for _, addr := range x.r.whole(fw.To) {
		if names(f, addr) || addr == f.account {
			keep = true // "bob: bob, carol" as people wrote it into their .forward.
		} else {
			to = append(to, addr)
		}
	}
	child := rcpt
	switch {
	case keep:
		// The mailbox is where the letter is delivered; the copies say only what goes wrong.
		x.keep(p, rcpt, f)
		if child.Notify &^= smtp.NotifySuccess; child.Notify == 0 && rcpt.Notify != 0 {
			child.Notify = smtp.NotifyNever
		}
	case len(to) > 1:
		child = x.expanded(p, rcpt)
	}
	if len(to) == 0 {
		return
	}
	env := *p.env
	if fw.SRS || x.r.Rules.SRS.On {
		env.From = x.rewritten(env.From)
	}
	copied := newPost(&env, append([]byte(message.DeliveredTo(rcpt.Addr)), p.data...))
	copied.list = p.list
	letters, settled := len(x.out.Letters), len(x.out.Settled)
	for _, addr := range to {
		x.follow(copied, renamed(child, addr))
	}
	x.derive(copied, ruleForward)
	switch {
	case keep:
	case len(x.out.Letters) > letters && p.first:
		// The copy carries all wishes on (RFC 3461 section 5.2.7.2), so nobody is told about this.
		told := rcpt
		told.Notify = smtp.NotifyNever
		x.settle(p, told, smtp.NewReply(250, "2.1.5", "forwarded to "+strings.Join(to, ", ")))
	case len(x.out.Letters) == letters && len(x.out.Settled) == settled:
		x.fail(p, rcpt, 554, "5.4.6", "mail forwarding loop: it is sent on to "+strings.Join(to, ", ")+" and from there back here")
	}
}

// rewritten is a sender by the Sender Rewriting Scheme. Notices have none, and ours need none: their domain knows us.
func (x *expander) rewritten(from string) string {
	a, err := address.Parse(from)
	if err != nil || x.r.Serves(a.Domain) {
		return from
	}
	s := x.r.srs()
	to, err := s.Forward(a, x.in.Now)
	if err != nil {
		x.look.note(ruleSRS, false, from, err.Error())
		return from
	}
	x.look.note(ruleSRS, true, from, to.String())
	return to.String()
}

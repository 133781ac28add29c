package host

import (
	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
	"ehloworld/engine/trace"
)

// Deliver implements smtpserver.Backend: what LMTP brings goes into the mailboxes now, and each recipient has a reply of its
// own (RFC 2033 section 4.2). Rules are obeyed here too; what they send elsewhere goes through the queue.
func (b *smtpBackend) Deliver(s smtpserver.Session, env smtp.Envelope, data []byte) []smtp.Reply {
	replies := make([]smtp.Reply, len(env.Rcpts))
	if !edition.Full {
		return replies // No scenario of this edition has such a service.
	}
	msg := b.identity()
	header := message.ParseHeader(data)
	looped := b.tooManyHops(s, &header)
	for i, rcpt := range env.Rcpts {
		if looped != nil {
			replies[i] = *looped
			continue
		}
		one := env
		one.Rcpts = []smtp.Rcpt{rcpt}
		id := b.host.Queue.NextID()
		replies[i] = b.host.deposit(taking{
			conn: s.Conn, id: id, msg: msg, env: one, data: b.host.stamp(s, one, id, &header, data), size: len(data),
		})
	}
	b.dropAfter()
	return replies
}

// deposit takes a letter for its only recipient and returns the reply: what became of it, when it goes into one mailbox. The
// letters that come of it are sent only then: for a mailbox that is full the client comes again. Where it goes to several
// places it goes through the queue, or a client that has to come again for one would bring the others a second copy.
func (h *Host) deposit(t taking) smtp.Reply {
	h.settlePostmaster()
	exp := h.expand(t)
	box, alone := h.only(&exp)
	if !alone {
		if refuse := h.enqueue(t, exp); refuse != nil {
			return *refuse
		}
		return smtp.NewReply(250, "2.1.5", "<"+t.env.Rcpts[0].Addr+">: accepted as "+t.id)
	}
	if h.Queue.Room() < len(exp.Letters) {
		return replyQueueFull
	}
	h.noteRules(t.msg, t.conn, t.id, exp.Rules)
	out := delivery.Deposit(residents{h}, delivery.Letter{Msg: t.msg, From: t.env.From, Rcpt: exp.Rcpts[0].Addr, Account: box, Data: lined(t.env.Body, t.data)})
	event := &trace.Mail{Act: "delivered", Host: h.Spec.ID, From: t.env.From, Rcpt: out.Rcpt, Text: out.Reply.Error(), Conn: t.conn, Size: t.size}
	if !out.Delivered {
		event.Act, event.Code = "failed", out.Reply.Enhanced
		if out.Temporary {
			event.Act = "deferred" // The client has the letter still and comes again.
		}
	}
	h.note(t.msg, event)
	if out.Delivered {
		h.addDerived(t, exp.Letters)
		return smtp.NewReply(250, "2.1.5", "<"+t.env.Rcpts[0].Addr+">: delivered")
	}
	return out.Reply
}

// only is the account whose mailbox is the only place that a letter itself goes to.
func (h *Host) only(exp *delivery.Expansion) (account string, ok bool) {
	if len(exp.Rcpts) != 1 || len(exp.Settled) > 0 {
		return "", false
	}
	route := h.router.Final(exp.Rcpts[0].Addr)
	return route.Account, route.Kind == delivery.Local
}

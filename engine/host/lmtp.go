package host

import (
	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/queue"
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

// deposit delivers a letter to its only recipient at once and returns the reply.
func (h *Host) deposit(t taking) smtp.Reply {
	h.settlePostmaster()
	exp := h.expand(t)
	if refuse := exp.Refusal(); refuse != nil {
		h.noteRules(t.msg, t.conn, "", exp.Rules)
		return *refuse
	}
	if h.Queue.Room() < 1+len(exp.Letters) {
		return replyQueueFull
	}
	h.noteRules(t.msg, t.conn, t.id, exp.Rules)
	reply := smtp.NewReply(250, "2.1.5", "<"+t.env.Rcpts[0].Addr+">: delivered")
	var others []smtp.Rcpt
	for _, rcpt := range exp.Rcpts {
		var out smtp.Reply
		switch route := h.router.Final(rcpt.Addr); route.Kind {
		case delivery.Local:
			out = delivery.Deposit(residents{h}, delivery.Letter{
				Msg: t.msg, From: t.env.From, Rcpt: rcpt.Addr, Account: route.Account, Data: t.data,
			}).Reply
		case delivery.Unknown:
			out = delivery.Nobody(rcpt.Addr).Reply
		default:
			others = append(others, rcpt)
			continue
		}
		event := &trace.Mail{Act: "delivered", Host: h.Spec.ID, From: t.env.From, Rcpt: rcpt.Addr, Text: out.Error(), Conn: t.conn, Size: t.size}
		if !out.Positive() {
			// The client has the letter still and tries again, or tells the sender.
			event.Act, event.Code, reply = "failed", out.Enhanced, out
			if out.Temporary() {
				event.Act = "deferred"
			}
		}
		h.note(t.msg, event)
	}
	if !reply.Positive() {
		return reply // The client brings it again, and then the rest gets it; twice would be too often.
	}
	if len(others) > 0 {
		env := t.env
		env.Rcpts = others
		if _, err := h.Queue.Add(h.world.Rec.Now, queue.Letter{ID: t.id, Msg: t.msg, Envelope: env, Data: t.data}); err != nil {
			return smtp.NewReply(452, "4.3.1", err.Error())
		}
		h.queued(t.msg, &trace.Mail{Act: "accepted", QueueID: t.id, From: env.From, Rcpt: t.env.Rcpts[0].Addr, Conn: t.conn, Size: t.size})
	}
	h.addDerived(t, exp.Letters)
	return reply
}

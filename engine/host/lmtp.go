package host

import (
	"slices"
	"strings"

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
	had := map[string]bool{}
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
		}, had)
	}
	b.dropAfter()
	return replies
}

// deposit takes a letter for its only recipient and returns the reply: what became of it, when it goes into one mailbox. The
// letters that come of it are sent only then: for a mailbox that is full the client comes again. Where it goes to several
// places it goes through the queue, or a client that has to come again for one would bring the others a second copy. Had is
// what other recipients of the same transaction have led to: nobody gets the letter by two of them.
func (h *Host) deposit(t taking, had map[string]bool) smtp.Reply {
	h.settlePostmaster()
	exp := h.expand(t)
	box, alone := h.only(&exp)
	ways := h.leaveOut(&exp, had)
	if len(exp.Rcpts)+len(exp.Settled) == 0 {
		if h.Queue.Room() < len(exp.Letters) {
			return replyQueueFull
		}
		h.noteRules(t.msg, t.conn, t.id, exp.Rules)
		h.addDerived(t, exp.Letters)
		remember(had, ways)
		return smtp.NewReply(250, "2.1.5", "<"+t.env.Rcpts[0].Addr+">: has the letter already, as another recipient of it")
	}
	if !alone {
		if refuse := h.enqueue(t, exp); refuse != nil {
			return *refuse
		}
		remember(had, ways)
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
		remember(had, ways)
		return smtp.NewReply(250, "2.1.5", "<"+t.env.Rcpts[0].Addr+">: delivered")
	}
	return out.Reply
}

// leaveOut takes from an expansion what had tells of, and returns the rest in its words: mailboxes, addresses elsewhere, and letters
// that rules make.
func (h *Host) leaveOut(exp *delivery.Expansion, had map[string]bool) (ways []string) {
	known := func(way string) bool {
		if had[way] {
			return true
		}
		ways = append(ways, way)
		return false
	}
	exp.Rcpts = slices.DeleteFunc(exp.Rcpts, func(r smtp.Rcpt) bool {
		if route := h.router.Final(r.Addr); route.Kind == delivery.Local {
			return known(route.Account)
		}
		return known(strings.ToLower(r.Addr))
	})
	exp.Letters = slices.DeleteFunc(exp.Letters, func(d delivery.Derived) bool {
		return known(d.Rule + " from " + d.From + " to " + strings.Join(d.Addrs(), " "))
	})
	return ways
}

func remember(had map[string]bool, ways []string) {
	for _, way := range ways {
		had[way] = true
	}
}

// only is the account whose mailbox is the only place that a letter itself goes to.
func (h *Host) only(exp *delivery.Expansion) (account string, ok bool) {
	if len(exp.Rcpts) != 1 || len(exp.Settled) > 0 {
		return "", false
	}
	route := h.router.Final(exp.Rcpts[0].Addr)
	return route.Account, route.Kind == delivery.Local
}

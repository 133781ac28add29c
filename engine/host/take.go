package host

import (
	"strconv"
	"strings"

	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
)

// replyQueueFull is for who brings a letter that there is no room for.
var replyQueueFull = smtp.NewReply(452, "4.3.1", "the queue is full; try again later")

// taking is a letter that a server is about to take responsibility for.
type taking struct {
	conn trace.ConnID
	id   string // Its queue id.
	msg  trace.MsgID
	env  smtp.Envelope
	data []byte // With the Received field on top.
	size int    // As it came.
}

// take puts a letter into the queue, after the server's rules have said whom it goes to and which letters come of it. A
// refusal means that nobody has kept anything.
func (h *Host) take(t taking) *smtp.Reply {
	h.settlePostmaster()
	return h.enqueue(t, h.expand(t))
}

// enqueue is take for a letter that the rules have been asked about.
func (h *Host) enqueue(t taking, exp delivery.Expansion) *smtp.Reply {
	if refuse := exp.Refusal(); refuse != nil {
		h.noteRules(t.msg, t.conn, "", exp.Rules)
		return refuse
	}
	if h.Queue.Room() < 1+len(exp.Letters) {
		return &replyQueueFull // All of what comes of it, or nothing: after 250 none may get lost.
	}
	env := t.env
	env.Rcpts = exp.Rcpts
	settled := settle(&env, exp.Settled)
	if len(env.Rcpts) > queue.MaxRecipients {
		return smtp.Refuse(452, "4.5.3", "the rules of this server make more than "+strconv.Itoa(queue.MaxRecipients)+" recipients of these")
	}
	_, err := h.Queue.Add(h.world.Rec.Now, queue.Letter{
		ID: t.id, Msg: t.msg, Envelope: env, Data: t.data, Expanded: exp.Expanded, Merged: exp.Merged, Settled: settled,
	})
	if err != nil {
		return smtp.Refuse(452, "4.3.1", err.Error())
	}
	h.noteRules(t.msg, t.conn, t.id, exp.Rules)
	h.queued(t.msg, &trace.Mail{Act: "accepted", QueueID: t.id, From: t.env.From, Rcpt: strings.Join(t.env.Addrs(), ", "), Conn: t.conn, Size: t.size})
	if edition.Full {
		h.addDerived(t, exp.Letters)
	}
	return nil
}

// expand asks the server's rules what becomes of a letter.
func (h *Host) expand(t taking) delivery.Expansion {
	return h.router.Expand(t.env, t.data, delivery.Arrival{Now: h.world.Rec.Now, Zone: h.world.Zone, QueueID: t.id, Answered: &h.answered})
}

// rerouted lets a letter of ours go by this server's rules, as any letter does: the sender of what was forwarded or posted
// to a list, whom a notice is for, may be an address that only they know. It returns the letters that they make of it.
func (h *Host) rerouted(l *queue.Letter) []delivery.Derived {
	if !edition.Full || h.router.Rules.Empty() {
		return nil
	}
	h.settlePostmaster()
	exp := h.expand(taking{id: l.ID, env: l.Envelope, data: l.Data})
	h.noteRules(l.Msg, 0, l.ID, exp.Rules)
	if h.Queue.Room() < 1+len(exp.Letters) {
		return nil // It goes on as it is rather than in part.
	}
	l.Rcpts, l.Expanded, l.Merged = exp.Rcpts, exp.Expanded, append(l.Merged, exp.Merged...)
	l.Settled = settle(&l.Envelope, exp.Settled)
	return exp.Letters
}

// settle adds those recipients to an envelope whose fate is known already, and returns the fates.
func settle(env *smtp.Envelope, known []delivery.Settled) []smtpclient.RcptOutcome {
	var fates []smtpclient.RcptOutcome
	for _, s := range known {
		env.Rcpts = append(env.Rcpts, s.Rcpt)
		fates = append(fates, s.Outcome)
	}
	return fates
}

// addDerived queues the letters that rules have made of one.
func (h *Host) addDerived(t taking, letters []delivery.Derived) {
	h.answered.Remember(t.env.From, letters, h.world.Rec.Now)
	for _, d := range letters {
		msg := t.msg // A letter that is sent on is the same letter; what a list or a robot writes is another.
		if d.Rule != "forward" {
			msg = h.world.NewMsg()
		}
		// queueNote writes it down.
		h.derived = trace.Mail{Rcpt: strings.Join(d.Addrs(), ", "), Text: d.Rule + " for " + d.For + ", from " + t.id}
		id := h.Queue.NextID()
		_, err := h.Queue.Add(h.world.Rec.Now, queue.Letter{ID: id, Msg: msg, Envelope: d.Envelope, Data: d.Data})
		if err != nil {
			h.note(msg, &trace.Mail{Act: "dropped", Host: h.Spec.ID, QueueID: id, From: d.From, Rcpt: h.derived.Rcpt,
				Text: h.derived.Text + ": " + err.Error(), Size: len(d.Data)})
		} else if h.acting == nil {
			h.accepted(id, h.runner.told) // session.note does so for a session.
		}
		h.derived = trace.Mail{}
	}
}

// queued notes that a letter is in the queue. Its event is the cause of all that becomes of it.
func (h *Host) queued(msg trace.MsgID, event *trace.Mail) {
	event.Host = h.Spec.ID
	if h.acting != nil {
		h.note(msg, event) // session.note goes on when it is in the trace.
		return
	}
	h.accepted(event.QueueID, h.emit(msg, event))
}

// noteRules writes into the trace which rules were looked at.
func (h *Host) noteRules(msg trace.MsgID, conn trace.ConnID, id string, rules []*trace.Rule) {
	for _, r := range rules {
		r.Conn, r.QueueID = conn, id
		h.note(msg, r)
	}
}

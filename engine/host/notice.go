package host

import (
	"strconv"

	"ehloworld/engine/dsn"
	"ehloworld/engine/edition"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
)

// notify writes the notices that something has led to.
func (h *Host) notify(notices []queue.Notice) {
	for i := range notices {
		h.notifyOf(&notices[i])
	}
}

// notifyOf writes a delivery status notification and puts it into the queue, from the null sender to the sender of the
// letter that it is about (RFC 3464, RFC 5321 section 3.6.3).
func (h *Host) notifyOf(n *queue.Notice) {
	world := h.world
	rec := world.Rec
	outer := rec.Cause
	if outer == 0 {
		rec.Cause = n.Letter.Cause
	}
	id, msg := h.Queue.NextID(), world.NewMsg()
	report := h.statusReport(n, id)
	data := append([]byte(message.Received(message.ReceivedInfo{By: h.Spec.ID, ID: id, Date: rec.Now, Zone: world.Zone})), dsn.Build(report)...)
	letter := queue.Letter{
		ID: id, Msg: msg, Data: data, Cause: rec.Cause,
		Envelope: smtp.Envelope{Rcpts: smtp.Rcpts(n.Letter.From), Body: bodyOf(data), SMTPUTF8: report.UTF8},
	}
	way := h.rerouted(&letter)
	_, err := h.Queue.Add(rec.Now, letter)
	event := &trace.Mail{Act: noticeAct(n.Action()), Host: h.Spec.ID, QueueID: n.Letter.ID, From: n.Letter.From, Rcpt: n.Letter.From, Text: "notice " + id, Size: len(data)}
	if err != nil {
		event.Act, event.Text = "dropped", "the notice could not be queued: "+err.Error()
	}
	number := h.emit(n.Letter.Msg, event)
	if it := h.Queue.Item(id); it != nil && number != 0 {
		it.Cause = number
	}
	if err == nil && number != 0 {
		rec.Cause = number
		if edition.Full {
			h.addDerived(taking{id: id, msg: msg}, way)
		}
	}
	h.wake()
	rec.Cause = outer
}

// noticeAct is what the trace calls the sending of a notice that is about action as a whole.
func noticeAct(action string) string {
	switch action {
	case dsn.Failed:
		return "bounced"
	case dsn.Delayed:
		return "delayed"
	}
	return "notified"
}

// statusReport turns a notice of the queue into the report that goes out under queue id id.
func (h *Host) statusReport(n *queue.Notice, id string) dsn.Report {
	stamp := id + "." + strconv.FormatInt(int64(n.At), 36)
	env := &n.Letter.Envelope
	r := dsn.Report{
		Host: h.Spec.ID, To: env.From, Date: n.At, Zone: h.world.Zone, MessageID: stamp + "@" + h.Spec.ID, Boundary: "=_" + stamp,
		EnvelopeID: env.EnvID, QueueID: n.Letter.ID, Arrival: n.Arrived, Original: n.Letter.Data, Full: env.Ret == smtp.RetFull,
		UTF8: env.SMTPUTF8 || !message.ASCII([]byte(env.From)), // RFC 6533 section 3
	}
	if env.Body != smtp.Body7Bit {
		r.Transport = encoding.EightBit // The way that the letter came takes it back.
	}
	for i := range n.Rcpts {
		rcpt := &n.Rcpts[i]
		out := dsn.Recipient{
			Address: rcpt.Addr, Original: rcpt.ORcpt, Action: rcpt.Action, Status: rcpt.Status, RemoteMTA: rcpt.MX,
			Attempts: n.Attempts, LastAttempt: rcpt.LastTry,
		}
		if rcpt.Action == dsn.Delayed {
			out.WillRetryUntil = n.Until
		}
		if rcpt.Remote {
			out.Reply = rcpt.Diagnostic
		} else {
			out.Reason = rcpt.Diagnostic
		}
		r.Recipients = append(r.Recipients, out)
	}
	return r
}

// bodyOf is what BODY= says of a letter of ours.
func bodyOf(data []byte) smtp.Body {
	if message.ASCII(data) {
		return smtp.Body7Bit
	}
	return smtp.Body8BitMIME
}

package host

import (
	"strconv"

	"ehloworld/engine/dsn"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
)

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

package host

import (
	"strconv"

	"ehloworld/engine/dsn"
	"ehloworld/engine/queue"
)

// statusReport turns a notice of the queue into the report that goes out under queue id id.
func (h *Host) statusReport(n queue.Notice, id string) dsn.Report {
	stamp := id + "." + strconv.FormatInt(int64(n.At), 36)
	r := dsn.Report{
		Host: h.Spec.ID, To: n.Letter.From, Date: n.At, Zone: h.world.Zone, MessageID: stamp + "@" + h.Spec.ID,
		Boundary: "=_" + stamp, QueueID: n.Letter.ID, Arrival: n.Arrived, Original: n.Letter.Data,
	}
	for _, rcpt := range n.Rcpts {
		out := dsn.Recipient{
			Address: rcpt.Addr, Action: dsn.Failed, Status: rcpt.Status, RemoteMTA: rcpt.MX, Attempts: n.Attempts, LastAttempt: rcpt.LastTry,
		}
		if n.Kind == queue.DelayedNotice {
			out.Action, out.WillRetryUntil = dsn.Delayed, n.Until
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

package dsn

import (
	"errors"
	"strings"

	"ehloworld/engine/message"
	"ehloworld/engine/report"
	"ehloworld/engine/vtime"
)

// MaxRecipients is how many recipients Parse reads from one notice.
const MaxRecipients = 10_000

// ErrNotice says that a letter is no delivery status notification.
var ErrNotice = errors.New("not a delivery status notification: it has no message/delivery-status part")

// Parse reads a notice back, ours or another server's. Fields that are missing or make no sense stay empty. Original is
// the third part, decoded; Full says whether it is a whole letter. To is the address in the notice's own header.
func Parse(data []byte) (Report, error) {
	root := message.Tree(data)
	part := report.Find(root, "delivery-status")
	if part == nil {
		return Report{}, ErrNotice
	}
	r := Report{MessageID: strings.Trim(root.Header.Get("Message-ID"), "<>"), Boundary: root.Param("boundary")}
	r.Date, r.Zone, _ = message.ParseDate(root.Header.Get("Date"))
	if to := message.Addresses(root.Header.Mailboxes("To")); len(to) > 0 {
		r.To = to[0]
	}
	content, _ := part.Content(data)
	first := true
	for len(content) > 0 && len(r.Recipients) < MaxRecipients {
		h := message.ParseHeader(content)
		content = content[h.Body:]
		if len(h.Fields) == 0 {
			continue
		}
		if first {
			first = false
			r.EnvelopeID = h.Get("Original-Envelope-Id")
			r.Host = report.Typed(h.Get("Reporting-MTA"))
			r.Arrival = date(h.Get("Arrival-Date"))
			continue
		}
		rcpt := Recipient{
			Address: report.ReadRecipient(h.Get("Final-Recipient")), Action: strings.ToLower(h.Get("Action")),
			RemoteMTA: report.Typed(h.Get("Remote-MTA")), LastAttempt: date(h.Get("Last-Attempt-Date")), WillRetryUntil: date(h.Get("Will-Retry-Until")),
		}
		rcpt.Status, _, _ = strings.Cut(h.Get("Status"), " ") // Some add a comment.
		if kind, address, ok := strings.Cut(h.Get("Original-Recipient"), ";"); ok {
			rcpt.Original = kind + ";" + report.ReadRecipient(kind+";"+strings.TrimSpace(address))
		}
		if kind, text, ok := strings.Cut(h.Get("Diagnostic-Code"), ";"); ok {
			if strings.EqualFold(kind, "smtp") {
				rcpt.Reply = strings.TrimSpace(text)
			} else {
				rcpt.Reason = strings.TrimSpace(text)
			}
		}
		if id := h.Get("Final-Log-ID"); id != "" {
			r.QueueID = id
		}
		r.Recipients = append(r.Recipients, rcpt)
	}
	r.Original, r.Full = report.Original(root, data)
	return r, nil
}

func date(s string) vtime.Time {
	at, _, _ := message.ParseDate(s)
	return at
}

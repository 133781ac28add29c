package queue

import (
	"strconv"

	"ehloworld/engine/dsn"
	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Notice is a delivery status notification that is to be sent: to the envelope sender of the letter, from the null
// sender. It holds everything that the report needs. Whoever sends it tells the trace ("bounced", "delayed" or "notified"):
// before that there is no notice.
type Notice struct {
	Letter   Letter       // The letter in question; Letter.From is whom the notice goes to and is never empty.
	Rcpts    []NoticeRcpt // Those of whom something is to be told; never empty.
	Arrived  vtime.Time   // When the letter came into the queue.
	At       vtime.Time   // When the notice was made.
	Attempts int          // Tries so far.
	Until    vtime.Time   // Delayed: until when the letter is tried (RFC 3464 Will-Retry-Until).
	Next     vtime.Time   // Delayed: the next try.
}

// NoticeRcpt is the state of one recipient in a notice.
type NoticeRcpt struct {
	_ [0]func() // Nobody compares notices; the code to do so weighs something.
	smtp.Rcpt
	Action     string     // Of package dsn.
	Expired    bool       // Its time was up; Status and Diagnostic tell what the latest try came to.
	Status     string     // Enhanced status code of RFC 3463, never empty: "5.1.1", "4.4.1".
	Diagnostic string     // One line: what the server said, with its code first, or why there was no server.
	Remote     bool       // Diagnostic repeats a server's reply (RFC 3464 Diagnostic-Code "smtp").
	MX, IP     string     // That server, where there was one.
	LastTry    vtime.Time // 0 when there was none.
}

// Action is what the notice is about: failures and delays have notices of their own, and one of success goes by its first
// recipient.
func (n *Notice) Action() string { return n.Rcpts[0].Action }

// wants says whether the sender wants to be told about a recipient of whom action is the news (RFC 3461 section 4.1). A
// sender who said nothing is told of failures and delays.
func wants(r smtp.Rcpt, action string) bool {
	if !edition.Full {
		return true // Nobody can have said anything.
	}
	switch {
	case r.Notify&smtp.NotifyNever != 0:
		return false
	case action == dsn.Failed:
		return r.Notify == 0 || r.Notify&smtp.NotifyFailure != 0
	case action == dsn.Delayed:
		return r.Notify == 0 || r.Notify&smtp.NotifyDelay != 0
	}
	return r.Notify&smtp.NotifySuccess != 0
}

// tell makes the notices about recipients whose fate has just been decided, as far as the sender is to know it: one about
// all that failed, and one about all that went well if the sender asked for that. Good and bad news in one notice would be
// read as bad news for everybody.
func (q *Queue) tell(now vtime.Time, it *Item, about []*Recipient, notices []Notice) []Notice {
	if len(about) == 0 && it.Expanded == nil {
		return notices
	}
	bad, good := q.notice(now, it), q.notice(now, it)
	var silent []*Recipient
	for _, r := range about {
		action, others := dsn.Failed, false
		switch {
		case r.Status != Delivered:
		case !edition.Full:
			continue
		case r.Final:
			action = dsn.Delivered
		case r.Relayed:
			action = dsn.Relayed
		default:
			action, others = dsn.Relayed, true
		}
		told := false
		for _, rcpt := range it.named(r) {
			if others && rcpt.ORcpt == r.ORcpt {
				continue // The next server will tell. Of others who became this recipient it cannot know.
			}
			asked := wants(rcpt, action) || edition.Full && r.Relayed && rcpt.Notify&smtp.NotifyNever == 0 && it.By.Trace
			switch {
			case it.From == "" || !asked:
			case action == dsn.Failed:
				bad.Rcpts, told = append(bad.Rcpts, it.inNotice(r, rcpt, action)), true
			default:
				good.Rcpts = append(good.Rcpts, it.inNotice(r, rcpt, action))
			}
		}
		if action == dsn.Failed && !told {
			silent = append(silent, r)
		}
	}
	if len(silent) > 0 {
		text := "undeliverable, and the sender wants no notice (NOTIFY, RFC 3461 section 4.1)"
		if it.From == "" {
			text = "undeliverable, and its sender is <>: a notice never answers a notice (RFC 5321 section 4.5.5)"
		}
		dropped := trace.Mail{Act: "dropped", Text: text}
		if len(silent) == 1 {
			dropped.Rcpt = silent[0].Addr
		}
		q.emit(it, dropped)
	}
	for _, r := range it.Expanded {
		if edition.Full && it.From != "" && wants(r, dsn.Expanded) {
			good.Rcpts = append(good.Rcpts, NoticeRcpt{Rcpt: r, Action: dsn.Expanded, Status: "2.0.0", LastTry: now,
				Diagnostic: "the address stands for several, and the letter goes to each of them"})
		}
	}
	it.Expanded = nil
	for _, n := range [...]Notice{bad, good} {
		if len(n.Rcpts) > 0 {
			notices = append(notices, n)
		}
	}
	return notices
}

// warn makes the delayed notice.
func (q *Queue) warn(now vtime.Time, it *Item, notices []Notice) []Notice {
	it.Delayed = true
	return q.waiting(now, it, notices)
}

// late makes the delayed notice of a letter that was wanted there by now.
func (q *Queue) late(now vtime.Time, it *Item, notices []Notice) []Notice {
	it.Late = true
	return q.waiting(now, it, notices)
}

func (q *Queue) waiting(now vtime.Time, it *Item, notices []Notice) []Notice {
	n := q.notice(now, it)
	for i := range it.Rcpts {
		r := &it.Rcpts[i]
		if r.Status != Pending {
			continue
		}
		for _, rcpt := range it.named(r) {
			if wants(rcpt, dsn.Delayed) {
				n.Rcpts = append(n.Rcpts, it.inNotice(r, rcpt, dsn.Delayed))
			}
		}
	}
	if len(n.Rcpts) == 0 {
		return notices
	}
	n.Until, n.Next = q.expiry(it), it.Next
	return append(notices, n)
}

func (q *Queue) notice(now vtime.Time, it *Item) Notice {
	return Notice{Letter: it.Letter, Arrived: it.Arrived, At: now, Attempts: it.Tries}
}

// named is how the sender named a recipient: one way, or several that rules led to the same place.
func (it *Item) named(r *Recipient) []smtp.Rcpt {
	var list []smtp.Rcpt
	if edition.Full {
		for _, m := range it.Merged {
			if m.Addr == r.Addr {
				list = append(list, m)
			}
		}
	}
	if list == nil {
		list = []smtp.Rcpt{r.Rcpt}
	}
	return list
}

// inNotice tells of a recipient under the name rcpt.
func (it *Item) inNotice(r *Recipient, rcpt smtp.Rcpt, action string) NoticeRcpt {
	n := NoticeRcpt{
		Rcpt: rcpt, Action: action, Expired: r.Status == Expired, Status: r.Last.Reply.Enhanced, Diagnostic: verdict(r.Last),
		Remote: r.Tries > 0 && !r.Last.Local, MX: r.Last.MX, IP: r.Last.IP, LastTry: r.At,
	}
	if n.Status == "" {
		// A server without enhanced codes: RFC 3463 section 3.1 has x.0.0 for what is not known more exactly.
		switch {
		case edition.Full && r.Status == Delivered:
			n.Status = "2.0.0"
		case n.Expired || action == dsn.Delayed:
			n.Status = "4.0.0"
		default:
			n.Status = "5.0.0"
		}
	}
	if r.Tries == 0 {
		// It was held until its time was up.
		n.Status, n.Diagnostic = "4.4.7", "the letter was never tried"
	}
	if !edition.Full {
		return n
	}
	if it.By.Mode == smtp.ByReturn && n.Expired {
		// RFC 2852 section 4.3. What the latest try came to is the reason why it is late.
		n.Status, n.Remote = "5.4.7", false
		n.Diagnostic = "the time by which the letter was wanted there is up (BY=); last: " + Diagnostic(r.Last)
	} else if it.Late && action == dsn.Delayed {
		n.Status = "4.4.7" // Delivery time expired (RFC 3463 section 3.5).
		n.Diagnostic = "the letter is later than its sender wanted (BY=); last: " + Diagnostic(r.Last)
		n.Remote = false
	}
	return n
}

// soleRcpt names the recipient when just one is pending, for events about the whole letter.
func (it *Item) soleRcpt() string {
	sole := ""
	for i := range it.Rcpts {
		if it.Rcpts[i].Status == Pending {
			if sole != "" {
				return ""
			}
			sole = it.Rcpts[i].Addr
		}
	}
	return sole
}

// emit fills in what all events of a letter share.
func (q *Queue) emit(it *Item, m trace.Mail) {
	m.Host, m.QueueID, m.From = q.opts.Host, it.ID, it.From
	q.opts.Emit(it.Msg, &m)
}

// emitRcpt tells the fate of one recipient after its latest try. Code is the server's reply code, or our own enhanced
// status when no server answered.
func (q *Queue) emitRcpt(it *Item, act string, r *Recipient, next vtime.Time) {
	m := trace.Mail{Act: act, Rcpt: r.Addr, MX: r.Last.MX, Conn: r.Last.Conn, Attempt: it.Tries, At: next}
	if r.Tries > 0 {
		m.Text, m.Code = Diagnostic(r.Last), r.Last.Reply.Enhanced
		if !r.Last.Local {
			m.Code = strconv.Itoa(r.Last.Reply.Code)
		}
	}
	q.emit(it, m)
}

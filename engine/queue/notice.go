package queue

import (
	"strconv"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// NoticeKind says what a notice tells.
type NoticeKind uint8

const (
	// FailedNotice tells the sender that recipients will not get the letter (RFC 3464 "Action: failed").
	FailedNotice NoticeKind = iota
	// DelayedNotice tells the sender that the letter is still being tried (RFC 3464 "Action: delayed").
	DelayedNotice
)

var noticeNames = [...]string{"failed", "delayed"}

func (k NoticeKind) String() string { return noticeNames[k] }

// Notice is a delivery status notification that is to be sent: to the envelope sender of the letter, from the null
// sender. It holds everything that the report needs. Whoever sends it tells the
// trace ("bounced" or "delayed"): before that there is no notice.
type Notice struct {
	Kind     NoticeKind
	Letter   Letter       // The letter in question; Letter.From is whom the notice goes to and is never empty.
	Rcpts    []NoticeRcpt // Those that failed together, or all that still wait.
	Arrived  vtime.Time   // When the letter came into the queue.
	At       vtime.Time   // When the notice was made.
	Attempts int          // Tries so far.
	Until    vtime.Time   // DelayedNotice: until when the letter is tried (RFC 3464 Will-Retry-Until).
	Next     vtime.Time   // DelayedNotice: the next try.
}

// NoticeRcpt is the state of one recipient in a notice.
type NoticeRcpt struct {
	Addr       string
	Expired    bool       // Its time was up; Status and Diagnostic tell what the latest try came to.
	Status     string     // Enhanced status code of RFC 3463, never empty: "5.1.1", "4.4.1".
	Diagnostic string     // One line: what the server said, or why there was no server.
	Remote     bool       // Diagnostic repeats a server's reply (RFC 3464 Diagnostic-Code "smtp").
	MX, IP     string     // That server, where there was one.
	LastTry    vtime.Time // 0 when there was none.
}

// giveBack makes the notice that lost recipients deserve, unless the letter is itself a notice.
func (q *Queue) giveBack(now vtime.Time, it *Item, lost []Recipient, notices []Notice) []Notice {
	if it.From == "" {
		q.emit(it, trace.Mail{
			Act: "dropped", Rcpt: soleAddr(lost),
			Text: "undeliverable, and its sender is <>: a notice never answers a notice (RFC 5321 section 4.5.5)",
		})
		return notices
	}
	return append(notices, q.notice(now, FailedNotice, it, lost))
}

// warn makes the delayed notice.
func (q *Queue) warn(now vtime.Time, it *Item, notices []Notice) []Notice {
	it.Delayed = true
	var pending []Recipient
	for i := range it.Rcpts {
		if it.Rcpts[i].Status == Pending {
			pending = append(pending, it.Rcpts[i])
		}
	}
	n := q.notice(now, DelayedNotice, it, pending)
	n.Until, n.Next = q.expiry(it), it.Next
	return append(notices, n)
}

func (q *Queue) notice(now vtime.Time, kind NoticeKind, it *Item, about []Recipient) Notice {
	n := Notice{Kind: kind, Letter: it.Letter, Arrived: it.Arrived, At: now, Attempts: it.Tries}
	for i := range about {
		n.Rcpts = append(n.Rcpts, about[i].inNotice(kind))
	}
	return n
}

func (r *Recipient) inNotice(kind NoticeKind) NoticeRcpt {
	n := NoticeRcpt{
		Addr: r.Addr, Expired: r.Status == Expired, Status: r.Last.Reply.Enhanced, Diagnostic: Diagnostic(r.Last),
		Remote: r.Tries > 0 && !r.Last.Local, MX: r.Last.MX, IP: r.Last.IP, LastTry: r.At,
	}
	if n.Status == "" {
		// A server without enhanced codes: RFC 3463 section 3.1 has x.0.0 for what is not known more exactly.
		n.Status = "5.0.0"
		if n.Expired || kind == DelayedNotice {
			n.Status = "4.0.0"
		}
	}
	if r.Tries == 0 {
		// It was held until its time was up.
		n.Status, n.Diagnostic = "4.4.7", "the letter was never tried"
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

func soleAddr(rcpts []Recipient) string {
	if len(rcpts) != 1 {
		return ""
	}
	return rcpts[0].Addr
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

package queue

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// State is what a letter in the queue is doing.
type State uint8

const (
	// Waiting means that the letter waits for its next try.
	Waiting State = iota
	// Ready means that its time has come, but as many letters as the queue allows are being tried already.
	Ready
	// Active means that it is being tried now.
	Active
	// Held means that somebody keeps it back: it is not tried and does not expire until it is released.
	Held
	// Removed means that it has left the queue; only those who kept a pointer to it see this.
	Removed
)

var stateNames = [...]string{"waiting", "ready", "active", "held", "removed"}

func (s State) String() string { return stateNames[s] }

// Status is the fate of one recipient.
type Status uint8

const (
	// Pending means that the recipient is still to be delivered to.
	Pending Status = iota
	// Delivered means that the next server took the letter for this recipient.
	Delivered
	// Failed means that a permanent error ended it.
	Failed
	// Expired means that the letter's time was up.
	Expired
)

var statusNames = [...]string{"pending", "delivered", "failed", "expired"}

func (s Status) String() string { return statusNames[s] }

// Recipient is one recipient of a letter in the queue.
type Recipient struct {
	smtp.Rcpt
	Status Status
	Tries  int                    // How often it was tried.
	At     vtime.Time             // When Last came; meaningless when Tries is 0.
	Last   smtpclient.RcptOutcome // What came of the latest try; empty when Tries is 0.

	Final    bool // Delivered: into the mailbox, and not to a server on the way.
	Relayed  bool // Delivered: to a server that will not tell of its success.
	reported bool // In the try under way.
}

// Letter is what Add takes.
type Letter struct {
	ID  string // From NextID when it has one already; empty: Add gives it one.
	Msg trace.MsgID
	smtp.Envelope
	Data  []byte // With CRLF line ends. The queue keeps it and nobody may change it.
	Cause int    // Event number in the trace that put it here.

	// Expanded are recipients of the letter that a list or several aliases stand for, which are among Rcpts instead.
	Expanded []smtp.Rcpt
	// Merged are recipients whom rules made one of Rcpts: several of the same Addr, each with its own ORcpt and Notify.
	Merged []smtp.Rcpt
	// Settled are fates that are known before the first try, of recipients of the envelope: a list has taken the letter, say.
	Settled []smtpclient.RcptOutcome
}

// Item is one letter in the queue. Readers may look at every field; only the queue changes them.
type Item struct {
	Letter
	Arrived  vtime.Time
	State    State
	Rcpts    []Recipient // In the order of the envelope. It hides Letter.Rcpts.
	Tries    int         // Tries begun so far.
	Attempts []*Attempt  // The records of the tries: the first few and the latest (see MaxAttempts).
	Next     vtime.Time  // When the next try is due, unless the letter is held.
	Delayed  bool        // The sender has been warned.
	Late     bool        // The sender has been told that the letter is not there by the time that BY= said.

	seq       uint64     // Order of arrival.
	scheduled int        // Tries that the timetable counts; a flushed one is extra.
	holding   bool       // To be held when the try under way is over.
	resume    vtime.Time // The next try by the timetable while a flushed one is made; 0 when none.
	wake      vtime.Time // Key in the heap.
	place     int        // Index in the heap, or -1.
	open      int        // Recipients without a result in the try under way.
	before    *Item      // Neighbours in order of arrival.
	after     *Item
}

// Attempt is the record of one try.
type Attempt struct {
	N             int // Counted from 1.
	Start, End    vtime.Time
	Flushed       bool                      // Somebody asked for it; it is not one of the timetable's.
	Conversations []smtpclient.Conversation // The servers that were tried, in order; at most MaxConversations.
	Results       []smtpclient.RcptOutcome  // One per recipient that was still pending, as they came in.
}

// Bounds of the record of tries. A try is a few hundred bytes; a letter that is tried every 3 minutes for 5 days would
// otherwise keep 2,400 of them.
const (
	MaxAttempts      = 24 // Records kept per letter …
	keepFirst        = 4  // … of which these are the first ones, the rest the latest.
	MaxConversations = 16
	MaxTranscript    = 200
)

// Only is the letter's envelope for some of its recipients.
func (it *Item) Only(addrs []string) smtp.Envelope {
	env := it.Envelope
	env.Rcpts = make([]smtp.Rcpt, 0, len(addrs))
	for _, addr := range addrs {
		for i := range it.Rcpts {
			if it.Rcpts[i].Addr == addr {
				env.Rcpts = append(env.Rcpts, it.Rcpts[i].Rcpt)
				break
			}
		}
	}
	return env
}

// PendingRcpts lists the recipients that are still to be delivered to.
func (it *Item) PendingRcpts() []string {
	var out []string
	for i := range it.Rcpts {
		if it.Rcpts[i].Status == Pending {
			out = append(out, it.Rcpts[i].Addr)
		}
	}
	return out
}

// LastError is why the letter is still here: the latest failure of a pending recipient in one line, or "".
func (it *Item) LastError() string {
	for i := len(it.Rcpts) - 1; i >= 0; i-- {
		if r := &it.Rcpts[i]; r.Status == Pending && r.Tries > 0 {
			return Diagnostic(r.Last)
		}
	}
	return ""
}

// Diagnostic tells the outcome of a try in one line, as mailq and notices show it.
func Diagnostic(o smtpclient.RcptOutcome) string {
	text := verdict(o)
	if o.Local || o.MX == "" {
		return text
	}
	return "host " + o.MX + "[" + o.IP + "] said: " + text
}

// verdict is the reply of a server in one line, or our own words when there is none.
func verdict(o smtpclient.RcptOutcome) string {
	text := strings.Join(o.Reply.Lines, " ")
	if o.Local {
		return text
	}
	if o.Reply.Enhanced != "" {
		text = o.Reply.Enhanced + " " + text
	}
	return strconv.Itoa(o.Reply.Code) + " " + text
}

// since is when the letter's lifetime begins: at its arrival, or when its sender wants it released.
func (it *Item) since() vtime.Time {
	if !edition.Full {
		return it.Arrived // No server of the first edition offers FUTURERELEASE, DELIVERBY, MT-PRIORITY or DSN.
	}
	return max(it.Arrived, it.ReleaseAt)
}

// Kept says that the letter waits for the time at which its sender wants it released (RFC 4865).
func (it *Item) Kept(now vtime.Time) bool {
	return edition.Full && it.ReleaseAt > now && it.State == Waiting
}

// notifyBy is when the sender is to be told that the letter is late (RFC 2852 section 4.3): once, and only if BY=…N asked.
func (it *Item) notifyBy() vtime.Time {
	if !edition.Full || it.Late || it.By.Mode != smtp.ByNotify || it.From == "" {
		return vtime.Never
	}
	return it.By.At
}

func (it *Item) newest() *Attempt { return it.Attempts[len(it.Attempts)-1] }

// record begins the record of a new try: when the list is full, the oldest of the latest goes, and its memory serves the
// new one.
func (it *Item) record(n int, start vtime.Time, flushed bool) {
	a := &Attempt{}
	if len(it.Attempts) == MaxAttempts {
		a = it.Attempts[keepFirst]
		copy(it.Attempts[keepFirst:], it.Attempts[keepFirst+1:])
		it.Attempts = it.Attempts[:MaxAttempts-1]
	}
	*a = Attempt{N: n, Start: start, Flushed: flushed, Results: a.Results[:0]}
	it.Attempts = append(it.Attempts, a)
}

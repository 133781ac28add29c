// Package queue is the outgoing message queue of a mail server: letters that it has taken responsibility for and that
// are not yet everywhere they belong (RFC 5321 section 4.5.4.1).
//
// Theory of operation. The queue only decides; it never connects. Whoever drives it asks NextDue when to come back,
// calls Due then, sorts the recipients of the items that Due hands out by destination, puts each share in line (Line),
// carries out the shares that NextLoad names (package delivery) and tells the outcome with Unload; what is delivered
// here is told with Report. A try covers every recipient that is still pending; results may come in piece by piece, and
// the one that completes the set ends the try: then everything that the sender is to be told is gathered into one notice
// (good and bad news into two), and what is still pending gets its next time.
//
// Four instants rule a waiting letter: its next try, the warning to its sender, the time by which its sender wanted it
// there, its expiry. The heap is ordered by the earliest of them, so no event ever looks at all letters. When a try and
// the expiry fall on the same instant the try is made first: a letter is never returned without having been offered in
// its last minute.
//
// A letter with the null sender is itself a notice. It never causes another (RFC 5321 section 4.5.5): when it fails it
// is dropped, and the trace says so.
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

// DefaultMaxLetters is how many letters a queue takes unless Options say otherwise.
const DefaultMaxLetters = 20_000

// DefaultMaxActive is how many letters are tried, or stand in line to be, at the same time unless Options say otherwise;
// Postfix has the same default (qmgr_message_active_limit).
const DefaultMaxActive = 20_000

// MaxRecipients is how many recipients one letter may have.
const MaxRecipients = 1000

// Options make a queue.
type Options struct {
	Host       string                        // The server's id, named in the trace.
	Letter     string                        // What the ids begin with; empty: IDLetter of Host.
	Profile    Profile                       // The zero value means DefaultProfile.
	MaxLetters int                           // 0 means DefaultMaxLetters.
	MaxActive  int                           // 0 means DefaultMaxActive.
	MaxLoads   int                           // 0 means DefaultMaxLoads.
	Reuse      int                           // Letters for one connection; 0 means DefaultReuse.
	Emit       func(trace.MsgID, trace.Body) // Takes trace.Mail events; nil when nobody listens.
}

// Queue is the spool of one server.
type Queue struct {
	opts    Options
	letter  string // What the ids begin with.
	counter int
	seq     uint64
	items   map[string]*Item // Look-up by id; the order is that of first and after.
	first   *Item
	last    *Item
	heap    heap
	ready   []*Item // By priority, then first in, first out. It may hold items that are no longer Ready; they are skipped.
	due     []*Item // What Due has returned: it keeps the memory.
	active  int
	lines   lines
}

// New returns an empty queue.
func New(opts Options) *Queue {
	if opts.Profile.IsZero() {
		opts.Profile, _ = ProfileNamed(DefaultProfile)
	}
	if opts.MaxLetters == 0 {
		opts.MaxLetters = DefaultMaxLetters
	}
	if opts.MaxActive == 0 {
		opts.MaxActive = DefaultMaxActive
	}
	if opts.MaxLoads == 0 {
		opts.MaxLoads = DefaultMaxLoads
	}
	if opts.Reuse == 0 {
		opts.Reuse = DefaultReuse
	}
	if opts.Emit == nil {
		opts.Emit = func(trace.MsgID, trace.Body) {}
	}
	if opts.Letter == "" {
		opts.Letter = IDLetter(opts.Host)
	}
	q := &Queue{opts: opts, letter: opts.Letter, items: map[string]*Item{}}
	q.Restart()
	return q
}

// IDLetter is the first letter of the domain that a host serves: S for mail.shan.example, N for ns.example.
func IDLetter(host string) string {
	labels := strings.Split(host, ".")
	label := labels[0]
	if len(labels) > 2 {
		label = labels[1]
	}
	if label == "" || label[0]|0x20 < 'a' || label[0]|0x20 > 'z' {
		return "Q"
	}
	return strings.ToUpper(label[:1])
}

// NextID returns a new queue id such as S0001. Letters that are delivered on the spot take theirs here too, so that one
// server never uses an id twice.
func (q *Queue) NextID() string {
	q.counter++
	n := strconv.Itoa(q.counter)
	return q.letter + strings.Repeat("0", max(0, 4-len(n))) + n
}

// FullError says that the queue takes no more letters; a server answers 452 4.3.1 to it.
type FullError struct{ Limit int }

func (e *FullError) Error() string {
	return "the queue is full: it holds " + strconv.Itoa(e.Limit) + " letters"
}

// Add puts a letter into the queue; its first try is due at once, or when its sender wants it released. Recipients named
// twice are kept once. It returns a *FullError when the queue is full, and panics for a letter without recipients or with
// more than MaxRecipients, which no server accepts.
func (q *Queue) Add(now vtime.Time, l Letter) (*Item, error) {
	if len(l.Rcpts) == 0 || len(l.Rcpts) > MaxRecipients {
		panic("queue: a letter has from 1 to 1000 recipients")
	}
	if len(q.items) >= q.opts.MaxLetters {
		return nil, &FullError{Limit: q.opts.MaxLetters}
	}
	if l.ID == "" {
		l.ID = q.NextID()
	}
	if q.items[l.ID] != nil {
		panic("queue: id " + l.ID + " is in use")
	}
	q.seq++
	it := &Item{Letter: l, Arrived: now, Next: max(now, l.ReleaseAt), seq: q.seq, place: -1}
	seen := make(map[string]bool, len(l.Rcpts))
	for _, rcpt := range l.Rcpts {
		if !seen[rcpt.Addr] {
			seen[rcpt.Addr] = true
			it.Rcpts = append(it.Rcpts, Recipient{Rcpt: rcpt})
		}
	}
	q.items[l.ID] = it
	if it.before = q.last; q.last != nil {
		q.last.after = it
	} else {
		q.first = it
	}
	q.last = it
	queued := trace.Mail{Act: "queued", Rcpt: it.soleRcpt(), Size: len(it.Data)}
	if edition.Full && it.Next > now {
		queued.At, queued.Text = it.Next, "kept until then, as its sender asked (RFC 4865)"
	}
	q.emit(it, queued)
	q.wait(it)
	return it, nil
}

// Item returns the letter with that id, or nil.
func (q *Queue) Item(id string) *Item { return q.items[id] }

// List returns the letters in order of arrival.
func (q *Queue) List() []*Item {
	out := make([]*Item, 0, len(q.items))
	for it := q.first; it != nil; it = it.after {
		out = append(out, it)
	}
	return out
}

// Len is the number of letters in the queue, whatever they are doing.
func (q *Queue) Len() int { return len(q.items) }

// Room is how many more letters it takes.
func (q *Queue) Room() int { return q.opts.MaxLetters - len(q.items) }

// Active is the number of letters being tried now.
func (q *Queue) Active() int { return q.active }

// Profile is the timetable in force.
func (q *Queue) Profile() Profile { return q.opts.Profile }

// SetProfile changes the timetable. A letter that waits keeps its next try; its warning, its expiry and later tries
// follow the new one.
func (q *Queue) SetProfile(p Profile) {
	q.opts.Profile = p
	for it := q.first; it != nil; it = it.after {
		if it.State == Waiting {
			q.heap.remove(it)
			q.wait(it)
		}
	}
}

// DefaultReuse is how many letters one connection carries unless it is told otherwise.
const DefaultReuse = 100

// Reuse is how many letters one connection may carry; 1 means that every letter gets its own.
func (q *Queue) Reuse() int { return q.opts.Reuse }

// SetReuse changes that for the connections to come. Less than 1 is 1.
func (q *Queue) SetReuse(letters int) { q.opts.Reuse = max(letters, 1) }

// NextDue is when Due wants to be called: at the earliest try, warning or expiry. An instant that has passed means at
// once; vtime.Never means that only a Report, an Add or a person can change anything.
func (q *Queue) NextDue() vtime.Time {
	q.skipStale()
	if len(q.ready) > 0 && q.active < q.opts.MaxActive {
		return q.ready[0].Next
	}
	if len(q.heap) > 0 {
		return q.heap[0].wake
	}
	return vtime.Never
}

// Due does what has come due by now. It returns the letters to be tried, which are Active from here until Report or
// Interrupt has told the fate of all their pending recipients (one whose every fate was settled beforehand is not Active
// any more), and the notices for which the time has come. The letters' list is good until the next call.
func (q *Queue) Due(now vtime.Time) ([]*Item, []Notice) {
	var notices []Notice
	for len(q.heap) > 0 && q.heap[0].wake <= now {
		it := q.heap[0]
		q.heap.remove(it)
		switch {
		case it.Next <= now && it.Next <= q.expiry(it):
			it.State = Ready
			q.ready = append(q.ready, it)
			for i := len(q.ready) - 1; edition.Full && i > 0 && q.ready[i-1].Priority < it.Priority; i-- {
				q.ready[i-1], q.ready[i] = it, q.ready[i-1] // RFC 6710 section 4.1
			}
		case q.expiry(it) <= now:
			notices = q.conclude(now, it, notices)
		default:
			if q.warning(it) <= now {
				notices = q.warn(now, it, notices)
			}
			if edition.Full && it.notifyBy() <= now {
				notices = q.late(now, it, notices)
			}
			q.wait(it)
		}
	}
	clear(q.due)
	due := q.due[:0]
	for q.skipStale(); len(q.ready) > 0 && q.active < q.opts.MaxActive; q.skipStale() {
		it := q.ready[0]
		q.ready = q.ready[1:]
		q.begin(now, it)
		due = append(due, it)
		if edition.Full && it.Settled != nil {
			notices = append(notices, q.Report(now, it.ID, it.Settled)...)
			it.Settled = nil
		}
	}
	q.due = due
	return due, notices
}

// skipStale drops letters from the head of the ready line that were held or deleted while they stood in it.
func (q *Queue) skipStale() {
	for len(q.ready) > 0 && q.ready[0].State != Ready {
		q.ready = q.ready[1:]
	}
	if len(q.ready) == 0 {
		q.ready = nil // Gives the used-up memory back.
	}
}

func (q *Queue) begin(now vtime.Time, it *Item) {
	it.State = Active
	it.Tries++
	if it.resume == 0 {
		it.scheduled++
	}
	it.record(it.Tries, now, it.resume != 0)
	it.open = 0
	for i := range it.Rcpts {
		if it.Rcpts[i].Status == Pending {
			it.Rcpts[i].reported = false
			it.open++
		}
	}
	q.active++
	q.emit(it, trace.Mail{Act: "attempt", Rcpt: it.soleRcpt(), Attempt: it.Tries, Size: len(it.Data)})
}

// Converse keeps what was said to one server in the record of the try under way. Conversations beyond MaxConversations
// and lines beyond MaxTranscript are left out.
func (q *Queue) Converse(id string, c smtpclient.Conversation) {
	it := q.items[id]
	if it == nil || it.State != Active {
		return
	}
	a := it.newest()
	if len(a.Conversations) < MaxConversations {
		c.Transcript = append([]string(nil), c.Transcript[:min(len(c.Transcript), MaxTranscript)]...)
		a.Conversations = append(a.Conversations, c)
	}
}

// Report tells what came of a try for some or all of its recipients. The report that completes the set ends the try and
// returns the notices to be sent. Results for a letter that has been deleted meanwhile, or for recipients that are not
// open, change nothing.
func (q *Queue) Report(now vtime.Time, id string, results []smtpclient.RcptOutcome) []Notice {
	it := q.items[id]
	if it == nil || it.State != Active {
		return nil
	}
	at := 0
	for _, res := range results {
		// Results come in the order of the envelope, so looking on from the last hit finds each within few steps.
		for n := 0; n < len(it.Rcpts); n, at = n+1, (at+1)%len(it.Rcpts) {
			if r := &it.Rcpts[at]; r.Status == Pending && !r.reported && r.Addr == res.Rcpt {
				q.settle(now, it, r, res)
				break
			}
		}
	}
	if it.open > 0 {
		return nil
	}
	a, next := it.newest(), it.resume
	it.resume = 0
	if next <= now {
		next = q.opts.Profile.Next(max(it.scheduled, 1), it.since(), a.Start)
	}
	if next <= now {
		// The try outlasted the pause after it, so the pause counts from its end.
		next = q.opts.Profile.Next(max(it.scheduled, 1), it.since(), now)
	}
	return q.end(now, it, next)
}

// Interrupt ends the try under way although some recipients have no result, because the server goes down. They are due
// again as soon as it is back; reason is kept as their last error.
func (q *Queue) Interrupt(now vtime.Time, id, reason string) []Notice {
	it := q.items[id]
	if it == nil || it.State != Active {
		return nil
	}
	for i := range it.Rcpts {
		if r := &it.Rcpts[i]; r.Status == Pending && !r.reported {
			q.settle(now, it, r, smtpclient.RcptOutcome{
				Rcpt: r.Addr, Temporary: true, Local: true,
				Reply: smtp.Reply{Code: 451, Enhanced: "4.3.2", Lines: []string{reason}},
			})
		}
	}
	it.resume = 0
	return q.end(now, it, now)
}

// settle notes the result of one recipient.
func (q *Queue) settle(now vtime.Time, it *Item, r *Recipient, res smtpclient.RcptOutcome) {
	r.reported = true
	r.Tries++
	r.At, r.Last = now, res
	it.open--
	a := it.newest()
	a.Results = append(a.Results, res)
	switch {
	case res.Delivered:
		r.Status = Delivered
		r.Final = res.Final || res.Local // Our own mailboxes are as final as LMTP's.
		r.Relayed = res.Relayed
		q.emitRcpt(it, "delivered", r, 0)
	case !res.Temporary:
		r.Status = Failed
		q.emitRcpt(it, "failed", r, 0)
	}
}

// end closes the try under way; what is still pending is tried again at next.
func (q *Queue) end(now vtime.Time, it *Item, next vtime.Time) []Notice {
	it.newest().End, it.Next = now, next
	q.active--
	return q.conclude(now, it, nil)
}

// conclude decides what becomes of a letter now that no try is under way: what the sender is to be told goes
// into notices, what is pending waits on, and a letter without pending recipients leaves the queue.
func (q *Queue) conclude(now vtime.Time, it *Item, notices []Notice) []Notice {
	expired := now >= q.expiry(it)
	pending := 0
	var told []*Recipient
	for i := range it.Rcpts {
		r := &it.Rcpts[i]
		switch {
		case r.Status == Pending && expired:
			r.Status = Expired
			q.emitRcpt(it, "expired", r, 0)
			told = append(told, r)
		case r.Status == Pending:
			pending++
			q.emitRcpt(it, "deferred", r, it.Next)
		case r.reported:
			told = append(told, r) // What became of a recipient is told once.
		}
		r.reported = false
	}
	notices = q.tell(now, it, told, notices)
	if pending == 0 {
		q.remove(it, "")
		return notices
	}
	if q.warning(it) <= now {
		notices = q.warn(now, it, notices)
	}
	if edition.Full && it.notifyBy() <= now {
		notices = q.late(now, it, notices)
	}
	if it.holding {
		it.holding, it.State = false, Held
		return notices
	}
	q.wait(it)
	return notices
}

// wait puts a letter into the heap.
func (q *Queue) wait(it *Item) {
	it.State = Waiting
	q.heap.push(it, min(it.Next, q.warning(it), it.notifyBy(), q.expiry(it)))
}

// expiry is when a letter is returned: when its lifetime is over, or when its sender has no use for it any more (RFC 2852
// section 4.3).
func (q *Queue) expiry(it *Item) vtime.Time {
	end := it.since().Add(q.opts.Profile.Expire)
	if edition.Full && it.By.Mode == smtp.ByReturn {
		return min(end, it.By.At)
	}
	return end
}

// warning is when the sender is to be told that the letter is delayed: once, and never the null sender.
func (q *Queue) warning(it *Item) vtime.Time {
	if it.Delayed || it.From == "" || q.opts.Profile.DelayNotice == 0 {
		return vtime.Never
	}
	return it.since().Add(q.opts.Profile.DelayNotice)
}

// remove takes a letter out of the queue for good.
func (q *Queue) remove(it *Item, why string) {
	delete(q.items, it.ID)
	if it.before != nil {
		it.before.after = it.after
	} else {
		q.first = it.after
	}
	if it.after != nil {
		it.after.before = it.before
	} else {
		q.last = it.before
	}
	it.before, it.after = nil, nil
	it.State = Removed
	q.emit(it, trace.Mail{Act: "removed", Text: why})
}

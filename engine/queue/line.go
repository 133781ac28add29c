package queue

import (
	"ehloworld/engine/edition"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/vtime"
)

// Bounds of what is delivered at the same time. The first is Postfix's default_process_limit, the second its
// initial_destination_concurrency, the third what RFC 5321 section 4.5.3.1.8 says that every server must take.
const (
	DefaultMaxLoads = 100 // Shares that are under way, to all destinations together.
	MaxWindow       = 5   // Shares that are under way to one destination.
	MaxLoadRcpts    = 100 // Recipients of one share, that is of one transaction.
)

// maxLeft is how many destinations that could not be reached are remembered. One that is forgotten is tried once more.
const maxLeft = 1000

// Load is the share of one letter that goes to one destination in one try. Loads for one destination stand in one line:
// they are delivered one after another, so that they can share a connection, and when the destination cannot be reached
// they share that fate. The first of a line goes alone; each success lets one more go at the same time, up to MaxWindow.
type Load struct {
	Item  *Item
	Key   string   // The destination: a domain, or a server that a rule names.
	Rcpts []string // At most MaxLoadRcpts.
	Hop   any      // Whatever the one who delivers wants to know again.
	Cause int      // Number of the event that began the try.

	try  int // Which one it belongs to.
	line *line
}

// Live says that the try is still under way that the load belongs to. What comes for another starts nothing any more: the
// letter would reach people whom a later try reaches again.
func (l *Load) Live() bool { return l.Item.State == Active && l.Item.Tries == l.try }

// line is one destination.
type line struct {
	key     string
	waiting []*Load    // By priority, then first in, first out.
	open    bool       // It is among lines.open.
	busy    int        // Loads under way.
	window  int        // How many may be.
	until   vtime.Time // Since the destination could not be reached, it is left alone until then; 0: it could.
	why     smtpclient.RcptOutcome
}

// lines are the destinations.
type lines struct {
	byKey map[string]*line // Look-up only.
	open  []*line          // Those in which loads wait, in the order in which the first came.
	left  []*line          // Those that could not be reached, in the order in which that was found out.
	busy  int

	shared []smtpclient.RcptOutcome // Of share, which keeps the memory.
}

// Restart forgets all lines and all that is known of destinations, as a server that is switched on again does. The loads
// that were under way belong to no line any more.
func (q *Queue) Restart() { q.lines = lines{byKey: map[string]*line{}} }

// LeftAlone fails a share of a letter that Due has handed out at once, if its destination is being left alone and nobody has
// asked for the try: it is not tried, because another letter was in vain. It returns the notices that follow from that. When
// nobody else waits for the letter it is due again as soon as the destination is left alone no more, and the timetable goes
// on as if there had been no try.
func (q *Queue) LeftAlone(now vtime.Time, it *Item, key string, rcpts []string) (notices []Notice, left bool) {
	ln := q.lines.byKey[key]
	if ln == nil || ln.until <= now || it.newest().Flushed {
		return nil, false
	}
	if it.open == len(rcpts) && len(it.newest().Results) == 0 {
		it.resume = ln.until
		it.scheduled--
	}
	return q.share(now, it, ln, rcpts), true
}

// Line puts a share of a letter that Due has handed out in line.
func (q *Queue) Line(l *Load) {
	ln := q.lines.byKey[l.Key]
	if ln == nil {
		ln = &line{key: l.Key, window: 1}
		q.lines.byKey[l.Key] = ln
	}
	l.line, l.try = ln, l.Item.Tries
	if !ln.open {
		ln.open = true
		q.lines.open = append(q.lines.open, ln)
	}
	ln.waiting = append(ln.waiting, l)
	for i := len(ln.waiting) - 1; edition.Full && i > 0 && ln.waiting[i-1].Item.Priority < l.Item.Priority; i-- {
		ln.waiting[i-1], ln.waiting[i] = l, ln.waiting[i-1]
	}
}

// share gives some recipients of a letter the fate of their destination.
func (q *Queue) share(now vtime.Time, it *Item, ln *line, rcpts []string) []Notice {
	q.lines.shared = q.lines.shared[:0]
	for _, rcpt := range rcpts {
		ln.why.Rcpt = rcpt
		q.lines.shared = append(q.lines.shared, ln.why)
	}
	return q.Report(now, it.ID, q.lines.shared)
}

// NextLoad takes the next load that is to be delivered now out of its line; nil when there is none. Unload must follow.
func (q *Queue) NextLoad() *Load {
	for i := 0; i < len(q.lines.open) && q.lines.busy < q.opts.MaxLoads; {
		ln := q.lines.open[i]
		l := ln.head()
		switch {
		case l == nil:
			q.lines.open = append(q.lines.open[:i], q.lines.open[i+1:]...)
			ln.open = false
			q.forget(ln)
		case ln.busy >= ln.window:
			i++
		default:
			ln.waiting = ln.waiting[1:]
			ln.busy++
			q.lines.busy++
			return l
		}
	}
	return nil
}

// head is the first load of the line that is still to be delivered, if any.
func (ln *line) head() *Load {
	for len(ln.waiting) > 0 {
		if l := ln.waiting[0]; l.Live() {
			return l
		}
		ln.waiting = ln.waiting[1:]
	}
	ln.waiting = nil // Gives the used-up memory back.
	return nil
}

// Waits says whether another load waits for the destination of l, so that its connection is worth keeping.
func (q *Queue) Waits(l *Load) bool { return l.line.head() != nil }

// Unload tells what came of a load that NextLoad has handed out, and returns the notices that follow. Nil results are for a
// load that is not Live any more. Reached says whether a server of the destination was ready to take letters: when none
// was, and that may change, the destination is left alone for a while, and all that wait for it share the failure.
func (q *Queue) Unload(now vtime.Time, l *Load, results []smtpclient.RcptOutcome, reached bool) []Notice {
	ln := l.line
	if q.lines.byKey[ln.key] != ln {
		return nil // The server was restarted meanwhile.
	}
	ln.busy--
	q.lines.busy--
	var waiting []*Load
	if !l.Live() {
		results = nil
	}
	switch {
	case reached:
		ln.window = min(ln.window+1, MaxWindow)
		ln.until = 0
	case len(results) > 0 && results[0].Temporary:
		ln.window = 1
		ln.until, ln.why = l.Item.newest().Start.Add(q.opts.Profile.BackOff()), suspended(results[0])
		waiting, ln.waiting = ln.waiting, nil
		for i, other := range q.lines.left {
			if other == ln { // It stands there once, by its latest failure.
				q.lines.left = append(q.lines.left[:i], q.lines.left[i+1:]...)
				break
			}
		}
		if q.lines.left = append(q.lines.left, ln); len(q.lines.left) > maxLeft {
			oldest := q.lines.left[0]
			q.lines.left = q.lines.left[1:]
			oldest.until = 0
			q.forget(oldest)
		}
	}
	var notices []Notice
	if results != nil {
		notices = q.Report(now, l.Item.ID, results)
	}
	for _, other := range waiting {
		if other.Live() {
			notices = append(notices, q.share(now, other.Item, ln, other.Rcpts)...)
		}
	}
	q.forget(ln)
	return notices
}

// forget drops a destination of which nothing needs to be known.
func (q *Queue) forget(ln *line) {
	if ln.busy == 0 && !ln.open && ln.until == 0 && q.lines.byKey[ln.key] == ln {
		delete(q.lines.byKey, ln.key)
	}
}

// suspended is the fate of the letters that were not tried because one was in vain.
func suspended(r smtpclient.RcptOutcome) smtpclient.RcptOutcome {
	return smtpclient.RcptOutcome{
		Temporary: true, Local: true, MX: r.MX, IP: r.IP,
		Reply: smtp.NewReply(451, r.Reply.Enhanced, "delivery temporarily suspended: "+Diagnostic(r)),
	}
}

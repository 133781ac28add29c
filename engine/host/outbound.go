package host

import (
	"strings"

	"ehloworld/engine/clock"
	"ehloworld/engine/delivery"
	"ehloworld/engine/dns"
	"ehloworld/engine/edition"
	"ehloworld/engine/queue"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// runner is the part of a mail server that empties its queue: it wakes when the queue wants, delivers what is due and
// reports what came of it.
type runner struct {
	timer clock.Handle
	timed bool
	begun []int // The events of the tries that Queue.Due has just begun, in its order.
	told  int   // The queue's latest event, about the letter with the id about.
	about string

	alarm  func()  // What the timer calls.
	why    string  // What it is for.
	shares []share // Of try, which keeps the memory.

	delivering bool    // deliver is at work.
	kept       []*wire // Open connections that wait for another letter, oldest first.
}

// queueNote writes what the queue tells into the trace. What happens to a letter by the clock alone is caused by what
// brought the letter here.
func (h *Host) queueNote(msg trace.MsgID, body trace.Body) {
	rec := h.world.Rec
	if m := body.(*trace.Mail); edition.Full && h.derived.Text != "" && m.Act == "queued" {
		m.Rcpt, m.Text = h.derived.Rcpt, h.derived.Text
	}
	if h.acting != nil {
		h.note(msg, body)
		return
	}
	outer := rec.Cause
	m := body.(*trace.Mail)
	switch it := h.Queue.Item(m.QueueID); {
	case it != nil && it.Cause != 0 && (outer == 0 || m.Act == "attempt"):
		rec.Cause = it.Cause
	case it == nil && outer == 0 && h.runner.about == m.QueueID:
		rec.Cause = h.runner.told // The letter has just left the queue, and that is why.
	}
	n := h.emit(msg, body)
	rec.Cause = outer
	h.runner.told, h.runner.about = n, m.QueueID
	if m.Act == "attempt" {
		h.runner.begun = append(h.runner.begun, n)
	}
}

// accepted notes that event n told of the letter with that queue id: it is the cause of all that becomes of the letter.
func (h *Host) accepted(id string, n int) {
	if it := h.Queue.Item(id); it != nil {
		it.Cause = n
	}
	h.wake()
}

// wake sets the runner's alarm to when the queue wants it next. A letter that is due at once is work under way; one that
// waits for its next try is a long wait. A host that is down is woken when it comes up.
func (h *Host) wake() {
	if h.Queue == nil {
		return
	}
	q, now := h.world.Clock, h.world.Rec.Now
	if h.runner.timed {
		q.Cancel(h.runner.timer)
		h.runner.timed = false
	}
	due := h.Queue.NextDue()
	if due == vtime.Never || h.world.Net.State(h.Spec.ID) == simnet.HostDown {
		return
	}
	cause := 0
	if due <= now {
		due, cause = now, h.world.Rec.Cause
	}
	h.runner.timed = true
	if h.runner.alarm == nil {
		h.runner.why = "queue of " + h.Spec.ID
		h.runner.alarm = func() {
			h.runner.timed = false
			h.runQueue()
		}
	}
	h.runner.timer = q.Add(due, due > now, cause, h.runner.why, h.runner.alarm)
}

// runQueue does what has come due.
func (h *Host) runQueue() {
	rec := h.world.Rec
	outer := rec.Cause
	items, notices := h.Queue.Due(rec.Now)
	begun := h.runner.begun
	h.notify(notices)
	for i, it := range items {
		if n := begun[i]; n != 0 {
			rec.Cause = n
		}
		h.try(it)
		rec.Cause = outer
	}
	h.runner.begun = begun[:0]
	h.deliver()
	h.wake()
}

// try begins to deliver a letter to everybody who is still waiting for it: what is for mailboxes here goes there, the rest
// gets in line.
func (h *Host) try(it *queue.Item) {
	if it.State != queue.Active {
		return // Everybody's fate was known beforehand.
	}
	h.settlePostmaster()
	var done []smtpclient.RcptOutcome
	h.runner.shares = h.runner.shares[:0]
	for _, rcpt := range it.PendingRcpts() {
		route := h.router.Final(rcpt)
		switch route.Kind {
		case delivery.Local:
			done = append(done, delivery.Deposit(residents{h}, delivery.Letter{
				Msg: it.Msg, From: it.From, Rcpt: rcpt, Account: route.Account, Data: lined(it.Body, it.Data),
			}))
		case delivery.Unknown:
			done = append(done, delivery.Nobody(rcpt))
		default:
			h.runner.sortIn(rcpt, hop{Hop: route.Hop, domain: route.Domain})
		}
	}
	now := h.world.Rec.Now
	for i := range h.runner.shares {
		s := &h.runner.shares[i]
		if notices, left := h.Queue.LeftAlone(now, it, s.key, s.rcpts); left {
			h.notify(notices)
		} else {
			h.Queue.Line(&queue.Load{Item: it, Key: s.key, Rcpts: s.rcpts, Hop: s.via, Cause: h.world.Rec.Cause})
		}
	}
	if len(done) > 0 {
		h.notify(h.Queue.Report(now, it.ID, done))
	}
}

// hop is the way that a load takes.
type hop struct {
	delivery.Hop
	domain string // Of the recipients.
}

// share is a load in the making.
type share struct {
	key   string
	via   hop
	rcpts []string
}

// sortIn puts a recipient into the last share for its destination, or into a new one when that is full.
func (r *runner) sortIn(rcpt string, via hop) {
	key := via.Key(via.domain)
	for i := len(r.shares) - 1; i >= 0; i-- {
		if s := &r.shares[i]; s.key == key {
			if len(s.rcpts) == queue.MaxLoadRcpts {
				break
			}
			s.rcpts = append(s.rcpts, rcpt)
			return
		}
	}
	r.shares = append(r.shares, share{key, via, []string{rcpt}})
}

// deliver sets off all loads whose turn it is.
func (h *Host) deliver() {
	if h.runner.delivering {
		return // The loop below goes on with what has become possible.
	}
	h.runner.delivering = true
	rec := h.world.Rec
	cause, msg := rec.Cause, rec.Msg
	for l := h.Queue.NextLoad(); l != nil; l = h.Queue.NextLoad() {
		via := l.Hop.(hop)
		self := delivery.Self{Names: []string{strings.ToLower(h.Spec.ID)}, IPs: []string{h.Spec.IP}}
		a := &attempt{host: h, load: l, plan: delivery.NewAttempt(self, via.Hop, via.domain, l.Rcpts, h.chance)}
		rec.Cause = l.Cause
		a.act(a.plan.Start())
		rec.Cause, rec.Msg = cause, msg
	}
	h.runner.delivering = false
}

// attempt carries out one delivery.Attempt: one load, that is the try at one destination.
type attempt struct {
	host    *Host
	load    *queue.Load
	plan    *delivery.Attempt
	at      delivery.Action // The latest Connect.
	reached bool            // A server was ready to take letters.
}

// act does what the plan wants next. An answer that comes when the try is over already (its server went down, somebody
// deleted the letter) starts nothing any more: the letter would reach people whom a later try reaches again.
func (a *attempt) act(next delivery.Action) {
	h, it := a.host, a.load.Item
	h.world.Rec.Msg = it.Msg
	switch {
	case next.Kind == delivery.Finish || !a.load.Live():
		var results []smtpclient.RcptOutcome
		if a.load.Live() {
			for _, c := range a.plan.Conversations() {
				h.Queue.Converse(it.ID, c)
			}
			results = a.plan.Results()
		}
		h.notify(h.Queue.Unload(h.world.Rec.Now, a.load, results, a.reached))
		h.deliver()
		h.wake()
	case next.Kind == delivery.LookupMX:
		h.lookUp(trace.Agent, next.Name, dns.MX, func(ans dns.Answer) { a.act(a.plan.DNSAnswer(ans)) })
	case next.Kind == delivery.LookupAddr:
		h.lookUp(trace.Agent, next.Name, dns.A, func(ans dns.Answer) { a.act(a.plan.DNSAnswer(ans)) })
	default:
		a.at = next
		h.connect(a, next)
	}
}

// job is what the server of a Connect is to be given.
func (a *attempt) job(next delivery.Action) smtpclient.Job {
	it := a.load.Item
	return smtpclient.Job{Msg: it.Msg, Envelope: it.Only(next.Rcpts), Data: it.Data}
}

// finished takes the outcome of a conversation.
func (a *attempt) finished(o smtpclient.Outcome) {
	switch o.Stage {
	case smtpclient.StageConnect, smtpclient.StageGreeting, smtpclient.StageHello:
	default:
		a.reached = true
	}
	next := a.plan.Finished(o)
	if next.Kind != delivery.Finish {
		a.arrived(o.Rcpts)
	}
	a.act(next)
}

// arrived tells the queue of deliveries at once, when the try goes on with other recipients: should this host be switched
// off before it ends, nobody is to get the letter a second time.
func (a *attempt) arrived(rcpts []smtpclient.RcptOutcome) {
	var delivered []smtpclient.RcptOutcome
	for _, r := range rcpts {
		if r.Delivered {
			r.MX, r.IP = a.at.MX, a.at.IP
			delivered = append(delivered, r)
		}
	}
	if delivered != nil && a.load.Live() {
		a.host.notify(a.host.Queue.Report(a.host.world.Rec.Now, a.load.Item.ID, delivered))
	}
}

// interrupt stops what the queue is doing, because the host is about to go down: its connections are lost, and the letters
// are tried again as soon as it is back.
func (h *Host) interrupt() {
	if h.Queue == nil {
		return
	}
	h.Queue.Restart()
	h.runner.kept = nil
	for _, it := range h.Queue.List() {
		h.notify(h.Queue.Interrupt(h.world.Rec.Now, it.ID, "this server went down"))
	}
}

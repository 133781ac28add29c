package host

import (
	"strconv"
	"strings"

	"ehloworld/engine/clock"
	"ehloworld/engine/delivery"
	"ehloworld/engine/dns"
	"ehloworld/engine/dsn"
	"ehloworld/engine/machine"
	"ehloworld/engine/queue"
	"ehloworld/engine/simnet"
	"ehloworld/engine/smtp"
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
}

// queueNote writes what the queue tells into the trace. What happens to a letter by the clock alone is caused by what
// brought the letter here.
func (h *Host) queueNote(msg trace.MsgID, body trace.Body) {
	rec := h.world.Rec
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
	h.runner.timer = q.Add(due, due > now, cause, "queue of "+h.Spec.ID, func() {
		h.runner.timed = false
		h.runQueue()
	})
}

// runQueue does what has come due.
func (h *Host) runQueue() {
	rec := h.world.Rec
	outer := rec.Cause
	items, notices := h.Queue.Due(rec.Now)
	begun := h.runner.begun
	for _, n := range notices {
		h.notify(n)
	}
	for i, it := range items {
		if n := begun[i]; n != 0 {
			rec.Cause = n
		}
		h.try(it)
		rec.Cause = outer
	}
	h.runner.begun = begun[:0]
	h.wake()
}

// try begins to deliver a letter to everybody who is still waiting for it.
func (h *Host) try(it *queue.Item) {
	h.settlePostmaster()
	rec := h.world.Rec
	cause := rec.Cause
	var done []smtpclient.RcptOutcome
	for _, d := range it.Destinations() {
		var remote []string
		for _, rcpt := range d.Rcpts {
			switch route := h.router.Route(rcpt); route.Kind {
			case delivery.Local:
				done = append(done, delivery.Deposit(residents{h}, delivery.Letter{
					Msg: it.Msg, From: it.From, Rcpt: rcpt, Account: route.Account, Data: it.Data,
				}))
			case delivery.Unknown:
				done = append(done, delivery.Nobody(rcpt))
			default:
				remote = append(remote, rcpt)
			}
		}
		if len(remote) > 0 {
			self := delivery.Self{Names: []string{strings.ToLower(h.Spec.ID)}, IPs: []string{h.Spec.IP}}
			a := &attempt{host: h, item: it, try: it.Tries, plan: delivery.NewAttempt(self, delivery.Hop{}, d.Domain, remote, h.chance)}
			a.act(a.plan.Start())
			rec.Cause, rec.Msg = cause, 0
		}
	}
	if len(done) > 0 {
		h.report(it.ID, done)
	}
}

// attempt carries out one delivery.Attempt: the try at one domain.
type attempt struct {
	host *Host
	item *queue.Item
	try  int // Which try of the item this is.
	plan *delivery.Attempt
}

// act does what the plan wants next. An answer that comes when the try is over already (its server went down, somebody
// deleted the letter) starts nothing any more: the letter would reach people whom a later try reaches again.
func (a *attempt) act(next delivery.Action) {
	h := a.host
	if a.item.State != queue.Active || a.item.Tries != a.try {
		return
	}
	h.world.Rec.Msg = a.item.Msg
	switch next.Kind {
	case delivery.LookupMX:
		h.lookUp(trace.Agent, next.Name, dns.MX, func(ans dns.Answer) { a.act(a.plan.DNSAnswer(ans)) })
	case delivery.LookupAddr:
		h.lookUp(trace.Agent, next.Name, dns.A, func(ans dns.Answer) { a.act(a.plan.DNSAnswer(ans)) })
	case delivery.Connect:
		a.connect(next)
	case delivery.Finish:
		for _, c := range a.plan.Conversations() {
			h.Queue.Converse(a.item.ID, c)
		}
		h.report(a.item.ID, a.plan.Results())
		h.wake()
	}
}

// connect hands the letter to one server.
func (a *attempt) connect(next delivery.Action) {
	h, it := a.host, a.item
	told := false
	h.dial(next.MX, next.IP, next.Port, next.Proto, func(conn trace.ConnID, peer string, s *session) machine.Machine {
		s.result = func(outcome any) {
			told = true
			o := outcome.(smtpclient.Outcome)
			a.act(a.plan.Finished(o))
		}
		s.gone = func(reason string) {
			if !told {
				a.act(a.plan.ConnectFailed(reason))
			}
		}
		return smtpclient.New(smtpclient.Config{Hostname: h.Spec.ID, Peer: peer, Conn: conn, Host: h.Spec.ID, Proto: next.Proto},
			smtpclient.Job{Msg: it.Msg, Envelope: it.Only(next.Rcpts), Data: it.Data})
	})
}

// report tells the queue what came of a try, and sends the notices that follow.
func (h *Host) report(id string, results []smtpclient.RcptOutcome) {
	for _, n := range h.Queue.Report(h.world.Rec.Now, id, results) {
		h.notify(n)
	}
}

// notify writes a delivery status notification and puts it into the queue, from the null sender to the sender of the
// letter that it is about (RFC 3464, RFC 5321 section 3.6.3).
func (h *Host) notify(n queue.Notice) {
	world := h.world
	rec := world.Rec
	outer := rec.Cause
	if outer == 0 {
		rec.Cause = n.Letter.Cause
	}
	id, msg := h.Queue.NextID(), world.NewMsg()
	data := dsn.Build(h.statusReport(n, id))
	act := "bounced"
	if n.Kind == queue.DelayedNotice {
		act = "delayed"
	}
	_, err := h.Queue.Add(rec.Now, queue.Letter{
		ID: id, Msg: msg, Envelope: smtp.Envelope{Rcpts: smtp.Rcpts(n.Letter.From)}, Data: data, Cause: rec.Cause,
	})
	event := &trace.Mail{Act: act, Host: h.Spec.ID, QueueID: n.Letter.ID, From: n.Letter.From, Rcpt: n.Letter.From, Text: "notice " + id, Size: len(data)}
	if err != nil {
		event.Act, event.Text = "dropped", "the notice could not be queued: "+err.Error()
	}
	number := h.emit(n.Letter.Msg, event)
	if it := h.Queue.Item(id); it != nil && number != 0 {
		it.Cause = number
	}
	h.wake()
	rec.Cause = outer
}

// interrupt stops what the queue is doing, because the host is about to go down: the letters are tried again when it is
// back.
func (h *Host) interrupt() {
	if h.Queue == nil {
		return
	}
	for _, it := range h.Queue.List() {
		if it.State == queue.Active {
			for _, n := range h.Queue.Interrupt(h.world.Rec.Now, it.ID, "this server went down") {
				h.notify(n)
			}
		}
	}
}

// QueueError says why the queue cannot do what was asked.
type QueueError struct{ Problem string }

func (e *QueueError) Error() string { return e.Problem }

// QueueAct checks what a person asks of the queue (flush [ID], hold ID, release ID, delete ID) and returns what does it.
func (h *Host) QueueAct(verb, id string) (func(), error) {
	if h.Queue == nil {
		return nil, &QueueError{h.Spec.ID + " has no queue"}
	}
	now := func() vtime.Time { return h.world.Rec.Now }
	if verb == "flush" && id == "" {
		return func() { h.Queue.Flush(now()); h.wake() }, nil
	}
	if h.Queue.Item(id) == nil {
		return nil, &QueueError{"there is no letter " + strconv.Quote(id) + " in the queue of " + h.Spec.ID}
	}
	switch verb {
	case "flush":
		return func() { h.Queue.FlushOne(now(), id); h.wake() }, nil
	case "hold":
		return func() { h.Queue.Hold(id); h.wake() }, nil
	case "release":
		return func() { h.Queue.Release(id); h.wake() }, nil
	case "delete":
		return func() { h.Queue.Delete(id); h.wake() }, nil
	}
	return nil, &QueueError{"a queue can flush, hold, release and delete"}
}

// Mailq is what the shell command of that name prints.
func (h *Host) Mailq() string {
	return strings.Join(h.Queue.Mailq(h.world.Rec.Now, h.world.Zone), "\n")
}

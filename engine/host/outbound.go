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
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// runner is the part of a mail server that empties its queue: it wakes when the queue wants, delivers what is due and
// reports what came of it.
type runner struct {
	timer clock.Handle
	timed bool
}

// wake sets the runner's alarm to when the queue wants it next. A letter that is due at once is work under way; one that
// waits for its next try is a long wait.
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
		return // A host that is down is woken when it comes up.
	}
	cause := 0
	if due <= now {
		cause = h.world.Rec.Cause
	}
	h.runner.timed = true
	h.runner.timer = q.Add(due, due > now, cause, "queue of "+h.Spec.ID, func() {
		h.runner.timed = false
		h.runQueue()
	})
}

// runQueue does what has come due.
func (h *Host) runQueue() {
	items, notices := h.Queue.Due(h.world.Rec.Now)
	for _, n := range notices {
		h.notify(n)
	}
	for _, it := range items {
		h.try(it)
	}
	h.wake()
}

// try begins to deliver a letter to everybody who is still waiting for it.
func (h *Host) try(it *queue.Item) {
	world := h.world
	outer := world.Rec.Cause
	if outer == 0 {
		world.Rec.Cause = it.Cause
	}
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
			a := &attempt{host: h, item: it, try: it.Tries, plan: delivery.NewAttempt(self, d.Domain, remote, h.chance)}
			a.act(a.plan.Start())
		}
	}
	if len(done) > 0 {
		h.report(it.ID, done)
	}
	world.Rec.Cause, world.Rec.Msg = outer, 0
}

// attempt carries out one delivery.Attempt: the try at one domain.
type attempt struct {
	host *Host
	item *queue.Item
	try  int // Which try of the item this is.
	plan *delivery.Attempt
}

// act does what the plan wants next.
func (a *attempt) act(next delivery.Action) {
	h := a.host
	h.world.Rec.Msg = a.item.Msg
	switch next.Kind {
	case delivery.LookupMX:
		h.lookUp(next.Name, dns.MX, func(ans dns.Answer) { a.act(a.plan.DNSAnswer(ans)) })
	case delivery.LookupAddr:
		h.lookUp(next.Name, dns.A, func(ans dns.Answer) { a.act(a.plan.DNSAnswer(ans)) })
	case delivery.Connect:
		a.connect(next)
	case delivery.Finish:
		if a.item.Tries != a.try {
			return // The server went down meanwhile, and what this try came to counts no longer.
		}
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
	h.dial(next.MX, next.IP, delivery.Port, "smtp", func(conn trace.ConnID, peer string, s *session) machine.Machine {
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
		return smtpclient.New(smtpclient.Config{Hostname: h.Spec.ID, Peer: peer, Conn: conn, Host: h.Spec.ID, Proto: "smtp"},
			smtpclient.Job{Msg: it.Msg, From: it.From, Rcpts: next.Rcpts, Data: it.Data, SMTPUTF8: it.SMTPUTF8})
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
	id, msg := h.Queue.NextID(), world.NewMsg()
	data := dsn.Build(h.statusReport(n, id))
	_, err := h.Queue.Add(world.Rec.Now, queue.Letter{
		ID: id, Msg: msg, From: "", Rcpts: []string{n.Letter.From}, Data: data, Cause: world.Rec.Cause,
	})
	act := "bounced"
	if n.Kind == queue.DelayedNotice {
		act = "delayed"
	}
	event := &trace.Mail{Act: act, Host: h.Spec.ID, QueueID: n.Letter.ID, From: n.Letter.From, Rcpt: n.Letter.From, Text: "notice " + id, Size: len(data)}
	if err != nil {
		event.Act, event.Text = "dropped", "the notice could not be queued: "+err.Error()
	}
	h.note(n.Letter.Msg, event)
	h.wake()
}

// interrupt stops what the queue is doing, because the host goes down: the letters are tried again when it is back.
func (h *Host) interrupt() {
	if h.Queue == nil || h.world.Net.State(h.Spec.ID) != simnet.HostDown {
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

package host

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/delivery"
	"ehloworld/engine/edition"
	"ehloworld/engine/queue"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpserver"
)

// QueueError says why the queue cannot do what was asked.
type QueueError struct{ Problem string }

func (e *QueueError) Error() string { return e.Problem }

// QueueAct checks what a person asks of the queue and returns what does it:
//
//	flush [LETTERS]         tries letters now; all that wait when none are named
//	hold LETTERS            keeps letters back
//	release LETTERS         lets them go on
//	delete LETTERS          removes them; nobody is told
//	requeue LETTERS         puts them into the queue once more, with new ids and as if they had just come
//	edit ID CHANGE          changes a letter that waits (queue.Edits)
//
// LETTERS is an id, ALL, from:PATTERN, to:PATTERN or site:DOMAIN (queue.Select).
func (h *Host) QueueAct(verb, text string) (func(), error) {
	word, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if h.Queue != nil && verb == "flush" && word == "" {
		return func() { h.Queue.Flush(h.world.Rec.Now); h.wake() }, nil
	}
	list, err := h.queueActs(verb, word, rest)
	if err != nil {
		return nil, err
	}
	return func() {
		for _, do := range list {
			do()
		}
		h.wake()
	}, nil
}

// queueActs finds what an act does to each of the letters that a word names, those left out of which it is not possible.
// The error says why when it is possible of none.
func (h *Host) queueActs(verb, word, rest string) (list []func(), err error) {
	if h.Queue == nil {
		return nil, &QueueError{h.Spec.ID + " has no queue"}
	}
	if word == "" {
		return nil, &QueueError{"which letters? an id such as S0001 must follow " + verb + ", or ALL, from:PATTERN, to:PATTERN, site:DOMAIN"}
	}
	items, err := h.Queue.Select(word)
	if err != nil {
		return nil, err
	}
	var problem error
	for _, it := range items {
		do, err := h.queueAct(verb, it, rest)
		if err != nil {
			problem = err
			continue
		}
		list = append(list, do)
	}
	if len(list) == 0 {
		return nil, problem
	}
	return list, nil
}

// queueAct is QueueAct for one letter.
func (h *Host) queueAct(verb string, it *queue.Item, rest string) (func(), error) {
	now := h.world.Rec.Now
	if edition.Full && verb == "edit" {
		return h.edit(it, rest)
	}
	if rest != "" {
		return nil, &QueueError{"nothing may follow the letters"}
	}
	if edition.Full && verb == "requeue" {
		return h.requeue(it)
	}
	kept := it.Kept(now)
	switch verb {
	case "flush":
		switch {
		case it.State == queue.Held:
			return nil, &QueueError{it.ID + " is held; release it first"}
		case it.State == queue.Active:
			return nil, &QueueError{it.ID + " is being tried now"}
		case kept:
			return nil, &QueueError{it.ID + " is kept until " + it.ReleaseAt.Date(h.world.Zone) + ", as its sender asked; release lets it go now"}
		}
		return func() { h.Queue.FlushOne(now, it.ID) }, nil
	case "hold":
		if it.Holding() {
			return nil, &QueueError{it.ID + " is held already"}
		}
		return func() { h.Queue.Hold(it.ID) }, nil
	case "release":
		if !it.Holding() && !kept {
			return nil, &QueueError{it.ID + " is not held"}
		}
		return func() { h.Queue.Release(now, it.ID) }, nil
	case "delete":
		return func() { h.Queue.Delete(it.ID) }, nil
	}
	return nil, &QueueError{"a queue can flush, hold, release, delete, requeue and edit"}
}

// edit is the change of a letter. New recipients of whom this server's rules make something else (an alias, somebody who has
// his letters forwarded) have it requeued as well: a letter in the queue has been through the rules already.
func (h *Host) edit(it *queue.Item, change string) (func(), error) {
	do, err := h.Queue.Edit(it, change)
	return func() {
		before := it.PendingRcpts()
		do()
		for _, addr := range it.PendingRcpts() {
			if !slices.Contains(before, addr) && h.rewrites(it, addr) {
				if again, err := h.requeue(it); err == nil {
					again()
				}
				return
			}
		}
	}, err
}

// rewrites says whether more or anything else comes of a letter for somebody than that he gets it.
func (h *Host) rewrites(it *queue.Item, addr string) bool {
	env := it.Envelope
	env.Rcpts = smtp.Rcpts(addr)
	exp := h.expand(taking{id: it.ID, env: env, data: it.Data})
	return len(exp.Rcpts) != 1 || exp.Rcpts[0].Addr != addr || len(exp.Settled)+len(exp.Letters) > 0
}

// requeue puts a letter into the queue as if it had just come: the rules of now say whom it goes to.
func (h *Host) requeue(it *queue.Item) (func(), error) {
	var way []delivery.Derived
	var id string
	do, err := h.Queue.Requeue(it, func(l *queue.Letter) { way, id = h.rerouted(l), l.ID })
	return func() {
		do(h.world.Rec.Now)
		h.addDerived(taking{id: id, msg: it.Msg, env: it.Envelope}, way)
	}, err
}

// StartQueue implements smtpserver.Backend.
func (b *smtpBackend) StartQueue(s smtpserver.Session, node string) smtp.Reply {
	if !edition.Full {
		return smtp.Reply{} // Its servers do not offer ETRN.
	}
	// Strangers may wake what is kept for them and hear of nothing else (RFC 1985 section 6).
	domain := strings.TrimPrefix(node, "@")
	if !b.trusted(s) && !b.host.router.Rules.Backs(domain) && !b.host.router.Serves(domain) {
		return smtp.NewReply(459, "4.7.1", smtp.Shown(node)+": this server keeps letters for domains that it is the backup of, log in to start others")
	}
	n := b.host.Queue.StartQueue(b.host.world.Rec.Now, node)
	if n == 0 {
		return smtp.NewReply(251, "2.0.0", "no letters wait for "+smtp.Shown(node))
	}
	b.host.wake()
	return smtp.NewReply(253, "2.0.0", strconv.Itoa(n)+" waiting letter(s) for "+smtp.Shown(node)+" will be tried now")
}

// Mailq is what the shell command of that name prints, at length with -v.
func (h *Host) Mailq(atLength bool) string {
	return strings.Join(h.Queue.Mailq(h.world.Rec.Now, h.world.Zone, atLength), "\n")
}

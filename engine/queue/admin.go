package queue

import (
	"slices"
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/edition"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Hold keeps a letter back: it is neither tried nor warned about nor expired until it is released. A try under way
// goes on; the letter is held after it. It says whether there was anything to hold.
func (q *Queue) Hold(id string) bool {
	it := q.items[id]
	if it == nil || it.State == Held || it.holding {
		return false
	}
	text := ""
	switch it.State {
	case Waiting:
		q.heap.remove(it)
		it.State = Held
	case Ready:
		it.State = Held
	case Active:
		it.holding, text = true, "after the try under way"
	}
	q.emit(it, trace.Mail{Act: "held", Rcpt: it.soleRcpt(), Text: text})
	return true
}

// Holding says that a letter is held, or will be when the try under way is over.
func (it *Item) Holding() bool { return it.holding || it.State == Held }

// Release lets a held letter go on by its timetable: when its time has passed meanwhile it is due at once, and it is
// tried at least once more before it expires. A letter that its sender wants kept (RFC 4865) is due at once. Release says
// whether there was anything to release.
func (q *Queue) Release(now vtime.Time, id string) bool {
	it := q.items[id]
	switch {
	case it == nil:
		return false
	case it.holding:
		it.holding = false
	case it.State == Held:
		it.Next = min(it.Next, q.expiry(it))
		q.wait(it)
	case edition.Full && it.Kept(now):
		q.heap.remove(it)
		it.ReleaseAt, it.Next = now, now
		q.wait(it)
	default:
		return false
	}
	q.emit(it, trace.Mail{Act: "released", Rcpt: it.soleRcpt(), At: it.Next})
	return true
}

// Delete removes a letter without a word to anybody, as an administrator does. A try under way is not stopped, but its
// result no longer matters. It says whether there was such a letter.
func (q *Queue) Delete(id string) bool {
	it := q.items[id]
	if it == nil {
		return false
	}
	q.pull(it)
	q.remove(it, "deleted by the administrator")
	return true
}

// pull takes a letter away from what it is doing.
func (q *Queue) pull(it *Item) {
	switch it.State {
	case Waiting:
		q.heap.remove(it)
	case Active:
		q.active--
	}
}

// Flush makes every waiting letter due at now and returns how many. A flushed try is an extra one: the timetable goes
// on as if it had not been made. It is made even if the destination is being left alone. Held letters stay held.
func (q *Queue) Flush(now vtime.Time) int {
	n := 0
	for it := q.first; it != nil; it = it.after {
		if q.flush(now, it) {
			n++
		}
	}
	return n
}

// FlushOne makes one waiting letter due at now. It says whether it was waiting.
func (q *Queue) FlushOne(now vtime.Time, id string) bool {
	it := q.items[id]
	return it != nil && q.flush(now, it)
}

func (q *Queue) flush(now vtime.Time, it *Item) bool {
	if it.State != Waiting || it.Kept(now) {
		return false
	}
	if it.Next > now {
		q.heap.remove(it)
		it.resume, it.Next = it.Next, now
		q.wait(it)
	}
	return true
}

// StartQueue makes the letters for a node due, as ETRN asks for them (RFC 1985 section 5.3), and returns how many: a domain,
// "@domain" with all its subdomains, or "#ID" for the letter of that id.
func (q *Queue) StartQueue(now vtime.Time, node string) int {
	if id, ok := strings.CutPrefix(node, "#"); ok {
		if q.FlushOne(now, id) {
			return 1
		}
		return 0
	}
	n := 0
	for _, it := range q.matching(func(it *Item) bool { return it.pendingAt(node) }) {
		if q.flush(now, it) {
			n++
		}
	}
	return n
}

// pendingAt says whether somebody at a domain still waits for the letter; "@domain" means its subdomains too.
func (it *Item) pendingAt(node string) bool {
	domain, under := strings.CutPrefix(strings.ToLower(node), "@")
	for _, addr := range it.PendingRcpts() {
		at := strings.ToLower(address.DomainOf(addr))
		if at == domain || under && strings.HasSuffix(at, "."+domain) {
			return true
		}
	}
	return false
}

func (q *Queue) matching(match func(*Item) bool) []*Item {
	var list []*Item
	for it := q.first; it != nil; it = it.after {
		if match(it) {
			list = append(list, it)
		}
	}
	return list
}

// AdminError says why something cannot be done with a letter.
type AdminError struct{ Text string }

func (e *AdminError) Error() string { return e.Text }

// Select finds the letters that a word names, in order of arrival; there is at least one:
//
//	S0001                   the letter of that id
//	ALL                     all letters, in capitals so that nobody says it by mistake
//	from:PATTERN            those whose envelope sender matches; * stands for anything, and <> is the null sender
//	to:PATTERN              those with a pending recipient that matches
//	site:DOMAIN             those with a pending recipient at the domain; @DOMAIN for its subdomains too
func (q *Queue) Select(word string) ([]*Item, error) {
	if it := q.items[word]; it != nil {
		return []*Item{it}, nil
	}
	kind, pattern, several := strings.Cut(word, ":")
	if !edition.Full {
		if several || word == "ALL" {
			return nil, edition.Needed("naming letters of the queue other than by their ids")
		}
		return nil, &AdminError{"there is no letter " + strconv.Quote(word) + " in the queue"}
	}
	var list []*Item
	switch {
	case word == "ALL":
		list = q.matching(func(*Item) bool { return true })
	case kind == "from":
		list = q.matching(func(it *Item) bool { return glob(pattern, it.From) || it.From == "" && pattern == "<>" })
	case kind == "to":
		list = q.matching(func(it *Item) bool {
			return slices.ContainsFunc(it.PendingRcpts(), func(addr string) bool { return glob(pattern, addr) })
		})
	case kind == "site":
		list = q.matching(func(it *Item) bool { return it.pendingAt(pattern) })
	default:
		return nil, &AdminError{"there is no letter " + strconv.Quote(word) + " in the queue"}
	}
	if len(list) == 0 {
		return nil, &AdminError{"no letter in the queue is meant by " + strconv.Quote(word)}
	}
	return list, nil
}

// glob says whether s matches a pattern in which * stands for anything, whatever the case.
func glob(pattern, s string) bool {
	pattern, s = strings.ToLower(pattern), strings.ToLower(s)
	pieces := strings.Split(pattern, "*")
	if len(pieces) == 1 {
		return s == pattern
	}
	last := len(pieces) - 1
	if !strings.HasPrefix(s, pieces[0]) {
		return false
	}
	s = s[len(pieces[0]):]
	for _, piece := range pieces[1:last] {
		at := strings.Index(s, piece)
		if at < 0 {
			return false
		}
		s = s[at+len(piece):]
	}
	return strings.HasSuffix(s, pieces[last])
}

// idle returns an error unless something can be changed about a letter: one that is being tried is out of our hands.
func (it *Item) idle(what string) error {
	if it.State == Active {
		return &AdminError{it.ID + " is being tried now; hold it, and it can be " + what + " when the try is over"}
	}
	return nil
}

// Requeue returns what puts a letter into the queue once more, for whom it still waits, as "postsuper -r" does: it gets a
// new id, and its tries, its warning and its lifetime begin anew. Its way is found anew, too: reroute may change whom the
// letter goes to before it is queued. A letter that is being tried cannot be requeued.
func (q *Queue) Requeue(it *Item, reroute func(*Letter)) (func(now vtime.Time), error) {
	if err := it.idle("requeued"); err != nil {
		return nil, err
	}
	return func(now vtime.Time) {
		l := it.Letter
		l.ID, l.Rcpts, l.Settled, l.Expanded = q.NextID(), nil, nil, nil
		for i := range it.Rcpts {
			if it.Rcpts[i].Status == Pending {
				l.Rcpts = append(l.Rcpts, it.Rcpts[i].Rcpt)
			}
		}
		q.emit(it, trace.Mail{Act: "requeued", Rcpt: it.soleRcpt(), Text: l.ID})
		q.pull(it)
		q.remove(it, "requeued as "+l.ID)
		reroute(&l)
		_, _ = q.Add(now, l) // There is room: it takes the place of the old one.
	}, nil
}

package queue

import (
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

// Release lets a held letter go on by its timetable: when its time has passed meanwhile it is due at once, and it is
// tried at least once more before it expires. It says whether there was anything to release.
func (q *Queue) Release(id string) bool {
	it := q.items[id]
	if it == nil || it.State != Held && !it.holding {
		return false
	}
	if it.holding {
		it.holding = false
	} else {
		it.Next = min(it.Next, q.expiry(it))
		q.wait(it)
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
	switch it.State {
	case Waiting:
		q.heap.remove(it)
	case Active:
		q.active--
	}
	q.remove(it, "deleted by the administrator")
	return true
}

// Flush makes every waiting letter due at now and returns how many. A flushed try is an extra one: the timetable goes
// on as if it had not been made. Held letters stay held.
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
	if it.State != Waiting {
		return false
	}
	if it.Next > now {
		q.heap.remove(it)
		it.resume, it.Next = it.Next, now
		q.wait(it)
	}
	return true
}

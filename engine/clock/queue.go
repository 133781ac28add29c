// Package clock keeps what is still to happen in a world, in the order in which it will happen.
//
// The order is total: earlier instants first, and within one instant the order of adding. Nothing depends on luck or on
// addresses, so two runs that add the same entries pop the same entries.
package clock

import "ehloworld/engine/vtime"

// Entry is one thing that will happen.
type Entry struct {
	At      vtime.Time
	Patient bool   // A long wait (an idle timeout, a queue's retry): the page's clock does not run for its sake alone.
	Cause   int    // Number of the trace event that led to it; 0 when nothing did.
	Why     string // What it is, in a few plain words, for "next: …" on the page.
	Fire    func()
}

// Handle names an entry until it is popped or cancelled. The zero Handle names nothing. A Handle that is out of date is
// harmless: it never names another entry that took the place of its own.
type Handle uint64

// Queue is the set of entries that are still to come. The zero Queue is empty and ready.
//
// Patient entries live in a heap of their own. That makes NextActive as cheap as Next, which matters because the page
// asks for it between any two events.
type Queue struct {
	active, patient heap
	slots           []slot
	place           []int32 // By slot: index in its heap.
	free            []int32
	seq             uint64
	last            vtime.Time
}

// slot holds what an entry carries, apart from what the heap compares: sifting then moves 24 octets instead of 72.
type slot struct {
	fire    func()
	why     string
	cause   int
	gen     uint32
	patient bool
	used    bool
}

// Add puts an entry into the queue and returns its handle. An instant that lies before the last popped entry is taken
// to be that entry's instant, so time never runs backwards. Entries of one instant fire in the order of adding.
func (q *Queue) Add(at vtime.Time, patient bool, cause int, why string, fire func()) Handle {
	at = max(at, q.last)
	var i int32
	if n := len(q.free); n > 0 {
		i = q.free[n-1]
		q.free = q.free[:n-1]
	} else {
		i = int32(len(q.slots))
		q.slots = append(q.slots, slot{})
		q.place = append(q.place, 0)
	}
	s := &q.slots[i]
	s.fire, s.why, s.cause, s.patient, s.used = fire, why, cause, patient, true
	s.gen++
	q.seq++
	q.heapOf(patient).push(item{at: at, seq: q.seq, slot: i}, q.place)
	return Handle(uint64(s.gen)<<32 | uint64(uint32(i)) + 1)
}

// Cancel takes the entry out of the queue. It reports whether the entry was still there.
func (q *Queue) Cancel(h Handle) bool {
	i, ok := q.find(h)
	if !ok {
		return false
	}
	hp := q.heapOf(q.slots[i].patient)
	hp.remove(int(q.place[i]), q.place)
	q.release(i)
	return true
}

// At returns the instant of the entry that h names.
func (q *Queue) At(h Handle) (vtime.Time, bool) {
	i, ok := q.find(h)
	if !ok {
		return vtime.Never, false
	}
	hp := q.heapOf(q.slots[i].patient)
	return hp.items[q.place[i]].at, true
}

// Len is the number of entries in the queue.
func (q *Queue) Len() int { return len(q.active.items) + len(q.patient.items) }

// Next describes the earliest entry without taking it out.
func (q *Queue) Next() (at vtime.Time, patient bool, why string, ok bool) {
	h := q.first()
	if h == nil {
		return vtime.Never, false, "", false
	}
	s := &q.slots[h.items[0].slot]
	return h.items[0].at, s.patient, s.why, true
}

// NextActive returns the instant of the earliest entry that is not patient.
func (q *Queue) NextActive() (at vtime.Time, ok bool) {
	if len(q.active.items) == 0 {
		return vtime.Never, false
	}
	return q.active.items[0].at, true
}

// Pop takes out the earliest entry. It does not fire it: whoever drives the world first sets time and cause.
func (q *Queue) Pop() (Entry, bool) {
	h := q.first()
	if h == nil {
		return Entry{}, false
	}
	it := h.items[0]
	h.remove(0, q.place)
	s := &q.slots[it.slot]
	e := Entry{At: it.at, Patient: s.patient, Cause: s.cause, Why: s.why, Fire: s.fire}
	q.release(it.slot)
	q.last = it.at
	return e, true
}

func (q *Queue) heapOf(patient bool) *heap {
	if patient {
		return &q.patient
	}
	return &q.active
}

// first is the heap whose top is the earliest entry of all, or nil.
func (q *Queue) first() *heap {
	switch {
	case len(q.patient.items) == 0 && len(q.active.items) == 0:
		return nil
	case len(q.patient.items) == 0:
		return &q.active
	case len(q.active.items) == 0 || q.patient.items[0].before(&q.active.items[0]):
		return &q.patient
	}
	return &q.active
}

func (q *Queue) find(h Handle) (int32, bool) {
	i := int64(uint32(h)) - 1
	if i < 0 || i >= int64(len(q.slots)) {
		return 0, false
	}
	s := &q.slots[i]
	return int32(i), s.used && s.gen == uint32(h>>32)
}

// release empties a slot, so that what its entry referred to can be collected.
func (q *Queue) release(i int32) {
	s := &q.slots[i]
	s.fire, s.why, s.used = nil, "", false
	q.free = append(q.free, i)
}

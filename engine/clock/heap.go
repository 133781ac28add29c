package clock

import "ehloworld/engine/vtime"

// item is what the heap orders.
type item struct {
	at   vtime.Time
	seq  uint64
	slot int32
}

func (a *item) before(b *item) bool {
	return a.at < b.at || a.at == b.at && a.seq < b.seq
}

// arity is the number of children of a node. Four halve the depth of a binary heap, and four siblings lie side by side
// in memory. Measured: two is slower at a thousand and at a hundred thousand entries; eight is as good at a thousand and
// slower at a hundred thousand.
const arity = 4

// heap is a min-heap that knows where every item is, so that any one can be taken out of the middle. TCP moves its
// retransmission timer with every acknowledgement; leaving cancelled entries behind would fill the queue with them.
//
// The places, by slot, belong to the queue: a slot is in one heap at a time.
type heap struct{ items []item }

func (h *heap) push(it item, place []int32) {
	h.items = append(h.items, it)
	h.up(len(h.items)-1, it, place)
}

// remove takes out the item at index i.
func (h *heap) remove(i int, place []int32) {
	n := len(h.items) - 1
	last := h.items[n]
	h.items = h.items[:n]
	if i == n {
		return
	}
	if i > 0 && last.before(&h.items[(i-1)/arity]) {
		h.up(i, last, place)
		return
	}
	h.down(i, last, place)
}

// up puts it into the hole at index i, or nearer to the top.
func (h *heap) up(i int, it item, place []int32) {
	for i > 0 {
		parent := (i - 1) / arity
		if !it.before(&h.items[parent]) {
			break
		}
		h.set(i, h.items[parent], place)
		i = parent
	}
	h.set(i, it, place)
}

// down puts it into the hole at index i, or further from the top.
func (h *heap) down(i int, it item, place []int32) {
	n := len(h.items)
	for {
		child := i*arity + 1
		if child >= n {
			break
		}
		least := child
		for c := child + 1; c < min(child+arity, n); c++ {
			if h.items[c].before(&h.items[least]) {
				least = c
			}
		}
		if !h.items[least].before(&it) {
			break
		}
		h.set(i, h.items[least], place)
		i = least
	}
	h.set(i, it, place)
}

func (h *heap) set(i int, it item, place []int32) {
	h.items[i] = it
	place[it.slot] = int32(i)
}

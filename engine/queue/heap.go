package queue

import "ehloworld/engine/vtime"

// heap is a binary heap of the waiting items, earliest first and equal times in order of arrival. Every item knows its
// place (item.place), so that hold, flush and delete take one out of the middle without a search.
type heap []*Item

func (h heap) less(i, j int) bool {
	if h[i].wake != h[j].wake {
		return h[i].wake < h[j].wake
	}
	return h[i].seq < h[j].seq
}

func (h heap) swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i, j
}

func (h *heap) push(it *Item, wake vtime.Time) {
	it.wake, it.place = wake, len(*h)
	*h = append(*h, it)
	h.up(it.place)
}

func (h *heap) remove(it *Item) {
	i, last := it.place, len(*h)-1
	if i != last {
		h.swap(i, last)
	}
	(*h)[last] = nil
	*h = (*h)[:last]
	if i != last {
		h.down(i)
		h.up(i)
	}
	it.place = -1
}

func (h heap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !h.less(i, parent) {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

func (h heap) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h.less(child+1, child) {
			child++
		}
		if !h.less(child, i) {
			return
		}
		h.swap(i, child)
		i = child
	}
}

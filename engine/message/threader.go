package message

import (
	"cmp"
	"slices"
)

// none is the node that is not there.
const none int32 = -1

// threadNode is a letter, or one that is missing. Nodes know only whom they stand below; who stands below them is found
// by going over all of them, so that moving a node costs nothing.
type threadNode struct {
	letter   int32 // -1: missing.
	parent   int32
	children int32 // How many stand below it, while links are made.
}

// threader links letters. With n letters and references it takes about n log n steps.
type threader struct {
	letters []ThreadLetter
	nodes   []threadNode
	ids     map[string]int32
	steps   int // Left for loopsBack.
}

// stepsPerLetter bounds the search for loops: references that were made up to be slow, not mail, need more.
const stepsPerLetter = 64

func newThreader(letters []ThreadLetter) *threader {
	return &threader{
		letters: letters,
		nodes:   make([]threadNode, 0, len(letters)+len(letters)/4),
		ids:     make(map[string]int32, len(letters)),
		steps:   stepsPerLetter * (len(letters) + 1000),
	}
}

// node finds or makes the node of an identifier.
func (t *threader) node(id string) int32 {
	n, ok := t.ids[id]
	if !ok {
		n = t.add(none)
		t.ids[id] = n
	}
	return n
}

func (t *threader) add(letter int32) int32 {
	t.nodes = append(t.nodes, threadNode{letter: letter, parent: none})
	return int32(len(t.nodes) - 1)
}

// link makes the nodes and says what stands below what (step 1 of RFC 5256's algorithm).
func (t *threader) link() {
	for i := range t.letters {
		l := &t.letters[i]
		// Chain the references, but do not touch what is linked already.
		parent := none
		for _, id := range l.References {
			n := t.node(id)
			if parent != none && t.nodes[n].parent == none && !t.loopsBack(n, parent) {
				t.attach(n, parent)
			}
			parent = n
		}
		n := none
		if l.ID != "" {
			if n = t.node(l.ID); t.nodes[n].letter >= 0 {
				n = none // Another letter has this identifier. Whoever refers to it means the first.
			}
		}
		if n == none {
			n = t.add(none)
		}
		t.nodes[n].letter = int32(i)
		// The letter itself knows best where it belongs.
		if parent == none || !t.loopsBack(n, parent) {
			t.attach(n, parent)
		}
	}
}

// attach moves n below parent, which may be none.
func (t *threader) attach(n, parent int32) {
	if old := t.nodes[n].parent; old != none {
		t.nodes[old].children--
	}
	if t.nodes[n].parent = parent; parent != none {
		t.nodes[parent].children++
	}
}

// loopsBack says whether parent is n or stands below it, so that n cannot stand below parent.
func (t *threader) loopsBack(n, parent int32) bool {
	if n == parent || t.nodes[n].children == 0 {
		return n == parent
	}
	for p := parent; p != none; p = t.nodes[p].parent {
		if p == n || t.steps == 0 {
			return true // When there are no steps left, the link is given up: it might be a loop.
		}
		t.steps--
	}
	return false
}

func (t *threader) missing(n int32) bool { return t.nodes[n].letter < 0 }

// prune takes out missing letters: what stands below one moves up, except that a missing letter at the top stays when it
// holds several letters together (steps 2 and 3).
func (t *threader) prune() {
	for i := range t.nodes {
		t.nodes[i].children = 0
	}
	for i := range t.nodes {
		n := &t.nodes[i]
		if n.letter < 0 || n.parent == none {
			continue
		}
		top := n.parent
		for t.missing(top) && t.nodes[top].parent != none {
			top = t.nodes[top].parent
		}
		for p := n.parent; p != top; { // The next one that comes this way need not go through all of them.
			above := t.nodes[p].parent
			t.nodes[p].parent = top
			p = above
		}
		n.parent = top
		t.nodes[top].children++
	}
	for i := range t.nodes {
		if n := &t.nodes[i]; n.letter >= 0 && n.parent != none && t.missing(n.parent) && t.nodes[n.parent].children == 1 {
			n.parent = none
		}
	}
}

// order is how nodes stand beside each other: by date, and by number where the dates are equal. A missing letter stands where
// its first child would (step 4).
type order struct {
	tops        []int32
	first, next []int32 // The first node below each, and the one after each below the same.
}

func (t *threader) order() order {
	sorted := make([]int32, 0, len(t.letters))
	for i := range t.nodes {
		if !t.missing(int32(i)) {
			sorted = append(sorted, int32(i))
		}
	}
	slices.SortFunc(sorted, func(a, b int32) int {
		x, y := t.nodes[a].letter, t.nodes[b].letter
		return cmp.Or(cmp.Compare(t.letters[x].Date, t.letters[y].Date), int(x-y))
	})
	room := make([]int32, 3*len(t.nodes))
	for i := range room {
		room[i] = none
	}
	o := order{first: room[:len(t.nodes)], next: room[len(t.nodes) : 2*len(t.nodes)]}
	last := room[2*len(t.nodes):]
	for _, n := range sorted {
		p := t.nodes[n].parent
		if p == none {
			o.tops = append(o.tops, n)
			continue
		}
		if last[p] != none {
			o.next[last[p]] = n
		} else {
			o.first[p] = n
			if t.missing(p) {
				o.tops = append(o.tops, p)
			}
		}
		last[p] = n
	}
	return o
}

// gather puts threads of one subject together (step 5).
func (t *threader) gather() {
	o := t.order()
	letter := func(n int32) *ThreadLetter { // Of a thread: its first.
		if t.missing(n) {
			n = o.first[n]
		}
		return &t.letters[t.nodes[n].letter]
	}
	table := map[string]int32{}
	for _, n := range o.tops {
		subject := letter(n).Subject
		old, ok := table[subject]
		if subject != "" && (!ok || !t.missing(old) && (t.missing(n) || letter(old).Reply && !letter(n).Reply)) {
			table[subject] = n
		}
	}
	for _, n := range o.tops {
		subject := letter(n).Subject
		head, ok := table[subject]
		switch {
		case !ok || head == n:
		case t.missing(head) && t.missing(n):
			for child := o.first[n]; child != none; child = o.next[child] {
				t.nodes[child].parent = head
			}
		case t.missing(head), letter(n).Reply && !letter(head).Reply:
			t.nodes[n].parent = head
		default: // Neither answers the other, so both answer a letter that is missing.
			top := t.add(none)
			t.nodes[head].parent, t.nodes[n].parent = top, top
			table[subject] = top
		}
	}
}

// rows writes the threads as a list (step 6).
func (t *threader) rows() []ThreadRow {
	o := t.order()
	rows := make([]ThreadRow, 0, len(t.letters)+len(t.letters)/8)
	for _, top := range o.tops {
		depth := 0
		for n := top; n != none; {
			rows = append(rows, ThreadRow{int(t.nodes[n].letter), depth})
			if o.first[n] != none {
				n = o.first[n]
				depth++
				continue
			}
			for depth > 0 && o.next[n] == none {
				n = t.nodes[n].parent
				depth--
			}
			if depth == 0 {
				break
			}
			n = o.next[n]
		}
	}
	return rows
}

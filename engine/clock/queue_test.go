package clock

import (
	"math/rand/v2"
	"sort"
	"strconv"
	"testing"

	"ehloworld/engine/vtime"
)

func TestOrder(t *testing.T) {
	var q Queue
	var got []int
	add := func(at vtime.Time, n int) { q.Add(at, n%3 == 0, n, "", func() { got = append(got, n) }) }
	add(20, 3) // Patient ones and others share one order.
	add(10, 1)
	add(20, 4)
	add(10, 2)
	add(20, 5)
	add(20, 6)
	for {
		e, ok := q.Pop()
		if !ok {
			break
		}
		e.Fire()
		if e.Cause != got[len(got)-1] || e.Patient != (e.Cause%3 == 0) {
			t.Errorf("entry %d came with cause %d, patient %v", got[len(got)-1], e.Cause, e.Patient)
		}
	}
	for i, n := range got {
		if n != i+1 {
			t.Fatalf("order %v", got)
		}
	}
}

func TestNext(t *testing.T) {
	var q Queue
	if _, _, _, ok := q.Next(); ok {
		t.Error("an empty queue has a next entry")
	}
	if at, ok := q.NextActive(); ok || at != vtime.Never {
		t.Error("an empty queue has an active entry")
	}
	q.Add(5, true, 0, "idle", nil)
	h := q.Add(9, false, 0, "packet", nil)
	if at, patient, why, ok := q.Next(); at != 5 || !patient || why != "idle" || !ok {
		t.Errorf("next is %v %v %q %v", at, patient, why, ok)
	}
	if at, ok := q.NextActive(); at != 9 || !ok {
		t.Errorf("next active is %v %v", at, ok)
	}
	if at, ok := q.At(h); at != 9 || !ok {
		t.Errorf("the entry is at %v %v", at, ok)
	}
	q.Cancel(h)
	if _, ok := q.NextActive(); ok || q.Len() != 1 {
		t.Error("a cancelled entry is still there")
	}
	if _, ok := q.At(h); ok {
		t.Error("a cancelled entry has an instant")
	}
}

// TestStaleHandle: an old handle never touches the entry that took its place.
func TestStaleHandle(t *testing.T) {
	var q Queue
	old := q.Add(1, false, 0, "", nil)
	q.Pop()
	if q.Cancel(old) {
		t.Error("a popped entry was cancelled")
	}
	fresh := q.Add(2, false, 0, "", nil)
	if q.Cancel(old) || q.Len() != 1 {
		t.Error("an old handle cancelled a new entry")
	}
	if !q.Cancel(fresh) || q.Cancel(fresh) || q.Cancel(0) || q.Cancel(1<<40) {
		t.Error("cancelling twice, or nothing")
	}
}

func TestNeverBackwards(t *testing.T) {
	var q Queue
	q.Add(100, false, 0, "", nil)
	q.Pop()
	q.Add(50, false, 0, "", nil)
	if e, _ := q.Pop(); e.At != 100 {
		t.Errorf("time went back to %v", e.At)
	}
}

// play does what ops say, on the queue and on a sorted list, and compares.
func play(t *testing.T, ops []byte) {
	type model struct {
		at      vtime.Time
		id      int
		patient bool
		h       Handle
	}
	var q Queue
	var list []model
	var now vtime.Time
	id := 0
	for i := 0; i+1 < len(ops); i += 2 {
		switch arg := int(ops[i+1]); ops[i] % 4 {
		case 0, 1:
			id++
			m := model{at: max(now, vtime.Time(arg)), id: id, patient: arg&1 == 1}
			m.h = q.Add(vtime.Time(arg), m.patient, id, "", nil)
			at := sort.Search(len(list), func(k int) bool { return list[k].at > m.at })
			list = append(list, model{})
			copy(list[at+1:], list[at:])
			list[at] = m
		case 2:
			e, ok := q.Pop()
			if ok != (len(list) > 0) {
				t.Fatal("empty or not?")
			}
			if ok {
				if e.Cause != list[0].id || e.At != list[0].at || e.Patient != list[0].patient {
					t.Fatalf("popped %d at %v, want %d at %v", e.Cause, e.At, list[0].id, list[0].at)
				}
				now, list = e.At, list[1:]
			}
		case 3:
			if len(list) > 0 {
				k := arg % len(list)
				if !q.Cancel(list[k].h) {
					t.Fatal("not cancelled")
				}
				list = append(list[:k], list[k+1:]...)
			}
		}
		want, found := vtime.Never, false
		for _, m := range list {
			if !m.patient {
				want, found = m.at, true
				break
			}
		}
		if at, ok := q.NextActive(); at != want || ok != found {
			t.Fatalf("next active %v %v, want %v %v", at, ok, want, found)
		}
		if q.Len() != len(list) {
			t.Fatalf("length %d, want %d", q.Len(), len(list))
		}
	}
}

func TestAgainstSortedList(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		ops := make([]byte, 2000)
		for i := range ops {
			ops[i] = byte(r.Uint32())
		}
		play(t, ops)
	}
}

func FuzzQueue(f *testing.F) {
	f.Add([]byte{0, 9, 0, 3, 2, 0, 3, 0})
	f.Fuzz(func(t *testing.T, ops []byte) { play(t, ops[:min(len(ops), 2000)]) })
}

// BenchmarkQueue pops the earliest entry and adds one later, with so many pending: what one event costs.
func BenchmarkQueue(b *testing.B) {
	for _, pending := range []int{1_000, 100_000} {
		b.Run(strconv.Itoa(pending), func(b *testing.B) {
			var q Queue
			r := rand.New(rand.NewPCG(1, 2))
			n := 0
			fire := func() { n++ }
			for range pending {
				q.Add(vtime.Time(r.Uint32()), false, 0, "packet", fire)
			}
			b.ReportAllocs()
			for b.Loop() {
				e, _ := q.Pop()
				e.Fire()
				q.Add(e.At+vtime.Time(r.Uint32()), false, 0, "packet", fire)
			}
		})
	}
}

// BenchmarkTimer adds a timer and cancels it, with 100,000 entries pending.
func BenchmarkTimer(b *testing.B) {
	var q Queue
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		q.Add(vtime.Time(r.Uint32()), true, 0, "retry", nil)
	}
	b.ReportAllocs()
	for b.Loop() {
		q.Cancel(q.Add(vtime.Time(r.Uint32()), true, 0, "idle", nil))
	}
}

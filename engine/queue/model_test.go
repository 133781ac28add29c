package queue

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"ehloworld/engine/smtpclient"
	"ehloworld/engine/vtime"
)

// TestHeapAgainstScan plays random acts and checks after each that the heap's answer is the one that a look at every
// letter would give.
func TestHeapAgainstScan(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		f := newFixture(t, []string{"rfc", "notes3", "postfix", "mox"}[rnd.IntN(4)], Options{MaxActive: 1 << 30})
		f.opts.Emit = New(Options{}).opts.Emit
		var active []*Item
		for range 1000 {
			id := fmt.Sprintf("S%04d", 1+rnd.IntN(60))
			switch rnd.IntN(10) {
			case 0, 1:
				if f.counter < 60 {
					f.add([]string{"alice@shan.example", ""}[rnd.IntN(2)], "bob@hai.example")
				}
			case 2:
				f.Hold(id)
			case 3:
				f.Release(f.now, id)
			case 4:
				f.FlushOne(f.now, id)
			case 5:
				if rnd.IntN(5) == 0 {
					f.Delete(id)
				}
			case 6:
				if len(active) > 0 {
					i := rnd.IntN(len(active))
					it := active[i]
					active = append(active[:i], active[i+1:]...)
					f.Report(f.now, it.ID, []smtpclient.RcptOutcome{refused(it, "bob@hai.example")})
				}
			default:
				f.now = f.now.Add(vtime.Duration(rnd.IntN(7200)) * vtime.Second)
				due, _ := f.Due(f.now)
				active = append(active, due...)
			}

			want := vtime.Never
			waiting := 0
			for _, it := range f.List() {
				if it.State == Waiting {
					waiting++
					want = min(want, it.Next, f.expiry(it), f.warning(it))
				}
			}
			if got := f.NextDue(); got != want {
				t.Fatalf("next due %v, a scan says %v", got, want)
			}
			if len(f.heap) != waiting {
				t.Fatalf("%d in the heap, %d waiting", len(f.heap), waiting)
			}
			for i, it := range f.heap {
				if it.place != i || i > 0 && f.heap.less(i, (i-1)/2) {
					t.Fatalf("the heap is out of order at %d", i)
				}
			}
		}
	}
}

// TestHeapRemoval takes items out of the middle of a big heap and then empties it.
func TestHeapRemoval(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var h heap
	var items []*Item
	for i := range 2000 {
		it := &Item{seq: uint64(i)}
		items = append(items, it)
		h.push(it, vtime.Time(rnd.IntN(500)))
	}
	rnd.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	for _, it := range items[:1000] {
		h.remove(it)
	}
	for last := h[0]; len(h) > 0; {
		it := h[0]
		h.remove(it)
		if it.wake < last.wake || it.wake == last.wake && it.seq < last.seq {
			t.Fatalf("%v after %v", it.wake, last.wake)
		}
		last = it
	}
}

package sorting

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestLikeTheLibrary sorts lists of all small sizes and some large ones, with many equals and with few, beside the standard
// library.
func TestLikeTheLibrary(t *testing.T) {
	type item struct{ key, at int }
	chance := rand.New(rand.NewPCG(1, 2))
	sizes := []int{100, 1000, 1023, 1024, 1025}
	for n := range 40 {
		sizes = append(sizes, n, n)
	}
	for _, n := range sizes {
		for _, keys := range []int{1, 2, 5, 1 << 30} {
			list := make([]item, n)
			for i := range list {
				list[i] = item{chance.IntN(keys), i}
			}
			want := slices.Clone(list)
			compare := func(a, b item) int { return a.key - b.key }
			slices.SortStableFunc(want, compare)
			Stable(list, compare)
			if !slices.Equal(list, want) {
				t.Fatalf("%d items with %d keys: %v, wanted %v", n, keys, list, want)
			}
		}
	}
}

func TestNatural(t *testing.T) {
	words := strings.Fields("pop smtp dns imap pop")
	Natural(words)
	if got := strings.Join(words, " "); got != "dns imap pop pop smtp" {
		t.Error(got)
	}
	Natural[int](nil)
}

// A list that is in order is looked at once for every doubling, whatever its size.
func TestSortedIsCheap(t *testing.T) {
	list := make([]int, 1<<12)
	for i := range list {
		list[i] = i
	}
	looks := 0
	Stable(list, func(a, b int) int { looks++; return a - b })
	if looks >= len(list) {
		t.Errorf("%d comparisons for %d sorted numbers", looks, len(list))
	}
}

// Package sorting sorts lists.
//
// The standard library does, too. But its functions are made anew for every type that is sorted, and each such set is 10 to
// 20 kB of the browser's engine; here all types share the work, and what is made for each only fetches and puts back.
package sorting

import "cmp"

// Stable sorts a list by compare, which is negative when a comes first; what is equal stays in its order. It takes as much
// memory again as the list.
func Stable[T any](list []T, compare func(a, b T) int) {
	old := append([]T(nil), list...)
	for i, from := range places(len(old), func(a, b int) bool { return compare(old[a], old[b]) <= 0 }) {
		list[i] = old[from]
	}
}

// Natural sorts numbers or texts by their own order.
func Natural[T cmp.Ordered](list []T) { Stable(list, cmp.Compare[T]) }

// places returns, for each place of the sorted list, the place that its item had. keeps says whether the items at places a and
// b, a standing before b, may stay in this order. Pairs are merged, then fours and so on; runs that are in order already are
// only looked at once.
func places(n int, keeps func(a, b int) bool) []int {
	from, to := make([]int, n), make([]int, n)
	for i := range from {
		from[i] = i
	}
	for size := 1; size < n; size *= 2 {
		for start := 0; start < n; start += 2 * size {
			middle, end := min(start+size, n), min(start+2*size, n)
			if middle == end || keeps(from[middle-1], from[middle]) {
				copy(to[start:end], from[start:end])
				continue
			}
			a, b := start, middle
			for k := start; k < end; k++ {
				if b == end || a < middle && keeps(from[a], from[b]) {
					to[k] = from[a]
					a++
				} else {
					to[k] = from[b]
					b++
				}
			}
		}
		from, to = to, from
	}
	return from
}

package message

import (
	"cmp"
	"slices"
	"strings"

	"ehloworld/engine/vtime"
)

// ThreadLetter is what threading needs to know of a letter.
type ThreadLetter struct {
	ID         string     // Message-ID without brackets; "" when there is none.
	References []string   // The letters before it in the conversation, the one that it answers last.
	Subject    string     // Base subject, in upper case: subjects are compared without case.
	Reply      bool       // The subject says that it is an answer, or passed on.
	Date       vtime.Time // When it was sent; when that is not known, when it came.
}

// NewThreadLetter reads a letter's header. Arrived counts when the header has no date.
func NewThreadLetter(h *Header, arrived vtime.Time) ThreadLetter {
	l := ThreadLetter{Date: arrived}
	if ids := MessageIDs(h.Get("Message-ID")); len(ids) > 0 {
		l.ID = ids[0]
	}
	if l.References = MessageIDs(h.Get("References")); len(l.References) == 0 {
		// Old programs have other identifiers there as well, but the first is the letter that is answered (RFC 5256 section 3).
		if ids := MessageIDs(h.Get("In-Reply-To")); len(ids) > 0 {
			l.References = ids[:1]
		}
	}
	l.Subject, l.Reply = BaseSubject(h.Text("Subject"), false)
	l.Subject = strings.ToUpper(l.Subject)
	if f := h.Find("Date"); f != nil {
		if d, ok := f.Date(); ok {
			l.Date = d.At
		}
	}
	return l
}

// ThreadRow is one letter in a list of threads, which is written as one reads them: every letter is followed by the ones
// below it.
type ThreadRow struct {
	Letter int // Which one of those given; -1 stands for a letter that is referred to but missing.
	Depth  int // 0 begins a thread.
}

// ThreadReferences puts letters into threads by whom they refer to, and then threads of one subject together: the algorithm
// REFERENCES of RFC 5256. Every letter is in exactly one place, however the references go.
func ThreadReferences(letters []ThreadLetter) []ThreadRow {
	t := newThreader(letters)
	t.link()
	t.prune()
	t.gather()
	return t.rows()
}

// ThreadRefs puts letters into threads by whom they refer to, without looking at subjects, and orders the threads by their
// latest letter: the algorithm REFS of draft-ietf-morg-inthread.
func ThreadRefs(letters []ThreadLetter) []ThreadRow {
	t := newThreader(letters)
	t.link()
	t.prune()
	rows := t.rows()
	type thread struct {
		rows   []ThreadRow
		latest vtime.Time
	}
	var threads []thread
	for start := 0; start < len(rows); {
		end := start + 1
		for end < len(rows) && rows[end].Depth > 0 {
			end++
		}
		latest := vtime.Time(-1 << 63)
		for _, r := range rows[start:end] {
			if r.Letter >= 0 {
				latest = max(latest, letters[r.Letter].Date)
			}
		}
		threads = append(threads, thread{rows[start:end], latest})
		start = end
	}
	slices.SortStableFunc(threads, func(a, b thread) int { return cmp.Compare(a.latest, b.latest) })
	sorted := make([]ThreadRow, 0, len(rows))
	for _, th := range threads {
		sorted = append(sorted, th.rows...)
	}
	return sorted
}

// ThreadOrderedSubject puts letters of one base subject into one thread: the earliest first, the others below it in the
// order of their dates. It is the algorithm ORDEREDSUBJECT of RFC 5256.
func ThreadOrderedSubject(letters []ThreadLetter) []ThreadRow {
	order := make([]int, len(letters))
	for i := range order {
		order[i] = i
	}
	byDate := func(a, b int) int {
		return cmp.Or(cmp.Compare(letters[a].Date, letters[b].Date), a-b)
	}
	slices.SortFunc(order, byDate)
	first := map[string]int{} // The thread of each subject.
	var threads [][]int
	for _, i := range order {
		n, ok := first[letters[i].Subject]
		if !ok {
			n = len(threads)
			first[letters[i].Subject] = n
			threads = append(threads, nil)
		}
		threads[n] = append(threads[n], i)
	}
	rows := make([]ThreadRow, 0, len(letters))
	for _, thread := range threads {
		for i, letter := range thread {
			rows = append(rows, ThreadRow{letter, min(i, 1)})
		}
	}
	return rows
}

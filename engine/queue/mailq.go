package queue

import (
	"strconv"
	"strings"

	"ehloworld/engine/vtime"
)

// Mailq is what the shell command of that name prints at now, with times of day in a zone zoneSeconds east of UTC: for
// every letter its id, size, arrival and sender, why it is still here, and its pending recipients with the next try.
// An id is followed by "*" while the letter is being tried and by "!" while it is held. At length it says of each letter
// besides how often it was tried and when it is given up.
func (q *Queue) Mailq(now vtime.Time, zoneSeconds int, atLength bool) []string {
	if len(q.items) == 0 {
		return []string{"Mail queue is empty"}
	}
	lines := []string{"ID       Size  Arrived  Sender"}
	octets := 0
	for it := q.first; it != nil; it = it.after {
		octets += len(it.Data)
		lines = append(lines, row(it, now, zoneSeconds))
		if why := it.LastError(); why != "" {
			lines = append(lines, "      ("+why+")")
		}
		if atLength {
			lines = append(lines, "      (tries: "+strconv.Itoa(it.Tries)+", given up "+when(q.expiry(it), now, zoneSeconds)+")")
		}
		next := "  next " + when(it.Next, now, zoneSeconds)
		switch {
		case it.State == Held:
			next = "  held"
		case it.State == Active:
			next = "  being tried"
		case it.Kept(now):
			next = "  kept until " + when(it.ReleaseAt, now, zoneSeconds)
		}
		for _, addr := range it.PendingRcpts() {
			lines = append(lines, "      "+addr+next)
		}
	}
	unit := " letters, "
	if len(q.items) == 1 {
		unit = " letter, "
	}
	return append(lines, "-- "+strconv.Itoa(len(q.items))+unit+strconv.Itoa(octets)+" octets")
}

func row(it *Item, now vtime.Time, zoneSeconds int) string {
	id := it.ID
	switch it.State {
	case Active:
		id += "*"
	case Held:
		id += "!"
	}
	from := it.From
	if from == "" {
		from = "<>"
	}
	size := strconv.Itoa(len(it.Data))
	return id + pad(7-len(id)) + pad(6-len(size)) + size + "  " + when(it.Arrived, now, zoneSeconds) + "    " + from
}

func pad(n int) string { return strings.Repeat(" ", max(n, 0)) }

// when writes the time of day, with the date unless it is today.
func when(t, now vtime.Time, zoneSeconds int) string {
	const date = len("2026-03-02")
	text := t.HourMinute(zoneSeconds)
	if day := t.RFC3339(zoneSeconds)[:date]; day != now.RFC3339(zoneSeconds)[:date] {
		return day + " " + text
	}
	return text
}

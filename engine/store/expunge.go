package store

import (
	"slices"
	"sort"

	"ehloworld/engine/sorting"
	"ehloworld/engine/trace"
)

// MaxExpunged is how many expunged messages a folder remembers. Older ones are forgotten, and ExpungedSince says so.
const MaxExpunged = 10_000

// gone is one expunged message. The list is in the order of the expunges, so its modSeq never falls.
type gone struct {
	uid    int
	modSeq int64
}

// Expunge removes the messages with these UIDs for good and returns how many there were; unknown UIDs are passed over.
// It is one act: one modification sequence and one event in the trace. Listeners hear of each message, lowest first,
// with the sequence number that it had at that moment, the earlier ones being gone already.
func (m *Mailbox) Expunge(uids ...int) int {
	doomed := slices.Clone(uids)
	sorting.Natural(doomed)
	doomed = slices.Compact(doomed)
	var removed []*Stored
	var changes []Change
	kept := make([]*Stored, 0, len(m.messages))
	for _, st := range m.messages {
		if _, found := slices.BinarySearch(doomed, st.UID); !found {
			kept = append(kept, st)
			continue
		}
		removed = append(removed, st)
		changes = append(changes, Change{Kind: Expunged, UID: st.UID, Seq: len(kept) + 1, ModSeq: m.modSeq + 1})
	}
	if len(removed) == 0 {
		return 0
	}
	m.modSeq++
	m.messages = kept
	for _, st := range removed {
		m.grow(-int64(len(st.Data)))
		m.account.store.bodies.drop(st.Hash)
		m.gone = append(m.gone, gone{st.UID, m.modSeq})
	}
	m.forget()
	uid, msg := 0, trace.MsgID(0)
	if len(removed) == 1 {
		uid, msg = removed[0].UID, removed[0].Msg
	}
	m.emit(msg, "expunge", uid, nil, len(removed))
	for _, c := range changes {
		m.tell(c)
	}
	return len(removed)
}

// forget drops the oldest expunges beyond MaxExpunged.
func (m *Mailbox) forget() {
	over := len(m.gone) - MaxExpunged
	if over <= 0 {
		return
	}
	m.goneFrom = m.gone[over-1].modSeq
	m.gone = append([]gone(nil), m.gone[over:]...)
}

// ExpungedSince lists, in rising order, the UIDs expunged after modification sequence modSeq. complete is false when the
// history does not reach back that far: then the client has to compare all UIDs (RFC 7162 section 3.2.5.2).
func (m *Mailbox) ExpungedSince(modSeq int64) (uids []int, complete bool) {
	from := sort.Search(len(m.gone), func(i int) bool { return m.gone[i].modSeq > modSeq })
	for _, g := range m.gone[from:] {
		uids = append(uids, g.uid)
	}
	sorting.Natural(uids)
	return uids, modSeq >= m.goneFrom
}

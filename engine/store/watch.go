package store

// ChangeKind says what happened to a mailbox.
type ChangeKind uint8

const (
	// Appended: a new message is at the end.
	Appended ChangeKind = iota
	// Reflagged: a message has other flags.
	Reflagged
	// Expunged: a message is gone; Seq is the number that it had.
	Expunged
	// Rebuilt: UIDVALIDITY and all UIDs are new. UID and Seq are 0.
	Rebuilt
)

// Change is one change of a mailbox.
type Change struct {
	Kind   ChangeKind
	UID    int
	Seq    int // Sequence number in the mailbox at the moment of the change.
	ModSeq int64
}

// Listener hears of changes. It is called in the middle of one: it may read the mailbox, never change it.
type Listener func(Change)

type watcher struct {
	id     int
	listen Listener
}

// Watch registers a listener; listeners are called in the order in which they came. The returned function ends it and
// may be called more than once.
func (m *Mailbox) Watch(listen Listener) (stop func()) {
	m.watchID++
	id := m.watchID
	m.watchers = append(m.watchers, watcher{id, listen})
	return func() {
		// A fresh slice, because tell may be walking over the present one.
		var rest []watcher
		for _, w := range m.watchers {
			if w.id != id {
				rest = append(rest, w)
			}
		}
		m.watchers = rest
	}
}

func (m *Mailbox) tell(c Change) {
	for _, w := range m.watchers {
		w.listen(c)
	}
}

package store

import (
	"sort"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// Message is a letter on its way into a mailbox.
type Message struct {
	Msg          trace.MsgID
	Data         []byte // With CRLF line ends. The store keeps it: it must not change afterwards.
	EnvelopeFrom string // Without brackets; empty is the null sender.
	EnvelopeTo   string
	Flags        []string // Sorted once stored.
}

// Stored is a message in a mailbox. Readers must not change it; Flags is replaced, never changed in place, so a slice
// that was read once stays as it was.
type Stored struct {
	Message
	UID      int
	ModSeq   int64      // The mailbox's modification sequence when it last changed.
	Received vtime.Time // IMAP's INTERNALDATE.
	Hash     Hash
	marked   bool // The maildrop session will delete it.
}

// Marked says whether the POP3 session that is under way has marked the message as deleted.
func (st *Stored) Marked() bool { return st.marked }

// Mailbox is one folder.
type Mailbox struct {
	account  *Account
	name     string
	validity uint32
	uidNext  int
	modSeq   int64
	messages []*Stored // By UID, which is also the order of arrival.
	size     int64
	locked   *Maildrop
	watchers []watcher
	watchID  int
	gone     []gone
	goneFrom int64 // Expunges up to this modification sequence are forgotten.
}

// Account is whose folder it is.
func (m *Mailbox) Account() *Account { return m.account }

// Name is the folder's full name.
func (m *Mailbox) Name() string { return m.name }

// UIDValidity changes when the UIDs of the folder start anew (RFC 9051 section 2.3.1.1).
func (m *Mailbox) UIDValidity() uint32 { return m.validity }

// UIDNext is the UID that the next message will get.
func (m *Mailbox) UIDNext() int { return m.uidNext }

// HighestModSeq is the modification sequence of the last change (RFC 7162 section 3.1.2.1). An untouched folder has 1.
func (m *Mailbox) HighestModSeq() int64 { return m.modSeq }

// Len is the number of messages.
func (m *Mailbox) Len() int { return len(m.messages) }

// Size is the octets of all messages.
func (m *Mailbox) Size() int64 { return m.size }

// Messages lists the messages by sequence number: the first has number 1. The slice is the mailbox's own, good until the
// mailbox changes.
func (m *Mailbox) Messages() []*Stored { return m.messages }

// Marked is how many messages the POP3 session that is under way has marked as deleted.
func (m *Mailbox) Marked() int {
	n := 0
	for _, st := range m.messages {
		if st.marked {
			n++
		}
	}
	return n
}

// Locked says whether a POP3 session has the folder.
func (m *Mailbox) Locked() bool { return m.locked != nil }

// Seq is the sequence number of the message with that UID, or 0.
func (m *Mailbox) Seq(uid int) int {
	i := sort.Search(len(m.messages), func(i int) bool { return m.messages[i].UID >= uid })
	if i < len(m.messages) && m.messages[i].UID == uid {
		return i + 1
	}
	return 0
}

// ByUID finds a message, or returns nil.
func (m *Mailbox) ByUID(uid int) *Stored {
	if n := m.Seq(uid); n > 0 {
		return m.messages[n-1]
	}
	return nil
}

// Append puts a message at the end and returns its UID. It fails with ErrOverQuota (which is a matter of waiting: SMTP
// says 452 4.2.2 or 552 5.2.2), ErrTooMany or ErrFlag, and then the mailbox is as before.
func (m *Mailbox) Append(now vtime.Time, msg Message) (uid int, err error) {
	flags, err := canonicalFlags(msg.Flags)
	if err != nil {
		return 0, err
	}
	a := m.account
	if a.full || a.quota > 0 && a.used+int64(len(msg.Data)) > a.quota {
		return 0, ErrOverQuota
	}
	if len(m.messages) == MaxMessages {
		return 0, ErrTooMany
	}
	m.modSeq++
	st := &Stored{Message: msg, UID: m.uidNext, ModSeq: m.modSeq, Received: now}
	st.Flags = flags
	st.Hash, st.Data = a.store.bodies.hold(msg.Data)
	m.uidNext++
	m.messages = append(m.messages, st)
	m.grow(int64(len(st.Data)))
	m.emit(st.Msg, "append", st.UID, st.Flags, 1)
	m.tell(Change{Kind: Appended, UID: st.UID, Seq: len(m.messages), ModSeq: st.ModSeq})
	return st.UID, nil
}

// Rebuild throws the folder's numbering away and counts anew, as a server does after losing its index: new UIDVALIDITY,
// UIDs from 1. Every POP3 client sees unknown unique ids and fetches everything again; every IMAP client drops its cache.
func (m *Mailbox) Rebuild() {
	m.validity = m.account.validity
	m.account.validity++
	m.modSeq++
	for i, st := range m.messages {
		st.UID, st.ModSeq = i+1, m.modSeq
	}
	m.uidNext = len(m.messages) + 1
	m.gone, m.goneFrom = nil, m.modSeq
	m.emit(0, "rebuild", 0, nil, len(m.messages))
	m.tell(Change{Kind: Rebuilt, ModSeq: m.modSeq})
}

// grow counts octets that came, or, when negative, that went.
func (m *Mailbox) grow(octets int64) {
	m.size += octets
	m.account.used += octets
}

func (m *Mailbox) emit(msg trace.MsgID, act string, uid int, flags []string, count int) {
	s := m.account.store
	s.emit(msg, &trace.Store{
		Act: act, Host: s.host, User: m.account.address, Box: m.name, UID: uid, Flags: flags, Count: count,
		Size: len(m.messages),
	})
}

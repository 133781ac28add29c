package store

import (
	"bytes"
	"strconv"

	"ehloworld/engine/trace"
)

// Maildrop is an INBOX as one POP3 session sees it (RFC 1939 section 4): the messages that were there when it was
// opened, numbered from 1, under an exclusive lock. Its methods are those that pop3server asks of a Maildrop.
type Maildrop struct {
	box      *Mailbox
	validity uint32 // When opened: unique ids stay the same for the whole session.
	entries  []entry
	released bool
}

// entry remembers the UID besides the message, because a rebuilt mailbox renumbers under a session.
type entry struct {
	st  *Stored
	uid int
}

// OpenMaildrop logs user (address or bare local part) in and locks the INBOX. It fails with ErrAuth or, when another
// session has the lock, with ErrInUse. Whoever opens a maildrop must Release it.
func (s *Store) OpenMaildrop(user, pass string) (*Maildrop, error) {
	if !s.Check(user, pass) {
		return nil, ErrAuth
	}
	box := s.Account(user).Inbox()
	if box.locked != nil {
		return nil, ErrInUse
	}
	d := &Maildrop{box: box, validity: box.validity, entries: make([]entry, len(box.messages))}
	for i, st := range box.messages {
		d.entries[i] = entry{st, st.UID}
	}
	box.locked = d
	box.emit(0, "lock", 0, nil, 0)
	return d, nil
}

// Account is whose maildrop it is.
func (d *Maildrop) Account() *Account { return d.box.account }

// Count is the number of messages, marked ones included.
func (d *Maildrop) Count() int { return len(d.entries) }

// Size is the octets of message i (from 1) as RETR sends it, dot-stuffing aside: a missing last line end counts, because
// the lone dot has to stand on a line of its own.
func (d *Maildrop) Size(i int) int {
	data := d.at(i).st.Data
	if len(data) > 0 && !bytes.HasSuffix(data, []byte("\r\n")) {
		return len(data) + 2
	}
	return len(data)
}

// UID is the unique id of message i for UIDL: UIDVALIDITY and UID, such as "1c8f3a27.12". It is the same in every session
// until the mailbox is rebuilt (RFC 1939 section 7).
func (d *Maildrop) UID(i int) string { return uniqueID(d.validity, d.at(i).uid) }

// Msg is the hidden identity of message i.
func (d *Maildrop) Msg(i int) trace.MsgID { return d.at(i).st.Msg }

// Data is the octets of message i. They must not be changed.
func (d *Maildrop) Data(i int) []byte { return d.at(i).st.Data }

// Mark sets or takes away the delete mark of message i. Nothing is deleted before Commit.
func (d *Maildrop) Mark(i int, on bool) {
	e := d.at(i)
	if d.released || e.st.marked == on {
		return
	}
	e.st.marked = on
	act := "unmark"
	if on {
		act = "mark"
	}
	d.box.emit(e.st.Msg, act, e.st.UID, nil, 1)
}

// Commit deletes the marked messages: the UPDATE state of RFC 1939 section 6. The lock stays until Release.
func (d *Maildrop) Commit() error {
	if d.released {
		return ErrReleased
	}
	var uids []int
	for _, e := range d.entries {
		// Somebody else may have expunged it meanwhile; its UID then belongs to nobody, or after a rebuild to another.
		if e.st.marked && d.box.ByUID(e.st.UID) == e.st {
			uids = append(uids, e.st.UID)
		}
		e.st.marked = false
	}
	d.box.Expunge(uids...)
	return nil
}

// Release takes away the delete marks that are left and gives the lock back. Releasing again does nothing.
func (d *Maildrop) Release() {
	if d.released {
		return
	}
	for i := range d.entries {
		d.Mark(i+1, false)
	}
	d.released = true
	d.box.locked = nil
	d.box.emit(0, "unlock", 0, nil, 0)
}

// at panics for a number that the session does not have: pop3server has checked it.
func (d *Maildrop) at(i int) entry { return d.entries[i-1] }

// UniqueID is what UIDL says about a message of this folder.
func (m *Mailbox) UniqueID(st *Stored) string { return uniqueID(m.validity, st.UID) }

func uniqueID(validity uint32, uid int) string {
	return strconv.FormatUint(uint64(validity), 16) + "." + strconv.Itoa(uid)
}

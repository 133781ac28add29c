package store

import (
	"slices"
	"strings"

	"ehloworld/engine/sorting"
)

// The system flags of RFC 9051 section 2.3.2. Anything else without a backslash is a keyword.
const (
	Seen     = `\Seen`
	Answered = `\Answered`
	Flagged  = `\Flagged`
	Deleted  = `\Deleted`
	Draft    = `\Draft`
)

var systemFlags = [...]string{Seen, Answered, Flagged, Deleted, Draft}

// Bounds on the flags of one message.
const (
	MaxFlags      = 64
	MaxFlagOctets = 64
)

// FlagOp says what SetFlags does with the flags that it is given.
type FlagOp uint8

const (
	// AddFlags sets them beside those that are set (IMAP STORE +FLAGS).
	AddFlags FlagOp = iota
	// RemoveFlags takes them away (-FLAGS).
	RemoveFlags
	// ReplaceFlags makes them the only ones (FLAGS).
	ReplaceFlags
)

// Has says whether the message has a flag, without regard to case.
func (st *Stored) Has(flag string) bool { return hasFlag(st.Flags, flag) }

// SetFlags changes the flags of the messages with these UIDs and returns how many messages it changed; unknown UIDs are
// passed over. All of them get the same new modification sequence. It fails with ErrFlag or, when a message would get
// more than MaxFlags, with ErrTooMany, and then nothing has changed.
func (m *Mailbox) SetFlags(uids []int, op FlagOp, flags []string) (changed int, err error) {
	given, err := canonicalFlags(flags)
	if err != nil {
		return 0, err
	}
	type update struct {
		seq   int
		flags []string
	}
	var updates []update
	sorted := slices.Clone(uids)
	sorting.Natural(sorted)
	for _, uid := range slices.Compact(sorted) {
		n := m.Seq(uid)
		if n == 0 {
			continue
		}
		next := applyFlags(m.messages[n-1].Flags, op, given)
		if len(next) > MaxFlags {
			return 0, ErrTooMany
		}
		if !slices.Equal(next, m.messages[n-1].Flags) {
			updates = append(updates, update{n, next})
		}
	}
	if len(updates) == 0 {
		return 0, nil
	}
	m.modSeq++
	for _, u := range updates {
		st := m.messages[u.seq-1]
		st.Flags, st.ModSeq = u.flags, m.modSeq
		m.emit(st.Msg, "flags", st.UID, st.Flags, 1)
	}
	for _, u := range updates {
		m.tell(Change{Kind: Reflagged, UID: m.messages[u.seq-1].UID, Seq: u.seq, ModSeq: m.modSeq})
	}
	return len(updates), nil
}

// applyFlags returns a new sorted list; old and given are sorted and stay as they are.
func applyFlags(old []string, op FlagOp, given []string) []string {
	var next []string
	switch op {
	case AddFlags:
		next = slices.Clone(old)
		for _, f := range given {
			if !hasFlag(next, f) {
				next = append(next, f)
			}
		}
	case RemoveFlags:
		for _, f := range old {
			if !hasFlag(given, f) {
				next = append(next, f)
			}
		}
	case ReplaceFlags:
		next = slices.Clone(given)
	}
	sorting.Natural(next)
	return next
}

// canonicalFlags checks flags, writes system flags as the RFC does, drops doubles and sorts.
func canonicalFlags(flags []string) ([]string, error) {
	var list []string
	for _, f := range flags {
		c, ok := canonicalFlag(f)
		if !ok {
			return nil, ErrFlag
		}
		if !hasFlag(list, c) {
			list = append(list, c)
		}
		if len(list) > MaxFlags {
			return nil, ErrTooMany
		}
	}
	sorting.Natural(list)
	return list, nil
}

func canonicalFlag(f string) (string, bool) {
	if strings.HasPrefix(f, `\`) {
		for _, s := range systemFlags {
			if strings.EqualFold(s, f) {
				return s, true
			}
		}
		return "", false
	}
	if f == "" || len(f) > MaxFlagOctets {
		return "", false
	}
	for i := 0; i < len(f); i++ {
		// RFC 9051 section 9: a keyword is an atom.
		if c := f[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`(){%*"\]`, c) >= 0 {
			return "", false
		}
	}
	return f, true
}

// hasFlag compares without regard to case: flag names have none (RFC 9051 section 2.3.2).
func hasFlag(list []string, flag string) bool {
	return slices.ContainsFunc(list, func(f string) bool { return strings.EqualFold(f, flag) })
}

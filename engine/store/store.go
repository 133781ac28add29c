// Package store holds the mailboxes of one server: accounts, their folders, the letters in them.
//
// The model is IMAP's (RFC 9051 section 2.3), because it is the richer one, and POP3 looks at it through a narrow window:
//
//   - An Account has folders (Mailbox); INBOX always exists. A folder has a UIDVALIDITY, hands out UIDs that only ever
//     grow, and counts a modification sequence (RFC 7162) that every append, flag change and expunge raises.
//   - A Stored message is bytes that never change plus flags that do. Bytes are kept once per store, by content hash,
//     however many mailboxes hold them: one letter to five local people, and a later COPY, cost one body.
//   - Whoever looks at a folder for longer than one call registers a Listener. It is told of every change in order,
//     with the message's sequence number at that moment, which is exactly what an untagged EXISTS, FETCH or EXPUNGE
//     needs. Several sessions on one folder are several listeners; none of them owns the folder.
//   - An expunged UID stays known, with its modification sequence, in a bounded history (ExpungedSince): what QRESYNC
//     answers VANISHED (EARLIER) from.
//   - A POP3 session is a Maildrop: a frozen list of an INBOX's messages, held under the one exclusive lock of RFC 1939
//     section 4. The lock keeps out other maildrops only. Deliveries go on, and so may IMAP sessions; a message that
//     somebody else expunges under a maildrop can still be read there, and is not counted again when the maildrop commits.
//
// How IMAP plugs in: a session keeps its own list of UIDs (its sequence numbers), fills it from Messages at SELECT and
// applies the Changes that its listener collects when its protocol allows it to speak. STORE is SetFlags, EXPUNGE is
// Expunge of the UIDs whose flags hold \Deleted, APPEND and COPY are Append, STATUS reads Len, UIDNext, UIDValidity and
// HighestModSeq. Folder renaming, deletion and subscriptions become methods of Account beside Create; nothing here needs
// to change its shape for them.
//
// Every change is told to the function given to New as a trace.Store event, at the moment at which it happens.
package store

import (
	"sort"
	"strings"

	"ehloworld/engine/trace"
)

// Bounds of one store. A scenario is untrusted, and so is whoever fills a mailbox.
const (
	MaxAccounts  = 1024
	MaxMailboxes = 512    // Folders of one account.
	MaxMessages  = 50_000 // Messages of one folder.
	MaxName      = 255    // Octets of a folder's name or an address.
	MaxDepth     = 20     // Levels of a folder's name.
)

// Emit writes one event into the trace; msg is the letter that it is about, or 0.
type Emit func(msg trace.MsgID, b trace.Body)

// Store is the mailboxes of one server.
type Store struct {
	host     string
	emit     Emit
	accounts []*Account // Sorted by address.
	bodies   bodies
}

// New returns the empty store of a host. A nil emit drops the events.
func New(host string, emit Emit) *Store {
	if emit == nil {
		emit = func(trace.MsgID, trace.Body) {}
	}
	return &Store{host: host, emit: emit, bodies: bodies{}}
}

// Host is the host that the store belongs to.
func (s *Store) Host() string { return s.host }

// AddAccount opens an account with an empty INBOX. Addresses are compared without regard to case, as nearly every
// server does with its own users (RFC 5321 section 2.4 leaves it to the host). It fails with ErrAddress when address has
// no local part or no domain, with ErrExists, or with ErrTooMany.
func (s *Store) AddAccount(address, pass, name string) (*Account, error) {
	key := strings.ToLower(address)
	at := strings.LastIndexByte(key, '@')
	if at <= 0 || at == len(key)-1 || len(key) > MaxName {
		return nil, ErrAddress
	}
	i := s.search(key)
	if i < len(s.accounts) && s.accounts[i].address == key {
		return nil, ErrExists
	}
	if len(s.accounts) == MaxAccounts {
		return nil, ErrTooMany
	}
	a := &Account{store: s, address: key, local: key[:at], pass: pass, name: name, validity: firstValidity(key)}
	a.boxes = []*Mailbox{a.newMailbox(Inbox)}
	s.accounts = append(s.accounts, nil)
	copy(s.accounts[i+1:], s.accounts[i:])
	s.accounts[i] = a
	s.emit(0, &trace.Store{Act: "account", Host: s.host, User: key})
	return a, nil
}

// Accounts lists the accounts sorted by address. The slice is the store's own.
func (s *Store) Accounts() []*Account { return s.accounts }

// Account finds an account by its address, or by its bare local part when only one account has it. It returns nil when
// there is none, or when a bare local part could mean several.
func (s *Store) Account(user string) *Account {
	key := strings.ToLower(user)
	if strings.IndexByte(key, '@') >= 0 {
		if i := s.search(key); i < len(s.accounts) && s.accounts[i].address == key {
			return s.accounts[i]
		}
		return nil
	}
	var found *Account
	for _, a := range s.accounts {
		if a.local == key {
			if found != nil {
				return nil
			}
			found = a
		}
	}
	return found
}

// Check says whether user (address or bare local part) exists and has that password.
func (s *Store) Check(user, pass string) bool {
	a := s.Account(user)
	return a != nil && a.pass == pass
}

// Bodies is how many different bodies the store holds.
func (s *Store) Bodies() int { return len(s.bodies) }

// search is the place of key in the sorted accounts.
func (s *Store) search(key string) int {
	return sort.Search(len(s.accounts), func(i int) bool { return s.accounts[i].address >= key })
}

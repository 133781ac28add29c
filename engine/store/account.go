package store

import (
	"sort"
	"strings"
)

// Inbox is the one folder that every account has. Its name is compared without regard to case (RFC 9051 section 5.1);
// all other names with.
const Inbox = "INBOX"

// Separator divides the levels of a folder's name.
const Separator = '/'

// Account is one person's mail on a server.
type Account struct {
	store    *Store
	address  string
	local    string
	pass     string
	name     string
	validity uint32     // UIDVALIDITY of the next mailbox.
	boxes    []*Mailbox // INBOX first, the rest sorted by name.
	quota    int64
	used     int64
	full     bool
}

// Address is the account's address in lower case.
func (a *Account) Address() string { return a.address }

// Name is the display name; it may be empty.
func (a *Account) Name() string { return a.name }

// Password is the account's password in clear: simulated people have no secrets from the page that shows them.
func (a *Account) Password() string { return a.pass }

// SetPassword changes the password. Sessions that are logged in stay so.
func (a *Account) SetPassword(pass string) { a.pass = pass }

// SetQuota limits the octets of all folders together; 0 means no limit. Mail that is there already stays.
func (a *Account) SetQuota(octets int64) { a.quota = octets }

// Quota is the limit in octets, 0 for none, and how much of it is used.
func (a *Account) Quota() (limit, used int64) { return a.quota, a.used }

// SetFull is the fault "mailbox full": while it is on, every Append fails with ErrOverQuota, whatever the quota says.
func (a *Account) SetFull(on bool) { a.full = on }

// Full says whether the fault "mailbox full" is on.
func (a *Account) Full() bool { return a.full }

// Mailboxes lists the folders, INBOX first, the rest sorted by name. The slice is the account's own.
func (a *Account) Mailboxes() []*Mailbox { return a.boxes }

// Inbox is the folder that mail is delivered to.
func (a *Account) Inbox() *Mailbox { return a.boxes[0] }

// Mailbox finds a folder by name, or returns nil.
func (a *Account) Mailbox(name string) *Mailbox {
	if strings.EqualFold(name, Inbox) {
		return a.boxes[0]
	}
	if i := a.search(name); i < len(a.boxes) && a.boxes[i].name == name {
		return a.boxes[i]
	}
	return nil
}

// Create makes a folder, and the folders above it that are missing (RFC 9051 section 6.3.4). It fails with ErrName,
// ErrExists or ErrTooMany, and then has made nothing.
func (a *Account) Create(name string) (*Mailbox, error) {
	if !validName(name) {
		return nil, ErrName
	}
	if a.Mailbox(name) != nil {
		return nil, ErrExists
	}
	var missing []string
	for i := 0; i <= len(name); i++ {
		if (i == len(name) || name[i] == Separator) && a.Mailbox(name[:i]) == nil {
			missing = append(missing, name[:i])
		}
	}
	if len(a.boxes)+len(missing) > MaxMailboxes {
		return nil, ErrTooMany
	}
	var m *Mailbox
	for _, n := range missing {
		m = a.newMailbox(n)
		i := a.search(n)
		a.boxes = append(a.boxes, nil)
		copy(a.boxes[i+1:], a.boxes[i:])
		a.boxes[i] = m
		m.emit(0, "create", 0, nil, 0)
	}
	return m, nil
}

// search is the place of name among the folders behind INBOX.
func (a *Account) search(name string) int {
	return 1 + sort.Search(len(a.boxes)-1, func(i int) bool { return a.boxes[i+1].name >= name })
}

// newMailbox makes an empty folder with a UIDVALIDITY that no earlier folder of the account had.
func (a *Account) newMailbox(name string) *Mailbox {
	m := &Mailbox{account: a, name: name, validity: a.validity, uidNext: 1, modSeq: 1}
	a.validity++
	return m
}

// firstValidity spreads the accounts over the UIDVALIDITY numbers, so that the unique ids of two accounts rarely look
// alike. It is FNV-1a, cut to 30 bits: RFC 9051 wants a number below 2^32 that only grows.
func firstValidity(address string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(address); i++ {
		h = (h ^ uint32(address[i])) * 16777619
	}
	return h>>2 | 1
}

// validName says whether a folder may be called name: levels that are not empty, no control characters, and none of the
// wildcards of LIST.
func validName(name string) bool {
	if name == "" || len(name) > MaxName {
		return false
	}
	levels, empty := 1, true
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c < ' ' || c == 0x7f || c == '%' || c == '*':
			return false
		case c == Separator:
			if empty {
				return false
			}
			levels, empty = levels+1, true
		default:
			empty = false
		}
	}
	return !empty && levels <= MaxDepth
}

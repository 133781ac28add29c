package store

// Error is what a store refuses with. Every Error of the package is a constant, so errors.Is and == both work.
type Error string

func (e Error) Error() string { return string(e) }

// The refusals of a store.
const (
	ErrAddress   Error = "not an address: write user@domain"
	ErrAuth      Error = "unknown user or wrong password"
	ErrExists    Error = "already exists"
	ErrFlag      Error = "not a flag: write \\Seen, \\Answered, \\Flagged, \\Deleted, \\Draft or a keyword without spaces"
	ErrInUse     Error = "another session has the maildrop"
	ErrName      Error = "not a mailbox name"
	ErrOverQuota Error = "mailbox is full"
	ErrReleased  Error = "the maildrop has been released"
	ErrTooMany   Error = "too many"
)

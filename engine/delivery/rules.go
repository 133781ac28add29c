package delivery

import "strings"

// Bounds of the rules of one server. They come from strangers: scenarios and what people type.
const (
	MaxAliases   = 1000   // Aliases; likewise forwards, lists and vacations.
	MaxTargets   = 100    // Addresses that one alias or forward goes to.
	MaxMembers   = 1000   // Members of one mailing list.
	MaxNesting   = 10     // Aliases, lists and forwards that lead to each other, one within the other.
	MaxExpansion = 1000   // Recipients of one letter after expansion; also of each letter that rules make of it.
	MaxLetters   = 500    // Letters that rules make of one: list posts, forwards, vacation answers.
	MaxLooks     = 20_000 // Rules that are looked at for one letter.
)

// Rules are what a server does with letters beyond putting them into its accounts' mailboxes. ParseRules makes them from
// text. A name without domain holds in every domain of the server; an address without domain, where a letter is to go, is
// at the server's first domain.
type Rules struct {
	Aliases   []Alias
	Forwards  []Forward
	Lists     []List
	Vacations []Vacation
	CatchAll  []CatchAll
	Subs      []string // Domains of ours whose sub-domains are ours too; "" stands for all our domains.
	BackupFor []Backup
	SmartHost Hop // Where everything goes that is for elsewhere; the zero value: by MX.
	LMTP      Hop // Where mail for our own accounts goes instead of into the store; the zero value: into the store.
	LMTPAny   bool
	SRS       SRSRule
}

// Alias is one name for one or several addresses (RFC 5321 section 3.9.1). With a Name such as "@old.example" it is a whole
// domain, and its only target is another: "@hai.example".
type Alias struct {
	Name string
	To   []string
}

// Forward sends the letters of an account on.
type Forward struct {
	Account string
	To      []string
	Keep    bool // A copy goes into the mailbox, too.
	SRS     bool // The envelope's sender becomes an address of ours (see SRS).
}

// CatchAll takes what no other rule of a domain knows.
type CatchAll struct {
	Domain string // Empty: all our domains.
	To     []string
}

// Backup is a domain that we take mail for only to hand it to its better hosts.
type Backup struct {
	Domain string
	Rcpts  []string // Who is known to be there; nobody listed: everybody is taken.
}

// SRSRule says whether all forwarding rewrites senders, and into which domain.
type SRSRule struct {
	On     bool
	Domain string // Empty: our first domain.
}

// List is a mailing list (RFC 5321 section 3.9.2).
type List struct {
	Name    string // "team" or "team@hai.example".
	Members []string
	Owners  []string // Who gets what is written to NAME-owner, NAME-request and NAME-bounces; empty: the postmaster.
	Title   string   // For people; may be empty.
	Post    Posting
	Prefix  string // Put before the subject: "[team]".
	Footer  string // Put under the text; lines end with LF. Empty: none, or ours.
	OurFoot bool   // The footer says what the list is and how to leave it.
	Munge   bool   // From becomes "author via list", so that the author's DMARC policy is not broken by the list's changes.
	ToList  bool   // Reply-To is the list.
	Private bool   // EXPN does not show the members.
}

// Posting says who may write to a list.
type Posting uint8

const (
	PostMembers Posting = iota // The members, and the owners.
	PostAnybody
	PostOwner // Only the owners: an announcement list.
)

var postingNames = [...]string{"members", "anybody", "owner"}

func (p Posting) String() string { return postingNames[p] }

// Vacation answers the letters of an account while its owner is away (RFC 3834).
type Vacation struct {
	Account string
	Text    string // Lines end with LF.
	Subject string // Empty: "Auto: " and the subject of the letter (RFC 5230 section 4.2).
	Days    int    // Who has had an answer gets no other for so long; 0: DefaultDays.
	Also    []string
}

// Days between two answers to the same person (RFC 5230 section 4.1 wants at least one and proposes seven).
const (
	DefaultDays = 7
	MaxDays     = 365
)

// Empty says whether there are no rules at all: accounts, postmaster and MX records do everything.
func (r *Rules) Empty() bool {
	return len(r.Aliases)+len(r.Forwards)+len(r.Lists)+len(r.Vacations)+len(r.CatchAll)+len(r.Subs)+len(r.BackupFor) == 0 &&
		r.SmartHost == Hop{} && r.LMTP == Hop{} && !r.SRS.On
}

// Backs says whether we are a backup for a domain.
func (r *Rules) Backs(domain string) bool {
	for i := range r.BackupFor {
		if strings.EqualFold(r.BackupFor[i].Domain, domain) {
			return true
		}
	}
	return false
}

package host

// Spec is what one host is: its part of a scenario with every name already resolved.
type Spec struct {
	ID       string // Name on the map and, for servers, the domain name.
	IP       string
	Kind     string // "ua", "mta" or "dns".
	Domains  []string
	Services []Service
	Tools    []string // Shell commands a person may use; empty: all that fit the kind.
	EHLO     []string // Keywords that the SMTP port offers; nil: the default set.
	Policy   Policy
	Retry    string       // Name of the queue's retry profile; empty: the default.
	Resolver string       // Address of the name server that it asks; empty: none.
	Records  []string     // Name servers: their zone lines.
	Program  *ProgramSpec // User agents: their mail program.
}

// Service is one listening port.
type Service struct {
	Proto string
	Port  int
}

// Policy is what a mail server permits.
type Policy struct {
	Relay         string // "open": for everybody; anything else: only for those who logged in.
	UnknownUser   string // "accept": takes letters for nobody and returns them later; anything else: refuses them.
	MaxSize       int64  // Octets of a letter; 0: the default.
	MaxRecipients int    // Of one letter; 0: the default.
	MaxPerConn    int    // Letters per connection; 0: no limit.
	Separator     string // What divides a user from a detail in bob+detail; empty: nothing does.
}

// ProgramSpec is the mail program of a user-agent host.
type ProgramSpec struct {
	User, Pass string // Address and password of the account.
	Name       string // Display name; may be empty.
	Mode       string // "keep" or "delete".
	Out, Inbox string // Hosts that it submits to and fetches from.
	Drafts     []Prepared
}

// Prepared is a letter that waits, filled in, to be sent.
type Prepared struct{ To, Subject, Body string }

package host

import "ehloworld/engine/policy"

// Spec is what one host is: its part of a scenario with every name already resolved.
type Spec struct {
	ID       string // Name on the map and, for servers, the domain name.
	IP       string
	Kind     string // "ua", "mta" or "dns".
	Domains  []string
	Services []Service
	Tools    []string      // Shell commands a person may use; empty: all that fit the kind.
	EHLO     []string      // Keywords that the SMTP port offers; nil: the default set.
	Policy   policy.Policy // Mail servers: their settings at the start.
	Retry    string        // Name of the queue's retry profile; empty: the default.
	Resolver string        // Address of the name server that it asks; empty: none.
	Records  []string      // Name servers: their zone lines.
	Program  *ProgramSpec  // User agents: their mail program.
}

// Service is one listening port.
type Service struct {
	Proto string
	Port  int
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

// Package dns is the name system of the simulated internet: zone data in the zone-file form, a server that answers real
// wire-format questions (RFC 1035), and a stub resolver with a cache. It opens no socket and looks at no clock: packets
// are byte slices that somebody else carries, and time is an argument.
//
// Names in this package are lower case and carry no final dot ("hai.example"); the root is the empty string. Only the
// written forms of a record and the wire have the dot, because there it means "this name is complete".
package dns

import (
	"strings"

	"golang.org/x/net/dns/dnsmessage"
)

// The record types that zones hold.
const (
	A     = "A"
	AAAA  = "AAAA"
	MX    = "MX"
	TXT   = "TXT"
	CNAME = "CNAME"
	PTR   = "PTR"
	NS    = "NS"
	SOA   = "SOA"
	// Any is the question type "*": every record that the name has (RFC 1035 section 3.2.3). No record has it.
	Any = "ANY"
)

// The outcomes of a look-up: the response codes of RFC 1035 section 4.1.1 and TIMEOUT, which is no answer at all.
const (
	NoError  = "NOERROR"
	FormErr  = "FORMERR"
	ServFail = "SERVFAIL"
	NXDomain = "NXDOMAIN"
	NotImp   = "NOTIMP"
	Refused  = "REFUSED"
	Timeout  = "TIMEOUT"
)

// Bounds of RFC 1035 section 2.3.4 and of this package.
const (
	MaxName    = 253  // Octets of a name as written, without the final dot.
	MaxLabel   = 63   // Octets of one label.
	MaxString  = 255  // Octets of one character string of a TXT record.
	MaxStrings = 64   // Character strings of one TXT record.
	MaxCNAME   = 8    // Aliases followed for one question.
	MaxUDP     = 512  // Octets of a UDP message without EDNS.
	MaxEDNS    = 1232 // Octets of a UDP message that we offer and accept with EDNS (RFC 6891).
)

// Answer is the outcome of one question.
type Answer struct {
	ID        int    // The number that Resolver.Ask gave; 0 from Zones.
	Name      string // What was asked.
	Type      string
	Rcode     string   // NOERROR, NXDOMAIN, SERVFAIL, REFUSED, TIMEOUT …
	Records   []Record // The answer section: any aliases (CNAME) first, in the order of the chain, then the records asked for.
	Authority *Record  // The SOA of a negative answer, nil when there was none.
	Truncated bool     // The reply did not fit; Records is empty then and Rcode SERVFAIL, since a part of a set is no set (RFC 2181 section 9).
}

// Of returns the records of one type, without the aliases that led to them.
func (a Answer) Of(typ string) []Record {
	var out []Record
	for _, r := range a.Records {
		if r.Type == typ {
			out = append(out, r)
		}
	}
	return out
}

// NoData says that the name exists but has no record of the type that was asked for (RFC 2308 section 2.2). The mail
// rule "no MX: use the address itself" (RFC 5321 section 5.1) is about exactly this case, and not about NXDOMAIN.
func (a Answer) NoData() bool {
	if a.Rcode != NoError {
		return false
	}
	if a.Type == Any {
		return len(a.Records) == 0
	}
	return len(a.Of(a.Type)) == 0
}

// Texts writes the records in the zone-file form without name and class, such as "MX 10 mail.hai.example.".
func (a Answer) Texts() []string {
	out := make([]string, len(a.Records))
	for i, r := range a.Records {
		out[i] = r.String()
	}
	return out
}

// NameError says that a text is no domain name of the DNS.
type NameError struct{ Name, Reason string }

func (e *NameError) Error() string {
	return "not a domain name: " + quote(e.Name) + " (" + e.Reason + ")"
}

// Name checks a domain name and returns it in lower case without its final dot. Labels may hold letters, digits,
// hyphens and underscores; a name in another script must be given in its xn-- form (RFC 5890), for that is what the
// DNS carries.
func Name(s string) (string, error) {
	n := strings.TrimSuffix(s, ".")
	if n == "" {
		if s == "." {
			return "", nil
		}
		return "", &NameError{s, "it is empty; the root is written \".\""}
	}
	if len(n) > MaxName {
		return "", &NameError{s, "longer than 253 octets"}
	}
	label := 0
	for i := 0; i < len(n); i++ {
		c := n[i]
		switch {
		case c == '.':
			if label == 0 {
				return "", &NameError{s, "an empty label"}
			}
			label = 0
			continue
		case c >= 0x80:
			return "", &NameError{s, "write other scripts in their xn-- form"}
		case !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_'):
			return "", &NameError{s, "only letters, digits, hyphens and underscores"}
		}
		if label++; label > MaxLabel {
			return "", &NameError{s, "a label longer than 63 octets"}
		}
	}
	if label == 0 {
		return "", &NameError{s, "an empty label"}
	}
	return lower(n), nil
}

// asked is Name for a name in a question, where the root may also be given as "".
func asked(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	return Name(s)
}

// lower maps ASCII letters only: DNS names compare without case in ASCII and octet by octet elsewhere (RFC 4343).
func lower(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= 'A' && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if c := b[i]; c >= 'A' && c <= 'Z' {
					b[i] = c + 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}

// types pairs the names of the types with their numbers on the wire, in the order of the numbers.
var types = [...]struct {
	name string
	wire dnsmessage.Type
}{
	{A, dnsmessage.TypeA}, {NS, dnsmessage.TypeNS}, {CNAME, dnsmessage.TypeCNAME}, {SOA, dnsmessage.TypeSOA},
	{PTR, dnsmessage.TypePTR}, {MX, dnsmessage.TypeMX}, {TXT, dnsmessage.TypeTXT}, {AAAA, dnsmessage.TypeAAAA},
	{Any, dnsmessage.TypeALL},
}

func typeNumber(name string) (dnsmessage.Type, bool) {
	for _, t := range types {
		if t.name == name {
			return t.wire, true
		}
	}
	return 0, false
}

var rcodes = [...]string{NoError, FormErr, ServFail, NXDomain, NotImp, Refused}

func rcodeNumber(name string) dnsmessage.RCode {
	for i, r := range rcodes {
		if r == name {
			return dnsmessage.RCode(i)
		}
	}
	return dnsmessage.RCodeServerFailure
}

package pop3

import "strings"

// The capabilities that the servers of this world know (RFC 2449 section 6, RFC 3206 section 6).
const (
	CapTOP            = "TOP"
	CapUSER           = "USER"
	CapUIDL           = "UIDL"
	CapPipelining     = "PIPELINING"
	CapRespCodes      = "RESP-CODES"
	CapAuthRespCode   = "AUTH-RESP-CODE"
	CapExpire         = "EXPIRE NEVER"
	CapImplementation = "IMPLEMENTATION EHLO-World"
)

// DefaultCapabilities is what a server offers unless it is told otherwise, in the order in which CAPA lists it. The slice
// is the caller's.
func DefaultCapabilities() []string {
	return []string{
		CapTOP, CapUSER, CapUIDL, CapPipelining, CapRespCodes, CapAuthRespCode, CapExpire, CapImplementation,
	}
}

// HasCapability says whether a CAPA list has a capability. Only the first word counts, without regard to case: the rest
// are its parameters.
func HasCapability(list []string, name string) bool {
	name, _, _ = strings.Cut(name, " ")
	for _, c := range list {
		if word, _, _ := strings.Cut(c, " "); strings.EqualFold(word, name) {
			return true
		}
	}
	return false
}

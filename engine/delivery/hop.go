package delivery

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
)

// Where servers listen.
const (
	Port     = 25 // For each other (RFC 5321 section 4.5.4.2).
	LMTPPort = 24 // For LMTP; the registry's port for private mail systems, since LMTP must not stand on 25 (RFC 2033 section 5).
)

// Hop is how the next server is found. The zero value is what RFC 5321 section 5.1 says: the mail hosts of the
// recipient's own domain, on port 25.
type Hop struct {
	Proto string // ProtoSMTP, which may be left empty, or ProtoLMTP.
	Host  string // Go to this host instead of the domain's: a name, or an address literal in brackets. Empty: the domain.
	Port  int    // 0: Port, or LMTPPort.
	MX    bool   // Host is a domain whose MX records name the hosts. Without it Host is the host.
}

// What is spoken with the next server.
const (
	ProtoSMTP = "smtp"
	ProtoLMTP = "lmtp" // RFC 2033.
)

func (h Hop) lmtp() bool { return edition.Full && h.Proto == ProtoLMTP }

// named says whether the hop names a host.
func (h Hop) named() bool { return edition.Full && h.Host != "" }

func (h Hop) proto() string {
	if h.lmtp() {
		return ProtoLMTP
	}
	return ProtoSMTP
}

// port is the port that is connected to.
func (h Hop) port() int {
	switch {
	case edition.Full && h.Port != 0:
		return h.Port
	case h.lmtp():
		return LMTPPort
	}
	return Port
}

// String writes the hop as its rule has it: "[relay.lin.example]:587", "lin.example" when the MX records of that domain
// are looked up. The zero value is "".
func (h Hop) String() string {
	s := h.Host
	if s != "" && !h.MX && !strings.HasPrefix(s, "[") {
		s = "[" + s + "]"
	}
	if h.Port != 0 {
		s += ":" + strconv.Itoa(h.Port)
	}
	return s
}

// Key says to which destination a recipient at domain goes: recipients with equal keys can share a connection, and a
// destination that does not answer is the same for all of them.
func (h Hop) Key(domain string) string {
	if !h.named() {
		return domain
	}
	return h.proto() + ":" + h.String()
}

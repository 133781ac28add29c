package smtp

import (
	"strings"

	"ehloworld/engine/address"
)

// ParseMail reads the argument of MAIL, such as "FROM:<alice@shan.example> SIZE=1200" (RFC 5321 section 4.1.1.2). The
// null reverse-path <> gives the zero address. refuse is nil when all is well.
func ParseMail(arg string) (from address.Address, params []Param, refuse *Reply) {
	return parsePath(arg, &mailPath)
}

// ParseRcpt reads the argument of RCPT, such as "TO:<bob@hai.example>" (RFC 5321 section 4.1.1.3). <Postmaster> needs no
// domain and gives the address {Local: "postmaster"}. refuse is nil when all is well.
func ParseRcpt(arg string) (to address.Address, params []Param, refuse *Reply) {
	return parsePath(arg, &rcptPath)
}

// pathKind is what differs between reverse-path and forward-path.
type pathKind struct {
	verb, word string
	enhanced   string
	text       string
	null       bool // <> is permitted.
	postmaster bool // <Postmaster> is permitted.
}

var (
	mailPath = pathKind{verb: MAIL, word: "FROM:", enhanced: "5.1.7", text: "Bad sender address syntax", null: true}
	rcptPath = pathKind{verb: RCPT, word: "TO:", enhanced: "5.1.3", text: "Bad recipient address syntax", postmaster: true}
)

// MaxPath is the longest path in octets, brackets included (RFC 5321 section 4.5.3.1.3).
const MaxPath = 256

func parsePath(arg string, kind *pathKind) (a address.Address, params []Param, refuse *Reply) {
	if len(arg) < len(kind.word) || !strings.EqualFold(arg[:len(kind.word)], kind.word) {
		return a, nil, Refuse(501, "5.5.4", "Syntax: "+usage[kind.verb])
	}
	arg = arg[len(kind.word):]
	if arg != "" && isBlank(arg[0]) {
		// RFC 5321 section 3.3 points at this one itself, "since it has been a common source of errors".
		return a, nil, Refuse(501, kind.enhanced, kind.text+": no space may follow the colon, write "+usage[kind.verb])
	}
	if arg == "" || arg[0] != '<' {
		return a, nil, Refuse(501, kind.enhanced, kind.text)
	}
	rest, routed := arg[1:], false
	if rest != "" && rest[0] == '@' && strings.IndexByte(rest, ':') >= 0 {
		n := sourceRoute(rest)
		if n == 0 {
			return a, nil, Refuse(501, kind.enhanced, kind.text+": a source route is written @one.example,@two.example: before the address")
		}
		rest, routed = rest[n:], true
	}
	switch {
	case rest != "" && rest[0] == '>':
		if routed { // RFC 5321 section 4.1.2: a Path with a route has a Mailbox.
			return a, nil, Refuse(501, kind.enhanced, kind.text+": behind a source route an address must follow")
		}
		if !kind.null {
			return a, nil, Refuse(501, kind.enhanced, kind.text+": <> is the null sender and receives nothing")
		}
	case kind.postmaster && len(rest) > len(postmaster) && rest[len(postmaster)] == '>' && strings.EqualFold(rest[:len(postmaster)], postmaster):
		a, rest = address.Address{Local: postmaster}, rest[len(postmaster):]
	default:
		b, n, err := address.Scan(rest)
		if err != nil {
			return a, nil, Refuse(501, kind.enhanced, kind.text+": "+err.Error())
		}
		a, rest = b, rest[n:]
	}
	if rest == "" || rest[0] != '>' {
		return address.Address{}, nil, Refuse(501, kind.enhanced, kind.text+": > must close the address")
	}
	if rest = rest[1:]; len(arg)-len(rest) > MaxPath {
		return address.Address{}, nil, Refuse(501, kind.enhanced, kind.text+": a path has at most 256 octets")
	}
	if rest == "" {
		return a, nil, nil
	}
	params, refuse = parseParams(rest, kind)
	return a, params, refuse
}

const postmaster = "postmaster"

// sourceRoute measures a source route with its colon, such as "@one.example,@two.example:". Servers must accept it and
// should ignore it (RFC 5321 section 4.1.1.3 and appendix C), which is what ParseMail and ParseRcpt do. 0: it is broken.
func sourceRoute(s string) int {
	i := 0
	for {
		if i == len(s) || s[i] != '@' {
			return 0
		}
		_, n, err := address.ScanDomain(s[i+1:])
		if err != nil {
			return 0
		}
		i += 1 + n
		if i == len(s) {
			return 0
		}
		switch s[i] {
		case ':':
			return i + 1
		case ',':
			i++
		default:
			return 0
		}
	}
}

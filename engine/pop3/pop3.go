// Package pop3 is the vocabulary of the Post Office Protocol, version 3: verbs, replies, capabilities, and the table of
// what is legal when (states.go). The two ends are packages pop3server and pop3client.
//
// RFC 1939 with RFC 2449 (CAPA, response codes, pipelining) and RFC 3206 (AUTH and SYS response codes).
package pop3

import "strings"

// Bounds on the wire, in octets with the line end.
const (
	MaxCommandLine = 255 // RFC 2449 section 4.
	MaxReplyLine   = 512 // RFC 2449 section 4.
)

// Port is where POP3 servers listen.
const Port = 110

// The verbs of RFC 1939 and RFC 2449.
const (
	USER = "USER"
	PASS = "PASS"
	CAPA = "CAPA"
	STAT = "STAT"
	LIST = "LIST"
	UIDL = "UIDL"
	RETR = "RETR"
	TOP  = "TOP"
	DELE = "DELE"
	NOOP = "NOOP"
	RSET = "RSET"
	QUIT = "QUIT"
)

// Verb describes one command.
type Verb struct {
	Name  string
	Args  string // What it takes, as a person would write it; brackets mean "may be left out".
	Needs string // The capability that a server has to have for it; empty: every server has it.
}

// Verbs lists the commands in the order in which they are best learnt.
var Verbs = []Verb{
	{USER, "name", CapUSER},
	{PASS, "password", CapUSER},
	{CAPA, "", ""},
	{STAT, "", ""},
	{LIST, "[number]", ""},
	{UIDL, "[number]", CapUIDL},
	{RETR, "number", ""},
	{TOP, "number lines", CapTOP},
	{DELE, "number", ""},
	{NOOP, "", ""},
	{RSET, "", ""},
	{QUIT, "", ""},
}

// Find returns what is known about a verb in upper case.
func Find(verb string) (Verb, bool) {
	for _, v := range Verbs {
		if v.Name == verb {
			return v, true
		}
	}
	return Verb{}, false
}

// ParseCommand cuts a command line, without its end, into the verb in upper case and the rest after one space. The rest
// stays as it is: in a password every space counts (RFC 1939 section 7, PASS).
func ParseCommand(line string) (verb, arg string) {
	verb, arg, _ = strings.Cut(line, " ")
	return upper(verb), arg
}

// upper makes ASCII letters upper case and leaves all other octets alone; a verb may be any rubbish.
func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - ('a' - 'A')
		}
	}
	return string(b)
}

// maxDigits keeps every number far from overflow.
const maxDigits = 9

// Number reads a decimal number of digits only: no sign, no space, at most nine digits.
func Number(s string) (int, bool) {
	if s == "" || len(s) > maxDigits {
		return 0, false
	}
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

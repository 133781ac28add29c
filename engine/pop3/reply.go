package pop3

import "strings"

// The response codes (RFC 2449 section 8, RFC 3206). They stand in brackets at the start of a reply's text.
const (
	CodeInUse     = "IN-USE"
	CodeAuth      = "AUTH"
	CodeTemporary = "SYS/TEMP"
	CodePermanent = "SYS/PERM"
)

// Reply is the status line of a response. A negative Reply is an error that knows how it looks on the wire.
type Reply struct {
	OK   bool
	Code string // Response code without brackets; usually empty.
	Text string // One line.
}

// Status is "+OK" or "-ERR".
func (r Reply) Status() string {
	if r.OK {
		return string(OK)
	}
	return string(Err)
}

// Full is the text with the response code before it.
func (r Reply) Full() string {
	switch {
	case r.Code == "":
		return r.Text
	case r.Text == "":
		return "[" + r.Code + "]"
	}
	return "[" + r.Code + "] " + r.Text
}

// String is the line without its end.
func (r Reply) String() string {
	if full := r.Full(); full != "" {
		return r.Status() + " " + full
	}
	return r.Status()
}

// Error implements error.
func (r Reply) Error() string { return r.String() }

// Bytes is the line with CR LF. An over-long text is cut, so that the line keeps to MaxReplyLine.
func (r Reply) Bytes() []byte {
	s := r.String()
	if len(s) > MaxReplyLine-2 {
		s = s[:MaxReplyLine-2]
	}
	return append([]byte(s), '\r', '\n')
}

// Good is a positive reply.
func Good(text string) Reply { return Reply{OK: true, Text: text} }

// Bad is a negative reply.
func Bad(text string) Reply { return Reply{Text: text} }

// ParseReply reads a status line without its end. It returns false when the line is none.
func ParseReply(line string) (Reply, bool) {
	status, text, _ := strings.Cut(line, " ")
	r := Reply{OK: status == string(OK)}
	if !r.OK && status != string(Err) {
		return Reply{}, false
	}
	r.Text = text
	// RFC 2449 section 8: a "[" as the first octet of the text begins a response code, on servers that have them.
	if code, rest, found := strings.Cut(text, "]"); found && len(code) > 1 && code[0] == '[' {
		r.Code, r.Text = upper(code[1:]), strings.TrimPrefix(rest, " ")
	}
	return r, true
}

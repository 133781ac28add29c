// Package framing turns a stream of bytes into lines and dot-terminated bodies, and back. It works the same however the
// bytes were cut on the way, and never holds more than its bounds say.
package framing

// Bounds on lines, in octets with the line end.
const (
	// MaxCommandLine is the longest SMTP command line (RFC 5321 section 4.5.3.1.4).
	MaxCommandLine = 512
	// MaxReplyLine is the longest SMTP reply line (RFC 5321 section 4.5.3.1.5) and POP3 response line (RFC 1939 section 3).
	MaxReplyLine = 512
	// MaxLine is the longest line of a letter (RFC 5321 section 4.5.3.1.6).
	MaxLine = 1000
	// MaxAuthLine is the longest line of a SASL exchange in base64 (RFC 4954 section 4).
	MaxAuthLine = 12288
)

// LineEnds says what ends a line, and with it what ends a letter. Two servers that disagree about it can be made to
// disagree about where one letter ends and the next begins: that is SMTP smuggling.
type LineEnds uint8

const (
	// Strict lets only CR LF end a line (RFC 5321 section 2.3.8). A bare LF or CR stays inside the line and is reported.
	Strict LineEnds = iota
	// Pass is Strict, except that what a letter has of bare LF and CR is no problem: it stays, and goes to the next server,
	// which may think otherwise.
	Pass
	// Mend lets a bare LF end a line of text, but a letter ends only with CR LF, dot, CR LF.
	Mend
	// Lenient lets a bare LF end a line, and a letter.
	Lenient
	// LenientCR lets a bare CR do that too.
	LenientCR

	lineEnds
)

var lineEndsNames = [lineEnds]string{"strict", "pass", "mend", "lenient-in", "lenient-cr"}

// String is the name of the policy in settings.
func (e LineEnds) String() string { return lineEndsNames[e] }

// ParseLineEnds finds a policy by its name.
func ParseLineEnds(name string) (LineEnds, bool) {
	for i, n := range lineEndsNames {
		if n == name {
			return LineEnds(i), true
		}
	}
	return Strict, false
}

// Problem is something wrong with a line or a body.
type Problem uint8

const (
	// OK means that nothing is wrong.
	OK Problem = iota
	// NUL is an octet 0.
	NUL
	// BareLF is an LF without a CR before it, in Strict mode.
	BareLF
	// BareCR is a CR without an LF after it.
	BareCR
	// TooLong is a line over its bound.
	TooLong
	// TooBig is a body over its bound; lines never have it.
	TooBig

	problems
)

var problemNames = [problems]string{"ok", "NUL", "bare LF", "bare CR", "line too long", "too big"}

// String names p in a few plain words.
func (p Problem) String() string { return problemNames[p] }

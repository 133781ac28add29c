package smtpserver

// Accent is in whose manner a server words its answers, and what it offers unless it is told what to offer. What it does is
// the same in all of them.
type Accent uint8

const (
	AccentPlain    Accent = iota // This project's own words, which teach.
	AccentPostfix                // Terse, with enhanced codes.
	AccentExim                   // Terse, without enhanced codes.
	AccentExchange               // Wordy.

	accents
)

var accentNames = [accents]string{"plain", "postfix", "exim", "exchange"}

// String is the name of the accent in settings.
func (a Accent) String() string { return accentNames[a] }

// ParseAccent finds an accent by its name.
func ParseAccent(name string) (Accent, bool) {
	for i, n := range accentNames {
		if n == name {
			return Accent(i), true
		}
	}
	return AccentPlain, false
}

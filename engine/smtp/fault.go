package smtp

import (
	"strconv"
	"strings"
)

// Fault is what is wrong with a server on purpose: how it treats the Nth command of a kind on each connection and all of
// that kind after it.
type Fault struct {
	Code int    // What it answers, from 400 to 599; 0: nothing, it drops the connection.
	Verb string // Upper case; EOD is the end of a letter.
	Nth  int    // Counted from 1 on each connection, while the fault is on.
}

// FaultError says what is wrong with the text of a Fault.
type FaultError struct{ Problem string }

func (e *FaultError) Error() string { return e.Problem }

// maxNth bounds Fault.Nth.
const maxNth = 1000

// ParseFault reads "451 RCPT 3": the third RCPT and all after it are answered 451. Coded says whether a code stands there;
// without one it is "EOD 2", or nothing, which means "EOD 1". Errors are *FaultError.
func ParseFault(text string, coded bool) (Fault, error) {
	f := Fault{Verb: EOD, Nth: 1}
	words := strings.Fields(text)
	if coded {
		if len(words) < 2 {
			return f, &FaultError{"a code and a command must follow, such as 451 RCPT, and after them may stand from which one on, such as 451 RCPT 3"}
		}
		code, err := strconv.Atoi(words[0])
		if err != nil || code < 400 || code > 599 {
			return f, &FaultError{"the code is a refusal, from 400 to 599"}
		}
		f.Code, words = code, words[1:]
	}
	if len(words) > 2 {
		return f, &FaultError{"too much stands there: a command and from which one on is all"}
	}
	if len(words) > 0 {
		if f.Verb = strings.ToUpper(words[0]); !Known(f.Verb) && f.Verb != EOD {
			return f, &FaultError{strconv.Quote(words[0]) + " is no command of SMTP; the end of a letter is called EOD"}
		}
	}
	if len(words) > 1 {
		n, err := strconv.Atoi(words[1])
		if err != nil || n < 1 || n > maxNth {
			return f, &FaultError{"from which command on is a number from 1 to " + strconv.Itoa(maxNth)}
		}
		f.Nth = n
	}
	return f, nil
}

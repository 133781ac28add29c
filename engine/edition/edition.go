// Package edition says how much of the engine a program has been compiled with.
//
// There are two editions. The full one has everything; natively and in tests there is no other. The first one is what a
// browser loads on a first visit: it is compiled with the build tag `first` and lacks what most worlds do without. What only
// the full edition shall contain stands behind
//
//	if edition.Full { … }
//
// and the compiler drops it from the first. Where the first edition meets something that it lacks it must neither go on
// without it nor call it wrong: it answers with Needed, having changed nothing, and the page then replays the world in the
// full edition and asks again. A world that needs nothing of the full edition has the same trace in both.
//
// Needed is said at a few doors only: where a scenario is read (package scenario: services, settings, faults, and keywords of
// EHLO beyond SIZE, 8BITMIME, PIPELINING, ENHANCEDSTATUSCODES, SMTPUTF8, AUTH and HELP), where a setting or a timetable is
// read by its name (packages policy and queue), before an input is applied (world.Lacks) and where the page asks (wasm/bridge).
// Behind the doors nothing can come that the first edition lacks, so code there leaves it out without a word: no server of its
// worlds offers BDAT, so none needs to refuse it in another way than one of the full edition that does not offer it either.
package edition

// MissingError is the error of an edition that lacks what it was asked for.
type MissingError struct {
	What string // What was asked for, as the subject of a sentence: "a server that greylists".
}

func (e *MissingError) Error() string { return e.What + " needs the full edition of the engine" }

// Needed returns the error for something that this edition lacks; what is the subject of a sentence: "a server that
// greylists". A caller may wrap it, as long as the wrapping error has Unwrap.
//
//	if !edition.Full {
//		return edition.Needed("changing a server's policy while it runs")
//	}
func Needed(what string) error { return &MissingError{what} }

// Lacks says whether err, or something that it wraps, is a MissingError. It stands for errors.As, which weighs 8 kB.
func Lacks(err error) bool {
	for err != nil {
		if _, ok := err.(*MissingError); ok {
			return true
		}
		wrap, ok := err.(interface{ Unwrap() error })
		if !ok {
			return false
		}
		err = wrap.Unwrap()
	}
	return false
}

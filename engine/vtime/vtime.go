// Package vtime is the simulated time that every other package counts in. Nothing under engine/ ever looks at the clock
// of the machine it runs on: time arrives as an argument and deadlines leave as values.
package vtime

// Time is an instant of the simulated world: nanoseconds since 1970-01-01T00:00:00Z.
type Time int64

// Never is later than every instant that a world reaches. It stands for "no deadline".
const Never Time = 1<<63 - 1

// Add returns the instant d after t. It stays at Never when t is Never.
func (t Time) Add(d Duration) Time {
	if t == Never {
		return Never
	}
	return t + Time(d)
}

// Sub returns the span from u to t.
func (t Time) Sub(u Time) Duration { return Duration(t - u) }

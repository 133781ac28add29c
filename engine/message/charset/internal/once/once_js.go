//go:build js

// Package once lets a table be filled by whoever needs it first.
package once

// Once calls a function once. In the browser there is one thread.
type Once struct{ done bool }

// Do calls fill if it has not been called yet.
func (o *Once) Do(fill func()) {
	if !o.done {
		o.done = true
		fill()
	}
}

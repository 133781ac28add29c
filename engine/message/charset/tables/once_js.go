//go:build js

package tables

// once lets a table be filled by whoever needs it first. There is one thread.
type once struct{ done bool }

func (o *once) do(fill func()) {
	if !o.done {
		o.done = true
		fill()
	}
}

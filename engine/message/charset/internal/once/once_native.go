//go:build !js

// Package once lets a table be filled by whoever needs it first.
package once

import "sync"

// Once calls a function once. Natively several goroutines may read letters at the same time.
type Once struct{ once sync.Once }

// Do calls fill if it has not been called yet.
func (o *Once) Do(fill func()) { o.once.Do(fill) }

//go:build !js

package tables

import "sync"

// once lets a table be filled by whoever needs it first: several goroutines may read letters at once.
type once struct{ sync.Once }

func (o *once) do(fill func()) { o.Do(fill) }

// Package scenarios holds the worlds that scenarios are built upon, so that the engine has them wherever it runs. The
// scenarios themselves are folders beside this file; they are read at run time.
package scenarios

// The worlds are written into worlds.go, not embedded: package embed brings io/fs and time with it, 50 kB of the browser's
// engine.

// Base returns the world.json of a built-in base world.
func Base(name string) ([]byte, bool) {
	if name == "two-towns" {
		return []byte(twoTowns), true
	}
	return nil, false
}

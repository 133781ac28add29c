// Package scenarios holds the worlds that scenarios are built upon, so that the engine has them wherever it runs. The
// scenarios themselves are folders beside this file; they are read at run time.
package scenarios

import _ "embed"

//go:embed two-towns/world.json
var twoTowns string

// Base returns the world.json of a built-in base world.
func Base(name string) ([]byte, bool) {
	if name == "two-towns" {
		return []byte(twoTowns), true
	}
	return nil, false
}

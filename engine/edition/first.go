//go:build first

package edition

// Full says that nothing was left out.
const Full = false

package oracles

import "slices"

// reason explains disagreements that are right.
type reason struct {
	name    string
	oracles []string
	why     string
	match   func(d *Difference) bool
	// against says that we read otherwise than all others on purpose.
	against bool
}

func reasonFor(d *Difference) *reason {
	for i := range reasons {
		r := &reasons[i]
		if slices.Contains(r.oracles, d.Oracle) && r.against == d.Unanimous && r.match(d) {
			return r
		}
	}
	return nil
}

var reasons = []reason{}

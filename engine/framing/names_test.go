package framing

import "testing"

func TestLineEndsNames(t *testing.T) {
	for _, name := range lineEndsNames {
		if e, ok := ParseLineEnds(name); !ok || e.String() != name {
			t.Errorf("%q is read as %v, %v", name, e, ok)
		}
	}
	if _, ok := ParseLineEnds("LF"); ok {
		t.Error("LF is a policy")
	}
}

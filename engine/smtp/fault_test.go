package smtp

import "testing"

func TestParseFault(t *testing.T) {
	for _, c := range []struct {
		text  string
		coded bool
		want  Fault
	}{
		{"451 rcpt 3", true, Fault{451, RCPT, 3}},
		{"599 EOD", true, Fault{599, EOD, 1}},
		{"", false, Fault{0, EOD, 1}},
		{"data", false, Fault{0, DATA, 1}},
		{" EOD  1000 ", false, Fault{0, EOD, 1000}},
	} {
		if got, err := ParseFault(c.text, c.coded); err != nil || got != c.want {
			t.Errorf("%q: %+v, %v", c.text, got, err)
		}
	}
	for _, text := range []string{"", "451", "399 RCPT", "600 RCPT", "x RCPT", "451 JUMP", "451 RCPT 0", "451 RCPT 1001", "451 RCPT 1 2"} {
		if f, err := ParseFault(text, true); err == nil {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

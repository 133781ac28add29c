package ip

import "testing"

func TestNetwork(t *testing.T) {
	for _, row := range []struct {
		text, in, out string // An address in it, and one that is not.
	}{
		{"192.0.2.0/24", "192.0.2.255", "192.0.3.0"},
		{"192.0.2.128/25", "192.0.2.128", "192.0.2.127"},
		{"192.0.2.7", "192.0.2.7", "192.0.2.8"},
		{"0.0.0.0/0", "255.1.2.3", "::1"},
		{"2001:db8::/32", "2001:db8:ffff::1", "2001:db9::"},
		{"::1", "0:0:0:0:0:0:0:1", "0.0.0.1"},
		{"10.0.0.0/8", "10.9.8.7", "nonsense"},
	} {
		n, ok := ParseNetwork(row.text)
		if !ok || !n.Contains(row.in) || n.Contains(row.out) {
			t.Errorf("%s: read %t, %s in it %t, %s in it %t", row.text, ok, row.in, n.Contains(row.in), row.out, n.Contains(row.out))
		}
	}
	for _, bad := range []string{"", "/8", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/", "192.0.2.0/08", "2001:db8::1/64", "::/129", "hai.example/8", "1.2.3.0/+8"} {
		if _, ok := ParseNetwork(bad); ok {
			t.Errorf("%q is taken for a network", bad)
		}
	}
	if (Network{}).Contains("0.0.0.0") || (Network{}).Contains("") {
		t.Error("no network contains something")
	}
}

func TestPrefix(t *testing.T) {
	for addr, want := range map[string]string{
		"203.0.113.77": "203.0.113.0/24", "2001:db8:1:2:3::4": "2001:db8:1:2::/64", "x": "",
	} {
		if got := Prefix(addr, 24, 64); got != want {
			t.Errorf("%s lies in %q, want %q", addr, got, want)
		}
	}
}

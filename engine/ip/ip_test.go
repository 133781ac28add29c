package ip

import (
	"net/netip"
	"testing"
)

// FuzzIP holds our addresses against those of the standard library.
func FuzzIP(f *testing.F) {
	for _, s := range []string{
		"203.0.113.10", "::", "::1", "1::", "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::2::3", ":1", "1:",
		"::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "::1.2.3.4:5", "0:0:1:0:0:0:1:0", "00001::", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0", "+1::", "01.2.3.4", "::1:",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want, err := netip.ParseAddr(s)
		is4, is6 := err == nil && want.Is4(), err == nil && want.Is6() && want.Zone() == ""
		v4, ok := Parse4(s)
		if ok != is4 || ok && Format4(v4) != want.String() {
			t.Fatalf("IPv4 %q: %v, want %v", s, ok, is4)
		}
		v6, ok := Parse6(s)
		if ok != is6 || ok && v6 != want.As16() {
			t.Fatalf("IPv6 %q: %v %x, want %v", s, ok, v6, is6)
		}
		if ok && !want.Is4In6() && Format6(v6) != want.String() {
			t.Fatalf("IPv6 %q: %s, want %s", s, Format6(v6), want)
		}
	})
}

// TestPrivate holds the ranges against the standard library's where it knows them, and the edges of the others.
func TestPrivate(t *testing.T) {
	for _, s := range []string{
		"10.0.0.0", "10.255.255.255", "11.0.0.0", "9.255.255.255", "172.15.255.255", "172.16.0.1", "172.31.255.255", "172.32.0.0", "192.168.0.1", "192.169.0.0",
		"127.0.0.1", "128.0.0.0", "169.254.1.1", "169.253.0.0", "203.0.113.10", "0.0.0.0", "::1", "::", "::2", "fc00::1", "fdff::1", "fe00::1", "fe80::1",
		"febf::1", "fec0::1", "2001:db8::1", "2a00::1",
	} {
		addr := netip.MustParseAddr(s)
		want := addr.IsPrivate() || addr.IsLoopback() || addr.IsLinkLocalUnicast() || addr.IsUnspecified()
		if got := Private(s); got != want {
			t.Errorf("%s: %v, want %v", s, got, want)
		}
	}
	for s, want := range map[string]bool{
		"100.63.255.255": false, "100.64.0.0": true, "100.127.255.255": true, "100.128.0.0": false, // shared address space of providers
		"::ffff:10.0.0.1": true, "::ffff:203.0.113.10": false, // IPv4 written as IPv6
		"fe80::1%eth0": true, "fe80::1%3": true, // the interface says where the address is valid
		"": false, "localhost": false, "10.0.0": false, "2001:db8::1%eth0": false,
	} {
		if got := Private(s); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
}

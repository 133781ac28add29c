package dns

import (
	"strings"
	"testing"
)

func TestParseRecord(t *testing.T) {
	for _, c := range []struct{ line, want string }{
		{"hai.example. 300 MX 10 mail.hai.example.", "hai.example. 300 IN MX 10 mail.hai.example."},
		{"HAI.example 300 in mx 10 Mail.Hai.example", "hai.example. 300 IN MX 10 mail.hai.example."}, // case and final dots
		{"hai.example. IN 60 A 203.0.113.10", "hai.example. 60 IN A 203.0.113.10"},                   // class before the time to live
		{"hai.example. A 203.0.113.10 ; our server", "hai.example. 300 IN A 203.0.113.10"},
		{"nomail.example. 300 MX 0 .", "nomail.example. 300 IN MX 0 ."}, // the null MX
		{"v6.example. 1 AAAA 2001:DB8:0:0:0:0:0:10", "v6.example. 1 IN AAAA 2001:db8::10"},
		{`hai.example. 1 TXT "v=spf1 mx -all" plain "a;b" "q\"\\" \065`, `hai.example. 1 IN TXT "v=spf1 mx -all" "plain" "a;b" "q\"\\" "A"`},
		{"10.113.0.203.in-addr.arpa. 9 PTR mail.hai.example.", "10.113.0.203.in-addr.arpa. 9 IN PTR mail.hai.example."},
		{"_dmarc.hai.example. 9 CNAME d.example.", "_dmarc.hai.example. 9 IN CNAME d.example."},
		{"hai.example. 9 NS ns.example.", "hai.example. 9 IN NS ns.example."},
		{"hai.example. 9 SOA ns.example. hm.hai.example. 1 2 3 4 5", "hai.example. 9 IN SOA ns.example. hm.hai.example. 1 2 3 4 5"},
	} {
		r, err := ParseRecord(c.line)
		if err != nil || r.Line() != c.want {
			t.Errorf("%s\n got %s %v\nwant %s", c.line, r.Line(), err, c.want)
			continue
		}
		if again, err := ParseRecord(r.Line()); err != nil || again.Line() != c.want {
			t.Errorf("%s does not read back: %v", r.Line(), err)
		}
	}
	for _, c := range []struct{ line, want string }{
		{"", "write name"},
		{"hai.example. 300 MX mail.hai.example.", "takes 2"},
		{"hai.example. 300 MX ten mail.hai.example.", "preference"},
		{"hai.example. 300 MX 65536 mail.hai.example.", "preference"},
		{"hai.example. 300 A 203.0.113.010", "IPv4"},
		{"hai.example. 300 AAAA 1:2:3", "IPv6"},
		{"hai.example. 300 HINFO a b", "not one of"},
		{"hai.example. 9999999999 A 1.2.3.4", "time to live"},
		{"hai..example. A 1.2.3.4", "empty label"},
		{"海.example. A 1.2.3.4", "xn--"},
		{"hai.example. TXT \"open", "not finished"},
		{"hai.example. 300 IN", "type is missing"},
		{"hai.example. TXT \"" + strings.Repeat("x", 256) + "\"", "255"},
		{strings.Repeat("x", 64) + ".example. A 1.2.3.4", "63"},
		{strings.Repeat("x.", 127) + "xx. A 1.2.3.4", "253"},
		{"hai.example. SOA ns. hm. 1 2 3 4 many", "five numbers"},
	} {
		if r, err := ParseRecord(c.line); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: got %v, error %v; want an error with %q", c.line, r, err, c.want)
		}
	}
}

func TestReverseName(t *testing.T) {
	for ip, want := range map[string]string{
		"203.0.113.10": "10.113.0.203.in-addr.arpa",
		"2001:db8::1":  "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
		"alice-pc":     "",
	} {
		if got := ReverseName(ip); got != want {
			t.Errorf("%s: %s", ip, got)
		}
	}
}

func FuzzParseRecord(f *testing.F) {
	f.Add("hai.example. 300 MX 10 mail.hai.example.")
	f.Add(`hai.example. 1 TXT "v=spf1 \"mx\" \\ \255 -all" x\;y`)
	f.Add("a. SOA b. c. 1 2 3 4 5 ; six")
	f.Fuzz(func(t *testing.T, line string) {
		r, err := ParseRecord(line)
		if err != nil {
			return
		}
		again, err := ParseRecord(r.Line())
		if err != nil || again.Line() != r.Line() {
			t.Fatalf("%q reads %q and then %q: %v", line, r.Line(), again.Line(), err)
		}
	})
}

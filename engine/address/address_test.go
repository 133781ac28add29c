package address

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	long := strings.Repeat("x", 64)
	for _, c := range []struct {
		in, local, domain, out string // out: when it differs from in.
	}{
		{"bob@hai.example", "bob", "hai.example", ""},
		{"Bob@HAI.Example", "Bob", "hai.example", "Bob@hai.example"}, // Only the domain has no case.
		{"bob.of-1+tag@hai.example", "bob.of-1+tag", "hai.example", ""},
		{"!#$%&'*+-/=?^_`{|}~@hai.example", "!#$%&'*+-/=?^_`{|}~", "hai.example", ""},
		{`"bob bo"@hai.example`, "bob bo", "hai.example", ""},
		{`"bob"@hai.example`, "bob", "hai.example", "bob@hai.example"}, // Quotes without need are no part of the name.
		{`"a\"b\\c@d>"@hai.example`, `a"b\c@d>`, "hai.example", ""},
		{`"\b"@hai.example`, "b", "hai.example", "b@hai.example"},
		{`""@hai.example`, "", "hai.example", ""},
		{`"..a"@hai.example`, "..a", "hai.example", ""},
		{"bob@[192.0.2.1]", "bob", "[192.0.2.1]", ""},
		{"bob@[IPv6:2001:DB8::1]", "bob", "[ipv6:2001:db8::1]", "bob@[ipv6:2001:db8::1]"},
		{"bob@localhost", "bob", "localhost", ""}, // One label is syntax enough.
		{"用户@例え.example", "用户", "例え.example", ""},
		{long + "@hai.example", long, "hai.example", ""},
	} {
		a, err := Parse(c.in)
		if err != nil || a.Local != c.local || a.Domain != c.domain {
			t.Errorf("Parse(%q) = %q, %v", c.in, a, err)
			continue
		}
		if c.out == "" {
			c.out = c.in
		}
		if a.String() != c.out {
			t.Errorf("%q is written %q, want %q", c.in, a.String(), c.out)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		in   string
		want *Error
	}{
		{"", errNoLocal},
		{"bob", errNoAt},
		{"@hai.example", errNoLocal},
		{"bob@", errNoDomain},
		{"bob bo@hai.example", errNoAt},
		{"bob,bo@hai.example", errLocalChar},
		{"(bob)@hai.example", errLocalChar},
		{".bob@hai.example", errLocalDots},
		{"bob.@hai.example", errLocalDots},
		{"b..b@hai.example", errLocalDots},
		{strings.Repeat("x", 65) + "@hai.example", errLocalLong},
		{`"` + strings.Repeat("x", 65) + `"@hai.example`, errLocalLong},
		{`"bob@hai.example`, errQuote},
		{`"bob\`, errQuote},
		{"\"b\nb\"@hai.example", errQuote},
		{"b\xffb@hai.example", errUTF8},
		{"bob@hai..example", errDomainLabel},
		{"bob@.example", errDomainLabel},
		{"bob@hai.example.", errDomainLabel},
		{"bob@-hai.example", errDomainHyphen},
		{"bob@hai-.example", errDomainHyphen},
		{"bob@hai_1.example", errDomainChar},
		{"bob@hai@example", errDomainChar},
		{"bob@hai.example trailing", errTrailingChars},
		{"bob@" + strings.Repeat("a.", 127) + "bc", errDomainLong},
		{"bob@" + strings.Repeat("a", 64) + ".example", errDomainLabel},
		{"bob@[192.0.2]", errLiteral},
		{"bob@[192.0.2.256]", errLiteral},
		{"bob@[192.0.2.1", errLiteral},
		{"bob@[x:1]", errLiteral},
		{"bob@[]", errLiteral},
		{"bob@hai.\xff", errUTF8},
	} {
		if a, err := Parse(c.in); err != error(c.want) {
			t.Errorf("Parse(%q) = %q, %v; want the error: %v", c.in, a, err, c.want)
		}
	}
}

func TestDomain(t *testing.T) {
	for in, want := range map[string]string{
		"Hai.Example": "hai.example", "a": "a", "[192.0.2.1]": "[192.0.2.1]", "": "", "a b": "", "a.": "", "-": "",
	} {
		if got, err := Domain(in); got != want || (err == nil) != (want != "") {
			t.Errorf("Domain(%q) = %q, %v", in, got, err)
		}
	}
}

func TestNullAndASCII(t *testing.T) {
	a := Address{"Bob", "hai.example"}
	if !a.ASCII() || (Address{"用户", "x"}).ASCII() || (Address{"x", "例え"}).ASCII() {
		t.Error("ASCII is wrong")
	}
	if !(Address{}).IsZero() || a.IsZero() || (Address{}).String() != "" || (Address{Local: "postmaster"}).String() != "postmaster" {
		t.Error("the null address is wrong")
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"bob@hai.example", `"b\"@"@[192.0.2.1]`, "用户@例え.example", "a@[IPv6:::1]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := Parse(s)
		if err != nil {
			return
		}
		b, err := Parse(a.String())
		if err != nil || a != b {
			t.Fatalf("%q gives %q, which gives %q, %v", s, a, b, err)
		}
		if strings.ContainsAny(a.String(), "\r\n\x00") {
			t.Fatalf("%q breaks lines", a)
		}
	})
}

package dns

import (
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// TestHugeAnswers feeds a resolver what no datagram could hold: of each section so many records are looked at, and of a
// chain of aliases so many links.
func TestHugeAnswers(t *testing.T) {
	megabyte := make([]string, 64)
	for i := range megabyte {
		megabyte[i] = strings.Repeat("s", 255)
	}
	name := dnsmessage.MustNewName("hai.example.")
	header := func(typ dnsmessage.Type) dnsmessage.ResourceHeader {
		return dnsmessage.ResourceHeader{Name: name, Type: typ, Class: dnsmessage.ClassINET, TTL: 60}
	}
	for _, c := range []struct {
		what  string
		n     int
		one   dnsmessage.Resource
		rcode string
		most  int
	}{
		{"a megabyte of TXT", 64, dnsmessage.Resource{Header: header(dnsmessage.TypeTXT), Body: &dnsmessage.TXTResource{TXT: megabyte}}, NoError, 0},
		{"ten thousand mail hosts", 10_000, dnsmessage.Resource{Header: header(dnsmessage.TypeMX), Body: &dnsmessage.MXResource{MX: name}}, NoError, MaxSection},
		{"ten thousand aliases of itself", 10_000, dnsmessage.Resource{Header: header(dnsmessage.TypeCNAME), Body: &dnsmessage.CNAMEResource{CNAME: name}}, ServFail, 0},
	} {
		r := NewResolver(rand.New(rand.NewPCG(1, 2)))
		_, _, query := r.Ask(0, "hai.example", MX)
		var m dnsmessage.Message
		if err := m.Unpack(query); err != nil {
			t.Fatal(err)
		}
		m.Response, m.Additionals = true, nil
		for range c.n {
			m.Answers = append(m.Answers, c.one)
		}
		data, err := m.Pack()
		if err != nil {
			t.Fatal(err)
		}
		got := r.Receive(1, data)
		if len(got) != 1 || got[0].Rcode != c.rcode || len(got[0].Records) > c.most {
			t.Errorf("%s: %d octets gave %d answers, %s, %d records", c.what, len(data), len(got), got[0].Rcode, len(got[0].Records))
		}
	}
}

// TestStrangeNames: a name from the wire can always be repeated in a text, and one that no host has finds nothing.
func TestStrangeNames(t *testing.T) {
	for in, want := range map[string]string{"a b.": `a\032b`, "A\r\n.": `a\013\010`, "\x00\xff\\.": `\000\255\092`, "mail.hai.example.": "mail.hai.example", ".": ""} {
		if got := name(dnsmessage.MustNewName(in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		} else if _, err := Name(got); (err == nil) != (want == "mail.hai.example") {
			t.Errorf("%q passes for a name, or does not: %v", got, err)
		}
	}
}

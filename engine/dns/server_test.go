package dns

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// world is the zone data that the tests ask about.
func world(t testing.TB) *Zones {
	t.Helper()
	z := NewZones()
	for _, line := range strings.Split(strings.TrimSpace(`
hai.example. 300 MX 10 mail.hai.example.
hai.example. 300 MX 20 backup.hai.example.
hai.example. 300 TXT "v=spf1 mx -all" "second string"
mail.hai.example. 300 A 203.0.113.10
mail.hai.example. 60 AAAA 2001:db8::10
backup.hai.example. 300 A 203.0.113.11
shan.example. 7200 SOA ns.shan.example. hostmaster.shan.example. 7 3600 600 86400 120
shan.example. 300 NS ns.shan.example.
deep.a.b.shan.example. 300 A 192.0.2.77
www.shan.example. 100 CNAME web.shan.example.
web.shan.example. 50 CNAME mail.hai.example.
broken.shan.example. 100 CNAME nothing.shan.example.
round.shan.example. 100 CNAME trip.shan.example.
trip.shan.example. 100 CNAME round.shan.example.
nomail.example. 300 MX 0 .
10.113.0.203.in-addr.arpa. 300 PTR mail.hai.example.
`), "\n") {
		r, err := ParseRecord(line)
		if err == nil {
			err = z.Add(r)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return z
}

func show(a Answer) string {
	out := a.Rcode
	for _, r := range a.Records {
		out += " | " + r.Name + " " + r.String()
	}
	if a.Authority != nil {
		out += " ! " + a.Authority.Line()
	}
	return out
}

func TestAnswer(t *testing.T) {
	z := world(t)
	const made = " 300 IN SOA ns.example. hostmaster."
	for _, c := range []struct{ name, typ, want string }{
		{"hai.example", MX, "NOERROR | hai.example MX 10 mail.hai.example. | hai.example MX 20 backup.hai.example."},
		{"HAI.Example", MX, "NOERROR | hai.example MX 10 mail.hai.example. | hai.example MX 20 backup.hai.example."},
		{"hai.example", A, "NOERROR ! hai.example." + made + "hai.example. 1 3600 600 604800 300"}, // NODATA
		{"nobody.hai.example", A, "NXDOMAIN ! hai.example." + made + "hai.example. 1 3600 600 604800 300"},
		{"gone.example", MX, "NXDOMAIN ! example." + made + "example. 1 3600 600 604800 300"},
		{"nobody.shan.example", A, "NXDOMAIN ! shan.example. 7200 IN SOA ns.shan.example. hostmaster.shan.example. 7 3600 600 86400 120"},
		{"a.b.shan.example", A, "NOERROR ! shan.example. 7200 IN SOA ns.shan.example. hostmaster.shan.example. 7 3600 600 86400 120"}, // an empty name between two
		{"www.shan.example", A, "NOERROR | www.shan.example CNAME web.shan.example. | web.shan.example CNAME mail.hai.example. | mail.hai.example A 203.0.113.10"},
		{"www.shan.example", CNAME, "NOERROR | www.shan.example CNAME web.shan.example."},
		{"www.shan.example", MX, "NOERROR | www.shan.example CNAME web.shan.example. | web.shan.example CNAME mail.hai.example. ! hai.example." + made + "hai.example. 1 3600 600 604800 300"},
		{"broken.shan.example", A, "NXDOMAIN | broken.shan.example CNAME nothing.shan.example. ! shan.example. 7200 IN SOA ns.shan.example. hostmaster.shan.example. 7 3600 600 86400 120"},
		{"round.shan.example", A, "SERVFAIL"},
		{"nomail.example", MX, "NOERROR | nomail.example MX 0 ."},
		{"10.113.0.203.in-addr.arpa", PTR, "NOERROR | 10.113.0.203.in-addr.arpa PTR mail.hai.example."},
		{"mail.hai.example", Any, "NOERROR | mail.hai.example A 203.0.113.10 | mail.hai.example AAAA 2001:db8::10"},
	} {
		if got := show(z.Answer(c.name, c.typ)); got != c.want {
			t.Errorf("%s %s\n got %s\nwant %s", c.name, c.typ, got, c.want)
		}
	}
	if a := z.Answer("nomail.example", MX); !a.Records[0].NullMX() || a.NoData() {
		t.Error("the null MX is not seen")
	}
	if a := z.Answer("www.shan.example", MX); !a.NoData() {
		t.Error("an alias alone is not seen as no data")
	}
}

func TestZonesChange(t *testing.T) {
	z := world(t)
	add := func(line string) error {
		r, err := ParseRecord(line)
		if err != nil {
			t.Fatal(err)
		}
		return z.Add(r)
	}
	if add("www.shan.example. A 1.2.3.4") == nil || add("hai.example. CNAME x.example.") == nil || add("shan.example. SOA a. b. 1 1 1 1 1") == nil {
		t.Error("a record that contradicts another was taken")
	}
	if err := add("hai.example. 5 MX 10 mail.hai.example."); err != nil || len(z.Records("hai.example")) != 3 || z.Records("hai.example")[0].TTL != 5 {
		t.Errorf("the same record again: %v %v", err, z.Records("hai.example"))
	}
	z.Remove("hai.example", MX, "10 mail.hai.example.")
	if got := show(z.Answer("hai.example", MX)); got != "NOERROR | hai.example MX 20 backup.hai.example." {
		t.Error(got)
	}
	z.Remove("deep.a.b.shan.example", A, "")
	if got := z.Answer("a.b.shan.example", A).Rcode; got != NXDomain {
		t.Error("an empty name outlives what stood below it:", got)
	}
	if got := z.Answer("shan.example", NS).Rcode; got != NoError {
		t.Error(got)
	}
	z.SetFault("Shan.example", ServFail)
	z.SetFault("ns.shan.example", Timeout)
	for name, want := range map[string]string{"shan.example": ServFail, "x.shan.example": ServFail, "ns.shan.example": Timeout, "hai.example": NoError, "xshan.example": NXDomain} {
		if got := z.Answer(name, MX).Rcode; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	z.SetFault("shan.example", "")
	if got := z.Answer("shan.example", NS).Rcode; got != NoError {
		t.Error("healed, and still", got)
	}
}

// goResolver is the resolver of Go's standard library, talking to z over the stream form of DNS.
func goResolver(z *Zones) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go func() {
			defer there.Close()
			for {
				var size [2]byte
				if _, err := io.ReadFull(there, size[:]); err != nil {
					return
				}
				query := make([]byte, binary.BigEndian.Uint16(size[:]))
				if _, err := io.ReadFull(there, query); err != nil {
					return
				}
				reply := z.Respond(query)
				there.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(reply))), reply...))
			}
		}()
		return here, nil
	}}
}

// TestGoResolver lets a resolver that we did not write read our packets.
func TestGoResolver(t *testing.T) {
	r, ctx := goResolver(world(t)), context.Background()
	mx, err := r.LookupMX(ctx, "hai.example.")
	if err != nil || len(mx) != 2 || *mx[0] != (net.MX{Host: "mail.hai.example.", Pref: 10}) || *mx[1] != (net.MX{Host: "backup.hai.example.", Pref: 20}) {
		t.Errorf("MX: %v %v", mx, err)
	}
	if ips, err := r.LookupHost(ctx, "www.shan.example."); err != nil || !slices.Equal(ips, []string{"203.0.113.10", "2001:db8::10"}) {
		t.Errorf("addresses behind an alias: %v %v", ips, err)
	}
	if txt, err := r.LookupTXT(ctx, "hai.example."); err != nil || !slices.Equal(txt, []string{"v=spf1 mx -allsecond string"}) {
		t.Errorf("TXT: %q %v", txt, err)
	}
	if names, err := r.LookupAddr(ctx, "203.0.113.10"); err != nil || !slices.Equal(names, []string{"mail.hai.example."}) {
		t.Errorf("PTR: %v %v", names, err)
	}
	if ns, err := r.LookupNS(ctx, "shan.example."); err != nil || len(ns) != 1 || ns[0].Host != "ns.shan.example." {
		t.Errorf("NS: %v %v", ns, err)
	}
	var dnsErr *net.DNSError
	if _, err := r.LookupMX(ctx, "gone.example."); !errors.As(err, &dnsErr) || !dnsErr.IsNotFound {
		t.Errorf("a name that does not exist: %v", err)
	}
}

// raw builds a question as nobody polite would.
func raw(h dnsmessage.Header, qs ...dnsmessage.Question) []byte {
	out, err := (&dnsmessage.Message{Header: h, Questions: qs}).Pack()
	if err != nil {
		panic(err)
	}
	return out
}

func TestRespondRefusals(t *testing.T) {
	z := world(t)
	z.SetFault("slow.example", Timeout)
	z.SetFault("bad.example", ServFail)
	q := func(name string, typ dnsmessage.Type, class dnsmessage.Class) dnsmessage.Question {
		return dnsmessage.Question{Name: dnsmessage.MustNewName(name), Type: typ, Class: class}
	}
	mx := q("hai.example.", dnsmessage.TypeMX, dnsmessage.ClassINET)
	good := raw(dnsmessage.Header{ID: 9}, mx)
	for _, c := range []struct {
		what  string
		query []byte
		want  string // "" is silence.
	}{
		{"good", good, NoError},
		{"half a header", good[:11], ""},
		{"empty", nil, ""},
		{"broken off", good[:20], FormErr},
		{"pointer to itself", append(append([]byte{}, good[:12]...), 0xc0, 12, 0, 15, 0, 1), FormErr},
		{"a response", raw(dnsmessage.Header{ID: 9, Response: true}, mx), ""},
		{"no question", raw(dnsmessage.Header{ID: 9}), FormErr},
		{"two questions", raw(dnsmessage.Header{ID: 9}, mx, mx), FormErr},
		{"update", raw(dnsmessage.Header{ID: 9, OpCode: 5}, mx), NotImp},
		{"class CHAOS", raw(dnsmessage.Header{ID: 9}, q("hai.example.", dnsmessage.TypeTXT, dnsmessage.ClassCHAOS)), Refused},
		{"zone transfer", raw(dnsmessage.Header{ID: 9}, q("hai.example.", dnsmessage.TypeAXFR, dnsmessage.ClassINET)), Refused},
		{"unknown type", raw(dnsmessage.Header{ID: 9}, q("hai.example.", 65, dnsmessage.ClassINET)), NoError},
		{"silent fault", raw(dnsmessage.Header{ID: 9}, q("slow.example.", dnsmessage.TypeA, dnsmessage.ClassINET)), ""},
		{"failing fault", raw(dnsmessage.Header{ID: 9}, q("bad.example.", dnsmessage.TypeA, dnsmessage.ClassINET)), ServFail},
	} {
		reply := z.Respond(c.query)
		if reply == nil {
			if c.want != "" {
				t.Errorf("%s: silence, want %s", c.what, c.want)
			}
			continue
		}
		p, err := ParsePacket(reply)
		if err != nil || p.Rcode != c.want || p.ID != 9 || !p.Response {
			t.Errorf("%s: %+v %v, want %q", c.what, p, err, c.want)
		}
	}
}

func TestRespondSize(t *testing.T) {
	z := NewZones()
	for i := 0; i < 40; i++ {
		r, err := ParseRecord("big.example. 300 MX " + strconv.Itoa(i) + " mail" + strconv.Itoa(i) + ".big.example.")
		if err != nil || z.Add(r) != nil {
			t.Fatal(err)
		}
	}
	plain := raw(dnsmessage.Header{ID: 1}, dnsmessage.Question{Name: dnsmessage.MustNewName("big.example."), Type: dnsmessage.TypeMX, Class: dnsmessage.ClassINET})
	reply := z.Respond(plain)
	if p, err := ParsePacket(reply); err != nil || !p.Truncated || len(p.Answers) != 0 || len(reply) > MaxUDP {
		t.Errorf("without EDNS: %d octets, %+v, %v", len(reply), p, err)
	}
	edns, err := Query(1, "big.example", MX)
	if err != nil {
		t.Fatal(err)
	}
	if p, err := ParsePacket(z.Respond(edns)); err != nil || p.Truncated || len(p.Answers) != 40 || p.EDNS != MaxEDNS {
		t.Errorf("with EDNS: %+v, %v", p, err)
	}
	// EDNS version 1 does not exist: BADVERS, whose upper bits stand in the OPT record.
	edns[len(edns)-5] = 1
	if reply := z.Respond(edns); !bytes.Contains(reply, []byte{0, 41, MaxEDNS >> 8, MaxEDNS & 255, 1, 0}) {
		t.Errorf("BADVERS: % x", reply)
	}
}

// FuzzRespond throws packets at the server: it must not panic, must answer the asker's own number and stay within size.
func FuzzRespond(f *testing.F) {
	good, _ := Query(7, "www.shan.example", A)
	f.Add(good)
	f.Add(good[:15])
	f.Add(append(append([]byte{}, good[:12]...), 0xc0, 12, 0, 15, 0, 1))
	z := world(f)
	f.Fuzz(func(t *testing.T, query []byte) {
		reply := z.Respond(query)
		if reply == nil {
			return
		}
		if len(reply) > MaxEDNS || !bytes.Equal(reply[:2], query[:2]) || reply[2]&0x80 == 0 {
			t.Fatalf("% x answered with % x", query, reply)
		}
		if _, err := ParsePacket(reply); err != nil {
			t.Fatalf("% x answered with % x: %v", query, reply, err)
		}
	})
}

// FuzzReceive throws packets at a resolver that waits for one.
func FuzzReceive(f *testing.F) {
	z := world(f)
	for _, name := range []string{"hai.example", "www.shan.example", "gone.example"} {
		_, _, send := NewResolver(rand.New(rand.NewPCG(1, 2))).Ask(0, name, MX)
		f.Add(z.Respond(send))
	}
	f.Fuzz(func(t *testing.T, reply []byte) {
		r := NewResolver(rand.New(rand.NewPCG(1, 2)))
		id, _, send := r.Ask(0, "hai.example", MX)
		if len(reply) > 2 {
			copy(reply, send[:2])
		}
		for _, a := range r.Receive(1, reply) {
			if a.ID != id || a.Name != "hai.example" || a.Rcode == "" {
				t.Fatalf("%+v", a)
			}
			a.Texts()
		}
		r.Ask(2, "hai.example", MX)
	})
}

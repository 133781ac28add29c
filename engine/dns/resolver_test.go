package dns

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"ehloworld/engine/vtime"
)

func newResolver() *Resolver { return NewResolver(rand.New(rand.NewPCG(1, 2))) }

const second = vtime.Time(vtime.Second)

// ask asks and lets z answer at once.
func ask(t *testing.T, r *Resolver, z *Zones, now vtime.Time, name, typ string) (a Answer, sent bool) {
	t.Helper()
	id, known, send := r.Ask(now, name, typ)
	if known != nil {
		if known.ID != id {
			t.Fatalf("answer %d to question %d", known.ID, id)
		}
		return *known, false
	}
	all := r.Receive(now, z.Respond(send))
	if len(all) != 1 || all[0].ID != id {
		t.Fatalf("%s %s: %+v", name, typ, all)
	}
	return all[0], true
}

func TestResolverCache(t *testing.T) {
	z, r := world(t), newResolver()
	for _, c := range []struct {
		at        int64 // Seconds.
		name, typ string
		want      string
		sent      bool
	}{
		{0, "hai.example.", MX, "NOERROR MX 10 mail.hai.example. MX 20 backup.hai.example.", true},
		{299, "Hai.Example", MX, "NOERROR MX 10 mail.hai.example. MX 20 backup.hai.example.", false},
		{300, "hai.example", MX, "NOERROR MX 10 mail.hai.example. MX 20 backup.hai.example.", true}, // expired
		{300, "www.shan.example", A, "NOERROR CNAME web.shan.example. CNAME mail.hai.example. A 203.0.113.10", true},
		{349, "www.shan.example", A, "NOERROR CNAME web.shan.example. CNAME mail.hai.example. A 203.0.113.10", false},
		{350, "www.shan.example", A, "NOERROR CNAME web.shan.example. CNAME mail.hai.example. A 203.0.113.10", true}, // the shortest of the chain
		{400, "shan.example", MX, "NOERROR", true},
		{519, "shan.example", MX, "NOERROR", false}, // no data, kept for the SOA's minimum of 120 s
		{520, "shan.example", MX, "NOERROR", true},
		{600, "no.shan.example", A, "NXDOMAIN", true},
		{610, "no.shan.example", MX, "NXDOMAIN", false}, // the name does not exist for any type
		{720, "no.shan.example", MX, "NXDOMAIN", true},
		{800, "round.shan.example", A, "SERVFAIL", true},
		{800, "round.shan.example", A, "SERVFAIL", true}, // failures are not kept
		{900, "no such name", A, "NXDOMAIN", false},      // can be in no packet
		{900, "hai.example", "HINFO", "NOTIMP", false},
	} {
		a, sent := ask(t, r, z, vtime.Time(c.at)*second, c.name, c.typ)
		got := a.Rcode
		for _, s := range a.Texts() {
			got += " " + s
		}
		if got != c.want || sent != c.sent {
			t.Errorf("%d s %s %s: %s, sent %v; want %s, %v", c.at, c.name, c.typ, got, sent, c.want, c.sent)
		}
	}
	a, _ := ask(t, r, z, 2000*second, "hai.example", MX)
	a, _ = ask(t, r, z, 2100*second, "hai.example", MX)
	if a.Records[0].TTL != 200 {
		t.Errorf("time to live after 100 of 300 s: %d", a.Records[0].TTL)
	}
	r.Flush()
	if _, sent := ask(t, r, z, 2100*second, "hai.example", MX); !sent {
		t.Error("the cache was not emptied")
	}
}

func TestResolverRetries(t *testing.T) {
	r := newResolver()
	id, _, first := r.Ask(0, "hai.example", MX)
	other, _, again := r.Ask(second, "hai.example", MX)
	if again != nil {
		t.Error("a question under way was sent twice")
	}
	var at []vtime.Time
	for r.Deadline() != vtime.Never {
		now := r.Deadline()
		at = append(at, now)
		if fin, send := r.Tick(now - 1); fin != nil || send != nil {
			t.Errorf("acted before its time at %d", now)
		}
		fin, send := r.Tick(now)
		switch len(at) {
		case 1, 2:
			if len(fin) != 0 || len(send) != 1 || !bytes.Equal(send[0], first) {
				t.Errorf("try %d: %v %v", len(at)+1, fin, send)
			}
		default:
			if len(fin) != 2 || fin[0].ID != id || fin[1].ID != other || fin[0].Rcode != Timeout || len(send) != 0 {
				t.Errorf("end: %v %v", fin, send)
			}
		}
	}
	if !slices.Equal(at, []vtime.Time{2 * second, 4 * second, 6 * second}) {
		t.Error("deadlines:", at)
	}
	if late := r.Receive(7*second, world(t).Respond(first)); late != nil {
		t.Error("an answer after the end was taken:", late)
	}
}

func TestResolverIgnoresStrangers(t *testing.T) {
	z, r := world(t), newResolver()
	_, _, send := r.Ask(0, "hai.example", MX)
	reply := z.Respond(send)
	forged := bytes.Clone(reply)
	forged[0]++ // another number
	other, _ := Query(uint16(send[0])<<8|uint16(send[1]), "mail.hai.example", A)
	for what, data := range map[string][]byte{"number": forged, "question": z.Respond(other), "our own question": send, "noise": []byte("noise"), "nothing": nil} {
		if got := r.Receive(0, data); got != nil {
			t.Errorf("%s: %v", what, got)
		}
	}
	if got := r.Receive(0, reply[:len(reply)-3]); len(got) != 1 || got[0].Rcode != ServFail {
		t.Errorf("a reply that breaks off: %v", got)
	}
}

// TestResolverDropsLies: records of names that were not asked for must not be used.
func TestResolverDropsLies(t *testing.T) {
	p := Packet{Name: "hai.example", Type: A, Rcode: NoError, Answers: []Record{
		{Name: "bank.example", Type: A, IP: "192.0.2.66"},
		{Name: "m.example", Type: A, IP: "203.0.113.10"},
		{Name: "hai.example", Type: CNAME, Host: "m.example"},
	}, Authority: []Record{{Name: "bank.example", Type: SOA, Start: &Start{}}, {Name: "ample", Type: SOA, Start: &Start{}}}}
	if got := show(p.answered()); got != "NOERROR | hai.example CNAME m.example. | m.example A 203.0.113.10" {
		t.Error(got)
	}
	p.Truncated = true
	if got := p.answered(); got.Rcode != ServFail || !got.Truncated || got.Records != nil {
		t.Errorf("truncated: %+v", got)
	}
}

func TestResolverBounds(t *testing.T) {
	z, r := NewZones(), newResolver()
	for i := 0; i < MaxCache+50; i++ {
		name := "h" + strconv.Itoa(i) + ".example"
		if err := z.Add(Record{Name: name, Type: A, TTL: 300, IP: "192.0.2.1"}); err != nil {
			t.Fatal(err)
		}
		ask(t, r, z, vtime.Time(i), name, A)
	}
	if len(r.cache) != MaxCache || len(r.order) != MaxCache {
		t.Errorf("cache of %d, order of %d", len(r.cache), len(r.order))
	}
	if _, sent := ask(t, r, z, 0, "h0.example", A); !sent {
		t.Error("the oldest was not given up")
	}
	r = newResolver()
	for i := 0; i < MaxPending; i++ {
		if _, known, _ := r.Ask(0, "h"+strconv.Itoa(i)+".example", A); known != nil {
			t.Fatal(known)
		}
	}
	if _, known, _ := r.Ask(0, "more.example", A); known == nil || known.Rcode != ServFail {
		t.Error("one question too many was taken")
	}
	for i := 0; i < 2*MaxWaiting; i++ {
		r.Ask(0, "h1.example", A)
	}
	if fin, _ := r.Tick(2 * second); fin != nil {
		t.Error(fin)
	}
	r.Tick(4 * second)
	if fin, _ := r.Tick(6 * second); len(fin) != MaxWaiting || r.waiting != 0 || len(r.pending) != 0 {
		t.Errorf("%d answers, %d waiting, %d pending", len(fin), r.waiting, len(r.pending))
	}
}

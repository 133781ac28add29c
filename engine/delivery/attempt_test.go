package delivery

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/dns"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
)

// zone is the world of scenario 13 and some nastier domains.
const zone = `
hai.example. 300 MX 10 mail.hai.example.
mail.hai.example. 300 A 203.0.113.10
lin.example. 300 MX 20 b.lin.example.
lin.example. 300 MX 10 a.lin.example.
lin.example. 300 MX 30 c.lin.example.
a.lin.example. 300 A 203.0.113.21
b.lin.example. 300 A 203.0.113.22
c.lin.example. 300 A 203.0.113.23
solo.example. 300 A 203.0.113.30
nomail.example. 300 MX 0 .
oddnull.example. 300 MX 0 .
oddnull.example. 300 MX 10 mail.hai.example.
text.example. 300 TXT "no mail here"
alias.example. 300 CNAME hai.example.
two.example. 300 MX 10 two.example.
two.example. 300 A 203.0.113.41
two.example. 300 A 203.0.113.42
ghost.example. 300 MX 10 nowhere.example.
half.example. 300 MX 10 nowhere.example.
half.example. 300 MX 20 mail.hai.example.
aaaa.example. 300 MX 10 six.example.
six.example. 300 AAAA 2001:db8::1
backup.example. 300 MX 10 mail.hai.example.
backup.example. 300 MX 20 mail.shan.example.
backup.example. 300 MX 20 b.lin.example.
backup.example. 300 MX 30 c.lin.example.
best.example. 300 MX 5 mail.shan.example.
best.example. 300 MX 10 mail.hai.example.
mirror.example. 300 MX 5 mirror.example.
mirror.example. 300 A 203.0.113.99
mirror.example. 300 A 192.0.2.10
mirror2.example. 300 MX 5 a.lin.example.
mirror2.example. 300 MX 6 mirror.example.
mirror2.example. 300 MX 7 c.lin.example.
servfail.example. 300 MX 10 broken.example.
broken.example. 300 A 203.0.113.1
chain.example. 300 MX 10 www.hai.example.
www.hai.example. 300 CNAME web.hai.example.
web.hai.example. 300 CNAME mail.hai.example.
dangling.example. 300 MX 10 old.hai.example.
old.hai.example. 300 CNAME gone.hai.example.
circle.example. 300 MX 10 tick.example.
tick.example. 300 CNAME tock.example.
tock.example. 300 CNAME tick.example.
circle2.example. 300 CNAME circle3.example.
circle3.example. 300 CNAME circle2.example.
nick.example. 300 MX 5 nick.shan.example.
nick.shan.example. 300 CNAME mail.shan.example.
mail.shan.example. 300 A 192.0.2.10
loopback.example. 300 MX 10 localhost.example.
localhost.example. 300 A 127.0.0.1
store.hai.example. 300 A 203.0.113.11
relay.lin.example. 300 A 203.0.113.60
`

// net answers look-ups from zone and lets every address behave as servers says.
type net struct {
	t       *testing.T
	zones   *dns.Zones
	servers map[string]string // IP → refused, timeout, or stage/code[/local][/rcpt=code…]; else everything is delivered.
	rcodes  map[string]string // "MX name" → rcode
	hop     Hop
	log     []string
}

func newNet(t *testing.T, servers, rcodes map[string]string) *net {
	n := &net{t: t, zones: dns.NewZones(), servers: servers, rcodes: rcodes}
	for _, line := range strings.Split(strings.TrimSpace(zone), "\n") {
		r, err := dns.ParseRecord(line)
		if err != nil {
			t.Fatal(err)
		}
		if err := n.zones.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

func (n *net) run(domain string, rcpts ...string) *Attempt {
	self := Self{Names: []string{"mail.shan.example"}, IPs: []string{"192.0.2.10"}}
	a := NewAttempt(self, n.hop, domain, rcpts, rand.New(rand.NewPCG(1, 1)))
	act := a.Start()
	for range 100 {
		switch act.Kind {
		case LookupMX, LookupAddr:
			typ := map[Kind]string{LookupMX: "MX", LookupAddr: "A"}[act.Kind]
			n.log = append(n.log, typ+" "+act.Name)
			ans := n.zones.Answer(act.Name, typ)
			if rcode := n.rcodes[typ+" "+act.Name]; rcode != "" {
				ans = dns.Answer{Name: act.Name, Type: typ, Rcode: rcode}
			}
			act = a.DNSAnswer(ans)
		case Connect:
			n.log = append(n.log, act.Peer())
			act = n.connect(a, act)
		case Finish:
			return a
		}
	}
	n.t.Fatal("the attempt does not come to an end")
	return nil
}

func (n *net) connect(a *Attempt, act Action) Action {
	how := n.servers[act.IP]
	switch how {
	case "refused":
		return a.ConnectFailed("connection refused")
	case "timeout":
		return a.ConnectFailed("connection timed out")
	}
	o := smtpclient.Outcome{Stage: smtpclient.StageDot, Conn: 5, Transcript: []string{"S: 220 hi"}}
	words := strings.Split(how, "/")
	for _, rcpt := range act.Rcpts {
		r := smtpclient.RcptOutcome{Rcpt: rcpt, Delivered: true, Conn: 5, Reply: smtp.NewReply(250, "2.0.0", "Ok")}
		if act.HELO && slices.Contains(words, "then-takes") {
			n.log[len(n.log)-1] += " HELO"
		} else if how != "" {
			o.Stage = smtpclient.Stage(words[0])
			code := words[1]
			for _, w := range words[2:] {
				if who, c, ok := strings.Cut(w, "="); ok && who == rcpt {
					code = c
				}
			}
			fmt.Sscan(code, &r.Reply.Code)
			r.Reply.Enhanced = ""
			o.HungUp = words[0] == "hello" && !act.HELO && slices.Contains(words, "hangs-up")
			r.Delivered, r.Temporary, r.Local = code[0] == '2', code[0] == '4', slices.Contains(words, "local")
		}
		o.Rcpts = append(o.Rcpts, r)
	}
	return a.Finished(o)
}

func fates(a *Attempt) string {
	var out []string
	for _, r := range a.Results() {
		fate := "failed"
		switch {
		case r.Delivered:
			fate = "delivered"
		case r.Temporary:
			fate = "later"
		}
		s := fmt.Sprintf("%s %d", fate, r.Reply.Code)
		if r.Reply.Enhanced != "" {
			s += " " + r.Reply.Enhanced
		}
		if r.IP != "" {
			s += " by " + r.IP
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestAttempt(t *testing.T) {
	type world map[string]string
	tests := []struct {
		what    string
		domain  string
		servers world
		rcodes  world
		log     string
		fate    string
	}{
		{"one host", "hai.example", nil, nil, "MX hai.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "delivered 250 2.0.0 by 203.0.113.10"},
		{"refused", "hai.example", world{"203.0.113.10": "refused"}, nil, "MX hai.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "later 451 4.4.1 by 203.0.113.10"},
		{"by preference, next on refusal and time-out", "lin.example", world{"203.0.113.21": "refused", "203.0.113.22": "timeout"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25, A c.lin.example, c.lin.example[203.0.113.23]:25",
			"delivered 250 2.0.0 by 203.0.113.23"},
		{"next on a greeting of 4xx", "lin.example", world{"203.0.113.21": "greeting/450"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25", "delivered 250 2.0.0 by 203.0.113.22"},
		{"next on a greeting of 554", "lin.example", world{"203.0.113.21": "greeting/554"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25", "delivered 250 2.0.0 by 203.0.113.22"},
		{"a greeting of 554 everywhere", "hai.example", world{"203.0.113.10": "greeting/554"}, nil,
			"MX hai.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "failed 554 by 203.0.113.10"},
		{"554 by one while another may come back", "lin.example", world{"203.0.113.21": "refused", "203.0.113.22": "greeting/554", "203.0.113.23": "hello/550"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25, A c.lin.example, c.lin.example[203.0.113.23]:25",
			"later 451 4.4.1 by 203.0.113.21"},
		{"554 first, down second", "lin.example", world{"203.0.113.21": "greeting/554", "203.0.113.22": "refused", "203.0.113.23": "greeting/554"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25, A c.lin.example, c.lin.example[203.0.113.23]:25",
			"later 451 4.4.1 by 203.0.113.22"},
		{"4xx about the letter stays", "lin.example", world{"203.0.113.21": "rcpt/450"}, nil, "MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25", "later 450 by 203.0.113.21"},
		{"HELO for who hangs up on EHLO", "lin.example", world{"203.0.113.21": "hello/451/local/hangs-up/then-takes"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, a.lin.example[203.0.113.21]:25 HELO", "delivered 250 2.0.0 by 203.0.113.21"},
		{"and the next when he does so again", "lin.example", world{"203.0.113.21": "hello/451/local/hangs-up"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25", "delivered 250 2.0.0 by 203.0.113.22"},
		{"421 in the middle moves on", "lin.example", world{"203.0.113.21": "rcpt/421"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25", "delivered 250 2.0.0 by 203.0.113.22"},
		{"a connection that breaks in the middle moves on", "lin.example", world{"203.0.113.21": "data/451/local"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25", "delivered 250 2.0.0 by 203.0.113.22"},
		{"a connection that breaks after the dot does not", "lin.example", world{"203.0.113.21": "dot/451/local"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25", "later 451 by 203.0.113.21"},
		{"421 after the dot does not", "lin.example", world{"203.0.113.21": "dot/421"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25", "later 421 by 203.0.113.21"},
		{"our own judgement of the letter stays", "lin.example", world{"203.0.113.21": "mail/554/local"}, nil,
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25", "failed 554 by 203.0.113.21"},
		{"implicit MX", "solo.example", nil, nil, "MX solo.example, A solo.example, solo.example[203.0.113.30]:25", "delivered 250 2.0.0 by 203.0.113.30"},
		{"null MX", "nomail.example", nil, nil, "MX nomail.example", "failed 556 5.1.10"},
		{"null MX beside a real one", "oddnull.example", nil, nil, "MX oddnull.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "delivered 250 2.0.0 by 203.0.113.10"},
		{"no such domain", "hia.example", nil, nil, "MX hia.example", "failed 550 5.1.2"},
		{"a domain with neither MX nor A", "text.example", nil, nil, "MX text.example, A text.example", "failed 550 5.1.2"},
		{"an alias", "alias.example", nil, nil, "MX alias.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "delivered 250 2.0.0 by 203.0.113.10"},
		{"upper case", "HAI.example", nil, nil, "MX hai.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "delivered 250 2.0.0 by 203.0.113.10"},
		{"SERVFAIL is no NXDOMAIN", "hai.example", nil, world{"MX hai.example": "SERVFAIL"}, "MX hai.example", "later 451 4.4.3"},
		{"nor is silence, and no implicit MX", "solo.example", nil, world{"MX solo.example": "TIMEOUT"}, "MX solo.example", "later 451 4.4.3"},
		{"SERVFAIL for the host", "hai.example", nil, world{"A mail.hai.example": "SERVFAIL"}, "MX hai.example, A mail.hai.example", "later 451 4.4.3"},
		{"two addresses", "two.example", world{"203.0.113.41": "refused", "203.0.113.42": "refused"}, nil,
			"MX two.example, A two.example, two.example[203.0.113.41]:25, two.example[203.0.113.42]:25", "later 451 4.4.1 by 203.0.113.42"},
		{"the only host does not exist", "ghost.example", nil, nil, "MX ghost.example, A nowhere.example", "failed 550 5.4.4"},
		{"one host does not exist, the other is down", "half.example", world{"203.0.113.10": "timeout"}, nil,
			"MX half.example, A nowhere.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "later 451 4.4.1 by 203.0.113.10"},
		{"only an IPv6 address", "aaaa.example", nil, nil, "MX aaaa.example, A six.example", "failed 550 5.4.4"},
		{"we are a backup: only better hosts", "backup.example", world{"203.0.113.10": "refused"}, nil,
			"MX backup.example, A mail.hai.example, mail.hai.example[203.0.113.10]:25", "later 451 4.4.1 by 203.0.113.10"},
		{"we are the best host", "best.example", nil, nil, "MX best.example", "failed 550 5.4.6"},
		{"we are the best host under another name", "mirror.example", nil, nil, "MX mirror.example, A mirror.example", "failed 550 5.4.6"},
		{"we are the second host under another name", "mirror2.example", world{"203.0.113.21": "refused"}, nil,
			"MX mirror2.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A mirror.example", "later 451 4.4.1 by 203.0.113.21"},
		{"an address literal", "[203.0.113.10]", nil, nil, "[203.0.113.10][203.0.113.10]:25", "delivered 250 2.0.0 by 203.0.113.10"},
		{"our own address literal", "[192.0.2.10]", nil, nil, "", "failed 550 5.4.6"},
		{"an IPv6 literal", "[IPv6:2001:db8::1]", nil, nil, "", "failed 550 5.1.2"},
		// RFC 2181 section 10.3 forbids an MX that names an alias; everybody follows it all the same.
		{"the MX names an alias", "chain.example", nil, nil, "MX chain.example, A www.hai.example, www.hai.example[203.0.113.10]:25", "delivered 250 2.0.0 by 203.0.113.10"},
		{"the MX names an alias of nothing", "dangling.example", nil, nil, "MX dangling.example, A old.hai.example", "failed 550 5.4.4"},
		{"the MX names an alias that goes in circles", "circle.example", nil, nil, "MX circle.example, A tick.example", "later 451 4.4.3"},
		{"the domain is an alias that goes in circles", "circle2.example", nil, nil, "MX circle2.example", "later 451 4.4.3"},
		{"we are the best host under an alias", "nick.example", nil, nil, "MX nick.example, A nick.shan.example", "failed 550 5.4.6"},
		{"everybody is localhost", "loopback.example", nil, nil, "MX loopback.example, A localhost.example", "failed 550 5.4.6"},
		{"a loopback literal", "[127.0.0.1]", nil, nil, "", "failed 550 5.4.6"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			n := newNet(t, tt.servers, tt.rcodes)
			a := n.run(tt.domain, "bob@"+tt.domain)
			if got := strings.Join(n.log, ", "); got != tt.log {
				t.Errorf("went\n%s\nwant\n%s", got, tt.log)
			}
			if got := fates(a); got != tt.fate {
				t.Errorf("%s (%s), want %s", got, a.Results()[0].Reply.Error(), tt.fate)
			}
		})
	}
}

func TestTextOfARefusedConnection(t *testing.T) {
	a := newNet(t, map[string]string{"203.0.113.10": "refused"}, nil).run("hai.example", "bob@hai.example")
	const want = "connect to mail.hai.example[203.0.113.10]:25: Connection refused" // Scenario 04, mailq.
	if r := a.Results()[0]; r.Reply.Text() != want || !r.Local || r.MX != "mail.hai.example" {
		t.Errorf("%+v", r)
	}
	if c := a.Conversations(); len(c) != 1 || c[0].Reason != want || c[0].Conn != 0 {
		t.Errorf("%+v", c)
	}
}

// TestRecipientsFareDifferently: what one host has decided is not asked of the next.
func TestRecipientsFareDifferently(t *testing.T) {
	n := newNet(t, map[string]string{"203.0.113.21": "rcpt/421/x@lin.example=250/y@lin.example=550"}, nil)
	a := n.run("lin.example", "w@lin.example", "x@lin.example", "y@lin.example", "z@lin.example")
	if got := fates(a); got != "delivered 250 2.0.0 by 203.0.113.22, delivered 250 by 203.0.113.21, failed 550 by 203.0.113.21, delivered 250 2.0.0 by 203.0.113.22" {
		t.Error(got)
	}
	if len(a.Conversations()) != 2 || a.Conversations()[1].Conn != 5 || len(a.Conversations()[1].Transcript) != 1 {
		t.Errorf("%+v", a.Conversations())
	}
}

// TestEqualPreference: the order of equals is drawn, the order of levels is not.
func TestEqualPreference(t *testing.T) {
	var mx dns.Answer
	mx.Rcode, mx.Type = dns.NoError, dns.MX
	for i, host := range []string{"c", "a1", "a2", "a3", "c2"} {
		mx.Records = append(mx.Records, dns.Record{Type: dns.MX, Pref: []int{20, 10, 10, 10, 30}[i], Host: host})
	}
	first := map[string]int{}
	rnd := rand.New(rand.NewPCG(2, 2))
	for range 300 {
		a := NewAttempt(Self{}, Hop{}, "x.example", []string{"b@x.example"}, rnd)
		a.Start()
		act := a.DNSAnswer(mx)
		var order []string
		for act.Kind == LookupAddr {
			order = append(order, act.Name)
			act = a.DNSAnswer(dns.Answer{Type: dns.A, Rcode: dns.ServFail})
		}
		first[order[0]]++
		if order[3] != "c" || order[4] != "c2" {
			t.Fatal(order)
		}
	}
	if first["a1"] < 60 || first["a2"] < 60 || first["a3"] < 60 || len(first) != 3 {
		t.Error(first)
	}
}

// TestBackupDropsItsEquals: whatever the draw, a backup host never hands a letter to another one of its own level.
func TestBackupDropsItsEquals(t *testing.T) {
	n := newNet(t, nil, nil)
	for seed := range uint64(20) {
		a := NewAttempt(Self{Names: []string{"mail.shan.example"}}, Hop{}, "backup.example", []string{"b@backup.example"}, rand.New(rand.NewPCG(seed, 1)))
		a.Start()
		act := a.DNSAnswer(n.zones.Answer("backup.example", dns.MX))
		if act.Name != "mail.hai.example" {
			t.Fatalf("first %+v", act)
		}
		if act = a.DNSAnswer(dns.Answer{Type: dns.A, Rcode: dns.ServFail}); act.Kind != Finish {
			t.Fatalf("seed %d: then %+v", seed, act)
		}
	}
}

func TestBounds(t *testing.T) {
	mx := dns.Answer{Type: dns.MX, Rcode: dns.NoError}
	addr := dns.Answer{Type: dns.A, Rcode: dns.NoError}
	for i := range 100 {
		mx.Records = append(mx.Records, dns.Record{Type: dns.MX, Pref: i, Host: fmt.Sprint("h", i)})
		addr.Records = append(addr.Records, dns.Record{Type: dns.A, IP: fmt.Sprint("203.0.113.", i)})
	}
	count := func(answer dns.Answer) (lookups, connects int) {
		a := NewAttempt(Self{}, Hop{}, "x.example", []string{"b@x.example"}, rand.New(rand.NewPCG(1, 1)))
		a.Start()
		for act := a.DNSAnswer(mx); act.Kind != Finish; {
			if act.Kind == LookupAddr {
				lookups++
				act = a.DNSAnswer(answer)
			} else {
				connects++
				act = a.ConnectFailed("connection refused")
			}
		}
		if a.Results()[0].Reply.Code == 0 {
			t.Error("no result")
		}
		return lookups, connects
	}
	if l, c := count(addr); l != MaxConnects/MaxAddrs || c != MaxConnects {
		t.Errorf("%d look-ups, %d connections", l, c)
	}
	if l, c := count(dns.Answer{Type: dns.A, Rcode: dns.NXDomain}); l != MaxHosts || c != 0 {
		t.Errorf("%d look-ups, %d connections", l, c)
	}
}

func TestWrongAnswerPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	a := NewAttempt(Self{}, Hop{}, "hai.example", []string{"b@hai.example"}, nil)
	a.Start()
	a.ConnectFailed("connection refused")
}

// TestHop: what the rules of a server say about the way, instead of the domain's own records.
func TestHop(t *testing.T) {
	type world map[string]string
	tests := []struct {
		what    string
		hop     Hop
		servers world
		log     string
		fate    string
	}{
		{"one host", Hop{Host: "relay.lin.example"}, nil, "A relay.lin.example, relay.lin.example[203.0.113.60]:25", "delivered 250 2.0.0 by 203.0.113.60"},
		{"in upper case", Hop{Host: "Relay.LIN.example"}, nil, "A relay.lin.example, relay.lin.example[203.0.113.60]:25", "delivered 250 2.0.0 by 203.0.113.60"},
		{"a port", Hop{Host: "relay.lin.example", Port: 587}, nil, "A relay.lin.example, relay.lin.example[203.0.113.60]:587", "delivered 250 2.0.0 by 203.0.113.60"},
		{"the hosts of a domain", Hop{Host: "lin.example", MX: true}, world{"203.0.113.21": "refused"},
			"MX lin.example, A a.lin.example, a.lin.example[203.0.113.21]:25, A b.lin.example, b.lin.example[203.0.113.22]:25", "delivered 250 2.0.0 by 203.0.113.22"},
		{"a domain without MX", Hop{Host: "relay.lin.example", MX: true}, nil,
			"MX relay.lin.example, A relay.lin.example, relay.lin.example[203.0.113.60]:25", "delivered 250 2.0.0 by 203.0.113.60"},
		{"an address", Hop{Host: "[203.0.113.60]", Port: 2525}, nil, "[203.0.113.60][203.0.113.60]:2525", "delivered 250 2.0.0 by 203.0.113.60"},
		{"down", Hop{Host: "relay.lin.example"}, world{"203.0.113.60": "timeout"}, "A relay.lin.example, relay.lin.example[203.0.113.60]:25", "later 451 4.4.1 by 203.0.113.60"},
		{"what it says about a recipient counts", Hop{Host: "relay.lin.example"}, world{"203.0.113.60": "rcpt/550"}, "A relay.lin.example, relay.lin.example[203.0.113.60]:25", "failed 550 by 203.0.113.60"},
		// A mistake in our rules returns nobody's letter.
		{"it refuses everybody", Hop{Host: "relay.lin.example"}, world{"203.0.113.60": "greeting/554"}, "A relay.lin.example, relay.lin.example[203.0.113.60]:25", "later 554 by 203.0.113.60"},
		{"it speaks no LMTP", Hop{Proto: ProtoLMTP, Host: "store.hai.example"}, world{"203.0.113.11": "hello/500"}, "A store.hai.example, store.hai.example[203.0.113.11]:24", "later 500 by 203.0.113.11"},
		{"it does not exist", Hop{Host: "rely.lin.example"}, nil, "A rely.lin.example", "later 451 4.4.4"},
		{"the domain does not exist", Hop{Host: "rely.lin.example", MX: true}, nil, "MX rely.lin.example", "later 451 4.4.4"},
		{"it has no address", Hop{Host: "text.example"}, nil, "A text.example", "later 451 4.4.4"},
		{"it takes no mail", Hop{Host: "nomail.example", MX: true}, nil, "MX nomail.example", "later 451 4.4.4"},
		{"IPv6", Hop{Host: "[IPv6:2001:db8::1]"}, nil, "", "later 451 4.4.4"},
		{"it is ourselves", Hop{Host: "mail.shan.example"}, nil, "", "later 451 4.4.4"},
		{"it is ourselves under another name", Hop{Host: "mirror.example"}, nil, "A mirror.example", "later 451 4.4.4"},
		{"it is ourselves by MX", Hop{Host: "best.example", MX: true}, nil, "MX best.example", "later 451 4.4.4"},
		{"it is our address", Hop{Host: "[192.0.2.10]"}, nil, "", "later 451 4.4.4"},
		{"LMTP", Hop{Proto: ProtoLMTP, Host: "store.hai.example"}, nil, "A store.hai.example, store.hai.example[203.0.113.11]:24", "delivered 250 2.0.0 by 203.0.113.11"},
		{"LMTP on our own machine", Hop{Proto: ProtoLMTP, Host: "[127.0.0.1]", Port: 2003}, nil, "[127.0.0.1][127.0.0.1]:2003", "delivered 250 2.0.0 by 127.0.0.1"},
		{"LMTP at our own name", Hop{Proto: ProtoLMTP, Host: "mail.shan.example"}, nil, "A mail.shan.example, mail.shan.example[192.0.2.10]:24", "delivered 250 2.0.0 by 192.0.2.10"},
	}
	for _, tt := range tests {
		t.Run(tt.what, func(t *testing.T) {
			n := newNet(t, tt.servers, nil)
			n.hop = tt.hop
			a := n.run("gone.example", "zhou@gone.example", "chen@other.example")
			if got := strings.Join(n.log, ", "); got != tt.log {
				t.Errorf("went\n%s\nwant\n%s", got, tt.log)
			}
			if got := fates(a); got != tt.fate+", "+tt.fate {
				t.Errorf("%s (%s), want %s", got, a.Results()[0].Reply.Error(), tt.fate)
			}
		})
	}
	for hop, want := range map[Hop][2]string{
		{}:                                      {"", "gone.example"},
		{Host: "lin.example", MX: true}:         {"lin.example", "smtp:lin.example"},
		{Host: "lin.example", Port: 587}:        {"[lin.example]:587", "smtp:[lin.example]:587"},
		{Host: "[192.0.2.1]", Proto: ProtoLMTP}: {"[192.0.2.1]", "lmtp:[192.0.2.1]"},
		{Host: "x.example", Proto: ProtoLMTP}:   {"[x.example]", "lmtp:[x.example]"},
	} {
		if got := [2]string{hop.String(), hop.Key("gone.example")}; got != want {
			t.Errorf("%+v: %q, want %q", hop, got, want)
		}
	}
}

// TestOddAnswers: what else stands in an answer changes nothing.
func TestOddAnswers(t *testing.T) {
	text := strings.Repeat("spam ", 200_000) // 1 MB.
	junk := []dns.Record{{Type: dns.TXT, Text: []string{text}}, {Type: dns.CNAME, Host: "x.example"}, {Type: dns.A, IP: "203.0.113.66"}, {Type: "TYPE999"}}
	mx := dns.Answer{Type: dns.MX, Rcode: dns.NoError, Records: append(slices.Clone(junk), dns.Record{Type: dns.MX, Pref: 1, Host: "mail.x.example"})}
	addr := dns.Answer{Type: dns.A, Rcode: dns.NoError, Records: []dns.Record{junk[0], junk[1], {Type: dns.MX, Host: "evil.example"}, {Type: dns.A, IP: "203.0.113.7"}}}
	a := NewAttempt(Self{}, Hop{}, "x.example", []string{"b@x.example"}, rand.New(rand.NewPCG(1, 1)))
	a.Start()
	if act := a.DNSAnswer(mx); act.Kind != LookupAddr || act.Name != "mail.x.example" {
		t.Fatalf("%+v", act)
	}
	if act := a.DNSAnswer(addr); act.Kind != Connect || act.IP != "203.0.113.7" {
		t.Fatalf("%+v", act)
	}
	// Only an alias, and nothing at its end: the name exists and has no MX.
	a = NewAttempt(Self{}, Hop{}, "x.example", []string{"b@x.example"}, rand.New(rand.NewPCG(1, 1)))
	a.Start()
	if act := a.DNSAnswer(dns.Answer{Type: dns.MX, Rcode: dns.NoError, Records: junk[:2]}); act.Kind != LookupAddr || act.Name != "x.example" {
		t.Fatalf("%+v", act)
	}
	for _, rcode := range []string{dns.ServFail, dns.Timeout, dns.Refused, dns.FormErr, dns.NotImp, "RCODE23"} {
		a = NewAttempt(Self{}, Hop{}, "x.example", []string{"b@x.example"}, rand.New(rand.NewPCG(1, 1)))
		a.Start()
		if act := a.DNSAnswer(dns.Answer{Type: dns.MX, Rcode: rcode}); act.Kind != Finish || fates(a) != "later 451 4.4.3" {
			t.Errorf("%s: %+v, %s", rcode, act, fates(a))
		}
	}
}

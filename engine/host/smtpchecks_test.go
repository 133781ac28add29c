package host

import (
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// set changes a setting of a host in the middle of a run.
func (r *rig) set(h *Host, key, value string) {
	r.t.Helper()
	r.do(h.SetPolicy(key, value))
}

// says types lines into a fresh connection to mail.hai.example and returns the last answer.
func (r *rig) says(lines ...string) string {
	r.t.Helper()
	at := r.Rec.Log.Len()
	term := r.terminal(r.alice, "telnet mail.hai.example 25")
	for _, line := range lines {
		at = r.Rec.Log.Len()
		r.typed(term, line)
	}
	got := r.screen(term, at)
	term.Close()
	r.rest()
	return got
}

func (r *rig) wants(what, got, want string) {
	r.t.Helper()
	if !strings.Contains(got, want) {
		r.t.Errorf("%s: %q, want %q in it", what, got, want)
	}
}

// TestService: hosts that take no mail at all, or none now.
func TestService(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "service", "no-mail")
	r.wants("no mail", r.says(), "521 mail.hai.example does not accept mail")
	r.set(r.hai, "service", "maintenance")
	r.wants("maintenance", r.says(), "421 4.3.2 mail.hai.example is being maintained")
	r.set(r.hai, "service", "")
	r.wants("normal", r.says("EHLO x", "MAIL FROM:<a@shan.example>"), "250 2.1.0")
}

// TestConnectionLimits opens one connection too many.
func TestConnectionLimits(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "maxConnsPerClient", "2")
	first := r.terminal(r.alice, "telnet mail.hai.example 25")
	r.terminal(r.alice, "telnet mail.hai.example 25")
	r.wants("third of one client", r.says(), "421 4.7.0 [198.51.100.5] has 2 connections already")
	at := r.Rec.Log.Len()
	r.wants("another client", r.screen(r.terminal(r.bob, "telnet mail.hai.example 25"), at), "220 ")
	r.set(r.hai, "maxConns", "3")
	r.wants("fourth of all", r.says(), "421 4.3.2 mail.hai.example serves 3 connections at a time")
	first.Close()
	r.rest()
	r.wants("after one was closed", r.says(), "220 ")
	r.set(r.hai, "maxConns", "0")
	r.terminal(r.alice, "telnet mail.hai.example 25")
	r.set(r.hai, "relayFrom", "198.51.100.0/24")
	r.wants("one of our own", r.says(), "220 ")
}

// TestRates counts what a client does within a minute.
func TestRates(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "connRate", "2")
	r.says()
	r.run(20 * vtime.Second)
	r.says()
	r.wants("third connection", r.says(), "421 4.7.0 [198.51.100.5] has had its 2 connections of this minute, try again in 40s")
	r.run(41 * vtime.Second)
	r.wants("a minute after the first", r.says(), "220 ")
	r.set(r.hai, "connRate", "0")
	r.run(vtime.Minute)

	r.set(r.hai, "mailRate", "1")
	r.set(r.hai, "rcptRate", "2")
	mail, bob := "MAIL FROM:<a@shan.example>", "RCPT TO:<bob@hai.example>"
	r.wants("third recipient", r.says("EHLO x", mail, bob, "RCPT TO:<carol@hai.example>", bob), "450 4.7.1 [198.51.100.5] has had its 2 recipients of this minute, try again in 1m")
	r.wants("second letter", r.says("EHLO x", mail), "450 4.7.1 [198.51.100.5] has had its 1 letters of this minute")
	r.set(r.hai, "relayFrom", "198.51.100.5")
	r.wants("one of our own", r.says("EHLO x", mail, bob), "250 2.1.5")
	refused := 0
	for _, v := range events[*trace.Verdict](r) {
		if v.What == "rate" && v.Host == "mail.hai.example" && v.Conn != 0 {
			refused++
		}
	}
	if refused != 3 {
		t.Errorf("the trace has %d verdicts about rates, want 3", refused)
	}
}

// TestRatesAreBounded: more clients than are remembered do no harm; the oldest begins again.
func TestRatesAreBounded(t *testing.T) {
	var c rates
	for i := range maxRated + 10 {
		if c.count(vtime.Time(i), "client "+strconv.Itoa(i), mailEvent, 1) != 0 {
			t.Fatal("a first event was refused")
		}
	}
	if len(c.clients) != maxRated {
		t.Errorf("%d clients are remembered", len(c.clients))
	}
	if c.count(vtime.Time(maxRated+10), "client 9", mailEvent, 1) != 0 || c.count(vtime.Time(maxRated+10), "client 20", mailEvent, 1) == 0 {
		t.Error("the wrong client was forgotten")
	}
}

// TestRelayFrom: a network of our own may relay without a login.
func TestRelayFrom(t *testing.T) {
	r := newRig(t)
	lines := []string{"EHLO x", "MAIL FROM:<a@hai.example>", "RCPT TO:<alice@shan.example>"}
	r.wants("a stranger", r.says(lines...), "550 5.7.1")
	r.set(r.hai, "relayFrom", "192.0.2.0/24; 198.51.100.0/30")
	r.wants("another network", r.says(lines...), "550 5.7.1")
	r.set(r.hai, "relayFrom", "192.0.2.0/24; 198.51.100.0/24")
	r.wants("the network", r.says(lines...), "250 2.1.5")
}

// TestGreylist walks one triplet through its life.
func TestGreylist(t *testing.T) {
	r := newRig(t)
	r.set(r.hai, "greylist", "5m")
	r.set(r.hai, "greylistWindow", "1h")
	r.set(r.hai, "greylistKeep", "1d")
	try := func(from, rcpt string) string {
		return r.says("EHLO x", "MAIL FROM:<"+from+">", "RCPT TO:<"+rcpt+">")
	}
	r.wants("new", try("a@shan.example", "bob@hai.example"), "450 4.7.1 <bob@hai.example>: greylisted: this sender, this recipient and a client of 198.51.100.0/24 are new together, try again in 5m")
	r.run(2 * vtime.Minute)
	r.wants("early", try("A@shan.example", "BOB@hai.example"), "try again in 3m")
	r.wants("nobody", try("a@shan.example", "nobody@hai.example"), "550 5.1.1")
	r.wants("null sender", try("", "bob@hai.example"), "250 2.1.5")
	r.wants("other recipient", try("a@shan.example", "carol@hai.example"), "try again in 5m")
	r.run(3 * vtime.Minute)
	r.wants("second try", try("a@shan.example", "bob@hai.example"), "250 2.1.5")
	r.run(20 * vtime.Hour)
	r.wants("known", try("a@shan.example", "bob@hai.example"), "250 2.1.5")
	r.wants("came back too late", try("a@shan.example", "carol@hai.example"), "try again in 5m")
	r.run(20 * vtime.Hour)
	r.wants("known since the last letter", try("a@shan.example", "bob@hai.example"), "250 2.1.5")
	r.run(25 * vtime.Hour)
	r.wants("forgotten", try("a@shan.example", "bob@hai.example"), "try again in 5m")
	for i := range greyKnown {
		try("x"+strconv.Itoa(i)+"@shan.example", "bob@hai.example")
	}
	r.run(5 * vtime.Minute)
	for i := range greyKnown {
		try("x"+strconv.Itoa(i)+"@shan.example", "bob@hai.example")
	}
	r.wants("a network that has proved itself", try("y@shan.example", "carol@hai.example"), "250 2.1.5")
	results := map[string]int{}
	for _, v := range events[*trace.Verdict](r) {
		if v.What == "grey" {
			results[v.Result]++
		}
	}
	for what, n := range map[string]int{"new": 4 + greyKnown, "early": 1, "passed": 1 + greyKnown, "known": 2, "known-network": 1} {
		if results[what] != n {
			t.Errorf("%d verdicts are %s, want %d", results[what], what, n)
		}
	}
}

// TestGreylistIsBounded brings more triplets than are remembered.
func TestGreylistIsBounded(t *testing.T) {
	var g greylist
	times := greyTimes{vtime.Minute, vtime.Hour, 24 * vtime.Hour}
	now := vtime.Time(0)
	for i := range maxGrey + 100 {
		g.judge(now, "net", "triplet "+strconv.Itoa(i), times)
	}
	for range 3 * maxGrey {
		g.judge(now.Add(2*vtime.Minute), "net", "triplet 500", times)
	}
	if len(g.entries) > maxGrey || len(g.order) > 2*maxGrey {
		t.Errorf("%d entries and %d in the order", len(g.entries), len(g.order))
	}
	if got, _ := g.judge(now.Add(3*vtime.Minute), "net", "triplet 500", times); got != "known" {
		t.Errorf("the busiest triplet is %s", got)
	}
	if got, _ := g.judge(now.Add(3*vtime.Minute), "net", "triplet 3", times); got != "new" {
		t.Errorf("the oldest triplet is %s", got)
	}
}

// TestSenderDomain asks DNS about senders.
func TestSenderDomain(t *testing.T) {
	rigRecords := append(rigRecords, "null.example. 300 MX 0 .", "only-a.example. 300 A 192.0.2.77")
	r := newRig(t, func(s *Spec) {
		if s.Kind == "dns" {
			s.Records = rigRecords
		}
	})
	r.set(r.hai, "senderDomain", "check")
	for _, row := range []struct{ from, want string }{
		{"a@shan.example", "250 2.1.0"},
		{"a@only-a.example", "250 2.1.0"},
		{"a@hai.example", "250 2.1.0"}, // Our own.
		{"a@[192.0.2.1]", "250 2.1.0"},
		{"", "250 2.1.0"},
		{"a@nosuch.example", "550 5.1.8 <a@nosuch.example>: DNS knows no mail server"},
		{"a@null.example", "550 5.7.27 <a@null.example>: null.example takes no mail"},
	} {
		r.wants(row.from, r.says("EHLO x", "MAIL FROM:<"+row.from+">"), row.want)
	}
	r.fault("dns", "two.example", "SERVFAIL", true)
	r.wants("SERVFAIL", r.says("EHLO x", "MAIL FROM:<a@two.example>"), "450 4.1.8 <a@two.example>: DNS does not say now")

	// The client may say QUIT, or vanish, while the server waits for DNS.
	r.fault("dns", "slow.example", "TIMEOUT", true)
	term := r.terminal(r.alice, "telnet mail.hai.example 25")
	r.typed(term, "EHLO x")
	if err := term.Type([]byte("MAIL FROM:<a@slow.example>\r\n")); err != nil {
		t.Fatal(err)
	}
	r.run(vtime.Second)
	if err := term.HangUp(); err != nil {
		t.Fatal(err)
	}
	r.run(vtime.Minute)
	r.wants("after it", r.says("EHLO x", "MAIL FROM:<a@slow.example>"), "450 4.1.8")
}

// TestHeloCheck judges names at MAIL.
func TestHeloCheck(t *testing.T) {
	r := newRig(t)
	mail := "MAIL FROM:<a@shan.example>"
	for _, row := range []struct{ level, hello, want string }{
		{"off", "mail.hai.example", "250 2.1.0"},
		{"syntax", "mail.hai.example", "550 5.7.1 <mail.hai.example>: that is my own name"},
		{"syntax", "a_b!", "501 5.5.2"},
		{"syntax", "alice-pc", "250 2.1.0"},
		{"fqdn", "alice-pc", "504 5.5.2 <alice-pc>: the name has no domain"},
		{"fqdn", "[198.51.100.5]", "250 2.1.0"},
		{"fqdn", "nosuch.shan.example", "250 2.1.0"},
		{"exists", "nosuch.shan.example", "550 5.7.1 <nosuch.shan.example>: there is no such host in DNS"},
		{"exists", "mail.shan.example", "250 2.1.0"},
	} {
		r.set(r.hai, "heloCheck", row.level)
		r.wants(row.level+" "+row.hello, r.says("EHLO "+row.hello, mail), row.want)
	}
	r.fault("dns", "mail.shan.example", "SERVFAIL", true)
	r.run(vtime.Hour)
	r.wants("SERVFAIL", r.says("EHLO mail.shan.example", mail), "450 4.7.1 <mail.shan.example>: DNS does not say now")
}

package host

import (
	"strings"
	"testing"

	"ehloworld/engine/clock"
	"ehloworld/engine/simnet"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// rig is a small world, driven by hand: alice-pc, two mail servers, a name server and bob-pc, 10 ms apart.
type rig struct {
	*World
	t     testing.TB
	alice *Host
	shan  *Host
	hai   *Host
	bob   *Host
	ns    *Host
}

var rigRecords = []string{
	"example. 3600 SOA ns.example. hostmaster.example. 1 7200 3600 1209600 300",
	"shan.example. 300 MX 10 mail.shan.example.",
	"mail.shan.example. 300 A 192.0.2.10",
	"hai.example. 300 MX 10 mail.hai.example.",
	"mail.hai.example. 300 A 203.0.113.10",
	"10.113.0.203.in-addr.arpa. 300 PTR mail.hai.example.",
	"two.example. 300 MX 10 mail.nowhere.example.",
	"two.example. 300 MX 20 mail.hai.example.",
	"mail.nowhere.example. 300 A 203.0.113.99",
	"text.example. 300 TXT \"hello\"",
}

func newRig(t testing.TB, change ...func(*Spec)) *rig {
	t.Helper()
	start, _, err := vtime.Parse("2026-03-02T08:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	rec := &trace.Recorder{Log: trace.NewLog(0), Now: start, By: trace.Script}
	q := &clock.Queue{}
	net := simnet.New(rec, q, 1, simnet.Options{DefaultDelay: 10 * vtime.Millisecond})
	r := &rig{World: NewWorld(rec, q, net, 0, 1), t: t}
	const ns = "192.0.2.53"
	mta := []Service{{"smtp", 25}, {"submission", 587}, {"pop3", 110}}
	for i, spec := range []Spec{
		{ID: "alice-pc", IP: "198.51.100.5", Kind: "ua", Resolver: ns, Program: &ProgramSpec{
			User: "alice@shan.example", Pass: "alice-pw", Name: "Alice", Mode: "keep", Out: "mail.shan.example", Inbox: "mail.shan.example",
			Drafts: []Prepared{{"bob@hai.example", "Draft", "Prepared."}}}},
		{ID: "mail.shan.example", IP: "192.0.2.10", Kind: "mta", Domains: []string{"shan.example"}, Services: mta, Resolver: ns},
		{ID: "mail.hai.example", IP: "203.0.113.10", Kind: "mta", Domains: []string{"hai.example"}, Services: mta, Resolver: ns},
		{ID: "bob-pc", IP: "198.51.100.9", Kind: "ua", Resolver: ns, Program: &ProgramSpec{
			User: "bob@hai.example", Pass: "bob-pw", Mode: "keep", Out: "mail.hai.example", Inbox: "mail.hai.example"}},
		{ID: "ns.example", IP: ns, Kind: "dns", Services: []Service{{"dns", 53}}, Records: rigRecords, Resolver: ns},
	} {
		for _, c := range change {
			c(&spec)
		}
		h, err := r.Add(spec)
		if err != nil {
			t.Fatal(err)
		}
		*[]**Host{&r.alice, &r.shan, &r.hai, &r.bob, &r.ns}[i] = h
	}
	for _, a := range []struct {
		host       *Host
		addr, pass string
	}{{r.shan, "alice@shan.example", "alice-pw"}, {r.hai, "bob@hai.example", "bob-pw"}, {r.hai, "carol@hai.example", "carol-pw"}} {
		if _, err := a.host.Store.AddAccount(a.addr, a.pass, ""); err != nil {
			t.Fatal(err)
		}
	}
	rec.By = trace.User
	return r
}

// fire does the next entry of the clock, if it is due by limit.
func (r *rig) fire(limit vtime.Time) bool {
	at, _, _, ok := r.Clock.Next()
	if !ok || at > limit {
		return false
	}
	e, _ := r.Clock.Pop()
	if e.At < r.Rec.Now {
		r.t.Fatalf("%s wants to have happened in the past", e.Why)
	}
	r.Rec.Now, r.Rec.Cause, r.Rec.By, r.Rec.Msg = e.At, e.Cause, trace.Agent, 0
	e.Fire()
	return true
}

// run lets time run for d.
func (r *rig) run(d vtime.Duration) {
	to := r.Rec.Now.Add(d)
	for r.fire(to) {
	}
	r.Rec.Now, r.Rec.Cause, r.Rec.By, r.Rec.Msg = to, 0, trace.User, 0
}

// rest lets time run until only long waits are left.
func (r *rig) rest() {
	for {
		if _, ok := r.Clock.NextActive(); !ok {
			break
		}
		r.fire(vtime.Never)
	}
	r.Rec.Cause, r.Rec.By, r.Rec.Msg = 0, trace.User, 0
}

// prepared runs what a Prepare or Fault or QueueAct has returned.
func (r *rig) do(act func(), err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	act()
}

func (r *rig) fault(kind, target, arg string, on bool) {
	r.t.Helper()
	r.do(r.Fault(kind, target, arg, on))
}

// terminal opens a terminal and types a line into it.
func (r *rig) terminal(h *Host, line string) *Terminal {
	r.t.Helper()
	t, err := h.OpenTerminal()
	if err != nil {
		r.t.Fatal(err)
	}
	r.typed(t, line)
	return t
}

// typed types a line and lets what follows happen.
func (r *rig) typed(t *Terminal, line string) {
	r.t.Helper()
	if err := t.Type([]byte(line + "\r\n")); err != nil {
		r.t.Fatalf("%q: %v", line, err)
	}
	r.rest()
}

// screen is what a terminal has shown since event n: what its tools said, and what came over its connection.
func (r *rig) screen(t *Terminal, since int) string {
	var b strings.Builder
	for _, e := range r.Rec.Log.Since(since) {
		switch body := e.Body.(type) {
		case *trace.Term:
			if body.Term == t.ID && body.Act == "output" {
				b.WriteString(body.Text + "\n")
			}
		case *trace.Data:
			if body.Host == t.Host.Spec.ID && body.Side == "client" && body.Act == "received" {
				b.WriteString(strings.ReplaceAll(string(body.Data), "\r\n", "\n"))
			}
		}
	}
	return b.String()
}

// send lets alice's mail program send a letter.
func (r *rig) send(h *Host, to string) {
	r.t.Helper()
	r.do(h.Program.Prepare("send", `{"to":"`+to+`","subject":"Hi","body":"Hello."}`))
}

// inbox is how many letters an account has.
func (r *rig) inbox(h *Host, addr string) int { return h.Store.Account(addr).Inbox().Len() }

// events collects the bodies of one type.
func events[T trace.Body](r *rig) []T {
	var list []T
	for _, e := range r.Rec.Log.Since(0) {
		if b, ok := e.Body.(T); ok {
			list = append(list, b)
		}
	}
	return list
}

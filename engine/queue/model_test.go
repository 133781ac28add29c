package queue

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ehloworld/engine/dsn"
	"ehloworld/engine/smtp"
	"ehloworld/engine/smtpclient"
	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
)

// model plays random acts on a queue and keeps its own account of what must have come of every recipient.
type model struct {
	*fixture
	rnd   *rand.Rand
	under []*Load
	fate  map[string]string // "ID address" → "" while it waits, then how it ended.
	wish  map[string]smtp.Notify
	from  map[string]string // By id.
	told  map[string]string // "ID address" → the actions of notices about it.
}

func newModel(t *testing.T, seed uint64) *model {
	rnd := rand.New(rand.NewPCG(seed, 2))
	m := &model{rnd: rnd, fate: map[string]string{}, wish: map[string]smtp.Notify{}, from: map[string]string{}, told: map[string]string{}}
	profile := Profiles()[rnd.IntN(len(Profiles()))].Name
	m.fixture = newFixture(t, profile, Options{MaxActive: []int{3, 1 << 30}[rnd.IntN(2)], MaxLoads: []int{2, 100}[rnd.IntN(2)]})
	m.opts.Emit = func(_ trace.MsgID, b trace.Body) {
		e := b.(*trace.Mail)
		switch e.Act {
		case "delivered", "failed", "expired":
			m.end(e.QueueID, e.Rcpt, e.Act)
		}
	}
	return m
}

// end notes how it ended for a recipient, which happens once.
func (m *model) end(id, addr, how string) {
	key := id + " " + addr
	if was, known := m.fate[key]; !known || was != "" {
		m.t.Fatalf("%s is %s, and was %q (known: %v)", key, how, was, known)
	}
	m.fate[key] = how
}

// take notes new letters' recipients.
func (m *model) take(it *Item) {
	m.from[it.ID] = it.From
	for i := range it.Rcpts {
		key := it.ID + " " + it.Rcpts[i].Addr
		m.fate[key], m.wish[key] = "", it.Rcpts[i].Notify
	}
}

// notices checks that each tells what has happened, once, to somebody who wants to know.
func (m *model) notices(list []Notice) {
	for _, n := range list {
		if n.Letter.From == "" || len(n.Rcpts) == 0 {
			m.t.Fatalf("a notice to nobody or about nobody: %+v", n)
		}
		for _, r := range n.Rcpts {
			key := n.Letter.ID + " " + r.Addr
			if !wants(smtp.Rcpt{Notify: m.wish[key]}, r.Action) {
				m.t.Fatalf("%s: %s was not wanted (%b)", key, r.Action, m.wish[key])
			}
			ended := m.fate[key]
			right := map[string]bool{
				dsn.Failed: ended == "failed" || ended == "expired", dsn.Delayed: ended == "", dsn.Delivered: ended == "delivered", dsn.Relayed: ended == "delivered",
			}
			most := 1
			if r.Action == dsn.Delayed {
				most = 2 // By the timetable, and by BY=.
			}
			if !right[r.Action] || r.Status == "" || strings.Count(m.told[key], r.Action+" ") == most {
				m.t.Fatalf("%s is %q, told %q before, now %s %s", key, ended, m.told[key], r.Action, r.Status)
			}
			m.told[key] += r.Action + " "
		}
	}
}

// outcome draws what comes of a recipient.
func (m *model) outcome(addr string) smtpclient.RcptOutcome {
	switch m.rnd.IntN(8) {
	case 0:
		return said(addr, 550, "5.1.1", "no")
	case 1:
		r := said(addr, 250, "2.0.0", "ok")
		r.Final, r.Relayed = m.rnd.IntN(2) == 0, m.rnd.IntN(2) == 0
		return r
	case 2, 3:
		return said(addr, 452, "", "later")
	}
	return refused(nil, addr)
}

func (m *model) add() {
	if m.counter >= 80 {
		return
	}
	var env smtp.Envelope
	env.From = []string{"alice@shan.example", "carol@shan.example", ""}[m.rnd.IntN(3)]
	env.Priority = int8(m.rnd.IntN(3) - 1)
	for range 1 + m.rnd.IntN(3) {
		env.Rcpts = append(env.Rcpts, smtp.Rcpt{Addr: fmt.Sprintf("n%d@d%d.example", m.rnd.IntN(3), m.rnd.IntN(3)), Notify: smtp.Notify(m.rnd.IntN(16)) &^ smtp.NotifyNever})
		if m.rnd.IntN(5) == 0 {
			env.Rcpts[len(env.Rcpts)-1].Notify = smtp.NotifyNever
		}
	}
	switch m.rnd.IntN(6) {
	case 0:
		env.ReleaseAt = m.now.Add(vtime.Duration(m.rnd.IntN(100)) * vtime.Hour)
	case 1:
		env.By = smtp.DeliverBy{At: m.now.Add(vtime.Duration(m.rnd.IntN(100)) * vtime.Hour), Mode: smtp.ByMode(1 + m.rnd.IntN(2))}
	}
	it, err := m.Add(m.now, Letter{Envelope: env, Data: []byte("Subject: x\r\n\r\nx\r\n")})
	if err != nil {
		m.t.Fatal(err)
	}
	m.take(it)
}

// due lets the queue do what has come due, and puts the shares in line.
func (m *model) due() {
	before := m.ready
	due, notices := m.Due(m.now)
	m.notices(notices)
	if len(before) == 0 {
		for i := 1; i < len(due); i++ {
			if due[i-1].Priority < due[i].Priority {
				m.t.Fatalf("%s with priority %d goes before %s with %d", due[i-1].ID, due[i-1].Priority, due[i].ID, due[i].Priority)
			}
		}
	}
	for _, it := range slices.Clone(due) {
		byDomain := map[string][]string{}
		var order []string
		for _, addr := range it.PendingRcpts() {
			domain := addr[strings.IndexByte(addr, '@')+1:]
			if byDomain[domain] == nil {
				order = append(order, domain)
			}
			byDomain[domain] = append(byDomain[domain], addr)
		}
		for _, domain := range order {
			notices, left := m.LeftAlone(m.now, it, domain, byDomain[domain])
			if m.notices(notices); !left {
				m.Line(&Load{Item: it, Key: domain, Rcpts: byDomain[domain]})
			}
		}
	}
	for l := m.NextLoad(); l != nil; l = m.NextLoad() {
		m.under = append(m.under, l)
	}
}

// unload ends one load that is under way.
func (m *model) unload() {
	if len(m.under) == 0 {
		return
	}
	i := m.rnd.IntN(len(m.under))
	l := m.under[i]
	m.under = slices.Delete(m.under, i, i+1)
	var results []smtpclient.RcptOutcome
	reached := false
	for _, addr := range l.Rcpts {
		r := m.outcome(addr)
		reached = reached || !r.Local
		results = append(results, r)
	}
	m.notices(m.Unload(m.now, l, results, reached))
}

// act does one random thing.
func (m *model) act() {
	var it *Item
	if list := m.List(); len(list) > 0 {
		it = list[m.rnd.IntN(len(list))]
	}
	switch n := m.rnd.IntN(24); {
	case n < 3:
		m.add()
	case n < 8:
		m.now = m.now.Add(vtime.Duration(m.rnd.IntN(7200)) * vtime.Second)
		m.due()
	case n < 16:
		m.unload()
		m.due()
	case it == nil:
	case n == 16:
		m.Hold(it.ID)
	case n == 17:
		m.Release(m.now, it.ID)
	case n == 18:
		m.FlushOne(m.now, it.ID)
	case n == 19:
		m.StartQueue(m.now, fmt.Sprintf("d%d.example", m.rnd.IntN(4)))
	case n == 20 && m.rnd.IntN(3) == 0:
		for _, addr := range it.PendingRcpts() {
			m.end(it.ID, addr, "deleted")
		}
		for i := range it.Rcpts { // Nor is anybody told of what has failed in a try that is not over.
			if key := it.ID + " " + it.Rcpts[i].Addr; it.State == Active && m.fate[key] == "failed" && it.Rcpts[i].reported {
				m.fate[key] = "deleted"
			}
		}
		m.Delete(it.ID)
	case n == 21:
		do, err := m.Requeue(it, asItIs)
		if (err != nil) != (it.State == Active) {
			m.t.Fatalf("requeue of a letter that is %v: %v", it.State, err)
		}
		if err == nil && m.counter < 80 {
			for _, addr := range it.PendingRcpts() {
				m.end(it.ID, addr, "requeued")
			}
			do(m.now)
			m.take(m.last)
		}
	case n == 22:
		addr := fmt.Sprintf("n%d@d%d.example", m.rnd.IntN(3), m.rnd.IntN(3))
		verb := []string{"add ", "drop "}[m.rnd.IntN(2)]
		if do, err := m.Edit(it, verb+addr); err == nil {
			key := it.ID + " " + addr
			if _, known := m.fate[key]; verb == "add " && known {
				break // Once more to one who has it: the account would have to count.
			}
			if do(); verb == "drop " {
				m.end(it.ID, addr, "dropped")
			} else {
				m.fate[key] = ""
			}
		}
	case n == 23 && m.rnd.IntN(10) == 0:
		m.Restart()
		for _, it := range m.List() {
			m.notices(m.Interrupt(m.now, it.ID, "down"))
		}
	}
}

// check compares what the queue keeps to be fast with what a look at every letter says.
func (m *model) check() {
	want, waiting, active := vtime.Never, 0, 0
	for _, it := range m.List() {
		switch it.State {
		case Waiting:
			waiting++
			want = min(want, it.Next, m.expiry(it), m.warning(it), it.notifyBy())
		case Active:
			active++
		case Ready:
			if m.Active() < m.opts.MaxActive {
				want = min(want, it.Next)
			}
		}
		for i := range it.Rcpts {
			if r := &it.Rcpts[i]; (r.Status == Pending) != (m.fate[it.ID+" "+r.Addr] == "") {
				m.t.Fatalf("%s: %s is %v, and %q by the account", it.ID, r.Addr, r.Status, m.fate[it.ID+" "+r.Addr])
			}
		}
		if len(it.PendingRcpts()) == 0 {
			m.t.Fatalf("%s waits for nobody", it.ID)
		}
		if len(it.Attempts) > MaxAttempts {
			m.t.Fatalf("%s has %d records", it.ID, len(it.Attempts))
		}
	}
	if got := m.NextDue(); got != want && (len(m.ready) == 0 || got > m.now) {
		m.t.Fatalf("next due %v, a scan says %v", got, want)
	}
	if len(m.heap) != waiting || m.Active() != active {
		m.t.Fatalf("%d in the heap, %d waiting; %d of %d active", len(m.heap), waiting, m.Active(), active)
	}
	for i, it := range m.heap {
		if it.place != i || i > 0 && m.heap.less(i, (i-1)/2) {
			m.t.Fatalf("the heap is out of order at %d", i)
		}
	}
	busy := 0
	for _, ln := range m.lines.byKey {
		busy += ln.busy
		if ln.busy > MaxWindow || len(ln.waiting) > 0 && !ln.open {
			m.t.Fatalf("line %s: %d under way, %d waiting, open %v", ln.key, ln.busy, len(ln.waiting), ln.open)
		}
	}
	if busy != m.lines.busy || busy > m.opts.MaxLoads {
		m.t.Fatalf("%d loads under way, %d counted", busy, m.lines.busy)
	}
}

// TestModel: whatever is done to it, a queue loses no recipient, ends each exactly once and tells the sender of that what he
// wants to know and nothing else.
func TestModel(t *testing.T) {
	for seed := range uint64(60) {
		m := newModel(t, seed)
		for range 1500 {
			m.act()
			m.check()
		}
		// Let everything come to its end.
		for _, it := range m.List() {
			m.Release(m.now, it.ID)
		}
		for steps := 0; m.Len() > 0; steps++ {
			if steps > 50_000 {
				t.Fatalf("seed %d: %d letters do not come to their end", seed, m.Len())
			}
			for len(m.under) > 0 {
				m.unload()
				m.due()
			}
			m.now = max(m.now, m.NextDue())
			m.due()
			for _, it := range m.List() {
				m.Release(m.now, it.ID)
			}
		}
		m.check()
		for key, fate := range m.fate {
			id, _, _ := strings.Cut(key, " ")
			lost := fate == "failed" || fate == "expired"
			failed := strings.Count(m.told[key], dsn.Failed)
			if should := lost && m.from[id] != "" && wants(smtp.Rcpt{Notify: m.wish[key]}, dsn.Failed); fate == "" || should != (failed == 1) {
				t.Fatalf("seed %d: %s ended as %q, told %q (%b)", seed, key, fate, m.told[key], m.wish[key])
			}
		}
		if len(m.fate) < 60 {
			t.Errorf("seed %d: only %d recipients", seed, len(m.fate))
		}
	}
}

// TestHeapRemoval takes items out of the middle of a big heap and then empties it.
func TestHeapRemoval(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var h heap
	var items []*Item
	for i := range 2000 {
		it := &Item{seq: uint64(i)}
		items = append(items, it)
		h.push(it, vtime.Time(rnd.IntN(500)))
	}
	rnd.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	for _, it := range items[:1000] {
		h.remove(it)
	}
	for last := h[0]; len(h) > 0; {
		it := h[0]
		h.remove(it)
		if it.wake < last.wake || it.wake == last.wake && it.seq < last.seq {
			t.Fatalf("%v after %v", it.wake, last.wake)
		}
		last = it
	}
}

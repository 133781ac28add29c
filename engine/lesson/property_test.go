package lesson

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// The property: what a lesson knows after it has been shown events in any batches is what somebody would say who reads
// the whole trace again. That somebody is plain below: it follows curriculum section 6.2 word by word and remembers
// nothing.

// plain evaluates a condition on the first events of a log.
type plain struct {
	l      *Lesson // For when steps were first done, which conditions with "since" are relative to.
	events []trace.Event
	state  fakeState
}

func (p plain) after(since string) (n int, ok bool) {
	if since == "" || since == "start" {
		return 0, true
	}
	for _, s := range p.l.steps {
		if s.spec.ID == since {
			return s.first, s.first > 0
		}
	}
	return 0, false
}

func (p plain) holds(c *scenario.Cond) bool {
	after, started := p.after(c.Since)
	count := func(n int) bool {
		if c.Count == nil {
			return n >= 1
		}
		return (c.Count.GE == nil || int64(n) >= *c.Count.GE) && (c.Count.LE == nil || int64(n) <= *c.Count.LE)
	}
	switch {
	case c.All != nil:
		for _, k := range c.All {
			if !p.holds(k) {
				return false
			}
		}
		return true
	case c.Any != nil:
		for _, k := range c.Any {
			if p.holds(k) {
				return true
			}
		}
		return false
	case c.Not != nil:
		return !p.holds(c.Not)
	case c.Saw != nil:
		n := 0
		for i := range p.events {
			if e := &p.events[i]; started && e.N > after && plainMatch(c.Saw, e, map[string]string{}, "") != nil {
				n++
			}
		}
		return count(n)
	case c.Seq != nil:
		return started && p.sequence(c, 0, after, map[string]string{})
	case c.State != "":
		n := 0
		for _, it := range p.state["box bob@hai.example/INBOX"] {
			if c.Since != "" && (!started || it.born <= after) {
				continue
			}
			fits := true
			if c.Where != nil {
				for _, t := range c.Where.Tests {
					one := false
					for _, v := range it.fields[t.Field] {
						one = one || plainTest(t, v)
					}
					fits = fits && one
				}
			}
			if fits {
				n++
			}
		}
		return count(n)
	}
	for _, e := range p.events {
		if a, ok := e.Body.(trace.Answer); ok && a.OK && a.Question == c.Answer {
			return true
		}
	}
	return false
}

// sequence tries every event for pattern i, and every event after it for the rest.
func (p plain) sequence(c *scenario.Cond, i, after int, vars map[string]string) bool {
	if i == len(c.Seq) {
		return true
	}
	for k := range p.events {
		e := &p.events[k]
		if e.N <= after {
			continue
		}
		if got := plainMatch(&c.Seq[i], e, vars, c.Same); got != nil && p.sequence(c, i+1, e.N, got) {
			return true
		}
	}
	return false
}

// plainFields lists an event's fields as texts.
type plainFields map[string]string

func (f plainFields) Str(n trace.Field, v string)    { f[n.String()] = v }
func (f plainFields) Int(n trace.Field, v int64)     { f[n.String()] = strconv.FormatInt(v, 10) }
func (f plainFields) Bool(n trace.Field, v bool)     { f[n.String()] = strconv.FormatBool(v) }
func (f plainFields) Bytes(n trace.Field, v []byte)  { f[n.String()] = string(v) }
func (f plainFields) Strs(n trace.Field, v []string) { f[n.String()] = strings.Join(v, "\n") }

// plainMatch returns the variables as they are after the event has matched, or nil.
func plainMatch(p *scenario.Pattern, e *trace.Event, vars map[string]string, same string) map[string]string {
	fields := plainFields{"ev": e.Body.Kind().String(), "by": e.By.String(), "msg": strconv.Itoa(int(e.Msg))}
	e.Body.Fields(fields)
	got := map[string]string{}
	for k, v := range vars {
		got[k] = v
	}
	bind := func(name, v string) bool {
		if old, ok := got[name]; ok {
			return old == v
		}
		got[name] = v
		return true
	}
	for _, t := range p.Tests {
		v, ok := fields[t.Field]
		if t.Op == "bind" {
			none := v == "0" && (t.Field == "msg" || t.Field == "conn")
			ok = ok && !none && bind(t.Str, v)
		} else {
			ok = ok && plainTest(t, v)
		}
		if !ok {
			return nil
		}
	}
	if same != "" && (fields[same] == "" || fields[same] == "0" || !bind("=", fields[same])) {
		return nil
	}
	return got
}

func plainTest(t scenario.Test, v string) bool {
	n, err := strconv.ParseInt(v, 10, 64)
	switch t.Op {
	case "eq":
		switch t.Type {
		case "int":
			return err == nil && n == t.Int
		case "bool":
			return v == strconv.FormatBool(t.Bool)
		}
		return v == t.Str
	case "in":
		for _, x := range t.List {
			if x == v {
				return true
			}
		}
		return false
	case "has":
		return strings.Contains(v, t.Str)
	case "ge":
		return err == nil && n >= t.Int
	}
	return err == nil && n <= t.Int
}

// randomPattern writes a pattern for events of the few kinds that randomEvent makes.
func randomPattern(rng *rand.Rand, variables bool) string {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	conn := pick("", `,"conn":1`, `,"conn":{"ge":2}`)
	if variables {
		conn = pick("", `,"conn":"$c"`, `,"conn":"$d"`, `,"msg":"$m"`, `,"msg":"$c"`)
	}
	switch rng.IntN(3) {
	case 0:
		return `{"ev":"cmd"` + pick("", `,"verb":"A"`, `,"verb":{"in":["A","B"]}`, `,"by":"agent"`) + conn + `}`
	case 1:
		return `{"ev":"reply"` + pick("", `,"code":250`, `,"code":{"ge":400}`, `,"code":{"has":"5"}`) + conn + `}`
	}
	return `{"ev":{"in":["cmd","reply"]},"verb":` + pick(`"A"`, `"B"`, `"$v"`) + conn + `}`
}

// randomCond writes a condition that something must happen for.
func randomCond(rng *rand.Rand, depth int, since string) string {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	if rng.IntN(3) > 0 {
		since = ""
	}
	switch n := rng.IntN(7); {
	case n == 0:
		return `{"saw":` + randomPattern(rng, rng.IntN(2) == 0) + pick("", `,"count":2`, `,"count":{"ge":1,"le":3}`) + since + `}`
	case n <= 2:
		var list []string
		for range 1 + rng.IntN(4) {
			list = append(list, randomPattern(rng, rng.IntN(2) == 0))
		}
		return `{"seq":[` + strings.Join(list, ",") + `]` + pick("", `,"same":"conn"`, `,"same":"msg"`) + since + `}`
	case n == 3:
		return `{"state":"box","of":"bob@hai.example"` + pick("", `,"where":{"uid":{"ge":3}}`, `,"where":{"flags":"x"}`) +
			pick("", `,"count":2`, `,"count":{"ge":1,"le":2}`) + since + `}`
	case n == 4 || depth == 0:
		return `{"answer":"` + pick("q", "r") + `"}`
	case n == 5:
		return `{"any":[` + randomCond(rng, depth-1, since) + `,` + randomCond(rng, depth-1, since) + `]}`
	}
	return `{"all":[` + randomCond(rng, depth-1, since) + `,{"not":` + randomCond(rng, depth-1, since) + `},` +
		pick(`{"saw":{"ev":"cmd"},"count":{"le":4}}`, randomCond(rng, depth-1, since)) + `]}`
}

func randomEvent(rng *rand.Rand, b *bench) {
	actor := []trace.Actor{trace.User, trace.User, trace.Agent}[rng.IntN(3)]
	msg := trace.MsgID(rng.IntN(3))
	conn := trace.ConnID(rng.IntN(4))
	verb := []string{"A", "B", "C"}[rng.IntN(3)]
	switch rng.IntN(10) {
	case 0:
		b.add(actor, 0, trace.Answer{Question: []string{"q", "r"}[rng.IntN(2)], OK: rng.IntN(4) == 0})
	case 1, 2:
		box := "box bob@hai.example/INBOX"
		items := append([]fakeItem{}, b.state[box]...)
		if rng.IntN(3) == 0 && len(items) > 0 {
			items = items[1:]
		} else {
			fields := map[string][]string{"uid": {strconv.Itoa(rng.IntN(6))}, "flags": {[]string{"x", "y"}[rng.IntN(2)], "z"}}
			items = append(items, fakeItem{fields, b.rec.Log.Len() + 1})
		}
		b.state[box] = items
		b.add(actor, msg, &trace.Store{Act: "append"})
	case 3, 4, 5:
		b.add(actor, msg, &trace.Reply{Conn: conn, Code: []string{"250", "354", "550"}[rng.IntN(3)], Verb: verb})
	case 6:
		b.add(actor, msg, &trace.Packet{Conn: conn})
	default:
		b.add(actor, msg, &trace.Cmd{Conn: conn, Verb: verb})
	}
}

// randomSteps writes two steps, the second of which may look only at what comes after the first.
func randomSteps(rng *rand.Rand, live string) string {
	return `[{"id":"one"` + live + `,"check":` + randomCond(rng, 2, "") + `},
		{"id":"two"` + live + `,"check":` + randomCond(rng, 2, `,"since":"one"`) + `}]`
}

const randomQuiz = `,"quiz":[{"id":"q","kind":"text","key":"x"},{"id":"r","kind":"text","key":"x"}]`

func TestIncrementalIsFromScratch(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	held, failed := 0, 0
	for range 600 {
		steps := randomSteps(rng, `,"live":true`)
		b := newBench(t, steps, randomQuiz)
		for range 25 {
			randomEvent(rng, b)
			b.Observe()
			p := plain{b.Lesson, b.rec.Log.Since(0), b.state}
			for _, s := range b.steps {
				got, want := s.check.cond.holds(b.Lesson), p.holds(s.spec.Check)
				if got != want {
					t.Fatalf("%s\nstep %s after %d events: %v, from scratch %v", steps, s.spec.ID, b.rec.Log.Len(), got, want)
				}
				if s.done != want {
					t.Fatalf("%s\nlive step %s after %d events: done is %v", steps, s.spec.ID, b.rec.Log.Len(), s.done)
				}
				if got {
					held++
				} else {
					failed++
				}
			}
		}
	}
	if held < 3000 || failed < 3000 {
		t.Errorf("%d conditions held, %d did not: the test tests little", held, failed)
	}
}

// TestBatchesDoNotMatter shows the same events one by one and in batches: steps without state are done at the same place.
func TestBatchesDoNotMatter(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	done := 0
	for range 600 {
		steps := randomSteps(rng, "")
		if strings.Contains(steps, `"state"`) {
			continue
		}
		a, b := newBench(t, steps, randomQuiz), newBench(t, steps, randomQuiz)
		var one, many []Change
		for range 25 {
			randomEvent(rng, a)
			one = append(one, a.Observe()...)
			for _, e := range a.rec.Log.Since(b.rec.Log.Len()) {
				b.rec.Log.Append(e)
			}
			if rng.IntN(4) == 0 {
				many = append(many, b.Observe()...)
			}
		}
		many = append(many, b.Observe()...)
		if short(one) != short(many) {
			t.Fatalf("%s\none by one %q, in batches %q", steps, short(one), short(many))
		}
		for i := range a.steps {
			if a.steps[i].first != b.steps[i].first {
				t.Fatalf("%s\nfirst done at %d and at %d", steps, a.steps[i].first, b.steps[i].first)
			}
			if a.steps[i].done {
				done++
			}
		}
	}
	if done < 100 {
		t.Errorf("only %d steps were done: the test tests little", done)
	}
}

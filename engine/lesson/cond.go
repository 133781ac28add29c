package lesson

import (
	"strings"

	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// cond is one condition of a tree. Leaves keep what they have seen; the others only combine.
type cond struct {
	all, any []*cond
	not      *cond
	leaf     *leaf
}

func (c *cond) holds(l *Lesson) bool {
	switch {
	case c.leaf != nil:
		return c.leaf.holds(l)
	case c.not != nil:
		return !c.not.holds(l)
	case c.any != nil:
		for _, k := range c.any {
			if k.holds(l) {
				return true
			}
		}
		return false
	}
	for _, k := range c.all {
		if !k.holds(l) {
			return false
		}
	}
	return true
}

// leaf is a condition that looks at the world: saw and answer (one pattern, counted), seq, or state.
type leaf struct {
	owner *owner
	since int // Index of the step that must have been done before; -1: none.
	count scenario.Range

	patterns []*eventPattern // saw, answer: one. seq: all.
	found    int64           // saw, answer: events that matched.
	seq      *sequence       // Nil when it is no sequence.

	spec     *scenario.Cond // state.
	where    []test
	born     bool   // state: only items that came into being after since.
	stores   uint64 // state: kinds of events that may change the store, as bits.
	stale    bool
	items    int64
	kindBits uint64
}

// compile makes a condition ready and registers its leaves.
func (l *Lesson) compile(o *owner, spec *scenario.Cond) *cond {
	switch {
	case spec.All != nil:
		return &cond{all: l.compileList(o, spec.All)}
	case spec.Any != nil:
		return &cond{any: l.compileList(o, spec.Any)}
	case spec.Not != nil:
		return &cond{not: l.compile(o, spec.Not)}
	}
	f := &leaf{owner: o, since: -1, stale: true}
	if spec.Count != nil {
		f.count = *spec.Count
	} else {
		one := int64(1)
		f.count = scenario.Range{GE: &one}
	}
	for i, s := range l.steps {
		if s.spec.ID == spec.Since {
			f.since = i
		}
	}
	switch {
	case spec.State != "":
		f.spec, f.born = spec, spec.Since != ""
		if spec.Where != nil {
			f.where = compileTests(spec.Where.Tests, nil)
		}
		f.stores = storeKinds(spec.State)
		l.stores = append(l.stores, f)
		o.state = true
		return &cond{leaf: f}
	case spec.Saw != nil:
		f.patterns = compilePatterns([]scenario.Pattern{*spec.Saw}, "")
	case spec.Seq != nil:
		f.patterns = compilePatterns(spec.Seq, spec.Same)
		f.seq = newSequence(f.patterns)
	default:
		f.patterns = compilePatterns([]scenario.Pattern{{Tests: []scenario.Test{
			{Field: scenario.FieldEvent, Op: "eq", Type: "str", Str: trace.KindAnswer.String()},
			{Field: trace.FieldQuestion.String(), Op: "eq", Type: "str", Str: spec.Answer},
			{Field: trace.FieldOK.String(), Op: "eq", Type: "bool", Bool: true},
		}}}, "")
	}
	for _, p := range f.patterns {
		f.kindBits |= p.kinds
	}
	for kind := range l.byKind {
		if f.kindBits&(1<<kind) != 0 {
			l.byKind[kind] = append(l.byKind[kind], f)
		}
	}
	return &cond{leaf: f}
}

// compileList compiles the conditions of all or any. Those that look at state come last: they are dearer, and often
// another one has decided already.
func (l *Lesson) compileList(o *owner, specs []*scenario.Cond) []*cond {
	cheap, dear := []*cond{}, []*cond{}
	for _, spec := range specs {
		if looksAtState(spec) {
			dear = append(dear, l.compile(o, spec))
		} else {
			cheap = append(cheap, l.compile(o, spec))
		}
	}
	return append(cheap, dear...)
}

func looksAtState(c *scenario.Cond) bool {
	for _, k := range c.All {
		if looksAtState(k) {
			return true
		}
	}
	for _, k := range c.Any {
		if looksAtState(k) {
			return true
		}
	}
	return c.State != "" || c.Not != nil && looksAtState(c.Not)
}

// feed shows the leaf the event whose fields the lesson has read, and says whether anything has changed by it.
func (f *leaf) feed(l *Lesson) bool {
	if f.seq != nil {
		return f.seq.feed(l)
	}
	if !f.patterns[0].matches(&l.fields) {
		return false
	}
	f.found++
	return true
}

func (f *leaf) holds(l *Lesson) bool {
	switch {
	case f.seq != nil:
		return f.seq.complete
	case f.spec == nil:
		return within(f.count, f.found)
	case f.stale:
		f.stale = false
		f.items = f.countItems(l)
	}
	return within(f.count, f.items)
}

func within(r scenario.Range, n int64) bool {
	return (r.GE == nil || n >= *r.GE) && (r.LE == nil || n <= *r.LE)
}

// storeKinds says after which events a store may look different. An input may change anything.
func storeKinds(store string) uint64 {
	bits := func(kinds ...trace.Kind) (b uint64) {
		for _, k := range kinds {
			b |= 1 << k
		}
		return b | 1<<trace.KindInput | 1<<trace.KindFault
	}
	switch store {
	case "queue":
		return bits(trace.KindMail)
	case "box":
		return bits(trace.KindStore)
	case "client":
		return bits(trace.KindClient)
	case "session":
		return bits(trace.KindConn, trace.KindState, trace.KindAuth, trace.KindTLS)
	case "msg":
		return bits(trace.KindMail, trace.KindStore, trace.KindClient)
	}
	return bits(trace.KindDNS)
}

// countItems counts the items of the store that fit. Counting stops where more can make no difference.
func (f *leaf) countItems(l *Lesson) int64 {
	after := l.begin
	if f.born && f.since >= 0 {
		if after = l.steps[f.since].first; after == 0 {
			return 0
		}
	}
	limit := int64(-1)
	if f.count.LE != nil {
		limit = *f.count.LE + 1
	} else if f.count.GE != nil {
		limit = *f.count.GE
	}
	n := int64(0)
	if n == limit {
		return n
	}
	items := itemsOf(l.state, f.spec)
	if items == nil {
		return 0
	}
	for it := range items {
		if f.born && it.Born() <= after || !fits(f.where, it) {
			continue
		}
		if n++; n == limit {
			break
		}
	}
	return n
}

// fits says whether an item passes all tests.
func fits(tests []test, it Item) bool {
	for i := range tests {
		t := &tests[i]
		values := it.Values(t.name)
		if t.op == opBool {
			if truth(values) != t.yes {
				return false
			}
			continue
		}
		ok := false
		for _, v := range values {
			if t.text(v) {
				ok = true
				break
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

// truth says whether a field of an item is there and says something else than no.
func truth(values []string) bool {
	for _, v := range values {
		if v != "" && !strings.EqualFold(v, "false") {
			return true
		}
	}
	return false
}

package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/address"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/pattern"
	"ehloworld/engine/policy"
	"ehloworld/engine/trace"
)

var (
	shapeStep  = &shape{name: "step", is: "a step", required: []string{"id", "check"}, optional: []string{"live", "fail", "hints"}}
	shapeHint  = &shape{name: "hint", is: "a hint", required: []string{"on", "key"}}
	shapeTries = &shape{name: "tries", is: "a number of tries", required: []string{"tries"}}
	shapeIdle  = &shape{name: "idle", is: "a time of doing nothing", required: []string{"idle"}}
)

func (s *Scenario) readSteps(n *node) {
	c := &conditions{s: s}
	n.list(MaxSteps, func(_ int, m *node) {
		var st Step
		m.object(shapeStep, func(field string, m *node) {
			switch field {
			case "id":
				st.ID = m.slug()
				if s.Step(st.ID) != nil {
					m.fail("the step " + strconv.Quote(st.ID) + " stands there twice")
				}
				if st.ID == "start" {
					m.fail(`"start" is the name of the beginning and cannot be that of a step`)
				}
			case "check":
				st.Check = c.whole(m)
			case "live":
				st.Live = m.yes()
			case "fail":
				st.Fail = c.whole(m)
			case "hints":
				m.list(MaxHints, func(_ int, m *node) { st.Hints = append(st.Hints, c.hint(m)) })
			default:
				panic("scenario: shape knows a field that nobody reads: " + field)
			}
		})
		s.Steps = append(s.Steps, st)
	})
}

// Step returns the step called id, or nil.
func (s *Scenario) Step(id string) *Step {
	for i := range s.Steps {
		if s.Steps[i].ID == id {
			return &s.Steps[i]
		}
	}
	return nil
}

// Question returns the quiz question called id, or nil.
func (s *Scenario) Question(id string) *Question {
	for i := range s.Quiz {
		if s.Quiz[i].ID == id {
			return &s.Quiz[i]
		}
	}
	return nil
}

// conditions reads the conditions of all steps.
type conditions struct {
	s     *Scenario
	count int
}

func (c *conditions) more(n *node) {
	if c.count++; c.count > MaxConditions {
		n.fail("there are more than " + strconv.Itoa(MaxConditions) + " conditions and patterns")
	}
}

func (c *conditions) hint(n *node) Hint {
	var h Hint
	n.object(shapeHint, func(field string, m *node) {
		switch field {
		case "on":
			switch {
			case m.v.Get("tries") != nil:
				m.object(shapeTries, func(_ string, m *node) { h.Tries = int(m.number(1, 1000)) })
			case m.v.Get("idle") != nil:
				m.object(shapeIdle, func(_ string, m *node) { h.Idle = int(m.number(1, 3600)) })
			case m.v.Get(FieldEvent) != nil:
				h.On = &Cond{Saw: c.event(m), Line: m.v.Line}
			default:
				h.On = c.whole(m)
			}
		case "key":
			h.Key = m.slug()
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	return h
}

// Conditions: seven words, one shape each.
var (
	shapeSaw    = &shape{name: "saw", is: `a condition "saw"`, required: []string{"saw"}, optional: []string{"count", "since"}}
	shapeSeq    = &shape{name: "seq", is: `a condition "seq"`, required: []string{"seq"}, optional: []string{"same", "since"}}
	shapeState  = &shape{name: "state", is: `a condition "state"`, required: []string{"state"}, optional: []string{"of", "where", "count", "since"}}
	shapeAnswer = &shape{name: "answer", is: `a condition "answer"`, required: []string{"answer"}}
	shapeAll    = &shape{name: "all", is: `a condition "all"`, required: []string{"all"}}
	shapeAny    = &shape{name: "any", is: `a condition "any"`, required: []string{"any"}}
	shapeNot    = &shape{name: "not", is: `a condition "not"`, required: []string{"not"}}
)

var conditionShapes = []*shape{shapeSaw, shapeSeq, shapeState, shapeAnswer, shapeAll, shapeAny, shapeNot}

// whole reads a condition that stands for itself: one that doing nothing cannot fulfil.
func (c *conditions) whole(n *node) *Cond {
	cond := c.cond(n, 1, false)
	if !n.broken() && !cond.positive() {
		n.fail("doing nothing would fulfil this: ask besides, within \"all\", for something that has to happen")
	}
	return cond
}

// positive says whether something must have happened for the condition to hold.
func (c *Cond) positive() bool {
	switch {
	case c.Saw != nil, c.State != "":
		return c.Count == nil || c.Count.GE != nil && *c.Count.GE > 0
	case c.All != nil:
		for _, x := range c.All {
			if x.positive() {
				return true
			}
		}
		return false
	case c.Any != nil:
		for _, x := range c.Any {
			if !x.positive() {
				return false
			}
		}
		return true
	}
	return c.Not == nil
}

// cond reads a condition. inAll says that it is one of an "all", where "not" may stand.
func (c *conditions) cond(n *node, depth int, inAll bool) *Cond {
	cond := &Cond{Line: n.v.Line}
	if !n.want(jsontext.Object) {
		return cond
	}
	c.more(n)
	if depth > MaxConditionDeep {
		n.fail("conditions are nested deeper than " + strconv.Itoa(MaxConditionDeep))
		return cond
	}
	var sh *shape
	for _, x := range conditionShapes {
		if n.v.Get(x.name) == nil {
			continue
		}
		if sh != nil {
			n.fail("has both " + strconv.Quote(sh.name) + " and " + strconv.Quote(x.name) + "; a condition has one of these words")
			return cond
		}
		sh = x
	}
	if sh == nil {
		n.fail("is not a condition: it has none of the words saw, seq, state, answer, all, any and not")
		return cond
	}
	several := func(m *node) []*Cond {
		list := []*Cond{}
		m.list(MaxSequence, func(_ int, m *node) { list = append(list, c.cond(m, depth+1, sh == shapeAll)) })
		if !m.broken() && len(list) == 0 {
			m.fail("is empty")
		}
		return list
	}
	n.object(sh, func(field string, m *node) {
		switch field {
		case "saw":
			cond.Saw = c.event(m)
		case "seq":
			cond.Seq = c.sequence(m)
		case "same":
			cond.Same = m.line()
			m.after(func() { checkSame(m, cond) })
		case "since":
			cond.Since = m.line()
			m.after(func() {
				if cond.Since != "start" && c.s.Step(cond.Since) == nil {
					m.fail("there is no step " + strconv.Quote(cond.Since))
				}
			})
		case "count":
			cond.Count = readCount(m, sh == shapeSaw)
		case "state":
			cond.State = m.oneOf(storeNames()...)
			m.after(func() {
				if of := StoreNamed(cond.State).of; cond.Of == "" && (of == ofHost || of == ofBox) {
					n.fail(`the field "of" is missing`)
				}
			})
		case "of":
			cond.Of = m.line()
			m.after(func() { c.checkOf(m, cond) })
		case "where":
			cond.Where = c.where(m, n.v.Get("state").Str)
		case "answer":
			cond.Answer = m.text()
			m.after(func() {
				if c.s.Question(cond.Answer) == nil {
					m.fail("there is no question " + strconv.Quote(cond.Answer))
				}
			})
		case "all":
			cond.All = several(m)
		case "any":
			cond.Any = several(m)
		case "not":
			if !inAll {
				m.fail("\"not\" may stand only within \"all\", next to something that has to happen")
			}
			cond.Not = c.cond(m, depth+1, false)
		default:
			panic("scenario: shape knows a field that nobody reads: " + field)
		}
	})
	return cond
}

// readCount reads 3 or {"ge":1,"le":3}. A bare number means at least that many events, or exactly that many items.
func readCount(n *node, atLeast bool) *Range {
	if n.is(jsontext.Number) {
		num := n.number(0, 1_000_000)
		if atLeast {
			return &Range{GE: &num}
		}
		return &Range{GE: &num, LE: &num}
	}
	r := new(Range)
	n.object(shapeRange, func(field string, m *node) {
		num := m.number(0, 1_000_000)
		if field == "ge" {
			r.GE = &num
		} else {
			r.LE = &num
		}
	})
	if !n.broken() && (r.GE == nil && r.LE == nil || r.GE != nil && r.LE != nil && *r.GE > *r.LE) {
		n.fail("no count can be like that")
	}
	return r
}

var shapeRange = &shape{name: "range", is: "a range of counts", optional: []string{"ge", "le"}}

func (c *conditions) sequence(n *node) []Pattern {
	var list []Pattern
	n.list(MaxSequence, func(_ int, m *node) { list = append(list, *c.event(m)) })
	if !n.broken() && len(list) == 0 {
		n.fail("is empty")
	}
	return list
}

// checkSame fails unless every event of the sequence has the field.
func checkSame(n *node, cond *Cond) {
	for i := range cond.Seq {
		for _, kind := range cond.Seq[i].Kinds() {
			if fields, _ := eventFields(kind); !has(fields.names, cond.Same) {
				n.fail("events of kind " + strconv.Quote(kind) + " have no field " + strconv.Quote(cond.Same))
			}
		}
	}
}

// Kinds lists the kinds of events that the pattern is about.
func (p *Pattern) Kinds() []string {
	t := &p.Tests[0]
	if t.Op == "in" {
		return t.List
	}
	return []string{t.Str}
}

func (c *conditions) checkOf(n *node, cond *Cond) {
	w := &c.s.World
	switch StoreNamed(cond.State).of {
	case ofNothing:
		n.fail(strconv.Quote(cond.State) + " takes no \"of\"")
	case ofHost, ofAnyHost:
		c.s.wantHost(n, cond.Of)
	case ofBox:
		addr, box := cond.Of, "INBOX"
		// The part before the at sign may have a slash of its own.
		if at := strings.LastIndexByte(addr, '@'); at >= 0 {
			if slash := strings.IndexByte(addr[at:], '/'); slash >= 0 {
				addr, box = addr[:at+slash], addr[at+slash+1:]
			}
		}
		var account *Account
		if a, err := address.Parse(addr); err == nil {
			account = w.Account(a.String())
		}
		if account == nil {
			n.fail("there is no account " + strconv.Quote(addr))
			return
		}
		if box == "" {
			n.fail("names no folder after the slash")
		}
		cond.Of, cond.Box = account.Addr, box
	case ofDomain:
		d, err := address.Domain(cond.Of)
		if err != nil {
			n.fail(strconv.Quote(cond.Of) + " is not a domain: " + err.Error())
		}
		cond.Of = d
	}
}

// event reads a pattern for events.
func (c *conditions) event(n *node) *Pattern {
	p := new(Pattern)
	c.more(n)
	if !n.want(jsontext.Object) {
		return p
	}
	ev := n.v.Get(FieldEvent)
	if ev == nil {
		n.fail(`the field "ev" is missing: it says what kind of event is meant`)
		return p
	}
	en := &node{n.r, ev, n.path + "." + FieldEvent}
	kinds := Test{Field: FieldEvent}
	readLiteral(en, &kinds)
	if en.broken() {
		return p
	}
	if kinds.Op != "in" && (kinds.Op != "eq" || kinds.Type != "str") {
		en.fail("is neither a kind of event nor a list of them")
		return p
	}
	p.Tests = []Test{kinds}
	var common fieldTypes
	for i, kind := range p.Kinds() {
		fields, ok := eventFields(kind)
		if !ok {
			en.fail(strconv.Quote(kind) + " is not a kind of event, which are " + sentence(trace.KindNames()))
			return p
		}
		if i == 0 {
			common = fields
		}
	}
	for i := range n.v.Members {
		name := n.v.Members[i].Name
		m := n.member(&n.v.Members[i])
		if name == FieldEvent {
			continue
		}
		for _, kind := range p.Kinds() {
			if fields, _ := eventFields(kind); !has(fields.names, name) {
				m.fail("is not a field of events of kind " + strconv.Quote(kind) + ", which have " + sentence(fields.names))
				return p
			}
		}
		typ := fieldText
		for k := range common.names {
			if common.names[k] == name {
				typ = common.types[k]
			}
		}
		first := len(p.Tests)
		c.tests(m, name, p)
		for k := first; k < len(p.Tests) && !m.broken(); k++ {
			c.checkTest(m, p, &p.Tests[k], typ)
		}
	}
	c.byUser(p)
	return p
}

// byUser adds what commands, tools and acts on the page mean when they do not say who: the person did it.
func (c *conditions) byUser(p *Pattern) {
	for i := range p.Tests {
		if p.Tests[i].Field == FieldActor {
			return
		}
	}
	for _, kind := range p.Kinds() {
		if kind != "cmd" && kind != "tool" && kind != "ui" {
			return
		}
	}
	p.Tests = append(p.Tests, Test{Field: FieldActor, Op: "eq", Type: "str", Str: "user"})
}

// checkTest fails when the test of an event's field can never hold.
func (c *conditions) checkTest(n *node, p *Pattern, t *Test, typ fieldType) {
	switch {
	case t.Op == "bind":
		if typ == fieldList {
			n.fail("is a list and cannot be kept in a variable")
		}
	case typ == fieldBool && (t.Op != "eq" || t.Type != "bool"):
		n.fail("is either true or false")
	case typ != fieldBool && t.Op == "eq" && t.Type == "bool":
		n.fail("is neither true nor false")
	case typ == fieldInt && (t.Op == "re" || t.Op == "has"):
		n.fail("is a number: compare it with a number, \"ge\", \"le\" or \"in\"")
	case typ == fieldInt && t.Op == "eq" && t.Type == "str":
		n.fail(strconv.Quote(t.Str) + " is a text, but the field is a number")
	}
	values := t.List
	if t.Op == "eq" && t.Type == "str" {
		values = []string{t.Str}
	}
	for _, v := range values {
		if t.Field == FieldActor && !has(trace.ActorNames(), v) {
			n.fail(strconv.Quote(v) + " is none of " + sentence(trace.ActorNames()))
		}
		for _, kind := range p.Kinds() {
			if namesHost(kind, t.Field) {
				v := v
				n.after(func() { c.s.wantHost(n, v) })
			}
		}
	}
}

// where reads a pattern for the items of a store.
func (c *conditions) where(n *node, store string) *Pattern {
	p := new(Pattern)
	c.more(n)
	st := StoreNamed(store)
	if st == nil || !n.want(jsontext.Object) {
		return p // The store's name is an error of its own.
	}
	for i := range n.v.Members {
		name := n.v.Members[i].Name
		m := n.member(&n.v.Members[i])
		if !st.has(name) {
			if store == "policy" {
				m.because(new(policy.Policy).Set(name, "")) // It may be a setting that only the full edition has.
			}
			m.fail("is not a field of " + strconv.Quote(store) + ", which has " + sentence(st.Fields))
			return p
		}
		first := len(p.Tests)
		c.tests(m, name, p)
		for k := first; k < len(p.Tests); k++ {
			if p.Tests[k].Op == "bind" {
				m.fail("a variable can be used only for events")
			}
		}
	}
	return p
}

var shapeValue = &shape{name: "value", is: "a test", optional: []string{"in", "re", "has", "ge", "le"}}

// tests reads the value of one field of a pattern. Most make one test; {"ge":1,"le":3} makes two.
func (c *conditions) tests(n *node, field string, p *Pattern) {
	if !n.is(jsontext.Object) {
		t := Test{Field: field}
		readLiteral(n, &t)
		p.Tests = append(p.Tests, t)
		return
	}
	if len(n.v.Members) == 0 {
		n.fail("tests nothing")
	}
	n.object(shapeValue, func(op string, m *node) {
		t := Test{Field: field, Op: op}
		switch op {
		case "in":
			t.List = readIn(m)
		case "re":
			t.Str = m.text()
			if _, err := pattern.Compile(t.Str); !m.broken() && err != nil {
				m.fail(strconv.Quote(t.Str) + " is not an expression: " + err.Error())
			}
		case "has":
			if t.Str = m.text(); !m.broken() && t.Str == "" {
				m.fail("is empty, and every text has that")
			}
		case "ge", "le":
			t.Int = m.number(-1<<53, 1<<53)
		default:
			panic("scenario: shape knows a field that nobody reads: " + op)
		}
		p.Tests = append(p.Tests, t)
	})
}

// readLiteral reads a literal, "$x" or {"in":[…]}.
func readLiteral(n *node, t *Test) {
	t.Op = "eq"
	switch n.v.Kind {
	case jsontext.String:
		t.Type, t.Str = "str", n.text()
		if len(t.Str) > 1 && t.Str[0] == '$' {
			t.Op, t.Type, t.Str = "bind", "", t.Str[1:]
			if !isSlug(t.Str) {
				n.fail("\"$" + t.Str + "\" is not the name of a variable")
			}
		}
	case jsontext.Number:
		t.Type, t.Int = "int", n.number(-1<<53, 1<<53)
	case jsontext.Bool:
		t.Type, t.Bool = "bool", n.v.Bool
	case jsontext.Object:
		n.object(shapeIn, func(_ string, m *node) { t.Op, t.List = "in", readIn(m) })
	default:
		n.fail("wanted a text, a number, true, false or an object, found " + n.v.Kind.String())
	}
}

var shapeIn = &shape{name: "in", is: "a choice of values", required: []string{"in"}}

// readIn reads a list of texts and numbers.
func readIn(n *node) []string {
	var list []string
	n.list(64, func(_ int, m *node) {
		if m.is(jsontext.Number) {
			list = append(list, strconv.FormatInt(m.number(-1<<53, 1<<53), 10))
		} else {
			list = append(list, m.text())
		}
	})
	if !n.broken() && len(list) == 0 {
		n.fail("is empty: nothing is in it")
	}
	return list
}

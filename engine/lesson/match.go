package lesson

import (
	"strconv"
	"strings"

	"ehloworld/engine/pattern"
	"ehloworld/engine/scenario"
	"ehloworld/engine/trace"
)

// value is one field of an event, of whichever type.
type value struct {
	when  int // The read that set it; older ones are of other events.
	kind  byte
	str   string
	bytes []byte
	num   int64
	list  []string
}

// fields are the fields of one event, by number.
type fields struct {
	values []value
	reads  int
	event  *trace.Event
}

// read takes an event's body apart.
func (f *fields) read(e *trace.Event) {
	f.reads++
	f.event = e
	e.Body.Fields(f)
}

func (f *fields) Str(n trace.Field, v string) { f.values[n] = value{when: f.reads, kind: 's', str: v} }
func (f *fields) Int(n trace.Field, v int64)  { f.values[n] = value{when: f.reads, kind: 'i', num: v} }
func (f *fields) Bytes(n trace.Field, v []byte) {
	f.values[n] = value{when: f.reads, kind: 'b', bytes: v}
}
func (f *fields) Strs(n trace.Field, v []string) {
	f.values[n] = value{when: f.reads, kind: 'l', list: v}
}
func (f *fields) Bool(n trace.Field, v bool) {
	num := int64(0)
	if v {
		num = 1
	}
	f.values[n] = value{when: f.reads, kind: 't', num: num}
}

// text is the value as the text that variables keep.
func (v *value) text() string {
	switch v.kind {
	case 's':
		return v.str
	case 'b':
		return string(v.bytes)
	case 'i':
		return strconv.FormatInt(v.num, 10)
	case 't':
		return strconv.FormatBool(v.num != 0)
	}
	return strings.Join(v.list, "\n")
}

// op is what a test does.
type op uint8

const (
	opEqual  op = iota // The text is str.
	opNumber           // The number is num; a text is when it is num in decimal.
	opBool
	opIn
	opPattern
	opHas
	opAtLeast
	opAtMost
	opBind // The value is that of a variable, which it sets where it comes first.
)

// Fields of events that no body has.
const (
	fieldActor  = -1
	fieldLetter = -2
)

// test is one test of a field.
type test struct {
	name  string // Of items.
	field int    // Of events: a trace.Field, fieldActor or fieldLetter.
	op    op
	str   string
	num   int64
	yes   bool
	list  []string
	re    *pattern.Pattern
	slot  int  // opBind: the variable.
	some  bool // opBind: the value must not be empty or 0, which mean "none".
}

// eventPattern is a pattern for events.
type eventPattern struct {
	kinds uint64 // As bits.
	tests []test // Those of variables last.
	binds int    // Where they begin.
	got   []string
}

// compilePatterns makes the patterns of a sequence ready. All share their variables; same, when it is not empty, is the
// field whose value must be equal in all of them.
func compilePatterns(specs []scenario.Pattern, same string) []*eventPattern {
	slots := map[string]int{}
	var list []*eventPattern
	for i := range specs {
		p := &eventPattern{}
		for _, name := range specs[i].Kinds() {
			for k, n := range trace.KindNames() {
				if n == name {
					p.kinds |= 1 << k
				}
			}
		}
		p.tests = compileTests(specs[i].Tests[1:], slots)
		if same != "" {
			t := test{name: same, field: fieldNumber(same), op: opBind, slot: slotOf(slots, "="), some: true}
			p.tests = append(p.tests, t)
		}
		var plain, binds []test
		for _, t := range p.tests {
			if t.op == opBind {
				binds = append(binds, t)
			} else {
				plain = append(plain, t)
			}
		}
		p.tests, p.binds = append(plain, binds...), len(plain)
		list = append(list, p)
	}
	for _, p := range list {
		p.got = make([]string, len(slots))
	}
	return list
}

func slotOf(slots map[string]int, name string) int {
	if _, ok := slots[name]; !ok {
		slots[name] = len(slots)
	}
	return slots[name]
}

// fieldNumber finds a field of events by its name.
func fieldNumber(name string) int {
	switch name {
	case scenario.FieldActor:
		return fieldActor
	case scenario.FieldLetter:
		return fieldLetter
	}
	for i, n := range trace.FieldNames() {
		if n == name {
			return i
		}
	}
	return fieldActor // A field of items, which are asked by name.
}

func compileTests(specs []scenario.Test, slots map[string]int) []test {
	var list []test
	for _, s := range specs {
		t := test{name: s.Field, field: fieldNumber(s.Field), str: s.Str, num: s.Int, yes: s.Bool, list: s.List}
		switch s.Op {
		case "eq":
			t.op = map[string]op{"str": opEqual, "int": opNumber, "bool": opBool}[s.Type]
		case "in":
			t.op = opIn
		case "re":
			t.op = opPattern
			var err error
			if t.re, err = pattern.Compile(s.Str); err != nil {
				panic("lesson: the scenario's reader let a bad expression pass: " + s.Str)
			}
		case "has":
			t.op = opHas
		case "ge":
			t.op = opAtLeast
		case "le":
			t.op = opAtMost
		case "bind":
			// The letter and the connection 0 are no letter and no connection: two of them are not the same one.
			t.op, t.slot, t.some = opBind, slotOf(slots, s.Str), s.Field == scenario.FieldLetter || s.Field == trace.FieldConn.String()
		}
		list = append(list, t)
	}
	return list
}

// text applies a test to a text.
func (t *test) text(s string) bool {
	switch t.op {
	case opEqual:
		return s == t.str
	case opIn:
		for _, x := range t.list {
			if s == x {
				return true
			}
		}
		return false
	case opPattern:
		return t.re.Match(s)
	case opHas:
		return strings.Contains(s, t.str)
	}
	n, err := strconv.ParseInt(s, 10, 64)
	return err == nil && t.number(n)
}

// number applies a test to a number.
func (t *test) number(n int64) bool {
	switch t.op {
	case opNumber:
		return n == t.num
	case opAtLeast:
		return n >= t.num
	case opAtMost:
		return n <= t.num
	}
	return t.text(strconv.FormatInt(n, 10))
}

// event applies a test to the event's field.
func (t *test) event(f *fields) bool {
	switch t.field {
	case fieldActor:
		return t.text(f.event.By.String())
	case fieldLetter:
		return t.number(int64(f.event.Msg))
	}
	v := &f.values[t.field]
	if v.when != f.reads {
		return false
	}
	switch v.kind {
	case 's':
		return t.text(v.str)
	case 'b':
		return t.text(string(v.bytes))
	case 'i':
		return t.number(v.num)
	case 't':
		return t.op == opBool && t.yes == (v.num != 0)
	}
	for _, s := range v.list {
		if t.text(s) {
			return true
		}
	}
	return false
}

// variable returns what a bind test's field would give its variable; ok is false when the field is empty and must not be.
func (t *test) variable(f *fields) (text string, ok bool) {
	switch t.field {
	case fieldActor:
		return f.event.By.String(), true
	case fieldLetter:
		return strconv.Itoa(int(f.event.Msg)), f.event.Msg != 0
	}
	v := &f.values[t.field]
	if v.when != f.reads {
		return "", false
	}
	text = v.text()
	return text, !t.some || text != "" && !(v.kind == 'i' && v.num == 0)
}

// matches says whether the event fits the pattern by itself. What it would give the variables is then in p.got.
func (p *eventPattern) matches(f *fields) bool {
	if p.kinds&(1<<f.event.Body.Kind()) == 0 {
		return false
	}
	for i := range p.tests[:p.binds] {
		if !p.tests[i].event(f) {
			return false
		}
	}
	for i := p.binds; i < len(p.tests); i++ {
		t := &p.tests[i]
		text, ok := t.variable(f)
		if !ok {
			return false
		}
		for k := p.binds; k < i; k++ {
			if p.tests[k].slot == t.slot && p.got[t.slot] != text {
				return false
			}
		}
		p.got[t.slot] = text
	}
	return true
}

// Package policy is what can be set about a mail server: one table of settings, which scenario files, the input line
// "policy", the page's panel and the documentation all read, and the values that one server has for them.
//
// What a setting does is the business of whoever asks for it, package host above all. Changes hold for new connections and
// for the next decision about a letter; what has been decided stays decided.
package policy

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/ip"
	"ehloworld/engine/vtime"
)

// Policy is the values of all settings of one server. The zero value is all defaults. A copy is as good as the original:
// changing one never changes the other.
type Policy struct {
	set []value // What differs from the default, in the order of the table. Never changed in place.
}

// value is the value of one setting, in whichever field its kind uses.
type value struct {
	id   ID
	num  int64  // Number and Span (nanoseconds); Switch: 1 is on, 0 off.
	text string // Choice and Text; Switch: the parameters, where there are some.
	list []string
}

// Error says why a setting cannot be changed like that.
type Error struct{ Key, Problem string }

func (e *Error) Error() string { return e.Key + ": " + e.Problem }

// Set reads a setting's value from text and takes it over; an empty text means the default. An error changes nothing. In the
// first edition of the engine a key that is not known may be one of the full edition's: the error says so.
func (p *Policy) Set(key, text string) error {
	id, ok := Find(key)
	if !ok {
		return unknown(key)
	}
	s := &table()[id]
	if text == "" {
		p.put(value{id: id}, true)
		return nil
	}
	if edition.Full && s.Kind == List {
		return p.SetList(key, splitList(text))
	}
	v := value{id: id}
	if problem := s.read(text, &v); problem != "" {
		return &Error{key, problem}
	}
	before := p.set
	p.put(v, s.Default != "" && p.format(v) == s.Default)
	if problem := p.contradiction(); problem != "" {
		p.set = before
		return &Error{key, problem}
	}
	return nil
}

// contradiction says which settings cannot work together.
func (p *Policy) contradiction() (problem string) {
	if delay := p.Span(Greylist); edition.Full && delay > 0 && p.Span(GreylistWindow) <= delay {
		return "nobody would ever pass: greylistWindow must be longer than greylist, which is " + vtime.Span(delay)
	}
	return ""
}

// SetList is Set for a list whose items are known apart.
func (p *Policy) SetList(key string, items []string) error {
	id, ok := Find(key)
	if !ok {
		return unknown(key)
	}
	s := &table()[id]
	if s.Kind != List {
		return &Error{key, "this is one " + s.Kind.String() + ", not a list"}
	}
	v := value{id: id, list: append([]string(nil), items...)}
	if problem := s.readList(v.list); problem != "" {
		return &Error{key, problem}
	}
	p.put(v, len(items) == 0)
	return nil
}

func unknown(key string) error {
	if !edition.Full {
		return edition.Needed("the setting " + strconv.Quote(key))
	}
	problem := "is not a setting"
	for _, s := range table() {
		if bare(s.Key) == bare(key) || s.Old == key {
			problem += "; " + s.Key + " is one"
		}
	}
	return &Error{key, problem}
}

// bare is a key without what people get wrong about it.
func bare(key string) string {
	key = strings.ToLower(key)
	for _, beginning := range []string{extensionPrefix, verbPrefix} {
		key = strings.TrimPrefix(key, beginning)
	}
	return strings.NewReplacer("_", "", "-", "").Replace(key)
}

// put takes a value over, or forgets the one there is.
func (p *Policy) put(v value, forget bool) {
	set := make([]value, 0, len(p.set)+1)
	for _, old := range p.set {
		if old.id < v.id {
			set = append(set, old)
		}
	}
	if !forget {
		set = append(set, v)
	}
	for _, old := range p.set {
		if old.id > v.id {
			set = append(set, old)
		}
	}
	p.set = set
}

// Get writes a setting's value as Set reads it; ok is false when there is no such setting.
func (p *Policy) Get(key string) (text string, ok bool) {
	id, ok := Find(key)
	if !ok {
		return "", false
	}
	return p.format(p.get(id)), true
}

// IsSet says whether a setting has another value than its default.
func (p *Policy) IsSet(id ID) bool {
	for i := range p.set {
		if p.set[i].id == id {
			return true
		}
	}
	return false
}

// get is the value of a setting, which may be its default.
func (p *Policy) get(id ID) value {
	for i := range p.set {
		if p.set[i].id == id {
			return p.set[i]
		}
	}
	v := value{id: id}
	if all := table(); int(id) < len(all) && all[id].Default != "" {
		all[id].read(all[id].Default, &v)
	}
	return v
}

func (p *Policy) format(v value) string {
	s := &table()[v.id]
	switch {
	case s.Kind == Number:
		return strconv.FormatInt(v.num, 10)
	case !edition.Full:
	case s.Kind == Switch:
		switch {
		case v.text != "":
			return v.text
		case v.num > 0:
			return "on"
		case s.Default == "" && !p.IsSet(v.id):
			return ""
		}
		return "off"
	case s.Kind == Span:
		return vtime.Span(vtime.Duration(v.num))
	case s.Kind == List:
		return joinList(v.list)
	}
	return v.text
}

// On says whether a switch is on.
func (p *Policy) On(id ID) bool { return p.get(id).num > 0 }

// Int is the value of a number.
func (p *Policy) Int(id ID) int { return int(p.get(id).num) }

// Span is the value of a span of time.
func (p *Policy) Span(id ID) vtime.Duration { return vtime.Duration(p.get(id).num) }

// Text is the value of a choice or a text.
func (p *Policy) Text(id ID) string { return p.get(id).text }

// List is the value of a list. The slice is the policy's own and must not be changed.
func (p *Policy) List(id ID) []string { return p.get(id).list }

// Covers says whether an address lies in one of the networks of a list.
func (p *Policy) Covers(id ID, addr string) bool {
	for _, text := range p.List(id) {
		if n, ok := ip.ParseNetwork(text); ok && n.Contains(addr) {
			return true
		}
	}
	return false
}

// Items is List by key; nil when there is no such list.
func (p *Policy) Items(key string) []string {
	id, _ := Find(key)
	return p.List(id)
}

// Extensions shows what was said about extensions of SMTP: on says whether EHLO offers it, with params unless they are
// empty, which stands for the usual ones. Those that nothing was said about are left out.
func (p *Policy) Extensions(each func(name, params string, on bool)) {
	for _, v := range p.set {
		if name, ok := strings.CutPrefix(table()[v.id].Key, extensionPrefix); ok {
			each(name, v.text, v.num > 0)
		}
	}
}

// Disabled lists the verbs that are switched off.
func (p *Policy) Disabled() []string {
	var verbs []string
	for _, v := range p.set {
		if verb, ok := strings.CutPrefix(table()[v.id].Key, verbPrefix); ok {
			verbs = append(verbs, verb)
		}
	}
	return verbs
}

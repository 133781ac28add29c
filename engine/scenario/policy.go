package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/policy"
)

// shapePolicy has a field for every setting of package policy, and the older names of some.
var shapePolicy = &shape{name: "policy", is: "a policy", optional: policyFields()}

func policyFields() []string {
	var names []string
	for _, s := range policy.Settings() {
		names = append(names, s.Key)
		if s.Old != "" {
			names = append(names, s.Old)
		}
	}
	return names
}

// readPolicy reads the settings of a server, or the differences to those of the base's server. What a setting takes stands
// in package policy; here it is only written as JSON writes such things.
func readPolicy(n *node, p *policy.Policy) {
	if !n.want(jsontext.Object) {
		return
	}
	var read []string
	for i := range n.v.Members {
		name := n.v.Members[i].Name
		m := n.member(&n.v.Members[i])
		var s policy.Setting
		if id, ok := policy.FindOld(name); ok {
			s = policy.Settings()[id]
		} else {
			m.because(p.Set(name, "")) // It says what it misses.
			return
		}
		if has(read, s.Key) {
			m.fail("the setting " + s.Key + " stands there twice")
			return
		}
		read = append(read, s.Key)
		var err error
		if edition.Full && s.Kind == policy.List {
			if items := readList(m); !m.broken() {
				err = p.SetList(s.Key, items)
			}
		} else if text := readSetting(m, &s); !m.broken() {
			err = p.Set(s.Key, text)
		}
		if m.because(err); n.broken() {
			return
		}
	}
}

// because fails with an error of package policy, if there is one.
func (n *node) because(err error) {
	if wrong, ok := err.(*policy.Error); ok {
		n.fail(wrong.Problem)
	} else if err != nil {
		n.failWith(err)
	}
}

// readSetting reads a value that is no list: numbers as numbers, switches as true or false, all else as text. Switches that
// take parameters may have those, as text.
func readSetting(n *node, s *policy.Setting) string {
	switch {
	case s.Kind == policy.Number:
		if n.want(jsontext.Number) {
			return n.v.Str
		}
		return ""
	case edition.Full && s.Kind == policy.Switch && !n.is(jsontext.String):
		if n.yes() {
			return "on"
		}
		return "off"
	}
	return n.text()
}

// readList reads a list: texts, or an object each of whose members is one item "NAME: VALUE". A value that is itself a
// list is written with commas.
func readList(n *node) []string {
	items := []string{}
	if !n.is(jsontext.Object) {
		n.list(maxPolicyItems, func(_ int, m *node) { items = append(items, m.line()) })
		return items
	}
	for i := range n.v.Members {
		m := n.member(&n.v.Members[i])
		value := ""
		if m.is(jsontext.Array) {
			value = strings.Join(m.lines(maxPolicyItems), ", ")
		} else {
			value = m.line()
		}
		items = append(items, n.v.Members[i].Name+": "+value)
	}
	if len(items) > maxPolicyItems {
		n.fail("has " + strconv.Itoa(len(items)) + " entries; at most " + strconv.Itoa(maxPolicyItems) + " are allowed")
	}
	return items
}

// maxPolicyItems bounds what is read of a list before package policy looks at it.
const maxPolicyItems = 1000

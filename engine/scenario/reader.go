package scenario

import (
	"strconv"
	"strings"

	"ehloworld/engine/edition"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/vtime"
)

// Error says what is wrong with a scenario and where, as one sentence.
type Error struct {
	File  string // Empty when it is not about one file.
	Line  int    // From 1; 0 when it is not about one line.
	Path  string // Of the field, such as world.hosts[2].ip; empty when there is none.
	Text  string
	Cause error // Set when it is no mistake, but something that this edition of the engine lacks.
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

func (e *Error) Error() string {
	s := e.File
	if e.Line > 0 {
		s += " line " + strconv.Itoa(e.Line)
	}
	if s != "" {
		s += ": "
	}
	if e.Path != "" {
		s += e.Path + ": "
	}
	return s + e.Text
}

// shape is what an object of the format may and must consist of. Every object is read by its shape, and the JSON Schema
// is held against the list of them, so reader, schema and messages cannot drift apart.
type shape struct {
	name     string   // Its name in the schema's $defs.
	is       string   // In messages: "a host".
	required []string // Must be there.
	optional []string
}

func (s *shape) knows(field string) bool { return has(s.required, field) || has(s.optional, field) }

func has(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// reader reads one file. It keeps the first error and lets the rest run empty, so that the code which describes the
// format is not drowned in error handling.
type reader struct {
	file  string
	err   *Error
	later []func() // Checks that need the whole to be read first.
}

// node is one value and the way that leads to it.
type node struct {
	r    *reader
	v    *jsontext.Value
	path string
}

// document parses a file and returns its outermost value.
func (r *reader) document(data []byte) (*node, bool) {
	if len(data) > MaxScenarioBytes {
		r.err = &Error{File: r.file, Text: "the file is larger than " + strconv.Itoa(MaxScenarioBytes) + " octets"}
		return nil, false
	}
	v, err := jsontext.Parse(data)
	if err != nil {
		where := err.(*jsontext.Error)
		r.err = &Error{File: r.file, Line: where.Line, Text: where.Text + " (column " + strconv.Itoa(where.Col) + ")"}
		return nil, false
	}
	return &node{r: r, v: v}, true
}

// finish runs the checks that waited for the whole and returns the first error, if any.
func (r *reader) finish() error {
	for i := 0; i < len(r.later) && r.err == nil; i++ {
		r.later[i]()
	}
	r.later = nil
	if r.err != nil {
		return r.err
	}
	return nil
}

func (n *node) fail(text string) {
	if n.r.err == nil {
		n.r.err = &Error{File: n.r.file, Line: n.v.Line, Path: n.path, Text: text}
	}
}

// lacks refuses what this edition of the engine does not have; what is the subject of a sentence (see edition.Needed).
func (n *node) lacks(what string) {
	n.failWith(edition.Needed(what))
}

// failWith is fail for an error that whoever gets it must be able to recognise.
func (n *node) failWith(err error) {
	if !n.broken() {
		n.fail(err.Error())
		n.r.err.Cause = err
	}
}

// broken says whether an error was found already.
func (n *node) broken() bool { return n.r.err != nil }

// after queues a check for when everything is read.
func (n *node) after(check func()) { n.r.later = append(n.r.later, check) }

func (n *node) member(m *jsontext.Member) *node {
	path := m.Name
	if hasControl(path) {
		path = strconv.Quote(path) // A message is one line.
	}
	if n.path != "" {
		path = n.path + "." + path
	}
	return &node{n.r, &m.Value, path}
}

func (n *node) is(k jsontext.Kind) bool { return n.v.Kind == k }

// want fails unless the value is of kind k.
func (n *node) want(k jsontext.Kind) bool {
	if n.broken() {
		return false
	}
	if n.v.Kind != k {
		n.fail("wanted " + k.String() + ", found " + n.v.Kind.String())
		return false
	}
	return true
}

// object reads an object of shape s: each is called for every member, in the order of the file.
func (n *node) object(s *shape, each func(field string, m *node)) {
	if !n.want(jsontext.Object) {
		return
	}
	for i := range n.v.Members {
		m := &n.v.Members[i]
		if !s.knows(m.Name) {
			n.member(m).fail("is not a field of " + s.is + ", which has " + sentence(append(append([]string{}, s.required...), s.optional...)))
			return
		}
	}
	for _, name := range s.required {
		if n.v.Get(name) == nil {
			n.fail("the field " + strconv.Quote(name) + " is missing")
			return
		}
	}
	for i := range n.v.Members {
		if n.broken() {
			return
		}
		each(n.v.Members[i].Name, n.member(&n.v.Members[i]))
	}
}

// sentence joins words as in "a, b and c".
func sentence(words []string) string {
	switch len(words) {
	case 0:
		return "none"
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// list reads a list of at most max values.
func (n *node) list(max int, each func(i int, m *node)) {
	if !n.want(jsontext.Array) {
		return
	}
	if len(n.v.Items) > max {
		n.fail("has " + strconv.Itoa(len(n.v.Items)) + " entries; at most " + strconv.Itoa(max) + " are allowed")
		return
	}
	for i := range n.v.Items {
		if n.broken() {
			return
		}
		each(i, &node{n.r, &n.v.Items[i], n.path + "[" + strconv.Itoa(i) + "]"})
	}
}

// text reads a text.
func (n *node) text() string {
	if !n.want(jsontext.String) {
		return ""
	}
	if len(n.v.Str) > MaxTextBytes {
		n.fail("is longer than " + strconv.Itoa(MaxTextBytes) + " octets")
		return ""
	}
	return n.v.Str
}

// line reads a text that is not empty and has no control characters.
func (n *node) line() string {
	s := n.text()
	if n.broken() {
		return ""
	}
	if s == "" {
		n.fail("is empty")
	} else if hasControl(s) {
		n.fail("has a control character in it")
	}
	return s
}

func hasControl(s string) bool {
	for _, c := range s {
		if c < ' ' || c == 0x7F {
			return true
		}
	}
	return false
}

// lines reads a list of texts, each as line does, no two of them equal.
func (n *node) lines(max int) []string {
	list := []string{}
	n.list(max, func(_ int, m *node) {
		s := m.line()
		if has(list, s) {
			m.fail(strconv.Quote(s) + " stands there twice")
		}
		list = append(list, s)
	})
	return list
}

// oneOf reads a text that must be one of words.
func (n *node) oneOf(words ...string) string {
	s := n.text()
	if !n.broken() && !has(words, s) {
		n.fail(strconv.Quote(s) + " is none of " + sentence(words))
	}
	return s
}

// slug reads an identifier: lower-case letters, digits and hyphens, beginning with a letter or digit.
func (n *node) slug() string {
	s := n.text()
	if !n.broken() && !isSlug(s) {
		n.fail(strconv.Quote(s) + " is not an identifier (up to 64 lower-case letters, digits and hyphens)")
	}
	return s
}

func isSlug(s string) bool {
	if s == "" || len(s) > 64 || s[0] == '-' {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; !('a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-') {
			return false
		}
	}
	return true
}

// number reads a whole number from min to max.
func (n *node) number(min, max int64) int64 {
	if !n.want(jsontext.Number) {
		return 0
	}
	if !n.v.IsInt || n.v.Int < min || n.v.Int > max {
		n.fail(n.v.Str + " is not a whole number from " + strconv.FormatInt(min, 10) + " to " + strconv.FormatInt(max, 10))
		return 0
	}
	return n.v.Int
}

// yes reads true or false.
func (n *node) yes() bool { return n.want(jsontext.Bool) && n.v.Bool }

// span reads a span of time such as "40ms" or "5d", from min to max.
func (n *node) span(min, max vtime.Duration) vtime.Duration {
	s := n.text()
	if n.broken() {
		return 0
	}
	d, err := vtime.ParseDuration(s)
	switch {
	case err != nil:
		n.fail(strconv.Quote(s) + " is not a span of time (write 40ms, 1h30m or 5d)")
	case d < min || d > max:
		n.fail(strconv.Quote(s) + " is not between " + vtime.Span(min) + " and " + vtime.Span(max))
	}
	return d
}

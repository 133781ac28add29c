package oracles

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ehloworld/engine/message"
	"ehloworld/engine/message/oracles/corpus"
)

// Case is a letter with everything that is known of it.
type Case struct {
	corpus.Letter
	Ours     *Reading
	Readings map[string]*Reading // By oracle.
	Tree     *message.Part
}

// Difference is one field of one part that an oracle reads otherwise than we do.
type Difference struct {
	*Case
	Oracle    string
	Field     string // "type", "param charset", "header value", …
	Path      string // Of the part; of the letter that a header belongs to.
	Name      string // The field's or parameter's name in lower case.
	Ours      string
	Theirs    string
	Unanimous bool // At least two oracles give the field, and all say the same.
	Part      *message.Part
	Also      map[string]bool // Fields of the part that the oracle reads otherwise, this one included.
	Node      *Node           // What the oracle reads in the part; nil for headers.
	Source    []byte          // What the part's offsets mean: the letter, or the content of an encoded letter in it.
}

func (d *Difference) String() string {
	against := ""
	if d.Unanimous {
		against = " (so do all)"
	}
	where := d.Field
	if d.Name != "" {
		where += " " + d.Name
	}
	ours, theirs := d.Ours, d.Theirs
	if body, text := contentOf(d.Part, d.Source); d.Field == "body" {
		ours, theirs = fmt.Sprintf("%.200q", body), fmt.Sprintf("%.200q", d.Node.Body)
	} else if d.Field == "text" {
		ours, theirs = excerpt(text), excerpt(d.Node.Text)
	}
	return fmt.Sprintf("%s, part %q, %s: we read %.300s; %s%s reads %.300s", d.Case.Name, d.Path, where, ours, d.Oracle, against, theirs)
}

func excerpt(s *string) string {
	if s == nil {
		return "null"
	}
	return fmt.Sprintf("%.200q", *s)
}

// Tally counts comparisons by oracle and kind of field.
type Tally map[string]map[string]*[2]int // Oracle, field: compared, different.

func (t Tally) add(oracle, field string, different bool) {
	if t[oracle] == nil {
		t[oracle] = map[string]*[2]int{}
	}
	c := t[oracle][field]
	if c == nil {
		c = new([2]int)
		t[oracle][field] = c
	}
	c[0]++
	if different {
		c[1]++
	}
}

type comparer struct {
	c      *Case
	source []byte
	tally  Tally
	out    []*Difference
	also   map[string]map[*message.Part]map[string]bool // By oracle and part.
}

// Compare finds all differences between us and the oracles on one letter.
func Compare(c *Case, tally Tally) []*Difference {
	c.Tree = message.Tree(c.Data)
	k := &comparer{c: c, source: c.Data, tally: tally, also: map[string]map[*message.Part]map[string]bool{}}
	headers, nodes := map[string]side{}, map[string]*Node{}
	for name, r := range c.Readings {
		tally.add(name, "letters", r.Root == nil)
		if r.Root != nil {
			headers[name], nodes[name] = side{r.Headers, r.Unordered}, r.Root
		}
	}
	k.headers(c.Tree, side{c.Ours.Headers, false}, headers)
	k.node(c.Tree, c.Ours.Root, nodes)
	return k.out
}

type side struct {
	headers   [][2]*string
	unordered bool
}

// field compares one field. Theirs has a value for every oracle that gives it.
func (k *comparer) field(field, name string, part *message.Part, ours string, theirs map[string]string, nodes map[string]*Node) {
	names := slices.Sorted(maps.Keys(theirs))
	same := len(names) >= 2
	for _, o := range names {
		same = same && theirs[o] == theirs[names[0]]
	}
	for _, o := range names {
		k.tally.add(o, field, theirs[o] != ours)
		if theirs[o] != ours {
			also := k.also[o][part]
			if also == nil {
				also = map[string]bool{}
				if k.also[o] == nil {
					k.also[o] = map[*message.Part]map[string]bool{}
				}
				k.also[o][part] = also
			}
			also[strings.TrimSpace(field+" "+name)] = true
			k.out = append(k.out, &Difference{Also: also, Case: k.c, Oracle: o, Field: field, Name: name, Path: part.Path, Ours: ours, Theirs: theirs[o],
				Unanimous: same, Part: part, Node: nodes[o], Source: k.source})
		}
	}
}

func (k *comparer) headers(part *message.Part, ours side, theirs map[string]side) {
	sequence, set := map[string]string{}, map[string]string{}
	for o, s := range theirs {
		if s.unordered {
			set[o] = namesOf(s.headers, true)
		} else {
			sequence[o] = namesOf(s.headers, false)
		}
	}
	k.field("header names", "", part, namesOf(ours.headers, false), sequence, nil)
	k.field("header set", "", part, namesOf(ours.headers, true), set, nil)
	values := map[string]map[string]*string{}
	for o, s := range theirs {
		values[o] = valuesOf(s.headers)
	}
	own := valuesOf(ours.headers)
	for _, key := range slices.Sorted(maps.Keys(own)) {
		given := map[string]string{}
		for o := range theirs {
			if v := values[o][key]; v != nil {
				given[o] = *v
			}
		}
		name, _, _ := strings.Cut(key, "#")
		k.field("header value", name, part, *own[key], given, nil)
	}
}

func namesOf(headers [][2]*string, sorted bool) string {
	var names []string
	for _, h := range headers {
		name := norm.NFC.String(*h[0])
		if sorted {
			name = strings.ToLower(name)
		}
		names = append(names, name)
	}
	if sorted {
		sort.Strings(names)
	}
	return strings.Join(names, " | ")
}

// valuesOf numbers the fields of each name from the top.
func valuesOf(headers [][2]*string) map[string]*string {
	out, count := map[string]*string{}, map[string]int{}
	for _, h := range headers {
		name := strings.ToLower(*h[0])
		count[name]++
		if h[1] != nil {
			v := norm.NFC.String(*h[1])
			out[fmt.Sprintf("%s#%d", name, count[name])] = &v
		}
	}
	return out
}

func (k *comparer) node(part *message.Part, ours *Node, theirs map[string]*Node) {
	text := func(f func(n *Node) (string, bool)) map[string]string {
		out := map[string]string{}
		for o, n := range theirs {
			if v, ok := f(n); ok {
				out[o] = v
			}
		}
		return out
	}
	one := func(field string, f func(n *Node) (string, bool)) {
		if v, ok := f(ours); ok {
			k.field(field, "", part, v, text(f), theirs)
		}
	}
	one("type", func(n *Node) (string, bool) { return deref(n.Type) })
	one("disposition", func(n *Node) (string, bool) { return rawText(n.Disposition) })
	one("filename", func(n *Node) (string, bool) { return rawText(n.Filename) })
	one("encoding", func(n *Node) (string, bool) { return deref(n.Encoding) })
	one("cid", func(n *Node) (string, bool) { return rawText(n.ID) })
	k.params(part, ours, theirs)
	one("made of", func(n *Node) (string, bool) { return n.kind(), !n.Opaque && !n.Cut })

	below := map[string]*Node{}
	for o, n := range theirs {
		if !n.Opaque && (n.kind() == ours.kind() || n.Cut && len(ours.Parts) > 0) {
			below[o] = n
		}
	}
	switch {
	case ours.Message != nil:
		headers, roots := map[string]side{}, map[string]*Node{}
		for o, n := range below {
			if m := n.Message; m.Root != nil {
				headers[o], roots[o] = side{m.Headers, m.Unordered}, m.Root
			}
		}
		inner, source := part.Message, k.source
		if part.Decoded != nil {
			inner, k.source = part.Decoded.Root, part.Decoded.Data
		}
		k.headers(inner, side{ours.Message.Headers, false}, headers)
		k.node(inner, ours.Message.Root, roots)
		k.source = source
	case len(ours.Parts) > 0:
		for i, sub := range ours.Parts {
			subs := map[string]*Node{}
			for o, n := range below {
				// The last part before a library gave up may be cut short.
				if i < len(n.Parts) && (!n.Cut || i+1 < len(n.Parts)) {
					subs[o] = n.Parts[i]
				}
			}
			k.node(part.Parts[i], sub, subs)
		}
	default:
		theirs = below
		one("body", func(n *Node) (string, bool) {
			if n.BodyLen == nil {
				return "", false
			}
			return fmt.Sprint(*n.BodyLen, " octets ", n.BodySHA[:8]), true
		})
		one("text", func(n *Node) (string, bool) { return rawText(n.TextSHA) })
	}
}

func (k *comparer) params(part *message.Part, ours *Node, theirs map[string]*Node) {
	names := map[string]bool{}
	for name := range ours.Params {
		names[name] = true
	}
	for _, n := range theirs {
		for name := range n.Params {
			names[name] = true
		}
	}
	value := func(params map[string]*string, name string) (string, bool) {
		if v, ok := params[name]; !ok {
			return "absent", true
		} else if v == nil {
			return "", false
		} else {
			return fmt.Sprintf("%q", norm.NFC.String(*v)), true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		given := map[string]string{}
		for o, n := range theirs {
			if n.Params != nil {
				if v, ok := value(n.Params, name); ok {
					given[o] = v
				}
			}
		}
		own, _ := value(ours.Params, name)
		k.field("param", name, part, own, given, theirs)
	}
}

func deref(s *string) (string, bool) {
	if s == nil {
		return "", false
	}
	return *s, true
}

// rawText is a JSON string or null, as it is to be compared.
func rawText(m json.RawMessage) (string, bool) {
	if m == nil {
		return "", false
	}
	var s *string
	if json.Unmarshal(m, &s) != nil || s == nil {
		return string(m), true
	}
	return fmt.Sprintf("%q", norm.NFC.String(*s)), true
}

package message

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ehloworld/engine/vtime"
)

func TestParseMessageIDs(t *testing.T) {
	for _, c := range []struct{ in, want, flaws string }{
		{"<a@b.example>", "a@b.example", ""},
		{"<a@b>\r\n <c@d> (x <y@z>) <e@[127.0.0.1]>", "a@b c@d e@[127.0.0.1]", ""},
		{`<"01KF8"@b.example> <"a\"b"@c>`, `01KF8@b.example a"b@c`, ""}, // equal to the one without quotes
		{"< a@b >", "a@b", "id-blanks"},
		{"<a@b\r\n .example>", "a@b.example", "id-blanks"}, // folded by a server that did not know better
		{"a@b", "a@b", "id-no-brackets"},
		{"a@b c@d", "a@b c@d", "id-no-brackets"},
		{"abc", "abc", "id-no-brackets id-no-at"},
		{"Your message of \"Mon, 2 Mar\" <a@b>", "a@b", "id-words"}, // RFC 822
		{"Your message of Monday", "", "id-words"},
		{"<a@b>,<c@d>, <e@f>", "a@b c@d e@f", "id-comma"},
		{"<a@b><c@d>", "a@b c@d", ""},
		{"<<a@b>>", "a@b", "id-brackets"},
		{"<a@b", "a@b", "id-unclosed"},
		{"<a@b <c@d>", "a@b c@d", "id-unclosed"},
		{"<abc>", "abc", "id-no-at"},
		{"<@b> <a@>", "@b a@", "id-half"},
		{"<>", "", "id-empty"},
		{"<ä@b>", "ä@b", "id-8bit"},
		{"<a@b@c>", "a@b@c", ""},
		{"(a@b", "(a@b", "id-no-brackets"},
		{`"a@b`, `"a@b`, "id-no-brackets"},
		{"", "", ""},
	} {
		ids, flaws := ParseMessageIDs(c.in)
		var got []string
		for _, id := range ids {
			got = append(got, id.ID)
		}
		if strings.Join(got, " ") != c.want || flawNames(flaws) != c.flaws {
			t.Errorf("%q\n got %q %q\nwant %q %q", c.in, got, flawNames(flaws), c.want, c.flaws)
		}
	}
	data := crlf("References: <a@b>\n x <c@d>\n\n")
	h := ParseHeader(data)
	ids, flaws := h.Fields[0].MessageIDs()
	if string(data[ids[1].Start:ids[1].End]) != "<c@d>" || string(data[flaws[0].Start:flaws[0].End]) != "x" {
		t.Errorf("%+v %+v", ids, flaws)
	}
	for _, s := range []string{"<", ">", "<a", "(", `"`, `\"`, ",", "a@b ", "<a@b>", "<a@b", "< "} {
		ParseMessageIDs(strings.Repeat(s, 1<<18/len(s))) // Would take minutes in quadratic time.
	}
}

func FuzzMessageIDs(f *testing.F) {
	f.Add("<a@b> (c) \"d\" e@f <\"g\"@h")
	f.Fuzz(func(t *testing.T, s string) {
		ids, flaws := ParseMessageIDs(s)
		last := 0
		for _, id := range ids {
			if id.ID == "" || id.Start < last || id.End <= id.Start || id.End > len(s) {
				t.Fatalf("%q: %+v after %d", s, id, last)
			}
			last = id.End
		}
		for _, f := range flaws {
			if f.Start < 0 || f.End < f.Start || f.End > len(s) {
				t.Fatalf("%q: %+v", s, f)
			}
		}
	})
}

func TestBaseSubject(t *testing.T) {
	for _, c := range []struct {
		in, want string
		reply    bool
	}{
		{"Lunch", "Lunch", false},
		{"Re: Lunch", "Lunch", true},
		{"RE :  re:Lunch\t at  noon ", "Lunch at noon", true},
		{"Fw: Lunch", "Lunch", true},
		{"Fwd: Re: Lunch (fwd) (FWD)", "Lunch", true},
		{"Re[2]: Lunch", "Lunch", true},
		{"Re [list] : Lunch", "Lunch", true},
		{"[list] Lunch", "Lunch", false},
		{"[list] Re: [list] [x] Lunch", "Lunch", true},
		{"Re: [list] Re: Lunch", "Lunch", true},
		{"[list]", "[list]", false}, // something must be left
		{"[a] [b]", "[b]", false},
		{"Re: [list]", "[list]", true},
		{"[a] Re:", "", true},
		{"Re:", "", true},
		{"", "", false},
		{"[fwd: Lunch]", "Lunch", true},
		{"[Fwd: [fwd: Re: [list] Lunch (fwd)]]", "Lunch", true},
		{"[fwd: Lunch", "[fwd: Lunch", false},
		{"[a[b] Lunch", "[a[b] Lunch", false},
		{"Lunch (fwd", "Lunch (fwd", false},
		{"(fwd)", "", true},
		{"Research: x", "Research: x", false},
		{"Reply: x", "Reply: x", false},
		{"AW: Mittag", "AW: Mittag", false}, // not among the words of RFC 5256
		{"回复：午饭", "回复：午饭", false},
	} {
		if got, reply := BaseSubject(c.in, false); got != c.want || reply != c.reply {
			t.Errorf("%q: %q %v, want %q %v", c.in, got, reply, c.want, c.reply)
		}
	}
	for in, want := range map[string]string{"AW: WG: Mittag": "Mittag", "回复：Re: 答复: 午饭": "午饭", "转发: 午饭": "午饭", "SV: Antw: Lunch": "Lunch", "[list] Odp: x": "x", "Vase: x": "Vase: x"} {
		if got, reply := BaseSubject(in, true); got != want || reply != (in != want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for _, s := range []string{"[a]", "[", "re:", "re [", "[fwd: ", "(fwd)", "re[a]", " ", "[a]re:", "[fwd:]"} {
		BaseSubject(strings.Repeat(s, 1<<20/len(s)), true) // Would take minutes in quadratic time.
	}
}

func FuzzBaseSubject(f *testing.F) {
	f.Add("[Fwd: [a] Re[2]: b (fwd)]")
	f.Fuzz(func(t *testing.T, s string) {
		for _, foreign := range []bool{false, true} {
			base, _ := BaseSubject(s, foreign)
			if again, reply := BaseSubject(base, foreign); again != base || reply {
				t.Fatalf("%q is %q, and that is %q", s, base, again)
			}
		}
	})
}

// letter writes a test letter: "id refs… / subject @date".
func threadLetter(s string) ThreadLetter {
	head, date, _ := strings.Cut(s, "@")
	head, subject, _ := strings.Cut(head, "/")
	words := strings.Fields(head)
	l := ThreadLetter{ID: words[0], References: words[1:]}
	if l.ID == "-" {
		l.ID = ""
	}
	l.Subject, l.Reply = BaseSubject(subject, false)
	n, _ := strconv.Atoi(date)
	l.Date = vtime.Time(n)
	return l
}

// show writes threads as IMAP does, with identifiers and "?" for a letter that is missing: "(a b (c)(d))".
func show(letters []ThreadLetter, rows []ThreadRow) string {
	var b strings.Builder
	var write func(i int) int
	write = func(i int) int {
		children := 0
		for k := i + 1; k < len(rows) && rows[k].Depth > rows[i].Depth; k++ {
			if rows[k].Depth == rows[i].Depth+1 {
				children++
			}
		}
		if rows[i].Letter < 0 {
			b.WriteString("?")
		} else if id := letters[rows[i].Letter].ID; id != "" {
			b.WriteString(id)
		} else {
			b.WriteString("#" + strconv.Itoa(rows[i].Letter))
		}
		k := i + 1
		for range children {
			if children == 1 {
				b.WriteByte(' ')
				k = write(k)
				continue
			}
			b.WriteByte('(')
			k = write(k)
			b.WriteByte(')')
		}
		return k
	}
	for i := 0; i < len(rows); {
		b.WriteByte('(')
		i = write(i)
		b.WriteByte(')')
	}
	return b.String()
}

func TestThreads(t *testing.T) {
	for _, c := range []struct {
		name, letters, references, refs, subject string
	}{
		{"a chain", "a / x @1|b a / Re: x @2|c a b / Re: x @3", "(a b c)", "(a b c)", "(a(b)(c))"},
		{"two answers", "a / x @1|c a / Re: x @3|b a / Re: x @2", "(a(b)(c))", "(a(b)(c))", "(a(b)(c))"},
		{"out of order", "c a b / Re: x @3|b a / Re: x @2|a / x @1", "(a b c)", "(a b c)", "(a(b)(c))"},
		{"one missing in the middle", "a / x @1|c a b / Re: x @3", "(a c)", "(a c)", "(a c)"},
		{"missing at the top", "b a / Re: x @2|c a / Re: y @3", "(?(b)(c))", "(?(b)(c))", "(b)(c)"},
		{"missing at the top, one below", "b a / Re: x @2", "(b)", "(b)", "(b)"},
		{"a thread cut in two", "a / x @1|b a / Re: x @2|d c / Re: x @4", "(a(b)(d))", "(a b)(d)", "(a(b)(d))"},
		{"same subject, no answers", "a / x @1|b / x @2", "(?(a)(b))", "(a)(b)", "(a b)"},
		{"same subject, answer first", "b / Re: x @1|a / x @2", "(a b)", "(b)(a)", "(b a)"},
		{"two missing tops of one subject", "b a / Re: x @2|c a / Re: x @3|e d / Re: x @4|f d / Re: x @5", "(?(b)(c)(e)(f))", "(?(b)(c))(?(e)(f))", "(b(c)(e)(f))"},
		{"a letter joins a missing top", "b a / Re: x @2|c a / Re: x @3|e / x @4", "(?(b)(c)(e))", "(?(b)(c))(e)", "(b(c)(e))"},
		{"no subject joins nothing", "a / @1|b / @2", "(a)(b)", "(a)(b)", "(a b)"},
		{"no identifiers", "- / x @1|- a / Re: x @2", "(#0 #1)", "(#0)(#1)", "(#0 #1)"},
		{"one identifier twice", "a / x @1|a / y @2|b a / z @3", "(a b)(a)", "(a)(a b)", "(a)(a)(b)"},
		{"refers to itself", "a a / x @1", "(a)", "(a)", "(a)"},
		{"refer to each other", "a b / x @1|b a / y @2", "(b a)", "(b a)", "(a)(b)"},
		{"references in a ring", "a c / x @1|b a / x @2|c b / x @3", "(c a b)", "(c a b)", "(a(b)(c))"},
		{"the latest letter moves a thread", "a / x @1|b / y @2|c a / z @3", "(a c)(b)", "(b)(a c)", "(a)(b)(c)"},
		{"a letter knows better than others", "c a b / x @3|b z / y @2|a / w @1", "(a)(b c)", "(a)(b c)", "(a)(b)(c)"},
	} {
		var letters []ThreadLetter
		for _, s := range strings.Split(c.letters, "|") {
			letters = append(letters, threadLetter(s))
		}
		for _, alg := range []struct {
			name, got, want string
		}{
			{"REFERENCES", show(letters, ThreadReferences(letters)), c.references},
			{"REFS", show(letters, ThreadRefs(letters)), c.refs},
			{"ORDEREDSUBJECT", show(letters, ThreadOrderedSubject(letters)), c.subject},
		} {
			if alg.got != alg.want {
				t.Errorf("%s, %s: %s, want %s", c.name, alg.name, alg.got, alg.want)
			}
		}
	}
}

func TestNewThreadLetter(t *testing.T) {
	h := ParseHeader(crlf("Message-ID: <\"a\"@b>\nIn-Reply-To: <x@y> <z@y>\nReferences:\nSubject: =?utf-8?Q?Re:_lunch?=\nDate: Mon, 2 Mar 2026 08:00:00 +0800\n\n"))
	l := NewThreadLetter(&h, 5)
	if l.ID != "a@b" || len(l.References) != 1 || l.References[0] != "x@y" || l.Subject != "LUNCH" || !l.Reply || l.Date.RFC3339(0) != "2026-03-02T00:00:00.000Z" {
		t.Errorf("%+v", l)
	}
	h = ParseHeader(crlf("References: <p@y> <q@y>\nIn-Reply-To: <x@y>\nDate: yesterday\n\n"))
	if l = NewThreadLetter(&h, 5); l.ID != "" || strings.Join(l.References, " ") != "p@y q@y" || l.Date != 5 {
		t.Errorf("%+v", l)
	}
}

// FuzzThreads holds our threads against a slow reading of the RFC, word for word.
func FuzzThreads(f *testing.F) {
	for seed := range uint64(50) {
		f.Add(seed, byte(3+seed%20))
	}
	f.Fuzz(func(t *testing.T, seed uint64, n byte) {
		letters := randomLetters(seed, int(n))
		for name, rows := range map[string][]ThreadRow{"REFERENCES": ThreadReferences(letters), "REFS": ThreadRefs(letters), "ORDEREDSUBJECT": ThreadOrderedSubject(letters)} {
			checkRows(t, name, letters, rows)
		}
		if got, want := show(letters, ThreadReferences(letters)), show(letters, slowReferences(letters)); got != want {
			t.Fatalf("%+v\n got %s\nwant %s", letters, got, want)
		}
	})
}

func randomLetters(seed uint64, n int) []ThreadLetter {
	r := rand.New(rand.NewPCG(seed, 1))
	var letters []ThreadLetter
	id := func() string { return "i" + strconv.Itoa(r.IntN(n+3)) }
	for range n {
		l := ThreadLetter{ID: id(), Date: vtime.Time(r.IntN(2*n + 1)), Reply: r.IntN(2) == 0, Subject: []string{"", "A", "B", "C", "D"}[r.IntN(5)]}
		if r.IntN(10) == 0 {
			l.ID = ""
		}
		for range r.IntN(4) {
			l.References = append(l.References, id())
		}
		letters = append(letters, l)
	}
	return letters
}

// checkRows: every letter once, siblings by date, missing letters only at the top and with letters below.
func checkRows(t *testing.T, name string, letters []ThreadLetter, rows []ThreadRow) {
	t.Helper()
	seen := make([]bool, len(letters))
	last := map[int]vtime.Time{} // The date of the letter before, by depth.
	count := 0
	for i, r := range rows {
		switch {
		case r.Depth > 0 && (i == 0 || r.Depth > rows[i-1].Depth+1):
			t.Fatalf("%s: row %d hangs in the air: %v", name, i, rows)
		case r.Letter < 0 && (r.Depth > 0 || i+2 >= len(rows) || rows[i+1].Depth == 0):
			t.Fatalf("%s: row %d is a missing letter that nothing needs: %v", name, i, rows)
		case r.Letter < 0:
			last[r.Depth+1] = 0
			continue
		case seen[r.Letter]:
			t.Fatalf("%s: letter %d comes twice: %v", name, r.Letter, rows)
		}
		seen[r.Letter] = true
		count++
		date := letters[r.Letter].Date
		if i > 0 && rows[i-1].Depth >= r.Depth && r.Depth > 0 && date < last[r.Depth] {
			t.Fatalf("%s: letter %d stands after a later one: %v", name, r.Letter, rows)
		}
		last[r.Depth] = date
	}
	if count != len(letters) {
		t.Fatalf("%s: %d of %d letters: %v", name, count, len(letters), rows)
	}
}

// slowNode and slowReferences follow section 3 of RFC 5256 step by step.
type slowNode struct {
	letter   int
	parent   *slowNode
	children []*slowNode
}

func (n *slowNode) under(p *slowNode) bool {
	for ; n != nil; n = n.parent {
		if n == p {
			return true
		}
	}
	return false
}

func (n *slowNode) move(p *slowNode) {
	if n.parent != nil {
		n.parent.children = slices.DeleteFunc(n.parent.children, func(c *slowNode) bool { return c == n })
	}
	if n.parent = p; p != nil {
		p.children = append(p.children, n)
	}
}

func slowReferences(letters []ThreadLetter) []ThreadRow {
	var all []*slowNode
	table := map[string]*slowNode{}
	get := func(id string) *slowNode {
		if table[id] == nil || id == "" {
			n := &slowNode{letter: -1}
			all = append(all, n)
			if id == "" {
				return n
			}
			table[id] = n
		}
		return table[id]
	}
	for i, l := range letters { // 1
		var last *slowNode
		for _, id := range l.References {
			n := get(id)
			if last != nil && n.parent == nil && !last.under(n) {
				n.move(last)
			}
			last = n
		}
		n := get(l.ID)
		if n.letter >= 0 {
			n = get("")
		}
		n.letter = i
		if last == nil || !last.under(n) {
			n.move(last)
		}
	}
	root := &slowNode{letter: -2} // 2
	for _, n := range all {
		if n.parent == nil {
			n.move(root)
		}
	}
	var prune func(p *slowNode)
	prune = func(p *slowNode) { // 3
		for _, n := range slices.Clone(p.children) {
			prune(n)
		}
		for _, n := range slices.Clone(p.children) {
			if n.letter >= 0 {
				continue
			}
			if p != root || len(n.children) <= 1 {
				for _, c := range slices.Clone(n.children) {
					c.move(p)
				}
				n.move(nil)
			}
		}
	}
	prune(root)
	first := func(n *slowNode) int {
		for n.letter < 0 {
			n = n.children[0]
		}
		return n.letter
	}
	var sort func(p *slowNode)
	sort = func(p *slowNode) {
		for _, n := range p.children {
			sort(n)
		}
		slices.SortFunc(p.children, func(a, b *slowNode) int {
			return cmp.Or(cmp.Compare(letters[first(a)].Date, letters[first(b)].Date), first(a)-first(b))
		})
	}
	sort(root) // 4
	subjects := map[string]*slowNode{}
	reply := func(n *slowNode) bool { return letters[first(n)].Reply }
	for _, n := range root.children { // 5
		s := letters[first(n)].Subject
		if old := subjects[s]; s != "" && (old == nil || old.letter >= 0 && (n.letter < 0 || reply(old) && !reply(n))) {
			subjects[s] = n
		}
	}
	for _, n := range slices.Clone(root.children) {
		s := letters[first(n)].Subject
		old := subjects[s]
		switch {
		case old == nil || old == n:
		case old.letter < 0 && n.letter < 0:
			for _, c := range slices.Clone(n.children) {
				c.move(old)
			}
			n.move(nil)
		case old.letter < 0, reply(n) && !reply(old):
			n.move(old)
		default:
			top := &slowNode{letter: -1}
			top.move(root)
			old.move(top)
			n.move(top)
			subjects[s] = top
		}
	}
	sort(root) // 6
	var rows []ThreadRow
	var write func(n *slowNode, depth int)
	write = func(n *slowNode, depth int) {
		if depth >= 0 {
			rows = append(rows, ThreadRow{n.letter, depth})
		}
		for _, c := range n.children {
			write(c, depth+1)
		}
	}
	write(root, -1)
	return rows
}

// TestThreadsAreLinear has 100,000 letters in shapes that a careless reader would need hours for.
func TestThreadsAreLinear(t *testing.T) {
	const n = 100_000
	id := func(i int) string { return strconv.Itoa(i) }
	shapes := map[string]func(i int) ThreadLetter{
		"one chain":           func(i int) ThreadLetter { return ThreadLetter{ID: id(i), References: []string{id(i - 1)}} },
		"one chain, backward": func(i int) ThreadLetter { return ThreadLetter{ID: id(n - i), References: []string{id(n - i - 1)}} },
		"shuffled chain": func(i int) ThreadLetter {
			return ThreadLetter{ID: id(i * 7919 % n), References: []string{id(i*7919%n - 1)}}
		},
		"one ring":        func(i int) ThreadLetter { return ThreadLetter{ID: id(i), References: []string{id((i + 1) % n)}} },
		"one missing top": func(i int) ThreadLetter { return ThreadLetter{ID: id(i), References: []string{"top"}} },
		"one subject":     func(i int) ThreadLetter { return ThreadLetter{ID: id(i), Subject: "A", Reply: i%2 == 0} },
		"missing chain": func(i int) ThreadLetter {
			return ThreadLetter{ID: id(i), References: []string{"x" + id(i), "x" + id(i+1)}}
		},
		"the same id": func(i int) ThreadLetter { return ThreadLetter{ID: "a", References: []string{"a"}} },
		"pairs under a chain": func(i int) ThreadLetter { // Each pair is linked below a deep chain only after it has a child.
			switch {
			case i < n/2:
				return ThreadLetter{ID: id(i), References: []string{id(i - 1)}}
			case i%2 == 0:
				return ThreadLetter{ID: "c" + id(i), References: []string{"p" + id(i)}}
			}
			return ThreadLetter{ID: "p" + id(i-1), References: []string{id(n/2 - 1)}}
		},
	}
	for name, shape := range shapes {
		letters := make([]ThreadLetter, n)
		for i := range letters {
			letters[i] = shape(i)
			letters[i].Date = vtime.Time(i)
		}
		for alg, rows := range map[string][]ThreadRow{"REFERENCES": ThreadReferences(letters), "REFS": ThreadRefs(letters), "ORDEREDSUBJECT": ThreadOrderedSubject(letters)} {
			real := 0
			for _, r := range rows {
				if r.Letter >= 0 {
					real++
				}
			}
			if real != n {
				t.Errorf("%s, %s: %d letters", name, alg, real)
			}
		}
	}
}

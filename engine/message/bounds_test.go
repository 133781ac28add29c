package message

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"ehloworld/engine/message/encoding"
)

// repeat makes about n octets of s.
func repeat(s string, n int) string { return strings.Repeat(s, n/len(s)+1) }

// nest makes letters in letters, or multiparts in multiparts: each(i) is what stands before level i.
func nest(n int, each func(i int) string) string {
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		b.WriteString(each(i))
	}
	return b.String()
}

// hostile are letters that are built to hurt, in any size. Problem is what they must be told of, "" for nothing.
var hostile = []struct {
	name, problem string
	make          func(n int) string
}{
	{"multiparts in multiparts", TooDeep, func(n int) string {
		return nest(n, func(i int) string {
			return fmt.Sprintf("Content-Type: multipart/mixed; boundary=%d\n\n--%d\n", i, i)
		})
	}},
	{"the same boundary all the way down", "", func(n int) string {
		return nest(n, func(int) string { return "Content-Type: multipart/mixed; boundary=b\n\n--b\n" })
	}},
	{"letters in letters", TooDeep, func(n int) string { return repeat("Content-Type: message/rfc822\n\n", n) }},
	{"letters in letters in quoted-printable", TooDeep, func(n int) string {
		return repeat("Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n", n)
	}},
	{"letters in digests in letters", TooDeep, func(n int) string {
		return nest(n, func(i int) string {
			return fmt.Sprintf("Content-Type: multipart/digest; boundary=%d\n\n--%d\n\n", i, i)
		})
	}},
	{"letters in letters in base64", "", func(n int) string {
		s := "Subject: x\n\nx\n"
		for len(s) < n {
			s = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + string(encoding.Base64([]byte(s)))
		}
		return s
	}},
	{"parts", TooMany, func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n\nx\n", n) + "--b--\n"
	}},
	{"boundaries", BoundaryDoubled, func(n int) string { return "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\n", n) }},
	{"boundaries after the end", PartsAfterEnd, func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b--\n" + repeat("--b\n", n)
	}},
	{"lines that are nearly boundaries of a hundred multiparts", "", func(n int) string {
		top := ""
		for i := range MaxDepth {
			top += fmt.Sprintf("Content-Type: multipart/mixed; boundary=%0*d\n\n--%0*d\n", i+1, i, i+1, i)
		}
		return top + "\n" + repeat("--"+strings.Repeat("0", 49)+"\n", n)
	}},
	{"hyphens", NoParts, func(n int) string { return "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("-", n) }},
	{"lines of two hyphens", NoParts, func(n int) string { return "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--\n", n) }},
	{"a boundary as long as the letter", "", func(n int) string {
		b := repeat("b", n/4)
		return "Content-Type: multipart/mixed; boundary=" + b + "\n\n--" + b + "\n\n1\n--" + b + "x\n--" + b + "--\n"
	}},
	{"no boundary is named", BoundaryUnnamed, func(n int) string {
		return "Content-Type: multipart/mixed\n\n--b\n" + repeat("--b-\n", n) + "--b--"
	}},
	{"fields", HeaderUnread, func(n int) string { return repeat("a:b\n", n) + "\nx" }},
	{"strays before a field", "", func(n int) string { return repeat("stray\n", n) + "a: b\n\nx" }},
	{"strays between fields", HeaderUnread, func(n int) string { return repeat("stray\nstray\na: b\n", n) + "\nx" }},
	{"strays and no field", NoBlankLine, func(n int) string { return repeat("stray\n", n) }},
	{"parts that begin with strays", TooMany, func(n int) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n" + repeat("--b\nstray\nstray\n", n)
	}},
	{"one field in one line", "", func(n int) string { return "Subject: " + repeat("x", n) + "\n\nx" }},
	{"one folded field", "", func(n int) string { return "Subject: x" + repeat("\n x", n) + "\n\nx" }},
	{"empty folds", "", func(n int) string { return "Subject: x" + repeat("\r\n \t", n) + "\r\n\r\nx" }},
	{"CRs", "", func(n int) string { return "Subject: x" + repeat("\r", n) + "\n" + repeat("\r", n) + "x\n" }},
	{"lines of CRs", "", func(n int) string { return repeat("\r\r\r\rx\n", n) }},
	{"encoded words", "", func(n int) string { return "Subject: " + repeat("=?utf-8?Q?x?= ", n) + "\n\nx" }},
	{"encoded words that are none", "", func(n int) string { return "Subject: " + repeat("=?utf-8?Q?", n) + "\n\nx" }},
	{"parameters", TooManyParams, func(n int) string { return "Content-Type: a/b" + repeat(";a=b", n) + "\n\nx" }},
	{"parameters of different names", TooManyParams, func(n int) string {
		return "Content-Type: a/b" + nest(n, func(i int) string { return fmt.Sprintf("; a%d=b", i) }) + "\n\nx"
	}},
	{"sections of a parameter, the last one first", TooManyParams, func(n int) string {
		return "Content-Type: a/b" + nest(n, func(i int) string { return fmt.Sprintf("; a*%d*=%%41", 9999-i%9999) }) + "\n\nx"
	}},
	{"opening brackets", BadParameter, func(n int) string { return "Content-Type: a/b; " + repeat("(", n) + "\n\nx" }},
	{"opening brackets in values", TooManyParams, func(n int) string { return "Content-Type: a/b" + repeat("; a= (", n) + "\n\nx" }},
	{"brackets and semicolons", TooManyParams, func(n int) string { return "Content-Type: a/b" + repeat("; (;", n) + "\n\nx" }},
	{"comments", "", func(n int) string { return "Content-Type: a/b" + repeat(" ()", n) + "\n\nx" }},
	{"brackets in a value", BadParameter, func(n int) string { return "Content-Type: a/b; c=" + repeat("x (", n) + "\n\nx" }},
	{"quotation marks", "", func(n int) string { return "Content-Type: a/b; " + repeat("\"", n) + "\n\nx" }},
	{"quotation marks in values", "", func(n int) string { return "Content-Type: a/b" + repeat("; a=\"", n) + "\n\nx" }},
	{"backslashes", BadParameter, func(n int) string { return "Content-Type: a/b; a=\"" + repeat("\\", n) + "\n\nx" }},
	{"apostrophes", "", func(n int) string { return "Content-Type: a/b; a*=" + repeat("'", n) + "\n\nx" }},
	{"a type without end", BadType, func(n int) string { return "Content-Type: " + repeat("a / ", n) + "\n\nx" }},
	{"an encoding without end", EncodingUnknown, func(n int) string { return "Content-Transfer-Encoding: " + repeat("a ", n) + "\n\nx" }},
	{"a trace's link without end", "", func(n int) string { return "Received: via " + repeat("a ", n) + "\n\nx" }},
	{"a trace's protocol with comments", "", func(n int) string { return "Received: with " + repeat("a (b) ", n) + "\n\nx" }},
	{"keywords of a trace", "", func(n int) string { return "Received: " + repeat("via ", n/2) + repeat("with ", n/2) + "\n\nx" }},
	{"places to post to", "", func(n int) string { return "List-Post: " + repeat("<mailto:a@b> (c), ", n) + "\n\nx" }},
	{"opening brackets where to post to", "", func(n int) string { return "List-Post: " + repeat("(", n) + "\n\nx" }},
	{"words where to post to", "", func(n int) string { return "List-Post: " + repeat("NO ", n) + "\n\nx" }},
	{"a date without end", "", func(n int) string { return "Date: " + repeat("Mon, 2 Mar 2026 ", n) + "\n\nx" }},
	{"opening brackets in a date", "", func(n int) string { return "Date: " + repeat("(", n) + "\n\nx" }},
	{"addresses in style rules", "", func(n int) string { return "Content-Type: text/html\n\n<style>" + repeat("url(a)", n) }},
}

// TestHostileLetters: whatever the letter, the tree is sound, the bounds hold and are told of, and neither the octets
// that are looked at nor those that are allocated grow faster than the letter.
func TestHostileLetters(t *testing.T) {
	const small, factor = 100_000, 8
	for _, c := range hostile {
		letter := []byte(c.make(small * factor))
		root := Tree(letter)
		if n := checkTree(t, letter, root); n > MaxParts+1 {
			t.Errorf("%s: %d parts", c.name, n)
		}
		if c.problem != "" && !hasProblem(root, c.problem) {
			t.Errorf("%s: %s is not told", c.name, c.problem)
		}
		Text(letter)
		AppendStructure(nil, letter)

		shorter := []byte(c.make(small))
		looks, octets := work(shorter)
		longLooks, longOctets := work(letter)
		ratio := len(letter) / len(shorter)
		// What must be allocated for a small letter does not count, and twice the growth is allowed for slices that double.
		if longLooks > 2*ratio*(looks+1000) || longLooks > maxLooks*len(letter) {
			t.Errorf("%s: %d octets of %d were looked at, %d of %d", c.name, looks, len(shorter), longLooks, len(letter))
		}
		if longOctets > 2*ratio*(octets+10_000) {
			t.Errorf("%s: %d octets were allocated for %d, %d for %d", c.name, octets, len(shorter), longOctets, len(letter))
		}
		few, many := allocated(func() { readFields(shorter) }), allocated(func() { readFields(letter) })
		if many > 2*ratio*(few+10_000) {
			t.Errorf("%s: %d octets were allocated to read the fields of %d, %d for %d", c.name, few, len(shorter), many, len(letter))
		}
	}
}

// maxLooks is how often an octet may be looked at. A line that could be a boundary is compared with those of all open
// multiparts; there can be MaxDepth of them.
const maxLooks = 10

// work says how many octets of a letter are looked at when its tree is read, and how many are allocated.
func work(letter []byte) (looks, octets int) {
	octets = allocated(func() {
		p := newTreeParser(letter)
		p.tree()
		looks = p.looks
	})
	return looks, octets
}

// allocated is how many octets a function allocates.
func allocated(f func()) int {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return int(after.TotalAlloc - before.TotalAlloc)
}

// readFields reads all that a letter's header says, and looks for problems.
func readFields(letter []byte) {
	h := ParseHeader(letter)
	Hops(&h)
	ReadList(&h)
	if f := h.Find("Date"); f != nil {
		f.Date()
	}
	Lint(letter)
}

func hasProblem(root *Part, name string) (found bool) {
	root.Walk(func(p *Part) bool {
		for _, problem := range p.Problems {
			found = found || problem.Name == name
		}
		if p.Decoded != nil {
			found = found || hasProblem(p.Decoded.Root, name)
		}
		return !found
	})
	return found
}

// TestBounds: what lies at a bound is read, what lies beyond it is not.
func TestBounds(t *testing.T) {
	deep := func(n int) string {
		return strings.Repeat("Content-Type: message/rfc822\n\n", n) + "\nx"
	}
	for _, c := range []struct {
		name, at, beyond, problem string
	}{
		{"depth", deep(MaxDepth), deep(MaxDepth + 1), TooDeep},
		{"parts", "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\n", MaxParts-1) + "--b--", "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\n", MaxParts) + "--b--", TooMany},
		{"fields", strings.Repeat("a:b\n", MaxFields) + "\nx", strings.Repeat("a:b\n", MaxFields+1) + "\nx", HeaderUnread},
		{"header", strings.Repeat("a:"+strings.Repeat("b", 1021)+"\n", MaxHeader/1024) + "\nx", strings.Repeat("a:"+strings.Repeat("b", 1021)+"\n", MaxHeader/1024+1) + "\nx", HeaderUnread},
		{"parameters", "Content-Type: a/b" + strings.Repeat(";c=d", MaxParams) + "\n\nx", "Content-Type: a/b" + strings.Repeat(";c=d", MaxParams+1) + "\n\nx", TooManyParams},
	} {
		if hasProblem(Tree([]byte(c.at)), c.problem) {
			t.Errorf("%s: the bound itself is told of", c.name)
		}
		root := Tree([]byte(c.beyond))
		if !hasProblem(root, c.problem) {
			t.Errorf("%s: nothing is told beyond the bound", c.name)
		}
		checkTree(t, []byte(c.beyond), root)
	}
	// The body is found behind a header that is too long.
	p := Tree([]byte(strings.Repeat("a:b\n", 2*MaxFields) + "\nbody"))
	if len(p.Header.Fields) != MaxFields || p.End-p.Body != len("body") {
		t.Errorf("%d fields, a body of %d", len(p.Header.Fields), p.End-p.Body)
	}
}

// TestFewAllocations: a usual letter costs few allocations, and one of many parts few for each of them.
func TestFewAllocations(t *testing.T) {
	for _, c := range benchClasses() {
		most := 6.0 // The reader, a part, fields, the header's text, pieces and parameters.
		Tree(c.letter).Walk(func(*Part) bool { most += 6; return true })
		if n := testing.AllocsPerRun(10, func() { Tree(c.letter) }); n > most {
			t.Errorf("%s: %v allocations, at most %v wanted", c.name, n, most)
		}
	}
}

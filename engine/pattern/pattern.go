// Package pattern matches texts against small regular expressions, in time that grows with the length of the text times
// the length of the expression and never faster: a scenario may come from a stranger, and no expression of theirs may
// stop the page. It stands in for regexp, whose tables and engines weigh too much in the browser.
//
// An expression consists of
//
//	x        the character x
//	.        any character but a line feed
//	[a-z_]   one of these; [^…] none of these; \d \w \s may stand inside
//	\d \w \s a digit, a letter or digit or _ (ASCII), white space (space \t \n \f \r)
//	\n \r \t line feed, carriage return, tab; before any sign that is not a letter or digit, \ takes away its meaning
//	^ $      the start and the end of the whole text
//	x* x+ x? none or more, one or more, at most one
//	x|y (x)  either, grouping
//
// with the meaning that they have in package regexp. It is found anywhere in the text unless ^ or $ say otherwise.
package pattern

import (
	"strconv"
	"unicode/utf8"
)

// Bounds of expressions and texts.
const (
	MaxExpression = 256       // Octets of an expression.
	MaxDepth      = 32        // Parentheses inside each other.
	MaxText       = 256 << 10 // Octets of a text that are looked at; what comes after them is as if it were not there.
)

// Error says what is wrong with an expression.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

// Pattern is a compiled expression. It may be used any number of times, but not by two callers at once: it keeps the
// memory that matching needs.
type Pattern struct {
	prog []inst
	now  set
	next set
}

// op is what an instruction does.
type op uint8

const (
	opRune  op = iota // Consume the character r.
	opClass           // Consume a character that the class holds.
	opAny             // Consume any character but a line feed.
	opStart           // Go on if this is the start of the text.
	opEnd             // Go on if this is the end of the text.
	opSplit           // Go on at x and at y.
	opJump            // Go on at x.
	opMatch
)

type inst struct {
	op    op
	r     rune
	x, y  int
	class *class
}

type class struct {
	not    bool
	ranges []rune // Pairs: first, last.
}

func (c *class) has(r rune) bool {
	for i := 0; i < len(c.ranges); i += 2 {
		if c.ranges[i] <= r && r <= c.ranges[i+1] {
			return !c.not
		}
	}
	return c.not
}

// set is the set of instructions that the machine is at, in the order in which they were reached (Briggs and Torczon).
type set struct {
	list []int
	at   []int
}

func (s *set) add(pc int) bool {
	if i := s.at[pc]; i < len(s.list) && s.list[i] == pc {
		return false
	}
	s.at[pc] = len(s.list)
	s.list = append(s.list, pc)
	return true
}

// Match says whether the expression matches somewhere in s.
func (p *Pattern) Match(s string) bool {
	if len(s) > MaxText {
		s = s[:MaxText]
	}
	p.now.list = p.now.list[:0]
	for i := 0; ; {
		// A match may begin at every character, so the first instruction joins the set each time.
		p.reach(&p.now, 0, i == 0, i == len(s))
		if i == len(s) {
			return p.over()
		}
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		i += size
		p.next.list = p.next.list[:0]
		for _, pc := range p.now.list {
			in := &p.prog[pc]
			ok := false
			switch in.op {
			case opRune:
				ok = in.r == r
			case opClass:
				ok = in.class.has(r)
			case opAny:
				ok = r != '\n'
			case opMatch:
				return true
			}
			if ok {
				p.reach(&p.next, pc+1, false, i == len(s))
			}
		}
		p.now, p.next = p.next, p.now
	}
}

func (p *Pattern) over() bool {
	for _, pc := range p.now.list {
		if p.prog[pc].op == opMatch {
			return true
		}
	}
	return false
}

// reach adds pc and all that can be reached from it without consuming a character. Its depth is bounded by the program's
// length, because no instruction joins a set twice.
func (p *Pattern) reach(s *set, pc int, start, end bool) {
	for s.add(pc) {
		switch in := &p.prog[pc]; in.op {
		case opJump:
			pc = in.x
		case opSplit:
			p.reach(s, in.x, start, end)
			pc = in.y
		case opStart:
			if !start {
				return
			}
			pc++
		case opEnd:
			if !end {
				return
			}
			pc++
		default:
			return
		}
	}
}

// Compile reads an expression. Errors are of type *Error.
func Compile(expr string) (*Pattern, error) {
	if len(expr) > MaxExpression {
		return nil, &Error{"the expression is longer than " + strconv.Itoa(MaxExpression) + " octets"}
	}
	if !utf8.ValidString(expr) {
		return nil, &Error{"the expression is not UTF-8"}
	}
	c := compiler{rest: expr}
	if err := c.either(0); err != nil {
		return nil, err
	}
	if c.rest != "" {
		return nil, &Error{"a ) has no ("}
	}
	c.emit(inst{op: opMatch})
	n := len(c.prog)
	return &Pattern{
		prog: c.prog,
		now:  set{list: make([]int, 0, n), at: make([]int, n)},
		next: set{list: make([]int, 0, n), at: make([]int, n)},
	}, nil
}

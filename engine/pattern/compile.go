package pattern

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// compiler reads an expression from left to right and writes the program behind itself. A piece of program that turns
// out to be repeated or one of several is moved up by one instruction, and its jumps with it.
type compiler struct {
	rest string
	prog []inst
}

func (c *compiler) emit(in inst) int {
	c.prog = append(c.prog, in)
	return len(c.prog) - 1
}

// insert puts in before instruction at.
func (c *compiler) insert(at int, in inst) {
	c.prog = append(c.prog, inst{})
	copy(c.prog[at+1:], c.prog[at:])
	for i := at + 1; i < len(c.prog); i++ {
		if op := c.prog[i].op; op == opJump || op == opSplit {
			// Everything from at on is one closed piece: its jumps lead into itself.
			c.prog[i].x++
			c.prog[i].y++
		}
	}
	c.prog[at] = in
}

// either reads x|y|z up to a closing parenthesis or the end.
func (c *compiler) either(depth int) error {
	if depth > MaxDepth {
		return &Error{"parentheses are nested deeper than " + strconv.Itoa(MaxDepth)}
	}
	start := len(c.prog)
	if err := c.sequence(depth); err != nil {
		return err
	}
	if !strings.HasPrefix(c.rest, "|") {
		return nil
	}
	c.rest = c.rest[1:]
	c.insert(start, inst{op: opSplit, x: start + 1})
	jump := c.emit(inst{op: opJump})
	c.prog[start].y = len(c.prog)
	// The rest of the alternatives is one more alternative; there are as many of them as the expression has octets, at
	// most, and so is the depth of this recursion.
	if err := c.either(depth); err != nil {
		return err
	}
	c.prog[jump].x = len(c.prog)
	return nil
}

func (c *compiler) sequence(depth int) error {
	for c.rest != "" && c.rest[0] != '|' && c.rest[0] != ')' {
		start := len(c.prog)
		if err := c.atom(depth); err != nil {
			return err
		}
		if err := c.repeat(start); err != nil {
			return err
		}
	}
	return nil
}

// repeat applies the * + or ? that follows to the piece that begins at start.
func (c *compiler) repeat(start int) error {
	if c.rest == "" || !strings.ContainsRune("*+?", rune(c.rest[0])) {
		return nil
	}
	sign := c.rest[0]
	c.rest = c.rest[1:]
	if c.rest != "" && strings.ContainsRune("*+?", rune(c.rest[0])) {
		return &Error{"a * + or ? follows another one"}
	}
	switch sign {
	case '+':
		split := c.emit(inst{op: opSplit, x: start})
		c.prog[split].y = split + 1
	case '*':
		c.insert(start, inst{op: opSplit, x: start + 1})
		c.emit(inst{op: opJump, x: start})
		c.prog[start].y = len(c.prog)
	case '?':
		c.insert(start, inst{op: opSplit, x: start + 1})
		c.prog[start].y = len(c.prog)
	}
	return nil
}

func (c *compiler) atom(depth int) error {
	r, size := utf8.DecodeRuneInString(c.rest)
	c.rest = c.rest[size:]
	switch r {
	case '.':
		c.emit(inst{op: opAny})
	case '^':
		c.emit(inst{op: opStart})
	case '$':
		c.emit(inst{op: opEnd})
	case '*', '+', '?':
		return &Error{"there is nothing before " + string(r) + " that could be repeated"}
	case '{', '}':
		return &Error{"write \\{ or \\}: counted repetition is not known here"}
	case '[':
		cl, err := c.class()
		if err != nil {
			return err
		}
		c.emit(inst{op: opClass, class: cl})
	case '(':
		if strings.HasPrefix(c.rest, "?") {
			return &Error{"(? is not known here"}
		}
		if err := c.either(depth + 1); err != nil {
			return err
		}
		if c.rest == "" {
			return &Error{"a ( has no )"}
		}
		c.rest = c.rest[1:]
	case '\\':
		ranges, err := c.escape()
		if err != nil {
			return err
		}
		if len(ranges) == 2 && ranges[0] == ranges[1] {
			c.emit(inst{op: opRune, r: ranges[0]})
			return nil
		}
		c.emit(inst{op: opClass, class: &class{ranges: ranges}})
	default:
		c.emit(inst{op: opRune, r: r})
	}
	return nil
}

// escape reads what follows a backslash and returns the characters that it means.
func (c *compiler) escape() ([]rune, error) {
	if c.rest == "" {
		return nil, &Error{"the expression ends with \\"}
	}
	b := c.rest[0]
	switch {
	case b == 'd':
		c.rest = c.rest[1:]
		return []rune{'0', '9'}, nil
	case b == 'w':
		c.rest = c.rest[1:]
		return []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}, nil
	case b == 's':
		c.rest = c.rest[1:]
		return []rune{'\t', '\n', '\f', '\r', ' ', ' '}, nil
	case b == 'n':
		c.rest = c.rest[1:]
		return []rune{'\n', '\n'}, nil
	case b == 'r':
		c.rest = c.rest[1:]
		return []rune{'\r', '\r'}, nil
	case b == 't':
		c.rest = c.rest[1:]
		return []rune{'\t', '\t'}, nil
	case b < utf8.RuneSelf && !('a' <= b && b <= 'z' || 'A' <= b && b <= 'Z' || '0' <= b && b <= '9'):
		c.rest = c.rest[1:]
		return []rune{rune(b), rune(b)}, nil
	}
	r, _ := utf8.DecodeRuneInString(c.rest)
	return nil, &Error{"\\" + string(r) + " is not known here"}
}

// class reads a class after its opening bracket. A ] that comes first is one of the characters.
func (c *compiler) class() (*class, error) {
	cl := new(class)
	if strings.HasPrefix(c.rest, "^") {
		cl.not = true
		c.rest = c.rest[1:]
	}
	for first := true; ; first = false {
		switch {
		case c.rest == "":
			return nil, &Error{"a [ has no ]"}
		case c.rest[0] == ']' && !first:
			c.rest = c.rest[1:]
			return cl, nil
		case strings.HasPrefix(c.rest, "[:"):
			return nil, &Error{"[: is not known here"}
		}
		ranges, err := c.member()
		if err != nil {
			return nil, err
		}
		if len(c.rest) < 2 || c.rest[0] != '-' || c.rest[1] == ']' {
			cl.ranges = append(cl.ranges, ranges...)
			continue
		}
		c.rest = c.rest[1:]
		last, err := c.member()
		if err != nil {
			return nil, err
		}
		if len(ranges) != 2 || ranges[0] != ranges[1] || len(last) != 2 || last[0] != last[1] || last[0] < ranges[0] {
			return nil, &Error{"a range in [ ] does not lead from one character to a later one"}
		}
		cl.ranges = append(cl.ranges, ranges[0], last[0])
	}
}

func (c *compiler) member() ([]rune, error) {
	r, size := utf8.DecodeRuneInString(c.rest)
	c.rest = c.rest[size:]
	if r == '\\' {
		return c.escape()
	}
	return []rune{r, r}, nil
}

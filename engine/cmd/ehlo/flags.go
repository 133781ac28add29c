package main

import (
	"errors"
	"flag"
	"io"
	"strings"
)

// parseFlags reads flags and operands in any order, as people write them: ehlo run FOLDER --digest. It returns the
// operands.
func parseFlags(fs *flag.FlagSet, args []string) ([]string, error) {
	fs.SetOutput(io.Discard)
	fs.Usage = func() {}
	var operands []string
	for {
		if err := fs.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, errors.New("usage: ehlo " + usageOf(fs.Name()))
			}
			return nil, errors.New(err.Error() + "; usage: ehlo " + usageOf(fs.Name()))
		}
		rest := fs.Args()
		if len(rest) == 0 {
			return operands, nil
		}
		operands = append(operands, rest[0])
		args = rest[1:]
	}
}

func usageOf(name string) string {
	for _, c := range commands() {
		if c.name == name {
			return c.usage
		}
	}
	return name
}

// oneOperand wants exactly one operand.
func oneOperand(fs *flag.FlagSet, operands []string) (string, error) {
	if len(operands) != 1 {
		return "", errors.New("one scenario is wanted; usage: ehlo " + usageOf(fs.Name()))
	}
	return operands[0], nil
}

// listFlag is a flag that may be given several times.
type listFlag []string

func (l *listFlag) String() string { return strings.Join(*l, ",") }

func (l *listFlag) Set(s string) error {
	*l = append(*l, s)
	return nil
}

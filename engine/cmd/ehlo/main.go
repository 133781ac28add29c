// Command ehlo drives the engine without a browser: it plays and checks scenarios, serves a world on real ports, turns
// scenario folders into share links and back, and takes letters apart.
//
// It is the only package under engine/ that may touch the machine it runs on.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// command is one word after "ehlo".
type command struct {
	name  string
	usage string
	run   func(args []string, out io.Writer) error
}

func commands() []command {
	return []command{
		{"run", "run SCENARIO [--seed N] [--until 5d] [--input FILE] [--trace FILE] [--digest] [--json]", runCommand},
		{"check", "check SCENARIO…", checkCommand},
		{"serve", "serve SCENARIO [--addr 127.0.0.1] [--host H] [--port PROTO=N …] [--user ADDRESS:PASSWORD …] [--separator C] [--route DOMAIN=HOST:PORT …] [--ready FILE]", serveCommand},
		{"structure", "structure FILE…", structureCommand},
		{"pack", "pack SCENARIO [--input FILE]", packCommand},
		{"unpack", "unpack LINK|ARCHIVE -o FOLDER", unpackCommand},
		{"bench", "bench", benchCommand},
	}
}

// Exit codes: a run that was not clean or a check that failed, and bad usage or a bad scenario.
const (
	exitUnclean = 1
	exitUsage   = 2
)

// uncleanError says that everything was understood, but the run or the check was not as it should be.
type uncleanError struct{ text string }

func (e *uncleanError) Error() string { return e.text }

func main() {
	err := dispatch(os.Args[1:], os.Stdout)
	if err == nil {
		return
	}
	for _, problem := range each(err) {
		fmt.Fprintln(os.Stderr, "ehlo: "+strings.Join(strings.Fields(problem.Error()), " ")) // One line, whatever is in it.
	}
	os.Exit(exitCode(err))
}

// each takes joined errors apart.
func each(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

func exitCode(err error) int {
	var unclean *uncleanError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &unclean):
		return exitUnclean
	}
	return exitUsage
}

func dispatch(args []string, out io.Writer) error {
	if len(args) == 0 || args[0] == "help" || args[0] == "--help" || args[0] == "-h" {
		for _, c := range commands() {
			fmt.Fprintln(out, "ehlo "+c.usage)
		}
		if len(args) == 0 {
			return errors.New("a command is wanted")
		}
		return nil
	}
	for _, c := range commands() {
		if c.name == args[0] {
			if err := c.run(args[1:], out); err != nil {
				return err
			}
			return nil
		}
	}
	return fmt.Errorf("there is no command %q; try ehlo help", args[0])
}

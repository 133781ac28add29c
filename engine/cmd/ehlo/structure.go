package main

import (
	"errors"
	"flag"
	"io"
	"os"

	"ehloworld/engine/message"
)

// structureCommand prints one line of JSON for each letter. A file that cannot be read does not keep the others from
// being printed.
func structureCommand(args []string, out io.Writer) error {
	operands, err := parseFlags(flag.NewFlagSet("structure", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	if len(operands) == 0 {
		return errors.New("at least one letter is wanted; usage: ehlo " + usageOf("structure"))
	}
	var unread []error
	var line []byte
	for _, name := range operands {
		data, err := readLetter(name)
		if err != nil {
			unread = append(unread, err)
			continue
		}
		line = append(message.AppendStructure(line[:0], data), '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return errors.Join(unread...)
}

// readLetter reads a file, or standard input for "-".
func readLetter(name string) ([]byte, error) {
	if name == "-" {
		data, err := io.ReadAll(os.Stdin)
		if err != nil {
			return nil, errors.New("standard input cannot be read")
		}
		return data, nil
	}
	data, err := os.ReadFile(name)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, errors.New(name + ": there is no such file")
	case err != nil:
		return nil, errors.New(name + ": cannot be read")
	}
	return data, nil
}

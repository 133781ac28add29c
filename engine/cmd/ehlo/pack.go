package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"ehloworld/engine/scenario"
)

func packCommand(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("pack", flag.ContinueOnError)
	input := fs.String("input", "", "recorded inputs to put into the link, each with its time")
	operands, err := parseFlags(fs, args)
	if err != nil {
		return err
	}
	name, err := oneOperand(fs, operands)
	if err != nil {
		return err
	}
	l, err := load(name)
	if err != nil {
		return err
	}
	a := scenario.Archive{Files: l.scenario.Files, Seeded: true, Seed: l.seed, Inputs: l.inputs, At: -1}
	if *input != "" {
		text, err := os.ReadFile(*input)
		if err != nil {
			return errors.New(*input + ": cannot be read")
		}
		w, err := play(l.scenario, l.seed, string(text))
		if err != nil {
			return err
		}
		a.Inputs = a.Inputs[:0]
		for _, line := range w.Inputs() {
			a.Inputs = append(a.Inputs, line.String())
		}
		a.At = w.Now().Sub(w.Start())
	}
	text, err := scenario.WriteArchive(&a)
	if err != nil {
		return err
	}
	link, err := packLink(text)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "#"+link)
	return nil
}

func unpackCommand(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("unpack", flag.ContinueOnError)
	folder := fs.String("o", "", "folder to write")
	operands, err := parseFlags(fs, args)
	if err != nil {
		return err
	}
	name, err := oneOperand(fs, operands)
	if err != nil {
		return err
	}
	if *folder == "" {
		return errors.New("unpack: say where to with -o FOLDER")
	}
	text := []byte(name)
	if strings.Contains(name, "#") || strings.HasPrefix(name, linkHead) {
		if text, err = unpackLink(name); err != nil {
			return err
		}
	} else if text, err = os.ReadFile(name); err != nil {
		return errors.New(name + ": there is no such file")
	}
	a, err := scenario.ReadArchive(text)
	if err != nil {
		return err
	}
	files, err := filesOf(a)
	if err != nil {
		return err
	}
	for _, f := range files {
		// ReadArchive has checked the names: none leads out of the folder.
		path := filepath.Join(*folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			return err
		}
	}
	if len(a.Inputs) > 0 {
		text := strings.Join(a.Inputs, "\n") + "\n"
		if err := os.WriteFile(filepath.Join(*folder, inputsFile), []byte(text), 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(out, "%s: %d files, %d recorded inputs", *folder, len(files), len(a.Inputs))
	if a.Seeded {
		fmt.Fprintf(out, ", made with --seed %d", a.Seed)
	}
	fmt.Fprintln(out)
	return nil
}

package oracles

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"

	"ehloworld/engine/message/oracles/corpus"
)

// script runs a program over all letters at once, since starting one for each would take longer than reading them.
func script(letters []corpus.Letter, name string, args ...string) ([]*Reading, error) {
	var in bytes.Buffer
	for _, l := range letters {
		in.Write(binary.BigEndian.AppendUint32(nil, uint32(len(l.Data))))
		in.Write(l.Data)
	}
	cmd := exec.Command(name, args...)
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %v: %w", name, args, err)
	}
	lines := bytes.Split(bytes.TrimSuffix(out, []byte("\n")), []byte("\n"))
	if len(lines) != len(letters) {
		return nil, fmt.Errorf("%s %v answers %d letters with %d lines", name, args, len(letters), len(lines))
	}
	readings := make([]*Reading, len(lines))
	for i, line := range lines {
		if readings[i], err = parseReading(line); err != nil {
			return nil, fmt.Errorf("%s on %s: %w", name, letters[i].Name, err)
		}
	}
	return readings, nil
}

// Oracle is one of the others.
type Oracle struct {
	Name string
	read func(letters []corpus.Letter) ([]*Reading, error)
}

// Oracles are all of them.
var Oracles = []Oracle{
	{"python", func(l []corpus.Letter) ([]*Reading, error) { return script(l, "python3", "python/structure.py") }},
	{"go-message", each(goMessage)},
	{"enmime", each(readEnmime)},
	{"postal-mime", func(l []corpus.Letter) ([]*Reading, error) { return script(l, "node", "node/structure.mjs") }},
}

func each(read func([]byte) *Reading) func([]corpus.Letter) ([]*Reading, error) {
	return func(letters []corpus.Letter) ([]*Reading, error) {
		out := make([]*Reading, len(letters))
		for i, l := range letters {
			out[i] = guarded(read, bytes.Clone(l.Data))
		}
		return out, nil
	}
}

// guarded turns a library's panic into its refusal.
func guarded(read func([]byte) *Reading, data []byte) (r *Reading) {
	defer func() {
		if p := recover(); p != nil {
			r = &Reading{Error: fmt.Sprint("panic: ", p)}
		}
	}()
	return read(data)
}

// The drawn part of the corpus.
const (
	Seed  = 20261127
	Drawn = 1100
)

// Read has everybody read the letters.
func Read(letters []corpus.Letter) ([]*Case, error) {
	cases := make([]*Case, len(letters))
	for i, l := range letters {
		ours, err := Ours(l.Data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", l.Name, err)
		}
		cases[i] = &Case{Letter: l, Ours: ours, Readings: map[string]*Reading{}}
	}
	for _, o := range Oracles {
		readings, err := o.read(letters)
		if err != nil {
			return nil, err
		}
		for i, r := range readings {
			cases[i].Readings[o.Name] = r
		}
	}
	return cases, nil
}

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"ehloworld/engine/trace"
	"ehloworld/engine/vtime"
	"ehloworld/engine/world"
)

// maxSeed is the largest seed: what a page's numbers hold exactly.
const maxSeed = 1 << 53

func runCommand(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("run", flag.ContinueOnError)
	seed := fs.Uint64("seed", 0, "seed of the run; default: the scenario's")
	until := fs.String("until", "", "let time run to this span after the start")
	input := fs.String("input", "", "file of input lines to play")
	traceFile := fs.String("trace", "", "write all events to this file, one JSON object per line")
	digest := fs.Bool("digest", false, "print only the digest of the whole trace")
	asJSON := fs.Bool("json", false, "print events as JSON instead of the transcript")
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
	fs.Visit(func(f *flag.Flag) {
		if f.Name == "seed" {
			l.seed = int64(*seed)
		}
	})
	if l.seed < 0 || l.seed > maxSeed {
		return fmt.Errorf("--seed: write a number from 0 to %d", int64(maxSeed))
	}
	end := vtime.Never
	if *until != "" {
		span, err := vtime.ParseDuration(*until)
		if err != nil || span < 0 {
			return fmt.Errorf("--until %s: write a span such as 30m or 5d", *until)
		}
		end = l.scenario.World.Start.Add(span)
	}
	lines := l.inputs
	if *input != "" {
		text, err := os.ReadFile(*input)
		if err != nil {
			return errors.New(*input + ": cannot be read")
		}
		lines = world.Inputs(string(text))
	}
	w, err := world.New(l.scenario, l.seed)
	if err != nil {
		return err
	}
	playErr := w.PlayUntil(lines, end)
	if l.archive != nil && l.archive.At >= 0 && *input == "" {
		w.Run(min(end, w.Start().Add(l.archive.At)))
	}
	if end != vtime.Never {
		w.Run(end)
	}
	if *traceFile != "" {
		if err := writeTrace(*traceFile, w); err != nil {
			return err
		}
	}
	switch {
	case *digest:
		fmt.Fprintln(out, w.Log.Digest())
	case *asJSON:
		if err := printEvents(out, w); err != nil {
			return err
		}
	default:
		printTranscript(out, w)
	}
	switch {
	case playErr != nil:
		return &uncleanError{playErr.Error()}
	case w.Stopped() != "":
		return &uncleanError{"the world stopped: " + w.Stopped()}
	}
	for _, e := range w.Log.Since(0) {
		if b, ok := e.Body.(trace.Limit); ok {
			return &uncleanError{b.Name + ": " + b.Text}
		}
	}
	return nil
}

func writeTrace(name string, w *world.World) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	if err := printEvents(b, w); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// printEvents writes the trace as JSON lines: n, t (nanoseconds since the start), cause, by, msg, ev and the event's
// fields; octets are base64.
func printEvents(out io.Writer, w *world.World) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for i := range w.Log.Len() {
		e := w.Log.At(i + 1)
		o := object{"n": e.N, "t": int64(e.T.Sub(w.Start())), "by": e.By.String(), "ev": e.Body.Kind().String()}
		if e.Cause != 0 {
			o["cause"] = e.Cause
		}
		if e.Msg != 0 {
			o["msg"] = int(e.Msg)
		}
		e.Body.Fields(o)
		if err := enc.Encode(o); err != nil {
			return err
		}
	}
	return nil
}

// object collects an event's fields for encoding/json.
type object map[string]any

func (o object) Str(f trace.Field, v string) {
	if v != "" {
		o[f.String()] = v
	}
}

func (o object) Int(f trace.Field, v int64) {
	if v != 0 {
		o[f.String()] = v
	}
}

func (o object) Bool(f trace.Field, v bool) { o[f.String()] = v }

func (o object) Bytes(f trace.Field, v []byte) {
	if len(v) > 0 {
		o[f.String()] = v
	}
}

func (o object) Strs(f trace.Field, v []string) {
	if len(v) > 0 {
		o[f.String()] = v
	}
}

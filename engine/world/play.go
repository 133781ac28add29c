package world

import (
	"math"
	"strings"

	"ehloworld/engine/vtime"
)

// Inputs splits a text of input lines, such as solution.txt, leaving out empty lines and those that begin with "#".
func Inputs(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

// Play applies input lines one after another. A line with a time is applied at that time; a line without one when the
// world has settled, as a patient person would. It ends settled after the last line, or at the first line that cannot be
// done.
func (w *World) Play(lines []string) error { return w.PlayUntil(lines, vtime.Never) }

// PlayUntil is Play that stops at an instant: what would happen after it is left out, inputs too.
func (w *World) PlayUntil(lines []string, limit vtime.Time) error {
	for _, text := range lines {
		line, err := ParseLine(text)
		if err != nil {
			return err
		}
		if line.At >= 0 && w.start+line.At > limit {
			break
		}
		if line.At >= 0 {
			w.Run(w.start + line.At)
		} else {
			w.rest(limit)
			if _, busy := w.clock.NextActive(); busy {
				break
			}
		}
		_, until, err := w.Apply(text)
		if err != nil {
			return err
		}
		switch {
		case line.At >= 0:
		case line.Verb == "next":
			for w.Step(math.MaxInt) {
			}
			w.Run(w.now)
		default:
			w.Run(min(until, limit))
			if until > limit {
				return nil
			}
		}
	}
	if n := len(lines); n > 0 {
		if last, err := ParseLine(lines[n-1]); err == nil && last.At >= 0 {
			return nil
		}
	}
	w.rest(limit)
	return nil
}

// Run lets time run to target without a bound on the work; the world's own bounds still hold.
func (w *World) Run(target vtime.Time) {
	for w.RunTo(target, math.MaxInt) {
	}
}

// Rest lets time run until only patient timers and people are waited for.
func (w *World) Rest() { w.rest(vtime.Never) }

func (w *World) rest(limit vtime.Time) {
	for w.Settle(limit, math.MaxInt) {
	}
}

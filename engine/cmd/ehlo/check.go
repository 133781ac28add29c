package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ehloworld/engine/scenario"
	"ehloworld/engine/world"
)

func checkCommand(args []string, out io.Writer) error {
	fs := flag.NewFlagSet("check", flag.ContinueOnError)
	operands, err := parseFlags(fs, args)
	if err != nil {
		return err
	}
	if len(operands) == 0 {
		return errors.New("at least one scenario is wanted; usage: ehlo " + usageOf("check"))
	}
	failed := 0
	for _, name := range operands {
		if isBase(name) {
			fmt.Fprintf(out, "%s: a base world, checked by the scenarios that are built upon it\n", name)
			continue
		}
		l, err := load(name)
		if err != nil {
			return err
		}
		problems := checkScenario(l.scenario, l.seed)
		for _, p := range problems {
			fmt.Fprintln(out, l.scenario.ID+": "+p)
		}
		if len(problems) == 0 {
			fmt.Fprintf(out, "%s: ok (%d steps, %d wrong ways)\n", l.scenario.ID, len(l.scenario.Steps), len(l.scenario.Wrong))
		} else {
			failed++
		}
	}
	if failed > 0 {
		return &uncleanError{fmt.Sprintf("%d of %d scenarios failed", failed, len(operands))}
	}
	return nil
}

// isBase says whether a folder is no scenario but a world that scenarios are built upon, as scenarios/*/ also names them.
func isBase(name string) bool {
	if _, err := os.Stat(filepath.Join(name, "scenario.json")); err == nil {
		return false
	}
	_, err := os.Stat(filepath.Join(name, "world.json"))
	return err == nil
}

// checkScenario says what is wrong with a scenario beyond its form: its solution must complete every step, none of the
// wrong ways its step, and two runs must have the same trace.
func checkScenario(sc *scenario.Scenario, seed int64) []string {
	var problems []string
	first, err := play(sc, seed, sc.Solution)
	if err != nil {
		return []string{"solution.txt: " + err.Error()}
	}
	for _, s := range sc.Steps {
		if !first.Lesson.IsDone(s.ID) {
			problems = append(problems, "solution.txt leaves step "+s.ID+" open")
		}
	}
	if second, err := play(sc, seed, sc.Solution); err != nil || second.Log.Digest() != first.Log.Digest() {
		problems = append(problems, "two runs of solution.txt differ")
	}
	for _, name := range sc.WrongNames() {
		step := sc.WrongStep(name)
		w, err := play(sc, seed, sc.Wrong[name])
		switch {
		case err != nil:
			problems = append(problems, name+": "+err.Error())
		case step == nil && allDone(w):
			problems = append(problems, name+" completes every step")
		case step != nil && w.Lesson.IsDone(step.ID):
			problems = append(problems, name+" completes step "+step.ID)
		}
	}
	return problems
}

func allDone(w *world.World) bool {
	for _, s := range w.Scenario.Steps {
		if !w.Lesson.IsDone(s.ID) {
			return false
		}
	}
	return true
}

func play(sc *scenario.Scenario, seed int64, text string) (*world.World, error) {
	w, err := world.New(sc, seed)
	if err != nil {
		return nil, err
	}
	return w, w.Play(world.Inputs(text))
}

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ehloworld/engine/scenario"
	"ehloworld/engine/scenario/folder"
	"ehloworld/engine/world"
	"ehloworld/scenarios"
)

// loaded is a scenario with what an archive or a link says about a run of it.
type loaded struct {
	scenario *scenario.Scenario
	seed     int64
	inputs   []string
	archive  *scenario.Archive
}

// load reads a scenario from a folder, an archive file or a link.
func load(name string) (*loaded, error) {
	if strings.Contains(name, "#") || strings.HasPrefix(name, linkHead) {
		text, err := unpackLink(name)
		if err != nil {
			return nil, err
		}
		return fromArchive(text)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, errors.New(name + ": there is no such folder or file")
	}
	if info.IsDir() {
		files, err := readFolder(name)
		if err != nil {
			return nil, err
		}
		inputs, files := takeInputs(files)
		out, err := fromFiles(name, files)
		if err != nil {
			return nil, err
		}
		out.inputs = inputs
		return out, nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if filepath.Base(name) == "scenario.json" {
		return load(filepath.Dir(name))
	}
	out, err := fromArchive(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out, nil
}

// inputsFile is where unpack puts the recorded inputs of a link. It lies in a scenario's folder but is no part of the
// scenario.
const inputsFile = "inputs.txt"

// takeInputs divides the recorded inputs from the files of a scenario.
func takeInputs(files []scenario.File) (inputs []string, rest []scenario.File) {
	for _, f := range files {
		if f.Name == inputsFile {
			inputs = world.Inputs(string(f.Data))
		} else {
			rest = append(rest, f)
		}
	}
	return inputs, rest
}

// readFolder reads all files of a scenario's folder.
func readFolder(dir string) ([]scenario.File, error) {
	files, err := folder.Read(os.DirFS(dir))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	return files, nil
}

func fromFiles(name string, files []scenario.File) (*loaded, error) {
	sc, err := scenario.Read(files, scenarios.Base)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &loaded{scenario: sc, seed: sc.World.Seed}, nil
}

// fromArchive reads a text archive. One that names a built-in scenario needs its folder beside: scenarios/SLUG below
// the present folder.
func fromArchive(text []byte) (*loaded, error) {
	a, err := scenario.ReadArchive(text)
	if err != nil {
		return nil, err
	}
	files, err := filesOf(a)
	if err != nil {
		return nil, err
	}
	out, err := fromFiles("the archive", files)
	if err != nil {
		return nil, err
	}
	out.inputs, out.archive = a.Inputs, a
	if a.Seeded {
		out.seed = a.Seed
	}
	return out, nil
}

// filesOf is the files that an archive holds, or those of the built-in scenario that it names.
func filesOf(a *scenario.Archive) ([]scenario.File, error) {
	if a.Scenario == "" {
		return a.Files, nil
	}
	files, err := readFolder(filepath.Join("scenarios", a.Scenario))
	if err != nil {
		return nil, fmt.Errorf("the link names the built-in scenario %q, which is looked for in scenarios/%s here: %w", a.Scenario, a.Scenario, err)
	}
	_, files = takeInputs(files)
	return files, nil
}

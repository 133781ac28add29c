// Command build makes the static site: one HTML file, one classic script, one style sheet, the engine, the scenarios.
//
// It is run through build.sh, from anywhere inside the checkout. The output folder is build/site, and everything in it
// but index.html carries a hash of its content in its name.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const usage = `usage: go run ./site/build COMMAND

  build                 write the site to build/site
  serve [flags]         build, serve it on loopback, rebuild when a page is loaded after a change
  size                  print what a first visit weighs; fail when it is over budget
  worker [DIR]          write the optional Cloudflare worker to DIR (build/worker)
  tests                 write the bundled TypeScript tests to build/test and print their names
`

func main() {
	if err := run(os.Args[1:]); err != nil {
		if !errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(os.Stderr, "build:", err)
		}
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return flag.ErrHelp
	}
	root, err := findRoot()
	if err != nil {
		return err
	}
	b := builder{root: root}
	switch args[0] {
	case "build":
		return b.build()
	case "serve":
		return b.serve(args[1:])
	case "size":
		return b.size()
	case "worker":
		if len(args) > 1 {
			return b.edge(args[1])
		}
		return b.edge(filepath.Join(root, "build", "worker"))
	case "tests":
		return b.tests()
	}
	fmt.Fprint(os.Stderr, usage)
	return fmt.Errorf("no such command: %s", args[0])
}

// findRoot goes up from the working directory to the folder that holds go.mod.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("run it inside the checkout (no go.mod found above here)")
		}
		dir = parent
	}
}

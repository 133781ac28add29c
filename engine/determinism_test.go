//go:build !js

package engine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
)

// Two equal runs differ by what depends on the machine: the order of map iteration, which ready case a select takes,
// scheduling, the wall clock, the local time zone, global random numbers, and floating point, where processors and
// WebAssembly do not agree in the last bit. The check finds their uses by type. Where one is harmless, because the result
// is sorted or only counted, a comment on its line or the line above says so:
//
//	for key := range m { //det:ok sorted below

// banned are functions and variables of the standard library, by package path and name. A package with "*" bans all its
// functions but those listed with a "+".
var banned = map[string]string{
	"time.Now": "the wall clock", "time.Since": "the wall clock", "time.Until": "the wall clock", "time.Sleep": "the wall clock",
	"time.After": "a real timer", "time.AfterFunc": "a real timer", "time.Tick": "a real timer",
	"time.NewTimer": "a real timer", "time.NewTicker": "a real timer",
	"time.Local": "the zone of this machine", "time.LoadLocation": "the zones of this machine",
	"maps.Keys": "map order", "maps.Values": "map order", "maps.All": "map order",
	"math/rand/v2.*":   "random numbers that no seed repeats",
	"math/rand/v2.New": "+", "math/rand/v2.NewPCG": "+", "math/rand/v2.NewChaCha8": "+",
	"runtime.*": "what the machine does", "reflect.*": "map order and addresses",
}

// localTimes make a time in the machine's zone unless the next word puts it into another.
var localTimes = []string{"time.Unix", "time.UnixMilli", "time.UnixMicro"}

func TestNothingDependsOnTheMachine(t *testing.T) {
	for _, p := range exported(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module+"engine")
		if !strings.HasPrefix(p.ImportPath, module+"engine/") || strings.HasPrefix(name, "/cmd/") {
			continue
		}
		if p.Error != nil {
			t.Errorf("%s does not compile: %s", p.ImportPath, p.Error.Err)
			continue
		}
		var files []string
		for _, f := range p.GoFiles {
			files = append(files, filepath.Join(p.Dir, f))
		}
		for _, f := range inspect(t, p.ImportPath, files, importsOf(t)) {
			t.Errorf("%s: %s", f.pos, f.text)
		}
	}
}

// TestFindings proves the check on a sample that has every kind of finding.
func TestFindings(t *testing.T) {
	file := filepath.Join("testdata", "nondeterminism", "sample.go")
	source, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]string{}
	mark := regexp.MustCompile(`// want(-above)? "([^"]+)"`)
	for i, line := range strings.Split(string(source), "\n") {
		if m := mark.FindStringSubmatch(line); m != nil {
			n := i + 1
			if m[1] != "" {
				n--
			}
			want[n] = m[2]
		}
	}
	for _, f := range inspect(t, "sample", []string{file}, importsOf(t)) {
		words, ok := want[f.pos.Line]
		if !ok || !strings.Contains(f.text, words) {
			t.Errorf("unexpected at line %d: %s", f.pos.Line, f.text)
		}
		delete(want, f.pos.Line)
	}
	for line, words := range want {
		t.Errorf("line %d: nothing found about %q", line, words)
	}
}

type listed struct {
	ImportPath string
	Dir        string
	Export     string
	GoFiles    []string
	Error      *struct{ Err string }
}

var listing []listed // Filled once; listing compiles what is not compiled yet.

// exported lists the engine's packages and all that they and the sample import, with compiled type information.
func exported(t *testing.T, pattern string) []listed {
	t.Helper()
	if listing != nil {
		return listing
	}
	cmd := exec.Command("go", "list", "-e", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,Error",
		pattern, "maps", "math", "math/rand/v2", "slices", "sort", "time")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return listing
		} else if err != nil {
			t.Fatal(err)
		}
		listing = append(listing, p)
	}
}

// importsOf finds compiled type information by import path.
func importsOf(t *testing.T) func(path string) (io.ReadCloser, error) {
	return func(path string) (io.ReadCloser, error) {
		for _, p := range exported(t, "./...") {
			if p.ImportPath == path && p.Export != "" {
				return os.Open(p.Export)
			}
		}
		return nil, fmt.Errorf("%s is not compiled", path)
	}
}

type finding struct {
	pos  token.Position
	text string
}

// inspect checks the files of one package.
func inspect(t *testing.T, path string, names []string, lookup func(string) (io.ReadCloser, error)) []finding {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(fset, "gc", lookup)}
	if _, err := config.Check(path, fset, files, info); err != nil {
		t.Errorf("%s: %v", path, err)
		return nil
	}
	c := &checker{fset: fset, info: info, seen: map[string]bool{}, excuses: map[string]*excuse{}}
	for _, file := range files {
		c.readExcuses(file)
		c.walk(file)
	}
	return c.finish()
}

type excuse struct {
	pos  token.Pos
	used bool
}

type checker struct {
	fset    *token.FileSet
	info    *types.Info
	seen    map[string]bool // One finding a line is enough.
	found   []finding
	excuses map[string]*excuse // By "file:line" of the lines that they speak for.
}

func (c *checker) line(pos token.Pos, plus int) string {
	p := c.fset.Position(pos)
	return fmt.Sprintf("%s:%d", p.Filename, p.Line+plus)
}

// readExcuses collects //det:ok comments. One at the end of a line speaks for that line, one of its own for the next.
func (c *checker) readExcuses(file *ast.File) {
	code := map[string]bool{} // Lines with something on them besides comments.
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		}
		code[c.line(n.Pos(), 0)] = true
		return true
	})
	for _, group := range file.Comments {
		for _, comment := range group.List {
			reason, ok := strings.CutPrefix(comment.Text, "//det:ok")
			if !ok {
				continue
			}
			if strings.TrimSpace(reason) == "" {
				c.add(comment.Pos(), "//det:ok without a reason")
				continue
			}
			at := c.line(comment.Pos(), 0)
			if !code[at] {
				at = c.line(comment.Pos(), 1)
			}
			c.excuses[at] = &excuse{pos: comment.Pos()}
		}
	}
}

func (c *checker) report(pos token.Pos, format string, args ...any) {
	at := c.line(pos, 0)
	if e := c.excuses[at]; e != nil {
		e.used = true
		return
	}
	c.add(pos, fmt.Sprintf(format, args...))
}

func (c *checker) add(pos token.Pos, text string) {
	at := c.line(pos, 0)
	if c.seen[at] {
		return
	}
	c.seen[at] = true
	c.found = append(c.found, finding{c.fset.Position(pos), text})
}

func (c *checker) finish() []finding {
	for _, e := range c.excuses {
		if !e.used {
			c.add(e.pos, "an unused //det:ok: nothing on that line needs it")
		}
	}
	sort.Slice(c.found, func(i, j int) bool { return c.found[i].pos.String() < c.found[j].pos.String() })
	return c.found
}

func (c *checker) walk(file *ast.File) {
	var stack []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			stack = stack[:len(stack)-1]
			return true
		}
		c.node(n, stack)
		stack = append(stack, n)
		return true
	})
	for ident, object := range c.info.Defs {
		if v, ok := object.(*types.Var); ok && isFloat(v.Type()) {
			c.report(ident.Pos(), "a float: count in whole units")
		}
	}
}

// node looks at one node; stack holds what is around it, outermost first.
func (c *checker) node(n ast.Node, stack []ast.Node) {
	switch n := n.(type) {
	case *ast.RangeStmt:
		switch kind := core(c.info.TypeOf(n.X)).(type) {
		case *types.Map:
			c.report(n.Pos(), "range over a map: its order differs from run to run; sort the keys, or keep a slice beside it")
		case *types.Chan:
			c.report(n.Pos(), "range over a channel (%s): the engine is one thread", kind)
		}
	case *ast.GoStmt:
		c.report(n.Pos(), "a goroutine: who runs first is luck")
	case *ast.SelectStmt:
		c.report(n.Pos(), "a select: which ready case it takes is luck")
	case *ast.SendStmt:
		c.report(n.Pos(), "a channel: the engine is one thread")
	case *ast.ChanType:
		c.report(n.Pos(), "a channel: the engine is one thread")
	case *ast.UnaryExpr:
		if n.Op == token.ARROW {
			c.report(n.Pos(), "a channel: the engine is one thread")
		}
	case *ast.BinaryExpr:
		if v := c.info.Types[n]; v.Value == nil && (isFloat(v.Type) || isFloat(c.info.TypeOf(n.X))) {
			c.report(n.Pos(), "float arithmetic: count in whole units")
		}
	case *ast.CallExpr:
		if c.info.Types[n.Fun].IsType() && len(n.Args) == 1 && c.info.Types[n].Value == nil &&
			(isFloat(c.info.TypeOf(n.Args[0])) || isFloat(c.info.TypeOf(n))) {
			c.report(n.Pos(), "conversion of a float: machines disagree outside the range")
		}
	case *ast.SelectorExpr:
		c.selector(n, stack)
	}
}

// selector looks at uses of other packages' functions and variables, called or not.
func (c *checker) selector(n *ast.SelectorExpr, stack []ast.Node) {
	object := c.info.Uses[n.Sel]
	if object == nil || object.Pkg() == nil || object.Parent() != object.Pkg().Scope() {
		return // A method or a field.
	}
	name := object.Pkg().Path() + "." + object.Name()
	if slices.Contains(localTimes, name) {
		if !putElsewhere(stack) {
			c.report(n.Pos(), "%s gives a time in this machine's zone: add .UTC() or .In(…)", name)
		}
		return
	}
	why, ok := banned[name]
	if _, function := object.(*types.Func); !ok && function {
		why, ok = banned[object.Pkg().Path()+".*"]
	}
	if !ok || why == "+" || (why == "map order" && sortedAtOnce(c.info, stack)) {
		return
	}
	c.report(n.Pos(), "%s: %s", name, why)
}

// putElsewhere says whether the call at the top of the stack is at once followed by .UTC or .In.
func putElsewhere(stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	next, ok := stack[len(stack)-2].(*ast.SelectorExpr)
	return ok && (next.Sel.Name == "UTC" || next.Sel.Name == "In")
}

// sortedAtOnce says whether the call at the top of the stack is an argument of slices.Sorted or its kin.
func sortedAtOnce(info *types.Info, stack []ast.Node) bool {
	if len(stack) < 2 {
		return false
	}
	call, ok := stack[len(stack)-2].(*ast.CallExpr)
	if !ok {
		return false
	}
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	object := info.Uses[fun.Sel]
	return object != nil && object.Pkg() != nil && object.Pkg().Path() == "slices" && strings.HasPrefix(object.Name(), "Sorted")
}

// core is what a type is made of, also where it is a type parameter that allows but one kind.
func core(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.TypeParam); ok {
		if set, ok := p.Constraint().Underlying().(*types.Interface); ok {
			for i := range set.NumEmbeddeds() {
				switch e := set.EmbeddedType(i).(type) {
				case *types.Union:
					if e.Len() > 0 {
						return e.Term(0).Type().Underlying()
					}
				default:
					return e.Underlying()
				}
			}
		}
	}
	return t.Underlying()
}

func isFloat(t types.Type) bool {
	if t == nil {
		return false
	}
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&(types.IsFloat|types.IsComplex) != 0 && basic.Info()&types.IsUntyped == 0
}

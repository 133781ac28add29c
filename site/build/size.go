package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// The budgets of a first visit, in octets after brotli.
const (
	budgetEngine = 900_000
	budgetPage   = 60_000 // HTML, script and style sheet.
	budgetAll    = 1_000_000
)

// size prints what a first visit loads and fails when it is over budget. Brotli is what the budgets are counted in,
// because that is how hosts send text; the engine goes out as its gzip file, whose size the gzip column shows.
func (b *builder) size() error {
	names, err := filepath.Glob(filepath.Join(b.output(), "*"))
	if err != nil {
		return err
	}
	var rows []sizeRow
	for _, path := range names {
		name := filepath.Base(path)
		group := groupOf(name)
		if group == "" {
			continue
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		row := sizeRow{name: name, group: group}
		if group == "engine" {
			row.gzip = len(data)
			if data, err = os.ReadFile(filepath.Join(b.root, "build", "engine.wasm")); err != nil {
				return err
			}
		} else {
			packed, err := gzipBytes(data)
			if err != nil {
				return err
			}
			row.gzip = len(packed)
		}
		row.raw = len(data)
		if row.brotli, err = brotliSize(data); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return fmt.Errorf("nothing in %s; build first", b.output())
	}
	sort.Slice(rows, func(i, j int) bool { return rows[i].brotli > rows[j].brotli })
	return report(rows)
}

type sizeRow struct {
	name, group       string
	raw, gzip, brotli int
}

// onDemand is the group of what comes after a first visit has got what it needs.
const onDemand = "on demand"

// groupOf says to which part of a first visit a file belongs, or that it comes later; "" when it is not weighed.
func groupOf(name string) string {
	switch {
	case strings.HasPrefix(name, "engine.") && strings.HasSuffix(name, ".wasm.gz"):
		return "engine"
	case name == "index.html", strings.HasPrefix(name, "page."):
		return "page"
	case strings.HasSuffix(name, ".woff2"):
		return "font"
	case strings.HasPrefix(name, "words.") && strings.HasSuffix(name, ".txt"):
		return onDemand
	}
	return ""
}

func (r sizeRow) print() { fmt.Printf("%-30s %10d %10d %10d\n", r.name, r.raw, r.gzip, r.brotli) }

func report(rows []sizeRow) error {
	fmt.Printf("%-30s %10s %10s %10s\n", "first visit", "raw", "gzip", "brotli")
	sums := map[string]int{}
	var all sizeRow
	var later []sizeRow
	for _, row := range rows {
		if row.group == onDemand {
			later = append(later, row)
			continue
		}
		row.print()
		sums[row.group] += row.brotli
		all.raw += row.raw
		all.gzip += row.gzip
		all.brotli += row.brotli
	}
	all.name = "all"
	all.print()
	fmt.Printf("\n%s\n", onDemand)
	for _, row := range later {
		row.print()
	}
	fmt.Println()
	over := 0
	for _, budget := range []struct {
		name      string
		is, limit int
	}{
		{"engine", sums["engine"], budgetEngine}, {"page", sums["page"], budgetPage}, {"all", all.brotli, budgetAll},
	} {
		verdict := "ok"
		if budget.is > budget.limit {
			verdict = "OVER BUDGET"
			over++
		}
		fmt.Printf("%-8s %9d of %9d octets of brotli (%d %%): %s\n", budget.name, budget.is, budget.limit, budget.is*100/budget.limit, verdict)
	}
	if over > 0 {
		return fmt.Errorf("%d over budget", over)
	}
	return nil
}

// brotliSize asks Node, whose encoder is the one that hosts use.
func brotliSize(data []byte) (int, error) {
	const script = `const z = require("zlib"), c = z.constants, d = require("fs").readFileSync(0);
console.log(z.brotliCompressSync(d, { params: { [c.BROTLI_PARAM_QUALITY]: 11, [c.BROTLI_PARAM_LGWIN]: 24, [c.BROTLI_PARAM_SIZE_HINT]: d.length } }).length)`
	cmd := exec.Command("node", "-e", script)
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("node: %w", err)
	}
	return strconv.Atoi(strings.TrimSpace(string(out)))
}

package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// The budgets of a first visit, in octets after brotli.
const (
	budgetEngine = 900_000
	budgetPage   = 60_000 // HTML, script and style sheet: what draws the prompt.
	budgetAll    = 1_000_000
)

// budgetFull is that of the engine's full edition, which is loaded when a world needs it.
const budgetFull = 1_300_000

// When a file is loaded. The page needs the first ones before anybody can type at a server.
const (
	firstVisit = "first visit"
	rightAfter = "right after the prompt answers"
	background = "soon after, in the background"
	onDemand   = "on demand"
)

var whens = []string{firstVisit, rightAfter, background, onDemand}

// firstLesson is the scenario that a page without a link opens (site/src/state/open.ts); a first visit loads it.
const firstLesson = "hand-smtp"

type sizeRow struct {
	name, when, group string
	raw, gzip, brotli int
}

// place says when a file is loaded and, of a first visit, which part of it the file is; "" for what no page loads.
func place(name string) (when, group string) {
	folder, file := path.Split(name)
	switch stem, ext, _ := strings.Cut(file, "."); {
	case strings.HasSuffix(ext, ".b64.js"):
		return "", "" // Instead of another file, where fetch is refused.
	case stem == "engine":
		return firstVisit, "engine"
	case name == "index.html", stem == "page":
		return firstVisit, "page"
	case strings.HasSuffix(ext, ".woff2"):
		return firstVisit, "font"
	case folder == "scenarios/" && stem == firstLesson:
		return firstVisit, "scenario"
	case stem == "chunk-views":
		return rightAfter, ""
	case stem == "chunk-markdown", stem == "chunk-sheets", stem == "words":
		return background, ""
	case stem == "engine-full":
		return onDemand, stem
	case strings.HasPrefix(stem, "chunk-"), stem == "codec", folder == "scenarios/", folder == "letters/":
		return onDemand, ""
	}
	return "", ""
}

// size prints what the site weighs, by when it is loaded, and fails when a first visit is over budget. Brotli is what the
// budgets are counted in, because that is how hosts send text; the engine goes out as its gzip file, whose size the gzip
// column shows.
func (b *builder) size() error {
	var rows []sizeRow
	err := filepath.WalkDir(b.output(), func(full string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(b.output(), full)
		if err != nil {
			return err
		}
		row := sizeRow{name: filepath.ToSlash(name)}
		if row.when, row.group = place(row.name); row.when == "" {
			return nil
		}
		data, err := os.ReadFile(full)
		if err != nil {
			return err
		}
		if stem, ext, _ := strings.Cut(entry.Name(), "."); strings.HasSuffix(ext, ".wasm.gz") {
			row.gzip = len(data)
			if data, err = os.ReadFile(filepath.Join(b.root, "build", stem+".wasm")); err != nil {
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
		row.brotli, err = brotliSize(data)
		rows = append(rows, row)
		return err
	})
	if err != nil {
		return err
	}
	if len(rows) == 0 {
		return fmt.Errorf("nothing in %s; build first", b.output())
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].brotli > rows[j].brotli })
	return report(os.Stdout, rows)
}

// report prints the rows under the heading of when they are loaded and the sums against their budgets; its error says how
// many of them are over.
func report(w io.Writer, rows []sizeRow) error {
	line := func(name string, raw, gzip, brotli int) {
		fmt.Fprintf(w, "%-42s %10d %10d %10d\n", name, raw, gzip, brotli)
	}
	groups, sums := map[string]int{}, map[string]int{}
	for i, when := range whens {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%-42s %10s %10s %10s\n", when, "raw", "gzip", "brotli")
		var all sizeRow
		for _, row := range rows {
			if row.when != when {
				continue
			}
			line(row.name, row.raw, row.gzip, row.brotli)
			groups[row.group] += row.brotli
			all.raw += row.raw
			all.gzip += row.gzip
			all.brotli += row.brotli
		}
		sums[when] = all.brotli
		if when == firstVisit || when == rightAfter {
			line("all", all.raw, all.gzip, all.brotli)
		}
	}
	fmt.Fprintln(w)
	// The budgets are for code and fonts; the lesson is shown above, but is what people write.
	code := sums[firstVisit] - groups["scenario"]
	over := 0
	for _, budget := range []struct {
		name      string
		is, limit int
	}{
		{"engine", groups["engine"], budgetEngine},
		{"page", groups["page"], budgetPage},
		{"code and fonts", code, budgetAll},
		{"with the views that follow", code + sums[rightAfter], budgetAll},
		{"full edition of the engine", groups["engine-full"], budgetFull},
	} {
		verdict := "ok"
		if budget.is > budget.limit {
			verdict = "OVER BUDGET"
			over++
		}
		fmt.Fprintf(w, "%-26s %9d of %9d octets of brotli (%d %%): %s\n", budget.name, budget.is, budget.limit, budget.is*100/budget.limit, verdict)
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

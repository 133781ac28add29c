// Command bench times reading and writing of letters by this project and by others in one run, and how time grows with
// hostile input. It prints a table, or JSON with -json. Rates are MB of input per CPU second of the process under test,
// garbage collection included, everybody in turn, the median of several rounds. Only ratios within a run mean something.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"ehloworld/engine/message/oracles/bench/cputime"
	"ehloworld/engine/message/oracles/bench/task"
)

// rate is what somebody did in one round.
type rate struct {
	Class  string `json:"class"`
	Task   string `json:"task"`
	Octets int    `json:"octets"`
	Micros int64  `json:"micros"`
}

func (r rate) mbps() float64 { return float64(r.Octets) / float64(r.Micros) }

// figure is the median of all rounds.
type figure struct {
	Class string  `json:"class"`
	Task  string  `json:"task"`
	Who   string  `json:"who"`
	MBps  float64 `json:"mbPerCpuSecond"`
}

// goal is a ratio within the run, and what it should be at least.
type goal struct {
	Class string  `json:"class"`
	Task  string  `json:"task"`
	What  string  `json:"what"`
	Ratio float64 `json:"ratio"`
	Want  float64 `json:"want"`
}

type report struct {
	Go      string   `json:"go"`
	Figures []figure `json:"figures"`
	Goals   []goal   `json:"goals"`
	Growth  []growth `json:"growth"`
}

func main() {
	rounds := flag.Int("rounds", 3, "rounds; the median counts")
	milliseconds := flag.Int("ms", 300, "CPU milliseconds for each class, task and library in a round")
	asJSON := flag.Bool("json", false, "print JSON")
	native := flag.Bool("native", false, "leave out what runs in Node")
	flag.Parse()
	if err := run(*rounds, *milliseconds, *asJSON, *native); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(rounds, milliseconds int, asJSON, native bool) error {
	classes := task.Classes()
	if err := check(classes); err != nil {
		return err
	}
	var inNode []program
	if !native {
		dir, err := os.MkdirTemp("", "mime-bench")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if inNode, err = nodePrograms(dir, classes, milliseconds); err != nil {
			return err
		}
	}
	all := map[string][]float64{} // By class, task and who.
	add := func(who string, r rate) {
		key := r.Class + "|" + r.Task + "|" + who
		all[key] = append(all[key], r.mbps())
	}
	for range rounds {
		for _, c := range classes {
			for _, p := range peers {
				add(p.name, measure(c, "parse", c.Octets(), milliseconds, func() {
					for _, l := range c.Letters {
						p.parse(l)
					}
				}))
				var b bytes.Buffer
				add(p.name, measure(c, "encode", c.Content(), milliseconds, func() {
					for i, d := range c.Drafts {
						b.Reset()
						p.encode(&b, d, i)
					}
				}))
			}
		}
		for _, n := range inNode {
			rates, err := n.run()
			if err != nil {
				return err
			}
			for _, r := range rates {
				who := n.name
				if who == "node" {
					who = map[string]string{"parse": "postal-mime", "encode": "nodemailer"}[r.Task]
				}
				add(who, r)
			}
		}
	}
	rep := report{Go: runtime.Version(), Growth: growths()}
	value := map[string]float64{}
	for key, list := range all {
		slices.Sort(list)
		value[key] = list[len(list)/2]
	}
	for _, c := range classes {
		for _, t := range []string{"parse", "encode"} {
			for _, who := range []string{"ours", "go stdlib", "go-message", "enmime", "ours in wasm", "postal-mime", "nodemailer"} {
				if v, ok := value[c.Name+"|"+t+"|"+who]; ok {
					rep.Figures = append(rep.Figures, figure{c.Name, t, who, v})
				}
			}
			rep.Goals = append(rep.Goals, goals(c.Name, t, value)...)
		}
	}
	if asJSON {
		enc := json.NewEncoder(os.Stdout)
		enc.SetIndent("", " ")
		return enc.Encode(rep)
	}
	printTable(&rep, classes)
	return nil
}

// goals are those of the project: twice the fastest Go library (three times where the letter is one large file), in
// WebAssembly five times postal-mime and nearly half of what it is natively.
func goals(class, task string, value map[string]float64) []goal {
	of := func(who string) float64 { return value[class+"|"+task+"|"+who] }
	fastest := max(of("go stdlib"), of("go-message"), of("enmime"))
	want := 2.0
	if class == "att1m" && task == "parse" {
		want = 3
	}
	out := []goal{{class, task, "ours / fastest Go library", of("ours") / fastest, want}}
	if wasm := of("ours in wasm"); wasm > 0 {
		if task == "parse" {
			out = append(out, goal{class, task, "ours in wasm / postal-mime", wasm / of("postal-mime"), 5})
		} else {
			out = append(out, goal{class, task, "ours in wasm / nodemailer", wasm / of("nodemailer"), 5})
		}
		out = append(out, goal{class, task, "ours in wasm / ours", wasm / of("ours"), 0.45})
	}
	return out
}

func measure(c *task.Class, name string, octets, milliseconds int, once func()) rate {
	once()
	runtime.GC()
	r := rate{Class: c.Name, Task: name}
	from := cputime.Micros()
	for r.Micros < int64(milliseconds)*1000 {
		once()
		r.Octets += octets
		r.Micros = cputime.Micros() - from
	}
	return r
}

// program runs one round of something in Node.
type program struct {
	name string
	args []string
}

func (p *program) run() ([]rate, error) {
	cmd := exec.Command(p.args[0], p.args[1:]...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(p.args, " "), err)
	}
	var rates []rate
	return rates, json.Unmarshal(out, &rates)
}

// nodePrograms compiles our part to WebAssembly and writes the letters for the other part.
func nodePrograms(dir string, classes []*task.Class, milliseconds int) ([]program, error) {
	wasm := filepath.Join(dir, "ours.wasm")
	build := exec.Command("go", "build", "-o", wasm, "./bench/ours")
	build.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s", out)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	letters := filepath.Join(dir, "letters")
	if err := os.Mkdir(letters, 0o777); err != nil {
		return nil, err
	}
	for _, c := range classes {
		data, err := json.Marshal(c)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(letters, c.Name+".json"), data, 0o666); err != nil {
			return nil, err
		}
	}
	ms := fmt.Sprint(milliseconds)
	return []program{
		{"ours in wasm", []string{"node", "bench/run.mjs", filepath.Join(strings.TrimSpace(string(root)), "lib/wasm/wasm_exec.js"), wasm, ms}},
		{"node", []string{"node", "bench/peers.mjs", letters, ms}},
	}, nil
}

func printTable(rep *report, classes []*task.Class) {
	fmt.Printf("MB of input per CPU second, %s\n%-14s", rep.Go, "")
	for _, t := range []string{"parse", "encode"} {
		for _, c := range classes {
			fmt.Printf(" %13s", t+" "+c.Name)
		}
	}
	for _, who := range []string{"ours", "go stdlib", "go-message", "enmime", "ours in wasm", "postal-mime", "nodemailer"} {
		fmt.Printf("\n%-14s", who)
		for _, t := range []string{"parse", "encode"} {
			for _, c := range classes {
				i := slices.IndexFunc(rep.Figures, func(f figure) bool { return f.Class == c.Name && f.Task == t && f.Who == who })
				if i < 0 {
					fmt.Printf(" %13s", "")
					continue
				}
				fmt.Printf(" %13.1f", rep.Figures[i].MBps)
			}
		}
	}
	fmt.Print("\n\nratios in this run\n")
	for _, g := range rep.Goals {
		mark := ""
		if g.Ratio < g.Want {
			mark = "  MISSED"
		}
		fmt.Printf("%-7s %-7s %-28s %6.2f  goal %.2f%s\n", g.Task, g.Class, g.What, g.Ratio, g.Want, mark)
	}
	fmt.Print("\ngrowth with hostile input: time at eight times the size is that of the size to the power of …\n")
	for _, g := range rep.Growth {
		mark := ""
		if g.Exponent > g.Limit {
			mark = "  TOO STEEP"
		}
		fmt.Printf("%-28s %5.2f  limit %.2f%s\n", g.What, g.Exponent, g.Limit, mark)
	}
}

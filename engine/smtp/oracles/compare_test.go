package oracles

import (
	"fmt"
	"strings"
)

// difference is a step on which a server answers otherwise than ours.
type difference struct {
	oracle       string
	steps        []step
	at           int    // Which step.
	kind         string // Its kind; "letter" for the answer to the letter of a DATA, "rest" for replies that are too many.
	ours, theirs answer
	before       answer // Their reply to the step before it.
	weSaid       answer // Ours.
}

// is says whether the difference is about a step of one of these kinds.
func (d *difference) is(kinds ...string) bool {
	for _, k := range kinds {
		if d.kind == k {
			return true
		}
	}
	return false
}

// after says whether a step of some kind came before.
func (d *difference) after(kind string) bool {
	for _, s := range d.steps[:d.at] {
		if s.kind == kind {
			return true
		}
	}
	return false
}

// grouped says whether the step was sent together with others.
func (d *difference) grouped() bool { return d.steps[d.at].more || d.at > 0 && d.steps[d.at-1].more }

// line is the command.
func (d *difference) line() string { return d.steps[d.at].octets }

func (d *difference) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: at step %d (%s) we say %q, they say %q\n", d.oracle, d.at+1, d.kind, d.ours, d.theirs)
	for i, s := range d.steps[:d.at+1] {
		fmt.Fprintf(&b, "\t%2d %s\n", i+1, s)
	}
	return b.String()
}

// tally counts what was compared.
type tally struct {
	sequences, answers, same, differ int
	reasons                          map[string]int
}

// compare plays a sequence to our server and another in step. Where a difference has a reason both begin their session
// anew and go on. It returns the first difference without a reason.
func compare(oracle, ours, theirs string, steps []step, n *tally) (*difference, error) {
	a, err := begin(ours)
	if err != nil {
		return nil, err
	}
	defer a.conn.Close()
	b, err := begin(theirs)
	if err != nil {
		return nil, err
	}
	defer b.conn.Close()
	n.sequences++
	last := &difference{oracle: oracle, steps: steps}
	// hear reads both replies to a step and judges them.
	hear := func(at int, kind string) (open, differs bool) {
		last = &difference{oracle: oracle, steps: steps, at: at, kind: kind, ours: a.read(), theirs: b.read(), before: last.theirs, weSaid: last.ours}
		a.inData, b.inData = last.ours.code == 354, last.theirs.code == 354
		return n.judge(last)
	}
	for i := 0; i < len(steps); {
		end := i + 1
		for end < len(steps) && steps[end-1].more {
			end++
		}
		for _, s := range steps[i:end] {
			a.words, b.words = a.words+s.octets, b.words+s.octets
		}
		a.flush()
		b.flush()
		apart := false
		for ; i < end && !apart; i++ {
			open, differs := hear(i, steps[i].kind)
			if !open && !differs && a.inData && b.inData {
				a.say(steps[i].letter)
				b.say(steps[i].letter)
				open, differs = hear(i, "letter")
			}
			if open {
				return last, nil
			}
			apart = differs
		}
		if a.over || b.over {
			return nil, nil
		}
		if apart {
			// The rest of a group that has gone apart is read, and not compared.
			for ; i < end; i++ {
				a.skip()
				b.skip()
			}
			if !a.resync() || !b.resync() {
				return nil, nil
			}
		}
	}
	last = &difference{oracle: oracle, steps: steps, at: len(steps) - 1, kind: "rest", ours: sum(a.end()), theirs: sum(b.end())}
	if last.ours.code != last.theirs.code {
		if open, _ := n.judge(last); open {
			return last, nil
		}
	}
	return nil, nil
}

// compareBurst sends a sequence in one piece and compares all replies.
func compareBurst(oracle, ours, theirs string, steps []step, n *tally) (*difference, error) {
	a, err := burst(ours, steps)
	if err != nil {
		return nil, err
	}
	b, err := burst(theirs, steps)
	if err != nil {
		return nil, err
	}
	n.sequences++
	n.answers++
	if classes(a) == classes(b) {
		n.same++
		return nil, nil
	}
	n.differ++
	// The first three replies are to what every burst begins with, and the fourth step is the odd one. The codes are made up.
	d := &difference{oracle: oracle, steps: steps, at: 3, kind: "burst", ours: sum(a[min(3, len(a)):]), theirs: sum(b[min(3, len(b)):])}
	if r := reasonFor(d); r != nil {
		n.reasons[r.name]++
		return nil, nil
	}
	return d, nil
}

// classes are the first digits of replies.
func classes(list []answer) string {
	out := ""
	for _, a := range list {
		out += fmt.Sprint(a.class(), " ")
	}
	return out
}

// sum makes one answer of those that came too many.
func sum(list []answer) answer {
	var texts []string
	for _, a := range list {
		texts = append(texts, a.String())
	}
	return answer{code: 100 * len(list), text: strings.Join(texts, " | ")}
}

// judge counts an answer. It says whether the two differ, and whether the difference is open: nobody has a reason for it.
func (n *tally) judge(d *difference) (open, differs bool) {
	n.answers++
	if d.ours.code == d.theirs.code {
		n.same++
	}
	if d.ours.class() == d.theirs.class() {
		return false, false
	}
	n.differ++
	r := reasonFor(d)
	if r == nil {
		return true, true
	}
	n.reasons[r.name]++
	return false, true
}

// minimise leaves out of a sequence whatever the difference does not need.
func minimise(d *difference, ours, theirs string) *difference {
	best := d
	best.steps = best.steps[:best.at+1]
	for shrunk := true; shrunk; {
		shrunk = false
		for i := len(best.steps) - 2; i >= 0; i-- {
			fewer := append(append([]step{}, best.steps[:i]...), best.steps[i+1:]...)
			got, err := compare(best.oracle, ours, theirs, fewer, &tally{reasons: map[string]int{}})
			if err == nil && got != nil && got.at == len(fewer)-1 && got.kind == best.kind &&
				got.ours.class() == best.ours.class() && got.theirs.class() == best.theirs.class() {
				best, shrunk = got, true
			}
		}
	}
	return best
}

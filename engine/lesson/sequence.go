package lesson

import "strings"

// maxPartials bounds the partial matches that all sequences of a lesson keep together. One more is not kept: a sequence
// of a run with that many letters may then miss a match, which is better than a page that stands still.
const maxPartials = 1 << 17

// sequence finds patterns that match in order, with any events between them, and with variables that agree.
//
// After pattern i a partial match is fully described by the values of the variables that later patterns ask for, and it
// does not matter when it came about: an earlier one can do all that a later one can. So a level keeps each combination
// of values once, and finds those that the next event fits by the values that the next pattern compares.
type sequence struct {
	levels   []level
	complete bool
}

// level is the place of one pattern.
type level struct {
	pattern *eventPattern
	compare []int // Variables that earlier patterns have set and this one has, too.
	keep    []int // Variables that later patterns ask for.
	// before holds the partial matches that end just before this pattern, by the values of compare. Each is the values of
	// the previous level's keep.
	before map[string][][]string
	known  map[string]bool // All of them.
	prior  []int           // The previous level's keep.
}

func newSequence(patterns []*eventPattern) *sequence {
	s := &sequence{levels: make([]level, len(patterns))}
	uses := func(p *eventPattern, slot int) bool {
		for _, t := range p.tests[p.binds:] {
			if t.slot == slot {
				return true
			}
		}
		return false
	}
	slots := 0
	if len(patterns) > 0 {
		slots = len(patterns[0].got)
	}
	for i, p := range patterns {
		lv := &s.levels[i]
		lv.pattern = p
		for slot := range slots {
			earlier, later := false, false
			for _, q := range patterns[:i] {
				earlier = earlier || uses(q, slot)
			}
			for _, q := range patterns[i+1:] {
				later = later || uses(q, slot)
			}
			here := uses(p, slot)
			if earlier && here {
				lv.compare = append(lv.compare, slot)
			}
			if later && (earlier || here) {
				lv.keep = append(lv.keep, slot)
			}
		}
		if i > 0 {
			lv.prior = s.levels[i-1].keep
			lv.before, lv.known = map[string][][]string{}, map[string]bool{}
		}
	}
	return s
}

// feed shows the sequence one event. The last pattern goes first, so that one event never stands for two patterns.
func (s *sequence) feed(l *Lesson) bool {
	if s.complete {
		return false
	}
	for i := len(s.levels) - 1; i >= 0; i-- {
		lv := &s.levels[i]
		if i > 0 && len(lv.known) == 0 || !lv.pattern.matches(&l.fields) {
			continue
		}
		if i == 0 {
			s.advance(l, 0, nil)
			continue
		}
		// advance adds to the level above, never to this one, so the list stays as it is.
		for _, partial := range lv.before[joined(lv.compare, lv.pattern.got)] {
			s.advance(l, i, partial)
		}
	}
	return s.complete
}

// joined makes one key of the values of some variables.
func joined(slots []int, values []string) string {
	switch len(slots) {
	case 0:
		return ""
	case 1:
		return values[slots[0]]
	}
	var b strings.Builder
	for _, slot := range slots {
		// Values may have anything in them; their lengths keep them apart.
		b.WriteString(itoa(len(values[slot])))
		b.WriteByte(':')
		b.WriteString(values[slot])
	}
	return b.String()
}

// advance adds the partial match that partial becomes by pattern i.
func (s *sequence) advance(l *Lesson, i int, partial []string) {
	lv := &s.levels[i]
	if i == len(s.levels)-1 {
		s.complete = true
		return
	}
	got := lv.pattern.got
	values := make([]string, len(got))
	for k, slot := range lv.prior {
		values[slot] = partial[k]
	}
	for _, t := range lv.pattern.tests[lv.pattern.binds:] {
		values[t.slot] = got[t.slot]
	}
	next := &s.levels[i+1]
	id := joined(lv.keep, values)
	if next.known[id] || l.partials >= maxPartials {
		return
	}
	l.partials++
	next.known[id] = true
	kept := make([]string, len(lv.keep))
	for k, slot := range lv.keep {
		kept[k] = values[slot]
	}
	key := joined(next.compare, values)
	next.before[key] = append(next.before[key], kept)
}

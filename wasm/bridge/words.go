package bridge

import (
	"ehloworld/engine/explain"
	"ehloworld/engine/jsontext"
	"ehloworld/engine/pop3"
	"ehloworld/engine/smtp"
	"ehloworld/engine/world"
)

// loadWords takes the explanations in, which are no part of the browser's binary. The answer is an empty object: what was
// loaded is seen when something is explained.
func loadWords(text string, w *jsontext.Writer) error {
	if err := explain.Load([]byte(text)); err != nil {
		return err
	}
	w.Object()
	w.EndObject()
	return nil
}

// complete lists what may be typed next into a terminal.
func (e *Engine) complete(term int, text string, w *jsontext.Writer) error {
	t := e.world.Terminal(term)
	if t == nil {
		return &Error{"there is no such terminal"}
	}
	w.Array()
	for _, c := range e.world.Complete(t, text) {
		completion{c.Text, c.Label, c.Legal, helpFor(c)}.write(w)
	}
	w.EndArray()
	return nil
}

// helpFor says in both languages what a completion is for: the title of its explanation.
func helpFor(c world.Completion) bilingual {
	var out bilingual
	if x := explain.Key(c.Key, "en"); x != nil {
		out.en = x.Title
	}
	if x := explain.Key(c.Key, "zh"); x != nil {
		out.zh = x.Title
	}
	return out
}

// explain says what event n means.
func (e *Engine) explain(n int, lang string, w *jsontext.Writer) error {
	if n < 1 || n > e.world.Log.Len() {
		return &Error{"there is no such event"}
	}
	wrap(explain.In(e.world.Log, n, lang)).write(w)
	return nil
}

func explainKey(key, lang string) *explanation { return wrap(explain.Key(key, lang)) }

func wrap(x *explain.Explanation) *explanation {
	if x == nil {
		return nil
	}
	return &explanation{x.Title, x.Text, x.RFC}
}

// writeTable shows a protocol's legality table.
func writeTable(proto string, w *jsontext.Writer) error {
	t := table{proto: proto}
	switch proto {
	case "smtp", "submission", "lmtp":
		for _, st := range smtp.States() {
			t.states = append(t.states, stateOf("smtp", st.String()))
		}
		for _, tr := range smtp.Table {
			t.transitions = append(t.transitions, tableRow{verb: tr.Verb, from: tr.From.String(), on: tr.Event, to: tr.To.String()})
		}
	case "pop3":
		for _, st := range []pop3.State{pop3.Authorization, pop3.Transaction, pop3.Update, pop3.Closed} {
			t.states = append(t.states, stateOf("pop3", string(st)))
		}
		for _, tr := range pop3.Table {
			t.transitions = append(t.transitions, tableRow{tr.Verb, tr.After, string(tr.From), string(tr.Event), string(tr.To)})
		}
	default:
		return &Error{"there is no table for " + proto}
	}
	t.write(w)
	return nil
}

func stateOf(family, name string) tableState {
	return tableState{name, bilingual{explain.State(family, name, "en"), explain.State(family, name, "zh")}}
}

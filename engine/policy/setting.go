package policy

import (
	"ehloworld/engine/edition"
)

// Kind is what kind of value a setting has, and so how it is written.
type Kind uint8

const (
	Switch Kind = iota // on or off; some take parameters in place of on.
	Choice             // One of Choices.
	Number             // A whole number from Min to Max.
	Span               // A span of time such as 5m, from Min to Max nanoseconds.
	Text               // A text of at most Max octets on one line.
	List               // At most Max texts, separated by ";" (a ";" of their own is written "\;").
)

var kindNames = [...]string{"switch", "choice", "number", "span", "text", "list"}

func (k Kind) String() string { return kindNames[k] }

// Setting is one thing that can be set.
type Setting struct {
	Key      string   // Its name, such as "maxSize".
	Old      string   // How scenario files may call it too; empty: no other way.
	Group    string   // What it is shown with: access, limits, checks, wording, delivery, queue, extensions or verbs.
	Kind     Kind     // How values are written.
	Choices  []string // Choice: all there are. Text: some to pick from.
	Min, Max int64    // Number and Span: both bounds. Text: Max octets. List: Max items.
	Params   bool     // Switch: parameters may be given in place of "on".
	Default  string   // As Get writes it. Of an extension it is empty: as the host's list or the standard set has it.

	check    func(text string) (problem string)    // What is wrong with a text, or with one item of a list.
	checkAll func(items []string) (problem string) // What is wrong with a list as a whole.
}

// Settings lists all settings that this edition has, in the order of their IDs. The slice must not be changed.
func Settings() []Setting { return table() }

// Find finds a setting by its key; ok is false when there is none.
func Find(key string) (id ID, ok bool) {
	for i, s := range table() {
		if s.Key == key {
			return ID(i), true
		}
	}
	return 0, false
}

// FindOld finds a setting by its key or by what scenario files may call it too.
func FindOld(key string) (id ID, ok bool) {
	for i, s := range table() {
		if s.Key == key || s.Old == key && key != "" {
			return ID(i), true
		}
	}
	return 0, false
}

// settings is what table returns, once it was asked.
var settings []Setting

// table is the one table. It is put together at the first question, so that the compiler can leave out what only the full
// edition has.
func table() []Setting {
	if settings == nil {
		settings = append(settings, first...)
		if edition.Full {
			settings = append(settings, more()...)
		}
	}
	return settings
}

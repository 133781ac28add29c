//go:build js && wasm

// Package jsx is the only one that touches JavaScript objects. It does so through safejs, which turns the panics of
// syscall/js into errors; jsguard checks that nothing goes around it.
//
// It is for start-up only. A call from Go to JavaScript costs a microsecond and a call from JavaScript through a Func 20 of
// them, so commands and events go through exported functions and linear memory instead (package playground).
package jsx

import "github.com/hack-pad/safejs"

// Announce calls the global function name with text. It is how a program says that its exported functions may now be
// called. A page that has no such function is no error: somebody else may be driving.
func Announce(name, text string) error {
	hook, err := safejs.Global().Get(name)
	if err != nil || hook.Type() != safejs.TypeFunction {
		return err
	}
	_, err = hook.Invoke(text)
	return err
}

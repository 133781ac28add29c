package jsontext

import "ehloworld/engine/edition"

// Reply is the answer to a command: {"ok": …}, with what ok writes, or {"error": "…"} when it returns an error. "lacks"
// beside the error says that another edition of the engine can do it.
func Reply(ok func(w *Writer) error) []byte {
	var w Writer
	w.Object()
	w.Name("ok")
	if err := ok(&w); err != nil {
		if edition.Lacks(err) {
			return failure(err.Error(), "lacks")
		}
		return failure(err.Error(), "")
	}
	w.EndObject()
	return w.Buf
}

// Panic is the answer that says what went wrong when whoever answers cannot go on.
func Panic(text string) []byte { return failure(text, "panic") }

func failure(text, flag string) []byte {
	var w Writer
	w.Object()
	w.Str("error", text)
	if flag != "" {
		w.Flag(flag, true)
	}
	w.EndObject()
	return w.Buf
}

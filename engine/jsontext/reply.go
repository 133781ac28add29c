package jsontext

// Reply is the answer to a command: {"ok": …}, with what ok writes, or {"error": "…"} when it returns an error.
func Reply(ok func(w *Writer) error) []byte {
	var w Writer
	w.Object()
	w.Name("ok")
	if err := ok(&w); err != nil {
		return Failure(err.Error(), false)
	}
	w.EndObject()
	return w.Buf
}

// Failure is the answer that says what went wrong; dead says that whoever answers cannot go on.
func Failure(text string, dead bool) []byte {
	var w Writer
	w.Object()
	w.Str("error", text)
	if dead {
		w.Flag("panic", true)
	}
	w.EndObject()
	return w.Buf
}

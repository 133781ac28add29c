package jsontext

// The writers of single members of an object, and the readers of a command's: what every boundary between Go and a page
// is made of.

// Str writes a member that is a string.
func (w *Writer) Str(name, v string) {
	w.Name(name)
	w.String(v)
}

// Num writes a member that is a whole number.
func (w *Writer) Num(name string, v int64) {
	w.Name(name)
	w.Int(v)
}

// Flag writes a member that is true or false.
func (w *Writer) Flag(name string, v bool) {
	w.Name(name)
	w.Bool(v)
}

// Strs writes a member that is a list of strings.
func (w *Writer) Strs(name string, v []string) { List(w, name, v, w.String) }

// List writes a member that is a list; each writes one item.
func List[T any](w *Writer, name string, items []T, each func(T)) {
	w.Name(name)
	w.Array()
	for _, it := range items {
		each(it)
	}
	w.EndArray()
}

// Args reads the members of a command. What is missing or of another type is zero: the page's types are checked by its
// compiler, and a command that means nothing is refused for what it means.
type Args struct{ V *Value }

// Str reads a string.
func (a Args) Str(name string) string {
	if v := a.V.Get(name); v != nil && v.Kind == String {
		return v.Str
	}
	return ""
}

// Num reads a whole number.
func (a Args) Num(name string) int64 {
	if v := a.V.Get(name); v != nil && v.IsInt {
		return v.Int
	}
	return 0
}

// Flag reads true or false.
func (a Args) Flag(name string) bool {
	v := a.V.Get(name)
	return v != nil && v.Bool
}

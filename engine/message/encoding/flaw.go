package encoding

// Flaw says what was wrong with an encoded text. The zero Flaw is a clean text. A text may have flaws of several kinds;
// a decoder returns the gravest: one by which something was lost if there is one, else the kind that its constant below
// lists first. Base64Flaws and its like list them all.
type Flaw struct {
	Name  string // A stable name for translations: "base64-foreign".
	At    int    // Offset of the first place in the encoded text.
	Count int    // How many places of this kind there are.
	Lost  bool   // Octets are missing from what was decoded, or wrong.
}

// Clean says whether nothing was wrong.
func (f Flaw) Clean() bool { return f.Name == "" }

// UnknownEncoding is a transfer encoding that nobody here knows; the content is left as it stands.
const UnknownEncoding = "encoding-unknown"

// tally is the flaws of one text while it is read, by kind: the gravest kind is 0. A clean text costs nothing.
type tally struct{ kinds []Flaw }

// maxKinds is more than any decoder has.
const maxKinds = 8

// add counts one place. It is called where a text is not clean, in many places, and had better be small than fast.
//
//go:noinline
func (t *tally) add(kind int, name string, at int) {
	if t.kinds == nil {
		t.kinds = make([]Flaw, maxKinds)
	}
	flaw := &t.kinds[kind]
	if flaw.Count == 0 {
		flaw.Name, flaw.At = name, at
	}
	flaw.Count++
}

// lose counts one place where something is missing from what was decoded, or wrong.
//
//go:noinline
func (t *tally) lose(kind int, name string, at int) {
	t.add(kind, name, at)
	t.kinds[kind].Lost = true
}

// gravest picks one.
func (t *tally) gravest() Flaw {
	var worst Flaw
	for _, flaw := range t.kinds {
		if flaw.Lost && !worst.Lost || worst.Clean() {
			worst = flaw
		}
	}
	return worst
}

// list has all that there are, by their first places.
func (t *tally) list() []Flaw {
	var list []Flaw
	for _, flaw := range t.kinds {
		if flaw.Clean() {
			continue
		}
		i := len(list)
		list = append(list, flaw)
		for ; i > 0 && list[i-1].At > flaw.At; i-- {
			list[i], list[i-1] = list[i-1], flaw
		}
	}
	return list
}

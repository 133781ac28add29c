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

// add counts one place.
func (f *Flaw) add(name string, at int) {
	if f.Count == 0 {
		f.Name, f.At = name, at
	}
	f.Count++
}

// lose counts one place where something is missing from what was decoded, or wrong.
func (f *Flaw) lose(name string, at int) {
	f.add(name, at)
	f.Lost = true
}

// gravest picks one flaw of a list that is ordered by gravity.
func gravest(flaws []Flaw) Flaw {
	var worst Flaw
	for _, f := range flaws {
		if f.Lost && !worst.Lost || worst.Clean() {
			worst = f
		}
	}
	return worst
}

// found lists the flaws that there are, by their first places.
func found(flaws []Flaw) []Flaw {
	var list []Flaw
	for _, f := range flaws {
		if f.Clean() {
			continue
		}
		i := len(list)
		list = append(list, f)
		for ; i > 0 && list[i-1].At > f.At; i-- {
			list[i], list[i-1] = list[i-1], f
		}
	}
	return list
}

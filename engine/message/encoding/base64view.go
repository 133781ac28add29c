package encoding

import "sort"

// Base64View shows which letters of an encoded text make which octets. It goes over the text once when it is made; a
// window of it then costs what the window is long.
type Base64View struct {
	src    []byte
	url    alphabet
	end    int    // Where reading ends; what follows was left out.
	octets int    // How many there are in all.
	marks  []mark // Quanta begin here, the first at the start.
}

// mark is a place in an encoded text and in what it decodes to.
type mark struct{ at, octet int }

// markEvery is how far apart the marks of a view are, in characters of the encoded text.
const markEvery = 4096

// Quantum is up to four letters, which make up to three octets: letter i has the bits 6*i to 6*i+5 of the quantum,
// octet k has the bits 8*k to 8*k+7.
type Quantum struct {
	At      [4]int  // Where the letters and the "=" stand; -1 where there is none.
	Values  [4]byte // What the letters mean, 0 to 63.
	Letters int     // How many are letters: the last may be "=" or missing.
	Octet   int     // Where the octets begin in the decoded content.
	Octets  int     // How many there are; none when a single letter is left over.
}

// Skipped is a stretch of the encoded text that carries nothing.
type Skipped struct {
	Start, End int
	Why        string // One of the words below.
}

// Why something was skipped.
const (
	SkippedLineEnd  = "line-end"
	SkippedBlank    = "blank"
	SkippedPadding  = "padding"   // An "=" that pads nothing.
	SkippedForeign  = "foreign"   // Characters outside the alphabet.
	SkippedAfterEnd = "after-end" // No base64 any more.
)

// ViewBase64 makes a view of an encoded text.
func ViewBase64(data []byte) *Base64View {
	v := &Base64View{src: data, end: len(data)}
	r := base64Reader{src: data, out: make([]byte, 0, decodedRoom(markEvery))}
	for r.at < len(data) {
		if r.n == 0 {
			if n := len(v.marks); n == 0 || r.at-v.marks[n-1].at >= markEvery {
				v.marks = append(v.marks, mark{r.at, v.octets})
			}
			if r.run(r.at + markEvery) {
				v.octets += len(r.out)
				r.out = r.out[:0]
				continue
			}
		}
		goesOn := r.step()
		v.octets += len(r.out)
		r.out = r.out[:0]
		if !goesOn {
			v.end = r.at
			break
		}
	}
	r.finish()
	v.octets += len(r.out)
	v.url = r.url
	return v
}

// Octets is how many octets the text decodes to.
func (v *Base64View) Octets() int { return v.octets }

// Window lists what lies in the encoded text from from to to: every quantum that begins before to and does not end before
// from, and what was skipped there, in order.
func (v *Base64View) Window(from, to int) (quanta []Quantum, skipped []Skipped) {
	k := max(0, sort.Search(len(v.marks), func(i int) bool { return v.marks[i].at > from })-1)
	if len(v.marks) == 0 {
		return nil, nil
	}
	return v.read(v.marks[k], from, to)
}

// Find returns the quantum that has the octet at the given place of the decoded content.
func (v *Base64View) Find(octet int) (q Quantum, ok bool) {
	if octet < 0 || octet >= v.octets {
		return q, false
	}
	m := v.marks[sort.Search(len(v.marks), func(i int) bool { return v.marks[i].octet > octet })-1]
	// Marks lie close together, but foreign characters may stand between: look further and further.
	for to := m.at + 2*markEvery; ; to += to - m.at {
		quanta, _ := v.read(m, m.at, to)
		if i := sort.Search(len(quanta), func(i int) bool { return quanta[i].Octet+quanta[i].Octets > octet }); i < len(quanta) {
			return quanta[i], true
		}
	}
}

// read goes from a mark on.
func (v *Base64View) read(m mark, from, to int) (quanta []Quantum, skipped []Skipped) {
	r := base64Reader{src: v.src, at: m.at, url: v.url, known: true, out: make([]byte, 0, 8)}
	none := Quantum{At: [4]int{-1, -1, -1, -1}}
	q, octet := none, m.octet
	skip := func(start, end int, why string) {
		if n := len(skipped) - 1; n >= 0 && skipped[n].Why == why && skipped[n].End == start {
			skipped[n].End = end
		} else if end > from && start < to {
			skipped = append(skipped, Skipped{start, end, why})
		}
	}
	done := func() {
		q.Octet, q.Octets = octet, len(r.out)
		octet += q.Octets
		r.out = r.out[:0]
		last := q.At[0]
		for _, at := range q.At {
			last = max(last, at)
		}
		if last >= from && q.At[0] < to {
			quanta = append(quanta, q)
		}
		q = none
	}
	for r.at < v.end && (r.at < to || r.n > 0) {
		at, n := r.at, r.n
		r.step()
		switch c := v.src[at]; {
		case r.n > n || len(r.out) == 3:
			q.At[n], q.Values[n], q.Letters = at, letterValue(c), n+1
			if r.n == 0 {
				done()
			}
		case n > 0 && r.n == 0: // An "=", or two.
			q.At[n] = at
			if r.at > at+1 && n == 2 {
				for i := at + 1; i < r.at-1; i++ {
					skip(i, i+1, whySkipped(v.src[i]))
				}
				q.At[3] = r.at - 1
			}
			done()
		default:
			skip(at, r.at, whySkipped(c))
		}
	}
	if r.n > 0 {
		r.close()
		done()
	}
	if v.end < len(v.src) && to > v.end {
		skip(v.end, len(v.src), SkippedAfterEnd)
	}
	return quanta, skipped
}

// letterValue is what a letter of either alphabet means.
func letterValue(c byte) byte {
	switch c {
	case '-':
		return 62
	case '_':
		return 63
	}
	return sextets[c]
}

func whySkipped(c byte) string {
	switch c {
	case '\r', '\n':
		return SkippedLineEnd
	case ' ', '\t':
		return SkippedBlank
	case '=':
		return SkippedPadding
	}
	return SkippedForeign
}

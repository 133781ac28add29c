package anatomy

import "sort"

// The kinds of regions.
const (
	regionHeader   = "header"
	regionBlank    = "blank" // The empty line after a header.
	regionBody     = "body"
	regionPreamble = "preamble"
	regionBoundary = "boundary" // With the line end before it, which belongs to it (RFC 2046 section 5.1.1).
	regionEpilogue = "epilogue"
)

// regions cuts a letter into runs of octets, each of one kind and of one part: every octet lies in exactly one.
func regions(l *letter) []region {
	var r regionWriter
	r.part(l, 0)
	r.upTo(len(l.data), regionEpilogue, 0)
	return r.out
}

type regionWriter struct {
	at  int // What lies before is in out.
	out []region
}

// upTo adds the octets from where the writer is up to end.
func (r *regionWriter) upTo(end int, kind string, part int) {
	if end > r.at {
		r.out = append(r.out, region{kind, part, span{r.at, end}})
		r.at = end
	}
}

// part adds a part with what it holds and returns the id of the part after it.
func (r *regionWriter) part(l *letter, id int) int {
	p := l.parts[id]
	r.upTo(p.Header.End, regionHeader, id)
	r.upTo(p.Header.Body, regionBlank, id)
	next := id + 1
	switch {
	case p.Message != nil:
		next = r.part(l, next)
	case len(p.Parts) > 0:
		r.upTo(p.Parts[0].Open, regionPreamble, id)
		for _, sub := range p.Parts {
			r.upTo(sub.Header.Start, regionBoundary, id)
			next = r.part(l, next)
		}
		r.upTo(p.Epilogue, regionBoundary, id)
		r.upTo(p.End, regionEpilogue, id)
	}
	r.upTo(p.End, regionBody, id)
	return next
}

// partAt is the part in whose region octet at lies.
func partAt(regions []region, at int) int {
	i := sort.Search(len(regions), func(i int) bool { return regions[i].at.start > at })
	if i == 0 {
		return 0
	}
	return regions[i-1].part
}

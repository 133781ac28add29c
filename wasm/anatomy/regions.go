package anatomy

import (
	"bytes"
	"sort"
)

// The kinds of regions.
const (
	regionHeader   = "header"
	regionBlank    = "blank" // The empty line after a header.
	regionBody     = "body"
	regionPreamble = "preamble"
	regionBoundary = "boundary"
	regionEpilogue = "epilogue"
)

// regions cuts a letter into runs of octets, each of one kind and of one part: every octet lies in exactly one.
func regions(l *letter) []region {
	r := regionWriter{data: l.data}
	r.part(l, 0)
	r.upTo(len(l.data), regionEpilogue, 0)
	return r.out
}

type regionWriter struct {
	data []byte
	at   int // What lies before is in out.
	out  []region
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
		for i, sub := range p.Parts {
			if i == 0 {
				r.upTo(beforeLine(r.data, r.at, sub.Header.Start), regionPreamble, id)
			}
			r.upTo(sub.Header.Start, regionBoundary, id)
			next = r.part(l, next)
		}
		r.closing(p.End, id)
	}
	r.upTo(p.End, regionBody, id)
	return next
}

// closing adds the closing boundary line, with the line end before it that belongs to it, and the epilogue.
func (r *regionWriter) closing(end, id int) {
	if r.at >= end {
		return
	}
	line := r.at
	for line < end && (r.data[line] == '\r' || r.data[line] == '\n') {
		line++
	}
	if i := bytes.IndexByte(r.data[line:end], '\n'); i >= 0 {
		r.upTo(line+i+1, regionBoundary, id)
	} else {
		r.upTo(end, regionBoundary, id)
	}
	r.upTo(end, regionEpilogue, id)
}

// beforeLine is where the last line before at begins, with the line end before it, but not before start.
func beforeLine(data []byte, start, at int) int {
	end := at
	if end > start && data[end-1] == '\n' {
		end--
	}
	line := start + bytes.LastIndexByte(data[start:end], '\n') + 1
	if line > start && data[line-1] == '\n' {
		if line--; line > start && data[line-1] == '\r' {
			line--
		}
	}
	return line
}

// partAt is the part in whose region octet at lies.
func partAt(regions []region, at int) int {
	i := sort.Search(len(regions), func(i int) bool { return regions[i].at.start > at })
	if i == 0 {
		return 0
	}
	return regions[i-1].part
}

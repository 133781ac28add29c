package anatomy

import (
	"sort"

	"ehloworld/engine/message"
)

// regionHeader is what runs of fields are called, and of lines between them that are none: the page has the fields one by
// one.
const regionHeader = "header"

// regions cuts the letter into runs of octets, each of one kind and of one part: every octet lies in exactly one.
func (l *letter) regions() []region {
	ids := map[*message.Part]int{}
	for id, n := range l.parts {
		ids[n.Part] = id
	}
	var out []region
	for _, r := range message.Regions(l.parts[0].Part, l.data) {
		kind := r.Kind
		switch kind {
		case message.RegionField, message.RegionStray:
			kind = regionHeader
		case message.RegionClosing:
			kind = message.RegionBoundary
		}
		id := ids[r.Part]
		if n := len(out) - 1; n >= 0 && kind == regionHeader && out[n].kind == kind && out[n].part == id {
			out[n].at.end = r.End
			continue
		}
		out = append(out, region{kind, id, span{r.Start, r.End}})
	}
	return out
}

// partAt is the part in whose region octet at lies.
func partAt(regions []region, at int) int {
	i := sort.Search(len(regions), func(i int) bool { return regions[i].at.start > at })
	if i == 0 {
		return 0
	}
	return regions[i-1].part
}

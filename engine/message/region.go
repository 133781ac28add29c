package message

// Region is a run of octets of one kind. The regions of a letter lie one after the other, without gaps.
type Region struct {
	Kind       string
	Part       *Part // The part that it belongs to; a boundary line belongs to the multipart around it.
	Field      int   // Index of a field in the part's header, -1 in other regions.
	Start, End int   // Offsets in the letter.
}

// The kinds of regions.
const (
	RegionPrelude  = "prelude"  // What stands before the first field: a byte order mark, a line of a mailbox file.
	RegionField    = "field"    // One field with its line ends.
	RegionStray    = "stray"    // A line of the header that is no field.
	RegionUnread   = "unread"   // What a bound kept from being taken apart: fields, or parts.
	RegionBlank    = "blank"    // The empty line after the header.
	RegionBody     = "body"     // The body of a part that has no parts in it.
	RegionPreamble = "preamble" // What stands before the first boundary of a multipart.
	RegionBoundary = "boundary" // A boundary line, and the line end before it, which belongs to it (RFC 2046 section 5.1.1).
	RegionClosing  = "closing"  // The last boundary line of a multipart, in the same way.
	RegionEpilogue = "epilogue" // What stands after that.
)

// Regions cuts a letter into regions: every octet lies in exactly one. Root and data are what Tree returned and was given.
func Regions(root *Part, data []byte) []Region {
	w := regionWriter{lines: newLines(data)}
	w.part(root)
	return w.out
}

type regionWriter struct {
	lines
	at  int // Everything before is in out.
	out []Region
}

// upTo adds a region from where the writer is up to end.
func (w *regionWriter) upTo(end int, kind string, part *Part, field int) {
	if end > w.at {
		w.out = append(w.out, Region{kind, part, field, w.at, end})
		w.at = end
	}
}

func (w *regionWriter) part(p *Part) {
	h := &p.Header
	w.upTo(h.Start, RegionPrelude, p, -1)
	for i := range h.Fields {
		kind := RegionField
		if h.Fields[i].Stray() {
			kind = RegionStray
		}
		w.upTo(h.Fields[i].End(), kind, p, i)
	}
	w.upTo(h.End, RegionUnread, p, -1)
	w.upTo(h.Body, RegionBlank, p, -1)
	for i, sub := range p.Parts {
		kind := RegionUnread
		if i == 0 {
			kind = RegionPreamble
		}
		w.upTo(w.text(w.at, max(w.at, sub.Open)), kind, p, -1)
		w.upTo(sub.Header.Start, RegionBoundary, p, -1)
		w.part(sub)
	}
	if p.Message != nil {
		w.part(p.Message)
	}
	if p.Close < p.End {
		kind := RegionBody
		if len(p.Parts) > 0 {
			kind = RegionUnread
		}
		w.upTo(w.text(w.at, p.Close), kind, p, -1)
		w.upTo(p.Epilogue, RegionClosing, p, -1)
		w.upTo(p.End, RegionEpilogue, p, -1)
		return
	}
	kind := RegionBody
	if len(p.Parts) > 0 || p.Message != nil {
		kind = RegionUnread
	}
	w.upTo(p.End, kind, p, -1)
}

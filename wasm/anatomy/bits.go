package anatomy

import (
	"slices"

	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
	"ehloworld/engine/message/encoding"
)

// Kinds of units besides those of quoted-printable, which are encoding's.
const (
	unitGroup   = "group"
	unitSpace   = "space"
	unitForeign = "foreign"
	unitBreak   = "break"
)

// unit is a run of encoded letters and the octets that they stand for.
type unit struct {
	kind   string
	at     span // In the part's body.
	source string
	octets []byte
	offset int // Of the first octet in the content.
}

// bitView is the part that was last looked at so: a view goes over the whole body when it is made.
type bitView struct {
	part    *message.Part
	content []byte
	base64  *encoding.Base64View
	quoted  *encoding.QuotedView
}

func (l *letter) bitView(p *message.Part) *bitView {
	if l.view == nil || l.view.part != p {
		v := &bitView{part: p}
		body := l.data[p.Body:p.Close]
		switch v.content, _ = p.Content(l.data); p.Encoding {
		case "base64":
			v.base64 = encoding.ViewBase64(body)
		case "quoted-printable":
			v.quoted = encoding.ViewQuoted(body)
		}
		l.view = v
	}
	return l.view
}

// bits says how the letters and the octets of a window of a part's body belong together. Offsets count in the letter.
func (l *letter) bits(p *message.Part, start, end int, w *jsontext.Writer) {
	v := l.bitView(p)
	body := l.data[p.Body:p.Close]
	from := min(max(start-p.Body, 0), len(body))
	to := min(max(end-p.Body, from), from+maxUnits*4, len(body))
	var units []unit
	name := ""
	switch {
	case v.base64 != nil:
		name, units = p.Encoding, v.groups(body, from, to)
	case v.quoted != nil:
		name, units = p.Encoding, v.tokens(body, from, to)
	}
	if len(units) > maxUnits {
		units = units[:maxUnits]
		to = units[maxUnits-1].at.end
	}
	w.Object()
	w.Str("encoding", name)
	jsontext.List(w, "units", units, func(u unit) {
		w.Object()
		w.Str("kind", u.kind)
		span{u.at.start + p.Body, u.at.end + p.Body}.members(w)
		w.Str("source", u.source)
		jsontext.List(w, "octets", u.octets, func(c byte) { w.Int(int64(c)) })
		w.Num("at", int64(u.offset))
		w.EndObject()
	})
	span{p.Body + from, p.Body + to}.members(w)
	w.Num("size", int64(len(body)))
	w.EndObject()
}

// groups lists a window of base64. What was skipped inside a group follows the group.
func (v *bitView) groups(body []byte, from, to int) []unit {
	quanta, skipped := v.base64.Window(from, to)
	var units []unit
	for _, q := range quanta {
		u := unit{kind: unitGroup, at: span{q.At[0], q.At[0] + 1}, offset: q.Octet, octets: v.content[q.Octet : q.Octet+q.Octets]}
		for _, at := range q.At {
			if at >= 0 {
				u.source += printable(body[at : at+1])
				u.at.end = at + 1
			}
		}
		units = append(units, u)
	}
	for _, s := range skipped {
		kind := unitForeign
		if s.Why == encoding.SkippedLineEnd || s.Why == encoding.SkippedBlank {
			kind = unitSpace
		}
		units = append(units, unit{kind: kind, at: span{s.Start, s.End}, source: printable(body[s.Start:min(s.End, s.Start+maxUnits)])})
	}
	slices.SortStableFunc(units, func(a, b unit) int { return a.at.start - b.at.start })
	return units
}

// tokens lists a window of quoted-printable. A token that may be as long as its line is cut to the window.
func (v *bitView) tokens(body []byte, from, to int) []unit {
	var units []unit
	for _, t := range v.quoted.Window(from, to) {
		kind := t.Kind
		switch kind {
		case encoding.TokenHard:
			kind = unitBreak
		case encoding.TokenStray:
			kind = unitForeign
		case encoding.TokenLiteral:
			start, end := max(t.Start, from), min(t.End, to)
			t.Octet, t.Octets = t.Octet+start-t.Start, end-start
			t.Start, t.End = start, end
		case encoding.TokenSoft, encoding.TokenDropped: // They stand for no octets.
			t.Start, t.End = max(t.Start, from), min(t.End, to)
		}
		units = append(units, unit{
			kind: kind, at: span{t.Start, t.End}, source: printable(body[t.Start:t.End]), offset: t.Octet, octets: v.content[t.Octet : t.Octet+t.Octets],
		})
	}
	return units
}

// printable writes encoded letters as ASCII; what is none is "?".
func printable(data []byte) string {
	out := make([]byte, len(data))
	for i, c := range data {
		if c >= 0x80 {
			c = '?'
		}
		out[i] = c
	}
	return string(out)
}

// garble is what a channel that carries seven bits makes of a part's body.
func (l *letter) garble(p *message.Part, w *jsontext.Writer) []byte {
	out, changes := encoding.Garble(l.data[p.Body:p.Close], encoding.Channel{SevenBit: true})
	var first []int
	changed := 0
	for _, c := range changes {
		changed += c.End - c.Start
		for at := c.Start; at < c.End && len(first) < maxGarbled; at++ {
			first = append(first, p.Body+at)
		}
	}
	w.Object()
	w.Num("changed", int64(changed))
	jsontext.List(w, "first", first, func(at int) { w.Int(int64(at)) })
	w.Flag("survives", changed == 0)
	w.EndObject()
	return out
}

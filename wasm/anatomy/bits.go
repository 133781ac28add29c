package anatomy

import (
	"ehloworld/engine/jsontext"
	"ehloworld/engine/message"
)

// bits says how the letters and the octets of a window of a part's body belong together.
func (l *letter) bits(p *message.Part, start, end int, w *jsontext.Writer) {
	w.Object()
	w.Str("encoding", "")
	jsontext.List(w, "units", []int(nil), func(int) {})
	span{start, end}.members(w)
	w.Num("size", int64(p.End-p.Body))
	w.EndObject()
}

// garble is what a channel that carries seven bits makes of a part's body.
func (l *letter) garble(p *message.Part, w *jsontext.Writer) []byte {
	body := l.data[p.Body:p.End]
	var first []int
	changed := 0
	for i, c := range body {
		if c >= 0x80 {
			if changed++; len(first) < maxGarbled {
				first = append(first, p.Body+i)
			}
		}
	}
	w.Object()
	w.Num("changed", int64(changed))
	jsontext.List(w, "first", first, func(at int) { w.Int(int64(at)) })
	w.Flag("survives", changed == 0)
	w.EndObject()
	return sevenBits(body)
}

// sevenBits is what is left of octets whose high bits a channel does not carry.
func sevenBits(data []byte) []byte {
	out := make([]byte, len(data))
	for i, c := range data {
		out[i] = c & 0x7f
	}
	return out
}

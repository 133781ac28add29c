package message

// Without returns a letter without the fields of some names; h is its header. Everything else stays octet for octet, and the
// same slice comes back when there is nothing to leave out.
func Without(letter []byte, h *Header, names ...string) []byte {
	var out []byte
	from := 0
	for i := range h.Fields {
		f := &h.Fields[i]
		for _, name := range names {
			if f.Is(name) {
				out = append(out, letter[from:f.Start]...)
				from = f.End()
				break
			}
		}
	}
	if from == 0 {
		return letter
	}
	return append(out, letter[from:]...)
}

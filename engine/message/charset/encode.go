package charset

// Encode returns text in the character set. What it lacks becomes a question mark; lost counts them.
func (c *Charset) Encode(text string) (data []byte, lost int) {
	limit := rune(0x7f)
	switch c.kind {
	case kindUTF8:
		return decodeUTF8([]byte(text))
	case kindLatin1:
		limit = 0xff
	}
	for _, r := range text {
		if r > limit {
			r = '?'
			lost++
		}
		data = append(data, byte(r))
	}
	return data, lost
}

package anatomy

import "ehloworld/engine/jsontext"

// export hands out the letter that is open.
func (c *Codec) export(_ jsontext.Args, w *jsontext.Writer) ([]byte, error) {
	if c.letter == nil {
		return nil, errNoFile
	}
	w.Object()
	w.Str("name", "letter.eml")
	w.Str("type", "message/rfc822")
	w.EndObject()
	return c.letter.data, nil
}

package anatomy

import "ehloworld/engine/jsontext"

// encode shows a thing on its way to the wire and back.
func encode(a jsontext.Args, data []byte, w *jsontext.Writer) ([]byte, error) {
	if len(data) > maxEncode {
		return nil, &Error{"that is more than 1 MiB"}
	}
	return nil, &Error{"not yet"}
}

func (c *Codec) export(a jsontext.Args, w *jsontext.Writer) ([]byte, error) {
	if c.letter == nil {
		return nil, errNoFile
	}
	w.Object()
	w.Str("name", "letter.eml")
	w.Str("type", "message/rfc822")
	w.EndObject()
	return c.letter.data, nil
}
